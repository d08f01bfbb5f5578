"""Syntax holds the tree of one script: its calls, its loops, what its names stand for. Nothing is ever run.

A script with a syntax error is read line by line: each line that parses alone still tells what it calls.
"""
import ast
import re
import warnings

HOSTNAME = "gethostname()"  # stands for the address of the machine that a script runs on
GROUP = "IP_ADD_MEMBERSHIP"  # with it a script joins a multicast group (ip(7)): a chat without a server
LOOPS = (ast.While, ast.For, ast.AsyncFor)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
LISTENS = {"listen", "accept", "create_server", "start_server", "serve_forever"}
CONNECTS = {"connect", "connect_ex", "create_connection", "open_connection"}
TYPESET = str.maketrans("“”„‘’\u00a0", "\"\"\"'' ")  # what a word processor makes of quotes and blanks
RECEIVES = {"recv", "recvfrom", "recv_into", "readline"}
SENDS = {"send", "sendall", "sendto", "write", "put", "put_nowait"}


def parse(source):
    """Return the tree of a source, and why Python refuses it in one line ('' if it does not)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a student's string is not ours to complain about
        try:
            return ast.parse(source), ""
        except TabError as error:
            tidy = source.expandtabs(4)
            return (ast.parse(tidy) if parses(tidy) else salvage(source)), reason(error)
        except SyntaxError as error:
            plain = source.translate(TYPESET)
            return (ast.parse(plain) if parses(plain) else salvage(plain)), reason(error)
        except ValueError as error:  # a null byte
            return salvage(source), f"SyntaxError: {error}"


def reason(error):
    return f"{type(error).__name__}: {error.msg}, line {error.lineno or 1}"


def parses(source):
    """Tell whether this is Python from end to end."""
    try:
        return bool(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def salvage(source):
    """Return a module of those lines that parse alone, each at its own line number."""
    body = []
    for number, line in enumerate(source.splitlines(), 1):
        line = re.sub(r"^\s*el(if|se\b)", r"if", line).strip()
        line = re.sub(r"^print\s+(?![(=])(.*)$", r"print(\1)", line)  # Python 2
        for end in (" pass",) if line.endswith(":") else ("", ")", "))"):
            try:
                found = ast.parse(line + end).body
            except (SyntaxError, ValueError):
                continue
            for statement in found:
                ast.increment_lineno(statement, number - 1)
            body += found
            break
    return ast.Module(body=body, type_ignores=[])


def called(node):
    """Return the last name of what is called: recv for conn.recv(1024), '' if nothing is."""
    return last_name(node.func) if isinstance(node, ast.Call) else ""


def last_name(node):
    """Return the name, or the last part of a dotted one."""
    return getattr(node, "attr", getattr(node, "id", ""))


def names_in(node):
    """Return the names that are mentioned anywhere in this node."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def line(node):
    """Return the line of a node; "protocol.py, line 7" where it stands in a file that the script imports."""
    return f"{node.file}, line {node.lineno}" if hasattr(node, "file") else node.lineno


def asks_user(node):
    """Tell whether this node waits for the keyboard: input(), raw_input(), getpass(), sys.stdin.readline()."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr != "getpass":
        return node.func.attr in {"readline", "read"} and last_name(node.func.value) == "stdin"
    return called(node) in {"input", "raw_input", "getpass"}


def argument(tree, node):
    """Return which part of the command line this is: "argv[1]" for sys.argv[1], '' if it is none."""
    index = tree.value(node.slice) if isinstance(node, ast.Subscript) and last_name(node.value) == "argv" else 0
    return f"argv[{index}]" if type(index) is int and index > 0 else ""


def is_of_a_window(tree, call):
    """Tell whether this bind() is one of tkinter: entry.bind("<Return>", send)."""
    return len(call.args) > 1 and str(tree.value(call.args[0])).startswith("<")


def is_at_any_port(tree, call):
    """Tell whether this bind() leaves the port to the kernel, as only a client can: bind(("", 0))."""
    address = tree.value(call.args[0]) if isinstance(call, ast.Call) and call.args else None
    return isinstance(address, tuple) and address[1:2] == (0,)


class Plain(ast.NodeTransformer):
    """Says with ifs what a match of words says (PEP 634), and a call of what a dictionary of functions holds.

        match input("? "):                # matched = input("? ")
            case "1" | "tcp": stream()    # if matched in ("1", "tcp"): stream()
            case _: datagrams()           # else: datagrams()
    """

    def visit_Match(self, node):
        self.generic_visit(node)
        *cases, last = node.cases
        if not all(words(case.pattern) for case in cases) or any(case.guard for case in node.cases) or not (
                words(last.pattern) or isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None):
            return node  # more than words
        subject = node.subject if isinstance(node.subject, ast.Name) else ast.Name("matched", ast.Load())
        asked = [] if subject is node.subject else [ast.Assign([ast.Name("matched", ast.Store())], node.subject)]
        return self.placed(node, asked + chain(subject, [(words(case.pattern), case.body) for case in node.cases]))

    def visit_Expr(self, node):
        value = node.value
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Subscript):
            held = self.tables.get(last_name(value.func.value), {})
            cases = [((key,), [ast.Expr(ast.Call(function, value.args, value.keywords))]) for key, function in held]
            return self.placed(node, chain(value.func.slice, cases)) if held else node
        return node

    def visit_Module(self, node):
        self.tables = {last_name(one.targets[0]): list(zip(one.value.keys, one.value.values, strict=True))
                       for one in ast.walk(node) if isinstance(one, ast.Assign) and isinstance(one.value, ast.Dict)
                       and all(isinstance(key, ast.Constant) for key in one.value.keys)}
        return self.generic_visit(node)

    @staticmethod
    def placed(node, statements):
        """Give these statements, and what is new in them, the place of a node."""
        for statement in statements:
            for part in ast.walk(statement):
                if isinstance(part, (ast.stmt, ast.expr)) and not hasattr(part, "lineno"):
                    ast.copy_location(part, node)
        return statements


def words(pattern):
    """Return the constants that a pattern of a match is made of; none for one that takes whatever is left."""
    found = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    return tuple(one.value for one in found) if all(isinstance(one, ast.MatchValue) for one in found) else ()


def chain(subject, cases):
    """Return ifs that do what is said for the first of these (constants, statements) that has the subject in it."""
    made = []
    for found, body in reversed(cases):
        test = ast.Compare(subject, [ast.In()], [ast.Tuple(list(found), ast.Load())])
        made = [ast.If(test, body, made)] if found else body
    return made


class Tree:
    """The syntax tree of one script, and the constants that its names stand for.

    `modules` are (name, source) of the files beside it that it imports: they are a part of it. `decided` are words
    that are to be given for names, where the tree is only a part of a script (see transports).
    """

    def __init__(self, source, modules=()):
        module, self.error = parse(source)
        self.module = Plain().visit(module)
        for name, its_source in modules:
            module, error = parse(its_source)
            self.error, module = self.error or error and f"{error} of {name}", Plain().visit(module)
            for node in ast.walk(module):
                node.file = name
            self.module.body[:0] = module.body
        self.broken, self.source, self.decided = bool(self.error), source, {}
        self.take_stock()

    def take_stock(self):
        """Note down what there is in the tree: its nodes, calls, loops, words, and what its names stand for."""
        nodes, self.uses = list(ast.walk(self.module)), None  # see transports.used
        self.parent = {child: node for node in nodes for child in ast.iter_child_nodes(node)}
        placed = (node for node in nodes if hasattr(node, "lineno"))
        self.nodes = sorted(placed, key=lambda node: (not hasattr(node, "file"), node.lineno, node.col_offset))
        self.calls = [n for n in self.nodes if isinstance(n, ast.Call)]
        self.loops = [n for n in self.nodes if isinstance(n, LOOPS)]
        self.own = {n.name for n in self.nodes if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))}
        self.words = {last_name(n) for n in self.nodes if not self.is_own(n)}
        for node in self.nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                self.words |= {name.name for name in node.names}
        if self.broken:
            self.words |= set(re.findall(r"\w+", self.source))  # also of the lines that cannot be read
        self.values, self.typed = {}, {}
        for _ in range(2):  # twice, since a name may be used above the line that gives it its value
            self.learn_values()

    def is_own(self, node):
        """Tell whether this is a function of the script itself: its own listen() is no socket's."""
        if isinstance(node, ast.Attribute):
            return node.attr in self.own and getattr(node.value, "id", "") == "self"
        return isinstance(node, ast.Name) and node.id in self.own

    def of(self, *names):
        """Return the calls of these names, in the order of their lines, less the script's own functions."""
        return [call for call in self.calls if called(call) in names and not self.is_own(call.func)
                and not (called(call) == "bind" and (is_of_a_window(self, call) or is_at_any_port(self, call)))]

    def above(self, node, kinds):
        """Return what encloses the node and is of these kinds, from the inside out, within its function."""
        found = []
        while (node := self.parent.get(node)) is not None:
            if isinstance(node, kinds):
                found.append(node)
            if isinstance(node, FUNCTIONS):
                break
        return found

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

    def learn(self, target, value):
        """Learn one assignment; of several values that a name is given, the first known one stands."""
        several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
        if several and len(target.elts) == len(value.elts):
            for one, its in zip(target.elts, value.elts, strict=True):
                self.learn(one, its)
        elif name := last_name(target):
            if asks_user(value):
                self.typed.setdefault(name, line(value))
            if self.values.get(name) is None:
                self.values[name] = self.value(value)

    def value(self, node):
        """Return the constant that this expression stands for, None if that cannot be known."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.values.get(last_name(node))
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return tuple(self.value(n) for n in node.elts)
        if isinstance(node, ast.FormattedValue):
            return self.value(node.value)
        if isinstance(node, ast.JoinedStr):
            return "".join("..." if (part := self.value(n)) is None else str(part) for n in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self.value(node.left), self.value(node.right)
            if isinstance(left, str) or isinstance(right, str):
                return f"{'...' if left is None else left}{'...' if right is None else right}"[:1000]
        if called(node) in {"gethostname", "gethostbyname", "getfqdn"}:
            return HOSTNAME
        if called(node) in {"int", "str"} and len(node.args) == 1:
            return self.value(node.args[0])
        return None


def target_of(tree, node):
    """Return the name that the value of this node is given, if need be where its function is called; '' if none."""
    while isinstance(node, ast.expr):
        node = tree.parent.get(node)
    if isinstance(node, ast.Return):
        name = getattr(next(iter(tree.above(node, FUNCTIONS)), None), "name", "")
        uses = [tree.parent.get(call) for call in tree.calls if name and called(call) == name]
        node = uses[0] if len(uses) == 1 else None
    return last_name(node.targets[0]) if isinstance(node, ast.Assign) else ""
