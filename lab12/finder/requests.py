"""Requests tells by which word a user asks another one to talk, and what that one answers, as the server shows it.

    elif text.startswith("connect "):                        # requested(tree) is ("connect {addressee}", "y")
        users[text.split()[1]].send(b"anna wants to chat with you (y/n)")
"""
import ast
import re

from lab12.finder.flow import heard_in
from lab12.finder.menus import ADDRESSEE
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import OVER_SOCKETS, called
from lab12.finder.ways import hears_again, tested, text

YES = re.compile(r"\b(y|yes|j|ja|s|si|sí|o|oui|accept)\W{0,3}(?:/|\bor\b)\W{0,3}"
                 r"(?:n|no|nein|non|reject|decline|deny)\b", re.I)


def requested(tree):
    """Return (what a user types, what the other one answers) where two talk only once that is agreed; () if not so.

    The answer is one that the server looks for.
    """
    heard = heard_in(tree) if tree.of("accept") else set()
    words = [text(node.value).casefold() for node in tree.nodes if isinstance(node, ast.Constant)] if heard else []
    for node in tree.nodes if heard else ():
        for word, begins in tested(tree, node.test, heard) if isinstance(node, ast.If) else ():
            calls = [one for one in reached(tree, node.body) if called(one) in OVER_SOCKETS] if begins else []
            shown = [text(part.value) for call in calls for part in walk(call) if isinstance(part, ast.Constant)]
            agreed = next(filter(None, map(YES.search, shown)), None)
            if agreed and agreed[1].casefold() in words and hears_again(tree, node):
                return f"{word.strip()} {ADDRESSEE}", agreed[1]
    return ()
