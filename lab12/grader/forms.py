"""Forms: how a script marks where a message ends, for a Source: by a sign, or by a length before it."""
import ast
import re
import sys
from functools import cached_property

from lab12.driver.formats import wrapped
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, OVER_SOCKETS, asks_user, called, last_name, line, names_in
from lab12.grader.received import last_part

OFF = "strip", "rstrip", "splitlines"  # these take the newline off a line
PADDED = re.compile(r"%-?0?\d+[di]")
MANY_DIGITS = 30  # no length has as many
LENGTHS = {"to_bytes", "from_bytes", "pack", "unpack", "zfill"}  # with which a length is told before a message
READS_LENGTH = {"unpack", "unpack_from", "from_bytes", "recv"}  # of these a length is only read


def is_written(text):
    """Tell whether a text stands in the source, whatever is put into it: "{} is here".format(name), "%s, hi" % name."""
    if called(text) == "format" and isinstance(text.func, ast.Attribute):
        return isinstance(text.func.value, ast.Constant)
    if isinstance(text, ast.BinOp) and isinstance(text.op, (ast.Mod, ast.Add)):
        left, right = (isinstance(one, ast.Constant) and isinstance(one.value, (str, bytes)) for one in (
            text.left, text.right))
        measured = any(called(part) in {"len", *LENGTHS} for part in walk(text))
        return not measured and (left or right and isinstance(text.op, ast.Add))
    return isinstance(text, (ast.Constant, ast.JoinedStr))


class Forms:
    """The part of a Source that is about the form of its messages."""

    @cached_property
    def marks_end(self):
        """Whether a newline, or another sign, ends what it sends, or it reads line by line."""
        return self.sends_ends or self.reads_lines

    @cached_property
    def says_by_heart(self):
        """Whether all that it sends are words that stand in its source, whatever has come: answer = "received"."""
        sends, given = self.tree.of(*OVER_SOCKETS, "write", "sock_sendall"), self.tree.given
        others = self.tree.of("put", "put_nowait", "sendmsg", "writelines", "sendfile", "send_bytes") + [
            call for call in self.tree.of("print") if any(word.arg == "file" for word in call.keywords)]
        return bool(sends) and not others and all(
            call.args and all(given.get(name) and all(isinstance(one, ast.Constant) for one in given[name])
                              for name in names_in(call.args[0])) and not any(
                isinstance(part, (ast.Attribute, ast.Subscript)) and called(self.tree.parent.get(part)) != "encode"
                for part in walk(call.args[0])) for call in sends)

    @cached_property
    def reads_lines(self):
        """Whether it reads from the network line by line."""
        return "rfile" in self.tree.words or any(
            not asks_user(call) for call in self.tree.of("makefile", "readline", "readuntil")) or any(
            isinstance(loop, ast.AsyncFor) for loop in self.tree.loops)

    @cached_property
    def takes_ends_off(self):
        """The place where it takes the newline off a line that has come, of which it sends the rest; '' if nowhere."""
        stripped = {}
        for _ in range(2):  # twice, since a function may stand above the one that hands it what is left
            for node in self.tree.nodes:
                for target, value in self.given_by(node):
                    last = last_part(value)
                    cut = last if self.takes_end_off(last) else stripped.get(self.placed(last)) if isinstance(
                        last, ast.Name) else None
                    if cut is not None and isinstance(target, (ast.Name, ast.arg)):
                        stripped.setdefault(self.placed(target), cut)
                    if isinstance(target, ast.Tuple) and self.takes_line_out(value):
                        stripped.setdefault(self.placed(target.elts[0]), value)
        for call in self.tree.of("send", "sendall", "write"):
            for part in map(last_part, call.args):
                if self.takes_end_off(part):
                    return self.line(line(part))
                if isinstance(part, ast.Name) and self.placed(part) in stripped and last_name(
                        getattr(call.func, "value", None)) not in {"stdout", "stderr"}:
                    return self.line(line(stripped[self.placed(part)]))
        return ""

    def takes_end_off(self, call):
        """Tell whether this takes the newline off what has come."""
        return called(call) in OFF and not asks_user(call) and self.has_come(call.func, self.received)

    def takes_line_out(self, call):
        """Tell whether this parts a line, without its newline, from what comes behind it: buffer.split(b"\\n", 1)."""
        return called(call) in {"split", "partition"} and bool(call.args) and self.tree.value(
            call.args[0]) in ("\n", b"\n") and self.has_come(call.func, self.received)

    @cached_property
    def sends_ends(self):
        """Whether a newline, or another sign, ends what it sends."""
        calls = [call for call in self.tree.of("send", "sendall", "sendto", "write", "encode")
                 if last_name(getattr(call.func, "value", None)) not in {"stdout", "stderr"}]
        ends = [part.value for call in calls for part in walk(call)
                if isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes))]
        keys = any(last_name(getattr(call.func, "value", None)) == "stdin" and call.args for call in self.of("read"))
        typed = "stdin" in self.tree.words and not keys and not self.calls(*OFF)  # with its newline
        printed = any(word.arg == "file" and last_name(word.value) not in {"stderr", "stdout"}
                      for call in self.tree.of("print") for word in call.keywords)
        return typed or printed or any(value[-1:] in ("\n", b"\n") for value in ends)

    @cached_property
    def tells_length(self):
        """The place where a length is told or read before a message, '' if it is not."""
        found = self.lengths
        return self.line(line(found[0])) if found else ""

    @cached_property
    def lengths(self):
        """What tells or reads a length: of the calls that may, and as text, f"{len(data):06}", recv(int(header))."""
        numbers, counts = ({name for name, values in self.tree.given.items() if made in map(called, values)}
                           for made in ("int", "len"))
        calls = [call for call in self.of(*LENGTHS) if self.is_length(call)]
        sized = {one.name for one in self.tree.nodes if isinstance(one, FUNCTIONS[:2]) and any(
            called(part) == "recv" and part.args and not isinstance(part.args[0], ast.Constant) for part in walk(one))}
        calls += [call for call in self.tree.calls if called(call) in sized and call.args and any(
            called(one) == "int" for one in call.args)]  # whole(int(whole(4)))
        calls += [node for node in self.tree.nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
                  and PADDED.search(str(self.tree.value(node.left))) and any(
                      called(part) == "len" for part in walk(node.right))]  # b"%04d" % len(data)
        return calls + [node for node in self.tree.nodes if isinstance(node, ast.FormattedValue) and node.format_spec
                        and any(called(part) == "len" or last_name(part) in counts for part in walk(node.value))] + [
            call for call in self.of("recv", "read", "readexactly") if call.args and (
                called(call.args[0]) == "int" or last_name(call.args[0]) in numbers)] + self.first_bytes

    @property
    def first_bytes(self):
        """The bytes by which what has come is cut to pieces: size = data[0], name = data[1:1 + size]."""
        cuts = [node for node in self.tree.nodes if isinstance(node, ast.Subscript) and isinstance(
            node.slice, ast.Slice) and last_name(node.value) in self.names_received]
        return [value for name, values in self.tree.given.items() for value in values
                if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant) and any(
                    name in names_in(cut.slice) and last_name(cut.value) == last_name(value.value) for cut in cuts)]

    @property
    def reads_on(self):
        """Whether it receives all of a length: recv(n - len(data)) in a loop, recv(n, MSG_WAITALL), readexactly(n)."""
        calls = [call for call in self.tree.of("recv", "read") if self.tree.above(call, LOOPS)]
        return bool(self.tree.of("readexactly")) or "MSG_WAITALL" in self.tree.words or any(
            isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) for call in calls for part in call.args)

    @property
    def keeps_rest(self):
        """Whether it keeps what stands behind a sign for the next time: line, rest = rest.split(b"\\n", 1)."""
        grows = {last_name(node.target) for node in self.tree.nodes if isinstance(node, ast.AugAssign)} - {""}
        return any(isinstance(node, ast.Assign) and called(node.value) in {"split", "partition"} and grows & set(
            map(last_name, getattr(node.targets[0], "elts", ()))) for node in self.tree.nodes)

    def is_length(self, call):
        """Whether this may tell or read a length: struct of a number alone, or of len(), and not of a whole record.

        Nor are the bits of a letter one, bin(ord(letter))[2:].zfill(8).
        """
        if any(called(part) in {"bin", "hex", "oct", "ord"} for part in walk(call)):
            return False
        if called(call) not in {"pack", "unpack", "unpack_from"} or not call.args:
            return called(call) != "pack"  # without a format it is one of tkinter: label.pack(padx=9)
        given = self.tree.value(call.args[0])
        if any(called(part) == "len" for part in walk(call)):
            return True
        if isinstance(given, str) and "..." not in given:
            return not re.search(r"[spcdfe?]", given.lower())
        names = [getattr(target, "elts", ()) for target in getattr(self.tree.parent.get(call), "targets", ())]
        return len(call.args) < 3 and all(len(one) < 2 for one in names)

    def framing(self, sends):
        """Return (place, bytes, byte order) of the length that it sends, or reads, before a message; None if none.

        The bytes and their order are None where the source does not tell; the order of struct is its first sign, and
        native where it is that of whichever computer it runs on.
        """
        for call in self.of(*(("to_bytes", "pack") if sends else ("from_bytes", "unpack", "unpack_from"))):
            if not self.is_length(call):
                continue
            values = [self.tree.value(argument) for argument in call.args]
            named = {word.arg: self.tree.value(word.value) for word in call.keywords}
            if called(call).endswith("bytes"):
                order = named.get("byteorder", values[1] if len(values) > 1 else "big")
                order = "native" if any(last_name(one) == "byteorder" for one in (
                    *call.args[1:2], *(word.value for word in call.keywords))) else order  # sys.byteorder
                size = named.get("length", values[0] if values else None) if sends else self.size_read(call)
            else:
                given = values[0] if values and isinstance(values[0], str) else self.struct_of(call)
                order = {"<": "little", ">": "big", "!": "big"}.get(given[:1], "native")
                order = "big" if order == "native" and self.of_network(call) else \
                    "big and turned around by htonl" if order == "big" and self.of_network(call) and (
                        sys.byteorder == "little") else order
                size = {"b": 1, "h": 2, "i": 4, "l": 4, "q": 8}.get(given[-1:].lower())
            return self.line(line(call)), size if isinstance(size, int) else None, order
        return None

    def digits(self, sends):
        """Return (place, how many) of the digits as which it sends, or reads, a length before a message; None if none.
        """
        tree = self.tree
        counts = {name for name, values in tree.given.items() if "len" in map(called, values)}

        def measures(node):
            return any(called(part) == "len" or last_name(part) in counts for part in walk(node))

        for node in tree.nodes:
            width = None
            if not sends and called(node) == "int" and node.args:
                made = node.args[0], *tree.given.get(last_name(node.args[0]), ())
                sizes = [part.args[-1] for one in made for part in walk(one) if isinstance(part, ast.Call) and (
                    part.args) and (called(part) in {"recv", "read", "readexactly"} or tree.is_own(part.func))]
                width = tree.value(sizes[0]) if sizes else None
            elif sends and called(node) in {"zfill", "ljust", "rjust"} and node.args and measures(node.func):
                width = tree.value(node.args[0])
            elif sends and isinstance(node, ast.FormattedValue) and node.format_spec and measures(node.value):
                spec = tree.value(node.format_spec)
                width = int(found[0]) if isinstance(spec, str) and (found := re.search(r"[1-9]\d*", spec)) else None
            if type(width) is int and 0 < width < MANY_DIGITS:
                return self.line(line(node)), width
        return None

    def head(self, sends):
        """Return (place, format) of several numbers, one of them a length, that are packed or read at once, or None.
        """
        takes = [call for call in self.tree.calls
                 if called(call) in {"recv", "read", "readexactly"} or self.tree.is_own(call.func)]
        sizes = {name for call in takes for part in call.args for name in names_in(part)}
        for call in self.of(*(("pack",) if sends else ("unpack", "unpack_from"))):
            names = [name for target in getattr(self.tree.parent.get(call), "targets", ()) for name in names_in(target)]
            given = self.tree.value(call.args[0]) if call.args else None
            given = given if isinstance(given, str) else self.struct_of(call)
            if given and "..." not in given and (any(called(part) == "len" for part in walk(call)) if sends else (
                    len(names) > 1 and sizes & {*names})):
                return self.line(line(call)), given
        return None

    def struct_of(self, call):
        """Return the format of the Struct through which this packs or unpacks, '' if none is known: SIZE.pack(n).

        It may be one of a kind of its own: class Head(struct.Struct): def __init__(self): super().__init__("!I").
        """
        made = [value for value in self.tree.given.get(last_name(getattr(call.func, "value", None)), ())
                if isinstance(value, ast.Call)]
        for kind in [one for value in made for one in self.tree.defined.get(called(value), ())
                     if isinstance(one, ast.ClassDef) and any(last_name(base) == "Struct" for base in one.bases)]:
            made = [part for part in walk(kind) if called(part) == "__init__" and isinstance(part, ast.Call)]
        form = self.tree.value(made[0].args[0]) if len(made) == 1 and made[0].args and called(made[0]) in {
            "Struct", "__init__"} else ""
        return form if isinstance(form, str) else ""

    def of_network(self, call):
        """Whether htonl or ntohl turns the bytes of a number around that is packed, or unpacked."""
        while isinstance(self.tree.parent.get(call), ast.expr):
            call = self.tree.parent.get(call)
        return any(called(part) in {"htonl", "htons", "ntohl", "ntohs"} for part in walk(call))

    @property
    def bare_words(self):
        """The place where a text is sent by itself, outside the function that sends lengths; '' if none."""
        framed = {self.tree.function(call) for call in self.lengths}
        tells = {self.tree.function(call) for call in self.lengths if called(call) not in READS_LENGTH}
        for call in self.of("send", "sendall", "write"):
            if last_name(getattr(call.func, "value", None)) in {"stdout", "stderr"}:
                continue
            text = call.args[0] if call.args else None
            text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
            said = is_written(text)  # where it is only read, this may be sent as well
            bare = said or asks_user(text) or getattr(text, "id", "") in self.tree.typed
            apart = said and not self.beside_length(call)
            if (bare or self.is_stripped(text, framed)) and (apart or self.tree.function(call) not in (
                    tells if said else framed)):
                return self.line(line(call))
        return ""

    def beside_length(self, call):
        """Whether a length is told in one of the simple statements around a call: send(length), then send(b"hello").

        One that is told in a loop below, or above, is that of another message.
        """
        statement = call
        while statement is not None and not isinstance(statement, ast.stmt):
            statement = self.tree.parent.get(statement)
        above = self.tree.parent.get(statement)
        blocks = [block for name in ("body", "orelse", "finalbody") if statement in (
            block := getattr(above, name, None) or [])]
        simple = [one for block in blocks for one in block if not hasattr(one, "body")]
        return not blocks or bool({part for one in simple for part in walk(one)} & {*self.lengths})

    def is_stripped(self, node, framed):
        """Whether this is a name of what functions give that have read a length, and give only what stood behind it."""
        place = self.placed(node) if isinstance(node, ast.Name) else None
        given = [value for one in self.tree.nodes if place for target, value in self.given_by(one)
                 if isinstance(target, ast.Name) and self.placed(target) == place]
        functions = [one for value in given for one in self.tree.defined.get(called(value), ())]
        whole = [one for one in functions if one not in framed or any(
            isinstance(part, ast.Return) and isinstance(part.value, ast.BinOp) for part in walk(one))]
        return bool(given) and len(functions) == len(given) and not whole

    @property
    def line_limit(self):
        """The (call, bytes) by which asyncio is told how long a line may be, None where it is not."""
        found = [(call, self.tree.value(word.value)) for call in self.tree.of(
            "start_server", "open_connection", "StreamReader") for word in call.keywords if word.arg == "limit"]
        tables = [value for call in self.tree.of("start_server", "open_connection") for word in call.keywords
                  if word.arg is None for value in self.tree.given.get(last_name(word.value), ())]
        found += [(key, self.tree.value(value)) for table in tables if isinstance(table, ast.Dict)
                  for key, value in zip(table.keys, table.values, strict=True) if getattr(key, "value", "") == "limit"]
        return next(((call, most) for call, most in found if type(most) is int), None)

    def size_read(self, call):
        """Return how many bytes are read for this from_bytes: 4 for int.from_bytes(conn.recv(4), "big")."""
        source = call.args[0] if call.args else None
        if isinstance(source, ast.Name):
            source = next(iter(self.tree.given.get(source.id, [])), None)
        return self.tree.value(source.args[-1]) if isinstance(source, ast.Call) and source.args else None

    @cached_property
    def own_format(self):
        """What its messages are wrapped in, in words; '' if they are plain text."""
        return wrapped(self.text)
