"""Errors of threads, coroutines and queues: begun too early, twice or not at all, never awaited, asked at once."""
import ast
import re

from lab12.finder.syntax import FUNCTIONS, called, last_name, line
from lab12.grader.accepting import starts_without_end
from lab12.grader.causes import on
from lab12.grader.coroutines import never_awaited


@on(r"object (\w+) can't be used in 'await' expression|object (\w+) can't be used in")
def not_awaitable(fault, found):
    for node in [node.value for node in fault.source.tree.nodes if isinstance(node, ast.Await) and fault.is_at(node)]:
        if not isinstance(node, (ast.Name, ast.Attribute)) or not {"method", "function"} & {*found.groups()}:
            continue
        return f"{fault.at}what is awaited is called, with parentheses: await {ast.unparse(node)}()."
    return f"{fault.at}await is for functions that are defined with async def; this one is not: leave await out."


@on(r"Passing coroutines is forbidden")
def bare_coroutines(fault, found):
    return f"{fault.at}asyncio.wait takes tasks: asyncio.create_task(...) around each of these calls; or " \
        "asyncio.gather(...), which takes the calls as they are."


@on(r"Python is (?:likely )?shutting down")
def shutting_down(fault, found):
    last = [node for node in fault.source.tree.nodes if isinstance(node, FUNCTIONS) and getattr(
        node, "name", "") == "__del__"]
    return last and f"{fault.source.line(line(last[0]))}Python calls __del__ once it ends, when its modules are gone " \
        "already: do this in a method that is called before, as close() is, or leave it out."


@on(r"no running event loop|no current event loop|attached to a different loop|event loop is already running"
    r"|cannot be called from a running event loop")
def event_loop(fault, found):
    return f"{fault.at}there is one event loop, that of asyncio.run(main()): start everything from within main."


@on(r"was never awaited|'coroutine' object|coroutine (?:object|expected)|a coroutine was expected")
def not_awaited(fault, found):
    if told := "never awaited" in fault.words and never_awaited(fault.source):
        return told
    tree, bare = fault.source.tree, re.search(r"coroutine was expected, got <function (\w+)", fault.words)
    if bare:
        call = next((one for one in fault.calls if one.args and last_name(one.args[0]) == bare[1]), None)
        name = ast.unparse(call.func) if call else "asyncio.run"
        made = next((one for one in tree.defined.get(bare[1], ()) if hasattr(one, "args")), None)
        given = ", ".join(one.arg for one in made.args.args if one.arg != "self") if made else ""
        return f"{fault.at}{bare[1]} is only named here, and {name} wants what a call of it gives: " \
            f"{name}({ast.unparse(call.args[0]) if call else bare[1]}({given}))."
    used = {node.id for node in tree.nodes if isinstance(node, ast.Name) and fault.is_at(node)}
    given = [value for name in sorted(used) for value in tree.given.get(name, ())]
    given += [node.value for node in tree.nodes if isinstance(node, ast.NamedExpr) and node.target.id in used]
    for value in given:
        if isinstance(value, ast.Call) and line(value) != fault.line:
            return f"{fault.source.line(line(value))}{called(value)} gives its value only with await before it."
    bare = [call for call in tree.of("readline", "readuntil", "readexactly", "read") if isinstance(
        tree.function(call), ast.AsyncFunctionDef) and isinstance(tree.parent.get(call), ast.Assign)]
    if bare and not fault.at and "asyncio" in tree.words:
        return f"{fault.source.line(line(bare[0]))}{called(bare[0])} gives its value only with await before it."
    return f"{fault.at}a function that is defined with async def runs only with await before it."


@on(r"[Tt]hread\.__init__\(\) (?:was )?not called")
def thread_not_begun(fault, found):
    for node in [node for node in fault.source.tree.nodes if isinstance(node, ast.ClassDef)]:
        made = [part for part in node.body if getattr(part, "name", "") == "__init__"]
        if made and "Thread" in map(last_name, node.bases):
            return f"{fault.source.line(line(made[0]))}{node.name} is a Thread, and its __init__ takes the place of " \
                "Thread's own: call that first, super().__init__()."
    return f"{fault.at}an __init__ of a class of Thread has to call Thread's own first: super().__init__()."


@on(r"threads can only be started once")
def started_twice(fault, found):
    return f"{fault.at}a thread can be started once: make a new Thread(...) each time."


@on(r"cannot set daemon status of active thread|process has already started")
def daemon_too_late(fault, found):
    return f"{fault.at}what a thread is to be has to be said before it is started: this comes before start()."


@on(r"cannot join (?:thread|process)? ?before it is started|can only join a started process")
def never_begun(fault, found):
    joins = [call for call in fault.calls if called(call) == "join" and isinstance(call.func, ast.Attribute)]
    name = ast.unparse(joins[0].func.value) if joins else "it"
    return f"{fault.at}join waits for the end of what has never begun: {name}.start() before this."


@on(r"can't start new thread|Too many open files|\[Errno 24\]")
def too_many_threads(fault, found):
    return starts_without_end(fault.source) or \
        f"{fault.at}this is done again and again without end: is it in a loop that never waits?"


@on(r"group argument must be None")
def group_given(fault, found):
    call = next((call for call in fault.calls if called(call) in {"Thread", "Process"}), None)
    given = [ast.unparse(one) for one in call.args] if call else []
    names = zip(("target", "args"), given or ("...", "(...)"), strict=False)
    write = ", ".join(f"{name}={value}" for name, value in names)
    return f"{fault.at}the first argument of Thread is none of the function's: give them by name, Thread({write})."


@on(r"^(?:\w+\.)*_?(?:Queue)?(Empty|Full)\b")
def queue_at_once(fault, found):
    queues = {"get_nowait", "put_nowait", "get", "put"}
    name = next((called(call) for call in fault.calls if called(call) in queues), "")
    at_once = name.removesuffix("_nowait") or ("get" if found[1] == "Empty" else "put")
    limit = next((word for call in fault.calls if called(call) == name for word in call.keywords
                  if word.arg == "timeout"), None)
    if limit:
        return f"{fault.at}{name} waits {ast.unparse(limit.value)} seconds here, and then raises this error: without " \
            f"timeout it waits for as long as it takes; or catch queue.{found[1]}."
    how = "there is nothing in the queue yet" if found[1] == "Empty" else "the queue has no room"
    return f"{fault.at}{name or at_once} does not wait, and raises this error where {how}: {at_once}() waits."


def not_waited_for(fault):
    """Return the hint for a gather() for which nothing waits, so that main() is over at once; '' for others."""
    tree = fault.source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Expr)]:
        function = tree.function(node) if called(node.value) in {"gather", "wait"} and ast.unparse(
            node.value.func).rpartition(".")[0] in ("", "asyncio") else None
        if isinstance(function, ast.AsyncFunctionDef) and node in function.body[-1:] and any(
                function.name == called(one) for call in tree.of("run") for one in call.args):
            return f"{fault.source.line(line(node))}nothing waits for this, so {function.name}() is over at once, " \
                f"and asyncio.run() cancels what has just begun: await {ast.unparse(node.value)}."
    return ""


@on(r"^(?:asyncio\.)?(?:exceptions\.)?CancelledError")
def cancelled(fault, found):
    return not_waited_for(fault) or f"{fault.at}asyncio.run() cancels what still waits here once main() has ended, " \
        "and Python shows that: end the connection before main() ends, or catch asyncio.CancelledError around this."
