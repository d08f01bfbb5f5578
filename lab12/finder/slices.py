"""Slices of the command line: in args = sys.argv[1:], args[0] is sys.argv[1], and is read as that."""
import ast
from copy import deepcopy


def unslice(module):
    """Write sys.argv[1] for (sys.argv[1:])[0], also where a name or a parameter stands for the slice.

    Where such a name is used in any other way, such as in if len(args) > 1, it is left alone: it may be empty.
    """
    nodes = list(ast.walk(module))
    parent = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
    for node in [node for node in nodes if start(node) is not None]:
        above, uses = parent.get(node), [node]
        if isinstance(above, ast.Assign) and isinstance(above.targets[0], ast.Name):
            given = [one for one in nodes if name_of(one) == above.targets[0].id]
            uses = [one for one in given if one is not above.targets[0]]
        elif isinstance(above, ast.Call) and node in above.args and isinstance(above.func, ast.Name):
            functions = [one for one in nodes if isinstance(one, ast.FunctionDef) and one.name == above.func.id]
            calls = [one for one in nodes if name_of(one) == above.func.id]
            taken = functions[0].args.args[above.args.index(node):][:1] if len(functions) == len(calls) == 1 else ()
            uses = [one for one in ast.walk(functions[0]) if name_of(one) == taken[0].arg] if taken else []
        if all(is_place(parent.get(use), use) for use in uses):
            for use in uses:
                parent[use].slice.value += start(node)
                parent[use].value = deepcopy(node.value)


def start(node):
    """Return 1 for sys.argv[1:], None for what is no such slice."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and "argv" in (
            getattr(node.value, "attr", ""), getattr(node.value, "id", "")) and isinstance(
            node.slice.lower, ast.Constant) and not node.slice.upper and not node.slice.step:
        return node.slice.lower.value if isinstance(node.slice.lower.value, int) else None
    return None


def name_of(node):
    return node.id if isinstance(node, ast.Name) else None


def is_place(node, use):
    """Tell whether a node takes one thing out of this: args[0]."""
    return isinstance(node, ast.Subscript) and node.value is use and isinstance(node.ctx, ast.Load) and isinstance(
        node.slice, ast.Constant) and isinstance(node.slice.value, int) and node.slice.value >= 0
