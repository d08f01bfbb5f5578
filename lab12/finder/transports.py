"""Transports tells TCP from UDP: which of them a script is over, and which a part of it uses."""
import ast

from lab12.finder.syntax import LISTENS, called, last_name

TRANSPORTS = "tcp", "udp"
STREAMS = {"SOCK_STREAM", "TCPServer", "ThreadingTCPServer", "create_connection", "open_connection"}
DATAGRAMS = {"SOCK_DGRAM", "UDPServer", "ThreadingUDPServer", "create_datagram_endpoint"}
DEEP = 20  # functions that call each other


def transport(tree):
    """Return tcp, udp, or '' for a script without sockets."""
    types = [tree.value(kind) for call in tree.of("socket")
             for kind in call.args[1:2] + [k.value for k in call.keywords if k.arg == "type"]]
    if {"listen", "accept"} & tree.words:
        return "tcp"
    if DATAGRAMS & tree.words or 2 in types:
        return "udp"
    return "tcp" if STREAMS & tree.words or tree.of("socket", *LISTENS) else ""


def used(tree, body):
    """Return the transports that these statements, and what they call, can be seen to use."""
    if tree.uses is None:
        tree.uses = uses(tree)
    return [name for name in TRANSPORTS if any(name in tree.uses.get(node, ()) for node in body)]


def uses(tree):
    """Return {node: transports that it, what is in it and the script's own functions that it calls use}."""
    nodes = list(ast.walk(tree.module))
    found = {node: named(tree, node) for node in nodes}
    for _ in range(DEEP):
        before = sum(map(len, found.values()))
        for node in reversed(nodes):  # what is in a node comes after it
            for inner in [*ast.iter_child_nodes(node), *tree.defined.get(called(node), ())]:
                found[node] |= found[inner]
        if sum(map(len, found.values())) == before:
            break
    return found


def named(tree, node):
    """Return the transports that a node by itself tells of."""
    name = "" if tree.is_own(node) else last_name(node)
    bare = called(node) == "socket" and len(node.args) < 2 and not node.keywords
    stream, datagram = bare or name in {*STREAMS, *LISTENS}, name in {*DATAGRAMS, "recvfrom", "sendto"}
    return {*["tcp"] * stream, *["udp"] * datagram}
