"""Events: a threading.Event by which loops go on or end, and that is asked, or set, at the wrong time; '' else.

    stop = threading.Event()
    while not stop.is_set():
"""
import ast

from lab12.finder.later import STARTS
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, asks_user, called, last_name, line

OF_TALK = {*RECEIVES, *OVER_SOCKETS, "accept", "write", "readline"}
LEAVES = ast.Break, ast.Return, ast.Continue


def by_event(source):
    """Return the first of these hints that the source shows."""
    looks = never_set, never_notified, asked_the_wrong_way, set_at_first, set_each_time
    return next(filter(None, (look(source) for look in looks)), "")


def never_set(source):
    """Return the hint for a wait for an event that nothing ever sets; '' for none."""
    tree = source.tree
    events = {name for name, values in tree.given.items() if any(called(value) == "Event" for value in values)}
    for call in tree.of("wait"):
        name = last_name(getattr(call.func, "value", None))
        uses = [node for node in tree.nodes if last_name(node) == name
                and isinstance(getattr(node, "ctx", None), ast.Load)]
        handed = any(not isinstance(tree.parent.get(node), ast.Attribute) for node in uses)
        known = name in events and goes_on(tree, call) and not (call.args or call.keywords or handed)
        if known and not sets(tree, name) and not any(
                getattr(tree.parent.get(node), "attr", "") == "set" for node in uses):
            return f"{source.line(line(call))}this waits until {name} is set, and nothing ever sets it: {name}.set() " \
                "where there is something to go on with."
    return ""


def never_notified(source):
    """Return the hint for a wait at a Condition that nobody notifies; '' for none."""
    tree = source.tree
    conditions = {name for name, values in tree.given.items() if any(called(value) == "Condition" for value in values)}
    for call in tree.of("wait") if not {"notify", "notify_all", "notifyAll"} & tree.words else ():
        name = last_name(getattr(call.func, "value", None))
        if name in conditions and not (call.args or call.keywords) and goes_on(tree, call):
            whose = ast.unparse(call.func.value)
            return f"{source.line(line(call))}this waits until {whose} is notified, and nobody ever does so: " \
                f"{whose}.notify() within `with {whose}:`, where there is something to go on with."
    return ""


def goes_on(tree, wait):
    """Tell whether anything of the talk stands behind a wait: at the end it only keeps a program from ending."""
    function, loop = tree.function(wait), next(iter(tree.above(wait, LOOPS)), None)
    behind = [one for one in tree.calls if one is not wait and tree.function(one) is function
              and one.lineno > wait.lineno]
    return loop is not None and any(one is not wait and loop in tree.above(one, LOOPS) for one in tree.calls) or any(
        called(one) in OF_TALK or asks_user(one) or tree.is_own(one.func) for one in behind)


def watched(tree):
    """Yield (loop, name of the event, whether it goes on while that is set) of the loops that an Event ends."""
    events = {name for name, values in tree.given.items() if any(called(value) == "Event" for value in values)}
    for loop in [loop for loop in tree.loops if isinstance(loop, ast.While)]:
        turned = isinstance(loop.test, ast.UnaryOp) and isinstance(loop.test.op, ast.Not)
        asks = loop.test.operand if turned else loop.test
        name = last_name(getattr(getattr(asks, "func", None), "value", None))
        if called(asks) in {"is_set", "isSet"} and name in events:
            yield loop, name, not turned


def sets(tree, name):
    """Return the calls that set an event of this name."""
    return [call for call in tree.of("set") if last_name(getattr(call.func, "value", None)) == name]


def asked_the_wrong_way(source):
    """Return the hint for loops that go on while an event is set, which only they themselves set; '' for none."""
    tree = source.tree
    found = list(watched(tree))
    for loop, name, while_set in found:
        inside = {part for one, other, goes_on in found if other == name and goes_on for part in walk(one)}
        handed = any(getattr(node, "attr", "") == "set" and last_name(node.value) == name
                     and getattr(tree.parent.get(node), "func", None) is not node for node in tree.nodes)
        if while_set and not handed and all(call in inside for call in sets(tree, name)):
            return f"{source.line(line(loop))}{name} is not set at first, so this loop is never entered: " \
                f"while not {ast.unparse(loop.test)}."
    return ""


def set_at_first(source):
    """Return the hint for an event that is set before the threads are started that go on until it is; '' for none."""
    tree = source.tree
    for loop, name, while_set in watched(tree):
        for call in sets(tree, name) if not while_set and "clear" not in tree.words else ():
            starts = [one for one in tree.of("start", *STARTS) if tree.function(one) is tree.function(call)]
            alone = tree.block(tree.parent.get(call)) in (tree.module, tree.function(call))
            first = tree.function(loop) is not tree.function(call) and starts and all(
                one.lineno > call.lineno for one in starts)
            if alone and first and isinstance(tree.parent.get(call), ast.Expr):
                return f"{source.line(line(call))}{name} is set here, before anything begins, and the loop of " \
                    f"{source.ref(loop)} goes on only while it is not: leave this line out."
    return ""


def set_each_time(source):
    """Return the hint for an event that a loop sets each time round, and that ends it after the first message; ''."""
    tree = source.tree
    for loop, name, while_set in watched(tree):
        hears = [part for part in walk(loop) if called(part) in RECEIVES]
        for one in loop.body if hears and not while_set else ():
            before = [part for part in walk(loop) if isinstance(part, LEAVES) and part.lineno < one.lineno]
            left, spared = bool(before), any(isinstance(part, ast.Continue) for part in before)
            sets_it = isinstance(one, ast.Expr) and one.value in sets(tree, name)
            if sets_it and not spared and one.lineno > hears[0].lineno:
                where = "It belongs in the if that looks for the end." if left else "Do so only at the end: if not ..."
                return f"{source.line(line(one))}{name} is set after the first message, whatever that was, which " \
                    f"ends this loop. {where}"
    return ""
