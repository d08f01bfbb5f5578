"""Tree holds the tree of one script: its calls, its loops, what its names stand for. Nothing is ever run."""
import ast
import itertools
import operator
import re

from lab12.finder.aliases import spell_aliases
from lab12.finder.argv import spell_argv
from lab12.finder.bindings import Given, bind
from lab12.finder.later import say_in_place
from lab12.finder.lookups import spell_lookups
from lab12.finder.nodes import children, walk
from lab12.finder.parsing import TOO_DEEP, parse, salvage
from lab12.finder.scopes import Scopes
from lab12.finder.slices import split, unslice
from lab12.finder.syntax import (
    CONNECTS,
    FUNCTIONS,
    HOSTNAME,
    LISTENS,
    LOOPS,
    asks_user,
    called,
    given_names,
    is_at_any_port,
    is_for_own_address,
    is_of_a_database,
    is_of_a_signal,
    is_of_a_window,
    is_of_an_event,
    last_name,
    line,
    name_databases,
    name_ends,
    names_in,
)

WORKED_OUT = {ast.Mult: operator.mul, ast.Pow: operator.pow, ast.LShift: operator.lshift}
FEW, BITS = 1 << 20, 20  # of numbers that are worked out: more than any size that is written as a product
LONG, MANY = 1000, 200  # letters of a text, values of a tuple that are kept: each may be made of others many times
LOOKUPS = {"globals", "locals", "vars", "getattr", "eval", "exec"}  # of what is found by a text that names it


def needed(body):
    """Return statements of a script and the files that it imports, less what of these it never names.

    A file may hold what a server does, and what its client does; a script that starts one of the two imports both. Of
    files of which it names nothing that talks, all that talks stays.
    """
    def talks(one):
        return any(called(part) in LISTENS | CONNECTS | {"bind"} for part in walk(one))

    def idle(one):
        return hasattr(one, "file") and isinstance(one, (*FUNCTIONS[:2], ast.ClassDef)) and not one.decorator_list

    kept, rest = [one for one in body if not idle(one)], [one for one in body if idle(one)]
    looks_up = any(getattr(part, "id", "") in LOOKUPS for one in body for part in walk(one))
    renamed = [part for one in body for part in walk(one) if isinstance(part, ast.alias) and part.asname]
    while rest:
        named = {last_name(part) for one in kept for part in walk(one)}
        named |= {alias.name for alias in renamed if alias.asname in named}
        found = [one for one in rest if one.name in named or looks_up and not talks(one)]
        if not found:
            break
        kept, rest = kept + found, [one for one in rest if one not in found]
    alone = not any(hasattr(one, "file") and talks(one) for one in kept)
    return [one for one in body if one in kept or alone and talks(one)]


def is_for_its_own(node):
    """Tell whether a statement is not done in a file that is imported: if __name__ == "__main__"."""
    test = node.test if isinstance(node, ast.If) and not node.orelse else None
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and any(
        last_name(one) == "__name__" for one in (test.left, *test.comparators))


def files_by_name(nodes):
    """Return {name: file} for the names by which a script calls the files of its own that it imports as modules.

        import wire, chat.door as entrance     # {"wire": "wire.py", "entrance": "door.py"}
    """
    there = {node.file for node in nodes if hasattr(node, "file")}
    imported = [one for node in nodes if there and isinstance(node, (ast.Import, ast.ImportFrom)) for one in node.names]
    named = {one.asname or one.name: f"{one.name.rpartition('.')[2]}.py" for one in imported}
    return {name: file for name, file in named.items() if file in there}


class Table(dict):
    """What a dictionary holds under its constant keys: CONFIG = {"host": "127.0.0.1", "port": 5000}."""

    __hash__ = object.__hash__


class Tree:
    """The syntax tree of one script, and the constants that its names stand for.

    `modules` are (name, source) of the files beside it that it imports: they are a part of it. `decided` are words
    that are to be given for names, where the tree is only a part of a script (see parting). `by_lines` is for one that
    is nested too deeply to be read as a whole.
    """

    def __init__(self, source, modules=(), by_lines=False):
        self.module, self.error = (salvage(source), TOO_DEEP) if by_lines else parse(source)
        parsed = {name: parse(its_source) for name, its_source in modules}
        if " as " in source:
            spell_aliases({"": self.module, **{name: module for name, (module, _) in parsed.items()}})
        for name, (module, error) in parsed.items():
            self.error = self.error or error and f"{error} of {name}"
            for node in walk(module):
                node.file = name
            self.module.body[:0] = [node for node in module.body if not is_for_its_own(node)]
        if modules:
            self.module.body = needed(self.module.body)
        self.broken, self.source, self.decided = bool(self.error), source, {}
        name_databases(self.module)
        if "argv" in source:
            spell_argv(self.module)
        spell_lookups(self.module)
        say_in_place(self.module)
        split(self.module)
        scopes = Scopes(self.module)
        unslice(scopes)
        self.alike = bind(scopes)
        self.take_stock()

    def take_stock(self):
        """Note down what there is in the tree: its nodes, calls, loops, words, and what its names stand for."""
        self.of_objects = name_ends(list(walk(self.module)))  # its messages are no bytes
        nodes = list(walk(self.module))
        self.known = {}  # what is found out of it once, and asked for often
        self.parent = {child: node for node in nodes for child in children(node)}
        placed = (node for node in nodes if hasattr(node, "lineno"))
        self.nodes = sorted(placed, key=lambda node: (not hasattr(node, "file"), node.lineno, node.col_offset))
        self.calls = [n for n in self.nodes if isinstance(n, ast.Call)]
        self.loops = [n for n in self.nodes if isinstance(n, LOOPS)]
        self.own = {n.name for n in self.nodes if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))}
        for call in self.calls if "ainput" not in self.own else ():
            if called(call) == "ainput":
                call.awaited = True
        self.defined = Given(self.alike) if self.alike else {}  # name -> functions and classes
        self.given = Given(self.alike) if self.alike else {}    # name -> expressions whose values it is given
        for node in self.nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                self.defined.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign):
                for name in {last_name(target) for target in node.targets} - {""}:
                    self.given.setdefault(name, []).append(node.value)
                if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                    for target, value in given_names(node):  # watched, clients = [door], []
                        self.given.setdefault(last_name(target), []).append(value)
        of_several = [name for names in self.alike.values() for name in names if name.handed]
        self.given.update({name: found for name in of_several if (
            found := [value for one in name.sources() for value in self.given.get(one, ())])})
        self.uses = Given(self.alike) if self.alike else {}     # name -> (number, call) of the calls of this name
        for numbered in enumerate(self.calls):
            self.uses.setdefault(called(numbered[1]), []).append(numbered)
        self.files = files_by_name(self.nodes)
        self.words = {last_name(n) for n in self.nodes if not self.is_own(n) and not is_of_a_database(n)}
        if "stdin" in self.words:  # of the keyboard: sys.stdin.readline() is of no socket
            self.words -= {"read", "readline"} - {n.attr for n in self.nodes if isinstance(
                n, ast.Attribute) and last_name(n.value) != "stdin"}
        for node in self.nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.words |= {name.name for name in node.names}
        if self.broken:
            self.words |= set(re.findall(r"\w+", self.source))  # also of the lines that cannot be read
        self.values, self.typed = {}, {}
        for _ in range(2):  # twice, since a name may be used above the line that gives it its value
            self.learn_values()
            for name in of_several:
                if self.values.get(name) is None:
                    self.values[name] = next(filter(None, map(self.values.get, name.handed)), None)

    def is_own(self, node):
        """Tell whether this is a function of the script itself: its own listen() is no socket's."""
        if isinstance(node, ast.Attribute):
            return node.attr in self.own and (getattr(node.value, "id", "") == "self" or self.is_made_here(node))
        return isinstance(node, ast.Name) and node.id in self.own

    def is_made_here(self, method):
        """Tell whether this is a method of an object of a class of the script: self.helper.listen().

        Also of what such a method gives: guest = self.helper.accept(), guest.send(text). One that gives a socket does
        not: link = self.helper.connect(), link.send(data).
        """
        values = [*self.given.get(last_name(method.value), ()), method.value]
        values += [made for value in values if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)
                   for made in self.objects_given(value)]
        made = {called(value) for value in values}
        classes = [one for name in made for one in self.defined.get(name, ()) if isinstance(one, ast.ClassDef)]
        return any(getattr(part, "name", "") == method.attr for one in classes for part in one.body)

    def objects_given(self, call):
        """Return what makes the object of a class of the script that a method returns: itself, or what it makes."""
        returned = [part.value for function in self.defined.get(called(call), ()) if isinstance(function, FUNCTIONS)
                    for part in walk(function) if isinstance(part, ast.Return)]
        made = [one for value in returned for one in (value, *self.given.get(last_name(value), ()))
                if getattr(value, "id", "") == "self" or any(
                    isinstance(known, ast.ClassDef) for known in self.defined.get(called(one), ()))]
        return made and [*made, *self.given.get(last_name(call.func.value), ())]

    def named(self, *names):
        """Return the calls of these names, in the order of their lines, be they of functions of the script's own."""
        found = {number: call for name in names for number, call in self.uses.get(name, ())}
        return [found[number] for number in sorted(found)]

    def sites(self, function):
        """Return the calls that name a function of the script; none of a lambda, or where there is no function (None).
        """
        name = getattr(function, "name", "")
        return self.named(name) if name else []

    def of(self, *names):
        """Return the calls of these names, in the order of their lines, less the script's own functions."""
        return [call for call in self.named(*names) if not self.is_own(call.func)
                and not is_of_a_database(call)
                and not (called(call) == "bind" and (is_of_a_window(self, call) or is_at_any_port(self, call)))
                and not (called(call) == "accept" and is_of_an_event(self, call))
                and not (called(call) == "connect" and (is_of_a_signal(self, call) or is_for_own_address(self, call)))]

    def above(self, node, kinds):
        """Return what encloses the node and is of these kinds, from the inside out, within its function.

        What a loop calls each time, as in iter(lambda: input(), "exit"), is in that loop and in no other function.
        """
        found = []
        while (node := self.parent.get(node)) is not None:
            if isinstance(node, ast.Lambda) and called(self.parent.get(node)) == "iter":
                continue
            if isinstance(node, kinds):
                found.append(node)
            if isinstance(node, FUNCTIONS):
                break
        return found

    def function(self, node):
        """Return the function that a node is in, None for the module."""
        if ("function", node) not in self.known:
            self.known["function", node] = next(iter(self.above(node, FUNCTIONS)), None)
        return self.known["function", node]

    def block(self, node):
        """Return what a statement stands in, be it guarded there or not: the module, a function, a loop, an open if."""
        node = self.parent.get(node)
        while isinstance(node, (ast.Try, ast.With)) or (
                isinstance(node, ast.If) and (names := names_in(node.test)) and names <= self.decided.keys()):
            node = self.parent.get(node)
        return node

    def tested(self, node):
        """Tell whether this node is part of the test of an if or a while."""
        while (above := self.parent.get(node)) is not None and not isinstance(above, ast.stmt):
            node = above
        return isinstance(above, (ast.If, ast.While)) and node is above.test

    def learn_values(self):
        """Learn what the names of the script stand for, as far as they are constants."""
        for node in self.nodes:
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value:
                for target in getattr(node, "targets", None) or [node.target]:
                    self.learn(target, node.value)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                given = [*node.args.posonlyargs, *node.args.args][-len(node.args.defaults) or None:]
                for argument, value in zip(given, node.args.defaults, strict=False):
                    self.learn(ast.Name(id=argument.arg), value)
            elif called(node) == "add_argument":
                names = [name for one in node.args if isinstance(name := self.value(one), str)]
                for default in [keyword.value for keyword in node.keywords if keyword.arg == "default"]:
                    for name in names:
                        self.learn(ast.Name(id=name.lstrip("-").replace("-", "_")), default)

    def learn(self, target, value):
        """Learn one assignment; of several values that a name is given, the first known one stands."""
        several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        if several and len(target.elts) == len(value.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                self.learn(one, its)
        elif isinstance(target, ast.Subscript) and isinstance(table := self.value(target.value), Table):
            key = self.value(target.slice)
            if isinstance(key, (str, int, bytes)):
                table.setdefault(key, self.value(value))
        elif name := last_name(target):
            if asks_user(value.value if isinstance(value, ast.Await) else value):
                self.typed.setdefault(name, line(value))
            if self.values.get(name) is None:
                self.values[name] = self.value(value)

    def several(self, nodes):
        """Return the tuple of what these expressions stand for; of many, or of tuples of tuples, nothing is known."""
        values = tuple(self.value(node) for node in nodes[:MANY + 1])
        deep = any(isinstance(part, tuple) for value in values if isinstance(value, tuple) for part in value)
        return None if deep or len(values) > MANY else values

    def table(self, node):
        """Return the Table of a dictionary, {"port": 5000} or dict(port=5000)."""
        pairs = zip(map(self.value, filter(None, node.keys)), [value for key, value in zip(
            node.keys, node.values, strict=True) if key], strict=True) if isinstance(node, ast.Dict) else (
            (word.arg, word.value) for word in node.keywords)
        return Table({key: self.value(value) for key, value in itertools.islice(pairs, MANY) if isinstance(
            key, (str, int, bytes))})

    def part(self, values, index):
        """Return one of several values, None if that cannot be known: SERVER[1] of SERVER = ("", 5000), TABLE["port"].
        """
        if isinstance(values, Table):
            return values.get(index) if isinstance(index, (str, int, bytes)) else None
        there = isinstance(values, tuple) and type(index) is int and -len(values) <= index < len(values)
        return values[index] if there else None

    def value(self, node):
        """Return the constant that this expression stands for, None if that cannot be known."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.values.get(last_name(node))
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return self.several(node.elts)
        if isinstance(node, ast.Subscript):
            return self.part(self.value(node.value), self.value(node.slice))
        if isinstance(node, ast.FormattedValue):
            return self.value(node.value)
        if isinstance(node, ast.JoinedStr):
            return "".join("..." if (part := self.value(n)) is None else str(part)[:LONG] for n in node.values)[:LONG]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.value(node.left), self.value(node.right)
            if isinstance(left, str) or isinstance(right, str):
                return f"{'...' if left is None else left}{'...' if right is None else right}"[:LONG]
            return left + right if type(left) is type(right) is int else None
        if isinstance(node, ast.BinOp) and type(node.op) in WORKED_OUT:
            left, right = self.value(node.left), self.value(node.right)
            known = type(left) is type(right) is int and 0 <= left < FEW and 0 <= right < (
                FEW if isinstance(node.op, ast.Mult) else BITS)
            return WORKED_OUT[type(node.op)](left, right) if known else None  # 64 * 1024, 2 ** 16, 1 << 16
        if called(node) in {"gethostname", "gethostbyname", "getfqdn"}:
            named = self.value(node.args[0]) if node.args else None  # gethostbyname("localhost")
            return named if isinstance(named, str) else HOSTNAME
        if called(node) in {"int", "str"} and len(node.args) == 1:
            value = self.value(node.args[0])
            return int(value) if called(node) == "int" and isinstance(value, str) and re.fullmatch(
                r"\d{1,9}", value) else value
        if isinstance(node, ast.Dict) or called(node) == "dict" and not node.args:
            return self.table(node)
        if called(node) in {"get", "getenv"} and node.args:
            whose = getattr(node.func, "value", None)
            table, other = self.value(whose), self.value(node.args[1]) if len(node.args) > 1 else None
            kept = self.part(table, self.value(node.args[0]))
            usual = isinstance(table, Table) or called(node) == "getenv" or last_name(whose) == "environ"
            return other if kept is None and (usual or not isinstance(other, str)) else kept  # a parser's has sections
        return None
