"""Coroutines: calls of asyncio that are never awaited, or that wait for the same; '' where the source is sound."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import handed, parameters
from lab12.finder.syntax import FUNCTIONS, LOOPS, called, last_name, line
from lab12.grader.frameworks import HOOKS

STREAMS = {"read", "readline", "readuntil", "readexactly"}  # of asyncio
TASKS = {"create_task", "ensure_future", "gather"}
OF_ASYNCIO = {"serve_forever", "sock_sendall", "create_datagram_endpoint", "start_server", "open_connection"}


def never_awaited(source):
    """Return the hint for a call of an async function of the script that stands alone, without await."""
    tree = source.tree
    for node in tree.nodes:
        call = node.value if isinstance(node, ast.Expr) else None
        name = called(call)
        if name in OF_ASYNCIO and isinstance(tree.function(call), ast.AsyncFunctionDef) and not tree.is_own(call.func):
            return f"{source.line(line(call))}without await nothing of {name} runs, this only makes a coroutine: " \
                f"await {ast.unparse(call)}."
        if told := of_a_queue(source, node):
            return told
        made = tree.defined.get(name, ()) if name and tree.is_own(call.func) else ()
        if made and all(isinstance(one, ast.AsyncFunctionDef) and not one.decorator_list for one in made):
            return f"{source.line(line(call))}without await nothing of {name} runs, this only makes a coroutine: " \
                f"{run_so(tree, call, made)}."
    return ""


def run_so(tree, call, made):
    """Return as a text how what a call of these async functions makes is run, where the call stands."""
    function, text = tree.function(call), ast.unparse(call)
    if function is None:
        return f"asyncio.run({text})"
    if isinstance(function, ast.AsyncFunctionDef):
        goes_on = any(isinstance(part, (ast.While, ast.AsyncFor)) for one in made for part in one.body)
        more = any(isinstance(part, ast.Await) and part.lineno > call.lineno for part in walk(function))
        return f"asyncio.create_task({text})" if goes_on and more else f"await {text}"
    return f"asyncio.create_task({text})" if by_asyncio(tree, function) else \
        f"asyncio.run_coroutine_threadsafe({text}, loop)"


def by_asyncio(tree, function):
    """Tell whether a function is a method of a protocol, which asyncio calls within its loop."""
    return any(last_name(base) in HOOKS for base in getattr(tree.parent.get(function), "bases", ()))


def of_a_queue(source, node):
    """Return the hint for a statement that puts into a queue of asyncio, or takes from it, without await; ''."""
    tree, call = source.tree, getattr(node, "value", None) if isinstance(node, (ast.Expr, ast.Assign)) else None
    if called(call) not in {"put", "get"} or not isinstance(tree.function(call), ast.AsyncFunctionDef):
        return ""
    made = [value for values in tree.given.values() for value in values if called(value) in {"Queue", "LifoQueue"}]
    at_queue = made and all(last_name(getattr(value.func, "value", None)) == "asyncio" for value in made)
    whose = last_name(getattr(call.func, "value", None))
    kept = called(call) == "put" or any(value in made for value in tree.given.get(whose, ()))
    if at_queue and kept and called(call) not in tree.defined and not (called(call) == "get" and call.args):
        return f"{source.line(line(call))}without await nothing of {called(call)} is done, this only makes a " \
            f"coroutine: await {ast.unparse(call)}."
    return ""


def two_readers(source):
    """Return the hint for two coroutines that wait for what comes over one connection (Python docs, StreamReader)."""
    tree = source.tree
    for function in [node for node in tree.nodes if isinstance(node, ast.AsyncFunctionDef)]:
        reads, seen = {}, set()
        for call in [call for call in tree.calls if tree.function(call) is function]:
            if called(call) in TASKS:
                for one in [part for given in call.args for part in walk(given) if isinstance(part, ast.Call)
                            and part not in seen and not seen.add(part)]:  # gather(create_task(hear(reader)))
                    for name, read in reads_of(tree, one):
                        reads.setdefault(name, []).append((one, read))
            elif called(call) in STREAMS and isinstance(call.func, ast.Attribute) and reads.get(
                    name := last_name(call.func.value)):
                reads[name].append((call, call))
        for name, ((begins, one), *more) in reads.items():
            if more := [read for call, read in more if not apart(tree, begins, call) and not over(tree, begins, call)]:
                return f"{source.line(line(more[0]))}this waits for what comes from {name}, and {source.ref(one)} " \
                    "does so at the same time: asyncio ends the second one with RuntimeError. Have one coroutine " \
                    "receive all that comes, or begin the other one later."
    return ""


def over(tree, begins, later):
    """Tell whether what a call has begun is waited for before another one: await task, or await gather(...)."""
    above = [begins, *tree.above(begins, ast.Call)]
    tasks = [tree.parent.get(call) for call in above if called(call) in TASKS]
    names = {last_name(target) for task in tasks for target in getattr(task, "targets", ())} - {""}
    return any(isinstance(task, ast.Await) and task.end_lineno < later.lineno for task in tasks) or any(
        isinstance(node, ast.Await) and last_name(node.value) in names and node.lineno < later.lineno
        for node in walk(tree.function(later)))


def apart(tree, one, other):
    """Tell whether only one of two nodes is ever done: one stands under an if, and the other one under its else."""
    def inside(node, block):
        return any(part is node for statement in block for part in walk(statement))
    return any(inside(first, choice.body) and inside(second, choice.orelse) for choice in tree.above(one, ast.If)
               for first, second in ((one, other), (other, one)))


def reads_of(tree, call):
    """Return (argument, the call that reads from it again and again) for a call of an async function of the script."""
    found = []
    for one in tree.defined.get(called(call), ()) if tree.is_own(call.func) else ():
        for parameter, given in parameters(one, call.args) if isinstance(one, ast.AsyncFunctionDef) else ():
            found += [(last_name(given), read) for read in walk(one) if called(read) in STREAMS and last_name(
                getattr(read.func, "value", None)) == parameter.arg and tree.above(read, LOOPS)][:1]
    return found


def other_stream(source):
    """Return the hint for a StreamWriter that is read from, or a StreamReader that is written to; '' for neither.

    The error is kept in the task, and nobody sees it before the program ends:

        reader, writer = await asyncio.open_connection(host, port)
        hearing = asyncio.create_task(hear(writer))          # line = await writer.readline()
    """
    tree = source.tree
    pairs = [target.elts for node in tree.nodes if isinstance(node, ast.Assign) and called(
        getattr(node.value, "value", None)) == "open_connection" for target in node.targets
        if isinstance(target, ast.Tuple) and len(target.elts) == 2]
    handlers = [one for call in tree.of("start_server") for one in tree.defined.get(
        last_name(next(iter(call.args), None)), ()) if hasattr(one, "args")]
    pairs += [names for one in handlers if len(names := [part for part in one.args.args if part.arg != "self"]) == 2]
    names = [[str(getattr(one, "arg", "") or last_name(one)) for one in pair] for pair in pairs]
    readers, writers = ({pair[place] for pair in names} for place in (0, 1))
    given = [str(one.id) for one in tree.nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    apart = [one for one in tree.nodes if isinstance(one, FUNCTIONS) and one not in handlers and hasattr(one, "name")]
    others = {str(parameter.arg) for one in apart for parameter, value in (
        pair for site in tree.sites(one) for pair in handed(tree, site)) if parameter in one.args.args
        and not str.__eq__(str(last_name(value)), str(parameter.arg))}  # one of the same name is something else there
    others |= {str(part.arg) for one in apart for part in (one.args.kwonlyargs if tree.sites(one) else walk(one.args))
               if isinstance(part, ast.arg)}
    others |= {str(part.arg) for one in tree.nodes if isinstance(one, ast.Lambda) for part in one.args.args}
    others |= {str(one.asname or one.name) for one in tree.nodes if isinstance(one, ast.alias)}
    once = {name for name in readers ^ writers if given.count(name) < 2 - bool(handlers)} - others
    for call in tree.calls:
        whose = getattr(call.func, "value", None)
        name = str(whose.id) if isinstance(whose, ast.Name) else ""
        wrong = STREAMS if name in writers & once else {"write", "drain"} if name in readers & once else ()
        if called(call) in wrong and len(names) == 1:
            kinds = ("StreamWriter", names[0][0]) if name in writers else ("StreamReader", names[0][1])
            return f"{source.line(line(call))}{name} is a {kinds[0]}, which has no {called(call)}: " \
                f"{kinds[1]}.{called(call)} is meant."
    return ""
