"""Lookups: what is called by a name that is put together, said with ifs: globals()[f"{kind}_{side}"]().

    getattr(parts, sys.argv[1])()    # if sys.argv[1] == "serve": parts.serve()
                                     # elif sys.argv[1] == "call": parts.call()
"""
import ast
import re
from copy import deepcopy

from lab12.finder.nodes import walk

TABLES = {"globals", "locals", "vars"}
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef
MANY = 60  # functions that may be meant


def spell_lookups(module):
    """Say in place, in the tree of a script and what it imports, which function each such call may be of."""
    if any(getattr(node, "id", "") in TABLES | {"getattr"} for node in walk(module)):
        spelling = Spelling(module)
        for node in list(walk(module)):
            for name in ("body", "orelse", "finalbody"):
                if isinstance(block := getattr(node, name, None), list):
                    block[:] = [said for one in block for said in (
                        spelling.said(one) if isinstance(one, ast.Expr) else [one])]


class Spelling:
    """Finds ifs to be put in place of a statement that calls a function by its name."""

    def __init__(self, module):
        self.own, self.of_files, self.methods, self.files, self.given, self.classes = {}, {}, {}, {}, {}, set()
        for node in module.body:
            if isinstance(node, FUNCTIONS):
                self.own[node.name] = node
                self.of_files.setdefault(getattr(node, "file", ""), {})[node.name] = node
        for node in walk(module):
            if isinstance(node, ast.ClassDef):
                self.classes.add(node.name)
                self.methods |= {one.name: one for one in node.body if isinstance(one, FUNCTIONS)}
            elif isinstance(node, ast.Import):
                self.files |= {one.asname or one.name: f"{one.name.rpartition('.')[2]}.py" for one in node.names}
            elif isinstance(node, ast.Assign) and (name := name_of(node.targets[0])):
                self.given.setdefault(name, []).append(node.value)

    def said(self, node):
        """Return the statements that stand for this one: itself, if nothing is looked up in it."""
        looked = [(call, *found) for call in walk(node.value) if isinstance(call, ast.Call)
                  and (found := self.looked_up(call.func))]
        if len(looked) != 1:
            return [node]
        call, key, functions, obj = looked[0]
        parts, asked, names = parts_of(self.meant(key)), [], []
        if isinstance(obj, ast.Call):
            asked, obj = [ast.Assign([ast.Name("made", ast.Store())], obj)], ast.Name("made", ast.Load())
        for number, part in enumerate(part for part in parts if not isinstance(part, str)):
            name = part
            if any(isinstance(one, ast.Call) and getattr(one.func, "id", "") == "input" for one in walk(part)):
                name = ast.Name(f"chosen{number or ''}", ast.Load())
                asked.append(ast.Assign([ast.Name(name.id, ast.Store())], part))
            names.append(name)
        pattern = "".join(re.escape(part) if isinstance(part, str) else "(.+?)" for part in parts)
        given = len(call.args) + len(call.keywords)
        fitting = [(found.groups(), name) for name, one in functions.items()
                   if (found := re.fullmatch(pattern, name)) and takes(one, given, obj is not None)]
        if not names or not 0 < len(fitting) <= MANY:
            return [node]
        place = path_to(node, call.func)
        cases = [(words, at_place(node, place, ast.Attribute(obj, name, ast.Load()) if obj is not None
                                  else ast.Name(name, ast.Load()))) for words, name in fitting]
        made = asked + ifs(names, cases)
        for statement in made:
            for part in walk(statement):
                if isinstance(part, (ast.stmt, ast.expr)) and not hasattr(part, "lineno"):
                    ast.copy_location(part, node)
                if hasattr(node, "file"):
                    part.file = node.file
        return made

    def looked_up(self, node):
        """Return (the name, the functions that may be called by it, whose they are), None for what is no lookup."""
        table = node.value if isinstance(node, ast.Subscript) else None
        if isinstance(table, ast.Call) and getattr(table.func, "id", "") in TABLES and not table.args:
            return node.slice, self.own, None
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr" and len(node.args) > 1):
            return None
        obj, key = node.args[:2]
        if "modules" in {getattr(part, "attr", "") for part in walk(obj)}:
            return key, self.own, None  # sys.modules[__name__]
        if getattr(obj, "id", "") == "self":
            return None  # what comes is done, and chooses no side: see finder.stopping
        file = self.files.get(getattr(obj, "id", ""))
        there = self.of_files.get(file, {}) if file else self.methods if self.may_be_own(obj) else {}
        return key, there, obj

    def may_be_own(self, obj):
        """Tell whether this may be an object of a class of the script: a logger, or a socket, is none."""
        made = [one for one in [obj, *self.given.get(name_of(obj), ())] if isinstance(one, ast.Call)]
        return not made or any(name_of(one.func) in {*self.classes, *self.own} for one in made)

    def meant(self, key):
        """Return the expression that a name is given, where it is put together: name = f"{kind}_{side}"."""
        [value] = self.given.get(getattr(key, "id", ""), [None])[:1]
        return value if isinstance(value, (ast.JoinedStr, ast.BinOp)) else key


def name_of(node):
    return getattr(node, "attr", getattr(node, "id", ""))


def parts_of(key):
    """Return what a name is put together of: texts, and expressions."""
    if isinstance(key, ast.JoinedStr):
        return [part.value if isinstance(part, (ast.Constant, ast.FormattedValue)) else part for part in key.values]
    if isinstance(key, ast.BinOp) and isinstance(key.op, ast.Add):
        return parts_of(key.left) + parts_of(key.right)
    return [key.value] if isinstance(key, ast.Constant) and isinstance(key.value, str) else [key]


def takes(function, given, of_object):
    """Tell whether a function may be called with so many arguments."""
    own = len(function.args.args) - (of_object and [one.arg for one in function.args.args[:1]] == ["self"])
    return own - len(function.args.defaults) <= given and (given <= own or bool(function.args.vararg))


def path_to(node, part):
    """Return how many nodes come before this part where one goes through a node."""
    return next(number for number, one in enumerate(walk(node)) if one is part)


def at_place(node, place, function):
    """Return a copy of a statement that calls this function where it looks one up."""
    copy = deepcopy(node)
    old = list(walk(copy))[place]
    call = next(one for one in walk(copy) if isinstance(one, ast.Call) and one.func is old)
    call.func = function
    return copy


def ifs(names, cases):
    """Return the ifs that do what is said for the words that these names stand for: ((word, ...), statement) each."""
    made, [name, *rest] = [], names
    for word in reversed(list(dict.fromkeys(words[0] for words, _ in cases))):
        within = [(words[1:], statement) for words, statement in cases if words[0] == word]
        body = ifs(rest, within) if rest else [within[0][1]]
        made = [ast.If(ast.Compare(deepcopy(name), [ast.Eq()], [ast.Constant(word)]), body, made)]
    return made
