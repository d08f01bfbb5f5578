"""Anew: what opens a connection, or a socket, for each message, or hears through another one than it sends; '' else."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import SENDS, asks_user, called, last_name, line
from lab12.finder.verbs import loops


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
    for call in tree.of("sendto"):
        name, loop = last_name(getattr(call.func, "value", None)), next(iter(tree.above(call, (ast.While,))), None)
        made = next((node for node in (walk(loop) if loop and name else ()) if isinstance(node, ast.Assign) and called(
            node.value) == "socket" and name in map(last_name, node.targets)), None)
        hears = [last_name(getattr(one.func, "value", None)) for one in tree.of("recvfrom", "recv")]
        if made and any(map(asks_user, walk(loop))) and hears and name not in hears:
            return f"{client.line(line(made))}this opens a socket for each message, with a port of its own, and to " \
                f"the server that is somebody else each time: send through {hears[0]}, at which it hears."
    return ""
