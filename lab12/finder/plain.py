"""Plain says with ifs, and in the usual words, what Python lets one say in other ways as well."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.printing import is_into_file, written
from lab12.finder.tables import name_of

OF_LOOP = {f"sock_{name}" for name in ("accept", "connect", "recv", "recv_into", "recvfrom", "sendall", "sendto")}
OPPOSITE = {ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
            ast.NotIn: ast.In}
ASKS = {"input", "raw_input", "getpass"}


class Plain(ast.NodeTransformer):
    """Says with ifs what a match of words says (PEP 634), and a call of what a dictionary of functions holds.

        match input("? "):                # matched = input("? ")
            case "1" | "tcp": stream()    # if matched in ("1", "tcp"): stream()
            case _: datagrams()           # else: datagrams()

    What is given a type is given its value all the same: "port: int = 5000" is "port = 5000", but in a class, where it
    may be a field of a dataclass.

    So it does with "stream() if way == '1' else datagrams()", and with a while that insists on one of some words:
    "while (way := input()) not in ('1', '2'): print('1 or 2')" is asked in a loop that is left by break. What an if
    asks its user has a name: "if input('More? ') == 'n'" is "asked5 = input('More? ')" and "if asked5 == 'n'".
    """

    def __init__(self, beside):
        self.beside = beside  # names of files that lead to nobody

    def visit_Match(self, node):
        self.generic_visit(node)
        if made := of_lists(node):
            return self.placed(node, made)
        *cases, last = node.cases
        if not all(words(case.pattern) or case.guard and is_any(case.pattern) for case in cases) or not (
                words(last.pattern) or is_any(last.pattern) or isinstance(last.pattern, ast.MatchAs) and (
                    last.pattern.pattern is None and not last.guard)):
            return node  # more than words
        subject = node.subject if isinstance(node.subject, ast.Name) else ast.Name("matched", ast.Load())
        asked = [] if subject is node.subject else [ast.Assign([ast.Name("matched", ast.Store())], node.subject)]
        return self.placed(node, asked + chain(subject, [
            (words(case.pattern), case.body, case.guard) for case in node.cases]))

    def visit_While(self, node):
        self.generic_visit(node)
        if insists(node):
            asked, [words] = node.test.left, node.test.comparators
            taken = ast.If(ast.Compare(ast.Name(asked.target.id, ast.Load()), [ast.In()], [words]), [ast.Break()], [])
            node.test = ast.copy_location(ast.Constant(True), node.test)
            node.body = self.placed(asked, [ast.Assign([asked.target], asked.value), taken]) + node.body
        return node

    def visit_If(self, node):
        within = asks_within(node)
        self.generic_visit(node)
        if within is None:
            return node
        name = f"asked{node.lineno}"
        asked = ast.Assign([ast.Name(name, ast.Store())], within)
        node.test.left = ast.copy_location(ast.Name(name, ast.Load()), within)
        return [*self.placed(node, [asked]), node]

    def visit_Expr(self, node):
        call = node.value
        if is_into_file(call, self.beside):
            return self.placed(node, [ast.Expr(one) for one in written(self.generic_visit(call))])
        if is_either(node):
            way = either(self.generic_visit(node).value)
            return self.placed(node, [ast.If(way.test, [ast.Expr(way.body)], [ast.Expr(way.orelse)])])
        held = self.held(call.func.value) if is_of_table(node) else None
        cases = [((key,), [ast.Expr(ast.Call(value, call.args, call.keywords))], None) for key, value in held or ()]
        if not held:
            return self.generic_visit(node)
        return self.placed(node, chain(call.func.slice, cases))

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return opposite(node) or node

    def visit_ClassDef(self, node):
        for one in node.body:
            one.of_class = True
        return self.generic_visit(node)

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        if node.value is None or hasattr(node, "of_class"):
            return node
        return ast.copy_location(ast.Assign([node.target], node.value), node)

    def visit_Await(self, node):
        of_loop = is_of_loop(node.value)
        self.generic_visit(node)
        return node.value if of_loop else node

    def visit_Call(self, node):
        self.generic_visit(node)
        if is_of_loop(node):  # await loop.sock_recv(link, 100) says what link.recv(100) does
            given = ast.Attribute(node.args[0], node.func.attr.removeprefix("sock_"), ast.Load())
            node.func, node.args = ast.copy_location(given, node.func), node.args[1:]
        if is_into_file(node, self.beside):
            made = [ast.Expr(one) for one in written(node)]
            self.placed(node, made)
            return made[0].value if len(made) < 2 else ast.copy_location(
                ast.Tuple([one.value for one in made], ast.Load()), node)
        return node

    def visit_Module(self, node):
        self.tables = {name_of(one.targets[0]): list(zip(one.value.keys, one.value.values, strict=True))
                       for one in walk(node) if isinstance(one, ast.Assign) and isinstance(one.value, ast.Dict)
                       and all(map(is_word, one.value.keys))}
        return self.generic_visit(node)

    def held(self, table):
        """Return [(key, value)] of a dictionary, or of the one that a name is given; None of any other."""
        if isinstance(table, (ast.Name, ast.Attribute)):
            return self.tables.get(name_of(table))
        return list(zip(table.keys, table.values, strict=True)) if all(map(is_word, table.keys)) else None

    @staticmethod
    def placed(node, statements):
        """Give these statements, and what is new in them, the place of a node."""
        for statement in statements:
            for part in walk(statement):
                if isinstance(part, (ast.stmt, ast.expr)) and not hasattr(part, "lineno"):
                    ast.copy_location(part, node)
        return statements


def opposite(node):
    """Return `not one is two` as `one is not two`, and `not one is not two` as `one is two`; None of anything else."""
    asked = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else None
    if not isinstance(asked, ast.Compare) or len(asked.ops) > 1 or type(asked.ops[0]) not in OPPOSITE:
        return None
    return ast.copy_location(ast.Compare(asked.left, [OPPOSITE[type(asked.ops[0])]()], asked.comparators), node)


def is_of_loop(node):
    """Tell whether this call has the loop of asyncio do what a socket does: its first argument."""
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and bool(node.args)
            and node.func.attr in OF_LOOP and not isinstance(node.args[0], ast.Starred))


def is_of_table(node):
    """Tell whether this statement calls what a dictionary holds for a name, or a letter of it: actions[key](host)."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Subscript)):
        return False
    key = call.func.slice
    while isinstance(key, ast.Call) and isinstance(key.func, ast.Attribute) and not key.args:
        key = key.func.value  # actions[choice.strip()](host)
    given = [key.value if isinstance(key, ast.Subscript) and is_word(key.slice) else key,
             *call.args, *(keyword.value for keyword in call.keywords)]
    return isinstance(call.func.value, (ast.Name, ast.Attribute, ast.Dict)) and all(
        isinstance(one, (ast.Name, ast.Constant)) for one in given)


def is_word(node):
    return isinstance(node, ast.Constant)


def is_either(node):
    """Tell whether this statement calls one thing or another: serve() if role == "s" else call()."""
    way = either(node.value) if isinstance(node, ast.Expr) else None
    return isinstance(way, ast.IfExp) and isinstance(way.body, ast.Call) and isinstance(way.orelse, ast.Call)


def either(way):
    """Return (server if serves else client).main(port) as what it says: server.main(port) if serves else ..."""
    function = getattr(way, "func", None)
    inner = function.value if isinstance(function, ast.Attribute) else function
    if not isinstance(inner, ast.IfExp):
        return way
    ways = [ast.Attribute(one, function.attr, ast.Load()) if inner is not function else one
            for one in (inner.body, inner.orelse)]
    return ast.IfExp(inner.test, *(ast.Call(one, way.args, way.keywords) for one in ways))


def insists(node):
    """Tell whether this asks again until one of some words is typed: while (way := input()) not in ("1", "2")."""
    test = node.test if isinstance(node, ast.While) else None
    return (isinstance(test, ast.Compare) and isinstance(test.left, ast.NamedExpr) and len(test.ops) == 1
            and isinstance(test.ops[0], ast.NotIn) and not node.orelse
            and any(getattr(part, "id", "") in ASKS for part in walk(test.left.value))
            and all(map(is_word, getattr(test.comparators[0], "elts", [None]))))


def asks_within(node):
    """Return what an if compares with words where that is what its user types: input("More? ").lower(); None else."""
    test = node.test if isinstance(node, ast.If) else None
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not all(
            map(is_word, getattr(test.comparators[0], "elts", test.comparators))):
        return None
    inner = test.left
    while isinstance(inner, ast.Subscript) or isinstance(getattr(inner, "func", None), ast.Attribute):
        inner = inner.value if isinstance(inner, ast.Subscript) else inner.func.value
    return test.left if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") in ASKS else None


def of_lists(node):
    """Return statements that do what a match of a list does, each case of which begins with a word; [] for others.

        match line.split():            # matched = line.split()
            case ["say", text]: ...    # if matched[0] == "say": text = matched[1]; ...

    What has a name may also be told by how many parts it has: case [host, port].
    """
    counts = isinstance(node.subject, (ast.Name, ast.Attribute, ast.Subscript))
    made = []
    for case in reversed(node.cases):
        parts = case.pattern.patterns if isinstance(case.pattern, ast.MatchSequence) else []
        of_words = bool(parts) and isinstance(parts[0], ast.MatchValue)
        if not parts and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and (
                case.guard or not made):
            made = [ast.If(case.guard, case.body, made)] if case.guard else case.body
            continue
        if not of_words and not (counts and isinstance(case.pattern, ast.MatchSequence)):
            return []
        names = [(place, part.name) for place, part in enumerate(parts) if getattr(part, "name", None)]
        given = [ast.Assign([ast.Name(name, ast.Store())], ast.Subscript(matched(), ast.Constant(place), ast.Load()))
                 for place, name in names]
        length = ast.Call(ast.Name("len", ast.Load()), [matched()], [])
        test = ast.Compare(ast.Subscript(matched(), ast.Constant(0), ast.Load()), [ast.Eq()], [
            parts[0].value]) if of_words else ast.Compare(length, [ast.Eq()], [ast.Constant(len(parts))])
        if case.guard and {name for _, name in names} & {part.id for part in walk(case.guard)
                                                         if isinstance(part, ast.Name)}:
            return []  # it asks for what is only given in this case
        test = ast.BoolOp(ast.And(), [test, case.guard]) if case.guard else test
        made = [ast.If(test, given + case.body, made)]
    return [ast.Assign([ast.Name("matched", ast.Store())], node.subject), *made]


def matched():
    """Return the name that of_lists gives what is looked at."""
    return ast.Name("matched", ast.Load())


def words(pattern):
    """Return the constants that a pattern of a match is made of; none for one that takes whatever is left."""
    found = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    return tuple(one.value for one in found) if all(isinstance(one, ast.MatchValue) for one in found) else ()


def is_any(pattern):
    """Tell whether a pattern of a match takes anything, and gives it no name: case _."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None and pattern.name is None


def chain(subject, cases):
    """Return ifs that do what is said for the first of these that has the subject in it, and whose guard holds.

    They are (constants, none for whatever is left; statements; guard or None) each.
    """
    made = []
    for found, body, guard in reversed(cases):
        tests = [ast.Compare(subject, [ast.In()], [ast.Tuple(list(found), ast.Load())])] if found else []
        tests += [guard] if guard else []
        made = [ast.If(ast.BoolOp(ast.And(), tests) if len(tests) > 1 else tests[0], body, made)] if tests else body
    return made
