"""Errors of sockets: what the system says of one that is closed, not connected, or of another kind (errno(3))."""
import ast

from lab12.finder import keeping
from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import LOOPS, called, last_name, line, names_in
from lab12.grader.asking import floods
from lab12.grader.broadcasting import addresses_kept
from lab12.grader.causes import on
from lab12.grader.doors import door_among, door_handed, is_of_server, listeners, made_by_accept, object_of
from lab12.grader.groups import no_group
from lab12.grader.late import starts_early
from lab12.grader.patience import does_not_wait
from lab12.grader.reading import first
from lab12.grader.watching import accepts_of_a_client, told_alike

TALKS = "recv", "send", "sendall", "makefile", "sendfile", "recv_into"


@on(r"'tuple' object has no attribute '(\w+)'|expected str, bytes or os.PathLike object, not tuple"
    r"|decoding to str: need a bytes-like object, tuple found")
def tuple_used(fault, found):
    calls = [call for name in ("accept", "recvfrom") for call in fault.source.tree.of(name)]
    name = called(calls[0]) if calls else ""
    if found[1] in ("decode", "split", "strip") and fault.source.calls("recvfrom"):
        name = "recvfrom"
    if "request" in fault.code and "UDPServer" in fault.source.text:
        return f"{fault.at}over UDP self.request is a pair, the bytes and the socket: data, sock = self.request, " \
            "then sock.sendto(..., self.client_address)."
    if pairs := kept_in_pairs(fault):
        return pairs
    if kept := addresses_kept(fault.source):
        return kept
    if kept := keys_gone_through(fault):
        return f"{fault.at}{kept} is a dictionary whose keys are addresses: a loop over it gives those, not the " \
            f"sockets. Go through {kept}.values()."
    if turned := the_other_way_round(fault):
        return turned
    for node in [node for node in fault.source.tree.nodes if isinstance(node, ast.AugAssign)
                 and called(node.value) == "accept"]:
        kept = ast.unparse(node.target)
        return f"{fault.source.line(line(node))}+= puts both that accept gives on {kept}, the connection and its " \
            f"address, each by itself: conn, address = {ast.unparse(node.value)}, and {kept}.append(conn)."
    where = in_one_name(fault, name) or fault.at
    if name == "recvfrom" and (second := takes_second(fault.source)):
        return second
    if name == "recvfrom":
        return f"{where}recvfrom gives two things, the bytes and the address they came from: " \
            "data, address = sock.recvfrom(1024); then data.decode()."
    if name == "accept":
        return f"{where}accept gives two things, the connection and the address of the client: " \
            "conn, address = server.accept(); then talk through conn."
    return f"{fault.at}this is a tuple, several things in one: take the part that is meant, as in pair[0]."


def keys_gone_through(fault):
    """Return the name of the dictionary whose keys, addresses, a loop around the line goes through; '' if none."""
    tree = fault.source.tree
    for call in fault.calls:
        for loop in tree.above(call, (ast.For,)):
            kept = last_name(loop.iter)
            put = [node for node in keeping.added_to(tree, kept) if isinstance(node, ast.Assign)]
            if put and last_name(getattr(call.func, "value", None)) == last_name(loop.target) != "":
                return kept
    return ""


def the_other_way_round(fault):
    """Return what is wrong where the address that accept or recvfrom gives has the name of what comes first; ''."""
    used = {last_name(getattr(call.func, "value", None)) for call in fault.calls}
    for call in fault.source.tree.of("accept", "recvfrom"):
        above = fault.source.tree.parent.get(call)
        names = [last_name(one) for target in getattr(above, "targets", ()) for one in getattr(target, "elts", ())]
        if len(names) == 2 and names[1] in used - {""}:
            first, what = ("the connection", "conn, address = server.accept()") if called(call) == "accept" else (
                "the bytes", "data, address = sock.recvfrom(1024)")
            tree = fault.source.tree
            right = any(last_name(one.args[-1]) == names[1] for one in tree.of("sendto") if one.args) or any(
                last_name(getattr(one.func, "value", None)) == names[0] for one in tree.of("recv", "send"))
            wrong = [called(one) for one in fault.calls if last_name(getattr(one.func, "value", None)) == names[1]]
            if right and wrong:
                return f"{fault.at}{names[1]} is the address here, and {names[0]} is {first} " \
                    f"({fault.source.ref(call)}): {names[0]}.{wrong[0]}(...)."
            return f"{fault.source.line(line(call))}{called(call)} gives {first} first and then the address: {what}. " \
                f"Here {names[1]} is the address."
    return ""


def takes_second(source):
    """Return the hint for a pair of which the address is taken for the bytes: packet[1] of packet = sock.recvfrom(99).
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Subscript) and tree.value(node.slice) == 1]:
        values = tree.given.get(last_name(node.value), ()) if isinstance(node.value, ast.Name) else ()
        used = tree.parent.get(node)
        names = [name for name, given in tree.given.items() if node in given]
        text = isinstance(used, ast.Attribute) and used.attr == "decode" or any(
            last_name(getattr(call.func, "value", None)) in names for call in tree.of("decode"))
        if values and text and all(called(value) == "recvfrom" for value in values):
            whole = node.value.id
            return f"{source.line(line(node))}{whole}[0] is what has come, and {whole}[1] the address it came from: " \
                "here they have changed places."
    return ""


def in_one_name(fault, name):
    """Return the place where what accept or recvfrom gives is given one name, or handed on as it is; '' if nowhere."""
    tree = fault.source.tree
    for call in tree.of(name):
        above = tree.parent.get(call)
        if isinstance(above, ast.Return) or isinstance(above, ast.Assign) and isinstance(
                above.targets[0], (ast.Name, ast.Attribute)) or called(above) in tree.defined and call in above.args:
            return fault.source.line(line(call))
    return ""


def one_for_two(source, second=""):
    """Return the hint for one name for the two things that accept or recvfrom gives, used as the first; '' for none.

        conn = door.accept()            # and then conn.recv(1024); a `second` name, which nothing defines, is the other
    """
    tree = source.tree
    calls = [call for call in tree.of("accept", "recvfrom") if called(call) not in tree.own
             and not (called(call) == "accept" and call.args)]  # one that is told how long to wait is of no socket
    for call in calls if "Listener" not in tree.words else ():  # one of multiprocessing's
        above = tree.parent.get(call)
        target = above.targets[0] if isinstance(above, ast.Assign) and above.value is call else None
        if not isinstance(target, ast.Name):
            continue
        there = tree.function(call)
        names = {(there, target.id)} | {(tree.function(one), one.arg) for use in tree.calls for one, value in handed(
            tree, use) if getattr(value, "id", None) == target.id and there in (None, tree.function(use))}
        uses = [node for node in tree.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and (
            (tree.function(node), node.id) in names or there is None and node.id == target.id)]
        parents = [(use, tree.parent.get(use)) for use in uses]
        apart = any(isinstance(one, ast.Starred) or isinstance(one, ast.Subscript) and one.value is use
                    or isinstance(one, ast.Assign) and not isinstance(one.targets[0], ast.Subscript)
                    for use, one in parents)
        if not apart and any(isinstance(one, ast.Attribute) for _, one in parents):
            what = "the connection" if called(call) == "accept" else "the bytes"
            return f"{source.line(line(call))}{called(call)} gives two things, {what} and the address of the other " \
                f"side: {target.id}, {second or 'address'} = {ast.unparse(call)}."
    return ""


def kept_in_pairs(fault):
    """Return what is wrong where a loop goes through pairs, put on a list as such, and takes each for one thing."""
    tree = fault.source.tree
    for call in fault.calls:
        if told := other_of_pair(fault, call):
            return told
        name = last_name(getattr(call.func, "value", None))
        for loop in tree.above(call, LOOPS):
            put = [one for one in tree.of("append", "add") if one.args and isinstance(one.args[0], ast.Tuple)
                   and last_name(getattr(one.func, "value", None)) == last_name(getattr(loop, "iter", None))]
            if isinstance(loop, ast.For) and last_name(loop.target) == name and name and put:
                return f"{fault.at}{name} is a pair here, as it was put on the list in line {line(put[0])}: take " \
                    f"both apart, as in for {name}, address in {last_name(loop.iter)}."
    return ""


def other_of_pair(fault, call):
    """Return what is wrong where the address of a pair is taken for its connection, which stands before it; '' if not.

        people.append((link, address))
        for one in people: one[1].send(text)
    """
    tree, to = fault.source.tree, getattr(call.func, "value", None)
    place = tree.value(to.slice) if isinstance(to, ast.Subscript) and isinstance(to.value, ast.Name) else None
    for loop in tree.above(call, LOOPS) if type(place) is int else ():
        through = {last_name(part) for part in walk(loop.iter)} if isinstance(loop, ast.For) else ()
        for put in [one for one in tree.of("append", "add") if one.args and isinstance(one.args[0], ast.Tuple)
                    and last_name(getattr(one.func, "value", None)) in through]:
            pair = [*map(ast.unparse, put.args[0].elts)]
            links = [n for n, one in enumerate(put.args[0].elts) if is_connection(fault, one) and n != place]
            if last_name(to.value) in names_in(loop.target) and len(pair) > place and links:
                return f"{fault.at}{ast.unparse(to)} is {pair[place]} of what {fault.source.ref(put)} puts on the " \
                    f"list, ({', '.join(pair)}): {to.value.id}[{links[0]}] is the connection."
    return ""


def is_connection(fault, node):
    """Tell whether a name is that of a connection: what accept gives, what is connected before, a parameter, or each of
    those that a loop goes through.
    """
    tree, name, function = fault.source.tree, last_name(node), fault.source.tree.function(node)
    made = {last_name(part) for call in tree.of("accept", "create_connection") for target in getattr(
        tree.parent.get(call), "targets", ()) for part in walk(target)}
    made |= {last_name(call.func.value) for call in tree.of("connect", "connect_ex") if isinstance(
        call.func, ast.Attribute) and (tree.function(call) is not function or call.lineno < node.lineno)}
    made |= {last_name(loop.target) for loop in tree.above(node, ast.For)}
    return name in made or function is not None and name in {
        part.arg for part in walk(function.args) if isinstance(part, ast.arg)}


@on(r"Transport endpoint is not connected|\[Errno 107\]|\[WinError 10057\]|Socket is not connected")
def not_connected(fault, found):
    conn, names = made_by_accept(fault), listeners(fault)
    made = [call for call in fault.source.of("socket") if not names and len(call.args) > 1 and last_name(
        call.args[1]) == "SOCK_STREAM"]
    if made and any(called(call) == "recvfrom" for call in fault.calls) and not fault.source.calls("accept", "connect"):
        return f"{fault.source.line(line(made[0]))}this is a socket of TCP, and {fault.at[:-2]} takes datagrams from " \
            "it, without any connection: SOCK_DGRAM."
    asked = next((call.func.value for call in fault.calls if called(call) == "getpeername" and isinstance(
        call.func, ast.Attribute)), None)
    if asked and last_name(asked) in names:
        return f"{fault.at}this is the listening socket, which has nobody at its other side: ask for the address of " \
            "the connection that accept gives."
    if asked and not is_connection(fault, asked):
        return f"{fault.at}this socket has nobody at its other side, so there is no address of theirs."
    if asked:
        return f"{fault.at}once the other side has gone, nobody can be asked for its address any more: keep the one " \
            "that accept gives, or ask for it at the beginning."
    used = object_of(fault, *TALKS)
    if told := door_among(fault, used, names - {used}):
        return told
    if used and used in names or not used and names:
        which = conn if conn and conn not in names else "conn"
        return f"{fault.where('recv')}this is the listening socket, which carries no message. Talk through what " \
            f"accept gives: {which}, address = {next(iter(sorted(names)))}.accept(); then {which}.recv(...)."
    if of_server := [call.func.value for call in fault.calls if called(call) in TALKS and is_of_server(fault, call)]:
        return f"{fault.at}{ast.unparse(of_server[0])} is the listening socket, which carries no message. In a " \
            "handler self.request is the connection with its client: talk through that."
    if told := door_handed(fault, used, names, conn) or starts_early(fault.source):
        return told
    if fault.source.calls("shutdown"):
        return f"{fault.where('shutdown')}the other side has gone already: catch OSError around shutdown."
    called_by = {last_name(call.func.value) for call in fault.source.of("connect") if isinstance(
        call.func, ast.Attribute)}
    called_by |= {last_name(node.target) for node in fault.source.tree.loops if isinstance(node, ast.For)
                  and fault.source.calls("select", "poll")}  # one of those that are ready
    if fault.source.goes_on_after("ConnectionRefusedError", "connect") and (not used or used in called_by):
        return f"{fault.source.at('connect')}where this fails, the error is caught, and the program goes on as if it " \
            "were connected: say so, and end there."
    return f"{fault.where('recv', 'send')}this socket is not connected: connect((host, port)) comes before."


@on(r"Transport endpoint is already connected|\[Errno 106\]|\[WinError 10056\]")
def connected_twice(fault, found):
    return f"{fault.at}this socket is connected already: connect once, before the loop; a new one needs a new socket."


@on(r"Destination address required|\[Errno 89\]")
def no_destination(fault, found):
    return f"{fault.where('send')}a UDP socket has nobody it is connected to: sendto(data, (host, port)), or connect " \
        "first."


@on(r"Invalid argument|\[Errno 22\]|\[WinError 10022\]")
def invalid(fault, found):
    names = {called(call) for call in fault.calls}
    if "accept" in names and (named := fault.source.holding(r"^\s*\w+\.listen\s*(?:#.*)?$")):
        return f"{named}this names listen, and does not call it: listen(), with parentheses, comes before accept."
    if "accept" in names and (alike := told_alike(fault.source) or accepts_of_a_client(fault.source)):
        return alike
    if "accept" in names:
        return f"{fault.at}this socket does not listen: bind, then listen(), then accept, all on the same one."
    if "bind" in names:
        listens = [call for call in fault.source.tree.of("listen") if fault.line and call.lineno < fault.line]
        if listens:
            return f"{fault.source.line(line(listens[0]))}listen() comes before bind here ({fault.at[:-2]}), and has " \
                "taken a port by chance: bind first, then listen."
        return f"{fault.at}this socket is bound already; bind once."
    if "connect" in names:
        return f"{fault.at}this address cannot be called: a client needs the address of the server's computer, " \
            "127.0.0.1 for its own."
    return no_group(fault) if "setsockopt" in names else ""


@on(r"Operation not supported|\[Errno 95\]|\[WinError 10045\]")
def not_of_udp(fault, found):
    if "SOCK_DGRAM" not in fault.source.text:
        return ""
    return f"{fault.where('listen', 'accept')}a UDP socket (SOCK_DGRAM) has no connections, so it neither listens " \
        "nor accepts: bind, then recvfrom. For TCP it is SOCK_STREAM."


@on(r"Message too long|\[Errno 90\]|\[WinError 10040\]")
def too_long(fault, found):
    if asked := floods(fault.source):
        return asked  # what is sent again and again grows, too
    return f"{fault.at}a datagram holds 65,507 bytes at most: send less at a time, or use TCP."


@on(r"Resource temporarily unavailable|\[Errno 11\]|\[WinError 10035\]|BlockingIOError")
def would_block(fault, found):
    source = fault.source
    where, told = does_not_wait(source)
    if not where and any(last_name(part) == "MSG_DONTWAIT" for call in fault.calls for part in walk(call)):
        return f"{fault.at}nothing had come yet, and with MSG_DONTWAIT recv does not wait for it: leave that out."
    if not where:
        return f"{fault.at}nothing has come yet, and this socket does not wait: wait with select, or ask for less " \
            "haste."
    seen = fault.at or where
    names = {called(call) for call in fault.calls} & {"accept", "recv", "recvfrom", "connect", "send", "sendall"}
    name = next(iter(sorted(names)), "recv")
    nothing = {"accept": "nobody had called yet", "connect": "the connection was not made yet"}.get(
        name, "nothing had come yet")
    return f"{seen}{nothing}, and after {told} ({where[:-2]}) {name} does not wait for it. " \
        f"Leave that out, or call {name} only once select says that it can go on."


@on(r"^(?:ConnectionReset|ConnectionAborted|BrokenPipe)Error|Connection reset by peer|Broken pipe|\[Errno (?:104|32)\]"
    r"|\[WinError 1005[34]\]")
def gone(fault, found):
    names = {called(call) for call in fault.calls} & {"send", "sendall", "recv", "write", "flush", "readline"}
    name = next(iter(sorted(names)), "recv")
    if fault.source.mistake("on listener") == fault.at and fault.at:
        return not_connected(fault, found)
    if handed := door_handed(fault, object_of(fault, *names), listeners(fault), made_by_accept(fault)):
        return handed
    if told := first(*(left_on(fault.source, call) for call in fault.calls if called(call) in {"write", "drain"})):
        return told
    if fault.line and fault.catches("ConnectionError", name):
        return ""
    return f"{fault.where('recv', 'send')}the other side has gone, and {name} says so with an error: catch " \
        "ConnectionError around it, and take it as the end."


@on(r"(?:I/O operation on closed file|write to closed file|read of closed file)")
def closed_file(fault, found):
    return f"{fault.at}this file has been closed before; sockets and files are closed last."


def left_on(source, call):
    """Return the hint for a connection that is closed, and to which this call in a loop still sends; '' for none."""
    tree = source.tree
    closed, kept = keeping.left_on(tree, call) or (None, "")
    every = [loop for loop in tree.above(closed, (ast.For,)) if kept in {
        last_name(part) for part in walk(loop.iter)}] if isinstance(closed, ast.Call) else []
    if not kept:
        return ""
    if every:
        return f"{source.line(line(closed))}this loop closes the connection of every client, when one has left. " \
            f"Close that one alone, and take it off {kept}."
    handle, sends = tree.defined.get("handle", [None])[0], source.line(line(call))
    where = source.line(line(closed or handle)) if closed or handle else sends
    how = "this closes a connection" if isinstance(closed, ast.Call) else \
        "the end of this with closes a connection" if closed else "the end of handle() closes the connection"
    return f"{where}{how}, which stays in {kept}, and the loop in {sends[:-2]} still sends to it. Take it off {kept} " \
        f"before: {kept}.remove(...), or del {kept}[...]."
