"""Framed: where two sources differ on how a message is marked off, or how many bytes of it are taken at a time."""
import ast
import re
import struct
import sys

from lab12.finder.ends import ends, plain
from lab12.finder.flow import made_files
from lab12.finder.kinds import own_senders
from lab12.finder.nodes import walk
from lab12.finder.rows import glued, loaded
from lab12.finder.stopping import typed_names
from lab12.finder.syntax import asks_user, called, last_name, line
from lab12.finder.ways import loops
from lab12.grader.collecting import collects_to_the_end
from lab12.grader.forms import OFF
from lab12.grader.meeting import counted
from lab12.grader.reading import SENDS
from lab12.grader.received import RECEIVES

LOOKS = {"strip", "rstrip", "lstrip", "split", "rsplit", "partition", "replace", "find", "index", "count", "endswith",
         "startswith", "removesuffix", "print", "input", "readuntil"}
ORDERS = {"<": "little", ">": "big", "!": "big"}  # of a format of struct
AGREED = re.compile(r"key|password|passwd|passphrase|pwd|token|"
                    r"shift|secret|salt|delim|sep|separator|end|eom|eol|mark|marker|terminator|header\w*|encoding|"
                    r"codec|format|xor|rot|offset|magic|seed", re.I)  # constants that both programs must share


def by_lines(sender, receiver):
    """Return the hint for one that reads up to a newline where none is sent; '' if that is not so."""
    reads = [call for call in receiver.of("readline", "readuntil") if not asks_user(call)]
    reads += [loop for loop in receiver.tree.loops if isinstance(loop, ast.AsyncFor) and last_name(
        loop.iter) in receiver.stream_readers]  # async for line in reader
    lines = reads or not by_numbers(receiver) and receiver.of("makefile")
    # A client sends what its user types; what it reads line by line, only a server passes on.
    speaks = sender.role == "client" or sender.script and sender.script.kind == "pair" and sender.of("input")
    typed = bool(speaks) and ("stdin" not in sender.tree.words or bool(sender.calls(*OFF)))
    off = not typed and not sender.sends_ends and sender.takes_ends_off
    dumps = not typed and not sender.sends_ends and [call for call in sender.of(*SENDS) if any(
        called(part) == "dumps" for part in walk(call))] == sender.of(*SENDS) != []
    if not (typed or off or dumps) and receiver.sends_ends:
        return ""  # what is passed on has the end that its author has given it
    if lines and sender.script and (off or dumps or not (sender.sends_ends if typed else sender.marks_end)) and (
            not writes_newline(sender.tree)):
        since = f", since {off[:-2]} has taken it off" if off else ""
        return f"{receiver.line(line(lines[0]))}this reads up to a newline, and {sender.place(*SENDS)} sends none" \
            f'{since}: end each message there with one (text + "\\n").'
    if lines and sender.script and typed and (bare := as_typed(sender)):
        return f"{receiver.line(line(lines[0]))}this reads up to a newline, and {sender.line(line(bare))[:-2]} sends " \
            'none: end each message there with one (text + "\\n").'
    return ""


def by_numbers(receiver):
    """Tell whether a program takes bytes by their number out of the file of a socket, and lines out of none."""
    tree, files = receiver.tree, made_files(receiver.tree)
    counted = [call for call in tree.of("read") if call.args and last_name(getattr(call.func, "value", None)) in files]
    return bool(counted) and not any(last_name(loop.iter) in files or called(loop.iter) == "makefile"
                                     for loop in tree.loops if isinstance(loop, ast.For))


def writes_newline(tree):
    """Tell whether a program has a text with a newline for anything but to look for one, to take it off, or to print.
    """
    return any(isinstance(node, ast.Constant) and ("\n" in node.value if isinstance(node.value, str) else b"\n" in (
        node.value)) and not isinstance(tree.parent.get(node), (ast.Expr, ast.Compare)) and not any(
            called(above) in LOOKS for above in tree.above(node, ast.Call))
        for node in tree.nodes if isinstance(getattr(node, "value", None), (str, bytes)))


def as_typed(source):
    """Return the call by which a message is sent just as its user has typed it, without a newline; None for others."""
    tree = source.tree
    for call in [call for call in source.of(*SENDS) if call.args and loops(tree, call)]:
        text = call.args[0]
        text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
        ends = any(isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes)) and part.value[-1:] in (
            "\n", b"\n") for part in walk(tree.function(call) or tree.module)
            if not any(called(one) in {"print", "strip", "rstrip"} for one in tree.above(part, ast.Call)))
        if asks_user(text) or isinstance(text, ast.Name) and text.id in typed_names(tree):
            return None if ends else call
    return None


def by_sign(sender, receiver):
    """Return the hint for one that receives until a sign comes that the other never sends; '' if that is not so."""
    for test, sign, lines in ends(receiver.tree) if sender.script and sender.calls(*SENDS) else ():
        if not (names_end(sender, sign.strip()) if lines else may_send(sender, sign)):
            return f"{receiver.line(line(test))}this receives until {sign!r} comes, and {sender.place(*SENDS)} sends " \
                f"none: end each message there with it{', in a line of its own' if lines else ''}."
    return ""


def passes_on_bare(server, client):
    """Return the hint for a client that takes lines out of what comes, where a chat's server takes their ends off; ''.

        while "\\n" in kept: line, kept = kept.split("\\n", 1)              text = text.strip(); tell_all(text)
    """
    tree = server.tree
    reads = [loop for loop in client.tree.loops if isinstance(loop, ast.While) and isinstance(loop.test, ast.Compare)
             and isinstance(loop.test.ops[0], ast.In) and client.tree.value(loop.test.left) in ("\n", b"\n")]
    bare = {last_name(target) for node in tree.nodes for target, value in server.given_by(node)
            if any(called(part) in {"strip", "rstrip"} for part in walk(value))} if reads else ()
    senders = {*SENDS, *own_senders(tree)} if bare else ()
    for call in [call for call in tree.named(*senders) if call.args and loops(tree, call)]:
        text = call.args[0].func.value if called(call.args[0]) == "encode" else call.args[0]
        last = text.values[-1] if isinstance(text, ast.JoinedStr) and text.values else text
        last = last.right if isinstance(last, ast.BinOp) else last.value if isinstance(
            last, ast.FormattedValue) else last
        inside = [part.value for one in tree.defined.get(called(call), ()) for part in walk(one)
                  if isinstance(part, ast.Constant) and isinstance(part.value, (str, bytes))]
        if last_name(last) in bare and not any(plain(value).endswith("\n") for value in inside):
            return f"{client.line(line(reads[0]))}this waits for a newline, and {server.line(line(call))[:-2]} " \
                'passes each message on without one: put one at its end there (+ "\\n").'
    return ""


def names_end(sender, sign):
    """Tell whether a program has a text that ends with a sign, but for those that it compares something with."""
    return any(plain(node.value).strip().endswith(sign) for node in sender.tree.nodes
               if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
               and not sender.tree.above(node, ast.Compare))


def may_send(source, sign):
    """Tell whether a program may end with a sign what it sends: a text is made that does, or one that is unknown."""
    tree = source.tree
    if {"join", "makefile", "stdin", "dumps", "format"} & tree.words or source.sends_ends and sign == "\n":
        return True
    for node in tree.nodes:
        last = node.right if isinstance(node, ast.BinOp) else node.value if isinstance(node, ast.AugAssign) else None
        last = node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) else last
        last = node.values[-1] if isinstance(node, ast.JoinedStr) and node.values else last
        parts = [last] if last is not None else node.args if called(node) in {*SENDS, "encode"} else ()
        for part in parts:
            value = tree.value(part)
            made = called(part) in {"chr", "bytes"} or last_name(part) == "linesep"  # of a number, of a system
            if made or isinstance(value, (str, bytes)) and plain(value).endswith(sign):
                return True
    return False


def begins(sender, receiver):
    """Return the hint for one that sends a newline before each message, and not behind it; '' for others."""
    lines = receiver.of("readline", "readuntil", "makefile")
    for call in sender.of(*SENDS) if lines else ():
        text = call.args[0] if call.args else None
        text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
        first = text.values[0] if isinstance(text, ast.JoinedStr) and len(text.values) > 1 else \
            text.left if isinstance(text, ast.BinOp) and isinstance(text.op, ast.Add) else None
        last = text.values[-1] if isinstance(text, ast.JoinedStr) and text.values else getattr(text, "right", None)
        if newline(first, str.startswith) and not newline(last, str.endswith):
            return f"{sender.line(line(call))}the newline goes out before the message here, and " \
                f"{receiver.line(line(lines[0]))[:-2]} reads up to one: so each message waits for the next. Put it " \
                'behind the text: f"{text}\\n".'
    return ""


def newline(node, where):
    """Tell whether this is a text that has a newline at one end: str.startswith or str.endswith."""
    value = getattr(node, "value", None)
    return isinstance(node, ast.Constant) and isinstance(value, str) and where(value, "\n")


def framing(sender, receiver):
    """Return what is wrong where the length before a message is not read as it is told; '' if that is not so."""
    if unlike := digits_differ(sender, receiver) or heads_differ(sender, receiver):
        return unlike
    one, other = sender.framing(True), receiver.framing(False)
    orders = {sys.byteorder if order == "native" else order for _, _, order in (one, other) if order} if (
        one and other and not one[1] == other[1] == 1) else ()  # one byte has no order
    if one and other and (len(orders) > 1 or None not in (one[1], other[1]) and one[1] != other[1]):
        return f"{other[0]}the length is read as {words_of(other)} here, and sent as {words_of(one)} " \
            f"({one[0][:-2]}): size and byte order must be the same at both ends."
    if one and other and (bare := sender.bare_words):
        return f"{bare}this goes out without its length, and {other[0][:-2]} takes its first bytes for one: all " \
            "that is sent, a greeting too, needs its length before it."
    with_length = not one and sender.framing(False) and any(  # it passes on what has come: head + body
        isinstance(part, ast.BinOp) and {type(part.left), type(part.right)} == {ast.Name}
        for call in sender.of(*SENDS) for part in call.args)
    if other and with_length:
        bare = sender.bare_words
        return bare and f"{bare}this goes out without its length, and {other[0][:-2]} takes its first bytes for one: " \
            "all that is sent, a notice too, needs its length before it."
    if other and not (sender.tells_length and measures(sender)):
        return f"{other[0]}a length is read here before each message, and {sender.place(*SENDS)} sends none."
    if one and not receiver.tells_length:
        return f"{one[0]}a length is sent before each message, and {receiver.place(*RECEIVES)} does not read one."
    return ""


def digits_differ(sender, receiver):
    """Return the hint for a length that is sent with another number of digits than are read; '' if it is not."""
    one, other = sender.digits(True), receiver.digits(False)
    return f"{other[0]}the length is read as {other[1]} digits here, and sent as {one[1]} ({one[0][:-2]}): as many " \
        "at both ends." if one and other and one[1] != other[1] else ""


def heads_differ(sender, receiver):
    """Return the hint for a head of several numbers that is written in another way than it is read; '' if it is not.

    A format without <, > or ! may have gaps between its numbers (Python's documentation of struct, native alignment).
    """
    one, other = sender.head(True), receiver.head(False)
    if not (one and other):
        return ""
    try:
        sent, read = [(struct.calcsize(form), ORDERS.get(form[0], sys.byteorder)) for _, form in (one, other)]
    except struct.error:
        return ""
    return f"{other[0]}{other[1]!r} is read here, {read[0]} bytes, {read[1]}, and {one[1]!r} is sent, {sent[0]} " \
        f"bytes, {sent[1]} ({one[0][:-2]}): the same format at both ends, with ! in front (no gaps, one order)." if (
            sent != read) else ""


def measures(source):
    """Tell whether a program may tell how long something is: it asks that for more than to collect what comes."""
    tree = source.tree
    return bool(source.framing(True)) or any(
        not tree.above(call, ast.Compare) and not any(called(above) in RECEIVES for above in tree.above(call, ast.Call))
        for call in tree.of("len")) or bool(tree.named("to_bytes", "pack", "zfill"))


def words_of(framed):
    """Return in words how a length is written: its place, bytes, byte order."""
    _, size, order = framed
    order = f", {order}" if order else ""
    return f"{size} byte{'s' * (size != 1)}{order}" if size else f"a number{order}"


def cut(result, receiver):
    """Return the hint for one that takes fewer bytes at a time than a short message has; '' for others."""
    word, size = re.search(r"['\"](\w+)['\"]", result.expected), receiver.script and receiver.script.size
    with_name = [shown[1] for shown in re.finditer(r"(?=['\"](.{1,60}?)['\"])", result.seen) if size == len(shown[1])]
    parts = word and size and (word[1][:size], *(word[1][:n] for n in range(3, len(word[1]))))
    if not parts or not (size < len(word[1]) and parts[0] in result.seen) and not any(
            shown.endswith(part) and word[1] not in shown for shown in with_name for part in parts[1:]):
        return ""
    name, where = receiver.taken_by, receiver.at(receiver.taken_by)
    shown = max((part for part in (word[1][:n] for n in range(1, len(word[1]))) if part in result.seen), key=len,
                default="")
    if word[1] not in result.seen and size < len(shown):  # a smaller one takes something else, such as a sign
        taking = [call for call in receiver.of("recv", "recvfrom") if call.args and receiver.tree.value(
            call.args[0]) == len(shown)]
        if not taking:
            return ""
        name, size, where = called(taking[0]), len(shown), receiver.line(line(taking[0]))
    rest = "UDP throws the rest of a datagram away: ask for 65535" if name == "recvfrom" else \
        f"the rest comes with the next {name}, a turn too late: ask for more, say 4096, and read to the end of the " \
        "message"
    more = f'"{word[1]}" has {len(word[1])}' if len(word[1]) > size else "what is sent has more, with a name before it"
    return f"{where}{name} takes at most {size} bytes here, and {more}; {rest}."


def takes_off(result, receiver):
    """Return the hint for a slice that takes letters off what has come, where just these are not shown; '' for others.

    It is meant for a newline at the end, or a mark at the beginning, that is not sent.
    """
    word = re.search(r"['\"](\w+)['\"]", result.expected)
    for node in receiver.tree.nodes if word else ():
        part = node.slice if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) else None
        if part is None or part.step or (part.lower is None) == (part.upper is None) or not receiver.has_come(
                node.value, receiver.received):
            continue
        bound = ast.unparse(part.upper or part.lower)
        if re.fullmatch(r"-[1-9]" if part.upper else r"[1-9]", bound):
            number = abs(int(bound))
            left = word[1][:-number] if part.upper else word[1][number:]
            if left in result.seen and word[1] not in result.seen:
                letters = "letter" if number == 1 else f"{number} letters"
                which, mark = ("last", "newline") if part.upper else ("first", "mark")
                return f"{receiver.line(line(node))}[{ast.unparse(part)}] takes the {which} {letters} off each " \
                    f"message, and no {mark} is there to be taken off: leave it out."
    return ""


def to_the_end(receiver):
    """Return the hint for a read() of a stream that is not told how much, which waits for the end; '' for none."""
    tree = receiver.tree
    streams = receiver.stream_readers | {
        name for name, values in tree.given.items() if any(called(value) == "makefile" for value in values)}
    streams |= makes_files(tree)
    for call in tree.of("readlines"):
        whose = last_name(getattr(call.func, "value", None))
        if (whose in streams or whose == "rfile") and not call.args:
            return f"{receiver.line(line(call))}readlines() waits until the other side has gone, and gives all lines " \
                f"at once then: for line in {ast.unparse(call.func.value)}: goes through them as they come."
    for call in tree.of("read"):
        whose = last_name(getattr(call.func, "value", None))
        of_file = whose in streams | {"rfile"} or called(getattr(call.func, "value", None)) == "makefile"
        if of_file and loops(tree, call) and (
                not call.args or tree.value(call.args[0]) == -1 or ast.unparse(call.args[0]) == "-1"):
            number = ", or read(4096)" if whose in streams and isinstance(tree.parent.get(call), ast.Await) else ""
            return f"{receiver.line(line(call))}read() without a number waits until the other side has gone, and " \
                f"gives all at once then: readline(), with a newline at the end of each message{number}."
    return collects_to_the_end(receiver)


def makes_files(tree):
    """Return the names that a with gives to the files of sockets: with link.makefile() as lines."""
    return {last_name(getattr(tree.parent.get(call), "optional_vars", None)) for call in tree.of("makefile")} - {""}


def unlike(one, other):
    """Return the hint for a constant of both programs by which messages are written, which differs; '' for none."""
    mine, theirs = constants(one), constants(other)
    for name, (value, place) in mine.items():
        if name in theirs and theirs[name][0] != value and type(theirs[name][0]) is type(value):
            return f"{place}{name} is {value!r} here, and {theirs[name][0]!r} in {theirs[name][1][:-2]}: it must " \
                "be the same in both programs."
    return ""


def constants(source):
    """Return {name: (value, place)} of the constants of a program, given once, whose name is one of AGREED."""
    found = {}
    for node in source.tree.nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            name = getattr(target, "id", "")
            if any(AGREED.fullmatch(word) for word in name.split("_")) and isinstance(node.value, ast.Constant):
                found.setdefault(name, []).append((node.value.value, source.line(line(node))))
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def takes_apart(hearer, sayer):
    """Return the hint for two recv that take for two messages what the other program sends in a row; '' for none."""
    twice, unended = hearer.mistake("hears twice"), sayer.mistake("sends twice")
    row = sayer.script and hearer.script and glued(sayer.script, hearer.script)
    loads = loaded(hearer.tree) if hearer.script and "json" in hearer.tree.words and (unended or row) else []
    if loads:
        return f"{hearer.line(line(loads[0]))}loads takes one text of JSON, and what " \
            f"{(unended or sayer.line(row))[:-2]} sends one right after the other may come with the same recv: an " \
            'error then ("Extra data"). End each message with a newline there, and read line by line here.'
    word, place = begins_with_word(hearer) if row and not twice else ("", "")
    if word:
        return f"{place}what comes is compared with {word!r}, and {sayer.line(row)[:-2]} sends on at once: both may " \
            "come with the same recv, which is no such word then. End each message with a newline, and read line by " \
            "line."
    if not twice or not (unended or row) or fills(hearer, sayer, twice):
        return "" if twice or sayer.marks_end else counted(hearer, sayer)
    ends = "End each with a newline there, and read" if unended or not sayer.marks_end else "Read"
    return f"{twice}this takes for two messages what {(unended or sayer.line(row))[:-2]} sends one right after the " \
        f"other: they may come together with the recv before, and this one then waits for the next. {ends} line by " \
        "line here."


def begins_with_word(hearer):
    """Return (word, its place) for one with which a script compares what a recv gives that comes once; ('', '')."""
    tree = hearer.tree
    for node in tree.nodes:
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], ast.Eq) else []
        words = [side.value for side in sides if isinstance(getattr(side, "value", None), (str, bytes))]
        came = [value for side in sides for value in tree.given.get(last_name(side), ())]
        if words and any(called(part) == "recv" and not loops(tree, part) for one in came for part in walk(one)):
            return words[0], hearer.line(line(node))
    return "", ""


def fills(hearer, sayer, twice):
    """Tell whether one program fills a message up to just the bytes that the other takes before it hears again."""
    hears = sorted(hearer.of("recv"), key=lambda call: call.lineno)  # as they come, and not the conversation's first
    for first, second in zip(hears, hears[1:], strict=False):
        if hearer.line(line(second)) == twice and first.args:
            size = hearer.tree.value(first.args[0])
            return isinstance(size, int) and any(one == size for one in filled(sayer.tree))
    return False


def filled(tree):
    """Yield the sizes up to which a program fills texts: name.ljust(16), f"{name:16}", "%-16s" % name."""
    for node in tree.nodes:
        if called(node) in {"ljust", "rjust", "center", "zfill"} and node.args:
            yield tree.value(node.args[0])
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            for part in node.format_spec.values:
                text = tree.value(part.value if isinstance(part, ast.FormattedValue) else part)
                yield from [text] if isinstance(text, int) else map(int, re.findall(r"\d+", str(text)))
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            text = node.value if isinstance(node.value, str) else node.value.decode(errors="replace")
            yield from map(int, re.findall(r"(?:%-?|\b|\{\w*:\D{0,2})0*(\d+)[s}]", text))
