"""Errors of None: what is done with the nothing that a function of the script has given back."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, called
from lab12.grader.causes import on


@on(r"can only concatenate str \(not \"NoneType\"\)|unsupported operand type\(s\) for \+: 'NoneType'"
    r"|'NoneType' object is not (?:iterable|subscriptable)|not 'NoneType'|not NoneType"
    r"|cannot unpack non-iterable NoneType")
def gives_nothing(fault, found):
    tree = fault.source.tree
    for call in fault.calls:
        own = [one for one in tree.defined.get(called(call), ()) if isinstance(one, FUNCTIONS)]
        if len(own) != 1 or not tree.is_own(call.func) or not is_taken(tree, call, found) or any(
                isinstance(part, (ast.Yield, ast.YieldFrom)) for part in walk(own[0])):
            continue
        if not any(map(gives, walk(own[0]))):
            return f"{fault.at}{called(call)} gives nothing (None) back: it has no return with a value " \
                f"({fault.source.ref(own[0])}). What it has made must be returned there."
        if where := gives_none(own[0]):
            return f"{fault.at}{called(call)} gives nothing (None) where it ends in {fault.source.ref(where)}: say " \
                "what is wrong and end the program there, or test for None before this is done."
    return ""


def gives(node):
    """Tell whether this is a return with a value."""
    return isinstance(node, ast.Return) and node.value is not None and getattr(node.value, "value", 0) is not None


def gives_none(function):
    """Return where a function ends without a value: an except that does not leave it, or a return alone; or None."""
    for node in walk(function):
        if isinstance(node, ast.ExceptHandler) and not any(
                isinstance(part, (ast.Return, ast.Raise, ast.Continue)) or called(part) in {"exit", "_exit", "quit"}
                for part in walk(node)):
            return node
    return next((node for node in walk(function) if isinstance(node, ast.Return) and not gives(node)), None)


def is_taken(tree, call, found):
    """Tell whether what a call gives is what an error with None speaks of, and nothing that the call is given is."""
    def is_use(node, value):
        """Tell whether a node does with a value what has failed."""
        if "unpack" in found[0]:
            return isinstance(node, ast.Assign) and isinstance(node.targets[0], (ast.Tuple, ast.List))
        if "subscriptable" in found[0]:
            return isinstance(node, ast.Subscript) and node.value is value
        if "iterable" in found[0] and isinstance(node, (ast.For, ast.comprehension)):
            return node.iter is value
        if "concatenate" in found[0] or "operand" in found[0]:
            return isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Add)
        return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) or (
            isinstance(node, ast.Call) and value is not node.func)

    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    inside = [part for one in given for part in walk(one) if not isinstance(part, ast.Constant)]
    if any(is_use(tree.parent.get(part), part) for part in inside if tree.parent.get(part) is not call):
        return False
    value = call
    while isinstance(tree.parent.get(value), (ast.Await, ast.Tuple, ast.Starred, ast.keyword)):
        value = tree.parent[value]
    return is_use(tree.parent.get(value), value)
