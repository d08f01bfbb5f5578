"""Hearing tells how a server hears its clients: all at once or one after the other, and whether it sees them go."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, called, last_name, line, names_in

HEARS = {"recv", "sock_recv", "readline", "read", "recv_into"}
SHOWS = {"print", "decode", "strip", "int", "str", "format"}  # what is done between two messages that come
FIELD = 16  # bytes: the same, where what comes is taken for a text: a name, a password
FRAMES = {"makefile", "readline", "readlines", "rfile", "readuntil", "readexactly", "split", "splitlines", "partition",
          "rpartition", "find", "index", "endswith", "unpack", "from_bytes", "raw_decode", "loads", "join", "extend",
          "recv_into", "MSG_WAITALL"}  # with these it may tell where a message ends
SHORT = 64  # bytes: a recv that asks for fewer takes a part of a message
DEEP = 4  # functions that call each other: of more the ways through them are too many


def as_it_comes(tree):
    """Tell whether a script takes what each recv gives for a message by itself, and puts no two together."""
    grows = any(isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and not isinstance(
        node.value, ast.Constant) for node in tree.nodes)
    return bool(tree.of("recv")) and not grows and not FRAMES & tree.words


def started_before(tree, join):
    """Tell whether a join is for each thread of a list, in the loop that accepts clients and puts theirs on it.

    One that stands in an if of its own is made on occasion: when the server's user wants to end it, say.
    """
    loops = tree.above(join, LOOPS)
    if len(loops) < 2 or not isinstance(loops[0], ast.For) or any(word.arg == "timeout" for word in join.keywords):
        return False
    each, everybody = last_name(loops[0].target), last_name(loops[0].iter)
    put = [call for call in tree.of("append", "add") if last_name(getattr(call.func, "value", None)) == everybody]
    put += [value for value in tree.given.get(everybody, ()) if isinstance(value, (ast.List, ast.Tuple)) and value.elts]
    return bool(everybody) and last_name(getattr(join.func, "value", None)) == each and not join.args and any(
        loops[1] in tree.above(call, LOOPS) for call in put) and any(
        loops[1] in tree.above(call, LOOPS) and branches(tree, join, loops[1]) <= branches(tree, call, loops[1])
        for call in tree.of("accept"))


def branches(tree, node, loop):
    """Return the sides of the ifs in a loop in which a node stands, each as its first statement."""
    return {side[0] for one in tree.above(node, ast.If) if loop in tree.above(one, LOOPS)
            for side in (one.body, one.orelse) if any(part is node for statement in side for part in walk(statement))}


def joins_in_turn(tree, join):
    """Tell whether a join is of the threads on a list, in a function that the loop which accepts comes to each time.

        while True: hire(door.accept()[0])      def hire(guest): ...workers.append(worker); wait()
        def wait():
            for worker in workers: worker.join()
    """
    loop = next(iter(tree.above(join, (ast.For,))), None)
    owner, function = last_name(getattr(join.func, "value", None)), tree.function(join)
    if loop is None or function is None or join.args or join.keywords or last_name(loop.target) != owner:
        return False
    put = [call for call in tree.of("append", "add") if last_name(getattr(call.func, "value", None)) == last_name(
        loop.iter)]
    threads = any(called(value) in {"Thread", "Process"} for call in put for given in call.args
                  for value in tree.given.get(last_name(given), ()))
    return threads and not tree.above(join, (ast.If,)) and is_come_to(tree, function, put)


def joins_its_own(tree, join):
    """Tell whether a join is of the thread that its function has just started, each time a client is accepted.

        while True: welcome(door.accept()[0])
        def welcome(guest):
            worker = Thread(target=serve, args=(guest,)); worker.start(); worker.join()
    """
    function, owner = tree.function(join), last_name(getattr(join.func, "value", None))
    if function is None or not owner or join.args or join.keywords or tree.above(join, (*LOOPS, ast.If)):
        return False
    started = [call for call in tree.of("start") if tree.function(call) is function and last_name(getattr(
        call.func, "value", None)) == owner and not any(call.lineno < loop.lineno < join.lineno for loop in tree.loops
                                                        if tree.function(loop) is function)]
    return bool(started) and (is_come_to(tree, function, started) or any(
        tree.function(call) is function for call in tree.of("accept")) and accepts_again(tree, join))


def is_come_to(tree, function, put, seen=()):
    """Tell whether a function is called, maybe by others, in a loop that accepts and comes to one of `put` as well."""
    for call in tree.sites(function) if function not in seen and len(seen) < DEEP else ():
        above = tree.function(call)
        if tree.above(call, (ast.If,)):
            continue
        within = [loop for loop in tree.above(call, LOOPS) if any(called(one) == "accept" for one in walk(loop))]
        if within and any(one in set(walk(within[0])) or tree.function(one) in (function, *seen) for one in put):
            return True
        if above is not None and is_come_to(tree, above, put, (*seen, function)):
            return True
    return False


def submitted(tree, result):
    """Return the submit() of which this result() waits for the end; None if it is of something else."""
    whose = getattr(result.func, "value", None)
    values = [whose, *tree.given.get(last_name(whose), ())]
    return next((value for value in values if called(value) == "submit"), None)


def accepts_again(tree, node):
    """Tell whether a node stands in a loop that accepts clients, or in a function that does so and is called in one."""
    function = tree.function(node)
    sites = [node, *tree.sites(function)]
    accepts = [*tree.of("accept")]
    return any(tree.above(site, LOOPS) and any(
        tree.function(call) is function or tree.above(site, LOOPS)[-1] in tree.above(call, LOOPS) for call in accepts)
        for site in sites)


def ends_pool(tree):
    """Return the line of a with that ends a pool of threads for each client, and waits until it has gone; or ''."""
    for node in tree.nodes:
        pool = isinstance(node, ast.With) and any(called(item.context_expr).endswith("PoolExecutor")
                                                  for item in node.items)
        loops = tree.above(node, LOOPS) if pool else ()
        if pool and any(called(part) in {"submit", "map"} for part in walk(node)) and any(
                tree.above(call, LOOPS)[:1] == loops[:1] for call in tree.of("accept") if loops):
            return line(node)
    return ""


def awaited(tree):
    """Return the line that awaits a coroutine of the script's own for each client, in the loop that accepts; or ''."""
    for accept in tree.of("sock_accept", "accept"):
        for node in tree.nodes if tree.above(accept, LOOPS) else ():
            function = next(iter(tree.defined.get(called(node.value), ())), None) if isinstance(
                node, ast.Await) else None
            if isinstance(function, ast.AsyncFunctionDef) and tree.above(node, LOOPS)[:1] == tree.above(
                    accept, LOOPS)[:1] and any(called(part) in HEARS and tree.above(part, LOOPS)
                                               for part in walk(function)):
                return line(node)
    return ""


def walrus(tree, node):
    """Tell whether what a call gives is named and tested at once: while text := conn.recv(99).decode()."""
    while isinstance(node := tree.parent.get(node), ast.expr):
        if isinstance(node, ast.NamedExpr):
            return tree.tested(node)
    return False


def again(tree, recv, name):
    """Tell whether a recv is called again and again, also by a function that only hands on what it gives."""
    if tree.above(recv, LOOPS):
        return not of_a_new_one(tree, recv)
    function = tree.function(recv)
    gives = [node for node in tree.nodes if isinstance(node, ast.Return) and tree.function(node) is function
             and function and (recv in walk(node) or name and name in names_in(node))]
    method = isinstance(tree.parent.get(function), ast.ClassDef)
    uses = [call for call in tree.sites(function) if method or isinstance(call.func, ast.Name)]  # not s.listen()
    if not gives:  # it shows what has come, where it is called: not for a new client each time
        accepting = {loop for call in tree.of("accept") for loop in tree.above(call, LOOPS)}
        repeated = [call for call in uses if tree.above(call, LOOPS)]  # and the first time before the loop
        return bool(repeated) and not any(accepting & {*tree.above(call, LOOPS)} for call in repeated)
    return any(tree.above(call, LOOPS) for call in uses) and not any(looked_at(tree, call) for call in uses)


def looked_at(tree, use):
    """Tell whether what a function has received is tested where it is called, or may be: if not hear(link): break.

    Whether it is a certain word says nothing of the end: if text == "exit".
    """
    above = tree.parent.get(use)
    while isinstance(above, ast.expr):
        above = tree.parent.get(above)
    if not isinstance(above, (ast.Assign, ast.Expr)):
        return True
    name = last_name(above.targets[0]) if isinstance(above, ast.Assign) else ""
    tests = [node.test for node in tree.nodes if isinstance(node, (ast.If, ast.While, ast.IfExp))]
    return bool(name) and any(name in {last_name(part) for part in walk(test)} and not is_for_a_word(test)
                              for test in tests)


def is_for_a_word(test):
    """Tell whether a test only asks for a word that is written there, as it is, in capitals, or at the beginning."""
    sides = (test.left, *test.comparators) if isinstance(test, ast.Compare) else (
        test.args if called(test) == "startswith" else ())
    return any(isinstance(side, ast.Constant) and isinstance(side.value, str) and side.value for side in sides)


def unwatched(tree, loop):
    """Tell whether a loop goes through clients as they were kept, none of which any select has looked at."""
    ends = {name for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "accept"
            for name in names_in(node.targets[0])} | {
        last_name(part) for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "accept"
        for part in getattr(node.targets[0], "elts", node.targets)}
    kept = {last_name(call.func.value) for call in tree.of("append", "add") if isinstance(call.func, ast.Attribute)
            and call.args and ends & {last_name(part) for part in walk(call.args[0])}}
    kept |= {last_name(target.value) for node in tree.nodes if isinstance(node, ast.Assign) for target in node.targets
             if isinstance(target, ast.Subscript) and last_name(node.value) in ends}
    watched = {last_name(part) for call in tree.of("select", "register") for argument in call.args
               for part in walk(argument)}
    over = {last_name(part) for part in walk(loop.iter)}
    return bool(over & kept - {""}) and not watched & (kept | names_in(loop.target)) and not (
        {"selectors", "poll", "epoll"} & tree.words)


def same_again(tree):
    """Return the line of a loop that goes round for ever with what was received before it; '' if none does."""
    for loop in tree.loops:
        test = loop.test if isinstance(loop, ast.While) else None
        name = last_name(test) or last_name(getattr(test, "left", None))
        came = any(called(part) in {"recv", "recvfrom"} and tree.function(part) is tree.function(loop)
                   for value in tree.given.get(name, ()) for part in walk(value))  # and in no thread beside it
        inside = [part for one in loop.body for part in walk(one)]
        left = any(isinstance(one, (ast.Break, ast.Return, ast.Raise)) for one in loop.body)
        changed = left or any(isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store)
                              or isinstance(part, ast.Await) for part in inside)
        said = [part for part in inside if called(part) in {"print", "send", "sendall", "sendto"}]
        used = any(name in names_in(part) for part in said) or said and not any(
            isinstance(part, (ast.Break, ast.Return, ast.Raise)) or called(part) in tree.own for part in inside)
        if isinstance(test, (ast.Name, ast.Compare)) and came and used and not changed:
            return line(loop)
    return ""


def hears_twice(tree):
    """Return the line of the second of two recv that come after each other, for a message each; '' if none do.

    Nothing is sent or asked between the two.
    """
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and len(getattr(loop.iter, "elts", ())) > 1]:
        calls = [part for one in loop.body for part in walk(one) if isinstance(part, ast.Call)]
        hears = [call for call in calls if called(call) == "recv" and call.args]
        size = tree.value(hears[0].args[0]) if len(hears) == 1 and tree.above(hears[0], LOOPS)[0] is loop else None
        if isinstance(size, int) and size >= SHORT and {called(call) for call in calls} <= SHOWS | {"recv"}:
            return line(hears[0])
    blocks = [tree.module.body, *(node.body for node in tree.nodes if isinstance(getattr(node, "body", None), list))]
    for block in blocks:
        before = False
        for each in block:
            calls = [part for part in walk(each) if isinstance(part, ast.Call)]
            recv = next((call for call in calls if called(call) == "recv"), None)
            size = tree.value(recv.args[0]) if recv and recv.args else None
            least = FIELD if "decode" in map(called, calls) and "int" not in map(called, calls) else SHORT
            whole = isinstance(each, (ast.Assign, ast.Expr)) and isinstance(size, int) and size >= least
            if whole and before:
                return line(recv)
            quiet = isinstance(each, (ast.Assign, ast.Expr)) and {called(call) for call in calls} <= SHOWS
            before = whole or before and quiet
    return ""


def of_a_new_one(tree, recv):
    """Tell whether each round of the loop that this recv stands in accepts the connection that it reads from."""
    loop, whose = tree.above(recv, LOOPS)[0], last_name(getattr(recv.func, "value", None))
    return any(tree.above(node, LOOPS)[:1] == [loop] and whose in {last_name(part) for part in walk(target)}
               for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "accept"
               for target in node.targets)


def hears_in_time(tree):
    """Tell whether a server waits for what a client says for a moment only: client.settimeout(0.1)."""
    doors = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")}
    return any(last_name(getattr(call.func, "value", None)) not in doors
               and not any(isinstance(value, ast.Constant) and (value.value is None or value.value is True)
                           for value in call.args)
               for call in tree.of("settimeout", "setblocking"))
