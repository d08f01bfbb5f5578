"""Later: what a call has done in a thread, or later; what that is to send is said in place: submit(link.send, data).

That is read as link.send(data), so that whoever looks for what is sent, and to whom, finds it. So is what is called by
a short name: say = link.send, say(data).
"""
import ast
from copy import deepcopy

from lab12.finder.nodes import walk
from lab12.finder.syntax import OVER_SOCKETS, called

# What has a function called, and where that stands among its arguments; those for it stand behind, or in a tuple.
STARTS = {"submit": 0, "to_thread": 0, "run_in_executor": 1, "call_soon": 0, "call_soon_threadsafe": 0,
          "call_later": 1, "start_new_thread": 0, "Thread": 1, "Process": 1, "Timer": 1}
ARGS = {"start_new_thread": 1, "Timer": 2, "Thread": 3, "Process": 3}  # the place of those for it, which is a tuple
HAND_ON = {"submit", "to_thread"}  # also what they are called with by name
SENDS = OVER_SOCKETS | {"write"}
OF_SOCKETS = OVER_SOCKETS | {"recv", "recvfrom", "accept"}


def target_of_start(call):
    """Return what a call of STARTS has called in a thread, or later; None if it names nothing."""
    named = {word.arg: word.value for word in call.keywords}
    place = STARTS.get(called(call))
    return None if place is None else named.get("target", named.get("function", next(iter(call.args[place:]), None)))


def given_as_args(call):
    """Return what a call that starts a thread hands on as the arguments, by name or in its place; None if nothing."""
    place = ARGS.get(called(call))
    named = [word.value for word in call.keywords if word.arg == "args"]
    return next(iter([*named, *(call.args[place:] if place is not None else ())]), None)


def what_is_called(call):
    """Return (what this calls, arguments, keywords): of one that starts a thread what is called there, or later."""
    target, words = target_of_start(call), {word.arg: word.value for word in call.keywords}
    if target is None:
        return call.func, call.args, call.keywords
    rest = call.args[call.args.index(target) + 1:] if target in call.args else []
    if called(call) in ARGS:
        rest = next((one.elts for one in (words.get("args"), *rest) if isinstance(one, (ast.Tuple, ast.List))), [])
        return target, rest, by_name(words.get("kwargs"))
    return target, rest, call.keywords if called(call) in HAND_ON else ()


def by_name(table):
    """Return the keywords that a table says: {"link": conn}, dict(link=conn)."""
    if isinstance(table, ast.Dict):
        return [ast.keyword(key.value, value) for key, value in zip(table.keys, table.values, strict=True)
                if isinstance(getattr(key, "value", None), str)]
    return table.keywords if called(table) == "dict" else ()


def say_in_place(module):
    """Put what is sent in the place of what has it sent, in the tree of a script and what it imports."""
    own = {node.name for node in walk(module) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    short = called_short(module, own)
    for node in [node for node in walk(module) if short and isinstance(node, ast.Call)]:
        if isinstance(node.func, (ast.Name, ast.Attribute)) and (method := short.get(ast.unparse(node.func))):
            node.func = ast.copy_location(deepcopy(method), node.func)
    for node in [node for node in walk(module) if isinstance(node, ast.Call)]:
        function, given, _ = what_is_called(node)
        if called(node) == "partial":
            function, given = next(iter(node.args), None), node.args[1:]
        if function is not node.func and isinstance(function, ast.Attribute) and function.attr in SENDS - own and given:
            node.func, node.args, node.keywords = function, given, []


def called_short(module, own):
    """Return {name: method} of the names that are given a method of a socket, once: say = sock.sendto."""
    given, others = {}, {*own, *(one.arg for one in walk(module) if isinstance(one, ast.arg))}
    for node in walk(module):
        value = node.value if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
        if called(value) == "partial" and len(value.args) == 1 and not value.keywords:  # partial(sock.sendto)
            value = value.args[0]
        if isinstance(value, ast.Attribute) and value.attr in OF_SOCKETS - own and isinstance(
                node.targets[0], (ast.Name, ast.Attribute)):
            given.setdefault(ast.unparse(node.targets[0]), []).append(value)
    stored = [ast.unparse(node) for node in walk(module) if given and isinstance(node, (ast.Name, ast.Attribute))
              and isinstance(node.ctx, ast.Store)]
    return {name: values[0] for name, values in given.items() if stored.count(name) == 1 and name not in others}
