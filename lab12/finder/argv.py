"""Argv says in place, in the tree of a script, which part of the command line a list of its own holds.

    _, *rest = sys.argv                       # rest = sys.argv[1:]
    given = [word for word in sys.argv if word != "client.py"]
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name


def spell_argv(module):
    """Rewrite the statements of a module that copy sys.argv without its first word, so that they cut it off.

    What takes that word off, and what makes the list before it is filled, is left out then.
    """
    copies = {last_name(node.targets[0]) for node in walk(module) if isinstance(node, ast.Assign) and copied(
        node.value)}
    cut = {name for node in walk(module) if (name := without_first(node)) in copies and name}
    filled = {last_name(kept) for node in walk(module) if isinstance(node, ast.For) and is_argv(node.iter) and (
        kept := put_into(node))}
    for node in list(walk(module)):
        for name in ("body", "orelse", "finalbody"):
            if isinstance(block := getattr(node, name, None), list) and (
                    said := [part for one in block if not is_done(one, cut, filled) for part in spelled(one, cut)]):
                block[:] = said


def without_first(node):
    """Return the list whose first word a statement takes off: words.pop(0), del words[0]; '' for none."""
    call = getattr(node, "value", None) if isinstance(node, ast.Expr) else None
    if called(call) == "pop" and call.args and is_first(call.args[0]):
        return last_name(getattr(call.func, "value", None))
    target = node.targets[0] if isinstance(node, ast.Delete) else None
    return last_name(target.value) if isinstance(target, ast.Subscript) and is_first(target.slice) else ""


def is_done(node, cut, filled):
    """Tell whether a statement has nothing left to do once such lists are given what they hold in the end."""
    makes = isinstance(node, ast.Assign) and isinstance(node.value, ast.List) and not node.value.elts
    return without_first(node) in cut or makes and last_name(node.targets[0]) in filled


def spelled(node, cut):
    """Return the statements that stand for one; `cut` are the lists whose first word is taken off anywhere."""
    if isinstance(node, ast.For) and is_argv(node.iter) and (kept := put_into(node)):
        return [rest(node, kept)]
    value = node.value if isinstance(node, ast.Assign) else None
    target = node.targets[0] if value else None
    if isinstance(target, ast.Tuple) and is_whole(value) and isinstance(target.elts[-1], ast.Starred):
        words = [word(node, name, place) for place, name in enumerate(target.elts[:-1])]
        return [*words[1:], rest(node, target.elts[-1].value, len(words))]
    if isinstance(value, ast.ListComp) and is_argv(value.generators[0].iter) and last_name(
            value.elt) == last_name(value.generators[0].target):
        return [rest(node, target)]
    return [rest(node, target)] if isinstance(target, ast.Name) and target.id in cut and copied(value) else [node]


def copied(node):
    """Tell whether this gives all of sys.argv, itself or in a list of its own."""
    return is_whole(node.args[0] if called(node) == "list" and node.args else node)


def put_into(loop):
    """Return the list on which such a loop puts each word, maybe after a test, and does nothing else; else None."""
    body = loop.body[0].body if isinstance(loop.body[0], ast.If) and not loop.body[0].orelse else loop.body
    call = getattr(body[0], "value", None) if len(loop.body) == len(body) == 1 else None
    found = called(call) == "append" and last_name(next(iter(call.args), None)) == last_name(loop.target)
    return call.func.value if found and isinstance(call.func, ast.Attribute) else None


def word(node, target, place):
    """Return `target = sys.argv[place]` in the place of a statement, and `rest` all from there on."""
    return given(node, target, ast.Constant(place))


def rest(node, target, place=1):
    return given(node, target, ast.Slice(ast.Constant(place), None, None))


def given(node, target, where):
    words = ast.Subscript(ast.Attribute(ast.Name("sys", ast.Load()), "argv", ast.Load()), where, ast.Load())
    made = ast.Assign([ast.Name(last_name(target), ast.Store())], words)
    return ast.fix_missing_locations(ast.copy_location(made, node))


def is_first(node):
    return isinstance(node, ast.Constant) and node.value == 0


def is_whole(node):
    """Tell whether this is sys.argv itself."""
    return isinstance(node, (ast.Name, ast.Attribute)) and last_name(node) == "argv"


def is_argv(node):
    """Tell whether this is sys.argv, or all but its first word."""
    cut = isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and getattr(
        node.slice.lower, "value", None) == 1 and node.slice.upper is None
    return is_whole(node) or cut and is_whole(node.value)
