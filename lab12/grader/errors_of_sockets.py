"""Errors of sockets: what the system says of one that is closed, not connected, or of another kind (errno(3))."""
import ast

from lab12.finder import keeping
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, asks_user, called, last_name, line, names_in
from lab12.grader.broadcasting import addresses_kept
from lab12.grader.causes import on
from lab12.grader.leaving import closed_under_thread, pops_last


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
    where = in_one_name(fault, name) or fault.at
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
            return f"{fault.source.line(line(call))}{called(call)} gives {first} first and then the address: {what}. " \
                f"Here {names[1]} is the address."
    return ""


def in_one_name(fault, name):
    """Return the place where what accept or recvfrom gives is given one name, or handed on as it is; '' if nowhere."""
    tree = fault.source.tree
    for call in tree.of(name):
        above = tree.parent.get(call)
        if isinstance(above, ast.Return) or isinstance(above, ast.Assign) and isinstance(
                above.targets[0], (ast.Name, ast.Attribute)):
            return fault.source.line(line(call))
    return ""


def kept_in_pairs(fault):
    """Return what is wrong where a loop goes through pairs, put on a list as such, and takes each for one thing."""
    tree = fault.source.tree
    for call in fault.calls:
        name = last_name(getattr(call.func, "value", None))
        for loop in tree.above(call, LOOPS):
            put = [one for one in tree.of("append", "add") if one.args and isinstance(one.args[0], ast.Tuple)
                   and last_name(getattr(one.func, "value", None)) == last_name(getattr(loop, "iter", None))]
            if isinstance(loop, ast.For) and last_name(loop.target) == name and name and put:
                return f"{fault.at}{name} is a pair here, as it was put on the list in line {line(put[0])}: take " \
                    f"both apart, as in for {name}, address in {last_name(loop.iter)}."
    return ""


def object_of(fault, *names):
    """Return the name through which one of these is called in the line that has failed: s of s.recv(99)."""
    return next((last_name(call.func.value) for call in fault.calls
                 if called(call) in names and isinstance(call.func, ast.Attribute)), "")


def made_by_accept(fault):
    """Return the name that the source gives the connection that accept gives, '' if none."""
    for call in fault.source.tree.of("accept"):
        above = fault.source.tree.parent.get(call)
        if isinstance(above, ast.Assign):
            target = above.targets[0]
            return last_name(target.elts[0]) if isinstance(target, ast.Tuple) and target.elts else ""
    return ""


def listeners(fault):
    """Return the names of the sockets that listen."""
    tree, found = fault.source.tree, set()
    for call in tree.of("listen", "accept"):
        if isinstance(call.func, ast.Attribute):
            found.add(last_name(call.func.value))
    return found - {""}


def taken_out(tree, call, kept):
    """Tell whether the block of a statement also takes something out of what is kept: del kept[key], kept.pop(key)."""
    block = tree.parent.get(next(iter(tree.above(call, ast.stmt)), None), tree.module)
    parts = list(walk(block))
    gone = [getattr(one, "value", None) for part in parts if isinstance(part, ast.Delete) for one in part.targets]
    gone += [getattr(part.func, "value", None) for part in parts if called(part) in {"pop", "popitem", "clear"}]
    return kept in map(last_name, gone)


@on(r"Bad file descriptor|\[Errno 9\]|\[WinError 10038\]|not a socket|\[Errno 88\]")
def closed_before(fault, found):
    source, tree = fault.source, fault.source.tree
    names = {last_name(call.func.value) for call in fault.calls if isinstance(call.func, ast.Attribute)} - {""}
    closings = [call for call in tree.of("close", "shutdown", "detach") if isinstance(call.func, ast.Attribute)
                and (last_name(call.func.value) in names or not names)]
    closings += [node for node in tree.nodes if isinstance(node, ast.With) and any(
        names & {last_name(item.context_expr), last_name(item.optional_vars)} for item in node.items)]
    closings += [call for call in tree.calls if names & closed_by(tree, call)]
    if started := ends_under_thread(source) or closed_under_thread(source):
        return started
    told = [] if fault.line else [call for call in tree.of("send", "sendall") if tree.above(call, (ast.For,))]
    for call in fault.calls or told:  # one that is caught and printed has no line
        if tree.above(call, (ast.For,)) and (popped := pops_last(source)):
            return popped
        if left := keeping.left_on(tree, call):
            closed, kept = left
            every = [loop for loop in tree.above(closed, (ast.For,)) if kept in {
                last_name(part) for part in walk(loop.iter)}] if isinstance(closed, ast.Call) else []
            if every:
                return f"{source.line(line(closed))}this loop closes the connection of every client, when one has " \
                    f"left. Close that one alone, and take it off {kept}."
            handle = tree.defined.get("handle", [None])[0]
            where = source.line(line(closed or handle)) if closed or handle else fault.at
            how = "this closes a connection" if isinstance(closed, ast.Call) else \
                "the end of this with closes a connection" if closed else "the end of handle() closes the connection"
            sends = (fault.at or source.line(line(call)))[:-2]
            return f"{where}{how}, which stays in {kept}, and the loop in {sends} still sends to it. Take it " \
                f"off {kept} before: {kept}.remove(...), or del {kept}[...]."
        if over := keeping.skipped(tree, call):
            hears, takes, kept = over
            return f"{source.line(line(hears))}receiving raises an error when a client is killed, and so line " \
                f"{line(takes)} is not reached, which takes it off {kept}. Put that line into a finally."
    for call in fault.calls:
        kept = last_name(getattr(getattr(call.func, "value", None), "value", None)) if isinstance(
            getattr(call.func, "value", None), ast.Subscript) else ""
        closed = [one for one in tree.of("close") if isinstance(getattr(one.func, "value", None), ast.Subscript)
                  and kept and last_name(one.func.value.value) == kept and not taken_out(tree, one, kept)]
        if closed:
            return f"{source.line(line(closed[0]))}this closes a connection, which stays in {kept}, and " \
                f"{fault.at[:-2]} still sends to it. Take it out of {kept} before."
    listening = listeners(fault) & names
    if listening and closings:
        inside = " each time round the loop" if tree.above(closings[0], LOOPS) else ""
        return f"{source.line(line(closings[0]))}this closes the listening socket{inside}, which accept needs for " \
            "the next client. Close only the connection here; the one that listens stays open until the end."
    if closings and isinstance(closings[0], ast.With) and closings[0].end_lineno < (fault.line or 0):
        return f"{source.line(line(closings[0]))}this with closes the socket at its end, after line " \
            f"{closings[0].end_lineno}: what uses it belongs inside, one step further in."
    if late := taken_off_late(fault, closings[:1]):
        return late
    if closings:
        return f"{source.line(line(closings[0]))}the socket is closed here, and used again later" \
            f"{f' (line {fault.line})' if fault.line else ''}. Close it last, once, and leave the loop then."
    return f"{fault.where('recv', 'accept')}the socket has been closed before: leave the loop when you close it."


def taken_off_late(fault, closings):
    """Return what is wrong where one is closed, then all are told, and only then he is taken off their list; ''."""
    source, tree = fault.source, fault.source.tree
    for call in fault.calls:
        teller = getattr(tree.function(call), "name", None)
        for loop, closed in [(loop, one) for loop in tree.above(call, ast.For) for one in closings]:
            kept, whose = keeping.kept_in(tree, loop), last_name(getattr(getattr(closed, "func", None), "value", None))
            later = [one for one in keeping.taken_off(tree, kept) if tree.function(one) is tree.function(closed)
                     and one.lineno > closed.lineno and whose and whose in names_in(one)] if kept else []
            told = [one for one in tree.calls if later and closed.lineno <= one.lineno < later[0].lineno
                    and tree.function(one) is tree.function(closed) and (one is call or called(one) == teller)]
            if told:
                return f"{source.line(line(closed))}{whose} is closed here and stays in {kept} until line " \
                    f"{line(later[0])}, and {source.ref(told[0])} still sends to it: line {line(later[0])} belongs " \
                    "before this one."
    return ""


def ends_under_thread(source):
    """Return what is wrong where a with closes a connection that a thread is started for within it; '' if none does.

        with conn:
            threading.Thread(target=serve, args=(conn,)).start()
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.With)]:
        names = {last_name(one) for item in node.items for one in (item.context_expr, item.optional_vars)} - {""}
        made = {last_name(part) for call in tree.of("accept") for target in getattr(
            tree.parent.get(call), "targets", ()) for part in walk(target)}
        inside = [part for one in node.body for part in walk(one)]
        starts = [part for part in inside if called(part) in {"Thread", "start_new_thread", "submit"}
                  and names & made & names_in(part)]
        if starts and not any(called(part) in {"join", "result", "recv", "accept", *tree.own} or isinstance(
                part, LOOPS) or asks_user(part) for part in inside):  # else it is not at once
            name = sorted(names & made)[0]
            return f"{source.line(line(node))}this with closes {name} at its end, at once, and the thread that is " \
                f"started in it ({source.ref(starts[0])}) still needs it: leave it out here, and have the thread " \
                f"close {name} when it has done."
    return ""


def closed_by(tree, call):
    """Return the names that a function of the script is called with, and closes: def shut(*all): ... one.close()."""
    found = set()
    for function in tree.defined.get(called(call), ()) if tree.is_own(call.func) else ():
        own = function.args if isinstance(function, ast.FunctionDef) else None
        parts = list(walk(function)) if own else ()
        closed = {last_name(one.func.value) for one in parts if called(one) == "close" and isinstance(
            one.func, ast.Attribute)}
        closed |= {last_name(one.iter) for one in parts if isinstance(one, ast.For) and last_name(one.target) in closed}
        places = [one.arg for one in own.args if one.arg != "self"] if own else []
        for place, given in enumerate(call.args if own else ()):
            whose = places[place] if place < len(places) else own.vararg.arg if own.vararg else ""
            found |= {last_name(given)} if whose in closed else set()
    return found - {""}


def is_connection(fault, node):
    """Tell whether a name is that of a connection: what accept gives, what is connected before, or a parameter."""
    tree, name, function = fault.source.tree, last_name(node), fault.source.tree.function(node)
    made = {last_name(part) for call in tree.of("accept", "create_connection") for target in getattr(
        tree.parent.get(call), "targets", ()) for part in walk(target)}
    made |= {last_name(call.func.value) for call in tree.of("connect", "connect_ex") if isinstance(
        call.func, ast.Attribute) and (tree.function(call) is not function or call.lineno < node.lineno)}
    return name in made or function is not None and name in {
        part.arg for part in walk(function.args) if isinstance(part, ast.arg)}


@on(r"Transport endpoint is not connected|\[Errno 107\]|\[WinError 10057\]|Socket is not connected")
def not_connected(fault, found):
    conn, names = made_by_accept(fault), listeners(fault)
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
    used = object_of(fault, "recv", "send", "sendall", "makefile", "sendfile", "recv_into")
    if used and used in names or not used and names:
        which = conn if conn and conn not in names else "conn"
        return f"{fault.where('recv')}this is the listening socket, which carries no message. Talk through what " \
            f"accept gives: {which}, address = {next(iter(sorted(names)))}.accept(); then {which}.recv(...)."
    if fault.source.calls("shutdown"):
        return f"{fault.where('shutdown')}the other side has gone already: catch OSError around shutdown."
    called_by = {last_name(call.func.value) for call in fault.source.of("connect") if isinstance(
        call.func, ast.Attribute)}
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
    return ""


@on(r"Operation not supported|\[Errno 95\]|\[WinError 10045\]")
def not_of_udp(fault, found):
    if "SOCK_DGRAM" not in fault.source.text:
        return ""
    return f"{fault.where('listen', 'accept')}a UDP socket (SOCK_DGRAM) has no connections, so it neither listens " \
        "nor accepts: bind, then recvfrom. For TCP it is SOCK_STREAM."


@on(r"Message too long|\[Errno 90\]|\[WinError 10040\]")
def too_long(fault, found):
    return f"{fault.at}a datagram holds 65,507 bytes at most: send less at a time, or use TCP."


@on(r"Resource temporarily unavailable|\[Errno 11\]|\[WinError 10035\]|BlockingIOError")
def would_block(fault, found):
    source = fault.source
    where = source.holding(r"\bsetblocking\(\s*(?:False|0)|\bsettimeout\(\s*0(?:\.0*)?\s*\)")
    if not where:
        return f"{fault.at}nothing has come yet, and this socket does not wait: wait with select, or ask for less " \
            "haste."
    seen = fault.at or where
    names = {called(call) for call in fault.calls} & {"accept", "recv", "recvfrom", "connect", "send", "sendall"}
    name = next(iter(sorted(names)), "recv")
    nothing = {"accept": "nobody had called yet", "connect": "the connection was not made yet"}.get(
        name, "nothing had come yet")
    return f"{seen}{nothing}, and after setblocking(False) ({where[:-2]}) {name} does not wait for it. " \
        f"Leave that out, or call {name} only once select says that it can go on."


@on(r"^(?:ConnectionReset|ConnectionAborted|BrokenPipe)Error|Connection reset by peer|Broken pipe|\[Errno (?:104|32)\]"
    r"|\[WinError 1005[34]\]")
def gone(fault, found):
    names = {called(call) for call in fault.calls} & {"send", "sendall", "recv", "write", "flush", "readline"}
    name = next(iter(sorted(names)), "recv")
    if fault.source.mistake("on listener") == fault.at and fault.at:
        return not_connected(fault, found)
    if fault.line and fault.catches("ConnectionError", name):
        return ""
    return f"{fault.where('recv', 'send')}the other side has gone, and {name} says so with an error: catch " \
        "ConnectionError around it, and take it as the end."


@on(r"(?:I/O operation on closed file|write to closed file|read of closed file)")
def closed_file(fault, found):
    return f"{fault.at}this file has been closed before; sockets and files are closed last."
