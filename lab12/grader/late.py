"""Late: what a client starts only once its user has typed something, so that nothing is shown until then; '' else."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, asks_user, called, last_name, line

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
        asks = any(asks_user(part) or called(part) in {"to_thread", "run_in_executor", "ainput", "prompt_async"}
                   for part in reached(tree, tree.defined.get(called(first.value), ())))
        hears = does[1] & {"readline", "read", "readuntil", "readexactly", "recv"}
        if asks and hears and does[0] & {*OVER_SOCKETS, "write"} and not does[1] & {*OVER_SOCKETS, "write"} and (
                tree.block(tree.parent[first]) is tree.block(tree.parent[second])):
            return f"{client.line(line(second))}{called(second.value)} begins only once {called(first.value)} " \
                f"({client.ref(first)}) has ended, and so shows nothing before: await asyncio.gather(...) of both."
    return ""


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
