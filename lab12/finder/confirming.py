"""Confirming finds the answer that is waited for once a stop word has been typed: it is no word of its own."""
import ast

from lab12.finder.flow import HEARS
from lab12.finder.nodes import walk
from lab12.finder.syntax import asks_user, called, last_name, names_in, target_of


def received_in(tree, body):
    """Return the names of what is received in these statements."""
    return {target_of(tree, call) for part in body for call in walk(part) if called(call) in HEARS
            and not asks_user(call)} - {""}


def asks_what_came(test, answers):
    """Tell whether a test is about what has come, be it in one of these names."""
    return bool(names_in(test) & answers) or any(called(one) in HEARS and not asks_user(one) for one in walk(test))


def answered(tree, node, differs):
    """Return the ifs in the branch of a word that has been typed which ask for the answer that it is to have, or any.

        if text == "bye":
            link.send(text.encode())
            if link.recv(99) == b"ok": break
    """
    body = () if isinstance(node, ast.While) else node.orelse if differs else node.body
    answers = received_in(tree, body)
    return {part for one in body for part in walk(one) if isinstance(part, ast.If)
            and asks_what_came(part.test, answers) and not part.orelse and not any(isinstance(
                one, (ast.Not, ast.NotEq, ast.NotIn)) for one in walk(part.test))}


def just_typed(tree, node):
    """Tell whether what is looked at here was typed just before, into a name that other things come into later.

        text = input().encode()
        if text == b"bye": ...
        text = link.recv(99)
    """
    above = tree.parent.get(node)
    body = next((body for name in ("body", "orelse") if isinstance(body := getattr(above, name, None), list)
                 and node in body), [])
    wanted = names_in(node.test)
    for one in reversed(body[:body.index(node)] if body else []):
        if any(isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and last_name(part) in wanted
               for part in walk(one)):
            return isinstance(one, ast.Assign) and any(map(asks_user, walk(one.value)))
    return False


def as_its_user(tree, node, word, literals):
    """Return what is typed for a word that the program makes of it, and looks for: "/quit", of QUIT; '' if it is none.

        if line == "/quit": order = "QUIT"
        ...
        if order == "QUIT": break
    """
    for made in tree.nodes:
        choice = next(iter(tree.above(made, ast.If)), None) if isinstance(made, ast.Assign) else None
        if choice is not None and made in choice.body and tree.value(made.value) == word and {
                last_name(target) for target in made.targets} & names_in(node.test):
            return next((typed for typed, differs in literals(tree, choice.test) if not differs), "")
    return ""
