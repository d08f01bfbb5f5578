"""Late: what a client starts, or shows, only once something else has come, or a turn too late; or ''."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, asks_user, called, last_name, line
from lab12.grader.received import last_part

STARTS = "Thread", "start_new_thread"


def starts_late(client):
    """Return what is wrong where a thread is started behind the loop in which the user is asked; '' if none is."""
    tree = client.tree
    for call in tree.of(*STARTS):
        statement = next(iter(tree.above(call, ast.stmt)), None)
        block = [loop for loop in tree.loops if isinstance(loop, ast.While) and loop.end_lineno < call.lineno
                 and tree.block(loop) is tree.block(statement)]
        asked = [loop for loop in block if any(asks_user(part) for part in walk(loop))
                 and any(called(part) in OVER_SOCKETS for part in walk(loop))]
        asked = [loop for loop in asked if not any(called(part) in RECEIVES for part in walk(loop))]  # no login
        later = [part for part in tree.calls if part.lineno > call.lineno and (
            asks_user(part) or tree.is_own(part.func))]
        later += [part for part in tree.nodes if last_name(part) == "stdin" and part.lineno > call.lineno]
        if asked and not later and len(tree.of(*STARTS)) == 1:
            return f"{client.line(line(call))}the thread is made only once the loop in line {line(asked[0])} has " \
                "ended, in which the user is asked: start it before that loop."
    return ""


def awaits_first(client):
    """Return the hint for a coroutine that receives, and begins only once the one that asks has ended; '' for none.

        await speak(writer)
        await hear(reader)
    """
    tree = client.tree
    awaited = [node for node in tree.nodes if isinstance(node, ast.Await) and isinstance(node.value, ast.Call)
               and isinstance(tree.parent.get(node), ast.Expr) and tree.is_own(node.value.func)]
    for first, second in zip(awaited, awaited[1:], strict=False):
        does = [{called(part) for part in reached(tree, tree.defined.get(called(one.value), ()))} for one in (
            first, second)]
        asks = any((asks_user(part) or called(part) in {"to_thread", "run_in_executor", "ainput", "prompt_async"})
                   and tree.above(part, LOOPS)  # and not his name alone
                   for part in reached(tree, tree.defined.get(called(first.value), ())))
        hears = {"readline", "read", "readuntil", "readexactly", "recv"}
        sends = {*OVER_SOCKETS, "write"}
        apart = does[0] & sends and not does[0] & hears and does[1] & hears and not does[1] & sends
        if asks and apart and tree.block(tree.parent[first]) is tree.block(tree.parent[second]):
            return f"{client.line(line(second))}{called(second.value)} begins only once {called(first.value)} " \
                f"({client.ref(first)}) has ended, and so shows nothing before: await asyncio.gather(...) of both."
    return ""


def starts_early(client):
    """Return the hint for a thread that receives, and is started before its socket is connected; '' for none.

        threading.Thread(target=hear, args=(link,)).start()
        link.connect(("127.0.0.1", 5000))
    """
    tree = client.tree
    for connect in tree.of("connect"):
        whose = {last_name(getattr(connect.func, "value", None))} - {""}
        for call in [call for call in tree.of(*STARTS) if call.lineno < connect.lineno
                     and tree.function(call) is tree.function(connect) and not starts_behind(tree, call, connect)]:
            handed = {parameter.arg for parameter, given in client.handed(call) if last_name(given) in whose}
            target = next((word.value for word in call.keywords if word.arg == "target"), next(iter(call.args), None))
            does = reached(tree, tree.defined.get(last_name(target), ()))
            hears = [part for part in does if called(part) in RECEIVES and last_name(
                getattr(part.func, "value", None)) in whose | handed and not tree.above(part, ast.Try)]
            waits = {called(part) for part in does} & {"wait", "get", "sleep", "is_set", "acquire", "connect"}
            if hears and not waits and not tree.above(connect, LOOPS):
                return f"{client.line(line(call))}this starts the thread before the socket is connected " \
                    f"({client.ref(connect)}): connect first."
    return ""


def starts_behind(tree, made, other):
    """Tell whether a thread that is made before a call is started behind it, by its name: hearer.start()."""
    names = {last_name(target) for target in getattr(tree.parent.get(made), "targets", ())}
    return any(last_name(getattr(call.func, "value", None)) in names and call.lineno > other.lineno
               for call in tree.of("start"))


def starts_each_time(client):
    """Return the hint for a thread that receives and is started in the loop in which the user is asked; '' for none.

        while (text := input()) != "exit":
            link.sendall(text.encode())
            threading.Thread(target=hear).start()
    """
    tree = client.tree
    for call in tree.of(*STARTS):
        target = next((word.value for word in call.keywords if word.arg == "target"), next(iter(call.args), None))
        hears = {called(part) for part in reached(tree, tree.defined.get(last_name(target), ()))}
        above = tree.above(call, (*LOOPS, ast.If))[:1] if hears & {*RECEIVES, "makefile", "read"} else []
        for loop in [one for one in above if isinstance(one, LOOPS)]:
            asks = [part for part in walk(loop) if asks_user(part) and part.lineno < call.lineno]
            once = any(isinstance(one, ast.Break) and one.lineno > call.lineno for one in loop.body)  # of a login
            if asks and not once and not any(called(part) in {"connect", "create_connection"} for part in walk(loop)):
                return f"{client.line(line(call))}this thread is started only once its user has typed something, " \
                    f"and one more with each message: start it once, before the loop of line {line(loop)}."
    return ""


def flag_down(source):
    """Return the hint for a thread whose loop goes on while a flag is up, which is put up only after its start; ''.

        alive = False
        threading.Thread(target=hear).start()                # def hear(): while alive: ...
        alive = True
    """
    tree = source.tree
    for made in tree.of("Thread"):
        target = next((word.value for word in made.keywords if word.arg == "target"), None)
        names = {last_name(one) for one in getattr(tree.parent.get(made), "targets", ())} - {""}
        starts = [call for call in tree.of("start") if isinstance(call.func, ast.Attribute) and (
            call.func.value is made or last_name(call.func.value) in names)]
        for function in tree.defined.get(last_name(target), ()) if starts else ():
            loop = next((one for one in function.body if isinstance(one, ast.While)), None) if hasattr(
                function, "name") else None
            first = function.body[:function.body.index(loop)] if loop else []
            waits = any(isinstance(part, ast.Call) and called(part) != "print" for one in first for part in walk(one))
            flag = last_name(loop.test) if loop and not waits else ""
            sets = [(node, node.value.value, tree.function(node)) for node in tree.nodes if flag and isinstance(
                node, ast.Assign) and last_name(node.targets[0]) == flag and isinstance(node.value, ast.Constant)]
            here = tree.function(starts[0]) if starts else None
            before = [(node, value) for node, value, there in sets if (
                node.lineno < starts[0].lineno if there is here else getattr(there, "name", "") in ("", "__init__"))]
            after = [node for node, value, there in sets
                     if value is True and there is here and node.lineno > starts[0].lineno]
            if before and after and not any(value for _, value in before) and not tree.above(starts[0], LOOPS):
                return f"{source.line(line(after[0]))}{flag} becomes True only here, after the thread has been " \
                    f"started ({source.ref(starts[0])}), whose loop ({source.ref(loop)}) ends while it is " \
                    f"{before[-1][1]} ({source.ref(before[-1][0])}): set it before start()."
    return ""


def held_back(source):
    """Return the hint for what is written to the screen without a newline, and so not shown before one; '' if none is.

    A line as it was read has its own, and input() shows what was held back until then.
    """
    lines = lines_read(source)
    for call in source.tree.of("write", "print"):
        text = ast.unparse(call)
        to_screen = last_name(getattr(call.func, "value", None)) == "stdout" or called(call) == "print" and any(
            word.arg == "end" and source.tree.value(word.value) in ("", " ") for word in call.keywords)
        flushed = "flush" in source.tree.words or "flush" in text
        whole = bool(call.args) and last_name(last_part(call.args[-1])) in lines
        if to_screen and source.shows_what_comes(call) and "\\n" not in text and not (
                flushed or whole or asks_next(source.tree, call)):
            return f"{source.line(line(call))}what is written without a newline at its end is held back until one " \
                "comes: print it with one, or with flush=True."
    return ""


def asks_next(tree, call):
    """Tell whether the statements behind one that prints ask the user, by input(), in the same block."""
    statement = next(iter(tree.above(call, ast.stmt)), None)
    block = next((found for name in ("body", "orelse", "finalbody") if statement in (
        found := getattr(tree.parent.get(statement), name, None) or [])), [])
    behind = block[block.index(statement) + 1:] if block else []
    return any(called(part) in {"input", "raw_input"} for one in behind for part in walk(one))


def lines_read(source):
    """Return the names of lines as they are read, each with its newline: by readline(), or by a loop over a file."""
    given = [(target, value) for node in source.tree.nodes for target, value in source.given_by(node)]
    files = {"rfile"} | {last_name(target) for target, value in given if called(value) == "makefile"} - {""}
    return {last_name(target) for target, value in given if called(last_part(value)) == "readline"} | {
        last_name(loop.target) for loop in source.tree.loops if isinstance(loop, (ast.For, ast.AsyncFor)) and (
            isinstance(loop, ast.AsyncFor) or called(loop.iter) == "makefile" or last_name(loop.iter) in files)} - {""}


def answers_before(sender, receiver):
    """Return the hint for a server that sends something of its own before it asks for each reply; '' for others.

        data, where = link.recvfrom(99)
        link.sendto(data, where)
        link.sendto(input().encode(), where)
    A client that takes in one message for each of its own takes this for the reply, and each reply for the next one.
    """
    tree = sender.tree
    heard = receiver.tree.of(*RECEIVES)
    rounds = receiver.tree.above(heard[0], LOOPS) if len(heard) == 1 else []
    asked = [call for call in receiver.tree.calls if asks_user(call)]
    if not any(receiver.tree.above(call, LOOPS)[:1] == rounds[:1] for call in asked if rounds):
        return ""
    for loop in tree.loops:
        said = [[part for part in walk(one) if called(part) in OVER_SOCKETS] if isinstance(
            one, (ast.Expr, ast.Assign)) else [] for one in loop.body]
        does = ["asks" if any(asks_user(part) for part in walk(one)) else "hears" if any(
            called(part) in RECEIVES for part in walk(one)) else "sends" if said[place] else ""
            for place, one in enumerate(loop.body)]
        order = [what for what in does if what]
        if order[:3] == ["hears", "sends", "asks"]:
            return f"{sender.line(line(said[does.index('sends')][0]))}this goes out before the user is asked: a " \
                "client that takes in one message for each of its own shows this as the reply, and each reply one " \
                "turn too late. Leave it out."
    return ""
