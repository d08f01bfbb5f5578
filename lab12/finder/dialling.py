"""Dialling tells the word by which a client's user says where its server is, in the middle of a conversation.

    words = input().split()
    if words[0] == "/join":                    # dial(tree) is "/join {host} {port}"
        server = words[1], int(words[2])
        sock.sendto(b"hello", server)
"""
import ast

from lab12.finder.commands import joins
from lab12.finder.destinations import destinations, uses
from lab12.finder.flow import heard_in
from lab12.finder.nodes import walk
from lab12.finder.patterns import groups
from lab12.finder.syntax import CONNECTS, called, last_name
from lab12.finder.usage import called_by_example
from lab12.finder.ways import asked_again, tested


def dial(tree):
    """Return what a user types to have a client call, with the places of host and port; '' if no word tells them."""
    heard = heard_in(tree) if tree.loops and not tree.of("bind", "accept") else set()
    calls = tree.of(*CONNECTS)
    if heard and (not calls or any(asked_again(tree, call) for call in calls)) and (shown := called_by_example(tree)):
        return shown
    for node in tree.nodes:
        for word, begins in tested(tree, node.test, heard) if isinstance(node, ast.If) and heard else ():
            places = begins and asked_again(tree, node) and not says_there(tree, node) and behind(tree, node, heard)
            if places:
                places = places.replace("name", "group") if joins("join", word) or joins("create", word) else places
                return f"{word.strip()} {places}"
    return ""


def says_there(tree, node):
    """Tell whether what was typed behind an address is sent there, so that the word is one for a message.

        sock.sendto(words[3].encode(), (words[1], int(words[2])))
    """
    return any(called(part) == "sendto" and len(part.args) > 1 and isinstance(part.args[-1], ast.Tuple)
               and not isinstance(tree.value(part.args[0]), (str, bytes)) for one in node.body for part in walk(one))


def behind(tree, node, heard):
    """Return what stands behind the word that an if asks for, in its order, where a host or a port is taken from it.

    What else is taken is a name: "{host} {port} {name}"; a pattern may want nothing but that. The word itself may have
    been taken away before: word, _, rest = line.partition(" ").
    """
    found = {}
    for index, part in groups(tree, node, heard):
        found.setdefault(index, set()).update(destinations(tree, part)[1])
    for part in () if found else (part for one in node.body for part in walk(one)):
        if isinstance(part, ast.Subscript) and isinstance(index := tree.value(part.slice), int):
            split = [value for value in tree.given.get(last_name(part.value), ()) if called(value) == "split"]
            index += any(is_rest(tree, value) for value in (*split, part.value))
            found.setdefault(index, set()).update(destinations(tree, part)[1])
        target = part.targets[0] if isinstance(part, ast.Assign) and called(part.value) == "split" else None
        pair = isinstance(target, ast.Tuple) and last_name(target) == ""
        for index, name in enumerate(target.elts, is_rest(tree, part.value)) if pair else ():
            for use in uses(tree, name, part):
                found.setdefault(index, set()).update(destinations(tree, use)[1])
    told = []
    while (index := len(told) + 1) in found and index < 4:
        told.append(next((what for what in ("host", "port") if what in found[index]), "name"))
    wanted = {"host", "port"} & {*told} or told and groups(tree, node, heard)
    return " ".join(f"{{{what}}}" for what in told) if wanted else ""


def is_rest(tree, split):
    """Tell whether a text that is split here has lost its first word before: rest of _, _, rest = line.partition(" ").

    That is rest, too, of rest = line[8:], and line[8:].split() itself.
    """
    text = split.func.value if called(split) == "split" and isinstance(split.func, ast.Attribute) else None
    while called(text) == "strip" and isinstance(text.func, ast.Attribute):
        text = text.func.value
    if isinstance(text, ast.Name):
        parted = [target.elts for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) in (
            "split", "partition") for target in node.targets if isinstance(target, ast.Tuple) and target.elts]
        if any(last_name(names[-1]) == text.id and last_name(names[0]) != text.id for names in parted):
            return True
    values = tree.given.get(text.id, ()) if isinstance(text, ast.Name) else (text,)
    return any(isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice) and part.slice.lower is not None
               for value in values for part in (value, getattr(getattr(value, "func", None), "value", None)))
