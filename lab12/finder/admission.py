"""Admission tells how many clients a server accepts that counts them, and whether its user says how many.

    wanted = int(input("How many people? "))        # asked(tree): they are as few as can talk
    while len(links) < wanted:                      # most(tree)
        links.append(door.accept()[0])
"""
import ast

from lab12.finder.kinds import carries, one_after_the_other
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, asks_user, called, last_name

FEWEST = 2   # clients that can talk
MOST = 100   # from which on a number is no count of them


def most(tree):
    """Return how many clients a server accepts that counts them; None where it does not.

    It may say `for _ in range(2)`, or `while len(clients) < 2`, or accept one after the other: first and second.
    """
    if calls := one_after_the_other(tree):
        return len(calls)
    if carries(tree) or asked(tree):
        return FEWEST
    number = tree.value(bound(tree))
    return number if type(number) is int and FEWEST <= number < MOST else None


def asked(tree):
    """Return the name of the number of clients of which the user is asked; '' where none is."""
    name = last_name(bound(tree))
    values = [part for value in tree.given.get(name, ()) for part in walk(value)] if name else ()
    return name if any(map(asks_user, values)) else ""


def bound(tree):
    """Return what the number of clients is compared with in the only loop that accepts; None if there is no such."""
    loops = [tree.above(call, LOOPS) for call in tree.of("accept")]
    loop = loops[0][0] if len(loops) == 1 and len(loops[0]) == 1 else None
    if called(getattr(loop, "iter", None)) == "range":
        return next(reversed(loop.iter.args[:2]), None)
    counts = isinstance(getattr(loop, "test", None), ast.Compare) and isinstance(loop.test.ops[0], (ast.Lt, ast.NotEq))
    return loop.test.comparators[0] if counts else None
