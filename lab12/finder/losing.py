"""Losing tells where a script loses messages on purpose, by chance: a network that is not reliable, as an exercise."""
import ast

from lab12.finder.syntax import RECEIVES, by_chance, called, given_names, last_name, line

SENDS = {"sendto", "send", "sendall"}


def loses(tree):
    """Return the line of the first `if` that lets chance alone decide whether a message is lost; 0 for none.

        if random.random() < 0.5:
            continue
    """
    drawn = {last_name(target) for node in tree.nodes for target, value in given_names(node) if by_chance(value)} - {""}
    for node in tree.nodes:
        if isinstance(node, ast.If) and is_chance(tree, node.test, drawn) and any(
                tree.function(call) is tree.function(node) for call in tree.of(*RECEIVES, *SENDS)):
            sends = [bool({called(part) for one in body for part in ast.walk(one)} & SENDS)
                     for body in (node.body, node.orelse)]
            skips = isinstance(node.body[-1], ast.Continue) and not sends[0]
            if skips or sends[0] != sends[1]:
                return line(node)
    return 0


def is_chance(tree, test, drawn):
    """Tell whether a test asks for what chance has given, and for nothing else: no word that has come, or was typed."""
    names = [part for part in ast.walk(test) if isinstance(part, ast.Name) and not isinstance(
        tree.parent.get(part), ast.Attribute) and getattr(tree.parent.get(part), "func", None) is not part]
    others = [part for part in names if part.id not in drawn and tree.value(part) is None]
    return (by_chance(test) or any(part.id in drawn for part in names)) and not others
