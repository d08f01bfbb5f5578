"""Scopes tells whose each name of a script is, as Python does: the function's that gives it a value, or the file's.

    data = b""                     # the file's
    def hear(link):                # link is hear's own
        data = link.recv(1024)     # so is data, unless hear says `global data`

A comprehension, a lambda and a class have names of their own, too. See bindings, which writes that into the tree.
"""
import ast

from lab12.finder.nodes import children

DEFS = {ast.FunctionDef, ast.AsyncFunctionDef}
FUNCTIONS = DEFS | {ast.Lambda}
COMPREHENSIONS = {ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp}
MAKES = FUNCTIONS | COMPREHENSIONS | {ast.ClassDef}
PARTED = MAKES | {ast.arguments, ast.arg, ast.comprehension}
FIELDS = {ast.Name: "id", ast.Attribute: "attr", ast.arg: "arg", ast.FunctionDef: "name", ast.AsyncFunctionDef: "name",
          ast.ClassDef: "name", ast.ExceptHandler: "name", ast.MatchAs: "name", ast.MatchStar: "name",
          ast.MatchMapping: "rest"}  # kind of node -> the field that holds its name


class Scope:
    """A file, or the class, function or comprehension `node`; `own` are the names that are given a value in it."""

    def __init__(self, node, around, file):
        self.node, self.around, self.file = node, around, file
        self.own, self.of_file, self.of_outer = set(), set(), set()  # the last two are said to be global, or nonlocal


class Scopes:
    """The scopes of a script and of the files that it imports, and where each name is used."""

    def __init__(self, module):
        self.parent, self.inside = {}, {}  # inside: node that has a name -> the scope in which it stands
        self.made, self.files = {}, {}     # what makes a scope -> that scope; file, '' for the script itself -> its one
        self.uses, self.owners = {}, {}    # name -> nodes that have it; name -> scopes that give it a value
        self.said = []                     # (statement that imports, or says global or nonlocal, its scope)
        self.parent.update(dict.fromkeys(module.body, module))
        rest = [(one, self.of_file(getattr(one, "file", ""))) for one in reversed(module.body)]
        while rest:
            node, scope = rest.pop()
            kind = type(node)
            if kind in FIELDS:
                self.note(node, kind, scope)
            elif kind in SAYS:
                SAYS[kind](self, node, scope)
            if kind in MAKES:
                self.made[node] = Scope(node, scope, scope.file)
            for child in reversed(children(node)):
                self.parent[child] = node
                rest.append((child, self.where(node, kind, child, scope) if kind in PARTED else scope))

    def of_file(self, file):
        if file not in self.files:
            self.files[file] = Scope(None, None, file)
        return self.files[file]

    def where(self, node, kind, child, scope):
        """Return the scope of what stands in a function, a class or a comprehension: a default is none of its own."""
        if kind is ast.arg or kind is ast.arguments and type(child) is not ast.arg:
            return scope.around
        if kind is ast.comprehension:
            first = node.iter is child and self.parent[node].generators[0] is node
            return scope.around if first else scope
        inner = isinstance(child, (ast.stmt, ast.arguments)) or kind is ast.Lambda or kind in COMPREHENSIONS
        return self.made[node] if inner and kind in MAKES else scope

    def note(self, node, kind, scope):
        name = getattr(node, FIELDS[kind])
        if name is None:
            return  # except OSError:
        self.inside[node] = scope
        self.uses.setdefault(name, []).append(node)
        if kind is ast.Attribute:
            return
        if kind is not ast.Name or not isinstance(node.ctx, ast.Load):
            if type(self.parent[node]) is ast.NamedExpr:
                while type(scope.node) in COMPREHENSIONS:
                    scope = scope.around
            self.give(name, scope)

    def give(self, name, scope):
        scope.own.add(name)
        self.owners.setdefault(name, set()).add(scope)

    def note_import(self, node, scope):
        self.said.append((node, scope))
        for one in node.names:
            self.give(one.asname or one.name.partition(".")[0], scope)

    def note_global(self, node, scope):
        self.said.append((node, scope))
        (scope.of_file if type(node) is ast.Global else scope.of_outer).update(node.names)

    def whose(self, name, scope):
        """Return the scope whose own this name is where it is used in a scope."""
        used = scope
        while scope.around is not None:
            if name in scope.of_file:
                return self.files[scope.file]
            if name in scope.own and name not in scope.of_outer and (
                    scope is used or type(scope.node) is not ast.ClassDef):
                return scope
            scope = scope.around
        return scope


SAYS = {ast.Import: Scopes.note_import, ast.ImportFrom: Scopes.note_import, ast.Global: Scopes.note_global,
        ast.Nonlocal: Scopes.note_global}
