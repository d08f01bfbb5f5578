"""Texts tells what can only be a text, where bytes are sent, or a number is wanted: the material of hints."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import asks_user, called, last_name


def text_port(tree, address):
    """Tell whether the port of this address is a str: a literal, or what the user typed, without int()."""
    port = (getattr(address, "elts", None) or [None])[-1]
    if port is None or called(port) == "int":
        return False
    if any(last_name(port) == last_name(part) != "" for call in tree.of("int") for part in call.args):
        return False  # another function may have made a number of it: Client(host, int(port))
    value = tree.value(port)
    return isinstance(value, str) or value is None and typed_text(tree, port)


def typed_text(tree, node):
    """Tell whether this is what the user typed, a str, and never made into bytes or a number."""
    name, function = getattr(node, "id", None), tree.function(node)
    if name not in tree.typed:
        return asks_user(node)
    taken = [one.arg for one in function.args.args if one.arg != "self"] if function else []
    if name in taken:  # of whoever calls it
        given = [one for call in tree.sites(function) if tree.function(call) is not function and tree.is_own(call.func)
                 for one in call.args[taken.index(name):][:1]]
        return bool(given) and all(getattr(one, "id", name) in tree.typed and isinstance(one, ast.Name) or asks_user(
            one) for one in given)
    others = [n for n in tree.nodes if isinstance(n, ast.Assign) and last_name(n.targets[0]) == name]
    return all(asks_user(n.value) for n in others)


def made_text(tree, call):
    """Tell whether this sends what can only be a text: f"...", "..." + name, str(...), data.decode().

    Where the script has a method of that name of its own, that may take one.
    """
    return called(call) not in tree.own and "websockets" not in tree.words and is_text(tree, call, call.args[0])


def is_text(tree, call, node, of=(), through=()):
    """Tell whether this, of what a call is given, can only be a text."""
    if isinstance(node, ast.Name):
        function = tree.function(call)
        taken = [one.arg for one in function.args.args] if function else []
        if node.id in taken and function not in through and not isinstance(function, ast.Lambda):
            return is_text_for(tree, function, node.id, (*through, function))
        values = tree.given.get(node.id, ()) if node.id not in (*taken, *of) else ()  # of itself: data = data + end
        return bool(values) and all(
            not isinstance(value, ast.Name) and is_text(tree, call, value, (*of, node.id), through) for value in values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_text(tree, call, node.left, of, through) or is_text(tree, call, node.right, of, through)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) or called(node) == "format":
        form = node.left if isinstance(node, ast.BinOp) else getattr(node.func, "value", None)
        return isinstance(form, ast.JoinedStr) or isinstance(getattr(form, "value", None), str)
    return isinstance(node, ast.JoinedStr) or called(node) in {"str", "decode"} - tree.own or (
        isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_text_for(tree, function, name, through):
    """Tell whether what a function of the script's takes under this name can only be a text: each call hands one over.
    """
    taken, sites = [one.arg for one in function.args.args], tree.sites(function)
    place = taken.index(name) - isinstance(tree.parent.get(function), ast.ClassDef)
    given = [call.args[place] for call in sites if place >= 0 and len(call.args) > place and not any(isinstance(
        one, ast.Starred) for one in call.args)]
    named = any(isinstance(one, (ast.Name, ast.Attribute)) and str.__eq__(last_name(one), function.name) and getattr(
        tree.parent.get(one), "func", None) is not one for one in tree.nodes)  # by a thread
    anew = any(called(one) == "isinstance" or isinstance(one, ast.Name) and one.id == name and isinstance(
        one.ctx, ast.Store) for one in walk(function))
    otherwise = named or anew or len(tree.defined.get(function.name, ())) != 1 or function.args.defaults or (
        function.decorator_list)
    return bool(given) and len(given) == len(sites) and not otherwise and all(
        tree.is_own(call.func) and is_text(tree, call, one, (), through)
        for call, one in zip(sites, given, strict=True))
