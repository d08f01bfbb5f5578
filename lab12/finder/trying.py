"""Trying: whether a program that does not get through tries again, or for ever, as its source shows beyond doubt."""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import CONNECTS, LOOPS, RECEIVES, asks_user, called
from lab12.finder.tree import Tree

WAITS = CONNECTS | RECEIVES
ENDS = (ast.Break, ast.Return, ast.Raise, ast.Assert, *LOOPS)
# What ends no program, and does not keep count.
HARMLESS = WAITS | {"print", "sleep", "close", "socket", "send", "sendall", "sendto", "settimeout", "setblocking",
                    "setsockopt", "encode", "format", "str"}
# With these a program may end after some time, or another thread of it may end it.
CLOCKS = {"Timer", "alarm", "setitimer", "sched", "wait_for", "asyncio", "kill", "select", "selectors", "poll",
          "connect_ex"}
SLOW = re.compile(r"sleep|time|select|poll|asyncio|thread|after\(")  # with these it may wait before it tries
LONG = 1.0  # seconds: a longer sleep may be one after which a program ends


def tries_for_ever(source, modules=()):
    """Return whether nothing but a connection, or a message, ends the tries of a program. In doubt it is False."""
    tree = Tree(source, modules)
    if tree.broken or CLOCKS & tree.words:
        return False
    waits = tree.named(*WAITS)
    again = [loop for loop in tree.loops if any(is_again(tree, loop, call) for call in waits)]

    def is_in(node):
        return any(loop in again for loop in tree.above(node, LOOPS))

    return bool(again) and all(is_in(call) or is_once(tree, call) for call in waits) and all(
        is_in(call) or is_short(tree, call) for call in tree.calls if called(call) in ("sleep", "wait", "join"))


def gives_up_at_once(source, modules=()):
    """Return whether a program that does not get through neither waits nor tries again. In doubt it is False."""
    if any(map(SLOW.search, (source, *(text for _, text in modules)))):
        return False
    tree = Tree(source, modules)
    calls = tree.named(*CONNECTS)
    return not tree.broken and all(not tree.above(call, LOOPS) and is_once(tree, call) for call in calls)


def is_again(tree, loop, call):
    """Return whether this loop makes this call again, as long as it fails, and comes to no end by that."""
    guards = [one for one in loop.body if isinstance(one, ast.Try) and one.handlers
              and any(call in walk(statement) for statement in one.body)]
    if not guards or not (isinstance(loop, ast.While) and isinstance(loop.test, ast.Constant) and loop.test.value):
        return False
    [guard] = guards
    before, after = loop.body[:loop.body.index(guard)], loop.body[loop.body.index(guard) + 1:]
    reached = [one for one in guard.body if one.end_lineno <= call.lineno]  # with the call's own statement
    goes_on = all(isinstance(handler.body[-1], ast.Continue) for handler in guard.handlers)
    caught = [one for handler in guard.handlers for one in handler.body]
    return tree.above(call, LOOPS)[0] is loop and all(
        is_harmless(one) for one in [*before, *reached, *caught, *guard.finalbody, *([] if goes_on else after)])


def is_harmless(statement):
    """Return whether a statement ends neither a loop nor a program, and asks nobody."""
    return not any(isinstance(part, ENDS) or asks_user(part) or isinstance(part, ast.Call)
                   and called(part) not in HARMLESS for part in walk(statement))


def is_once(tree, call):
    """Return whether a call is made once, or once for what its user types, and is not made again where it fails."""
    around, loops, function = tree.above(call, (ast.Try, *LOOPS)), tree.above(call, LOOPS), tree.function(call)
    if not loops:
        return not any(tree.above(other, LOOPS) for other in tree.sites(function))
    guards = [one for one in around[:around.index(loops[0])] if isinstance(one, ast.Try) and one.handlers]
    return not guards or any(asks_user(part) for part in walk(loops[0]))


def is_short(tree, call):
    """Return whether a wait that no other program ends is over soon, or has no end of its own."""
    if called(call) != "sleep" and not call.args and not call.keywords:
        return True  # for a thread, which has to end
    value = tree.value(call.args[0]) if call.args else None
    return isinstance(value, (int, float)) and value <= LONG and not tree.above(call, LOOPS)
