"""Slices of the command line: in args = sys.argv[1:], args[0] is sys.argv[1], and is read as that.

So is args[1] in args = sys.argv.
"""
import ast
from copy import deepcopy

from lab12.finder.nodes import children

FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda


class Names:
    """The names of one module, and whose each is: the function's that it is used in, or one's around it."""

    def __init__(self, module):
        self.slices, self.functions = [], {}  # functions: name -> functions
        self.others = []                      # what gives the whole of it another name: args = sys.argv
        self.parent, self.inside = {}, {}     # inside: node -> the function that it stands in
        self.uses, self.own, self.shared = {}, set(), set()  # name -> nodes; (function, name); the same of a global
        rest = [(module, None)]
        while rest:
            node, function = rest.pop()
            self.inside[node] = function
            self.note(node, function)
            below = node if isinstance(node, FUNCTIONS) else function
            for child in children(node):
                self.parent[child] = node
                rest.append((child, below))
        self.of = {}  # (function whose own a name is, name) -> where it is used
        for name, uses in self.uses.items():
            for one in uses:
                self.of.setdefault((self.whose(name, self.inside[one]), name), []).append(one)

    def note(self, node, function):
        if isinstance(node, ast.Name):
            self.uses.setdefault(node.id, []).append(node)
            if not isinstance(node.ctx, ast.Load):
                self.own.add((function, node.id))
        elif isinstance(node, ast.arg):
            self.own.add((function, node.arg))
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            self.shared |= {(function, name) for name in node.names}
        elif isinstance(node, ast.FunctionDef):
            self.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and len(node.targets) == 1 and (
                "argv" in (getattr(node.value, "attr", ""), getattr(node.value, "id", ""))):
            self.others.append(node)
        elif start(node) is not None:
            self.slices.append(node)

    def whose(self, name, function):
        """Return the function whose own this name is where it is used in a function, None for the module's."""
        while function is not None and ((function, name) not in self.own or (function, name) in self.shared):
            function = self.inside[function]
        return function


def unslice(module):
    """Write sys.argv[1] for (sys.argv[1:])[0], also where a name or a parameter stands for the slice.

    Where such a name is used in any other way, such as in if len(args) > 1, it is left alone: it may be empty.
    """
    names, seen = Names(module), set()
    for node in names.others:
        name = node.targets[0].id
        uses = names.of[names.whose(name, names.inside[node]), name]
        if sum(isinstance(use.ctx, ast.Store) for use in uses) == 1:
            for use in uses:
                use.id = "argv"
    for node in names.slices:
        above, uses = names.parent.get(node), [node]
        if isinstance(above, ast.Assign) and isinstance(above.targets[0], ast.Name):
            name = above.targets[0].id
            owner = names.whose(name, names.inside[above])
            if (owner, name) in seen:
                continue  # it stands for two slices, one after the other
            seen.add((owner, name))
            uses = [one for one in names.of[owner, name] if one is not above.targets[0]]
        elif isinstance(above, ast.Call) and node in above.args and isinstance(above.func, ast.Name):
            functions, calls = names.functions.get(above.func.id, ()), names.uses[above.func.id]
            taken = functions[0].args.args[above.args.index(node):][:1] if len(functions) == len(calls) == 1 else ()
            uses = names.of.get((functions[0], taken[0].arg), []) if taken else []
        if all(is_place(names.parent.get(use), use) for use in uses):
            for use in uses:
                names.parent[use].slice.value += start(node)
                names.parent[use].value = deepcopy(node.value)


def start(node):
    """Return 1 for sys.argv[1:], None for what is no such slice."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and "argv" in (
            getattr(node.value, "attr", ""), getattr(node.value, "id", "")) and isinstance(
            node.slice.lower, ast.Constant) and not node.slice.upper and not node.slice.step:
        return node.slice.lower.value if isinstance(node.slice.lower.value, int) else None
    return None


def is_place(node, use):
    """Tell whether a node takes one thing out of this: args[0]."""
    return isinstance(node, ast.Subscript) and node.value is use and isinstance(node.ctx, ast.Load) and isinstance(
        node.slice, ast.Constant) and isinstance(node.slice.value, int) and node.slice.value >= 0
