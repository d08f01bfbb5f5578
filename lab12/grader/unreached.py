"""Unreached: what is done once, or never, because of where it stands; '' where each line has its turn."""
import ast

from lab12.finder.later import STARTS, target_of_start
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import (
    FUNCTIONS,
    LOOPS,
    RECEIVES,
    SENDS,
    asks_user,
    called,
    last_name,
    line,
    names_in,
    target_of,
)
from lab12.finder.ways import loops

WAITS = {"sleep", "select", "poll", "join", "acquire", "get", "wait", "result", "read", "next", "handle_request"}
TALKS = RECEIVES | SENDS | {"accept", "print", "readline"}


def behind_endless(source):
    """Return the hint for what talks and stands behind a loop that never ends, in the same block."""
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        block = next((block for block in blocks(tree.parent.get(loop)) if loop in block), [])
        after = [part for one in (block[block.index(loop) + 1:] if block else ()) if not isinstance(
            one, (*FUNCTIONS, ast.ClassDef)) for part in walk(one)]
        talks = next((part for part in after if called(part) in SENDS and not asks_user(part)
                      and not all(is_constant(tree, one) for one in names_in(ast.Tuple(part.args, ast.Load())))), None)
        if talks and is_endless(tree, loop) and not hasattr(talks, "file"):
            top = next(one for one in block if talks in walk(one))
            return f"{source.line(line(top))}this stands behind the loop in {source.ref(loop)}, which never ends, " \
                "and so is never done. It belongs inside that, one step further in."
    return ""


def is_constant(tree, name):
    """Tell whether a name is only given constants: what it is sent for may be the end of the talk."""
    return bool(tree.given.get(name)) and all(isinstance(value, ast.Constant) for value in tree.given[name])


def never_comes_back(source):
    """Return the hint for a call of a function whose loop never ends, where talk is to follow it; '' for none.

        broadcaster()              # while True: ... = messages.get()
        while True:
            link, _ = door.accept()
    """
    tree = source.tree
    for node in tree.nodes:
        value = getattr(node, "value", None) if isinstance(node, (ast.Expr, ast.Assign)) else None
        call = value.value if isinstance(value, ast.Await) else value
        functions = tree.defined.get(called(call), ()) if called(call) and tree.is_own(call.func) else ()
        parts = [part for one in functions for part in getattr(one, "body", ())] if len(functions) == 1 else []
        endless = [part for part in parts if isinstance(part, ast.While) and is_endless(tree, part)]
        hears = [part for part in parts if isinstance(value, ast.Await) and (isinstance(
            part, ast.AsyncFor) or isinstance(part, ast.While) and any(called(one) in {
                "read", *RECEIVES} for one in walk(part))) and not left_at_a_word(tree, part)]
        loop = next(iter(endless + hears), None)
        if loop is None or isinstance(functions[0], ast.AsyncFunctionDef) != isinstance(value, ast.Await):
            continue
        block = next((block for block in blocks(tree.parent.get(node)) if node in block), [])
        after = reached(tree, [one for one in block[block.index(node) + 1:] if not isinstance(
            one, (*FUNCTIONS, ast.ClassDef))], starts=False) if block else []
        if any(asks_user(part) or endless and called(part) in RECEIVES | {"accept", "readline"} for part in after):
            name, given = called(call), ", ".join(map(ast.unparse, call.args))
            how = f"asyncio.create_task({ast.unparse(call)}) starts it, and goes on." if isinstance(
                value, ast.Await) else f"Start a thread for it: threading.Thread(target={name}, args=({given}" \
                f"{',' * (len(call.args) == 1)}), daemon=True).start()."
            back = "never comes back" if endless else "comes back only at the end of the connection"
            return f"{source.line(line(node))}{name} {back} from its loop ({source.ref(loop)}), so nothing " \
                f"behind this line is done. {how}".replace(", args=()", "")
    return ""


def left_at_a_word(tree, loop):
    """Tell whether a loop is left where a certain word has come: if line == b"OK": break. So it ends, as a login does.
    """
    return any(isinstance(part, ast.Compare) and any(isinstance(getattr(one, "value", None), (str, bytes)) and one.value
                                                     for one in (part.left, *part.comparators))
               for left in walk(loop) if isinstance(left, (ast.Break, ast.Return))
               for above in tree.above(left, ast.If) for part in walk(above.test))


def left_before(source):
    """Return the hint for a break, return or continue in a loop that comes each time, before anything is sent."""
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        left = next((one for one in loop.body if isinstance(one, (ast.Break, ast.Return, ast.Continue))), None)
        after = [part for one in loop.body if left and one.lineno > left.lineno for part in walk(one)]
        above = next((one for one in reversed(loop.body) if left and one.lineno < left.lineno), None)
        if isinstance(above, ast.If) and any(called(part) in SENDS | RECEIVES for part in after):
            word = type(left).__name__.lower()
            return f"{source.line(line(left))}this {word} is done each time, so nothing behind it in the loop ever " \
                f"is. It belongs in the if above it ({source.ref(above)}), one step further in."
    return ""


def behind_return(source):
    """Return the hint for a return that comes each time, in front of what talks; '' for none.

        name = link.recv(99)
        return
        while True: ...
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, (ast.Return, ast.Raise))]:
        block = next((block for block in blocks(tree.parent.get(node)) if node in block), [])
        after = [part for one in block[block.index(node) + 1:] if block for part in walk(one)]
        talks = any(called(part) in SENDS | RECEIVES or isinstance(part, LOOPS) for part in after)
        done = any(isinstance(one, LOOPS) and any(called(part) in SENDS | RECEIVES for part in walk(one))
                   for one in block[:block.index(node)]) if block else False  # so what follows is left over
        if talks and not done and not source.is_of_other(node):
            word = type(node).__name__.lower()
            return f"{source.line(line(node))}this {word} is done each time, so nothing behind it " \
                f"({source.ref(after[0])}) ever is: leave it out, or put it into an if."
    return ""


def leaves_otherwise(source):
    """Return the hint for a loop that is left at the end of its else, in which a message is passed on; '' for none.

        if text.startswith("/"):
            ...
        else:
            tell_all(text)
            break
    """
    tree = source.tree
    for call in source.of("recv", "recvfrom", "readline"):
        loop, name = next(iter(tree.above(call, (ast.While,))), None), target_of(tree, call)
        for node in [one for one in getattr(loop, "body", ()) if isinstance(one, ast.If) and name]:
            tests = [node.test]
            while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                node = node.orelse[0]
                tests.append(node.test)
            words = all(any(isinstance(getattr(part, "value", None), str) and part.value for part in walk(test))
                        and not any(isinstance(part, (ast.NotEq, ast.NotIn, ast.Not)) for part in walk(test))
                        for test in tests)  # and not: if text != "quit": ... else: break
            left = node.orelse[-1] if node.orelse else None
            tells = [part for one in node.orelse[:-1] for part in walk(one) if called(part) in {
                *SENDS} | tree.own and set().union(*map(names_in, part.args), ())]
            around = isinstance(left, ast.Break) and tree.above(loop, LOOPS)  # which goes on
            if isinstance(left, (ast.Break, ast.Return)) and words and tells and not around:
                word = "break" if isinstance(left, ast.Break) else "return"
                return f"{source.line(line(left))}this {word} leaves the loop after the first message that is no " \
                    "command. It belongs in the if that looks for the end."
    return ""


def leaves_at_something(source):
    """Return the hint for a loop that is left as soon as something has come, and would go on when nothing has.

        data = conn.recv(1024)
        if data:
            break
    """
    tree = source.tree
    for call in [call for call in tree.of("recv", "recvfrom", "readline") if not asks_user(call)]:
        name = target_of(tree, call)
        loop = next(iter(tree.above(call, LOOPS)), None)
        for node in getattr(loop, "body", ()):
            tests = isinstance(node, ast.If) and last_name(node.test) == name != "" and not node.orelse
            only = tests and isinstance(node.body[-1], (ast.Break, ast.Return)) and not any(
                isinstance(part, (ast.Call, ast.Assign)) for part in walk(node))
            kept = only and (name in names_in(node.body[-1]) or any(
                isinstance(part, ast.Name) and part.id == name and part.lineno > loop.end_lineno
                and tree.function(part) is tree.function(loop) for part in tree.nodes))  # it is what was waited for
            if only and not kept and any(name in names_in(one) for one in loop.body if one.lineno > node.end_lineno):
                return f"{source.line(line(node))}this leaves the loop as soon as something has come, and goes on " \
                    f"when nothing has: `if not {name}` is meant."
    return ""


def hears_before_sending(source):
    """Return the hint for a loop that asks its user, then waits for what comes, and sends what was typed only then."""
    tree = source.tree
    for ask in source.of("input") if source.role == "client" else ():
        name, loop = target_of(tree, ask), next(iter(tree.above(ask, LOOPS)), None)
        body = [part for one in getattr(loop, "body", ()) for part in walk(one) if isinstance(part, ast.Call)]
        sends = [part for part in body if called(part) in SENDS and name and name in names_in(part)]
        hears = [part for part in body if called(part) in {"recv", "recvfrom"} and loops(tree, part)[:1] == [loop]]
        before = [part for part in body if called(part) in SENDS and hears and part.lineno < hears[0].lineno]
        if sends and hears and not before and ask.lineno < hears[0].lineno < sends[0].lineno and not tree.above(
                hears[0], ast.If):
            return f"{source.line(line(hears[0]))}it waits here for an answer, before it sends what was typed " \
                f"({source.ref(sends[0])}): the other program waits for that. Send first."
    return ""


def before_loop(source):
    """Return the hint for a recv that stands before the loop in which its user answers what has come; '' for others."""
    tree = source.tree
    for call in source.of(*RECEIVES):
        statement = next(iter(tree.above(call, ast.stmt)), None)
        block = next((one for one in blocks(tree.parent.get(statement)) if statement in one), [])
        for loop in block[block.index(statement) + 1:] if block else ():
            inside = {called(part) for part in walk(loop)} if isinstance(loop, ast.While) else set()
            if inside & SENDS and not inside & RECEIVES and target_of(tree, call) in names_in(loop):
                return f"{source.line(line(call))}this stands before the loop ({source.ref(loop)}), which goes round " \
                    "with what came first: it belongs at the beginning of the loop."
    return ""


def blocks(node):
    """Yield the lists of statements that a node holds."""
    for name in ("body", "orelse", "finalbody"):
        if isinstance(found := getattr(node, name, None), list):
            yield found


def is_endless(tree, loop):
    """Tell whether a while is left only by an error: its test is always true, and nothing in it leaves it."""
    if not (isinstance(loop.test, ast.Constant) and loop.test.value):
        return False
    return not any(isinstance(part, ast.Return) and tree.function(part) is tree.function(loop)
                   or isinstance(part, ast.Break) and tree.above(part, LOOPS)[:1] == [loop] for part in walk(loop))


def hears_one(source):
    """Return the hint for a thread that receives once, and then ends: no loop is around that, nor around its call."""
    tree = source.tree
    begun = [(one, last_name(target_of_start(start))) for start in tree.of(*STARTS)
             for one in tree.defined.get(last_name(target_of_start(start)), ())]
    begun += [(one, node.name) for node in tree.nodes if isinstance(node, ast.ClassDef) and "Thread" in map(
        last_name, node.bases) for one in node.body if getattr(one, "name", "") == "run"]  # its own class
    for function, name in begun:
        hears = [part for part in walk(function) if called(part) in {"recv", "recvfrom", "readline"}
                 and not asks_user(part)]
        others = tree.sites(function)
        starts = [call for call in tree.of(*STARTS) if last_name(target_of_start(call)) == name]
        starts += [call for call in tree.calls if called(call) == name != getattr(function, "name", "")]
        sends = any(called(part) in SENDS for part in walk(function))
        again = any(loops(tree, call) for call in tree.of("recv", "recvfrom", "readline") if not asks_user(call))
        if isinstance(function, ast.FunctionDef) and hears and not (sends or others or again) and not any(
                isinstance(part, LOOPS) for part in reached(tree, [function])) and (
                source.role == "client" and not any(loops(tree, one) or function in tree.above(one, FUNCTIONS)
                                                    for one in starts)):
            return f"{source.line(line(hears[0]))}this is done once, and then the thread is at its end: put " \
                f"while True around what it does, until {called(hears[0])} returns nothing (b'' or '')."
    return ""


def joined_first(source):
    """Return the hint for a join of the thread that receives, before its user is asked for anything."""
    tree = source.tree
    for call in tree.of("join"):
        name = last_name(getattr(call.func, "value", None))
        made = [value for value in tree.given.get(name, ()) if called(value) == "Thread"]
        hears = any(called(part) in RECEIVES and tree.above(part, LOOPS) for value in made
                    for one in tree.defined.get(last_name(target_of_start(value)), ()) for part in walk(one))
        otherwise = {part for above in tree.above(call, ast.If) for one in above.orelse for part in walk(one)}
        later = any(tree.function(one) is tree.function(call) and one.lineno > call.lineno and one not in otherwise
                    and asks_in(tree, one) for one in tree.calls)
        begun = any(called(one) == "start" and tree.function(one) is tree.function(call) and one.lineno < call.lineno
                    and asks_in(tree, one) for one in tree.calls)  # another thread asks meanwhile
        if hears and later and not begun and not tree.above(call, LOOPS) and not call.args and not call.keywords:
            return f"{source.line(line(call))}join waits here until {name} has ended, as it does when the connection " \
                "is over, and nobody is asked before. Leave it out: the thread goes on by itself."
    return ""


def asks_in(tree, call):
    """Tell whether this asks a user, or calls what does, or starts a thread that does: sender.start()."""
    begun = [last_name(target_of_start(value)) for value in tree.given.get(last_name(getattr(
        call.func, "value", None)), ()) if called(value) == "Thread"] if called(call) == "start" else [called(call)]
    functions = [one for name in begun for one in tree.defined.get(name, ())]
    return asks_user(call) or any(map(asks_user, reached(tree, functions)))


def joins_each(source):
    """Return the hint for a loop that starts each thread and waits for its end before it starts the next; '' for none.

        for t in (hears, asks):
            t.start()
            t.join()
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)]:
        names = [(called(part), part) for part in walk(loop) if called(part) in {"start", "join"} and not part.args
                 and last_name(getattr(part.func, "value", None)) == loop.target.id]
        lists = [value for value in (loop.iter, *tree.given.get(last_name(loop.iter), ())) if isinstance(
            value, (ast.List, ast.Tuple))]
        made = [one for value in lists for each in value.elts for one in (each, *tree.given.get(last_name(each), ()))
                if called(one) == "Thread"]
        goes_on = [any(isinstance(part, ast.While) for part in reached(tree, tree.defined.get(
            last_name(target_of_start(one)), ()))) for one in made]
        if len(made) > 1 and any(goes_on[:-1]) and [name for name, _ in names] == ["start", "join"]:
            return f"{source.line(line(names[1][1]))}join waits here until this one thread has ended, before the " \
                "next one is started: start all of them first, and join them in a loop of its own."
    return ""


def starts_behind_join(source):
    """Return the hint for a join of the thread that asks, before anything is received; '' for none."""
    if told := joins_each(source):
        return told
    tree = source.tree

    def done_by(name):
        """Return what is done by the thread that is kept under a name."""
        return [part for value in tree.given.get(name, ()) if called(value) == "Thread" for one in tree.defined.get(
            last_name(target_of_start(value)), ()) for part in walk(one)]

    for call in [call for call in tree.of("join") if not call.args and not call.keywords]:
        name = last_name(getattr(call.func, "value", None))
        waiting = next((one for one in tree.of("start") if one.lineno > call.lineno and tree.function(
            one) is tree.function(call) and any(called(part) in RECEIVES and not asks_user(part) for part in done_by(
                last_name(getattr(one.func, "value", None))))), None)
        asks = [part for part in done_by(name) if asks_user(part)]
        if waiting is not None and asks and all(one in asks for one in tree.calls if asks_user(one)):
            return f"{source.line(line(call))}join waits here until {name} has ended, in which the user is asked, " \
                f"and the thread that receives is started only then ({source.ref(waiting)}): start both first."
        hears = [one for one in tree.of(*RECEIVES) if not asks_user(one)]
        behind = [one for one in hears if one.lineno > call.lineno and tree.function(one) is tree.function(call)]
        if source.role == "client" and asks and hears and behind == hears and not tree.above(call, LOOPS):
            return f"{source.line(line(call))}join waits here until {name} has ended, in which the user is asked, " \
                f"and what comes is received only behind it ({source.ref(behind[0])}): leave this join out."
    return ""
