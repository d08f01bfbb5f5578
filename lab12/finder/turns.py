"""Turns finds the word with which a user hands the turn over, who may say several things before: over.

    while talk(link) and listen(link): ...     # talk: while True: ... if text == "over": return True

It may be the end of a message that is no line by itself, as in text.endswith(" K"): "... K", ENDING before it.
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, RECEIVES, asks_user, called, last_name, line, names_in

ENDING = "..."


def turn_words(tree, literals):
    """Return {word: line} of those that end a loop in which a user speaks, within one in which they speak and listen.

    `literals` yields the words that a test compares something with, and whether it asks for others.
    """
    found = {}
    for node in [node for node in tree.nodes if isinstance(node, (ast.If, ast.While))]:
        loop = node if isinstance(node, ast.While) else left(tree, node)
        words = [word for word, differs in literals(tree, node.test) if differs == isinstance(node, ast.While)]
        ends = [tree.value(part.args[0]) for part in walk(node.test) if called(part) == "endswith" and part.args]
        words = [f"{ENDING}{end}" for end in ends if isinstance(end, str) and end.strip() != end] or words
        words += [""] * (not words and isinstance(node, ast.If) and asks_for_nothing(node.test))
        speaks = loop and any(map(asks_user, walk(loop)))
        if words and (speaks and goes_on(tree, loop, node) or isinstance(node, ast.If) and flips(tree, node)):
            found |= {word: line(node) for word in words if word not in found}
    return found


def flips(tree, test):
    """Tell whether an if sets the flag by which a loop knows whether its user speaks, or it listens: speaks = False."""
    flags = {last_name(target) for one in test.body if isinstance(one, ast.Assign)
             and isinstance(getattr(one.value, "value", None), bool) for target in one.targets}
    for above in tree.above(test, ast.If) if flags else ():
        if not (isinstance(above.test, (ast.Name, ast.UnaryOp)) and names_in(above.test) & flags):
            continue
        sides = [{part for one in side for part in reached(tree, [one])} for side in (above.body, above.orelse)]
        if any(any(map(asks_user, one)) and not any(map(asks_user, other)) and any(hears(tree, part) for part in other)
               for one, other in (sides, sides[::-1])):
            return True
    return False


def asks_for_nothing(test):
    """Tell whether a test asks whether a line is empty: line == "", not line."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return isinstance(test.operand, ast.Name)
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and getattr(
        test.comparators[0], "value", None) == ""


def left(tree, test):
    """Return the loop that the body of an if leaves, by a break or by returning what is not False; None for none.

    A return of what was typed only hands that on.
    """
    last = test.body[-1]
    gives = isinstance(last, ast.Return) and getattr(last.value, "value", True) not in (False, None) and not (
        last.value is not None and names_in(last.value) & names_in(test.test))
    loops = tree.above(test, LOOPS)
    return loops[0] if loops and (isinstance(last, ast.Break) or gives) else None


def goes_on(tree, loop, test):
    """Tell whether another loop is gone on with when this one is left, and something is received only there."""
    function = tree.function(loop)
    around = [one for one in tree.above(loop, LOOPS) if isinstance(test, ast.While) or isinstance(
        test.body[-1], ast.Break)]
    sites = tree.sites(function)
    around += [one for site in sites if not around for one in tree.above(site, LOOPS)]
    within = set(reached(tree, [loop]))
    beside = [part for one in around[:1] if not waits(one) for part in reached(tree, [one]) if part not in within]
    listens = any(hears(tree, part) for part in beside) and not any(hears(tree, part) for part in within)
    return listens and not any(map(asks_user, beside))  # a menu, to which one comes back


def waits(loop):
    """Tell whether a loop is one for each client, or one that looks for a server."""
    return any(called(part) in {"accept", "connect", "create_connection"} for part in walk(loop))


def hears(tree, node):
    """Tell whether a node receives: recv(), or readline() and going through the lines, of what is not the keyboard."""
    if isinstance(node, ast.For):
        return "stdin" not in ast.unparse(node.iter) and not isinstance(node.iter, ast.Call)
    return called(node) in RECEIVES and not asks_user(node)
