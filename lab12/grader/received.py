"""Received: what a script does with what comes, for a Source: which names hold it, and whether it is shown."""
import ast
from functools import cached_property

from lab12.finder.syntax import FUNCTIONS, called, last_name, line, target_of

RECEIVES = "recv", "recvfrom", "recv_into", "readline", "sock_recv", "read"
COMES = {"recv", "recvfrom", "readline", "read", "sock_recv", "get", "receive", "readuntil", "readexactly"}
LINES = {"makefile", "rfile", "datagram_received", "data_received"}  # what comes is gone through, or handed over


class Received:
    """The part of a Source that is about what it receives."""

    @cached_property
    def received(self):
        """The names that are given what was received, or what is made of it."""
        names = set()
        for _ in range(2):  # twice, since a function may stand above the one that hands it what has come
            for node in self.tree.nodes:
                targets = []
                if isinstance(node, (ast.Assign, ast.NamedExpr)) and self.has_come(node.value, names):
                    targets = getattr(node, "targets", None) or [node.target]
                elif isinstance(node, (ast.For, ast.AsyncFor)) and self.has_come(node.iter, names):
                    targets = [node.target]
                elif isinstance(node, ast.Call):
                    targets = [parameter for function in self.tree.defined.get(called(node), ())
                               if self.tree.is_own(node.func) and isinstance(function, FUNCTIONS)
                               for parameter, given in parameters(function, node) if self.has_come(given, names)]
                names |= {last_name(part) or getattr(part, "arg", "") for target in targets
                          for part in ast.walk(target)}
        return names - {"", "self"}

    def has_come(self, node, names):
        """Tell whether an expression is what was received, or made of that: by one of these names, or by its call."""
        return any(called(part) in COMES | self.receivers or last_name(part) in names | LINES
                   for part in ast.walk(node))

    @cached_property
    def receivers(self):
        """The names of the script's own functions that give what they have received."""
        found = set()
        for _ in range(2):  # twice: one may call another
            found |= {function.name for function in self.tree.nodes if isinstance(function, FUNCTIONS)
                      and hasattr(function, "name")
                      and any(called(part) in {*RECEIVES} | found for part in ast.walk(function))
                      and any(isinstance(part, (ast.Return, ast.Yield)) and part.value for part in ast.walk(function))}
        return found

    @property
    def hears(self):
        """Whether anything is received: by a call, or line by line from a file of the socket."""
        return self.calls(*RECEIVES) or bool(LINES & self.tree.words)

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
        return any(map(self.shows_what_comes,
                       self.tree.of("print", "write", "insert", "log", "info", "display", "show")))

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


def parameters(function, call):
    """Return (parameter, what it is given) for a call of a function or method, as far as they stand in their order."""
    places = [one for one in function.args.args if one.arg != "self"]
    return list(zip(places, call.args, strict=False))
