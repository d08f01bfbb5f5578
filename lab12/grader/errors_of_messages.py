"""Errors of messages: text and bytes, and what JSON, struct, pickle and codecs make of a part of one, or of two."""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line, target_of
from lab12.finder.texts import is_text
from lab12.grader.causes import END_EACH, on, with_article
from lab12.grader.errors_of_other_kinds import of_bytes_alone
from lab12.grader.errors_of_sums import encoded_for
from lab12.grader.errors_of_tls import tls_at_one_end
from lab12.grader.keys import bare_among_json, no_dumps

SENDING = {"send", "sendall", "sendto", "write", "sock_sendall"}
OF_TEXT = {"split", "replace", "startswith", "endswith", "strip", "rstrip", "lstrip", "join", "index", "find",
           "partition", "count"}
STREAM = "TCP carries a stream of bytes, not messages: two that are sent soon after each other may come with one recv"
WHOLE = {"makefile", "readline", "readuntil", "start_server", "open_connection", "rfile"}  # they give whole lines
OTHER_CODEC = r"(?i)\bencode\(\s*(?:encoding\s*=\s*)?[\"'](?!utf[-_]?8)\w+"


@on(r"chunk is longer than limit|chunk exceed the limit|LimitOverrunError")
def over_limit(fault, found):
    if fault.source.line_limit:
        call, most = fault.source.line_limit
        return f"{fault.source.line(line(call))}limit={most} here lets no line be longer than {most} bytes " \
            f"({fault.at[:-2]}). Leave it out: then it is 64 KiB."
    return f"{fault.at}a StreamReader takes 64 KiB without a newline, no more: limit=... at start_server or " \
        "open_connection, or end each message with a newline."


def together(fault):
    """Return what to do where several messages have come at once, as the source of the program that reads allows."""
    if fault.source.marks_end:
        return f"{STREAM}. Read up to the newline that ends one and keep the rest, as makefile() and readline() do."
    return f"{STREAM}. {END_EACH}, so that the reader knows where one ends."


@on(r"%[bs] requires a bytes-like object, or an object that implements __bytes__, not '(\w+)'")
def text_in_bytes(fault, found):
    made = "str(...).encode() makes bytes of it" if found[1] != "str" else "text.encode()"
    return f"{fault.at}into bytes % puts bytes only, and this is {with_article(found[1])}: {made}."


@on(r"a bytes-like object is required, not '?(\w+)'?|data must be bytes|expected bytes-like object, not (\w+)"
    r"|argument must be a? ?bytes-like object, not '?(\w+)'?")
def not_bytes(fault, found):
    kind = next(filter(None, found.groups()), "str")
    names = {called(call) for call in fault.calls}
    if fault.line and not names & SENDING and names & OF_TEXT or " in " in fault.code:
        return f"{fault.at}what recv gives is bytes, and here they meet a text: make them text first, with .decode()."
    where = fault.at or first_without_encode(fault)
    if kind == "str" and "decode" in names:
        return f"{where}sockets carry bytes, and .decode() has made text of these: leave it out here, or " \
            ".encode() again."
    swapped = [] if fault.line else [call for call in fault.source.of("sendto") if len(call.args) == 2 and called(
        call.args[1]) == "encode"]  # an except has printed it
    if kind == "tuple" and swapped:
        where, names = fault.source.line(line(swapped[0])), {"sendto"}
    if kind == "tuple" and "sendto" in names:
        return f"{where}sendto takes the bytes first, and the address after them: sendto(data, (host, port))."
    if kind != "str":
        how = "json.dumps(...).encode() makes bytes of it" if kind in ("dict", "list", "tuple") else \
            "what should give it gives none" if kind == "NoneType" else \
            f"str(...).encode() makes bytes of {with_article(kind)}"
        this = "nothing (None)" if kind == "NoneType" else with_article(kind)
        return f"{where}sockets carry bytes, and this is {this}: {how}."
    if "dumps" in names:
        return f"{where}json.dumps gives text, and sockets carry bytes: json.dumps(...).encode()."
    if "format" in names or re.search(r"\bf[\"']", fault.code):
        return f"{where}sockets carry bytes, and what is put together here is text: add .encode() behind all of it."
    return text_handed(fault) or of_bytes_alone(fault) or f"{where}Sockets carry bytes: send(text.encode())."


def text_handed(fault):
    """Return the hint for a function that sends what it is given, where one of its callers gives it a text; '' else."""
    tree = fault.source.tree
    for call in [call for call in fault.calls if called(call) in SENDING and call.args]:
        function, name = tree.function(call), last_name(call.args[0])
        taken = [one.arg for one in function.args.args if one.arg != "self"] if function else []
        calls = [one for one in tree.sites(function) if name in taken and len(one.args) > taken.index(name)]
        given = [(one, one.args[taken.index(name)]) for one in calls]
        bare = [(one, part) for one, part in given if is_text(tree, one, part)]
        if bare and len(bare) < len(given):
            one, part = bare[0]
            whole = f"({ast.unparse(part)})" if isinstance(part, ast.BinOp) else ast.unparse(part)
            return f"{fault.source.line(line(one))}{function.name} sends what it is given ({fault.at[:-2]}), and " \
                f"this is a text, where the others hand it bytes: {whole}.encode()."
    return ""


def first_without_encode(fault):
    """Return the place of the first call that sends, and has neither encode nor bytes in it."""
    calls = fault.source.of(*SENDING)
    bare = [call for call in calls if not any(
        called(part) in {"encode", "dumps", "bytes"} or isinstance(getattr(part, "value", None), bytes)
        for part in walk(call))]
    return fault.source.line(bare[0].lineno) if bare and not hasattr(bare[0], "file") else fault.source.at(*SENDING)


@on(r"Object of type (\w+) is not JSON serializable")
def not_for_json(fault, found):
    if found[1] in ("bytes", "bytearray"):
        dumps = [call for call in fault.calls if called(call) in {"dumps", "dump"}]
        inside = [part for call in dumps for part in walk(call)]
        whole = "" if any(called(call) == "encode" and set(dumps) & set(walk(call.func)) for call in fault.calls) else \
            ", and encode the whole, json.dumps(...).encode()"
        made = [part.func.value for part in inside if called(part) == "encode" and isinstance(part.func, ast.Attribute)]
        if made:
            return f"{fault.at}JSON holds text, and .encode() makes bytes of {ast.unparse(made[0])}: leave that " \
                f"out{whole}."
        names = {part.id for part in inside if isinstance(part, ast.Name)}
        if encoded := [node for node in encoded_for(fault) if last_name(node.targets[0]) in names]:
            return f"{fault.source.line(line(encoded[0]))}.encode() makes bytes of this, and JSON holds text " \
                f"({fault.at[:-2]}): leave it out here{whole}."
        return f"{fault.at}JSON holds text, and what recv gives is bytes: json.dumps(... data.decode() ...)."
    if found[1] == "socket":
        return f"{fault.at}a socket cannot be sent: put in what tells of it, such as a name."
    as_list = f"list(...) makes one of a {found[1]}" if found[1] in ("set", "dict_keys", "dict_values", "deque") else \
        f"put in what the {found[1]} holds"
    return f"{fault.at}JSON knows texts, numbers, lists and dictionaries: {as_list}."


@on(r"Extra data: line|^(?:json\.)?(?:decoder\.)?JSONDecodeError: Extra")
def two_documents(fault, found):
    return f"{fault.where('loads')}two JSON messages have come with one recv, one behind the other, and loads takes " \
        f"one. {END_EACH}."


@on(r"Expecting value: line 1 column 1 \(char 0\)")
def no_json(fault, found):
    where = fault.where("loads")
    if not fault.source.notices_end:
        return f"{where}this is no JSON: an empty text, most likely, since recv gives b'' once the other side has " \
            "gone. Test for it before loads."
    if told := bare_among_json(fault):
        return told
    return f"{where}what came is no JSON: an empty text, or one that was not made by json.dumps."


@on(r"string argument without an encoding")
def without_encoding(fault, found):
    call = next((call for call in fault.calls if called(call) in {"bytes", "bytearray"} and len(call.args) == 1), None)
    text = ast.unparse(call.args[0]) if call else "text"
    text = f"({text})" if call and isinstance(call.args[0], (ast.BinOp, ast.BoolOp, ast.IfExp)) else text
    return f"{fault.at}bytes() of a text needs the encoding: {text}.encode(), which uses UTF-8, does the same."


@on(r"Incorrect padding|Invalid base64-encoded string|Non-base64 digit|Odd-length string|non-hexadecimal number")
def cut_code(fault, found):
    kind = "hexadecimal digits" if re.search("Odd|hexadec", found[0]) else "base64"
    other = fault.other if fault.other and fault.other.script else None
    sends = [call for call in other.of(*SENDING) if call.args] if other else []
    plain = [call for call in sends if called(call.args[0]) == "encode" and last_name(
        call.args[0].func.value) in other.tree.typed]
    if plain:
        return f"{fault.at}what comes is no {kind}: {other.line(line(plain[0]))[:-2]} sends what was typed as it is. " \
            "Made and taken apart in the same way, in both programs."
    if WHOLE & fault.source.tree.words:
        return f"{fault.at}what came is no whole {kind}: the other side has left in the middle of a message, or has " \
            "sent what is none. Catch the error here, and take it as the end."
    return f"{fault.at}what came is no whole {kind}: recv gives a part of a message, or more than one. Read on until " \
        "it is whole, by a newline behind it."


CUT, NEAR = re.compile("Unterminated string|pickle data was truncated|Ran out of input"), 8  # letters from the end


@on(r"Unterminated string|Expecting (?:value|',' delimiter|':' delimiter|property name)|Invalid control character"
    r"|pickle data was truncated|Ran out of input|UnpicklingError|invalid load key")
def part_of_a_message(fault, found):
    where = fault.where("loads", "load")
    if "property name" in found[0] and (told := no_dumps(fault)):
        return told
    tree, script = fault.source.tree, fault.source.script
    udp, place = script and script.transport == "udp", re.search(r"\(char (\d+)\)", fault.words)
    size = script.size or 0 if script else 0
    cut = CUT.search(fault.words) or place and size - NEAR <= int(place[1]) <= size
    if udp and not cut:
        kind = "pickle" if re.search(r"pickl|load key", fault.words, re.I) else "JSON"
        return f"{where}what came is no {kind}: does the other program make each datagram with " \
            f"{kind.lower()}.dumps()? Catch the error of one that is none."
    if udp and 0 < size < 65507:  # what a datagram holds
        return f"{where}only a part of a message has come: recvfrom({script.size}) takes at most {script.size:,} " \
            f"bytes of a datagram ({fault.source.place('recvfrom')}), and throws the rest away. Ask for 65535."
    if WHOLE & tree.words and not tree.of("recv", "recvfrom", "recv_into", "read", "sock_recv"):
        return f"{where}the other side has left in the middle of a message, or has sent what is none: catch the " \
            "error here, and take it as the end."
    return f"{where}only a part of a message has come, or more than one: recv gives what is there just then. Read on " \
        "until it is whole, by a length sent before it or a newline behind it."


@on(r"'utf-?8' codec can't decode bytes? .*(unexpected end of data|invalid start byte|invalid continuation byte)")
def letter_cut(fault, found):
    where, source = fault.where("decode"), fault.source
    if found[1] == "invalid start byte" and (told := tls_at_one_end(fault)):
        return told
    if there := fault.other and fault.other.holding(OTHER_CODEC):
        return f"{where}the other program sends its letters in another encoding ({there[:-2]}): encode() and " \
            "decode() by themselves use UTF-8, which knows all letters; both must."
    numbers = source.own_format not in ("", "JSON", "base64") and not (  # a length may be written as text
        source.own_format.startswith("a length") and not {"struct", "to_bytes", "from_bytes"} & source.tree.words)
    if found[1] == "invalid start byte" and "0xff" in fault.words or numbers:
        return f"{where}these bytes are no UTF-8 text: are they a number, a picture or something enciphered? Only " \
            "the text part may be decoded."
    cuts = [one.func.value for one in fault.calls if called(one) == "decode" and isinstance(one.func, ast.Attribute)
            and isinstance(one.func.value, ast.Subscript) and isinstance(one.func.value.slice, ast.Slice)
            and (one.func.value.slice.upper if found[1] == "unexpected end of data" else one.func.value.slice.lower)]
    if cuts:
        return f"{where}a letter other than a to z takes two to four bytes, and {ast.unparse(cuts[0])} has cut one " \
            "in the middle: decode all of it first, and take the text apart."
    decoded = {last_name(one.func.value) for one in fault.calls if isinstance(one.func, ast.Attribute)} - {""}
    takes = sorted(source.of("recv", "recvfrom", "read"), key=lambda one: target_of(source.tree, one) not in decoded)
    small = f"{called(takes[0])}({', '.join(map(ast.unparse, takes[0].args))})" if takes else "recv"
    if source.script and source.script.transport == "udp":
        return f"{where}a letter other than a to z takes two to four bytes, and {small} has cut one in the middle: " \
            "UDP throws the rest of a datagram away. Ask for 65535, the most that one can hold."
    return f"{where}a letter other than a to z takes two to four bytes, and {small} has cut one in the middle. " \
        "Collect the bytes until the whole message is there, and decode then."


@on(r"'(ascii|charmap|latin-1|cp\d+|gb\w+|big5\w*|shift_jis\w*|euc\w+|koi8\w*|iso\w+-\w+)' codec can't (encode|decode)")
def narrow_codec(fault, found):
    where = fault.where("encode", "decode") if found[1] != "charmap" else fault.at
    few = "western Europe" if found[1] in ("charmap", "latin-1", "cp1252") else "a few languages"
    knows = "English letters" if found[1] == "ascii" else f"the letters of {few}"
    return f"{where}this encoding knows {knows} only; encode() and decode() by themselves use UTF-8, which knows all."


@on(r"surrogates not allowed")
def surrogates(fault, found):
    return f"{fault.at}the terminal gave bytes that are no UTF-8 text; encode(errors=\"replace\") takes them."


@on(r"^MemoryError|^OverflowError: Python int too large|negative buffersize in recv|byte too large")
def length_misread(fault, found):
    told = fault.source.tells_length
    if not told:
        return ""
    return f"{fault.at}what is read as a length here is none, so it came out far too large. Everything that is sent, " \
        "a greeting too, needs its length before it, in the same number of bytes and the same byte order."


def asks_for_less(fault, size):
    """Return the hint for an unpack of more bytes than are asked for: unpack("!I", whole(link, 2)); '' for none."""
    tree = fault.source.tree
    for call in [call for call in fault.calls if called(call).startswith("unpack") and len(call.args) > 1]:
        name = last_name(call.args[1])
        values = [call.args[1], *(value for node in tree.nodes if isinstance(node, ast.Assign) and tree.function(
            node) is tree.function(call) and name and name in map(last_name, node.targets) for value in [node.value])]
        for made in [value for value in values if isinstance(value, ast.Call) and value.args]:
            asked = tree.value(made.args[-1])
            if isinstance(asked, int) and 0 < asked < size:
                return f"{fault.source.line(line(made))}{asked} bytes are asked for here, and " \
                    f"{ast.unparse(call.args[0])} needs {size} ({fault.at[:-2]}): the two must be the same."
    return ""


@on(r"unpack(?:_from)? requires a buffer of (?:at least )?(\d+) bytes")
def short_buffer(fault, found):
    if told := asks_for_less(fault, int(found[1])):
        return told
    if fault.source.notices_end:
        return f"{fault.at}fewer than {found[1]} bytes have come: recv({found[1]}) may give less. Read on until all " \
            "have come."
    return f"{fault.at}fewer than {found[1]} bytes have come: recv gives b'' once the other side has gone. Test for " \
        "it, and read on until all have come."
