"""Lazy: what is made to be gone through, and never is, so that nothing in it is done; '' where there is no such thing.

Source: Python docs, generator expressions, and map() and filter(), which give iterators.
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import OVER_SOCKETS, called, line


def never_drawn(source):
    """Return the hint for a generator, or map(), in which something is sent or shown, and that nobody goes through; ''.

        (one.sendall(data) for one in room if one is not author)
        map(lambda one: one.sendall(data), room)
    """
    for node in [node for node in source.tree.nodes if isinstance(node, ast.Expr) and not source.is_of_other(node)]:
        made = node.value
        lazy = isinstance(made, ast.GeneratorExp) or called(made) in {"map", "filter"} and isinstance(
            made.func, ast.Name) and not source.tree.is_own(made.func)
        if not lazy or not any(called(part) in OVER_SOCKETS | {"print", "write"} or getattr(part, "attr", "") in
                               OVER_SOCKETS for part in walk(made)):
            continue
        what = "a generator expression" if isinstance(made, ast.GeneratorExp) else f"{called(made)}()"
        return f"{source.line(line(node))}{what} does nothing until it is gone through, which nobody does here: a " \
            "for loop, with what is to be done for each in its body."
    return ""
