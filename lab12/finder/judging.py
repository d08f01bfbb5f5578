"""Judging: what a test asks by a name, or by a function of the script, that stands for a comparison.

    def goes_on(): return self.text != "exit"         done = text == "exit"
    while chat.goes_on(): ...                         if done: break
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, called, last_name
from lab12.finder.ways import loops

ASKS = ast.Compare, ast.BoolOp, ast.UnaryOp


def judged(tree, test):
    """Yield each comparison for which something in a test stands, and whether the test asks for the opposite of it.

    What is compared once, before all talk, stands for no word of the talk.
    """
    parts = [(test, False)]
    while parts:
        part, turned = parts.pop()
        if isinstance(part, ast.BoolOp):
            parts += [(value, turned) for value in part.values]
        elif isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            parts.append((part.operand, not turned))
        elif isinstance(part, ast.Call) and tree.is_own(part.func) and not any(
                isinstance(one, ast.Constant) for one in part.args):  # else the word is handed over
            given = [node.value for one in tree.defined.get(called(part), ()) if isinstance(one, FUNCTIONS)
                     for node in walk(one) if isinstance(node, ast.Return)]
            yield from ((value, turned) for value in given if isinstance(value, ASKS))
        elif isinstance(part, (ast.Name, ast.Attribute)):
            yield from ((value, turned) for value in tree.given.get(last_name(part), ())
                        if isinstance(value, ASKS) and loops(tree, value))
