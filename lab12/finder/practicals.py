"""Practicals tells what else than a conversation a server and its client are: a file transfer, a calculator.

That is asked only where no message crosses: so a chat that sends files, too, is none.
"""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import FUNCTIONS, OVER_SOCKETS, RECEIVES, called

SENDS_FILE, SENDS_ANY, KEEPS_FILE, CALCULATES = "sends a file", "sends any file", "keeps a file", "calculates"
JOINS = {"join", "joinpath", "Path"}
READS = {"read", "readlines", "readline", "sendfile"}


def work(tree):
    """Return what a script does besides talking: of SENDS_FILE, SENDS_ANY, KEEPS_FILE and CALCULATES."""
    found = {CALCULATES} if calculates(tree) else set()
    for call in tree.of("open"):
        function, mode = tree.function(call), mode_of(tree, call)
        body = function.body if function else [
            node for node in tree.module.body if not isinstance(node, (ast.ClassDef, *FUNCTIONS))]
        calls = {called(node) for node in reached(tree, body)}
        if mode[:1] == "r" and calls & OVER_SOCKETS and (calls & READS or is_gone_through(tree, call)):
            found.add(SENDS_FILE if not call.args or is_named(tree, call.args[0]) else SENDS_ANY)
        elif mode[:1] in ("w", "x") and calls & RECEIVES and "write" in calls:
            found.add(KEEPS_FILE)
    return found


def is_named(tree, node):
    """Tell whether a script itself names this file, wherever that is: os.path.join(here, "answers.txt")."""
    if isinstance(node, ast.Name) and len(given := tree.given.get(node.id, ())) == 1:
        node = given[0]
    if isinstance(tree.value(node), str):
        return True
    parts = [node.right] if isinstance(node, ast.BinOp) else node.args if called(node) in JOINS else []
    text = tree.value(parts[-1]) if parts else None
    return isinstance(text, str) and bool(re.match(r"[^.]*\w\.\w+$", text))


def mode_of(tree, call):
    """Return the mode in which a file is opened, where it is told: "r" if none is."""
    given = call.args[1:2] + [word.value for word in call.keywords if word.arg == "mode"]
    return str(tree.value(given[0])) if given else "r"


def is_gone_through(tree, call):
    """Tell whether a file is gone through line by line: for line in file."""
    above = tree.parent.get(call)
    names = [above.optional_vars.id] if isinstance(getattr(above, "optional_vars", None), ast.Name) else []
    names += [one.id for one in getattr(above, "targets", ()) if isinstance(one, ast.Name)]
    return any(isinstance(loop, ast.For) and (loop.iter is call or getattr(loop.iter, "id", "") in names)
               for loop in tree.loops)


def calculates(tree):
    """Tell whether a script works out what it is told: it divides and multiplies numbers, or has Python evaluate them.
    """
    if any(not isinstance(call.args[0], ast.Constant) for call in tree.of("eval") if call.args):
        return True
    if not tree.of("int", "float"):
        return False
    kinds = {type(node.op) for node in walk(tree.module) if isinstance(node, ast.BinOp) and not any(
        isinstance(side, (ast.Constant, ast.JoinedStr)) for side in (node.left, node.right))}
    return {ast.Mult, ast.Div} <= kinds


def other_practical(server, client):
    """Return what else these two Scripts are, whose server asks its user for nothing: "a file transfer"; '' for none.
    """
    if server.asks or server.kind == "chat":
        return ""
    sent = [one.work & {SENDS_FILE, SENDS_ANY} for one in (server, client)]
    kept = [KEEPS_FILE in one.work for one in (client, server)]
    if SENDS_ANY in server.work or any(a and b for a, b in zip(sent, kept, strict=True)):
        return "a file transfer"
    return "a calculator" if CALCULATES in server.work else ""
