"""Bindings makes one name of two that are spelled alike two names, all over a tree: see Name.

So data of one function is no data of another, for whatever looks a name up, or keeps names in a set or a table. Where
the one's value becomes the other's they stay one name: show(data) hands it to def show(data), data = hear() takes what
hear returns, and self.data = data keeps it.
"""
import ast
import sys

from lab12.finder.nodes import walk
from lab12.finder.scopes import DEFS, FIELDS

PLAIN = {"self", "cls", "argv", "_"}  # these are looked for as they are spelled, or mean nothing
ASSIGNS = ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr
GIVES = ast.Return, ast.Yield, ast.YieldFrom
KEEPS = {"append", "appendleft", "add", "insert", "extend", "put", "put_nowait", "setdefault", "update", "remove",
         "discard", "pop", "index", "get"}  # of a list, a queue or a table: what it is called with is one of that
ANY = "."  # stands for the scope of client.name, where no class can be told


class Name(str):
    """A name of a tree in which others are spelled alike: it is the same as another one only if both mean the same.

    Beside a plain text, and a name of another tree, it is what it is spelled like. `handed` are those of which a
    parameter has the value, where they are two or more: of one, it is the same.
    """

    __slots__ = "handed", "tree"

    def __eq__(self, other):
        if type(other) is Name and other is not self and other.tree is self.tree:
            return False
        return str.__eq__(self, other)

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__

    def sources(self):
        """Return it with all of which it has the value, be it handed on several times, each once."""
        found = {id(self): self}
        for one in (rest := [self]):
            new = [other for other in one.handed if id(other) not in found]
            found.update((id(other), other) for other in new)
            rest += new
        return found.values()

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return str, (str(self),)


class Given(dict):
    """{name: nodes}; of a plain text, those of all names of the tree that are spelled so."""

    def __init__(self, alike):
        super().__init__()
        self.alike = alike

    def get(self, name, default=()):
        if type(name) is Name or name not in self.alike:
            return dict.get(self, name, default)  # which is quicker than by super()
        return [node for one in self.alike[name] for node in dict.get(self, one, ())] or default

    def __getitem__(self, name):
        return self.get(name)


def bind(scopes):
    """Write Names into the tree of these scopes; return {name: the Names that are spelled so}, of those that differ."""
    binding, found = Binding(scopes), {}
    for name, nodes in scopes.uses.items():
        if name not in PLAIN and (name in scopes.owners or binding.many_classes):
            join = binding.groups(name, nodes)
            if join and len({*map(join.find, join.of)}) > 1:
                found[name] = join
    alike = {}
    for name, join in found.items():
        made = {group: Name(name) for group in dict.fromkeys(map(join.find, join.of))}
        for group, one in made.items():
            one.tree, one.handed = scopes, [made[other] for other in join.handed.get(group, ())]
        found[name] = {scope: made[join.find(scope)] for scope in join.of}
        alike[name] = [*made.values()]
        for node in scopes.uses[name]:
            if spelled(node) == name or type(node) not in (ast.Name, ast.Attribute):  # and not argv by now
                setattr(node, FIELDS[type(node)], found[name][binding.scope_of(name, node)])
    write_statements(scopes, found)
    return alike


def write_statements(scopes, found):
    """Write Names into what imports them, or says that they are global."""
    for node, scope in scopes.said if found else ():
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [found.get(name, {}).get(scopes.whose(name, scope), name) for name in node.names]
            continue
        for one in node.names:
            field = "asname" if one.asname else "name"
            name = getattr(one, field)
            setattr(one, field, found.get(name, {}).get(scopes.whose(name, scope), name))


class Binding:
    """Which of the names that are spelled alike are one."""

    def __init__(self, scopes):
        self.scopes, self.parent = scopes, scopes.parent
        self.classes = [node for node in scopes.made if type(node) is ast.ClassDef]
        self.many_classes, self.made_from = len(self.classes) > 1, {}  # name of a class -> those that are made of it
        for node in self.classes:
            for base in map(spelled, node.bases):
                self.made_from.setdefault(base, []).append(node.name)
        self.functions = {node.name for node in scopes.made if type(node) in DEFS}
        self.known, self.modules, self.itself = {}, {}, set()  # modules: name by which a file is imported -> its scope
        files = {file.rpartition("/")[2]: scope for file, scope in scopes.files.items() if file}
        for statement in [node for node, _ in scopes.said if isinstance(node, (ast.Import, ast.ImportFrom))]:
            for one in statement.names:
                if there := files.get(f"{one.name.rpartition('.')[2]}.py"):
                    self.modules[one.asname or one.name] = there
                elif type(statement) is ast.Import and one.name.partition(".")[0] not in sys.stdlib_module_names:
                    self.itself.add(one.asname or one.name)  # such a module may be the script itself

    def scope_of(self, name, node):
        """Return the scope whose own the name of this node is."""
        scope = self.scopes.inside[node]
        if type(node) is not ast.Attribute:
            return self.scopes.whose(name, scope)
        whose = spelled(node.value)
        if whose in self.modules:
            return self.modules[whose]
        if whose in self.itself:
            return self.scopes.of_file("")
        while whose in ("self", "cls") and scope is not None:
            if type(scope.node) is ast.ClassDef:
                return scope
            scope = scope.around
        return ANY

    def groups(self, name, nodes):
        """Return the Groups of scopes in which this name is one; None where all are one."""
        owners = self.scopes.owners.get(name, ())
        if len(owners) == 1:
            [only] = owners
            if not any(type(node) is ast.Attribute for node in nodes) and (only.around is None or all(
                    self.scopes.inside[node] is only for node in nodes)):
                return None
        placed = [(node, self.scope_of(name, node)) for node in nodes]
        join = Groups(dict.fromkeys(scope for _, scope in placed))
        if len(join.of) > 1:
            self.join_classes(join)
            self.join_imports(name, join)
            if len({*map(join.find, join.of)}) > 1:
                Flow(self, name, placed, join).follow()
        return join

    def join_classes(self, join):
        """Join what classes have of those they are made of, and all where it cannot be told of which class one is."""
        classes = [scope for scope in join.of if scope is not ANY and type(scope.node) is ast.ClassDef]
        modules = [scope for scope in self.modules.values() if scope in join.of]  # way = by_stream; way.start()
        for scope in [*classes, *modules] if ANY in join.of else ():
            join(ANY, scope)
        for scope in classes:
            bases = {*map(spelled, scope.node.bases)}
            for other in classes:
                if other.node.name in bases:
                    join(scope, other)

    def join_imports(self, name, join):
        """Join what a file has imported from another one."""
        for node, scope in self.scopes.said if len(self.scopes.files) > 1 else ():
            file = f"{(node.module or '').rpartition('.')[2]}.py" if type(node) is ast.ImportFrom else ""
            there = next((other for other_file, other in self.scopes.files.items()
                          if file and other_file.rpartition("/")[2] == file), None)
            whose = self.scopes.whose(name, scope)
            if there in join.of and whose in join.of and any(one.name in ("*", name) for one in node.names):
                join(whose, there)

    def called_as(self, function):
        """Return the names by which a function is called: one that makes an object by those of its class."""
        around = self.parent.get(function)
        if function.name != "__init__" or type(around) is not ast.ClassDef:
            return [function.name]
        return ["__init__", *self.made_of(around)]

    def made_of(self, one):
        """Return the names of a class, and of those that are made of it."""
        names = [one.name]
        for name in names:
            names += [other for other in self.made_from.get(name, ()) if other not in names]
        return names

    def handed_to(self, call):
        """Return the names of the functions that a call may hand something to: Thread(target=show), table[word]()."""
        if call not in self.known:
            names = {spelled(word) for word in (call.func, *call.args, *(word.value for word in call.keywords))}
            self.known[call] = names | (self.values if self.is_open(call.func) else set())
        return self.known[call]

    def is_open(self, function):
        """Tell whether it cannot be told which function this is: table[word], self.callback."""
        name = spelled(function)
        return not name or name not in self.functions and (
            name in self.scopes.owners or spelled(getattr(function, "value", None)) == "self")

    @property
    def values(self):
        """The names of functions that stand somewhere without being called there: a table's, a callback's."""
        if "values" not in self.known:
            self.known["values"] = {name for name in self.functions for node in self.scopes.uses.get(name, ()) if type(
                node) in (ast.Name, ast.Attribute) and getattr(self.parent[node], "func", None) is not node}
        return self.known["values"]


class Groups:
    """Scopes that are joined to groups; `handed` are the groups of which one is handed what it stands for."""

    def __init__(self, scopes):
        self.of, self.handed = dict(zip(scopes, scopes, strict=True)), {}

    def find(self, scope):
        while self.of[scope] is not scope:
            self.of[scope] = scope = self.of[self.of[scope]]
        return scope

    def __call__(self, one, other):
        self.of[self.find(one)] = self.find(other)


class Flow:
    """Where the value of one name becomes that of another one which is spelled alike."""

    def __init__(self, binding, name, placed, join):
        self.binding, self.name, self.placed, self.join = binding, name, placed, join
        self.takers, self.givers = {}, {}  # name of a function -> scopes in which it takes, or gives, what has the name
        self.kept = {}                     # name of a list, a queue or a table -> scopes in which it keeps what has it
        self.handed = {}                   # scope of a function -> scopes of what it is handed for its parameter
        self.together = {}                 # assignment -> scopes of what has this name in it

    def follow(self):
        for scope in self.join.of:
            self.note_taker(scope)
        for node, scope in self.placed:
            self.climb(node, scope)
        for scopes in self.together.values():
            for other in scopes[1:]:
                self.join(scopes[0], other)
        for node, scope in self.placed if self.givers or self.kept else ():
            if not isinstance(getattr(node, "ctx", None), (ast.Load, type(None))):
                self.take(node, scope)
        self.join_parameters()

    def join_parameters(self):
        """Join each parameter with what it is handed, if that is one name: of two, it is neither."""
        joined = True
        while joined:
            joined = False
            for scope, sources in self.handed.items():
                found = {self.join.find(one) for one in sources} - {self.join.find(scope)}
                if len(found) == 1:
                    self.join(scope, found.pop())
                    joined = True
        for scope, sources in self.handed.items():
            group = self.join.find(scope)
            found = [one for one in dict.fromkeys(map(self.join.find, sources)) if one is not group]
            self.join.handed.setdefault(group, []).extend(found)

    def note_taker(self, scope):
        """Note by which names a scope is called, if it is a function with a parameter of this name, or a dataclass."""
        node = getattr(scope, "node", None)
        if type(node) in DEFS and any(isinstance(one, ast.arg) and one.arg == self.name for one in walk(node.args)):
            names = self.binding.called_as(node)
        else:
            plain = type(node) is ast.ClassDef and not any(getattr(one, "name", "") == "__init__" for one in node.body)
            names = [node.name] if plain else ()
        for name in names:
            self.takers.setdefault(name, []).append(scope)

    def climb(self, node, scope):
        """Note what the statement that a name stands in does with its value."""
        inner, above = node, self.binding.parent[node]
        while not isinstance(inner, ast.stmt):
            if isinstance(above, ast.Call) and inner is not above.func:
                self.hand(above, scope)
            elif isinstance(above, ast.arguments) and not isinstance(inner, ast.arg):
                function = self.binding.scopes.made[self.binding.parent[above]]
                if function in self.join.of:
                    self.join(scope, function)  # def show(data=data)
            elif isinstance(above, GIVES):
                self.givers.setdefault(self.function_of(node), []).append(scope)
            elif isinstance(above, ASSIGNS):
                self.together.setdefault(above, []).append(scope)
                for target in getattr(above, "targets", ()):
                    if isinstance(target, ast.Subscript):
                        self.keep(target.value, scope)  # texts[client] = text
            elif isinstance(above, ast.Subscript) and inner is above.slice:
                self.keep(above.value, scope)
            inner, above = above, self.binding.parent.get(above)

    def keep(self, whose, scope):
        self.kept.setdefault(spelled(whose), []).append(scope)

    def hand(self, call, scope):
        """Note what a call hands on: to a function, by whatever starts that, or to a list or a queue."""
        for name in self.binding.handed_to(call) & self.takers.keys():
            for other in self.takers[name]:
                self.handed.setdefault(other, []).append(scope)
        if isinstance(call.func, ast.Attribute) and call.func.attr in KEEPS:
            self.keep(call.func.value, scope)

    def function_of(self, node):
        """Return the name of the function that a node stands in."""
        around = self.binding.scopes.inside[node]
        while around.around is not None and type(around.node) not in DEFS:
            around = around.around
        return getattr(around.node, "name", "")

    def take(self, node, scope):
        """Join this name with what it is given: what a function returns, or what a list or a queue keeps."""
        above = self.binding.parent[node]
        while isinstance(above, (ast.Tuple, ast.List, ast.Starred)):
            above = self.binding.parent[above]
        value = None if isinstance(above, ast.Attribute) else getattr(above, "context_expr", None) or getattr(
            above, "iter", None) or getattr(above, "value", None)
        for part in walk(value) if value is not None else ():
            for others in (self.givers.get(called(part), []), self.kept.get(spelled(part), [])):
                for other in others:
                    self.join(scope, other)
                del others[1:]  # from now on they are one


def called(node):
    return spelled(node.func) if isinstance(node, ast.Call) else ""


def spelled(node):
    """Return the name of a node, or the last part of a dotted one; '' if it has none."""
    return getattr(node, "attr", getattr(node, "id", ""))
