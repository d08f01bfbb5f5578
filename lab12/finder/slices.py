"""Slices of the command line: in args = sys.argv[1:], args[0] is sys.argv[1], and is read as that.

So is args[1] in args = sys.argv. "host, port = args" is read as that of the slice, len(args) > 2 as len(sys.argv) > 3.
"""
import ast
from copy import deepcopy

from lab12.finder.nodes import children

FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda
REST = "rest of argv"  # a name for what is called argv and is only a part of it


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

    Where such a name is used in any other way than those of READINGS, it is left alone: it may be empty.
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
        found = [next((read for is_one, read in READINGS if is_one(names, use)), None) for use in uses]
        if all(found):
            for use, read in zip(uses, found, strict=True):
                read(names, use, node)
        else:
            for use in uses:
                if getattr(use, "id", "") == "argv":
                    use.id = REST  # it is not the whole of it


def start(node):
    """Return 1 for sys.argv[1:], None for what is no such slice."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and "argv" in (
            getattr(node.value, "attr", ""), getattr(node.value, "id", "")) and isinstance(
            node.slice.lower, ast.Constant) and not node.slice.upper and not node.slice.step:
        return node.slice.lower.value if isinstance(node.slice.lower.value, int) else None
    return None


def is_place(names, use):
    """Tell whether one thing is taken out of this: args[0]."""
    node = names.parent.get(use)
    return isinstance(node, ast.Subscript) and node.value is use and isinstance(node.ctx, ast.Load) and isinstance(
        node.slice, ast.Constant) and isinstance(node.slice.value, int) and node.slice.value >= 0


def read_place(names, use, part):
    names.parent[use].slice.value += start(part)
    names.parent[use].value = deepcopy(part.value)


def is_parted(names, use):
    """Tell whether this is given to several names at once: host, port = args."""
    node = names.parent.get(use)
    return isinstance(node, ast.Assign) and isinstance(use, ast.Name) and isinstance(node.targets[0], ast.Tuple)


def read_parted(names, use, part):
    names.parent[use].value = deepcopy(part)


def is_counted(names, use):
    """Tell whether the length of this is compared with a number: len(args) != 2."""
    call = names.parent.get(use)
    test = names.parent.get(call)
    return (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "len" and isinstance(test, ast.Compare)
            and test.left is call and len(test.comparators) == 1 and isinstance(test.comparators[0], ast.Constant)
            and isinstance(test.comparators[0].value, int))


def read_counted(names, use, part):
    call = names.parent[use]
    call.args = [deepcopy(part.value)]
    names.parent[call].comparators[0].value += start(part)


READINGS = (is_place, read_place), (is_parted, read_parted), (is_counted, read_counted)  # of what is made of a slice
