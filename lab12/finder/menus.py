"""Menus tells where the answers to a question lead: to the server or the client, to a message, or out.

    choice = input("1 server, 2 client: ")
    if choice == "1":                      # answers(tree, "choice") is {"server": "1", "client": "2"}
        host()
    else:
        visit()
"""
import ast
from dataclasses import dataclass

from lab12.finder.syntax import CONNECTS, LISTENS, LOOPS, SENDS, asks_user, called, names_in, target_of

OTHER = "2", "1", "no"  # answers for an else: one of them is not named by the tests above it
OWN = ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef


@dataclass(frozen=True)
class Menu:
    """A question that is asked before each message: its prompt, the answer for a message, that for leaving or ''."""

    prompt: str
    message: str
    leave: str


def menu(tree, call, target, loop):
    """Return the Menu that this call to the keyboard asks for in the loop of a conversation, None if it is none."""
    prompt = tree.value(call.args[0]) if call.args else ""
    others = any(asks_user(one) and one is not call and loop in tree.above(one, LOOPS) for one in tree.calls)
    if not (others and isinstance(prompt, str) and prompt.strip() and only_tested(tree, target)):
        return None
    found = answers(tree, target)
    return Menu(prompt.strip(), found["message"], found.get("leave", "")) if "message" in found else None


def only_tested(tree, target):
    """Tell whether what the user typed is compared with something, and nothing else: a choice, no message."""
    used = [n for n in tree.nodes if isinstance(n, ast.Name) and n.id == target and isinstance(n.ctx, ast.Load)]
    return bool(used) and all(tree.tested(node) or target_of(tree, node) == target for node in used)


def answers(tree, target):
    """Return the answers that lead to what the script can do: a dict with keys server, client, message, leave."""
    found, used = {}, set()
    for node in tree.nodes:
        if isinstance(node, ast.If) and target in names_in(node.test) and (words := constants(tree, node.test)):
            used |= set(words)
            found.setdefault(purpose(tree, node.body), words[0])
            if node.orelse and not isinstance(node.orelse[0], ast.If):
                found.setdefault(purpose(tree, node.orelse), next(word for word in OTHER if word not in used))
    found.pop("", None)
    return found


def constants(tree, test):
    """Return the words that a test compares something with, as they are typed."""
    found = []
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.In)):
            sides = [n for side in (node.left, *node.comparators) for n in getattr(side, "elts", [side])]
            found += [str(n.value) for n in sides if isinstance(n, ast.Constant) and n.value not in ("", None)]
        elif called(node) == "startswith" and node.args:
            found += [str(tree.value(node.args[0]))]
    return found


def purpose(tree, body):
    """Return what these statements are there for: server, client, message or leave; '' if that cannot be told."""
    nodes = reached(tree, body)
    calls = {called(node) for node in nodes}
    if calls & (LISTENS | {"bind"}):
        return "server"
    if calls & CONNECTS:
        return "client"
    if calls & SENDS and any(asks_user(node) for node in nodes):
        return "message"
    return "leave" if calls & {"exit", "quit", "_exit"} or any(isinstance(node, ast.Break) for node in nodes) else ""


def reached(tree, body):
    """Return the nodes of these statements, and of the script's own functions and classes that they call."""
    found, seen, rest = [], set(), list(body)
    while rest:
        nodes = list(ast.walk(rest.pop()))
        found += nodes
        for name in {called(node) for node in nodes} - seen:
            seen.add(name)
            rest += [node for node in tree.nodes if isinstance(node, OWN) and node.name == name]
    return found
