"""Traits tells what a script does besides its sockets: what it asks for, how it writes, what only a person can try."""
import ast
import re
import sys
from importlib.util import find_spec

from lab12.finder import argparsing, command_line, credentials, joining, losing, questions, rows, stopping, windows
from lab12.finder.hearing import as_it_comes
from lab12.finder.mistakes import mistakes, modules
from lab12.finder.nodes import walk
from lab12.finder.reach import parameters, reached
from lab12.finder.syntax import (
    CONNECTS,
    LISTENS,
    LOOPS,
    RECEIVES,
    SENDS,
    asked_with,
    asks_user,
    called,
    last_name,
    line,
    names_in,
    peeks,
)
from lab12.finder.transports import beside_talk
from lab12.finder.turns import turn_words
from lab12.finder.usage import usage
from lab12.finder.wants import wanted
from lab12.finder.ways import loops

OF_WINDOWS = "msvcrt", "winreg", "winsound", "_winapi", "nt", "msilib"  # of the standard library
OF_PYTHON_2 = "SyntaxError: Missing parentheses in call to 'print'"
ASYNC = re.compile(r"^(?!\s*#).*\.async\(", re.M)  # a name before Python 3.7: asyncio.async(talk())
BUILT = {"tkinter": "_tkinter", "curses": "_curses"}  # packages, and what a Python that was built without them lacks

UNKNOWN = 2.0  # seconds: a time limit that the source does not tell
MOST = 12.0    # seconds in which a program is awaited that looks for others before it asks its user

INTRO = 4.0, 15.0  # seconds of sleep that are waited for as it is, and at most, before a conversation
TAKES = {"get", "get_nowait", "popleft"}  # from a queue
SLEEP = 3.0  # seconds: a turn that takes longer is none of a conversation


def read_traits(script, tree):
    """Fill in what the script asks for, where it stops and what may go wrong."""
    script.slowly, script.sleeps, script.naps = writes_slowly(tree), longest_sleep(tree), naps(tree)
    script.threads = bool({"Thread", "start_new_thread", "select", "asyncio", "selectors"} & tree.words)
    script.questions, script.asks, script.menus = questions.questions(tree)
    script.loses = losing.loses(tree)
    script.tries, script.begins = tries(tree) if script.asks else 0.0, begins(tree)
    script.looks_round = looks_round(tree)
    script.bare, script.prompts = asks_bare(tree), always_prompts(tree)
    shown = (tree.value(asked_with(call)[0]) for call in tree.calls if asks_user(call) and asked_with(call))
    script.asked = tuple(dict.fromkeys(text for text in shown if isinstance(text, str) and text.strip("> .")))
    script.arguments, script.commands = command_line.typed(tree)
    script.options = argparsing.options(tree)
    script.stops, script.typed_stops = stopping.stops(tree)
    script.usage = usage(tree, wanted)
    script.turns = tuple(turn_words(tree, stopping.literals))
    script.said, script.openers, script.joins = words_sent(tree), joining.openers(tree), joining.joins(tree)
    script.by_hand, script.in_a_row, script.apart = by_hand(tree), rows.in_a_row(tree), rows.apart(tree)
    script.accounts, script.password = credentials.accounts(tree), credentials.password(tree)
    script.key, script.seats = credentials.password(tree, credentials.KEY), credentials.seats(tree)
    for call in tree.of("socket", "bind", *LISTENS, *CONNECTS, *RECEIVES, *SENDS):
        script.lines.setdefault(called(call), line(call))
    beside = beside_talk(tree) if script.transport == "udp" else set()
    hears = script.transport == "udp" and tree.of("recvfrom") or tree.of("recv", "recvfrom") or [
        call for call in tree.of("read") if isinstance(tree.parent.get(call), ast.Await)]  # a file is sent over TCP
    calls = [call for call in hears if tree.function(call) not in beside and not peeks(call)]
    if calls:
        call = max(calls, key=lambda call: len(loops(tree, call)))  # of the conversation, and not for a greeting
        size = tree.value(call.args[0]) if call.args else None
        script.size = size if isinstance(size, int) else None
    script.as_it_comes = as_it_comes(tree)
    script.mistakes = mistakes(tree, script.role, script.transport)


def tries(tree):
    """Return the seconds that the script may spend on looking for others so many times, each time with a time limit."""
    given = [tree.value(call.args[0]) for call in tree.of("settimeout") if call.args]
    limits = [seconds for seconds in given if isinstance(seconds, (int, float)) and not isinstance(seconds, bool)]
    times = []
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and called(loop.iter) == "range"]:
        most = tree.value(loop.iter.args[-1]) if loop.iter.args else None
        inside = reached(tree, loop.body) if isinstance(most, int) and given else ()
        if {called(node) for node in inside} & RECEIVES and not any(asks_user(node) for node in inside):
            times.append(most)
    return min(MOST, sum(times) * max(limits, default=UNKNOWN)) if times else 0.0


def begins(tree):
    """Return the seconds that the script may sleep before its conversation, in no loop, if a user has to be patient."""
    given = [tree.value(call.args[0]) for call in tree.of("sleep") if call.args and not tree.above(call, LOOPS)]
    total = sum(seconds for seconds in given if isinstance(seconds, (int, float)) and 0 < seconds <= SLEEP)
    return min(INTRO[1], float(total)) if total >= INTRO[0] else 0.0


def looks_round(tree):
    """Return the line in which the script looks whether its user has typed something, and never waits for that; or 0.

        select.select([sys.stdin, link], [link], [])      # one can always be sent to, so this is over at once
    """
    for call in tree.of("select"):
        lists = [listed(tree, one) for one in call.args[:2]]
        limit = tree.value(call.args[3]) if len(call.args) > 3 else None
        if len(lists) == 2 and any(map(is_stdin, lists[0])) and (lists[1] or limit == 0):
            return line(call)
    registered = [call for call in tree.of("register") if call.args]
    if not any(is_stdin(call.args[0]) for call in registered):
        return 0
    at_once = [call for call in tree.of("select") if any(
        tree.value(one) == 0 for one in (*call.args, *(word.value for word in call.keywords)))]
    to_write = [call for call in registered if any("EVENT_WRITE" in map(last_name, walk(one)) for one in call.args)]
    return next((line(call) for call in at_once + to_write), 0)


def listed(tree, node):
    """Return what a list holds, be it one that a name was given: [sys.stdin, link]."""
    found = [node] if isinstance(node, ast.List) else tree.given.get(last_name(node), ())
    return next((one.elts for one in found if isinstance(one, ast.List)), [])


def asks_bare(tree):
    """Tell whether the script asks its user in a loop without a prompt, be it one that is printed before."""
    printed = [call for call in tree.of("print") if any(k.arg == "end" for k in call.keywords)]
    printed += [call for call in tree.of("write") if last_name(getattr(call.func, "value", None)) == "stdout"]
    texts = [tree.value(argument) for call in printed for argument in call.args]
    if any(isinstance(text, str) and text.strip() and text[-1] != "\n" for text in texts):
        return False
    return any(is_stdin(loop.iter) for loop in tree.loops if isinstance(loop, ast.For)) or any(
        tree.above(call, LOOPS) and asks_nothing(tree, call) for call in tree.calls)


def always_prompts(tree):
    """Tell whether each question of the script to its user has a prompt of its own: input("> ")."""
    asked = [call for call in tree.calls if asks_user(call)]
    shown = [tree.value(asked_with(call)[0]) if asked_with(call) else None for call in asked]
    mine = {node for call in asked for node in (call.func, *call.args)}
    given = [node for node in tree.nodes if getattr(node, "id", "") == "input" and node not in mine]
    return bool(asked) and not given and not tree.broken and "stdin" not in tree.words and all(
        isinstance(text, str) and text.strip() and text[-1] != "\n" for text in shown)


def asks_nothing(tree, call):
    """Tell whether a call waits for the keyboard without a prompt, or has a thread do so: to_thread(input)."""
    if asks_user(call):
        return not asked_with(call) or tree.value(asked_with(call)[0]) == ""
    last = call.args[-1] if call.args else None
    return getattr(last, "id", "") == "input" or (
        last_name(last) == "readline" and is_stdin(getattr(last, "value", None)))


def is_stdin(node):
    return last_name(node) == "stdin"


def words_sent(tree):
    """Return the words that the script sends by itself, as they stand in its source."""
    sent = [one.value for call in tree.of("send", "sendall", "sendto", "write") for part in walk(call)
            for one in ([part] if isinstance(part, ast.Constant) else tree.given.get(getattr(part, "id", ""), ()))
            if isinstance(one, ast.Constant)]
    sent += [given.value for call in tree.calls for one in tree.defined.get(called(call), ())
             if isinstance(one, ast.FunctionDef) for name, given in parameters(one, call.args, call.keywords)
             if isinstance(given, ast.Constant) and any(called(part) in SENDS and name.arg in names_in(part)
                                                        for part in walk(one))]
    words = [word.decode(errors="replace") if isinstance(word, bytes) else word for word in sent]
    return tuple(dict.fromkeys(word.strip() for word in words if isinstance(word, str) and word.strip()))


def by_hand(tree):
    """Return why a script can be tried by a person only, not in a terminal of this computer; '' if it can be.

    One that is written for an older Python is refused wherever a person tries it.
    """
    if tree.error.startswith(OF_PYTHON_2) or tree.error.startswith("SyntaxError") and ASYNC.search(tree.source):
        return ""
    imports = [node for node in tree.nodes if modules(node)]
    if (used := windows.opened(tree)) and not argparsing.does_without_windows(tree):
        return f"opens windows of its own ({used}), in which nobody can type here"
    foreign = [name for node in imports if isinstance(tree.parent.get(node), ast.Module) for name in modules(node)
               if name in sys.stdlib_module_names and None in (find_spec(name), find_spec(BUILT.get(name, name)))]
    elsewhere = [name for name in foreign if name in OF_WINDOWS]
    if elsewhere:
        return f"needs {elsewhere[0]}, which Python has on other systems only"
    where = {"tkinter": ": on Debian and Ubuntu, sudo apt install python3-tk"}.get(foreign[0], "") if foreign else ""
    return f"needs {foreign[0]}, which Python has, but not as it is installed here{where}" if foreign else ""


def longest_sleep(tree):
    """Return the seconds of the longest sleep of the script that is no longer than a user would wait."""
    given = [tree.value(call.args[0]) for call in tree.of("sleep") if call.args]
    return max((float(seconds) for seconds in given if isinstance(seconds, (int, float)) and 0 < seconds <= SLEEP),
               default=0.0)


def naps(tree):
    """Return the seconds that the script sleeps in a loop that receives, and in which nobody is asked; 0 for none.

        while connected:
            time.sleep(3)
            print(client.recv(2048).decode())

    So does one that waits so long for what comes, and then sends what others have put into a queue.
    """
    hears = {loop for call in tree.of(*RECEIVES) for loop in tree.above(call, LOOPS)[:1]}
    passes = {loop for loop in hears if any(called(part) in SENDS for part in walk(loop))
              and any(called(part) in TAKES for part in walk(loop))}
    given = {}  # loop -> the seconds of its sleeps
    for call in tree.of("sleep", "settimeout"):
        seconds = tree.value(call.args[0]) if call.args else None
        if isinstance(seconds, (int, float)) and 0 < seconds <= SLEEP:
            for loop in hears & {*tree.above(call, LOOPS)[:1]} if called(call) == "sleep" else passes:
                given.setdefault(loop, []).append(float(seconds))
    for call in tree.of("select"):  # select.select([link], [], [], 0.2)
        seconds = tree.value(call.args[3]) if len(call.args) > 3 else None
        for loop in tree.above(call, LOOPS) if isinstance(seconds, (int, float)) and 0 < seconds <= SLEEP else ():
            does = set(map(called, walk(loop)))
            if does & RECEIVES and does & SENDS and does & TAKES:
                given.setdefault(loop, []).append(float(seconds))
    return max((max(seconds) for loop, seconds in given.items()  # what a loop reaches takes long to tell
                if not any(asks_user(part) for part in reached(tree, [loop]))), default=0.0)


def writes_slowly(tree):
    """Tell whether the script sleeps after each letter that it prints, as a typewriter does."""
    for loop in tree.loops:
        each = names_in(loop.target) if isinstance(loop, ast.For) else set()
        calls = [node for node in walk(loop) if isinstance(node, ast.Call)]
        printed = set().union(*(names_in(one) for call in calls if called(call) in {"print", "write"}
                                for one in call.args))
        if each & printed and any(called(call) == "sleep" for call in calls):
            return True
    return False
