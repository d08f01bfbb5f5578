"""Order: what two sources tell of who speaks when, how often and to whom. Each gives '' where it cannot be shown."""
import ast
import re

from lab12.finder.flow import made_files
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import CONNECTS, LOOPS, asks_user, called, last_name, line, names_in, target_of
from lab12.finder.ways import loops, passing, takes_lines
from lab12.grader.reading import SENDS, THREADS
from lab12.grader.received import only_looked_at

HEARS = {"recv", "recvfrom", "recv_into", "readline", "sock_recv"}
IDLE = {*HEARS, "decode", "strip", "rstrip", "lower", "len", "str", "bytes"}  # that do nothing with a message
PUTS = {"put", "put_nowait", "append", "add", "extend"}
LINES = {"makefile", "rfile"}  # files: a loop over one hears again and again
AT_ONCE = {"select", "selectors", "poll", "epoll", "setblocking", "Protocol", "DatagramProtocol"}


def answers_once(server, client):
    """Return the hint for a server that hears a client once for each connection; '' where the client calls anew.

    Without a client it is one of ours, which does not.
    """
    tree = server.tree
    if (AT_ONCE | LINES) & tree.words or client and client.loops("connect", "create_connection", "open_connection"):
        return ""
    calls = [call for call in server.of(*HEARS, "read") if not asks_user(call)]
    files = {last_name(getattr(call.func, "value", None)) for call in calls} - {""}
    if any(last_name(getattr(loop, "iter", None)) in files for loop in tree.loops):  # async for line in reader
        return ""
    if not calls or not all(once_each(tree, call) for call in calls):
        return ""
    last = max((call for call in server.of(*HEARS, "read", "send", "sendall", "write") if tree.function(call)
                is tree.function(calls[0])), key=lambda call: call.end_lineno)
    lines = f"lines {calls[0].lineno} to {last.end_lineno}" if last.end_lineno > calls[0].lineno else "this line"
    return f"{server.line(line(calls[0]))}this is done once for each connection, and then the server waits for the " \
        f"next client. Put a loop around {lines}: while True, until recv returns b''."


def leaves_loop(source):
    """Return the hint for a loop of the conversation that is left, whatever happens, the first time round; or ''."""
    tree = source.tree
    each = [loop for loop in tree.loops if not isinstance(loop, ast.While) and takes_lines(tree, loop)]
    each = [loop for loop in each if [tree.function(one) for one in each].count(tree.function(loop)) < 2
            and not any(called(part) in SENDS or asks_user(part) for one in tree.above(loop, LOOPS)[:1]
                        for part in set(walk(one)) - set(walk(loop)))]  # which takes one line each time round
    for call, own in [*((call, ()) for call in source.of(*HEARS)), *((loop.iter, [loop]) for loop in each)]:
        asked = [loop for loop in tree.loops if isinstance(loop, ast.While) and target_of(tree, call) in names_in(
            loop.test) - {""} and tree.function(loop) is tree.function(call)]  # data = link.recv(99); while data: ...
        for loop in own or [*tree.above(call, (ast.While,)), *asked]:
            if not any(called(part) == "print" or asks_user(part) for part in walk(loop)):
                continue  # it only collects a message
            for left in loop.body:
                goes_on = any(isinstance(part, ast.Continue) for one in loop.body if one.lineno < left.lineno
                              for part in walk(one))
                if isinstance(left, (ast.Break, ast.Return)) and left.lineno > call.lineno and not goes_on:
                    word = "break" if isinstance(left, ast.Break) else "return"
                    return f"{source.line(line(left))}this {word} leaves the loop after the first message, whatever " \
                        "that was. It belongs in the if that looks for the end."
    return ""


def after_loop(source):
    """Return the hint for what is done with a message after the loop that receives it, and so only at the end; or ''.
    """
    tree = source.tree
    for call in source.of(*HEARS):
        loop = next(iter(tree.above(call, (ast.While,))), None)
        inside = list(walk(loop)) if loop else []
        busy = any(isinstance(part, ast.AugAssign) or isinstance(part, ast.Call) and called(part) not in IDLE
                   or isinstance(part, (ast.Break, ast.Return)) and tree.above(part, (ast.If, ast.While))[:1] == [loop]
                   for part in inside)
        block = getattr(tree.parent.get(loop), "body", []) if loop and not busy else []
        names = {last_name(target) for part in inside if isinstance(part, ast.Assign) for target in part.targets} - {""}
        for node in [part for one in block[block.index(loop) + 1:] for part in walk(one)] if loop in block else ():
            if isinstance(node, ast.Call) and names & names_in(node) and (
                    called(node) in {"print", *SENDS} or tree.is_own(node.func)):
                return f"{source.line(line(node))}this stands outside of the loop that receives " \
                    f"({source.ref(loop)}), and so is done once, when that has ended. It belongs inside, one step " \
                    "further in."
    return ""


def relays_after(server):
    """Return the hint for a loop over all that sends what has come, behind the loop that receives it; '' for none.

        while data := conn.recv(99): print(data)
        for other in room: other.send(data)
    """
    tree = server.tree
    for call in server.of(*HEARS):
        loop = next(iter(tree.above(call, (ast.While,))), None)
        inside = list(walk(loop)) if loop else []
        block = getattr(tree.parent.get(loop), "body", []) if loop else []
        names = {last_name(target) for part in inside if isinstance(part, (ast.Assign, ast.NamedExpr)) and any(
            one is call for one in walk(part.value)) for target in getattr(part, "targets", None) or [part.target]}
        if loop not in block or any(called(part) in SENDS or tree.is_own(getattr(part, "func", None))
                                    for part in inside):
            continue
        collects = any(isinstance(part, ast.AugAssign) or called(part) in PUTS and names_in(part) & names
                       or isinstance(part, ast.Assign) and isinstance(part.value, ast.BinOp) and names & names_in(
                           part.value) and names & set(map(last_name, part.targets)) for part in inside)
        if collects or not (isinstance(loop.test, ast.Constant) or call in set(walk(loop.test))):
            continue  # what comes is put together, or asked for until it is as it should be
        for after in [one for one in block[block.index(loop) + 1:] if isinstance(one, ast.For)]:
            if any(called(part) in SENDS and names & names_in(part) - {""} for part in walk(after)):
                return f"{server.line(line(after))}this stands outside of the loop that receives " \
                    f"({server.ref(loop)}), and so is done once, when that has ended. It belongs inside, one step " \
                    "further in."
    return ""


def ends_when_empty(source):
    """Return the hint for a loop that takes out of a queue until that is empty, as it is at first; '' for others."""
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        asked = next((part for part in walk(loop.test) if called(part) in {"empty", "qsize"}), None)
        kept = last_name(getattr(getattr(asked, "func", None), "value", None))
        of_queue = [call for call in tree.of("put", "put_nowait", "get", "get_nowait") if kept
                    and last_name(getattr(call.func, "value", None)) == kept]
        puts, gets = ([call for call in of_queue if called(call).startswith(word)] for word in ("put", "get"))
        mine = [call for call in gets if loop in tree.above(call, LOOPS)]
        threads = {name for call in tree.of(*THREADS) for name in mentioned(call)}
        apart = any(getattr(tree.function(one), "name", "") in threads for one in (loop, *puts)) and all(
            tree.function(call) is not tree.function(loop) for call in puts)
        if mine and mine == gets and puts and apart and not loops(tree, loop):
            return f"{source.line(line(loop))}the queue is empty at first, so this loop is over at once, and nobody " \
                "takes out what is put there later: while True. get() waits by itself until something is there."
    return ""


def asks_late(source):
    """Return the hint for a question behind a loop that receives, which is done once the loop is over; or ''.

    It stands in the loop's else, or one step out of it, where its block goes on.
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While) and not tree.above(loop, LOOPS)]:
        inside, block = list(walk(loop)), getattr(tree.parent.get(loop), "body", [])
        after = [part for one in block[block.index(loop) + 1:] for part in walk(one)] if loop in block else []
        asked = next((part for part in after if asks_user(part) and not tree.above(part, LOOPS)), None)
        again = any(asks_user(part) and tree.above(part, LOOPS) for part in after)  # the first one was for the name
        names = {called(part) for part in inside}
        if asked and not again and names & HEARS and "print" in names and not names & {*SENDS} and not any(
                asks_user(part) or tree.is_own(getattr(part, "func", None)) for part in inside):
            return f"{source.line(line(asked))}this stands outside of the loop that receives ({source.ref(loop)}), " \
                "and so is done once, when that has ended. It belongs inside, one step further in."
    for loop in [loop for loop in tree.loops if loop.orelse]:
        asked = next((part for one in loop.orelse for part in walk(one) if asks_user(part)), None)
        if asked and any(called(part) in HEARS for one in loop.body for part in walk(one)):
            return f"{source.line(line(asked))}this stands in the else of the loop in {source.ref(loop)}, which is " \
                "done once that is over, and not each time round: take the else out, and write this into the loop."
    return ""


def ends_its_side(source):
    """Return the hint for one that ends its side of the connection in the loop in which it sends; '' for others."""
    tree = source.tree
    for call in tree.of("shutdown", "write_eof"):
        loop = next(iter(tree.above(call, LOOPS)), None)
        sends = loop is not None and {called(part) for part in walk(loop)} & set(SENDS)
        branch = next((one for one in tree.above(call, (ast.If, *LOOPS))), None)
        whose = last_name(getattr(call.func, "value", None))
        if any(isinstance(getattr(part, "ctx", None), ast.Store) and last_name(part) == whose
               for one in getattr(loop, "body", ()) for part in walk(one)):
            continue  # there is another connection each time round
        around = [one for one in loops(tree, call) if one is not loop and {called(part) for part in walk(one)} & HEARS]
        if isinstance(loop, ast.For) and around:  # all are told, each time
            branch = loop
        if sends and branch is loop and (not isinstance(loop, ast.For) or around or last_name(
                loop.iter) in made_files(tree) or called(loop.iter) == "makefile"):
            return f"{source.line(line(call))}after this nothing more can be sent, and the loop wants to send again: " \
                "end the connection once the loop is over."
    return ""


def throws_away(source):
    """Return the hint for a recv whose message is only tested, while the next one is shown; '' for others.
    """
    tree, calls = source.tree, source.of("recv", "recvfrom")
    sends = passing(tree) if calls else []
    for call in calls:
        above = tree.parent.get(call)
        looked = tree.tested(call) and isinstance(above, (ast.UnaryOp, ast.If, ast.While))
        named = not looked and only_looked_at(tree, call)
        empty = isinstance(above, ast.Compare) and len(call.args) < 2 and any(
            isinstance(side, ast.Constant) and not side.value for side in (above.left, *above.comparators))
        if empty and isinstance(tree.parent.get(above), ast.Return) and (
                next_one := heard_by_another(tree, call, calls)):
            return f"{source.line(line(call))}what this {called(call)} gives is only looked at, and thrown away, and " \
                f"{source.ref(next_one)} waits for the next message: receive once, give it a name, test and show that."
        later = [one for one in calls if one is not call and tree.above(one, LOOPS)[:1] == tree.above(call, LOOPS)[:1]
                 and tree.function(one) is tree.function(call)]
        later = [one for one in later if ast.dump(one) == ast.dump(call) and not any(
            call.lineno < sent.lineno < one.lineno for sent in sends)] if named else later  # no length, no turn
        if (looked or named) and later and tree.above(call, LOOPS):
            return f"{source.line(line(call))}what this {called(call)} gives is thrown away, and " \
                f"{source.ref(later[0])} waits for the next message: receive once, give it a name, test and show that."
    return ""


def heard_by_another(tree, call, calls):
    """Return another recv that is come to in the same loop as one that a function only looks at; None for none.

        if link.has_come(): print(link.message())
    """
    def rounds(one):
        return {loop for site in tree.sites(tree.function(one)) for loop in tree.above(site, LOOPS)}
    return next((one for one in calls if tree.function(one) is not tree.function(call)
                 and rounds(one) & rounds(call)), None)


def once_each(tree, call):
    """Tell whether a recv stands in no loop of its own within what is done for each connection."""
    function, loop = tree.function(call), next(iter(tree.above(call, LOOPS)), None)
    if loop is not None:
        return accepts(tree, loop)
    name = getattr(function, "name", "")
    kind = tree.parent.get(function)
    if name == "handle" and isinstance(kind, ast.ClassDef) and any("RequestHandler" in last_name(base)
                                                                   for base in kind.bases):
        return True
    uses = [one for one in tree.calls if name and one is not call and (
        called(one) == name or called(one) in THREADS | {"start_server"} and name in mentioned(one))]
    return bool(uses) and all(
        called(one) == "start_server" or any(accepts(tree, above) for above in tree.above(one, LOOPS)[:1])
        for one in uses)


def mentioned(call):
    """Return the names that a call is given as they are: target=talk."""
    return {last_name(value) for value in (*call.args, *(word.value for word in call.keywords))}


def accepts(tree, loop):
    """Tell whether accept is called each time that this loop goes round, whatever happens."""
    return any(tree.above(call, LOOPS)[0] is loop and not tree.above(call, (ast.If,))
               for call in tree.of("accept") if tree.above(call, LOOPS))


def shows_late(source):
    """Return the hint for one that prints what has come only after its user's next message; '' for others."""
    tree = source.tree
    for call in source.of(*HEARS):
        above, loops = tree.parent.get(call), tree.above(call, LOOPS)
        while above is not None and not isinstance(above, ast.stmt):
            above = tree.parent.get(above)
        targets = getattr(above, "targets", [None])[0]
        name = last_name(targets.elts[0] if isinstance(targets, ast.Tuple) and targets.elts else targets)
        if not name or not loops:
            continue
        shown = [one for one in tree.of("print", "write") if tree.above(one, LOOPS)[:1] == loops[:1]
                 and name in names_in(one)]
        asked = [one for one in source.of("input") if tree.above(one, LOOPS)[:1] == loops[:1]]
        if shown and asked and all(one.lineno < call.lineno for one in shown) and any(
                one.lineno < min(part.lineno for part in shown) or one.lineno > call.lineno for one in asked):
            return f"{source.line(line(shown[0]))}this shows what had come the turn before: it stands before the " \
                f"line that receives ({line(call)}). Receive first, and print {name} after that."
    return ""


def one_behind(result, source):
    """Return the hint for one that shows, or passes on, the message before the one that has come; '' for others."""
    typed = [word for action, _ in result.steps for word in re.findall(r"^you type '.*?(\w+)' in ", action)]
    meant = re.search(r'to show "(?:.*\W)?(\w+)"', result.expected)
    place = typed.index(meant[1]) if meant and meant[1] in typed else 0
    if not place or typed[place - 1] not in result.seen or meant[1] in result.seen:
        return ""
    where = source.sends if source.role == "server" else source.shows or source.receives
    return f"{where}{typed[place - 1]!r}, the message before, comes out here when the next one has come: each is to " \
        "be handed on as soon as it is there."


def calls_itself(one, other):
    """Return the hint for one of two that each wait and call, which calls itself; '' for others."""
    script, called = one.script, one.of(*CONNECTS)
    waits = [call for call in one.tree.of("bind", "listen", "create_server") if getattr(call, "file", "") != other.name]
    if not (script and other.script and script.path != other.script.path and called and waits
            and script.port and set(script.targets) == {script.port} and other.script.port):
        return ""
    bound = {port_of(one.tree, call) for call in one.of("bind")} - {None}
    if bound and script.port not in bound:
        return ""  # a client may bind a port of its own
    return f"{one.line(line(called[0]))}this calls port {script.port}, at which it waits itself; {other.name} waits " \
        f"at port {other.script.port}."


def own_address(sender, receiver):
    """Return the hint for a UDP server that replies to itself, or to a port at which no client waits; '' for others."""
    tree = sender.tree
    if sender.role == "client":
        return to_itself(sender, receiver)
    binds = receiver.tree.words & {"bind", "create_datagram_endpoint", "UDPServer", "ThreadingUDPServer"}
    if binds or "SOCK_DGRAM" not in tree.words:
        return ""
    bound = {port_of(tree, call): call for call in sender.of("bind")} if not AT_ONCE & tree.words else {}
    for call in sender.of("sendto"):
        port = port_of(tree, call)
        if not isinstance(port, int) or not bound:
            continue
        came = next((one for one in sender.of("recvfrom") if tree.above(one, LOOPS)[:1] == tree.above(call, LOOPS)[:1]),
                    None)
        above = tree.parent.get(came)
        pair = getattr(above, "targets", [None])[0]
        name = last_name(pair.elts[1]) if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 else ""
        reply = f"reply to the address that came with the message: {name} ({sender.ref(came)})." if name.strip("_") \
            else "reply to the address that comes with each message: data, address = sock.recvfrom(1024)."
        where = f"the server's own ({sender.ref(bound[port])})" if port in bound else "one at which no client waits: " \
            "the system gives each client a port by chance"
        return f"{sender.line(line(call))}this goes to port {port}, {where}. {reply[0].upper()}{reply[1:]}"
    return ""


def to_itself(client, server):
    """Return the hint for a UDP client that sends to the port that it has bound itself; '' for others."""
    bound = {port_of(client.tree, call): call for call in client.of("bind")}
    there = {port_of(server.tree, call) for call in server.of("bind")}
    if not all(isinstance(port, int) for port in there):
        return ""
    for call in client.of("sendto"):
        port = port_of(client.tree, call)
        if isinstance(port, int) and port in bound and there and port not in there:
            where = client.ref(bound[port])
            return f"{client.line(line(call))}this goes to port {port}, the client's own ({where}); the server " \
                f"waits at {min(there)}."
    return ""


def port_of(tree, call):
    """Return the port of the address that a bind or sendto is given, as far as the source tells it; None if not."""
    address = tree.value(call.args[-1]) if call.args else None
    return address[1] if isinstance(address, tuple) and len(address) > 1 else None


def hears_once(source):
    """Return the hint for one that receives before the loop in which its user is asked, and never in it; '' else."""
    tree = source.tree
    hears = [call for call in source.of(*HEARS, "read") if not asks_user(call)]
    loops = [loop for call in source.of("input") for loop in tree.above(call, LOOPS)[:1]
             if {called(part) for part in walk(loop)} & {*SENDS}]
    if not hears or not loops or (AT_ONCE | LINES) & tree.words or source.threads or any(map(source.depth, hears)):
        return ""
    handed = [one for node in tree.nodes if isinstance(node, (ast.Name, ast.Attribute))  # a function that is not called
              and getattr(tree.parent.get(node), "func", None) is not node
              for one in tree.defined.get(last_name(node), ())]
    if {*hears} & {*reached(tree, [*loops, *handed])}:
        return ""
    return f"{source.line(line(loops[0]))}in this loop nothing is received, as it is before it " \
        f"({source.ref(hears[0])}): call recv after each send, too, and print what comes."


def hears_twice(source):
    """Return the hint for one that waits for a message after each one sent, while a thread receives, too; '' else."""
    tree = source.tree
    started = {name for call in tree.of("Thread", "start_new_thread") for name in mentioned(call) if name}
    hears = [call for call in source.of(*HEARS) if not asks_user(call) and tree.above(call, LOOPS)]
    threads = [call for call in hears if getattr(tree.function(call), "name", "") in started]
    for call in hears:
        loop = tree.above(call, LOOPS)[0]
        inside = list(walk(loop))
        speaks = any(map(asks_user, inside)) and {called(one) for one in inside} & {*SENDS}
        if threads and call not in threads and speaks:
            return f"{source.line(line(call))}this waits for a message, while the thread receives them too " \
                f"({source.ref(threads[0])}): whoever has sent one cannot go on, and each message goes to one of the " \
                "two. Leave it out here."
    return ""
