"""Losing tells where a script loses messages on purpose, by chance: a network that is not reliable, as an exercise."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import RECEIVES, called, draws_number, given_names, last_name, line

SENDS = {"sendto", "send", "sendall"}


def loses(tree):
    """Return the line of the first `if` that lets chance alone decide whether a message is lost; 0 for none.

        if random.random() < 0.5:
            continue
    """
    given = [(last_name(target), value) for node in tree.nodes for target, value in given_names(node)]
    drawn = {name for name, value in given if draws(tree, value)} - {""} - {
        name for name, value in given if not draws(tree, value) and tree.value(value) is None}
    for node in tree.nodes:
        if isinstance(node, ast.If) and is_chance(tree, node.test, drawn) and any(
                tree.function(call) is tree.function(node) for call in tree.of(*RECEIVES, *SENDS)):
            calls = [[part for one in body for part in walk(one) if called(part) in SENDS]
                     for body in (node.body, node.orelse)]
            skips = isinstance(node.body[-1], ast.Continue) and not calls[0]
            if skips or bool(calls[0]) != bool(calls[1]) and any(
                    has_come(tree, call, drawn) for call in calls[0] + calls[1]):
                return line(node)
    return 0


def draws(tree, node):
    """Tell whether this expression is a number that is drawn, or a test of one: no text, and none for what is empty."""
    return is_drawn(tree, node) and not any(isinstance(part, (ast.BoolOp, ast.IfExp, ast.JoinedStr)) or isinstance(
        getattr(part, "value", None), (str, bytes)) for part in walk(node))


def is_drawn(tree, node):
    """Tell whether chance gives a part of this expression: a function of the script's own named choice() is no draw."""
    return any(draws_number(part) and not tree.is_own(part.func) for part in walk(node) if isinstance(part, ast.Call))


def is_chance(tree, test, drawn):
    """Tell whether a test asks for what chance has given, and for nothing else: no word that has come, or was typed."""
    names = [part for part in walk(test) if isinstance(part, ast.Name) and not isinstance(
        tree.parent.get(part), ast.Attribute) and getattr(tree.parent.get(part), "func", None) is not part]
    others = [part for part in names if part.id not in drawn and tree.value(part) is None]
    return (is_drawn(tree, test) or any(part.id in drawn for part in names)) and not others


def has_come(tree, call, drawn):
    """Tell whether what is sent here is no constant, nor only drawn: something extra, now and then, is no loss."""
    names = [part for part in walk(call.args[0]) if isinstance(part, (ast.Name, ast.Attribute))] if call.args else []
    return any(tree.value(part) is None and last_name(part) not in drawn | {"random"}
               and getattr(tree.parent.get(part), "func", None) is not part for part in names)
