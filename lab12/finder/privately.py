"""Privately tells what a user types before a text for one other alone, and which words a server's own user types.

    elif line.startswith("/msg "):             # private(tree) is "/msg {addressee} ": help says "/msg <user> <text>",
        _, user, text = line.split(" ", 2)     # or it takes the line apart into three itself
"""
import ast
import re

from lab12.finder.flow import heard_in
from lab12.finder.menus import ADDRESSEE
from lab12.finder.patterns import patterns, to_one
from lab12.finder.reach import reached
from lab12.finder.syntax import OVER_SOCKETS, called, names_in
from lab12.finder.usage import SIGNS, addressed
from lab12.finder.ways import asked_again, hears_again, passing, tested, to_several


def private(tree):
    """Return what stands before a text that goes to one other by a word for that: "/msg {addressee} "; '' for none.

    What a server's own user types is none.
    """
    heard, serves = heard_in(tree) if tree.loops else set(), tree.of("accept", "start_server")
    for node in tree.nodes:
        for word, begins in tested(tree, node.test, heard) if isinstance(node, ast.If) else ():
            said = begins and (addressed(tree, word) or in_three(tree, node, word) or glued(tree, node, word))
            if said and not (serves and asked_again(tree, node) and not hears_again(tree, node)):
                return said
        one = next(filter(None, map(to_one, patterns(tree, node.test, heard))), "") if isinstance(node, ast.If) else ""
        if one and not (serves and asked_again(tree, node) and not hears_again(tree, node)):
            return one
    return ""


def in_three(tree, node, word):
    """Return a word with a sign before it, and the place of a name behind it, if a line is parted in three there.

    That is split(" ", 2), or " ".join(words[2:]) for the text.
    """
    calls = list(reached(tree, node.body)) if re.match(rf"{SIGNS}\w", word) else ()
    most = [tree.value(one) for call in calls if called(call) == "split" for one in (
        *call.args[1:], *(given.value for given in call.keywords if given.arg == "maxsplit"))]
    most += [tree.value(call.args[0].slice.lower) for call in calls if called(call) == "join" and call.args
             and isinstance(getattr(call.args[0], "slice", None), ast.Slice) and call.args[0].slice.upper is None]
    return f"{word.strip()} {ADDRESSEE} " if 2 in most else ""


def glued(tree, node, word):
    """Return a sign that stands before a name without a blank, and the place of that name: "@{addressee} " of @anna.

    What follows is sent to whom a table holds for the name.
    """
    parts = list(reached(tree, node.body)) if word.strip() == "@" else ()
    looks = any(isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Name) or called(part) == "get"
                for part in parts)
    return f"@{ADDRESSEE} " if looks and any(called(part) in OVER_SOCKETS for part in parts) else ""


def says_itself(tree):
    """Tell whether what a server sends to all behind a word is what its own user has typed, and not its clients.

        elif line.startswith("broadcast "):    # of line = input()
            for link in links: link.send(line[10:].encode())
    """
    heard = heard_in(tree) if tree.of("accept", "recvfrom", "start_server") else set()
    calls = [call for call in passing(tree) if heard & set().union(*(names_in(one) for one in call.args), set())
             and to_several(tree, call)] if heard else []
    return bool(calls) and all(asked_again(tree, call) and not hears_again(tree, call) for call in calls)
