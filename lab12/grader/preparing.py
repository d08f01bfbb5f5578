"""Preparing: what a server's own user has to do before what its clients say goes anywhere."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import OVER_SOCKETS, RECEIVES, asks_user, called, last_name, line, names_in

PUTS = {"append", "add", "insert"}
FILLS = {"extend", "update", "setdefault"}  # more ways to put something there


def made_by_its_user(server):
    """Return the hint for rooms of which there is none until the server's user has made one; '' for others.

        def make():                                      def enter(name, link):
            rooms.append({"name": input("Name: ")})          for room in rooms:
                                                                 if room["name"] == name: ...
    """
    tree = server.tree
    empty = {last_name(target) for node in tree.module.body if isinstance(node, ast.Assign) and isinstance(
        node.value, (ast.List, ast.Dict)) and not (getattr(node.value, "elts", ()) or getattr(node.value, "keys", ()))
             for target in node.targets} - {""}
    for name in sorted(empty) if server.role == "server" else ():
        puts = [call for call in tree.of(*PUTS) if last_name(getattr(call.func, "value", None)) == name]
        puts += [node for node in tree.nodes if isinstance(node, ast.Subscript) and last_name(node.value) == name
                 and isinstance(node.ctx, ast.Store)]
        filled = any(last_name(getattr(call.func, "value", None)) == name for call in tree.of(*FILLS)) or len(
            tree.given.get(name, ())) > 1 or any(isinstance(node, ast.AugAssign) and last_name(node.target) == name
                                                 for node in tree.nodes)
        makers = [tree.function(put) for put in puts]
        looks = [loop for loop in tree.loops if isinstance(loop, ast.For) and last_name(loop.iter) == name
                 and any(is_entered(part, names_in(loop.target)) for part in walk(loop))
                 and not asks(tree.function(loop))]
        if puts and looks and not filled and all(one and asks(one) and not {called(part) for part in walk(one)} & {
                *RECEIVES, "accept"} for one in makers):
            return f"{server.line(line(looks[0]))}this looks through {name} for what a client asks for, and nothing " \
                f"is there until the server's user has made it ({server.ref(puts[0])}): make one when the server " \
                "starts, or when the first client asks for it."
    return ""


def is_entered(node, each):
    """Tell whether an if gives a client into what it has found, or hands that back: room["people"].append(link)."""
    for part in (part for one in node.body for part in walk(one)) if isinstance(node, ast.If) and any(
            isinstance(part, ast.Compare) for part in walk(node.test)) else ():
        whose = part.func if called(part) in PUTS | OVER_SOCKETS else part.value if isinstance(part, ast.Return) or (
            isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store)) else None
        if whose is not None and names_in(whose) & each:
            return True
    return False


def asks(function):
    """Tell whether a function asks the user of its program for something."""
    return function is not None and any(map(asks_user, walk(function)))
