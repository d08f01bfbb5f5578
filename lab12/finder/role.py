"""Role tells which role its own calls give to a script: a server waits, a client calls, and some do both."""
import ast

from lab12.finder.kinds import bound_ports, only_answers, passes_on, talks_to_group
from lab12.finder.nodes import walk
from lab12.finder.places import BINDS, datagram_ends, is_idle, is_name, server_calls
from lab12.finder.practicals import holding
from lab12.finder.reach import reached
from lab12.finder.syntax import CONNECTS, FUNCTIONS, LISTENS, asks_user, called, draws_port, is_everybody, last_name
from lab12.finder.transports import kinds_made

OF_THE_WEB = {80, 443, 8080}  # ports at which sites are (RFC 9110, 4.2)
HEARS = {"recv", "recvfrom", "recv_into", "recvfrom_into", "recvmsg", "sock_recv", "sock_recvfrom", "sock_recv_into",
         "makefile", "datagram_received", "add_reader", "handle", "read", "readline"}  # ways to receive a datagram


def tcp_role(tree):
    """Return the role of a TCP script: a server listens, a client connects."""
    serves = tree.of(*LISTENS) or server_calls(tree)
    connects = [call for call in tree.of(*CONNECTS) if not is_for_bind(tree, call)]
    if serves and not all(is_for_a_site(tree, call) for call in connects):
        return "both"
    calls = connects or is_unconnected(tree) and (not tree.of("bind") or speaks_first(tree))
    return "server" if serves else "client" if calls else "server" if tree.of("bind") else ""


def is_unconnected(tree):
    """Tell whether a script asks its user, and talks through a socket that it has made, and never connects."""
    made = holding(tree, lambda part: called(part) == "socket")
    talks = {last_name(getattr(call.func, "value", None)) for call in tree.of("send", "sendall", "recv")}
    return bool(made & talks - {""}) and any(map(asks_user, tree.calls))


def speaks_first(tree):
    """Tell whether a script sends through a socket before it hears: so one that is bound may be a client."""
    sends, hears = ([call.lineno for call in tree.of(*names)] for names in (("send", "sendall"), ("recv",)))
    return bool(sends and hears) and min(sends) < min(hears)


def is_for_bind(tree, call):
    """Tell whether a connect stands where bind belongs: the same socket listens then, and nothing is bound."""
    whose = last_name(getattr(call.func, "value", None))
    return called(call) == "connect" and not tree.of(*BINDS - CONNECTS) and whose in {
        last_name(getattr(one.func, "value", None)) for one in tree.of("listen", "accept")}


def is_for_a_site(tree, call):
    """Tell whether a script asks a server of the web here, which is no part of the practical: ("example.org", 80)."""
    address = tree.value(call.args[0]) if call.args else None
    return isinstance(address, tuple) and len(address) > 1 and is_name(address[0]) and "." in address[0] and (
        address[1] in OF_THE_WEB)


def broadcasts(tree):
    """Tell whether a script sends to everybody at the port that it waits at itself (RFC 919)."""
    ports = set(bound_ports(tree))
    addresses = [tree.value(call.args[-1]) for call in tree.of("sendto") if len(call.args) > 1]
    return any(isinstance(address, tuple) and address[:1] and is_everybody(tree, address[0]) and address[1:2] and
               address[1] in ports - {None} for address in addresses)


def two_programs(tree, binds):
    """Tell whether a UDP script holds a server and a client, each a function with a socket of its own, and runs one.

    A peer may be in two functions as well, one that hears and one that speaks: it runs both.
    """
    made = {tree.function(call) for call in tree.of("socket")} - {None}
    serve = made & {tree.function(call) for call in binds}
    speak = made & {tree.function(call) for call in tree.of("sendto", "connect")} - serve
    used = {last_name(node) for node in tree.nodes if isinstance(node, (ast.Name, ast.Attribute))
            and not tree.above(node, (ast.Dict, ast.If, ast.Match))}
    return any(not {one.name, other.name} <= used for one in serve for other in speak
               if isinstance(one, FUNCTIONS[:2]) and isinstance(other, FUNCTIONS[:2])
               and any(called(part) in {"recv", "recvfrom"} for part in walk(other))
               and isinstance(tree.parent.get(one), ast.Module))


def tells_those_heard(tree):
    """Tell whether a UDP script sends only to those whom it has heard and keeps, and asks nobody: that is a server."""
    known = [call for call in tree.of("sendto") if isinstance(tree.value(call.args[-1]) if call.args else None, tuple)]
    return passes_on(tree) and not (known or tree.of("connect", "send", "sendall") or any(map(asks_user, tree.calls)))


def calls_where_taken(tree, binds):
    """Tell whether a UDP script calls a port that it cannot bind, since the one that was started first has it.

        try:
            sock.bind(HERE)
        except OSError:
            call(HERE)
    """
    for bind in binds:
        here = tree.value(bind.args[0]) if bind.args else None
        for above in tree.above(bind, ast.Try) if isinstance(here, tuple) else ():
            nodes = {part for one in above.handlers for part in reached(tree, one.body)}
            called_there = [tree.value(part.args[-1]) for part in nodes if called(part) in {"sendto", "connect"}
                            and part.args and bind not in nodes]
            if any(isinstance(there, tuple) and len(there) == len(here) == 2 and there[1] == here[1] is not None
                   for there in called_there):
                return True
    return False


def udp_role(tree):
    """Return the role of a UDP script: a server binds a port that others can know of and hears there, or only answers.
    """
    binds = [call for call in tree.of("bind") if not is_idle(tree, call)]
    local = any(datagram_ends(call)[0] for call in tree.of("create_datagram_endpoint"))
    if local and broadcasts(tree):
        return "both"
    if "SOCK_STREAM" in map(last_name, kinds_made(tree)) and tree.of(*CONNECTS) and not tree.of("accept", "listen"):
        return "client"  # it has signed in over TCP, whatever port it binds then
    if local or server_calls(tree) or not binds and (only_answers(tree) or tells_those_heard(tree)):
        return "server"
    if talks_to_group(tree) and tree.of("sendto"):
        return "server" if only_answers(tree) else "both"  # else each is what the others are
    if binds and broadcasts(tree) and not only_answers(tree):
        return "both"
    drawn = [call for call in binds if draws_port(tree, call)]
    fixed = {tree.function(call) for call in binds if call not in drawn}
    if drawn and fixed - {tree.function(call) for call in drawn}:
        return "both"  # in one function it is for want of the fixed one that a port is drawn
    if not binds or drawn or not tree.words & HEARS:
        return "client" if tree.of("sendto", "send", "recvfrom", "recv", "create_datagram_endpoint") else ""
    if two_programs(tree, binds) or calls_where_taken(tree, binds):
        return "both"
    literals = {tree.value(side) for node in tree.nodes if isinstance(node, ast.Compare)
                for side in (node.left, *node.comparators)}
    return "both" if {"server", "client"} & literals else "server"
