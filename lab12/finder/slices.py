"""Slices of the command line: in args = sys.argv[1:], args[0] is sys.argv[1], and is read as that.

So is args[1] in args = sys.argv, and in a function or a class that is handed one of the two: main(sys.argv). What is
"host, port = args" is read as that of the slice, len(args) > 2 as len(sys.argv) > 3, "not args" by that, too.
"""
import ast
from copy import deepcopy

from lab12.finder.nodes import walk

FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda
REST = "rest of argv"  # a name for what is called argv and is only a part of it


class Names:
    """What the functions of a script are called, where it names its command line, and where its names are used."""

    def __init__(self, scopes):
        self.scopes, self.parent = scopes, scopes.parent
        self.functions = {}      # name -> functions; of a class, the one that makes an object
        for node in scopes.made:
            if isinstance(node, ast.ClassDef):
                self.functions.setdefault(node.name, []).extend(
                    part for part in node.body if getattr(part, "name", "") == "__init__")
            elif isinstance(node, FUNCTIONS[:2]):
                self.functions.setdefault(node.name, []).append(node)
        self.wholes = [node for node in scopes.uses.get("argv", ()) if isinstance(node, (ast.Name, ast.Attribute))]
        self.slices = [above for node in self.wholes if start(above := self.parent.get(node)) is not None]

    def named(self, name):
        """Return how often something is named, also behind a dot."""
        return sum(isinstance(node, (ast.Name, ast.Attribute)) for node in self.scopes.uses.get(name, ()))

    def taken(self, call):
        """Return (parameters, those of them that may be left out, function) of what a call calls, () if it is unknown.

        What is named in several places is called with other things as well.
        """
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if not len(functions := self.functions.get(name, ())) == self.named(name) == 1:
            return ()
        found = functions[0].args.args
        own = bool(found) and found[0].arg in ("self", "cls")
        return found[own:], found[len(found) - len(functions[0].args.defaults):], functions[0]

    def becomes(self, node):
        """Return (scope, name, statement) of the name or parameter that stands for this node, () if none does.

        The scope is the one whose own that name is; the statement, the one that gives it, or None.
        """
        above = self.parent.get(node)
        if isinstance(above, ast.Call) and node in above.args:
            parameters, _, function = self.taken(above) or ((), (), None)
            parameters = parameters[above.args.index(node):]
            return (self.scopes.made[function], parameters[0].arg, None) if parameters else ()
        while isinstance(above, (ast.BoolOp, ast.IfExp)):  # argv = argv or sys.argv[1:]
            above = self.parent.get(above)
        if isinstance(above, ast.Assign) and len(above.targets) == 1 and isinstance(above.targets[0], ast.Name):
            name = above.targets[0].id
            return self.scopes.whose(name, self.scopes.inside[above.targets[0]]), name, above
        return ()

    def used(self, owner, name, statement):
        """Return where a name is used, besides the statement that gives it, and a test whether it has been given."""
        def given(use):
            above = self.parent.get(use)
            return isinstance(above, ast.Compare) and isinstance(above.ops[0], (ast.Is, ast.IsNot))

        within = set(walk(statement)) if statement is not None else ()
        return [one for one in self.scopes.uses[name] if isinstance(one, ast.Name) and one not in within
                and self.scopes.whose(name, self.scopes.inside[one]) is owner and not given(one)]


def unslice(scopes):
    """Write sys.argv[1] for (sys.argv[1:])[0], also where a name or a parameter stands for the slice.

    Where such a name is used in any other way than those of READINGS, it is left alone: it may be empty.
    """
    if "argv" not in scopes.uses:
        return
    names, seen = Names(scopes), set()
    for node in [*names.wholes, *names.slices]:
        spread(names, node)
        spread_some(names, node)
    for node in names.wholes:  # it grows by what is named so below
        found = names.becomes(node)
        uses = names.used(*found) if found else []
        if found and found[1] != "argv" and all(isinstance(use.ctx, ast.Load) for use in uses):
            for use in uses:
                use.id = "argv"
            names.wholes += uses
    for node in names.slices:
        found, uses = names.becomes(node), [node]
        if found:
            if found[:2] in seen:
                continue  # it stands for two slices, one after the other
            seen.add(found[:2])
            uses = names.used(*found)
        for use in uses:  # it grows by what is named so below
            if is_given_on(names, use) and (other := names.becomes(use)) and other[:2] not in seen:
                seen.add(other[:2])
                uses += names.used(*other)
        found = [next((read for is_one, read in READINGS if is_one(names, use)), None) for use in uses]
        if all(found):
            for use, read in zip(uses, found, strict=True):
                read(names, use, node)
        else:
            for use in uses:
                if getattr(use, "id", "") == "argv":
                    use.id = REST  # it is not the whole of it


def split(module):
    """Write kind, side = sys.argv[1], sys.argv[2] for kind, side = sys.argv[1:3]."""
    for node in walk(module):
        taken = node.value if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) else None
        if isinstance(taken, ast.Subscript) and isinstance(taken.slice, ast.Slice) and "argv" in (
                getattr(taken.value, "attr", ""), getattr(taken.value, "id", "")):
            first, last = (getattr(end, "value", None) for end in (taken.slice.lower, taken.slice.upper))
            if type(first) is type(last) is int and 0 < first < last == first + len(node.targets[0].elts):
                words = [ast.Subscript(deepcopy(taken.value), ast.Constant(place), ast.Load())
                         for place in range(first, last)]
                made = ast.copy_location(ast.Tuple(words, ast.Load()), taken)
                node.value = ast.fix_missing_locations(made)


def spread(names, node):
    """Write call(sys.argv[1], sys.argv[2]) for call(*sys.argv[1:]), of a function that has to be given two things."""
    star, whole = names.parent.get(node), start(node) is None
    call = names.parent.get(star)
    if isinstance(star, ast.Starred) and isinstance(call, ast.Call) and call.args[-1:] == [star]:
        taken, given = names.taken(call), node if whole else node.value
        words = [ast.Subscript(deepcopy(given), ast.Constant(place), ast.Load()) for place, one in enumerate(
            taken[0][len(call.args) - 1:], 0 if whole else start(node)) if one not in taken[1]] if taken else [star]
        call.args[-1:] = [ast.fix_missing_locations(ast.copy_location(word, node)) for word in words]


def spread_some(names, node):
    """Write call(sys.argv[1], sys.argv[2]) for call(*sys.argv[1:3]), of a function that has to be given two things."""
    part = names.parent.get(node)
    star = names.parent.get(part)
    call = names.parent.get(star)
    ends = [getattr(end, "value", None) for end in (part.slice.lower, part.slice.upper)] if isinstance(
        part, ast.Subscript) and isinstance(part.slice, ast.Slice) and not part.slice.step else [None]
    if isinstance(star, ast.Starred) and isinstance(call, ast.Call) and call.args[-1:] == [star] and all(
            type(end) is int and end > 0 for end in ends) and (taken := names.taken(call)):
        wanted = taken[0][len(call.args) - 1:]
        words = [ast.Subscript(deepcopy(node), ast.Constant(place), ast.Load())
                 for place, one in zip(range(*ends), wanted, strict=False) if one not in taken[1]]
        call.args[-1:] = [ast.fix_missing_locations(ast.copy_location(word, node)) for word in words]


def more_than(words, number, place):
    """Return what asks whether there are more words than this: len(sys.argv) > 1."""
    length = ast.Call(ast.Name("len", ast.Load()), [words], [])
    made = ast.Compare(length, [ast.Gt()], [ast.Constant(number)])
    return ast.fix_missing_locations(ast.copy_location(made, place))


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


def is_given_on(names, use):
    """Tell whether this is given another name, or its parts are given names: host, port = args."""
    node = names.parent.get(use)
    return isinstance(node, ast.Assign) and node.value is use


def read_given_on(names, use, part):
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


def is_asked(names, use):
    """Tell whether this asks whether there are words at all: if not args."""
    node = names.parent.get(use)
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) or getattr(node, "test", None) is use


def read_asked(names, use, part):
    there = more_than(deepcopy(part.value), start(part), use)
    for field in ("test", "operand"):
        if getattr(names.parent[use], field, None) is use:
            setattr(names.parent[use], field, there)


def is_one_word(names, use):
    """Tell whether this is compared with a list of one word: args == ["serve"]."""
    node = names.parent.get(use)
    words = node.comparators[0] if isinstance(node, ast.Compare) and node.left is use and len(node.ops) == 1 else None
    return (isinstance(words, ast.List) and len(words.elts) == 1 and isinstance(words.elts[0], ast.Constant)
            and isinstance(node.ops[0], (ast.Eq, ast.NotEq)))


def read_one_word(names, use, part):
    node = names.parent[use]
    first = ast.Subscript(deepcopy(part.value), ast.Constant(start(part)), ast.Load())
    node.left, node.comparators = ast.fix_missing_locations(ast.copy_location(first, use)), node.comparators[0].elts


def is_handed_apart(names, use):
    """Tell whether a function of the script is handed what this holds, thing by thing: run(*args)."""
    star = names.parent.get(use)
    call = names.parent.get(star)
    return isinstance(star, ast.Starred) and isinstance(call, ast.Call) and call.args[-1:] == [star] and bool(
        names.taken(call))


def read_handed_apart(names, use, part):
    call = names.parent[names.parent[use]]
    parameters, optional, _ = names.taken(call)
    words = [ast.Subscript(deepcopy(part.value), ast.Constant(place), ast.Load()) for place, one in enumerate(
        parameters[len(call.args) - 1:], start(part)) if one not in optional]
    call.args[-1:] = [ast.fix_missing_locations(ast.copy_location(word, use)) for word in words]


READINGS = ((is_place, read_place), (is_given_on, read_given_on), (is_counted, read_counted),  # of what is made of one
            (is_asked, read_asked), (is_one_word, read_one_word), (is_handed_apart, read_handed_apart))
