"""Errors of arguments: how many things what Python brings along is given, in which order, and of which kind."""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line
from lab12.grader.causes import alike, on

ADDRESSED = {"bind", "connect", "connect_ex", "sendto", "create_connection", "create_server"}
HOLDS_ONE = {"append", "appendleft", "add", "remove", "discard", "join", "extend"}  # these take one thing
TEMPLATES = {"setsockopt": "the level, the option and its value: setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
             "shutdown": "which side is shut: shutdown(socket.SHUT_RDWR)",
             "select": "three lists, of what to read from, what to write to, and errors: select.select([sock], [], [])"}


@on(r"^TypeError: (?:\w+\.)*(\w+)(?:\(\))? (?:takes|expected) (at most|at least|exactly) (\w+) (?:positional )?"
    r"arguments?,? \(?(?:got )?(\d+)")
def other_number(fault, found):
    name, bound, number, given = found.groups()
    call = next((call for call in fault.calls if called(call) == name), None)
    if call is None or name in fault.source.tree.own or re.match("recv|sendto$|gethost|getaddr", name):
        return ""  # of these something of their own is said
    whole = ", ".join(map(ast.unparse, call.args))
    if name == "input":
        return f"{fault.at}input takes one text, its prompt, and does not put several together as print does: " \
            f"{one_prompt(call)}."
    if name in HOLDS_ONE and len(call.args) > 1:
        return f"{fault.at}{name} takes one thing, and here are {given}: in parentheses of their own they are one, " \
            f"{ast.unparse(call.func)}(({whole}))."
    if name in TEMPLATES:
        return f"{fault.at}{name} has to be told {TEMPLATES[name]}."
    if name in {"send", "sendall"} and len(call.args) > 1:
        return bytes_in_parts(fault, call)
    number = {"one": "1", "no": "0"}.get(number, number)
    return f"{fault.at}{name} takes {bound} {number} argument{'s' * (number != '1')}, and {given} " \
        f"{'is' if given == '1' else 'are'} given."


def one_prompt(call):
    """Return the call of input with the one text in it that its arguments are meant to make."""
    parts = [str(one.value) if isinstance(one, ast.Constant) else f"{{{ast.unparse(one)}}}" for one in call.args]
    text = "".join(parts)
    return f'input(f"{text}")' if '"' not in text and text.isprintable() and not any(
        isinstance(one, (ast.JoinedStr, ast.Starred)) for one in call.args) else 'input(f"... {name}")'


def bytes_in_parts(fault, call):
    return f"{fault.at}{called(call)} takes the bytes as one thing, and does not put several together as print does: " \
        f"{ast.unparse(call.func)}(f\"...{{text}}\".encode())."


@on(r"'(bytes|str|tuple|list)' object cannot be interpreted as an integer")
def more_than_bytes(fault, found):
    for call in fault.calls:
        if called(call) in {"send", "sendall"} and len(call.args) == 2:
            if isinstance(call.args[1], ast.Tuple) or fault.source.script and fault.source.script.transport == "udp":
                return f"{fault.at}only sendto takes an address: sendto({', '.join(map(ast.unparse, call.args))})."
            if found[1] == "tuple":
                return f"{fault.at}{called(call)} takes no address: over TCP leave it out, over UDP sendto takes one."
            return bytes_in_parts(fault, call)
        if called(call) == "socket" and any(isinstance(fault.source.tree.value(one), str) for one in call.args):
            return f"{fault.at}AF_INET and SOCK_STREAM are names in the module socket, and no texts: without quotes, " \
                "socket.socket(socket.AF_INET, socket.SOCK_STREAM)."
    return ""


@on(r"a bytes-like object is required, not '?tuple")
def kind_for_family(fault, found):
    """A socket whose family is 1, the number of SOCK_STREAM, is one of AF_UNIX, which has a path for an address."""
    for call in fault.source.tree.of("socket") if {called(one) for one in fault.calls} & ADDRESSED else ():
        kind = last_name(call.args[0]) if call.args else ""
        if kind.startswith("SOCK_"):
            return f"{fault.source.line(line(call))}{kind} stands where the family belongs: " \
                f"socket.socket(socket.AF_INET, socket.{kind})."
    return ""


@on(r"^TypeError: (\w+)\(\) takes no arguments")
def no_init(fault, found):
    made = [one for one in fault.source.tree.defined.get(found[1], ()) if isinstance(one, ast.ClassDef)]
    methods = {one.name: one for node in made for one in node.body if isinstance(one, ast.FunctionDef)}
    if not made or "__init__" in methods:
        return ""
    close = alike("__init__", methods)
    if close:
        return f"{fault.source.line(line(methods[close]))}what makes an object of {found[1]} is called __init__, " \
            f"with two underscores on each side; {close} is a method like any other, which nobody calls."
    return f"{fault.at}{found[1]} ({fault.source.ref(made[0])}) has no __init__ that would take what is given here."


@on(r"(startswith|endswith) first arg must be (bytes|str)\b.*, not (\w+)")
def begins_with_other_kind(fault, found):
    if found[3] == "list":
        return f"{fault.at}{found[1]} takes several only as a tuple, in parentheses: {found[1]}((..., ...))."
    if found[3] not in {"bytes", "str", "bytearray"}:
        kind = "nothing (None)" if found[3] == "NoneType" else f"no text, but of the kind {found[3]}"
        return f"{fault.at}what {found[1]} looks for here is {kind}: it takes a text or bytes, as what has come is."
    how = 'what is looked for with a b before it, b"...", or .decode() what has come' if found[2] == "bytes" else \
        "what is looked for without a b before it"
    return f"{fault.at}bytes and a text have no beginning or end in common: {how}."


@on(r"'in <string>' requires string as left operand, not (bytes|int)")
def in_other_kind(fault, found):
    how = ".decode() the bytes first" if found[1] == "bytes" else "str(...) makes one of a number"
    return f"{fault.at}in a text only a text can be looked for: {how}."


@on(r"'NoneType' object cannot be interpreted as an integer|str, bytes or bytearray expected, not NoneType")
def no_address(fault, found):
    part = "port" if "integer" in found[0] else "host"
    return f"{fault.at}the {part} is nothing (None) here: what should give it one gives none." if {
        called(one) for one in fault.calls} & ADDRESSED else ""


@on(r"cannot pickle '(socket|_thread\.\w+|SSLSocket|\w+Writer)' object")
def not_for_pickle(fault, found):
    kind = "a lock" if "lock" in found[1].casefold() else "a connection" if "Writer" in found[1] else "a socket"
    return f"{fault.at}{kind} belongs to this program and cannot be sent: put in what tells of it, such as a name."


@on(r"argument for 's' must be a bytes object|required argument is not an integer")
def packed(fault, found):
    if found[0].startswith("argument for 's'"):
        return f"{fault.at}where the form has an s, as in 16s, pack wants bytes, and this is text or a number: " \
            "text.encode()."
    return f"{fault.at}struct.pack wants a number for H or I, such as len(data) of the encoded text."


@on(r"pack expected (\d+) items for packing \(got (\d+)\)")
def other_number_of_items(fault, found):
    return f"{fault.at}the format has places for {found[1]}, and {found[2]} {'is' if found[2] == '1' else 'are'} given."


@on(r"bad char in struct format")
def no_such_format(fault, found):
    return f"{fault.at}a letter of this format is none that struct knows: I is 4 bytes, H 2, B 1, 16s a " \
        "text of 16 bytes."


@on(r"int\(\) argument must be .*, not '(\w+)'")
def number_of_other_kind(fault, found):
    if found[1] == "NoneType":
        return f"{fault.at}there is nothing (None) to make a number of here: what should give it gives none."
    return f"{fault.at}int() makes a number of a text, and this is a {found[1]}."


@on(r"^LookupError: unknown encoding: (.*)")
def no_such_encoding(fault, found):
    return f"{fault.at}Python knows no encoding {found[1]}: \"utf-8\" is meant, which encode() and decode() use by " \
        "themselves."


@on(r"unsupported operand type\(s\) for [-+]=?: '(?:int|str)' and '(?:int|str)'")
def number_and_text(fault, found):
    return f"{fault.at}a number and a text cannot be put together: str(...) around the number, or int(...) around " \
        "the text where it is a number, too."


@on(r"not (all|enough) arguments (?:converted during string formatting|for format string)")
def other_number_of_places(fault, found):
    node = next((node for node in fault.source.tree.nodes if fault.is_at(node) and isinstance(node, ast.BinOp)
                 and isinstance(node.op, ast.Mod)), None)
    if found[1] == "all":
        whole = f": {ast.unparse(node.left)} % ({ast.unparse(node.right)},) where it is a tuple itself" if isinstance(
            getattr(node, "right", None), ast.Name) else ""
        return f"{fault.at}the text has fewer places (%s) than % is given things{whole}."
    return f"{fault.at}the text has more places (%s) than % is given things: all of them in parentheses, % (one, two)."


@on(r"%([dif]) format: a (?:real )?number is required, not (\w+)")
def number_wanted(fault, found):
    return f"{fault.at}%{found[1]} wants a number, and this is a {found[2]}: %s takes anything."


@on(r"^KeyError: '(\w+)'")
def no_such_place(fault, found):
    for call in [call for call in fault.calls if called(call) == "format" and isinstance(call.func, ast.Attribute)]:
        text = fault.source.tree.value(call.func.value)
        given = [word.arg for word in call.keywords]
        if isinstance(text, str) and re.search(rf"{{{found[1]}\b", text) and not {found[1], None} & {*given}:
            return f"{fault.at}the text has a place {{{found[1]}}}, and format is given nothing of that name: " \
                f"format({found[1]}=...), or f\"...{{{found[1]}}}\"."
    return ""


@on(r"argument must be an int, or have a fileno\(\) method|^ValueError: Invalid file object")
def no_socket_to_watch(fault, found):
    return f"{fault.at}only sockets can be watched, and one of these is none: the pair that accept gives, say, or an " \
        "address."


@on(r"'_thread\.(?:lock|RLock)' object has no attribute '(\w+)'|'(?:Lock|RLock|Condition|Semaphore|Event|Barrier)' "
    r"object has no attribute '(\w+)'")
def no_such_part_of_lock(fault, found):
    name = found[1] or found[2]
    close = alike(name, ("acquire", "release", "locked", "wait", "set", "clear", "is_set", "notify", "notify_all"))
    return f"{fault.at}there is no {name} here{f'; {close} is meant' if close else ''}."


@on(r"release unlocked lock|cannot release un-acquired lock|^RuntimeError: Lock is not acquired")
def released_twice(fault, found):
    return f"{fault.at}this releases a lock that is not held, or not any more: with lock: takes it, and " \
        "releases it once."


@on(r"'(builtin_function_or_method|type|ABCMeta|function|method)' object does not support the (?:asynchronous )?"
    r"context manager protocol")
def not_made(fault, found):
    for node in [node for node in fault.source.tree.nodes if isinstance(node, (ast.With, ast.AsyncWith))]:
        for item in node.items:
            shown = item.context_expr
            values = [shown, *fault.source.tree.given.get(last_name(shown), ())]
            bare = [one for one in values if isinstance(one, (ast.Name, ast.Attribute))]
            if bare and bare[-1] is shown and last_name(shown) == "acquire" and fault.is_at(shown):
                return f"{fault.at}with takes a lock by itself, and releases it: with {ast.unparse(shown.value)}."
            if bare and last_name(bare[-1]) == "accept" and fault.is_at(shown):
                return f"{fault.at}accept is called with parentheses, and gives two things, of which with takes one: " \
                    f"conn, address = {ast.unparse(bare[-1])}(), and then with conn:."
            if any(fault.is_at(part) for part in walk(shown) if hasattr(part, "lineno")) and bare:
                return f"{fault.source.line(line(bare[-1]))}with wants what {ast.unparse(bare[-1])} makes, " \
                    f"which takes parentheses: {ast.unparse(bare[-1])}()."
    return f"{fault.at}with wants what a call gives: the parentheses are missing."
