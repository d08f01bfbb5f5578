"""Hints on Ctrl-C: programs that do not end on it, or end with a traceback."""
import ast
import re

from lab12.finder.menus import EXITS
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, asks_user, called, last_name, line
from lab12.finder.ways import loops
from lab12.grader.hints_on_endings import lost
from lab12.grader.leaving import daemon, pool_waits
from lab12.grader.patience import by_timer
from lab12.grader.reading import first
from lab12.grader.received import RECEIVES
from lab12.grader.slips import joins_first, wakes_nobody
from lab12.grader.unreached import WAITS

OF_THREADS = "ThreadingTCPServer", "ThreadingUDPServer"  # of socketserver


def quiet(result, roles, server, client):
    if "to show" in result.expected and roles.kind == "chat":  # before Ctrl-C, since others have gone
        return lost(result, roles, server, client)
    source = server if "server" in result.expected else client
    if "to end" in result.expected and ("waits" in result.seen or "goes on" in result.seen):
        return first(
            source.calls("to_thread", "run_in_executor") and "daemon" not in source.text
            and {"input", "stdin"} & source.tree.words and f"{source.at('to_thread', 'run_in_executor')}the thread of "
            f"asyncio's own in which {'input()' if 'input' in source.tree.words else 'stdin'} waits keeps the program "
            "alive until the next Enter: ask in a threading.Thread(..., daemon=True).",
            "main thread has ended" not in result.seen and (
                joins_first(source) or wakes_nobody(source) or "keyboard" in result.seen and asks_last(source)
                or goes_on_after(source)),
            pool_waits(source),
            asked_in_loop(source),
            not source.tree.words & {"daemon_threads"} and (made := source.of(*OF_THREADS) or source.holds_class(
                "ThreadingMixIn", *OF_THREADS)) and f"{source.line(line(made[0]))}each client has a thread here that "
            "keeps the program alive after its main thread has ended: server.daemon_threads = True, or so in its "
            "class.",
            by_timer(source),
            source.threads and not source.daemons and f"{source.hearer}a thread that never "
            f"ends keeps the program alive after its main thread has ended: {daemon(source)}.",
            goes_on_after(source),
            (where := source.holding(r"except\s*:|except BaseException|SIG_IGN")) and f"{where}this catches Ctrl-C "
            "(KeyboardInterrupt), and goes on: catch the errors by their names.",
            f"{source.receives}Ctrl-C must end this program: let KeyboardInterrupt end the loop.")
    if asked := source.threads and re.search(r"KeyboardInterrupt$", result.seen) and asks_in_thread(source):
        return asked
    runs = [call for call in source.of("run") if getattr(getattr(call.func, "value", None), "id", "") == "asyncio"]
    return first(
        runs and not source.catches("KeyboardInterrupt", "run") and f"{source.line(line(runs[0]))}asyncio.run() ends "
        "its tasks on Ctrl-C and raises KeyboardInterrupt here: catch it around this call (try: asyncio.run(...) "
        "except KeyboardInterrupt: pass).",
        too_narrow(source, result),
        not (named(source) and source.catches("KeyboardInterrupt", "input", *RECEIVES, "accept"))
        and f"{source.name}: Ctrl-C raises KeyboardInterrupt in input() and recv(). Catch it around the loop and close "
        "the socket (or signal.signal(signal.SIGINT, signal.SIG_DFL) on top: then it simply ends).",
        f"{source.name}: KeyboardInterrupt is caught in a part of it only; the loop in which it comes here has none.")


def goes_on_after(source):
    """Return the hint for an except in a loop that catches Ctrl-C and has the loop go on; '' where there is none.

    It comes where the main thread waits: for its user, for what comes, or for select to say that something has. Nobody
    knows what becomes of a name that is given something: text = "exit".
    """
    tree, threads = source.tree, in_threads(source)
    for node in [node for node in tree.nodes if isinstance(node, ast.ExceptHandler) and catches(node)]:
        inside = [part for one in node.body for part in walk(one)]
        guarded, above = reached(tree, tree.parent[node].body, starts=False), tree.above(node, LOOPS)[:1]
        waits = any(asks_user(part) or called(part) in {*RECEIVES, *WAITS, "accept"} for part in guarded) and not any(
            called(part) in {"select", "poll"} and part not in guarded for loop in above for part in walk(loop))
        leaves = any(isinstance(part, (ast.Break, ast.Return, ast.Raise)) or called(part) in EXITS or isinstance(
            part, ast.Assign) and called(part.value) not in {*RECEIVES, "accept"} for part in inside)
        beside = getattr(tree.function(node), "name", "") in threads
        if above and waits and not leaves and not beside and next(filter(catches, tree.parent[node].handlers)) is node:
            return f"{source.line(line(node))}Ctrl-C (KeyboardInterrupt) is caught here, and the loop goes on: leave " \
                "it here (break)."
    return ""


def asks_last(source):
    """Return the hint for a question in the finally of a conversation, which comes once Ctrl-C has ended that; ''."""
    for node in [node for node in source.tree.nodes if isinstance(node, ast.Try)]:
        talks = any(asks_user(part) for one in node.body for part in walk(one))
        asked = [part for one in node.finalbody for part in walk(one) if asks_user(part)]
        if talks and asked:
            return f"{source.line(line(asked[0]))}once Ctrl-C has ended the conversation, this asks once more, and " \
                "waits for Enter: print() what there is to say."
    return ""


def catches(handler):
    """Tell whether an except catches KeyboardInterrupt, by its name or whatever comes."""
    names = {last_name(part) for part in walk(handler.type)} if handler.type else {"BaseException"}
    return bool({"KeyboardInterrupt", "BaseException"} & names)


def named(source):
    """Tell whether anything in a program catches KeyboardInterrupt by its name: a bare except is for other errors."""
    return any(isinstance(node, ast.ExceptHandler) and node.type and {"KeyboardInterrupt", "BaseException"} & {
        last_name(part) for part in walk(node.type)} for node in source.tree.nodes)


def asked_in_loop(source):
    """Return the hint for one whose user is asked in a coroutine, where asyncio cannot act on Ctrl-C; '' for others."""
    asks = [call for call in source.of("input") if isinstance(source.tree.function(call), ast.AsyncFunctionDef)]
    return f"{source.line(line(asks[0]))}while input() waits here, asyncio only notes that Ctrl-C was pressed: " \
        "signal.signal(signal.SIGINT, signal.SIG_DFL) before asyncio.run() has it end at once." if asks else ""


def asks_in_thread(source):
    """Return the hint for one whose user is asked in a thread, while its main thread has nothing left to do; ""."""
    tree, started = source.tree, in_threads(source)
    asks = [call for call in source.of("input") if getattr(tree.function(call), "name", "") in started]
    receives = [call for call in tree.of(*RECEIVES) if getattr(tree.function(call), "name", "") not in started]
    if source.daemons and any(loops(tree, call) for call in receives):
        return ""  # the main thread does not wait for the one that asks
    return f"{source.line(line(asks[0]))}this asks in a thread, and Ctrl-C goes to the main thread, which waits for " \
        "the others to end: ask in the main thread, and catch KeyboardInterrupt there." if asks else ""


def in_threads(source):
    """Return the names of the functions that are started in threads."""
    tree = source.tree
    started = {last_name(word.value) for call in tree.of("Thread") for word in call.keywords if word.arg == "target"}
    started |= {last_name(call.args[0]) for call in tree.of("start_new_thread") if call.args}
    return started | {"run"} if source.own_threads else started


def too_narrow(source, result):
    """Return the hint for Ctrl-C that comes where none of a script's excepts catches it, and none names it; ''."""
    handlers = [node for node in source.tree.nodes if isinstance(node, ast.ExceptHandler)]
    if any(node.type and re.search(r"KeyboardInterrupt|BaseException", ast.unparse(node.type)) for node in handlers):
        return ""
    found = re.search(r"KeyboardInterrupt, line (\d+)$", result.seen)
    here = [call for call in source.calls_at(int(found[1]) if found else 0) if called(call) in {
        "input", "accept", *RECEIVES}]
    around = [one for call in here[-1:] for above in source.tree.above(call, ast.Try) for one in above.handlers
              if one.type and any(call is part for statement in above.body for part in walk(statement))]
    if around:
        return f"{source.line(line(around[-1]))}`except {ast.unparse(around[-1].type)}` does not catch " \
            f"KeyboardInterrupt, which Ctrl-C raises in line {found[1]}: add `except KeyboardInterrupt` beside it."
    bare = [node for node in handlers if node.type is None]
    return f"{source.line(int(found[1]))}Ctrl-C raises KeyboardInterrupt here, and the except of line " \
        f"{line(bare[0])} is around other lines: catch it around the loop, and close the socket." if here and bare \
        else ""
