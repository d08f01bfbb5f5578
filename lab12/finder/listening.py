"""Listening finds where a script talks through the socket that listens, and not through what accept gives."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import parameters
from lab12.finder.syntax import FUNCTIONS, OVER_SOCKETS, called, last_name, line, names_in

OF_TALK = {"recv", "send", "sendall", "makefile"}  # what only a connection can do


def on_listener(tree):
    """Return the line of a recv or send through the socket that listens, or of what hands it to one; '' for none."""
    listens = {last_name(getattr(call.func, "value", None)) for call in tree.of("accept")} - {""}
    given = {last_name(part) for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "accept"
             for target in node.targets for part in getattr(target, "elts", [target])}
    given |= {name for node in tree.loops if isinstance(node, (ast.For, ast.AsyncFor)) for name in names_in(
        node.target)}  # each that is ready in turn
    given |= {last_name(getattr(call.func, "value", None)) for call in tree.of("connect")}  # in another role
    for call in tree.of("recv", "send", "sendall"):
        if last_name(getattr(call.func, "value", None)) in listens - given and not is_its_own(tree, call, listens):
            return line(call)
    for call in hands_over(tree, listens - given):
        return line(call)
    for node in tree.nodes:  # pump(conn.recv, door.send)
        handed = isinstance(node, ast.Attribute) and node.attr in OVER_SOCKETS | {"recv"} and getattr(
            tree.parent.get(node), "func", None) is not node and last_name(node.value) in listens - given
        if handed and isinstance(tree.parent.get(node), (ast.Call, ast.keyword, ast.Assign)):
            return line(node)
    return ""


def hands_over(tree, listens):
    """Return the calls that hand what listens to a function of the script which talks through it: answer(door, text).
    """
    found = []
    for call in tree.calls if listens else ():
        named = isinstance(call.func, ast.Name) or getattr(getattr(call.func, "value", None), "id", "") == "self"
        for function in tree.defined.get(called(call), ()) if named else ():
            if isinstance(function, FUNCTIONS[:2]):
                taken = {one.arg for one, given in parameters(function, call.args, call.keywords)
                         if last_name(given) in listens}
                uses = {called(part) for part in walk(function) if taken and isinstance(part, ast.Call)
                        and getattr(getattr(part.func, "value", None), "id", "") in taken}
                found += [call] if uses & OF_TALK and not uses & {"accept", "listen"} else []
    return found


def is_its_own(tree, call, listens):
    """Tell whether the socket of this call is a name of its function alone, which is not handed what listens."""
    function, owner = tree.function(call), getattr(call.func, "value", None)
    if not isinstance(owner, ast.Name) or not isinstance(function, FUNCTIONS[:2]):
        return False
    inside = list(walk(function))
    own = owner.id in {one.arg for one in function.args.args} or any(
        isinstance(node, ast.Name) and node.id == owner.id and isinstance(node.ctx, ast.Store) for node in inside)
    shared = any(isinstance(node, (ast.Global, ast.Nonlocal)) and owner.id in node.names for node in inside)
    accepting = {tree.function(one) for one in tree.of("accept")}
    handed = any(function.name in {called(one), *names_in(one)} and names_in(one) & listens
                 for one in tree.calls if tree.function(one) in accepting)
    return own and not shared and not handed and function not in accepting
