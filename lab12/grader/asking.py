"""Asking: a user who is asked too seldom: once, or before the loop that sends; "" where he is asked each time."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, asks_user, called, last_name, line, names_in, target_of
from lab12.finder.ways import loops
from lab12.grader.reading import SENDS
from lab12.grader.received import RECEIVES

WAITS = {*RECEIVES, "readline", "sleep", "wait", "get", "select", "accept"}  # a loop with one of these takes its time
PLAIN = {*SENDS, "encode", "str", "bytes", "format", "strip", "upper", "lower", "len", "join", "dumps", "pack"}
AGAIN = {"iter", "stdin", "add_reader", "call_soon", "call_soon_threadsafe", "call_later", "Timer", "register"}


def calls_itself(tree, function):
    """Tell whether a function calls itself, maybe by others."""
    reached, new = set(), {function} - {None}
    while new:
        names = {called(part) for one in new for part in walk(one)}
        new = {one for name in names for one in tree.defined.get(name, ())} - reached
        reached |= new
    return function in reached


def asks_before(source):
    """Return the hint for one that asks its user before the loop, and sends the same each time round; "" for others."""
    return floods(source) or asked_once(source) if any(loops(source.tree, call) and names_in(call) & {
        target_of(source.tree, one) for one in source.of("input")} - {""} for call in source.of(*SENDS)) else ""


def asked_once(source):
    """Return the hint for one that asks its user for one message and no more; "" for others."""
    asked = sorted(source.of("input"), key=lambda call: call.lineno)
    early = {one.line for one in source.script.questions if one.wants != "text"} if source.script else set()
    if not asked or any(loops(source.tree, call) for call in asked) or AGAIN & source.tree.words or any(
            calls_itself(source.tree, source.tree.function(call)) for call in asked):
        return ""
    message = next((call for call in asked if line(call) not in early), asked[-1])
    typed = getattr(source.tree.parent.get(message), "targets", ())
    again = next((call for call in source.of(*SENDS) if loops(source.tree, call) and any(
        last_name(target) in names_in(call) - {""} for target in typed)), None)
    if again:
        return f"{source.line(line(message))}its user is asked here, before the loop, and {source.ref(again)} sends " \
            "the same again each time round: ask again at the end of the loop."
    return f"{source.line(line(message))}its user is asked for one message: put a loop around asking and sending " \
        "(while True)."


def makes_of_itself(tree, node):
    """Tell whether a name is given what is made of its own value: text = name + text; not the rest of it, text[9:]."""
    above = tree.parent.get(node)
    return isinstance(above, ast.AugAssign) or isinstance(above, ast.Assign) and node.id in names_in(
        above.value) and not any(isinstance(part, ast.Slice) for part in walk(above.value))


def may_wait(node):
    """Tell whether this may wait for a user, in whatever way: for line in sys.stdin, key = msvcrt.getwch()."""
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return any(last_name(part) == "stdin" for part in walk(node.iter))
    value = node.value if isinstance(node, (ast.Assign, ast.NamedExpr)) else None
    return any(called(part) and called(part) not in PLAIN for part in walk(value))


def leaves_at_will(tree, loop):
    """Tell whether a loop is left by no if at all, or by one that looks at something else than what is the same each
    time round: a try that has come to its end.
    """
    given = {node.id for node in walk(loop) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in walk(loop):
        if isinstance(node, ast.Break) and tree.above(node, LOOPS)[:1] == [loop] or isinstance(node, ast.Return):
            tests = [one.test for one in tree.above(node, ast.If) if one in set(walk(loop))]
            if not tests or any(names_in(test) & given or any(map(called, walk(test))) for test in tests):
                return True
    return False


def floods(source):
    """Return the hint for a loop without end that sends what was typed before it, and asks for nothing; "" for others.

        text = input()
        while True:
            link.sendall(text.encode())
    """
    tree = source.tree
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While) and isinstance(
            loop.test, ast.Constant) and loop.test.value]:
        inside = reached(tree, [loop])
        if any(asks_user(part) or called(part) in WAITS or may_wait(part) for part in inside) or not any(
                called(part) in SENDS for part in inside) or leaves_at_will(tree, loop):
            continue
        for name in sorted(names_in(loop)):
            stores = [node for node in tree.nodes if isinstance(node, ast.Name) and node.id == name
                      and isinstance(node.ctx, ast.Store) and not makes_of_itself(tree, node)]
            asked = stores and getattr(tree.parent.get(stores[0]), "value", None)
            if len(stores) == 1 and asked and any(map(asks_user, walk(asked))) and stores[0].lineno < loop.lineno and (
                    tree.function(stores[0]) is tree.function(loop)) and not {*tree.above(stores[0], LOOPS)} - {
                    *tree.above(loop, LOOPS)}:
                return f"{source.line(line(stores[0]))}its user is asked here, before the loop, and " \
                    f"{source.ref(loop)} sends the same again each time round: ask again at the end of the loop."
    return ""
