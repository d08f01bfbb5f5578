"""Reading: one script, quoted by its lines, and asked what it has before a hint asks it for something."""
import ast
import re
from functools import cached_property

from lab12.driver.formats import wrapped
from lab12.finder.syntax import (
    CONNECTS,
    FUNCTIONS,
    LISTENS,
    LOOPS,
    Tree,
    asks_user,
    called,
    last_name,
    line,
    names_in,
)
from lab12.finder.verbs import made_files

RECEIVES = "recv", "recvfrom", "recv_into", "readline", "sock_recv", "read"
SENDS = "send", "sendall", "sendto", "sock_sendall", "write"
THREADS = {"Thread", "start_new_thread", "Timer", "Process", "submit"}
LOOPBACKS = {"127.0.0.1", "localhost", "::1"}
LENGTHS = {"to_bytes", "from_bytes", "pack", "unpack", "zfill"}  # with which a length is told before a message
ALIKE = {"bind": ("create_server", "start_server", "create_datagram_endpoint"),  # that do the same, or more
         "listen": ("create_server", "start_server"), "connect": ("create_connection", "open_connection")}
COMES = {"recv", "recvfrom", "readline", "read", "sock_recv", "get", "receive", "readuntil", "readexactly"}
LINES = {"makefile", "rfile", "datagram_received", "data_received"}  # what comes is gone through, or handed over
CATCHES = {"ConnectionRefusedError": {"ConnectionRefusedError", "ConnectionError", "OSError", "error", "Exception",
                                      "BaseException", "timeout"},
           "ConnectionError": {"ConnectionError", "OSError", "IOError", "error", "Exception", "BaseException"},
           "timeout": {"timeout", "TimeoutError", "OSError", "error", "Exception", "BaseException"},
           "OSError": {"OSError", "error", "Exception", "BaseException", "ConnectionError", "BrokenPipeError"}}


class Source:
    """One script in its role: server or client."""

    def __init__(self, script, role):
        self.script, self.role = script, role
        self.name = script.name if script else role

    @cached_property
    def tree(self):
        return Tree(self.script.source if self.script else "", getattr(self.script, "modules", ()))

    @cached_property
    def text(self):
        """The whole source, with that of the files which it imports."""
        return "\n".join(self.texts.values())

    @cached_property
    def texts(self):
        """The source of the script itself, under '', and of each file that it imports, under the name of that."""
        return {"": self.script.source, **dict(getattr(self.script, "modules", ()))} if self.script else {}

    def of(self, *names):
        """Return the calls of these names that are of this role, those of the conversation first.

        These are the ones in the innermost loop, and not the first one of the file: that may be a greeting.
        """
        found = [call for call in self.tree.of(*names) if not self.is_of_other(call)]
        found += [call for call in self.tree.calls if "input" in names and asks_user(call) and call not in found]
        return sorted(found, key=lambda call: -self.depth(call))

    def is_of_other(self, node):
        """Tell whether a node of a program that can be both stands in the part of the other role."""
        other, above = "client" if self.role == "server" else "server", node
        if self.script and self.script.role == "both" and self.files.get(getattr(node, "file", "")) == other:
            return True
        while self.script and self.script.role == "both" and (above := self.tree.parent.get(above)) is not None:
            name = getattr(above, "name", "") if isinstance(above, (ast.FunctionDef, ast.ClassDef)) else ""
            if isinstance(above, ast.If):
                inside = any(node is part for one in above.body for part in ast.walk(one))
                said = " ".join(str(part.value) for part in ast.walk(above.test) if isinstance(part, ast.Constant))
                name = said if inside else self.role * (other in said) + other * (self.role in said)
            if other in name.casefold() and self.role not in name.casefold():
                return True
        return False

    @cached_property
    def files(self):
        """The role of each file that a program imports which can be both, where all that connects or waits there tells.
        """
        sides = {}
        for call in self.tree.calls:
            side = "server" if called(call) in LISTENS else "client" if called(call) in CONNECTS else ""
            if side and hasattr(call, "file"):
                sides.setdefault(call.file, set()).add(side)
        return {file: found.pop() for file, found in sides.items() if len(found) == 1}

    def depth(self, node):
        """Return in how many loops a node stands, with those in which its function is called."""
        function = self.tree.function(node)
        calls = [call for call in self.tree.calls if function and called(call) == getattr(function, "name", None)]
        return len(self.tree.above(node, LOOPS)) + max((len(self.tree.above(call, LOOPS)) for call in calls), default=0)

    def at(self, *calls):
        """Return "server.py, line 12: " for the first of these calls that there is, else "server.py: "."""
        for name in (*calls, *(alike for call in calls for alike in ALIKE.get(call, ()))):
            if found := self.of(name):
                return self.line(line(found[0]))
        lines = [self.script.lines[name] for name in calls if self.script and name in self.script.lines]
        lines = [one for one in lines if not isinstance(one, str)
                 or self.files.get(one.partition(",")[0], self.role) == self.role]
        return self.line(lines[0]) if lines else f"{self.name}: "

    def line(self, line):
        """Return the same for a line, which may be one of another file: see finder.syntax.line."""
        if isinstance(line, str):
            return f"{line}: "
        above = getattr(self.script, "above", 0)
        file = f" (line {line + above} of {self.name.partition('#')[0]})" if above else ""
        return f"{self.name}, line {line}{file}: "

    def ref(self, node):
        """Return the same for a node, beside a line of this program: "line 12", "wire.py, line 12"."""
        return line(node) if hasattr(node, "file") else f"line {line(node)}"

    def place(self, *calls):
        """Return the same for the end of a sentence: "server.py, line 12"."""
        return self.at(*calls)[:-2]

    @property
    def receives(self):
        """The place where it receives, which may be a loop over the lines of a makefile()."""
        loops = [] if self.of(*RECEIVES) else [
            one for one in self.tree.loops if isinstance(one, ast.For) and not self.is_of_other(one)
            and last_name(one.iter) in made_files(self.tree)]
        return self.line(line(loops[0])) if loops else self.at(*RECEIVES)

    @property
    def sends(self):
        return self.at(*SENDS)

    @property
    def waits_before_next(self):
        """The place of a recv between one accept and the next, in their loop or in what is called there; '' if none."""
        for loop in (loop for call in self.of("accept") for loop in self.tree.above(call, LOOPS)[:1]):
            within = list(ast.walk(loop))
            within += [part for call in within for one in self.tree.defined.get(called(call), ())
                       if not isinstance(one, ast.ClassDef) for part in ast.walk(one)]
            for call in self.of("recv", "readline", "recv_into", "read"):
                if call in within and "stdin" not in ast.unparse(call):
                    return self.line(line(call))
        return ""

    @property
    def first_line(self):
        return self.line(1)

    def mistake(self, name):
        """Return the place of a likely mistake, '' if it was not found."""
        line = self.script.mistakes.get(name) if self.script else None
        return self.line(line) if line else ""

    def holding(self, pattern):
        """Return the place of the first line that matches a pattern, '' if none does."""
        for file, text in self.texts.items():
            for number, words in enumerate(text.splitlines(), 1):
                if re.search(pattern, words):
                    return f"{file}, line {number}: " if file else self.line(number)
        return ""

    def imported(self, file):
        """Return the name under which a file that is imported is known here: '' for the script itself."""
        return next((name for name in self.texts if name and (name == file or name.endswith(f"/{file}"))), "")

    def line_of(self, number, file=""):
        """Return the text of a line of the script, or of a file that it imports; '' if there is none of this number."""
        text = self.texts.get(self.imported(file) if file else "", "")
        return dict(enumerate(text.splitlines(), 1)).get(number, "")

    def calls_at(self, number, file=""):
        """Return what is called in a line of the script, or of a file that it imports, the outermost call first."""
        file = self.imported(file) if file else ""
        return [call for call in self.tree.calls if getattr(call, "file", "") == file
                and call.lineno <= number <= (call.end_lineno or call.lineno)]

    # What it has, so that no hint asks for it

    @cached_property
    def notices_end(self):
        """Whether each recv of its loops is looked at for the end of the connection."""
        return not self.mistake("empty not noticed")

    @cached_property
    def daemons(self):
        """Whether all threads that it starts are daemons."""
        made = self.tree.of("Thread", "Timer", "Process")
        later = re.search(r"\.daemon\s*=\s*True|\bsetDaemon\(", self.text)
        return bool(later) or all(any(word.arg == "daemon" for word in call.keywords) for call in made)

    @property
    def threads(self):
        return bool(self.tree.of(*THREADS))

    @property
    def many_at_once(self):
        """Whether it can wait for several things at once: threads, select, asyncio."""
        return bool(self.script and self.script.threads)

    def loops(self, *names):
        """Whether any of these calls stands in a loop."""
        return any(self.depth(call) for call in self.of(*names))

    def calls(self, *names):
        return bool(self.tree.of(*names))

    def port_of(self, *names):
        """Return the port of the address in the first of these calls, None where the source does not tell."""
        found = [self.tree.value(call.args[-1]) for call in self.of(*names) if call.args]
        return next((address[1] for address in found if isinstance(address, tuple) and len(address) == 2), None)

    @property
    def calls_only_itself(self):
        """Whether all addresses that it calls are this computer's own, as the source tells."""
        found = [self.tree.value(call.args[-1]) for call in self.tree.of(*CONNECTS, "sendto") if call.args]
        return bool(found) and all(isinstance(address, tuple) and address and str(address[0]) in LOOPBACKS
                                   for address in found)

    @property
    def listens(self):
        return self.calls(*LISTENS) or "socketserver" in self.text

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
    def leaves_line_open(self):
        """The place where what was received is written to the screen without a newline at its end; '' if nowhere."""
        for call in self.tree.of("print", "write"):
            end = next((self.tree.value(word.value) for word in call.keywords if word.arg == "end"), "\n")
            on_screen = called(call) == "print" and isinstance(end, str) and not end.endswith("\n") or (
                called(call) == "write" and last_name(getattr(call.func, "value", None)) == "stdout")
            if on_screen and self.shows_what_comes(call) and "\\n" not in ast.unparse(call):
                return self.line(line(call))
        return ""

    @cached_property
    def marks_end(self):
        """Whether a newline, or another sign, ends what it sends, or it reads line by line."""
        return self.sends_ends or self.calls("makefile", "readline", "readuntil")

    @cached_property
    def sends_ends(self):
        """Whether a newline, or another sign, ends what it sends."""
        ends = [part.value for call in self.tree.of("send", "sendall", "sendto", "write", "encode")
                for part in ast.walk(call) if isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes))]
        typed = "stdin" in self.tree.words and not self.calls("strip", "rstrip", "splitlines")  # with its newline
        printed = any(word.arg == "file" for call in self.tree.of("print") for word in call.keywords)
        return typed or printed or any(value[-1:] in ("\n", b"\n") for value in ends)

    @cached_property
    def tells_length(self):
        """The place where a length is told or read before a message, '' if it is not."""
        found = self.lengths
        return self.line(line(found[0])) if found else ""

    @cached_property
    def lengths(self):
        """What tells or reads a length: of the calls that may, and as text, f"{len(data):06}"."""
        return self.of(*LENGTHS) + [node for node in self.tree.nodes if isinstance(node, ast.FormattedValue)
                                    and node.format_spec and any(called(part) == "len" for part in ast.walk(node))]

    def framing(self, sends):
        """Return (place, bytes, byte order) of the length that it sends, or reads, before a message; None if none.

        The bytes are None where the source does not tell; the order of struct is its first sign.
        """
        for call in self.of(*(("to_bytes", "pack") if sends else ("from_bytes", "unpack", "unpack_from"))):
            values = [self.tree.value(argument) for argument in call.args]
            named = {word.arg: self.tree.value(word.value) for word in call.keywords}
            if called(call).endswith("bytes"):
                order = named.get("byteorder", values[1] if len(values) > 1 else "big")
                size = named.get("length", values[0] if values else None) if sends else self.size_read(call)
            else:
                given = values[0] if values and isinstance(values[0], str) else ""
                order = {"<": "little", ">": "big", "!": "big"}.get(given[:1], "native")
                order = "big" if order == "native" and self.of_network(call) else order
                size = {"b": 1, "h": 2, "i": 4, "l": 4, "q": 8}.get(given[-1:].lower())
            return self.line(line(call)), size if isinstance(size, int) else None, order
        return None

    def of_network(self, call):
        """Whether htonl or ntohl turns the bytes of a number around that is packed, or unpacked."""
        while isinstance(self.tree.parent.get(call), ast.expr):
            call = self.tree.parent.get(call)
        return any(called(part) in {"htonl", "htons", "ntohl", "ntohs"} for part in ast.walk(call))

    @property
    def bare_words(self):
        """The place where a text is sent by itself, outside the function that sends lengths; '' if none."""
        framed = {self.tree.function(call) for call in self.lengths}
        for call in self.of("send", "sendall", "write"):
            if last_name(getattr(call.func, "value", None)) in {"stdout", "stderr"}:
                continue
            text = call.args[0] if call.args else None
            text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
            bare = isinstance(text, ast.Constant) or asks_user(text) or getattr(text, "id", "") in self.tree.typed
            if bare and self.tree.function(call) not in framed:
                return self.line(line(call))
        return ""

    def size_read(self, call):
        """Return how many bytes are read for this from_bytes: 4 for int.from_bytes(conn.recv(4), "big")."""
        source = call.args[0] if call.args else None
        if isinstance(source, ast.Name):
            source = next(iter(self.tree.given.get(source.id, [])), None)
        return self.tree.value(source.args[-1]) if isinstance(source, ast.Call) and source.args else None

    def waits_at_keyboard(self, result):
        """Whether this program waits for its user, and not for the network, at the end of what was seen."""
        return any(words.startswith(f"the {self.role} waits") and "keyboard" in words and "network" not in words
                   for words in result.waits)

    @cached_property
    def own_format(self):
        """What its messages are wrapped in, in words; '' if they are plain text."""
        return wrapped(self.text)

    def catches(self, error, *calls):
        """Whether an error of this name is caught around any of these calls, or where their function is called."""
        def around(node, seen=()):
            for above in self.tree.above(node, ast.Try):
                if any(node is part for one in above.body for part in ast.walk(one)) and any(
                        handles(handler, error) for handler in above.handlers):
                    return True
            name = getattr(self.tree.function(node), "name", "")
            return bool(name) and name not in seen and any(
                around(call, (*seen, name)) for call in self.tree.calls if called(call) == name)
        return any(around(call) for call in self.of(*calls)) or "suppress" in self.tree.words

    @property
    def hides_errors(self):
        """The place of an except that says nothing of the error it catches, '' if there is none."""
        for node in self.tree.nodes:
            broad = isinstance(node, ast.ExceptHandler) and (
                node.type is None or last_name(node.type) in {"Exception", "BaseException", "OSError", "error"})
            if broad and not self.is_of_other(node) and not any(
                    called(part) in {"print", "print_exc", "exception", "write"} and node.name in names_in(part)
                    or called(part) == "print_exc" for one in node.body for part in ast.walk(one)):
                return self.line(line(node))
        return ""

    @property
    def goes_on_after_errors(self):
        """The place of an except in a loop that neither leaves it nor tells of the error; '' if there is none."""
        for node in self.tree.nodes:
            if isinstance(node, ast.ExceptHandler) and self.tree.above(node, LOOPS) and not any(
                    isinstance(part, (ast.Break, ast.Return, ast.Raise)) or called(part) in {"exit", "_exit", "print"}
                    for one in node.body for part in ast.walk(one)):
                return self.line(line(node))
        return ""

    @property
    def spares_others(self):
        """Whether an error at one client is caught within the loop that sends to each."""
        return any(isinstance(self.tree.above(call, (ast.For, ast.Try))[0], ast.Try)
                   for call in self.of("send", "sendall", "sendto", "write")
                   if any(isinstance(above, ast.For) for above in self.tree.above(call, (ast.For, ast.Try))))

    @property
    def spares_author(self):
        """Whether it compares one socket or address with another before it passes a message on."""
        sends = self.of("send", "sendall", "sendto", "write")
        return any(isinstance(part, (ast.IsNot, ast.NotEq, ast.Is, ast.Eq))
                   for call in sends for above in self.tree.above(call, LOOPS) for part in ast.walk(above))

    @property
    def passes_on(self):
        """Whether it sends in a loop over many: for client in clients."""
        return any(self.tree.above(call, (ast.For, ast.AsyncFor, ast.comprehension, ast.ListComp))
                   for call in self.of("send", "sendall", "sendto", "write", "put", "put_nowait", "sock_sendall"))

    @property
    def may_broadcast(self):
        """Whether it asks for what a broadcast needs; what goes to a group needs nothing."""
        return any(word in self.text for word in ("SO_BROADCAST", "allow_broadcast", "IP_ADD_MEMBERSHIP"))

    @property
    def to_everybody(self):
        """Whether it sends to a broadcast address or to a group, where there is no list of clients."""
        return any(word in self.text for word in ("255.255.255.255", "<broadcast>", "IP_ADD_MEMBERSHIP"))


def parameters(function, call):
    """Return (parameter, what it is given) for a call of a function or method, as far as they stand in their order."""
    places = [one for one in function.args.args if one.arg != "self"]
    return list(zip(places, call.args, strict=False))


def handles(handler, error):
    """Tell whether an except catches this error."""
    names = {last_name(part) for part in ast.walk(handler.type) if last_name(part)} if handler.type else {"Exception"}
    return bool(names & CATCHES.get(error, {error, "Exception", "BaseException"}))


def first(*candidates):
    """Return the first sentence there is among these: each is '' where the source has what it would ask for."""
    return next(filter(None, candidates), "")
