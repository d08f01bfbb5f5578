"""Sequence finds programs that stand one behind the other in a Python file, and were meant to be run by themselves.

    import socket                     # a server, which never comes to its end: it waits for its client
    ...
    import socket                     # the client that it waits for: begun by nobody
"""
import ast

from lab12.finder import prose
from lab12.finder.reach import reached
from lab12.finder.syntax import FUNCTIONS, LISTENS, asks_user, called
from lab12.finder.tree import Tree

WAITS = {"accept", "recv", "recvfrom", "readline", "serve_forever", "run_forever"}
SERVES = LISTENS | {"bind"}


def in_sequence(source):
    """Return the programs of a Python file of which the first one never lets the others begin; [] if it is one alone.
    """
    parts = prose.apart(source) if len(prose.SOCKETS.findall(source)) > 1 else []
    trees = [Tree(part) for part in parts] if len(parts) > 1 else []
    serve = {bool(tree.of(*SERVES)) or any(called(call).endswith("Server") for call in tree.calls) for tree in trees}
    return parts if len(serve) > 1 and waits(trees[0]) else []


def waits(tree):
    """Tell whether a program waits for its client, its server or its user itself, and not in a thread alone."""
    begun = [one for one in tree.module.body if not isinstance(one, (*FUNCTIONS, ast.ClassDef))]
    return any(called(node) in WAITS or asks_user(node) for node in reached(tree, begun, starts=False))
