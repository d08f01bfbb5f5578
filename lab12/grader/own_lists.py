"""Own lists: a list of the clients that each of them has for itself, with nobody else on it, so that nobody is told."""
import ast

from lab12.finder import keeping
from lab12.finder.later import target_of_start, what_is_called
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, called, given_names, last_name, line, names_in

BEGINNINGS = "__init__", "setup", "handle", "connection_made"  # of what handles one client
OF_ONE = {"self", "request", "wfile", "transport", "client_address"}


def own_list(server):
    """Return the hint for a list of the clients that each one's handler has for itself, with nobody else on it; ''.

        class Guest(socketserver.StreamRequestHandler):
            def setup(self):
                self.guests = []
    """
    tree = server.tree
    for one in [node for node in tree.nodes if isinstance(node, ast.ClassDef)]:
        bases = {last_name(base) for base in one.bases}
        each = any(name.endswith("RequestHandler") for name in bases) or bases & {"Protocol", "Thread"} or any(
            tree.above(call, LOOPS) and any(called(part) == "accept" for part in walk(tree.above(call, LOOPS)[0]))
            for call in tree.sites(one))
        made = {target.attr: node for function in one.body if getattr(function, "name", "") in BEGINNINGS and each
                for node in walk(function) for target, value in (given_names(node) if isinstance(
                    node, ast.Assign) else ()) if isinstance(target, ast.Attribute) and getattr(
                        target.value, "id", "") == "self" and (
                        keeping.begins_empty([value]) or copies_nothing(function, value))}
        inside = set(walk(one))
        for loop in [loop for loop in tree.loops if isinstance(loop, ast.For) and loop in inside]:
            name = next((last_name(part) for part in walk(loop.iter) if last_name(part) in made), "")
            sends = any(names_in(loop.target) & names_in(part.args[-1] if called(part) == "sendto" else part.func)
                        for part in walk(loop) if called(part) in {"send", "sendall", "write", "sendto"} and part.args)
            added = keeping.added_to(tree, name) if name and sends else []
            if added and all(call in inside and isinstance(call, ast.Call) and any(
                    last_name(part) in OF_ONE for one in call.args for part in walk(one)) for call in added):
                kind = ast.unparse(made[name].value) if keeping.begins_empty([made[name].value]) else "[]"
                return f"{server.line(line(made[name]))}each client has a {one.name} of its own, and so a list of " \
                    f"its own here, with nobody else on it: {name} = {kind} belongs into the class, before its " \
                    "methods, where all share it."
    return ""


def copies_nothing(function, value):
    """Tell whether this copies a parameter that is an empty list where nobody gives it: list(others), others=[]."""
    places = function.args.args[-len(function.args.defaults):] if function.args.defaults else []
    empty = {one.arg for one, default in zip(places, function.args.defaults, strict=True)
             if keeping.begins_empty([default])}
    return called(value) in {"list", "set", "dict"} and any(last_name(one) in empty for one in value.args)


def own_instead(server):
    """Return the hint for an object that makes a list of its own, with itself on it, where its class has one; ''.

        everyone = []
        def __init__(self): self.everyone = [self]
    """
    tree = server.tree
    for one in [node for node in tree.nodes if isinstance(node, ast.ClassDef)]:
        shared = {last_name(node.targets[0]): node for node in one.body if isinstance(node, ast.Assign)
                  and keeping.begins_empty([node.value])}
        for node in [part for function in one.body if getattr(function, "name", "") in BEGINNINGS
                     for part in walk(function) if isinstance(part, ast.Assign)]:
            name, held = last_name(node.targets[0]), getattr(node.value, "elts", ())
            if name in shared and keeping.begins_empty([node.value]) and last_name(getattr(
                    node.targets[0], "value", None)) == one.name:
                return f"{server.line(line(node))}this empties {ast.unparse(node.targets[0])} for each {one.name} " \
                    f"that is made, so the last one alone is on it: leave it out, line {shared[name].lineno} makes it."
            if name in shared and isinstance(node.targets[0], ast.Attribute) and len(held) == 1 and last_name(
                    held[0]) == "self":
                add = "add" if isinstance(node.value, ast.Set) else "append"
                return f"{server.line(line(node))}this makes a list of its own for each {one.name}, with nobody else " \
                    f"on it: self.{name}.{add}(self) puts it on the one that all share (line {shared[name].lineno})."
    return ""


def copied_for_each(server):
    """Return the hint for a copy of the list that a thread is handed as it starts, which nobody joins later; '' else.

        Thread(target=serve, args=(link, [one for one in room if one is not link])).start()
    """
    tree = server.tree
    added = {last_name(getattr(call.func, "value", None)): call for call in tree.of("append", "add")}
    for call in [call for call in tree.calls if target_of_start(call) is not None and tree.above(call, LOOPS)]:
        for given in what_is_called(call)[1]:
            whose = copied(given)
            if whose in added and tree.function(added[whose]) is tree.function(call):
                return f"{server.line(line(call))}this copies {whose} as it is now, so what is said here reaches " \
                    f"nobody who joins later: hand over {whose} itself, and leave the author out where it is sent."
    return ""


def copied(node):
    """Return the name of the list of which this makes another one: [one for one in room], list(room), room[:]; ''."""
    if isinstance(node, (ast.ListComp, ast.SetComp)) and len(node.generators) == 1 and last_name(node.elt) == last_name(
            node.generators[0].target):
        return last_name(node.generators[0].iter)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        return last_name(node.value)
    if called(node) in {"list", "set", "tuple", "frozenset"} and len(node.args) == 1:
        return last_name(node.args[0])
    return last_name(getattr(node.func, "value", None)) if called(node) == "copy" and not node.args else ""


def default_not_kept(server):
    """Return the hint for a list of a room that get() makes for each who comes, and that no table keeps; '' for none.

        members = rooms.get(room, {})
        members[name] = link
    """
    tree = server.tree
    stored = {last_name(node.value) for node in tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.ctx, ast.Store)} | {last_name(call.func.value) for call in tree.of("append", "add", "setdefault")
                                 if isinstance(call.func, ast.Attribute)}
    for name, values in tree.given.items():
        for call in [one for one in values if called(one) == "get" and len(one.args) == 2]:
            table = last_name(call.func.value)
            filled = table in stored or any(called(value) == "defaultdict" for value in tree.given.get(table, ()))
            if name in stored and not filled and keeping.begins_empty([call.args[1]]) and keeping.begins_empty(
                    tree.given.get(table, ())):
                word, key, empty = map(ast.unparse, (call.func.value, *call.args))
                return f"{server.line(line(call))}get gives a new {empty} to each who comes, and {word} keeps none " \
                    f"of them, so nobody else is in it: {word}.setdefault({key}, {empty})."
    return ""
