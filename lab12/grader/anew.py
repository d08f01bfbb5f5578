"""Anew: what opens a connection, or a socket, for each message, or hears through another one than it sends; '' else."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, SENDS, asks_user, called, last_name, line
from lab12.finder.ways import loops


def calls_each_time(client, server):
    """Return the hint for a client that connects anew for each message, where the server accepts once; '' else."""
    calls = [call for call in client.of("connect", "create_connection") if client.loops(called(call))]
    accepts = server.of("accept")
    loop = loops(client.tree, calls[0])[:1] if calls else []  # also where a function calls, sends and is called in one
    talks = [any(loops(client.tree, one)[:1] == loop != [] for one in client.of(*names)) for names in (
        ("input",), SENDS)]
    if all(talks) and accepts and not server.loops("accept") and server.loops("recv"):
        return f"{client.line(line(calls[0]))}this connects anew for each message, and the server accepts once " \
            f"({server.line(line(accepts[0]))[:-2]}), and talks on with that one: connect once, before the loop."
    return ""


def hears_elsewhere(client):
    """Return the hint for a client over UDP that sends through one socket, and hears through another one; '' else.

    Where that one has a port that the server knows of, it may well hear there.
    """
    tree = client.tree
    hears, sends = tree.of("recv", "recvfrom"), tree.of("sendto", "send")
    names = [{last_name(getattr(call.func, "value", None)) for call in calls} for calls in (hears, sends)]
    known = [call for call in tree.of("bind") if last_name(getattr(call.func, "value", None)) in names[0] and not (
        isinstance(address := tree.value(call.args[0]) if call.args else None, tuple) and address[1:] == (0,))]
    made = all(any(called(value) == "socket" for value in tree.given.get(name, ())) for one in names for name in one)
    if not (client.script and client.script.transport == "udp" and hears and sends) or names[0] & names[1] or (
            known or not made):
        return ""
    return f"{client.line(line(sends[-1]))}this socket sends, and the one of {client.ref(hears[0])} hears, which is " \
        "another: an answer goes to the address that the message has come from. One socket for both."


def socket_each_time(client):
    """Return the hint for a client over UDP that opens a socket for each message, and hears at another one; ''.

        while True:
            text = input()
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            out.sendto(text.encode(), server)
    """
    tree = client.tree
    for call in tree.of("sendto") if "IP_ADD_MEMBERSHIP" not in tree.words else ():  # a group hears it from any port
        name, around = last_name(getattr(call.func, "value", None)), each_message(tree, call)
        inside = list(walk(around)) if around and name else []
        made = next((node for node in inside for target, value in sockets_given(node)
                     if called(value) == "socket" and last_name(target) == name), None)
        hears = [one for one in tree.of("recvfrom", "recv") if isinstance(one.func, ast.Attribute)]
        if made and hears and not any(last_name(one.func.value) == name and (one in inside or not tree.above(
                one, FUNCTIONS[:2])) for one in hears):
            return f"{client.line(line(made))}this opens a socket for each message, with a port of its own, and to " \
                f"the server that is somebody else each time: send through {last_name(hears[0].func.value)}, at " \
                f"which it hears ({client.ref(hears[0])})."
    return ""


def each_message(tree, call):
    """Return the loop that asks the user, in which a call stands; or its function, if that is called in such a loop."""
    loop, function = next(iter(tree.above(call, (ast.While,))), None), tree.function(call)
    if loop:
        return loop if any(map(asks_user, walk(loop))) else None
    asked = [one for site in tree.sites(function) for one in tree.above(site, LOOPS)]
    return function if any(asks_user(part) for one in asked for part in walk(one)) else None


def sockets_given(node):
    """Return [(name, what it is given)] of an assignment, or of a with."""
    if isinstance(node, ast.With):
        return [(item.optional_vars, item.context_expr) for item in node.items]
    return [(target, node.value) for target in node.targets] if isinstance(node, ast.Assign) else []


def connects_twice(client):
    """Return the hint for a program that holds two connections to the server: what one says comes by the other; ''."""
    tree = client.tree
    calls = [call for call in tree.of("connect") if isinstance(call.func, ast.Attribute) and call.args
             and not tree.above(call, (*LOOPS, ast.If, ast.Try, *FUNCTIONS))]
    if len({ast.dump(call.func.value) for call in calls}) < 2 or len({ast.dump(call.args[0]) for call in calls}) > 1:
        return ""
    return f"{client.line(line(calls[1]))}this is a second connection of the same program ({client.ref(calls[0])}): " \
        "what is sent over the one comes back over the other. One is enough: start the program once for each user."


def connects_each_time(client):
    """Return the hint for a client that sends each message over one more connection, and hears over the first; ''.

        while True:
            connected().sendall(input().encode())
    """
    tree = client.tree
    makers = {name for name in tree.own for one in tree.defined[name]
              if any(called(part) in {"create_connection", "connect"} and not tree.above(part, ast.If)
                     for part in walk(one))}  # and not only where there is none yet
    for call in tree.of("send", "sendall"):
        made = getattr(call.func, "value", None)
        hears = [one for one in tree.of("recv", "makefile") if isinstance(one.func, ast.Attribute)]
        if called(made) in makers | {"create_connection"} and each_message(tree, call) and hears:
            return f"{client.line(line(call))}{ast.unparse(made)} opens one more connection for each message, and to " \
                "the server that is somebody else: send through the one at which it hears " \
                f"({client.ref(hears[0])})."
    return ""
