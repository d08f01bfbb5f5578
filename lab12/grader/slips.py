"""Slips: what stands in the source, looks right and does something else; '' where the source is sound."""
import ast

from lab12.finder.flow import heard_in
from lab12.finder.later import target_of_start
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import (
    FUNCTIONS,
    LOOPS,
    OVER_SOCKETS,
    RECEIVES,
    asks_user,
    called,
    last_name,
    line,
    names_in,
)
from lab12.grader.stopped import ends_beside

FRAMES = {"pack", "to_bytes", "str", "zfill", "rjust", "ljust", "format"}  # what makes a length of a number


def starts_itself(source):
    """Return the hint for a class of threads with a start() of its own, which does the work here and now; '' for none.

        class Guest(threading.Thread):
            def start(self):
                while data := self.link.recv(99): ...
    """
    for node in [node for node in source.tree.nodes if isinstance(node, ast.ClassDef)]:
        own = {one.name: one for one in node.body if isinstance(one, ast.FunctionDef)}
        begins = own.get("start")
        if begins and "run" not in own and any(last_name(base) == "Thread" for base in node.bases) and any(
                called(part) in {"recv", "makefile", "readline"} for part in walk(begins)) and not any(
                called(part) == "super" or last_name(part) == "Thread" for part in walk(begins)):
            return f"{source.line(line(begins))}start() is what makes a thread of it and calls run(): with one of " \
                f"its own {node.name} does the work here and now, and no thread is started. Call this one run."
    return ""


def never_started(source):
    """Return the hint for a thread that is made, and never started: alone, or where it is kept under a name."""
    tree = source.tree
    threads = {"Thread"} | {node.name for node in tree.nodes if isinstance(node, ast.ClassDef)
                            and any(last_name(base) == "Thread" for base in node.bases)
                            and not any(getattr(part, "attr", "") == "start" for part in walk(node))}
    named = {last_name(node.value) for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr in (
        "start", "run")}
    for node in tree.nodes:
        if isinstance(node, ast.Expr) and called(node.value) in {"Thread", "Process"}:
            kind = called(node.value).lower()
            return f"{source.line(line(node))}this {kind} is made, and never started: {ast.unparse(node)}.start()."
        if not isinstance(node, ast.Assign) or called(node.value) not in threads or len(node.targets) != 1:
            continue
        name = last_name(node.targets[0])
        uses = [part for part in tree.nodes if last_name(part) == name and isinstance(
            tree.parent.get(part), (ast.Call, ast.List, ast.Tuple, ast.Return, ast.Dict, ast.With))]
        if name and name not in named and not uses:  # else it may be started under another name
            return f"{source.line(line(node))}this thread is made, and never started: " \
                f"{ast.unparse(node.targets[0])}.start()."
    return ""


def joins_first(client):
    """Return the hint for a join() of the thread that receives before its socket is closed, which wakes it."""
    tree = client.tree
    for call in tree.of("join"):
        name, function = last_name(getattr(call.func, "value", None)), tree.function(call)
        thread = any(called(value) == "Thread" for value in tree.given.get(name, ()))
        before = [one for one in tree.calls if tree.function(one) is function and one.lineno <= call.lineno]
        told = {"close", "shutdown"} & {called(part) for one in before for part in reached(tree, tree.defined.get(
            called(one), ()))} or {"close", "shutdown"} & {*map(called, before)}
        heard = [called(part) in RECEIVES for value in tree.given.get(name, ()) for word in getattr(
            value, "keywords", ()) if word.arg == "target" for one in tree.defined.get(last_name(word.value), ())
                 for part in walk(one)]
        if heard and not any(heard) or heard and in_threads(client):
            continue  # that one ends with its user's last word; or he has not said it before this line
        if thread and client.script and client.script.transport == "udp" and not (
                call.args or call.keywords or goes_on_after(tree, call)):
            daemon = "" if client.daemons else f", and start {name} with daemon=True"
            return f"{client.line(line(call))}join() waits here until {name} ends, and that waits for one more " \
                f"message: leave this join out{daemon}, and the program ends here."
        if thread and not (told or call.args or call.keywords or goes_on_after(tree, call)):
            return f"{client.line(line(call))}join() waits here until {name} ends, and that waits for the server: " \
                "before it, end the connection with shutdown(socket.SHUT_RDWR)."
    return ""


def goes_on_after(tree, call):
    """Tell whether a loop goes on after a call in it: none does that leaves it, if text == "bye": t.join(); break."""
    branch = next(iter(tree.above(call, ast.If)), None)
    leaves = branch and isinstance(branch.body[-1], (ast.Break, ast.Return)) and any(
        call in walk(one) for one in branch.body)
    return bool(tree.above(call, LOOPS)) and not leaves


def wakes_nobody(client):
    """Return the hint for a join() of the thread that receives, before which close() has not woken it; ''."""
    tree = client.tree
    told = tree.of("shutdown", "settimeout", "setdefaulttimeout", "setblocking", "select", "poll") or (
        client.script and client.script.transport == "udp")
    talks = {last_name(one.func.value) for one in tree.of("recv", "send", "sendall", "connect") if isinstance(
        one.func, ast.Attribute)}
    for call in () if told else tree.of("join"):
        name, function = last_name(getattr(call.func, "value", None)), tree.function(call)
        closes = [one for one in tree.of("close") if tree.function(one) is function and one.lineno < call.lineno
                  and last_name(getattr(one.func, "value", None)) in talks]
        hears = [part for value in tree.given.get(name, ()) for word in getattr(value, "keywords", ())
                 if called(value) == "Thread" and word.arg == "target"
                 for one in tree.defined.get(last_name(word.value), ()) for part in walk(one)
                 if called(part) == "recv"]
        if closes and hears and not (call.args or call.keywords or tree.above(call, LOOPS)) and not in_threads(client):
            return f"{client.line(line(closes[-1]))}close() does not wake the recv in which another thread waits " \
                f"({client.ref(hears[0])}), and join() ({client.ref(call)}) waits for that thread: before " \
                "it, shutdown(socket.SHUT_RDWR), which does."
    return ""


def in_threads(source):
    """Return the calls by which a user is asked, if all of them stand in what threads do, and none where they are made.
    """
    tree = source.tree
    started = {last_name(word.value) for call in tree.of("Thread") for word in call.keywords if word.arg == "target"}
    asks = [call for call in tree.calls if asks_user(call)]
    return asks if asks and all(getattr(tree.function(call), "name", "") in started for call in asks) else []


def ends_one_thread(client):
    """Return the hint for a stop word that ends the thread which asks, while another one waits for the server."""
    tree, word = client.tree, next(iter(client.script.stops.values()), None) if client.script else None
    hears = [call for call in tree.of(*RECEIVES) if tree.above(call, LOOPS)]
    joined = [call for call in tree.of("join") if not call.args and any(
        called(value) == "Thread" for value in tree.given.get(last_name(getattr(call.func, "value", None)), ()))]
    asks = in_threads(client)
    if word and asks and hears and not joined and (told := ends_beside(client, word, asks, hears)):
        return told
    closes = [call for call in tree.of("close") if tree.function(call) in map(tree.function, asks)]
    before = [call for call in tree.of("close") if not joined or tree.function(call) is not tree.function(joined[-1])
              or call.lineno < joined[-1].lineno]
    if not (word and asks and hears and joined) or tree.of("shutdown") or bool(before) > bool(closes) or any(
            tree.function(call) in map(tree.function, asks) for call in hears):
        return ""
    too = ", and leave the loop there where it gives b''" if client.mistake("empty not noticed") else ""
    if closes:
        return f"{client.line(line(closes[0]))}close() does not wake the recv in which another thread waits " \
            f"({client.ref(hears[0])}), and join() waits for that thread: before it, shutdown(socket.SHUT_RDWR), " \
            f"which does{too}."
    return f"{client.line(word)}this ends the thread that asks, and no other: the one that receives " \
        f"({client.ref(hears[0])}) waits for the server. Shut the connection down here " \
        f"(shutdown(socket.SHUT_RDWR)), which wakes recv{too}."


def ends_one_process(client):
    """Return the hint for a stop word that ends one of two processes, while the other one waits for the server."""
    tree, word = client.tree, next(iter(client.script.stops.values()), None) if client.script else None
    forks = [call for call in tree.of("fork") if getattr(getattr(call.func, "value", None), "id", "") == "os"]
    asks = [tree.function(call) for call in tree.calls if asks_user(call) and tree.above(call, LOOPS)]
    hears = [call for call in client.of(*RECEIVES) if tree.above(call, LOOPS) and tree.function(call) not in asks]
    if not (word and forks and asks and hears) or "kill" in tree.words:
        return ""
    return f"{client.line(word)}fork ({client.ref(forks[0])}) has made two processes, and this ends the one that " \
        f"asks: the one that receives ({client.ref(hears[0])}) waits on. A thread in its place, with daemon=True, " \
        "ends with the program."


def by_process(server):
    """Return the hint for a server that starts a process for each client, of which none sees the others' list."""
    tree = server.tree
    calls = [*tree.of("Process"), *tree.of("fork")]
    forks = [node for node in tree.nodes if last_name(node) in {"ForkingMixIn", "ForkingTCPServer", "ForkingUDPServer"}]
    if not calls + forks or "Manager" in tree.words or not tree.of("accept") and not forks:
        return ""
    targets = [one for call in tree.of("Process") for one in tree.defined.get(last_name(target_of_start(call)), ())]
    if targets and not forks and not tree.of("fork") and not any(
            isinstance(part, ast.For) and any(called(one) in {*OVER_SOCKETS, "write"} for one in walk(part))
            for part in reached(tree, targets)):
        return ""  # the main process sends
    return f"{server.line(line((calls + forks)[0]))}each process has a copy of its own of the list of clients, as it " \
        "was when the process began: who comes later is not on it. Threads share one list: " \
        "threading.Thread(target=..., args=(conn,)).start()."


def is_for_equals(source):
    """Return the hint for a text that is compared by `is`, which asks whether both are one and the same object."""
    for node in source.tree.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)) and any(
                isinstance(side, ast.Constant) and isinstance(side.value, (str, bytes))
                for side in (node.left, *node.comparators)):
            sign, other = ("is", "==") if isinstance(node.ops[0], ast.Is) else ("is not", "!=")
            return f"{source.line(line(node))}`{sign}` asks whether both are one and the same object, which what was " \
                f"typed or has come is not: {other} compares the letters."
    return ""


def counts_letters(source):
    """Return the hint for a length that counts the letters of a text whose bytes are sent."""
    tree = source.tree
    for call in tree.of("len"):
        name, function = last_name(call.args[0]) if call.args else "", tree.function(call)
        above, within = tree.parent.get(call), []
        while isinstance(above, (ast.expr, ast.keyword)):
            within, above = [*within, above], tree.parent.get(above)
        told = {last_name(target) for target in getattr(above, "targets", ())}
        if any(called(one) in {"print", "input"} for one in within):
            continue
        frames = any(called(one) in FRAMES or isinstance(one, ast.FormattedValue) for one in within) or any(
            (called(one) in FRAMES or isinstance(one, ast.FormattedValue)) and told & names_in(one)
            and not any(called(part) in {"print", "input"} for part in tree.above(one, ast.Call))
            for one in tree.nodes if told and tree.function(one) is function)
        as_text = any(isinstance(node, ast.AugAssign) and {"recv", "decode"} <= {called(part) for part in walk(node)}
                      for node in tree.nodes)  # what comes is counted in letters, too
        encoded = [one for one in tree.of("encode") if isinstance(one.func, ast.Attribute) and (
            last_name(one.func.value) == name or not as_text and any(
                isinstance(part, ast.Name) and part.id == name and "len" not in map(called, tree.above(part, ast.Call))
                for part in walk(one.func.value))) and tree.function(one) is function]
        if isinstance(call.args[0] if call.args else None, ast.Name) and frames and encoded and not any(
                called(value) == "encode" for value in tree.given.get(name, ())):
            return f"{source.line(line(call))}len({name}) counts letters, and bytes are sent: any letter but a to z " \
                f"takes two to four. Encode first (data = {name}.encode()), and send len(data)."
    return ""


def pairs_kept(server):
    """Return the hint for a loop over what accept gave, (connection, address), that sends to the pair itself."""
    tree = server.tree
    pairs = {last_name(target) for node in tree.nodes if isinstance(node, ast.Assign)
             and called(node.value) == "accept" for target in node.targets if not isinstance(target, ast.Tuple)} - {""}
    for call in tree.of("append", "add"):
        kept, value = last_name(getattr(call.func, "value", None)), call.args[0] if call.args else None
        if not (last_name(value) in pairs or called(value) == "accept" or isinstance(value, ast.Tuple)):
            continue
        for send in tree.of(*OVER_SOCKETS):
            to = last_name(getattr(send.func, "value", None)) if isinstance(send.func, ast.Attribute) else ""
            loops = [loop for loop in tree.above(send, ast.For) if isinstance(loop.target, ast.Name)
                     and loop.target.id == to and kept in {last_name(part) for part in walk(loop.iter)}]
            if kept and loops and called(send) != "sendto":
                parts = ", ".join(map(ast.unparse, getattr(value, "elts", ()))) or "connection, address"
                what = f"({parts}), as it is kept" if isinstance(value, ast.Tuple) else "what accept gave, ({parts}),"
                return f"{server.line(line(send))}{to} is {what.format(parts=parts)} in " \
                    f"{server.line(line(call))[:-2]}: only a connection can send. Go through the parts: for {parts} " \
                    f"in {kept}."
    return ""


def spares_nobody(server):
    """Return the hint for a function that leaves out whom it is told, where no call of it tells anybody.

        def tell_all(text, but=None):          # is called as tell_all(text)
            for one in room:
                if one is not but:
    """
    tree = server.tree
    for function in tree.nodes:
        if not isinstance(function, FUNCTIONS[:2]) or not function.args.defaults:
            continue
        own = [one.arg for one in function.args.args if one.arg != "self"]
        calls = tree.sites(function)
        tested = {last_name(side) for loop in walk(function) if isinstance(loop, ast.For) for part in walk(loop)
                  if isinstance(part, ast.Compare) and leaves_out(tree, part)
                  for side in (part.left, *part.comparators)}
        for place, name in [*enumerate(own)][-len(function.args.defaults):]:
            bare = [call for call in calls if not any(word.arg in (name, None) and not is_none(
                word.value) for word in call.keywords) and (len(call.args) <= place or is_none(call.args[place]))]
            heard = heard_in(tree) if name in tested and bare else set()
            said = [call for call in calls if any(names_in(one) & heard for one in call.args[:1]) and any(
                called(part) in RECEIVES for loop in tree.above(call, LOOPS)[:1] for part in walk(loop))]
            said = bare if len(bare) == len(calls) else said if all(call in bare for call in said) else ()
            if name in tested and said:
                return f"{server.line(line(said[0]))}{function.name} leaves out whom it is told as {name}, and is " \
                    f"told nobody here: {name}= the author."
    return ""


def is_none(node):
    return isinstance(node, ast.Constant) and node.value is None


def leaves_out(tree, test):
    """Tell whether a test in a loop leaves out who is the one that is compared with: is not, or is and continue."""
    above = next(iter(tree.above(test, ast.If)), None)
    skips = above is not None and any(test is part for part in walk(above.test)) and isinstance(
        above.body[-1], ast.Continue)
    return isinstance(test.ops[0], (ast.Is, ast.Eq, ast.In) if skips else (ast.IsNot, ast.NotEq, ast.NotIn))


def spares_the_door(server):
    """Return the hint for a loop over all sockets that leaves out the one that listens, and not the author."""
    tree = server.tree
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")} - {""}
    for call in tree.of("send", "sendall"):
        to = last_name(getattr(call.func, "value", None))
        loops = [loop for loop in tree.above(call, ast.For) if to and last_name(loop.target) == to]
        tests = [part for above in tree.above(call, ast.If) if loops and loops[0] in tree.above(above, ast.For)
                 for part in walk(above.test) if isinstance(part, ast.Compare)]
        sides = [{last_name(side) for side in (test.left, *test.comparators)} for test in tests]
        each = last_name(loops[0].target) if loops else ""
        if sides and all({each} < names and names & doors for names in sides):
            came = [last_name(one.func.value) for one in tree.of("recv") if isinstance(one.func, ast.Attribute)]
            author = next((name for name in came if name and name != each), "the socket that it came from")
            return f"{server.line(line(tests[0]))}this leaves out the listening socket alone, and the author gets " \
                f"the message too: {each} is not {author} has to be asked as well."
    return ""


def compares_unlike(server):
    """Return the hint for a loop over the keys of a dictionary that compares them with one of its values."""
    tree = server.tree
    for kept in [node for node in tree.nodes if isinstance(node, ast.Assign) and isinstance(
            node.targets[0], ast.Subscript)]:
        name, key, value = last_name(kept.targets[0].value), last_name(kept.targets[0].slice), last_name(kept.value)
        for loop in tree.loops if name and key and value else ():
            each = last_name(loop.target) if isinstance(loop, ast.For) and last_name(loop.iter) == name else ""
            for test in [part for part in walk(loop) if isinstance(part, ast.Compare)] if each else ():
                sides = {last_name(test.left), *map(last_name, test.comparators)}
                if sides == {each, value} and each != value and isinstance(test.ops[0], (ast.NotEq, ast.IsNot)):
                    return f"{server.line(line(test))}{each} is a key of {name}, which are {key} " \
                        f"({server.line(line(kept))[:-2]}), and is compared with {value}: the two are never the " \
                        f"same. Compare it with {key}."
    return ""


def compares_handler(server):
    """Return the hint for a handler that is compared with connections, or the other way round: never the same; ''.

        people.append(self.request)            for other in people: if other is not self
    """
    tree = server.tree
    fields = {(tree.function(node), ast.unparse(node.value)): ast.unparse(node.targets[0]) for node in tree.nodes
              if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith("self.")}
    for put in [call for call in tree.of("append", "add") if call.args]:
        kept, own = last_name(getattr(put.func, "value", None)), ast.unparse(put.args[0])
        own = fields.get((tree.function(put), own), own)  # self.link = link, and then link is put there
        for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and own.partition(".")[0] == "self"
                     and kept and kept in {last_name(part) for part in walk(loop.iter)}]:
            each = last_name(loop.target)
            for test in [part for part in walk(loop) if isinstance(part, ast.Compare) and len(part.ops) == 1]:
                sides = {ast.unparse(test.left), ast.unparse(test.comparators[0])}
                other = next(iter(sides - {each}), "")
                if each in sides and other.partition(".")[0] == "self" and other != own and isinstance(
                        test.ops[0], (ast.NotEq, ast.IsNot)) and other.count(".") < 2:
                    return f"{server.line(line(test))}{kept} holds {own} ({server.ref(put)}), and {each} is compared " \
                        f"with {other}: the two are never the same, so the author gets his own message. Compare it " \
                        f"with {own}."
    return ""


def ends_all(server):
    """Return the hint for a flag of all clients that is set when one of them leaves, which ends the loop of each."""
    tree = server.tree
    targets = {last_name(word.value) for call in tree.of("Thread") for word in call.keywords if word.arg == "target"}
    watched = {last_name(part) for loop in tree.loops if isinstance(loop, ast.While) for part in walk(loop.test)}
    for node in tree.nodes:
        function = tree.function(node)
        flags = {last_name(target) for target in getattr(node, "targets", ())} & watched - {""} if isinstance(
            node, ast.Assign) and isinstance(getattr(node.value, "value", None), bool) else set()
        shared = {name for part in walk(function) if isinstance(part, ast.Global) for name in part.names} if (
            flags and function is not None) else set()
        if flags & shared and getattr(function, "name", "") in targets and tree.above(node, LOOPS):
            flag = sorted(flags & shared)[0]
            return f"{server.line(line(node))}{flag} is one for all clients: once one of them leaves, this ends the " \
                f"loops of all. Leave the loop by break, and {flag} as it is."
    return ""


def kept_in_future(source):
    """Return the hint for work that is handed to a pool, whose errors nobody asks for."""
    calls = source.tree.of("submit")
    if not calls or source.calls("result", "exception", "add_done_callback", "as_completed", "wait"):
        return ""
    return f"{source.line(line(calls[0]))}an error in what submit() starts is kept in the future that it gives, and " \
        "nobody sees it: add_done_callback(lambda done: done.result()) has it printed."
