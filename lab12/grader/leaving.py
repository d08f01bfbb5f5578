"""Leaving: what a program does wrong when one leaves, where its source shows it; '' where that is sound."""
import ast
import re

from lab12.finder.flow import HEARS
from lab12.finder.later import STARTS
from lab12.finder.menus import EXITS
from lab12.finder.mistakes import target_of_start
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, asks_user, called, last_name, line, names_in, peeks, target_of
from lab12.finder.ways import loops
from lab12.grader.catching import handles
from lab12.grader.stuck import ENDS, ends
from lab12.grader.unreached import blocks, is_endless

STRIPS = {"strip", "rstrip"}


def pops_last(server):
    """Return the hint for a list of clients from which pop() takes the last one, whoever has left; ''.

    Lines that were said, and a queue from which one is taken to go on with, are no such list.
    """
    tree, those = server.tree, clients(server)
    gone_through = {last_name(part) for loop in tree.loops if isinstance(loop, ast.For) for part in walk(loop.iter)}
    put = {last_name(getattr(call.func, "value", None)) for call in tree.of("append") if any(
        last_name(part) in those for one in call.args for part in walk(one))} & gone_through - {""}
    for call in tree.of("pop"):
        name = last_name(getattr(call.func, "value", None))
        full = any(called(part) == "len" and name in map(last_name, part.args)
                   for above in tree.above(call, (ast.If, ast.While)) for part in walk(above.test))
        if name in put and isinstance(tree.parent.get(call), ast.Expr) and not full and (
                not call.args or tree.value(call.args[0]) in (0, -1)):
            which = "first" if call.args and tree.value(call.args[0]) == 0 else "last"
            whose = ast.unparse(call.func.value)
            return f"{server.line(line(call))}{ast.unparse(call)} takes the {which} one off the list, whoever has " \
                f"left: {whose}.remove(...) takes off the one that is meant."
    return ""


def leaves_round(server):
    """Return the hint for an error at one client that ends the loop which sends to each, with those behind it; ''.

        for other in clients:
            try:
                other.send(data)
            except OSError:
                return
    """
    tree = server.tree
    for call in server.of(*OVER_SOCKETS, "write", "sendmsg"):
        above = tree.above(call, (ast.For, ast.AsyncFor, ast.Try))
        handlers = above[0].handlers if len(above) > 1 and isinstance(above[0], ast.Try) and isinstance(
            above[1], (ast.For, ast.AsyncFor)) else []
        loop = above[1] if handlers else None
        each = names_in(loop.target) if loop else set()
        for handler in [one for one in handlers if each & names_in(call) and handles(one, "ConnectionError")]:
            left = handler.body[-1] if handler.body else None
            again = isinstance(getattr(left, "value", None), ast.Call)  # return tell(data), to all that are left
            if isinstance(left, (ast.Break, ast.Return)) and not again and any(
                    call is part for one in above[0].body for part in walk(one)):
                word = "break" if isinstance(left, ast.Break) else "return"
                return f"{server.line(line(left))}at the first client that has gone this {word} leaves the loop over " \
                    "all, and those behind it on the list get nothing: go on with the next one (continue), and take " \
                    "the one that has gone off the list."
    return ""


def clients(server):
    """Return the names of what accept or recvfrom gives, or a framework does, also where a function is given it."""
    tree, found = server.tree, {"request", "client_address", "writer", "transport"} | ends(server)
    for _ in range(2):  # twice: one function may hand it to another
        found |= {parameter.arg for call in tree.calls for parameter, given in server.handed(call)
                  if isinstance(parameter, ast.arg) and (
                      last_name(given) in found or any(called(part) in ENDS for part in walk(given)))}
    made = [part for call in tree.calls for one in tree.defined.get(called(call), ()) if isinstance(one, ast.ClassDef)
            for given in call.args for part in walk(given)]
    of_each = any(last_name(part) in found or called(part) in ENDS for part in made)  # Guest(*door.accept()).start()
    return found | ({"self"} if of_each else set())


def pool_waits(client):
    """Return the hint for a pool of threads that keeps its program alive for the one that receives; ''.

        with ThreadPoolExecutor() as pool:             pool = ThreadPoolExecutor()      # without with, too: before it
            pool.submit(hear, link)                    pool.submit(serve, link)         # ends, Python waits for them
    """
    tree, server = client.tree, client.role == "server"
    for node in tree.nodes:
        inside, given = isinstance(node, ast.With), [node.value] if isinstance(node, ast.Assign) else []
        if "ThreadPoolExecutor" not in map(called, [item.context_expr for item in node.items] if inside else given):
            continue
        submits = [part for part in (walk(node) if inside else tree.calls) if called(part) == "submit"]
        done = [one for call in submits for one in tree.defined.get(last_name(target_of_start(call)), ())]
        hears = [part for one in done for part in reached(tree, one.body) if called(part) in HEARS
                 and not asks_user(part) and not peeks(part)]
        closes = [part for part in walk(node) if called(part) in ("shutdown", "close", "_exit")]
        if not hears or closes or not (inside or server):
            continue
        waits = f"the one that receives ({client.ref(hears[0])}) waits for"
        before = "at its end this with waits" if inside else "before the program ends, Python waits"
        if server:
            return f"{client.line(line(node))}{before} for all threads of {'its' if inside else 'this'} pool, and " \
                f"{waits} its client: a threading.Thread(..., daemon=True) for each client ends with the program."
        return f"{client.line(line(node))}{before} for all threads of its pool, and {waits} the server: shut the " \
            "connection down before, inside the with (shutdown(socket.SHUT_RDWR)), which wakes recv."
    return ""


def ends_by_itself(result, server):
    """Return the hint for a server that has ended in the middle of a conversation by the one exit in its loops; ''.

    It is '' where that is for a client that has gone, for an error, or in a thread, which alone it ends.

        if first[-1] != second[0]:
            print("wrong, the game is over")
            sys.exit()
    """
    ended = any(re.match(r"the server has ended with status \d", words) for words in result.waits)
    tree, came = server.tree, {*server.names_received, *(target_of(server.tree, call) for call in server.of(*HEARS))}
    calls = [call for call in tree.calls if called(call) in EXITS and tree.above(call, LOOPS)
             and not tree.is_own(call.func)]
    if not ended or len(calls) != 1 or any(isinstance(node, ast.Break) or isinstance(
            node, ast.Raise) and "SystemExit" in names_in(node) for node in tree.nodes) or not all(
            isinstance(loop, ast.While) and is_endless(tree, loop) for loop in tree.above(calls[0], LOOPS)):
        return ""
    within = next(iter(tree.above(calls[0], (ast.If, ast.ExceptHandler))), None)
    in_thread = called(calls[0]) != "_exit" and tree.of(*STARTS) and tree.function(calls[0])
    if in_thread or isinstance(within, ast.ExceptHandler) or within and is_empty(within.test, came - {""}):
        return ""
    said = [text.strip() for part in (walk(within) if within else ()) if called(part) == "print" and part.args
            and isinstance(text := tree.value(part.args[0]), str) and text.strip()]
    after = f" after {min(said, key=len)!r}" if len(said) == 1 else ""
    return f"{server.line(line(calls[0]))}the server ends here{after}, and nobody has told it to: it must go on " \
        "whatever is said."


def exits(server):
    """Return the hint for a server that ends itself, where it only has to end its talk with one client; ''."""
    tree, came = server.tree, server.names_received
    targets = {last_name(target_of_start(call)) for call in tree.of("Thread", "start_new_thread", "submit")}
    for node in tree.nodes:
        leaves = called(node) in EXITS or isinstance(node, ast.Raise) and "SystemExit" in (
            last_name(node.exc), called(node.exc))
        in_thread = getattr(tree.function(node), "name", "") in targets or server.own_threads
        if not leaves or tree.is_own(getattr(node, "func", None)) or in_thread and called(node) != "_exit":
            continue
        of_end = any(isinstance(above, ast.If) and names_in(above.test) & came or isinstance(above, ast.ExceptHandler)
                     and handles(above, "ConnectionError") for above in tree.above(node, (ast.If, ast.ExceptHandler)))
        if of_end and any({called(part) for part in walk(loop)} & set(HEARS) for loop in loops(tree, node)):
            return f"{server.line(line(node))}this ends the whole server as soon as one client leaves. Leave only " \
                "the loop of that client (break), close its connection, and accept the next one."
    return ""


def breaks_all(server):
    """Return the hint for a break at the end of one client, out of a loop that hears all of them; '' for none.

        while True:
            text = people[turn].recv(99)
            if not text: break
    """
    tree, came = server.tree, server.names_received
    targets = {last_name(target_of_start(call)) for call in tree.of(*STARTS)}
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and is_empty(node.test, came)]:
        loop = next(iter(tree.above(node, LOOPS)), None)
        apart = getattr(tree.function(node), "name", "") in targets or server.own_threads or {
            "start_server", "RequestHandler", "Protocol"} & tree.words or is_of_each(tree, tree.function(node))
        if isinstance(node.body[-1], ast.Break) and isinstance(loop, ast.While) and not apart and not tree.above(
                loop, LOOPS):
            return f"{server.line(line(node.body[-1]))}this break ends the loop that hears all clients, and so the " \
                "server, as soon as one of them leaves: take that one off the list, and go on with the others."
    return ""


def breaks_accepting(server):
    """Return the hint for what leaves the loop around accept once the first client has gone; '' for none.

        while True:
            conn, _ = door.accept()
            for line in conn.makefile(): ...
            else:
                break                         # or, where it receives: if not data: return
    """
    def own(statements):
        for one in statements:
            if isinstance(one, ast.Break):
                yield one
            names = ("orelse",) if isinstance(one, LOOPS) else ("body", "orelse", "finalbody") if isinstance(
                one, (ast.With, ast.Try)) else ()
            yield from (found for name in names for found in own(getattr(one, name, ())))
            talk = any(isinstance(part, LOOPS) for part in getattr(one, "body", ()))  # all of it, to its end
            yield from (found for handler in (getattr(one, "handlers", ()) if talk else ()) if handles(
                handler, "ConnectionError") for found in own(handler.body))

    for call in server.tree.of("accept"):
        for loop in server.tree.above(call, LOOPS)[:1] if not server.tree.above(call, ast.ExceptHandler) else ():
            talks = any(called(part) in {*HEARS, "makefile"} for part in walk(loop))
            for node in own(loop.body) if talks else ():
                return f"{server.line(line(node))}this break leaves the loop around accept ({server.ref(call)}) once " \
                    "the first client has gone, so nobody is served after it: leave it out."
            for node in walk(loop):
                if isinstance(node, ast.Return) and server.tree.function(node) is server.tree.function(call) and any(
                        isinstance(one, ast.If) and is_empty(one.test, server.names_received)
                        for one in server.tree.above(node, ast.If)[:1]):
                    return f"{server.line(line(node))}this return leaves the loop around accept " \
                        f"({server.ref(call)}), too, so nobody is served after the first client: leave only the loop " \
                        "of that one (break)."
    return ""


def is_of_each(tree, function):
    """Tell whether a function is come to again and again, gives something, or is handed on: no loop of all is in it."""
    name = getattr(function, "name", "")
    calls = tree.sites(function)
    named = [node for node in tree.nodes if name and isinstance(node, (ast.Name, ast.Attribute))
             and last_name(node) == name and isinstance(node.ctx, ast.Load)]
    return bool(name) and (len(named) > len(calls) or any(tree.above(call, LOOPS) or not isinstance(
        tree.parent.get(call), (ast.Expr, ast.Await)) and called(tree.parent.get(call)) != "run" for call in calls))


def closed_under_thread(source):
    """Return the hint for a connection that is closed right after a thread was started for it; ''.

        threading.Thread(target=serve, args=(conn,)).start()
        conn.close()
    """
    tree = source.tree
    for call in tree.of("close"):
        name, top = last_name(getattr(call.func, "value", None)), tree.parent.get(call)
        block = next((block for block in blocks(tree.parent.get(top)) if top in block), [])
        tried = tree.parent.get(top)  # try: ....start()  finally: conn.close()
        last = isinstance(tried, ast.Try) and block is tried.finalbody
        before = [part for one in [*(tried.body if last else ()), *block[:block.index(top)]] for part in walk(one)] \
            if block else []
        started = [part for part in before if called(part) in STARTS.keys() - {"Process"}
                   and loops(tree, part)[:1] == loops(tree, call)[:1]
                   and any(name == last_name(one) for given in (*part.args, *(word.value for word in part.keywords))
                           for one in walk(given))]
        waiting = {"join", "result", "recv", "accept", "sleep", "wait", *tree.own}
        waits = any((isinstance(part, LOOPS) or called(part) in waiting or asks_user(part))
                    and started and part.lineno > started[0].lineno for part in before)
        if name and started and not waits and isinstance(top, ast.Expr):
            return f"{source.line(line(call))}this closes {name} as soon as a thread was started for it " \
                f"({source.ref(started[0])}), which still needs it: leave that to the end of the thread's own work."
    return ""


def tested_late(server):
    """Return the hint for an end that is looked for only after it was shown or sent as a message; '' for others.

        while text != "":                          while True:
            text = conn.recv(99).decode()              text = conn.recv(99).decode()
            print(text)                                print(text)
                                                       if not text: break
    """
    tree = server.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        calls = [call for call in tree.of("recv") if tree.above(call, LOOPS)[:1] == [loop]
                 and call not in set(walk(loop.test))]  # while data := conn.recv(99) looks at once
        came = {target_of(tree, call) for call in calls} - {""}
        inside = [part for part in walk(loop) if calls and getattr(part, "lineno", 0) > calls[0].lineno]
        late = [part for part in inside if isinstance(part, ast.If) and is_empty(part.test, came)]
        asked = names_in(loop.test) & came or (set(came) if late else set())
        if not asked:
            continue
        came |= {last_name(target) for part in inside if isinstance(part, ast.Assign) and names_in(part.value) & came
                 for target in part.targets}
        uses = [part for part in inside if called(part) in {"print", *OVER_SOCKETS} and names_in(part) & came]
        uses.sort(key=lambda part: part.lineno)
        tests = [part for part in inside if isinstance(part, (ast.If, ast.Break, ast.Return)) and (
            not isinstance(part, ast.If) or names_in(part.test) & came) and not tree.above(part, ast.ExceptHandler)]
        if uses and not any(one.lineno <= uses[0].lineno for one in tests):
            looks = late[0] if late else loop if is_empty(loop.test, came) or bare(loop.test) in came else None
            before = f", before {server.ref(looks)} looks for it" if looks else ""
            return f"{server.line(line(uses[0]))}recv gives b'' once the client has gone, and here that is taken for " \
                f"a message{before}: leave the loop right after recv (if not {sorted(asked)[0]}: break)."
    return ""


def is_empty(test, names):
    """Tell whether a test asks if one of these names holds nothing: not text, text == "", len(text) == 0."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return bare(test.operand) in names
    if isinstance(test, ast.BoolOp):
        return any(is_empty(part, names) for part in test.values)
    sides = [test.left, *test.comparators] if isinstance(test, ast.Compare) else []
    empty = any(isinstance(side, ast.Constant) and side.value in ("", b"", 0) for side in sides)
    return empty and any((bare(side.args[0]) if called(side) == "len" and side.args else bare(side)) in names
                         for side in sides)


def ends_on_nothing(result, source):
    """Return the hint for an empty line of its own user with which a program, or what asks in it, leaves; or ''."""
    tree, ended = source.tree, f"the {source.role} has ended"
    asks_no_more = f"the {source.role} to ask its user" in result.expected
    if not any("press Enter" in action and f"in {source.role}" in action and (asks_no_more or ended in outcome)
               for action, outcome in result.steps):
        return ""
    for call in filter(asks_user, tree.calls):
        name, function = target_of(tree, call), tree.function(call)
        given = [node.lineno for node in tree.nodes if isinstance(node, ast.Assign) and name in names_in(
            node.targets[0])]
        for node in [node for node in tree.nodes if isinstance(node, (ast.If, ast.While)) and name]:
            before, loop = [number for number in given if number < node.lineno], isinstance(node, ast.While)
            typed = before[-1:] == [call.lineno] or loop and call in walk(node)
            leaves = has_something(node.test, name) if loop else is_empty(node.test, {name}) and not has_something(
                node.test, name) and any(isinstance(part, (ast.Break, ast.Return)) or called(part) in EXITS
                                         for one in node.body for part in walk(one))
            if typed and leaves and tree.function(node) is function:
                return f"{source.line(line(node))}an empty line of its own user ends the conversation here: ask " \
                    "again instead, and leave with a word."
    return ""


def stripped_to_nothing(source):
    """Return the hint for an empty line that has come, of which strip() makes what is taken for the end; ''."""
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) in STRIPS]:
        name, parts = last_name(node.targets[0]), list(walk(node.value))
        heard = next((called(part) for part in parts if called(part) in HEARS and not asks_user(part)), "")
        if not heard or any(source.is_for_a_name(part) for part in parts):
            continue
        for test in [one for one in tree.nodes if isinstance(one, ast.If) and one.lineno > node.lineno]:
            leaves = any(isinstance(part, (ast.Break, ast.Return)) for one in test.body for part in walk(one))
            if leaves and tree.function(test) is tree.function(node) and is_empty(test.test, {name}):
                return f"{source.line(line(test))}{called(node.value)}() ({source.ref(node)}) makes '' of an empty " \
                    f"line that has come, too, and here that is taken for the end: test what {heard} gives before " \
                    "that, which is empty at the end alone."
    return ""


def has_something(test, name):
    """Tell whether a test asks if a name holds something: text, text != "", len(text) > 0."""
    differs = isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.NotEq, ast.Gt))
    return bare(test) == name or differs and is_empty(test, {name})


def bare(node):
    """Return the name of which all is looked at: text of text, text.strip() and text.decode().strip(); '' for others.
    """
    while called(node) in {"strip", "rstrip", "decode"} and isinstance(node.func, ast.Attribute):
        node = node.func.value
    node = node.target if isinstance(node, ast.NamedExpr) else node
    return last_name(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def goes_round_idle(client):
    """Return the hint for a stop word that ends the thread which asks, while the main one does `while True: pass`."""
    tree, started = client.tree, threads_of(client)
    inside = {tree.function(call) for call in tree.calls if asks_user(call) and loops(tree, call)} & started
    idle = [loop for loop in tree.loops if isinstance(loop, ast.While) and tree.function(loop) not in started
            and isinstance(loop.test, ast.Constant)
            and all(isinstance(one, (ast.Pass, ast.Continue)) for one in loop.body)]
    last = [call for name in ("exit", "close") for call in tree.of(name) if tree.function(call) in inside]
    if not (idle and last) or tree.of("_exit", "kill"):
        return ""
    what = "exit() ends its own thread" if called(last[0]) == "exit" else "this ends the thread that asks"
    return f"{client.line(line(last[0]))}{what}, and no other: the main thread goes round in line {line(idle[0])}, " \
        "for ever. Have that one wait for the thread that asks, by join(), with the other one as a daemon."


def threads_of(source):
    """Return the functions of a program that a thread does."""
    names = {last_name(target_of_start(call)) for call in source.tree.of("Thread")}
    return {one for name in names - {""} for one in source.tree.defined.get(name, ())}


def daemon(source):
    """Return how a thread becomes a daemon; a class of its own has an __init__ that may not take it as an argument."""
    name = next(iter(sorted(source.own_threads)), "")
    return "Thread(..., daemon=True)" if source.calls("Thread") or not name else \
        f"set daemon to True for each {name} before its start(), as self.daemon = True in its __init__ does"
