"""Unseen: what goes wrong in a loop, and the loop goes on all the same; '' where the source is sound."""
import ast
import re

from lab12.finder.flow import made_files
from lab12.finder.nodes import walk
from lab12.finder.reach import handed, reached
from lab12.finder.syntax import (
    LOOPS,
    OVER_SOCKETS,
    asks_user,
    by_chance,
    called,
    given_names,
    last_name,
    line,
    names_in,
    target_of,
)
from lab12.finder.ways import loops
from lab12.grader.comparing import is_always
from lab12.grader.received import LOGS

AUTHOR = re.compile(r"author|sender|from|who|speaker|user|nick|name|origin", re.I)  # not to whom, and in which room

IDLE = {"len", "str", "bytes", "isinstance", "repr", "type", "ord"}  # that show nothing and keep nothing
KEYS = {"generate_key", "urandom", "token_bytes", "get_random_bytes"}
ONCE = re.compile(r"\biv\b|nonce|salt", re.I)
CIPHERS = re.compile(r"crypt|cipher|cifr|chiffr|c(?:ae|e|é)sar|fernet|\baes\b|xor", re.I)


def leaves_inner(source):
    """Return the hint for an end of the connection at which only an inner loop is left, and the outer one goes on."""
    tree = source.tree
    for node in tree.nodes:
        left = tree.above(node, LOOPS) if isinstance(node, ast.Break) else ()
        tests = [above.test for above in tree.above(node, ast.If) if left and left[0] in tree.above(above, LOOPS)]
        came = {last_name(target) for call in tree.of("recv") if left and left[0] in tree.above(call, LOOPS)
                for target in getattr(tree.parent.get(call), "targets", ())} - {""}
        empty = any(isinstance(test, ast.UnaryOp) and came & names_in(test) for test in tests[:1])
        if empty and len(left) > 1 and isinstance(left[0], ast.For) and isinstance(
                left[1], ast.While) and isinstance(left[1].test, ast.Constant) and not left_later(left[1], left[0]):
            return f"{source.line(line(node))}this break leaves only the for of line {line(left[0])}; the loop " \
                f"around it (line {line(left[1])}) goes round again, and recv gives b'' at once, for ever: " \
                "leave the program here, with sys.exit()."
    return ""


def left_later(loop, inner):
    """Tell whether a loop may be left behind the loop in it, or in the else of that."""
    within = {part for one in inner.body for part in walk(one)}
    return any(leaves_there(part) for part in walk(loop)
               if part not in within and getattr(part, "lineno", 0) > inner.lineno)


def shown_if(hearer, sayer):
    """Return the hint for what is shown only if it begins with a word that the other program never sends; '' else.

        if text.startswith("MSG "): print(text[4:])
    """
    tree, came = hearer.tree, hearer.names_received
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and not node.orelse]:
        word = node.test.args[0] if called(node.test) == "startswith" and node.test.args else None
        word = getattr(word, "value", None)
        word = word.decode(errors="replace") if isinstance(word, bytes) else word
        about = isinstance(word, str) and len(word.strip()) > 1 and last_name(node.test.func.value) in came
        inside = set(walk(node)) if about else set()
        shows = about and [part for one in node.body for part in walk(one) if called(part) == "print"]
        others = [call for call in tree.calls if call not in inside and called(call) not in IDLE and any(
            names_in(one) & came for one in (*call.args, *(word.value for word in call.keywords)))]
        if shows and not others and sayer.script and word.strip() not in sayer.text and not any(
                word.strip() in str(part.value) for part in tree.nodes if isinstance(part, ast.Constant)
                and part not in inside):
            return f"{hearer.line(line(node))}only what begins with {word!r} is shown, and {sayer.name} sends none " \
                "that does: show the rest as well (else), or put that word before each message there."
    return ""


def joins_unlike(source):
    """Return the hint for a text that is joined with the bytes of a recv, where an except hides the error of that."""
    tree = source.tree
    for node in tree.nodes:
        parts = added(node) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else ()
        text = any(isinstance(getattr(part, "value", None), str) or isinstance(part, ast.JoinedStr) for part in parts)
        bare = [part.id for part in parts if text and isinstance(part, ast.Name) and is_always(
            source, part, lambda value: called(value) == "recv" and not tree.is_own(value.func))]
        hides = [one for one in tree.above(node, ast.Try) for handler in one.handlers if source.hides_errors
                 == source.line(line(handler))]
        if bare and hides:
            return f"{source.line(line(node))}text and bytes cannot be joined, and {bare[0]} is bytes, as recv gives " \
                f"them: {bare[0]}.decode(), and .encode() all of it to send. The error is not seen, since " \
                f"{source.hides_errors[:-2]} hides it."
    return ""


def added(node):
    """Return what is joined by +, from left to right."""
    return [*added(node.left), *added(node.right)] if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.Add) else [node]


def draws_key(source):
    """Return the hint for a key that chance gives each program that is started, and that is told to no other one."""
    tree = source.tree
    for node in tree.nodes:
        for target, value in given_names(node) if isinstance(node, ast.Assign) else ():
            name = last_name(target)
            drawn = by_chance(value) or bool({called(part) for part in walk(value)} & KEYS)
            if not (drawn and name) or isinstance(value, (ast.IfExp, ast.BoolOp)) or tree.function(
                    node) or ONCE.search(name):
                continue  # one that may be given, or is made anew for each message
            uses = [(called(call) in {"encrypt", "wrap"} and last_name(call.args[0]) == name, call)
                    for call in tree.calls if CIPHERS.search(ast.unparse(call.func)) and name in map(
                        last_name, call.args)]
            sent = any(name in names_in(one) for call in tree.of("send", "sendall", "sendto", "write")
                       for one in call.args if not CIPHERS.search(ast.unparse(one)))
            if uses and not sent and not any(given_on for given_on, _ in uses):
                return f"{source.line(line(node))}each program that is started draws a key of its own here, so no " \
                    f"other can read what it sends ({source.ref(uses[0][1])}): all need one and the same {name}."
    return ""


def joins_input(client):
    """Return the hint for a join() of the thread that asks its user, who has to press Enter once more; '' for none."""
    tree = client.tree
    for call in tree.of("join"):
        name = last_name(getattr(call.func, "value", None))
        targets = [last_name(word.value) for value in tree.given.get(name, ()) if called(value) == "Thread"
                   for word in value.keywords if word.arg == "target"]
        asks = [part for target in targets for one in tree.defined.get(target, ()) for part in walk(one)
                if asks_user(part)]
        if asks and not call.args and not call.keywords and not tree.above(call, LOOPS):
            return f"{client.line(line(call))}join() waits here until {name} ends, and that waits in " \
                f"{client.ref(asks[0])} for one more Enter: leave this join out, and start {name} with daemon=True."
    return ""


def stays(source):
    """Return the hint for a loop that does nothing where recv gives b'', and goes round again.

        while True:
            if data := link.recv(99):
                pass_on(data)
    """
    tree = source.tree
    for call in tree.of("recv"):
        for loop in tree.above(call, LOOPS)[:1]:
            name = next(iter(names_in(target) for target in getattr(assigned(tree, call), "targets", ())), set())
            for node in [node for node in walk(loop) if isinstance(node, ast.If)
                         and tree.above(node, LOOPS)[:1] == [loop]]:
                asks = something(node.test)
                then = [part for one in node.orelse for part in walk(one)]
                leaves = isinstance(asks, ast.Name) and any(leaves_there(part) for part in then) or any(
                    leaves_there(part) for part in loop.body if part.lineno > node.lineno)
                if isinstance(asks, ast.Name) and ({asks.id} == name or call in walk(node.test)) and not leaves \
                        and not may_end(tree, loop, node):
                    then = "the else does not leave the loop: break there." if node.orelse else \
                        "nothing is done here then: else: break."
                    return f"{source.line(line(node))}once the client has gone, recv gives b'', again and again, and " \
                        f"{then}"
    return ""


def something(test):
    """Return the name that a test asks whether there is anything in: data, data := ..., data.decode() != "", len(data).
    """
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.NotEq, ast.Gt)):
        empty = getattr(test.comparators[0], "value", None)
        test = test.left if empty in ("", b"") or empty == 0 and called(test.left) == "len" else None
    while called(test) in {"decode", "strip", "len"}:
        test = test.args[0] if called(test) == "len" and test.args else getattr(test.func, "value", None)
    return test if isinstance(test, ast.Name) else getattr(test, "target", None)


def goes_round(source):
    """Return the hint for a continue at the end of the connection, which only receives once more: if not data: continue
    """
    tree = source.tree
    for call in tree.of("recv"):
        name, loops = target_of(tree, call), tree.above(call, LOOPS)
        for node in [part for loop in loops[:1] for part in walk(loop) if isinstance(part, ast.If) and name]:
            test = node.test
            empty = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and last_name(test.operand) == name \
                or isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and last_name(test.left) == name \
                and isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value in ("", b"")
            goes_on = next((one for one in node.body if isinstance(one, ast.Continue)), None)
            anew = any(called(part) == "accept" for one in node.body for part in walk(one))
            if empty and goes_on and not anew and isinstance(loops[0], ast.While):
                return f"{source.line(line(goes_on))}once the client has gone, recv gives b'', again and again, and " \
                    "this only receives once more: break in the place of continue."
    return ""


def may_end(tree, loop, node):
    """Tell whether a loop may end, or turn to others, by what the else of an if does, in which no break stands.

    It does not where somebody is only taken off a list that the loop does not go through.
    """
    then, done = node.orelse, reached(tree, node.orelse)
    asks = {last_name(part) for part in walk(loop.test)} if isinstance(loop, ast.While) else set()
    return bool(then) and (
        isinstance(loop, ast.For) or then[0].col_offset == node.col_offset  # an elif
        or bool((asks - {""}) & {last_name(part) for part in done})
        or any(isinstance(part, ast.Raise) or called(part) in {"close", "shutdown", "exit", "_exit", "quit"}
               for part in done))


def leaves_there(node):
    """Tell whether this leaves a loop: a break, a return, an error."""
    return isinstance(node, (ast.Break, ast.Return, ast.Raise)) or called(node) in {"exit", "_exit", "quit"}


def hands_on_empty(source):
    """Return the hint for b'' that a function receives, and gives to who calls it, where nobody tests for it."""
    tree = source.tree
    for call in tree.of("recv"):
        function, target = tree.function(call), (getattr(tree.parent.get(call), "targets", None) or [None])[0]
        gives = [one for one in walk(function) if isinstance(one, ast.Return) and one.value is not None and (
            call in walk(one) or last_name(target) and last_name(target) in names_in(one))] if function else ()
        uses = tree.sites(function) if gives else []
        turns = [use for use in uses if loops(tree, use)]
        names = {last_name(one) for use in uses for above in [assigned(tree, use)] if above for one in above.targets}
        if turns and not any(tests_end(node, names | {last_name(target)}) for node in tree.nodes):
            return f"{source.line(line(call))}recv returns b'' once the client has gone, again and again, and it is " \
                f"handed on from here as if it were a message: test for it in {source.ref(turns[-1])}, and end the " \
                "loop of this client there."
    return ""


def assigned(tree, node):
    """Return the assignment that a call stands in, maybe in other calls: text = strip(hear(link)); None for none."""
    while isinstance(node, ast.expr):
        node = tree.parent.get(node)
    return node if isinstance(node, ast.Assign) else None


def tests_end(node, names):
    """Tell whether a node asks whether one of these is empty: not data, data == "", len(data) > 0, if data."""
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not) and last_name(node.operand) in names
    if isinstance(node, ast.Compare):
        parts = node.left, *node.comparators
        return bool(names & names_in(node)) and any(called(part) == "len" or isinstance(
            one, ast.Constant) and one.value in ("", b"", None) for part in parts for one in walk(part))
    tests = [node.test] if isinstance(node, (ast.If, ast.While, ast.IfExp)) else []
    tests += [part for test in tests if isinstance(test, ast.BoolOp) for part in test.values]
    return any(last_name(test) in names or isinstance(test, ast.NamedExpr) for test in tests)


def only_noted(node):
    """Tell whether an if does nothing but log, or show, what there is: if line: logging.info(line)."""
    return isinstance(node, ast.If) and not node.orelse and all(
        called(getattr(one, "value", None)) in {"print", *LOGS} for one in node.body)


def leaves_for(tree, loop, name):
    """Tell whether a loop is left by what is made of a line, or by an error: so it may look for the end."""
    made = made_of(loop, name)
    for left in [part for part in walk(loop) if isinstance(part, (ast.Break, ast.Return))]:
        tests = [above.test for above in tree.above(left, ast.If) if names_in(above.test) & made]
        words = [getattr(one, "value", None) for test in tests for one in walk(test)]
        if tree.above(left, ast.ExceptHandler) or tests and not any(isinstance(word, str) and word for word in words):
            return True
    return any(called(part) in {"loads", "int"} for part in walk(loop))


def made_of(loop, name):
    """Return this name, and those that a loop gives what is made of its value."""
    return {name} | {one for node in walk(loop) if isinstance(node, ast.Assign) and name in names_in(node.value)
                     for target in node.targets for one in names_in(target)}


def never_empty(source):
    """Return the hint for a readline or read(n) in a loop that looks nowhere whether it gives nothing, the end; ''."""
    tree = source.tree
    files = made_files(tree) | source.stream_readers | {"rfile"}
    for call in [call for call in tree.of("readline", "read") if called(call) == "readline" or call.args]:
        name, loop = target_of(tree, call), next(iter(tree.above(call, LOOPS)), None)
        whose = last_name(getattr(call.func, "value", None))
        made = made_of(loop, name) if loop else set()
        uses = any((called(part) in {"print", "write", *OVER_SOCKETS} or tree.is_own(getattr(part, "func", None)))
                   and names_in(part) & made
                   for part in (walk(loop) if loop else ()))  # and not only compares it, as in a menu
        endless = isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant)
        if name and uses and whose in files and endless and not leaves_for(tree, loop, name) and not any(
                tests_end(node, made) and not only_noted(node) or called(node) == "at_eof"
                for node in tree.nodes) and not any(
                tests_end(node, {taken.arg}) for part in walk(loop) if isinstance(part, ast.Call)
                for taken, value in handed(tree, part) if names_in(value) & made
                for node in walk(tree.function(taken))):
            gives = "readline gives an empty line" if called(call) == "readline" else "read gives b''"
            return f"{source.line(line(call))}{gives} once the other side has gone, again and again, and here that " \
                f"is taken for a message: leave the loop then (if not {name}: break)."
    return ""


def never_equal(source):
    """Return the hint for an end of the connection that is looked for by a value which no text has: text == False."""
    tree = source.tree
    for call in tree.of("recv"):
        name = target_of(tree, call)
        for test in [node for node in tree.nodes if isinstance(node, ast.Compare) and name and last_name(
                node.left) == name and isinstance(node.ops[0], (ast.Eq, ast.Is))]:
            value = getattr(test.comparators[0], "value", "")
            if (value is False or value is None) and tree.function(test) is tree.function(call):
                return f"{source.line(line(test))}{name} is a text or bytes, and never equal to {value}: what recv " \
                    f"gives once the other side has gone is empty. Ask `if not {name}` here."
    return ""


def left_out_f(source):
    """Return the hint for a text with names in braces, which only an f before it replaces by their values; '' else."""
    tree = source.tree
    known = {node.id for node in tree.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)} | {
        node.arg for node in tree.nodes if isinstance(node, ast.arg)}
    for call in tree.of("print", *OVER_SOCKETS, "write"):
        for text in [part for one in call.args for part in walk(one) if isinstance(part, ast.Constant)]:
            names = set(re.findall(r"\{(\w+)[\w.()]*\}", text.value)) if isinstance(text.value, str) else set()
            around = tree.above(text, (ast.JoinedStr, ast.Attribute, ast.Call))
            formats = any(isinstance(above, ast.JoinedStr) or {called(above), last_name(above)} & {
                "format", "format_map", "replace"} for above in around)
            if names & known and not formats:
                what = "shown" if called(call) == "print" else "sent"
                return f"{source.line(line(text))}without an f before its quotes this text is {what} as it stands, " \
                    f"braces and all: f{ast.unparse(text)}."
    return ""


def unprinted(source, otherwise=""):
    """Return why what a program receives is not on its screen: it is only logged, or nothing is done with it, for which
    the hint may be `otherwise` than that it must be shown; '' where it is printed.
    """
    loggers = {name for name, values in source.tree.given.items() if "getLogger" in map(called, values)} | {"logging"}
    for call in source.tree.of(*LOGS):
        words = [word.arg for word in call.keywords if word.arg in ("end", "sep", "flush", "file")]
        if words and last_name(getattr(call.func, "value", None)) in loggers:
            return f"{source.line(line(call))}{ast.unparse(call.func)} takes no {words[0]}=, and fails with " \
                "TypeError here each time: print() is meant, which shows it, too."
    if source.prints_what_comes and not source.only_looks:
        return ""
    if left_out := left_out_f(source):
        return left_out
    return f"{source.logs_to_file}logging writes to a file here, which nobody sees: print what is received in " \
        f"{source.receives[:-2]}, too." if source.logs_to_file else (
            otherwise or f"{source.receives}what is received here must be shown: print(data.decode()).")


def shows_own_alone(client):
    """Return the hint for a client that shows what its own user has said, and nothing of the others; '' for others.

        if author == name: print(author, text)
    """
    tree, came = client.tree, client.names_received
    prints = [call for call in tree.of("print") if client.shows_what_comes(call)]
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)]:
        sides = [last_name(side) for side in (node.test.left, *node.test.comparators)]
        inside = {part for one in node.body for part in walk(one)}
        if isinstance(node.test.ops[0], ast.Eq) and any(side in tree.typed and side not in came for side in sides) and (
                any(side in came and AUTHOR.search(side) for side in sides)) and prints and inside.issuperset(prints):
            return f"{client.line(line(node))}only what its own user has said is shown, and this is of the others: " \
                f"{ast.unparse(node.test).replace('==', '!=')}."
    return ""
