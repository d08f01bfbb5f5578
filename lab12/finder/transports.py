"""Transports tells TCP from UDP: which of them a script is over, and which a part of it uses."""
import ast

from lab12.finder.nodes import children, walk
from lab12.finder.syntax import CONNECTS, FUNCTIONS, LISTENS, RECEIVES, SENDS, asks_user, called, last_name

TRANSPORTS = "tcp", "udp"
STREAMS = {"SOCK_STREAM", "TCPServer", "ThreadingTCPServer", "create_connection", "open_connection",
           "connectTCP", "TCP4ClientEndpoint", "TCP6ClientEndpoint", "HostnameEndpoint"}  # the last four of twisted
DATAGRAMS = {"SOCK_DGRAM", "UDPServer", "ThreadingUDPServer", "create_datagram_endpoint"}
OF_SOCKETS = LISTENS | CONNECTS | RECEIVES | SENDS | {"bind", "close"}
DEEP = 20  # functions that call each other


def transport(tree):
    """Return tcp, udp, or '' for a script without sockets, or one that reads what the network itself says: a ping."""
    types = [tree.value(kind) for kind in kinds_made(tree)]
    if "SOCK_RAW" in map(last_name, kinds_made(tree)) and not LISTENS & tree.words:
        return ""
    if (DATAGRAMS & tree.words or 2 in types) and tree.of("sendto") and only_files(tree):
        return "udp"
    if by_mistake(tree):
        return "udp"
    if listens_by_mistake(tree):
        return "udp"
    if "accept" in tree.words or (tree.broken and "listen" in tree.words - tree.own) or tree.of("listen"):
        return "tcp"
    if DATAGRAMS & tree.words or 2 in types:
        return "tcp" if only_looks(tree) else "udp"
    return "tcp" if STREAMS & tree.words or tree.of("socket", *LISTENS) else ""


def kinds_made(tree):
    """Return of which kind each socket is made, where it is said: socket.SOCK_DGRAM."""
    return [kind for call in tree.of("socket")
            for kind in call.args[1:2] + [word.value for word in call.keywords if word.arg == "type"]]


def by_mistake(tree):
    """Tell whether a script speaks UDP in all that it does, through sockets that are made for TCP.

        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.sendto(b"hello", ("127.0.0.1", 6000))
    """
    to_addresses = [call for call in tree.of("sendto") if len(call.args) > 1]
    made = tree.of("socket") if to_addresses and tree.of("recvfrom") else ()
    kinds = [kind for call in made for kind in call.args[1:2] + [k.value for k in call.keywords if k.arg == "type"]]
    return bool(made) and all(last_name(kind) == "SOCK_STREAM" or tree.value(kind) == 1 for kind in kinds) and not (
        (DATAGRAMS | LISTENS | CONNECTS) & tree.words)


def listens_by_mistake(tree):
    """Tell whether a script speaks UDP in all that it does, but for a listen(), which only a socket for TCP knows.

        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(("127.0.0.1", 6000))
        sock.listen()
    """
    kinds = kinds_made(tree)
    to_addresses = [call for call in tree.of("sendto") if len(call.args) > 1]
    return bool(to_addresses and tree.of("listen") and tree.of("recvfrom")) and len(kinds) == len(
        tree.of("socket")) and all(last_name(kind) == "SOCK_DGRAM" or tree.value(kind) == 2 for kind in kinds) and not (
        tree.of("accept", "recv", "connect"))


def only_looks(tree):
    """Tell whether a client only looks for its server over UDP, and sends over TCP what its user types."""
    asking = [loop for loop in tree.loops if any(map(asks_user, walk(loop)))]
    spoken = {called(node) for loop in asking for node in walk(loop)}
    kinds = [last_name(kind) for call in tree.of("socket") for kind in [
        *call.args[1:2], *(word.value for word in call.keywords if word.arg == "type"), None][:1]]
    return (bool({"SOCK_STREAM", ""} & set(kinds)) and "SOCK_DGRAM" in kinds and bool(tree.of("connect"))
            and bool(spoken & {"send", "sendall"}) and not spoken & {"sendto", "recvfrom"})


def only_files(tree):
    """Tell whether all that a script does over TCP is for files: it talks over UDP, and sends files beside."""
    return bool(for_files(tree))


def for_files(tree):
    """Return the functions that send and take files over TCP, if nothing else of the script is over TCP."""
    functions = {tree.function(call) for call in tree.of("listen", "accept", "connect", "create_connection")}
    beside = None not in functions and all(
        any(called(node) == "open" for node in mentioned(tree, function)) for function in functions)
    return functions if beside else set()


def beside_talk(tree):
    """Return the same functions, less those in which something is received over UDP as well: a message comes there."""
    return {function for function in for_files(tree)
            if not any(called(node) == "recvfrom" for node in walk(function))}


def mentioned(tree, function):
    """Return the nodes of a function, and of the script's own functions that are named in it."""
    nodes, seen, rest = [], {function}, [function]
    while rest:
        inside = list(walk(rest.pop()))
        nodes += inside
        named_here = {one for node in inside for one in tree.defined.get(last_name(node), ())} - seen
        seen |= named_here
        rest += named_here
    return nodes


def used(tree, body):
    """Return the transports that these statements, and what they call, can be seen to use."""
    if "uses" not in tree.known:
        tree.known["uses"] = uses(tree)
    return [name for name in TRANSPORTS if any(name in tree.known["uses"].get(node, ()) for node in body)]


def uses(tree):
    """Return {node: transports that it, what is in it and the script's own functions and classes that it names use}."""
    nodes = list(walk(tree.module))
    found = {node: named(tree, node) for node in nodes}
    inside = {node: [*children(node), *meant(tree, node)] for node in nodes}
    for _ in range(DEEP):
        before = sum(map(len, found.values()))
        for node in reversed(nodes):  # what is in a node comes after it
            for inner in inside[node]:
                found[node] |= found[inner]
        if sum(map(len, found.values())) == before:
            break
    return found


def meant(tree, node):
    """Return the functions and classes of the script that a node may name; a socket's recv() is none of its own.

    A name of a file of its own, by itself, as in way = by_stream, may mean all that is in there.
    """
    name = last_name(node)
    if isinstance(node, ast.Attribute) and (
            name in OF_SOCKETS and not tree.is_own(node) or is_of_python(tree, node.value)):
        return ()
    if isinstance(node, ast.Name) and node.id in tree.files and not isinstance(tree.parent.get(node), ast.Attribute):
        return [one for found in tree.defined.values() for one in found
                if getattr(one, "file", "") == tree.files[node.id] and isinstance(tree.parent[one], ast.Module)]
    found = tree.defined.get(name, ())
    call = tree.parent.get(node)
    method = getattr(tree.parent.get(call), "attr", "") if called(call) == name else ""
    if method and len(found) == 1 and isinstance(found[0], ast.ClassDef):  # Client().start_udp()
        parts = {part.name: part for part in found[0].body if isinstance(part, ast.FunctionDef)}
        return [part for part_name, part in parts.items() if part_name in {"__init__", method}] if method in parts \
            else found
    if len(found) > 1 and isinstance(node, ast.Attribute):
        whose = classes(tree, node.value)
        found = [one for one in found if tree.parent[one] in whose] or ([] if left_open(tree, node, whose) else found)
    return nearest(tree, node, of_file(tree, node, found) or found)


def nearest(tree, node, found):
    """Return those of these functions that a name means where it stands: of several, the ones in its own function.

        def serve(): def hear(): ...       # each starts a hear of its own
        def call(): def hear(): ...
    """
    if len(found) < 2 or not isinstance(node, ast.Name):
        return found
    around = [*tree.above(node, FUNCTIONS)]
    while around and (outer := tree.function(around[-1])):
        around.append(outer)
    return next((here for one in (*around, None) if (here := [each for each in found if tree.function(
        each) is one and not isinstance(tree.parent.get(each), ast.ClassDef)])), found)


def is_of_python(tree, node):
    """Tell whether an object is made by what is not of the script: in Thread(target=hear).start(), this start is none.
    """
    values = [node] if isinstance(node, ast.Call) else tree.given.get(last_name(node), ())
    made = {called(value) for value in values}
    return bool(made) and "" not in made and not made & tree.defined.keys()


def of_file(tree, node, found):
    """Return those of these functions that are in the module that a node names, udp_client.start, or stands in."""
    files = {one: getattr(one, "file", "") for one in found}
    whose = getattr(node, "value", None)
    named = [whose, *(part for value in tree.given.get(last_name(whose), ()) for part in outcomes(value))]
    here = {tree.files.get(getattr(one, "id", None)) for one in named} - {None} or {getattr(node, "file", "")}
    return [one for one in found if files[one] in here]


def outcomes(node):
    """Return the expressions of which one is what an expression gives: both of a if x else b."""
    return [part for side in (node.body, node.orelse) for part in outcomes(side)] if isinstance(node, ast.IfExp) else [
        node]


def classes(tree, node):
    """Return the classes of the script of which this may be an object, by its name; none if that cannot be known."""
    if last_name(node) != "self":
        key = "classes", node if isinstance(node, ast.Call) else last_name(node)
        if key not in tree.known:
            values = [node] if isinstance(node, ast.Call) else tree.given.get(last_name(node), ())
            made = {last_name(one) for value in values if isinstance(value, ast.Call) for one in outcomes(value.func)}
            tree.known[key] = [one for name in made for one in tree.defined.get(name, ())
                               if isinstance(one, ast.ClassDef)]
        return tree.known[key]
    while node and not isinstance(node, ast.ClassDef):
        node = tree.parent.get(node)
    return [node] if node else []


def left_open(tree, node, whose):
    """Tell whether a class of these calls a method of its own that only classes made of it have: each has another."""
    bases = {last_name(base) for one in whose for base in one.bases}
    return last_name(node.value) == "self" and bool(whose) and not any(
        one.name in bases for one in tree.nodes if isinstance(one, ast.ClassDef))


def named(tree, node):
    """Return the transports that a node by itself tells of."""
    name = "" if tree.is_own(node) else last_name(node)
    call = called(node) if isinstance(node, ast.Call) and not tree.is_own(node.func) else ""
    bare = call == "socket" and len(node.args) < 2 and not node.keywords
    stream, datagram = bare or name in STREAMS or call in LISTENS, name in DATAGRAMS or call in {"recvfrom", "sendto"}
    return {*["tcp"] * stream, *["udp"] * datagram}
