"""Ends: the sign up to which a script reads each message, a dot or a word, other than a newline; and its beginning.

    while not text.endswith("."): text += conn.recv(1).decode()

    while (line := stream.readline()) != "END\\n": lines.append(line)
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, SENDS, asks_user, called


def ends(tree):
    """Yield (test, sign, whether it is a line of its own) of each loop that receives until a sign has come.

    A word that is looked for where each that comes is shown, or in each by itself, ends the talk and no message.
    """
    for loop, tests in until(tree):
        shows = any(called(part) in {"print", *SENDS} or asks_user(part) for part in reached(tree, [loop]))
        lines, kept = not any(map(adds_up, walk(loop))), any(called(part) == "append" for part in walk(loop))
        for test in tests:
            for sign in signs_in(tree, test):
                word = any(map(str.isalnum, sign))
                if not (word and shows or lines and not (kept or not word and test is getattr(loop, "test", None)
                                                         and sign.endswith("\n"))):
                    yield test, sign, lines


def sign(tree):
    """Return what has to stand behind each message that a script receives, '' where none is told by its source."""
    for _, text, lines in ends(tree):
        return f"\n{text.strip()}\n" if lines else text
    return ""


def mark(tree):
    """Return what a script puts before each message that it sends, "MSG:" + text; '' where one has none, or another."""
    found = {beginning(call.args[0]) for call in tree.of("send", "sendall", "sendto") if call.args}
    return found.pop() if len(found) == 1 else ""


def beginning(node):
    """Return the text that stands first in what is put together, be it encoded; '' for none."""
    while True:
        if called(node) == "encode" and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif called(node) == "bytes" and node.args:
            node = node.args[0]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            node = node.left
        elif isinstance(node, ast.JoinedStr) and len(node.values) > 1:
            node = node.values[0]
        else:
            value = getattr(node, "value", None)
            return plain(value) if isinstance(node, ast.Constant) and isinstance(value, (str, bytes)) else ""


def until(tree):
    """Yield (loop, the tests of which one ends it) for those that receive till something has come."""
    for loop in tree.loops:
        if any(called(part) in {"recv", "readline"} and not asks_user(part) for part in walk(loop)):
            stops = [node for node in walk(loop) if isinstance(node, ast.If) and tree.above(node, LOOPS)[:1] == [loop]
                     and isinstance(node.body[-1], (ast.Break, ast.Return))]
            own = [loop.test] if isinstance(loop, ast.While) else []
            yield loop, own + [node.test for node in stops]


def signs_in(tree, test):
    """Yield the texts for which a test looks at the end of what has come, or in it; or that a line is to be."""
    for part in walk(test):
        found = [part.args[0]] if called(part) == "endswith" and part.args else []
        if isinstance(part, ast.Compare):
            within = isinstance(part.ops[0], (ast.In, ast.NotIn)) and isinstance(part.left, (ast.Constant, ast.Name))
            found = [part.left] if within else getattr(part.comparators[0], "elts", part.comparators)
        for value in map(tree.value, found):
            if isinstance(value, (str, bytes)) and value.strip():
                yield plain(value)


def adds_up(node):
    """Tell whether a statement puts more to what a name holds: text += more, text = text + more."""
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Add) and not isinstance(node.value, ast.Constant)  # no count
    return (isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.Add)
            and isinstance(node.targets[0], ast.Name) and node.targets[0].id == getattr(node.value.left, "id", ""))


def plain(text):
    return text.decode(errors="replace") if isinstance(text, bytes) else text
