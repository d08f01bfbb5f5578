"""Ciphers: one program does not undo what the other one has done to the letters of a message; '' where it does."""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, line

MOST = 30  # by how many places a letter is moved, at most: the alphabet has 26


def moved(result):
    """Return by how many places each letter of what was typed is moved in what was seen; 0 where that is not so."""
    word = re.search(r"['\"](\w{5,})['\"]", result.expected)
    for shown in re.findall(r"[^\s'\"]{5,}", result.seen) if word else ():
        steps = {ord(there) - ord(here) for here, there in zip(word[1], shown, strict=False)}
        if len(shown) == len(word[1]) and len(steps) == 1 and 0 < abs(next(iter(steps))) <= MOST:
            return steps.pop()
    return 0


def steps_of(source):
    """Return [(number, call)] of what moves letters: the calls of a function with ord and chr that are given a number.
    """
    tree = source.tree
    movers = {name for name in tree.own for one in tree.defined[name]
              if {"ord", "chr"} <= {called(part) for part in walk(one)}}
    return [(value, call) for call in tree.named(*movers) for one in (
        *call.args, *(word.value for word in call.keywords)) for value in [number(tree, one)] if value]


def number(tree, node):
    """Return the whole number that this stands for, be it a name or below 0; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = number(tree, node.operand)
        return value and -value
    value = tree.value(node)
    return value if type(value) is int else None


def not_undone(result, sender, receiver):
    """Return the hint for letters that one program moves by another number than the other one moves them back; ''."""
    if not moved(result):
        return ""
    there, back = ({value for value, _ in steps_of(source)} for source in (sender, receiver))
    for value, call in steps_of(sender):
        others = [(other, place) for other, place in steps_of(receiver) if other * value < 0]
        if others and -value not in back and not any(-other in there for other, _ in others):
            other, place = others[0]
            return f"{sender.line(line(call))}each letter is moved by {value} here, and by {other} in " \
                f"{receiver.line(line(place))[:-2]}: what one program does the other one must undo, by the same number."
    return ""
