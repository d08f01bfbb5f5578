"""Received: what a script does with what comes, for a Source: which names hold it, and whether it is shown."""
import ast
import builtins
from functools import cached_property

from lab12.finder.flow import made_files
from lab12.finder.later import what_is_called
from lab12.finder.nodes import walk
from lab12.finder.noticing import of_talk, unnoticing
from lab12.finder.reach import parameters
from lab12.finder.syntax import FUNCTIONS, OVER_SOCKETS, asks_user, called, last_name, line, target_of

RECEIVES = "recv", "recvfrom", "recv_into", "readline", "sock_recv", "read", "readexactly", "readuntil"
COMES = {"recv", "recvfrom", "readline", "read", "sock_recv", "get", "receive", "readuntil", "readexactly"}
OF_SOCKETS = OVER_SOCKETS | {"recv", "recvfrom", "close", "write"}  # what a socket can do, too
KEEPS = {"append", "put", "put_nowait", "appendleft", "add", "insert", "extend"}
SAME = {"encode", "decode", "lower", "upper", "title", "capitalize"}  # these leave the end of a text as it is
LOGS = "log", "info", "debug", "warning"  # of logging
LINES = {"makefile", "rfile", "datagram_received", "data_received"}  # what comes is gone through, or handed over


class Received:
    """The part of a Source that is about what it receives."""

    @cached_property
    def received(self):
        """The names that are given what was received, or what is made of it: (place of the name, name) each."""
        names = {(function, one.arg) for name in LINES for function in self.tree.defined.get(name, ())
                 if isinstance(function, FUNCTIONS) for one in function.args.args[1:2]}
        for _ in range(2):  # twice, since a function may stand above the one that hands it what has come
            for node in self.tree.nodes:
                found = {self.placed(part) for target, value in self.given_by(node) if self.has_come(value, names)
                         for part in walk(target)}
                names |= {(place, name) for place, name in found if name not in ("", "self")}
        return names

    @property
    def taken_by(self):
        """The name of the call with which it takes what comes, a number of bytes at most: recv, or read of asyncio."""
        return next((name for name in ("recvfrom", "recv", "read") if self.calls(name)), "recv")

    @property
    def unnoticed(self):
        """The line of the recv, in this role, that does not notice the end of its connection; '' if none does so."""
        calls = [call for call in unnoticing(self.tree) if not self.is_of_other(call)]
        return line(of_talk(self.tree, calls)) if calls else ""

    @property
    def names_received(self):
        """The names alone, wherever they are."""
        return {name for _, name in self.received}

    def given_by(self, node):
        """Return (what is given a value, expression) for all that a statement or expression gives one."""
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr)):
            return [(target, node.value) for target in getattr(node, "targets", None) or [node.target] if node.value]
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return [(one.optional_vars, one.context_expr) for one in node.items if one.optional_vars]
        if isinstance(node, (ast.For, ast.AsyncFor)) or hasattr(node, "generators"):
            return [(one.target, one.iter) for one in getattr(node, "generators", [node])]
        if called(node) in KEEPS and isinstance(node.func, ast.Attribute) and not self.tree.is_own(node.func):
            return [(node.func.value, given) for given in node.args]
        return self.handed(node) if isinstance(node, ast.Call) else []

    def handed(self, call):
        """Return (parameter, what it is given) for a call of a function of the script, be it by a thread."""
        name, given, words = what_is_called(call)
        functions = self.tree.defined.get(last_name(name), ())
        if not functions and isinstance(name, ast.Name) and not hasattr(builtins, name.id):
            functions = self.handed_on  # table[word](text)
        own = name is not call.func or self.tree.is_own(name) or last_name(name) not in OF_SOCKETS
        return [pair for one in functions if own for pair in parameters(one, given, words)]

    @cached_property
    def handed_on(self):
        """The functions of the script that are named without being called there: values of a table, say."""
        calls = {id(call.func) for call in self.tree.calls}
        names = {last_name(node) for node in self.tree.nodes if isinstance(node, (ast.Name, ast.Attribute))
                 and id(node) not in calls}
        return [one for name in sorted(names) for one in self.tree.defined.get(name, ())]

    def placed(self, node):
        """Return (the function that keeps a name or parameter to itself, name); None of one of the script, "." of an
        attribute.
        """
        name = last_name(node) or getattr(node, "arg", "")
        if isinstance(node, ast.Attribute) or not name:
            return ".", name
        place = self.tree.function(node)
        while place is not None and name not in self.kept_by(place):
            place = self.tree.function(place)
        return place, name

    def kept_by(self, function):
        """Return the names that a function keeps to itself."""
        if not self.of_functions:
            for node in self.tree.nodes:
                kept = self.of_functions.setdefault(self.tree.function(node), [set(), set()])
                if isinstance(node, ast.arg) or isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    kept[0].add(last_name(node) or node.arg)
                elif isinstance(node, (ast.Global, ast.Nonlocal)):
                    kept[1] |= {*node.names}
        kept, others = self.of_functions.get(function, ((), ()))
        return {*kept} - {*others}

    @cached_property
    def of_functions(self):
        """What kept_by has found: function -> [names that are given a value there, those that are none of its own]."""
        return {}

    def has_come(self, node, names):
        """Tell whether an expression is what was received, or made of that: by one of these names, or by its call.

        How long it is does not show it.
        """
        lengths = {inner for part in walk(node) if called(part) == "len" for inner in walk(part)}
        return any(self.brings(part) or last_name(part) in LINES or self.placed(part) in names or part in self.readers
                   for part in walk(node) if part not in lengths)

    @cached_property
    def stream_readers(self):
        """The names of what open_connection and start_server of asyncio give: StreamReaders, and what comes beside."""
        tree = self.tree
        names = {last_name(target.elts[0]) for node in tree.nodes if isinstance(node, ast.Assign) and called(
            getattr(node.value, "value", None)) == "open_connection" for target in node.targets
            if isinstance(target, ast.Tuple) and target.elts}
        handlers = [one for call in tree.of("start_server") for one in tree.defined.get(
            last_name(next(iter(call.args), None)), ()) if hasattr(one, "args")]
        names |= {one.arg for handler in handlers for one in handler.args.args if one.arg != "self"}
        names |= {parameter.arg for call in tree.calls for parameter, given in self.handed(call)
                  if isinstance(parameter, ast.arg) and last_name(given) in names}  # hear(reader)
        return names - {""}

    @cached_property
    def readers(self):
        """The places where a StreamReader is gone through, line by line: async for line in reader."""
        return {loop.iter for loop in self.tree.loops if isinstance(loop, ast.AsyncFor)
                and last_name(loop.iter) in self.stream_readers}

    def brings(self, call):
        """Tell whether a call gives what has come: neither what its own user types, nor what a dictionary holds."""
        name = called(call)
        if name == "get" and call.args and not self.tree.is_own(call.func) and not isinstance(
                getattr(call.args[0], "value", None), bool):
            return False  # of a queue it has at most whether it is to wait
        return name in COMES | self.receivers and not asks_user(call)

    @cached_property
    def receivers(self):
        """The names of the script's own functions that give what they have received."""
        found = set()
        for _ in range(2):  # twice: one may call another
            found |= {function.name for function in self.tree.nodes if isinstance(function, FUNCTIONS)
                      and hasattr(function, "name")
                      and any(called(part) in {*RECEIVES} | found for part in walk(function))
                      and any(isinstance(part, (ast.Return, ast.Yield)) and part.value for part in walk(function))}
        return found

    @property
    def goes_through_lines(self):
        """Whether a loop goes through what comes line by line: for line in conn.makefile(), in self.rfile."""
        files = {"makefile", "rfile", *made_files(self.tree)}
        return any(isinstance(loop, ast.For) and files & {last_name(part) for part in walk(loop.iter)} or getattr(
            loop, "iter", None) in self.readers for loop in self.tree.loops)

    @property
    def hears(self):
        """Whether anything is received: by a call, or line by line from a file of the socket."""
        return self.calls(*RECEIVES) or bool(LINES & self.tree.words) or any(
            isinstance(self.tree.parent.get(node), ast.AsyncFor) for node in self.readers)

    def shows_what_comes(self, call):
        """Whether what was received is handed to this call."""
        return any(self.has_come(argument, self.received) for argument in call.args)

    @property
    def decodes(self):
        """Whether it makes more of the bytes that come: text, by decode, str(data, "utf-8") or a file, or objects."""
        return bool(self.tree.of_objects) or self.calls("decode", "makefile", "readline", "loads", "load") or any(
            len(call.args) > 1 or call.keywords for call in self.tree.of("str"))

    @property
    def sends_repr(self):
        """The place where str() of bytes that have come is made, which gives "b'...'"; '' if nowhere."""
        raw = {name for name, values in self.tree.given.items()
               if all(called(value) in {"recv", "recvfrom"} for value in values)}
        raw |= {last_name(node.target) for node in self.tree.nodes if isinstance(node, ast.NamedExpr)
                and called(node.value) == "recv"}
        found = [call for call in self.tree.of("str") if len(call.args) == 1 and not call.keywords
                 and last_name(call.args[0]) in raw]
        return self.line(line(found[0])) if found else ""

    @property
    def shows(self):
        """The place where what comes is shown, '' if none is seen."""
        calls = [call for call in self.of("print", "write") if self.shows_what_comes(call)]
        return self.line(line(calls[0])) if calls else ""

    @property
    def prints_what_comes(self):
        """Whether something is printed that is named in the source as what was received."""
        return any(map(self.shows_what_comes, self.tree.of(
            "print", "write", "insert", "display", "show", *(() if self.logs_to_file else LOGS))))

    @property
    def logs_to_file(self):
        """The place where a script has logging write to a file, so that nobody sees it; '' if nowhere."""
        calls = [call for call in self.tree.of("basicConfig") if any(word.arg == "filename" for word in call.keywords)]
        seen = self.tree.of("StreamHandler")
        return self.line(line(calls[0])) if calls and not seen else ""

    @property
    def only_looks(self):
        """Whether all that it does with what recv has given is to look whether there is anything."""
        names = {target_of(self.tree, call) for call in self.tree.of("recv", "recvfrom")} - {""}
        uses = [node for node in self.tree.nodes if isinstance(node, ast.Name) and node.id in names
                and isinstance(node.ctx, ast.Load)]
        return bool(names) and len(names) == len(self.tree.of("recv", "recvfrom")) and all(map(self.tree.tested, uses))

    @property
    def leaves_line_open(self):
        """The place where what was received is written to the screen without a newline at its end; '' if nowhere."""
        for call in self.tree.of("print", "write"):
            end = next((self.tree.value(word.value) for word in call.keywords if word.arg == "end"), "\n")
            on_screen = called(call) == "print" and isinstance(end, str) and not end.endswith("\n") or (
                called(call) == "write" and last_name(getattr(call.func, "value", None)) == "stdout")
            if on_screen and self.shows_what_comes(call) and "\\n" not in ast.unparse(call):
                return self.line(line(call))
        return ""


def last_part(node):
    """Return what stands at the end of a text that is made: text of f"{name}: {text}".encode()."""
    while True:
        if isinstance(node, ast.JoinedStr) and node.values:
            node = node.values[-1]
        elif isinstance(node, ast.FormattedValue):
            node = node.value
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            node = node.right
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif called(node) in SAME and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif called(node) in ("str", "bytes") and node.args:
            node = node.args[0]
        else:
            return node


def only_looked_at(tree, call):
    """Tell whether what is received gets a name that is only tested for being empty: data = link.recv(99); if not data.
    """
    above = tree.parent.get(call)
    while isinstance(above, ast.Attribute) or isinstance(above, ast.Call) and call is above.func:
        call, above = above, tree.parent.get(above)
    target = above.targets[0] if isinstance(above, ast.Assign) and len(above.targets) == 1 else None
    if not isinstance(target, ast.Name):
        return False
    inside = [part for part in walk(tree.function(call) or tree.module) if isinstance(part, ast.Name)
              and part.id == target.id and part is not target]
    return bool(inside) and all(is_emptiness(tree, part) for part in inside)


def is_emptiness(tree, name):
    """Tell whether a name stands here in a test for nothing but being empty: not data, data == b"", len(data) == 0."""
    above = tree.parent.get(name)
    if called(above) == "len":
        name, above = above, tree.parent.get(above)
    sides = [above.left, *above.comparators] if isinstance(above, ast.Compare) else []
    empty = any(isinstance(side, ast.Constant) and not side.value for side in sides)
    return tree.tested(name) and (isinstance(above, (ast.UnaryOp, ast.If, ast.While)) or empty)
