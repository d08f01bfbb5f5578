"""Errors of other kinds: what is asked of a number, a list, a set or a class where something else is meant."""
import ast
import queue
import re
import selectors
import socketserver
import threading

from lab12.finder.syntax import RECEIVES, asks_user, called, last_name, line
from lab12.grader.causes import alike, on

OF_BYTES = {"b64encode", "b32encode", "b16encode", "encodebytes", "urlsafe_b64encode", "hexlify", "crc32", "adler32",
            "compress"}


@on(r"'(\w+)' object has no attribute '(encode|decode|strip|split)'")
def no_text(fault, found):
    """Return the hint for a number, or what holds several things, that is treated as a text; '' for other kinds."""
    kind, name, tree = found[1], found[2], fault.source.tree
    whose = next((node.value for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr == name
                  and fault.is_at(node)), None)
    values = [whose, *tree.given.get(last_name(whose), ())]
    sent = next((one for one in values if called(one) in {"send", "sendall", "sendto"}), None)
    if kind == "int" and sent is not None:
        return f"{fault.source.line(line(sent))}{called(sent)} gives the number of bytes that have gone out, and no " \
            "answer: that comes by recv."
    firsts = [one.value for one in values if isinstance(one, ast.Subscript)]
    if kind == "int" and name == "decode" and any("recv" in map(called, (one, *tree.given.get(last_name(one), ())))
                                                  for one in firsts):
        return f"{fault.at}recv gives the bytes themselves, and [0] takes the number of their first one: leave it " \
            "out (recvfrom gives two things)."
    if kind in ("int", "float") and name == "encode":
        return f"{fault.at}this is a number: str(...).encode() makes bytes of it."
    if kind in ("dict", "list", "tuple") and name == "encode":
        return f"{fault.at}a {kind} is no text: json.dumps({ast.unparse(whose) if whose else '...'}).encode() makes " \
            "bytes of it, which json.loads reads at the other end." if kind != "tuple" else ""
    return ""


@on(r"'(\w*Server|Queue|\w*Selector|Event)' object has no attribute '(\w+)'")
def misspelt_of_python(fault, found):
    module = {"Queue": queue.Queue, "Event": threading.Event}.get(found[1]) or getattr(
        socketserver, found[1], None) or getattr(selectors, found[1], None)
    close = {"push": "put", "append": "put", "pop": "get", "add": "put"}.get(found[2]) if found[1] == "Queue" else ""
    close = close or module and alike(found[2], [one for one in dir(module) if one[0] != "_"])
    own = fault.source.tree.defined.get(found[1])
    return f"{fault.at}a {found[1]} has no {found[2]}; {close} is meant." if close and not own else ""


@on(r"type object '(?:\w+\.)*(\w+)' has no attribute '(\w+)'"
    r"|'builtin_function_or_method' object has no attribute '(\w+)'")
def part_for_module(fault, found):
    """Return the hint for what a from ... import has brought, and is called as if it were the module; '' for others.

        from time import time
        time.sleep(1)
    """
    name = found[2] or found[3]
    used = {last_name(node.value) for node in fault.source.tree.nodes if isinstance(node, ast.Attribute)
            and node.attr == name and fault.is_at(node)}
    for node in [node for node in fault.source.tree.nodes if isinstance(node, ast.ImportFrom)
                 and node.module != "socket"]:
        brings = {one.asname or one.name for one in node.names}
        if node.module in brings & used:
            return f"{fault.at}after {ast.unparse(node)} (line {line(node)}) {node.module} is what that module holds " \
                f"under this name, and no module: `import {node.module}` in its place, or " + (
                    f"{node.module} once alone" if name == node.module else f"from {node.module} import {name}") + "."
    return ""


@on(r"a bytes-like object is required, not 'str'")
def text_to_read(fault, found):
    names = {called(call) for call in fault.calls}
    name = next((one for one in ("loads", "unpack", "unpack_from", "from_bytes", "b64decode") if one in names), "")
    return "" if not name or names & {"send", "sendall", "sendto", "write"} else \
        f"{fault.at}{name} reads bytes, as recv gives them, and this is a text: leave .decode() out."


@on(r"the JSON object must be str, bytes or bytearray, not (\w+)")
def read_before(fault, found):
    if found[1] == "NoneType":
        return f"{fault.at}there is nothing (None) that loads could read: what should give it gives none."
    if found[1] == "tuple" and fault.source.calls("recvfrom"):
        return f"{fault.at}recvfrom gives two things, the bytes and the address they came from: loads takes the first."
    kind = f"{'an' if found[1][0] in 'aeiou' else 'a'} {found[1]}"
    if found[1] not in {"dict", "list", "tuple", "int", "float", "bool"}:  # of a method another part has the word
        return f"{fault.at}loads reads a text or bytes, as recv gives them, and this is {kind}." if not re.search(
            "method|function", found[1]) else ""
    return f"{fault.at}loads reads a text or bytes, and this is {kind} already: loads once, or not at all."


@on(r"descriptor '(\w+)' for '(\w+)' objects doesn't apply to an? '(\w+)' object")
def method_of_another_kind(fault, found):
    name, kind, given = found.groups()
    if (name, given) == ("encode", "bytes"):
        return f"{fault.at}these are bytes already, which str.encode would make of a text: leave it out."
    if (name, given) == ("decode", "str"):
        return f"{fault.at}this is text already, which bytes.decode would make of bytes: leave it out."
    return f"{fault.at}{kind}.{name} is for a {kind}, and this is of another kind: {given}."


@on(r"list indices must be integers or slices, not (str|tuple|socket)")
def list_by_key(fault, found):
    tree = fault.source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Subscript) and fault.is_at(node)]:
        empty = tree.given.get(last_name(node.value), ())
        if empty and all(isinstance(value, ast.List) and not value.elts for value in empty):
            return f"{fault.source.line(line(empty[0]))}{last_name(node.value)} is a list here, which has numbers " \
                f"for places, and no keys ({fault.at[:-2]}): {{}} makes a dictionary."
    kind = {"str": "text", "tuple": "tuple"}.get(found[1], found[1])
    return f"{fault.at}a list has numbers for places, and no keys, as this {kind} is: a dictionary has them."


@on(r"'set' object is not subscriptable")
def set_by_place(fault, found):
    return f"{fault.at}a set has no order, so nothing in it has a place: go through it, or take a list."


@on(r"IndexError: pop from (?:an )?empty|IndexError: list assignment index out of range")
def empty_list(fault, found):
    return f"{fault.at}the list is empty here, or shorter than that: test it before."


@on(r"descriptor '__init__' of 'super' object needs an argument|type object 'super' has no attribute '(\w+)'")
def super_bare(fault, found):
    return f"{fault.at}super is a function, and called with parentheses: super().{found[1] or '__init__'}(...)."


@on(r"'(\w+)' object has no attribute '(rfile|wfile)'")
def file_of_a_base(fault, found):
    for one in fault.source.tree.defined.get(found[1], ()):
        for base in getattr(one, "bases", ()):
            if last_name(base) in {"BaseRequestHandler", "DatagramRequestHandler"}:
                other = ast.unparse(base).replace(last_name(base), "StreamRequestHandler")
                return f"{fault.source.line(line(one))}{last_name(base)} has no {found[2]}: a StreamRequestHandler " \
                    f"has, class {found[1]}({other})."
    return ""


@on(r"^KeyError: '([A-Z_\d]+)'")
def not_in_environment(fault, found):
    asks = any(isinstance(node, ast.Subscript) and last_name(node.value) == "environ" and fault.is_at(node)
               for node in fault.source.tree.nodes)
    return f"{fault.at}the environment has no {found[1]}, unless somebody has set it before the start: " \
        f"os.environ.get({found[1]!r}, ...) with what is to hold otherwise." if asks else ""


@on(r"'NoneType' object is not callable")
def nothing_registered(fault, found):
    calls = [call for call in fault.calls if isinstance(call.func, (ast.Attribute, ast.Name)) and (
        last_name(call.func) == "data" or any(isinstance(value, ast.Attribute) and value.attr == "data"
                                              for value in fault.source.tree.given.get(last_name(call.func), ())))]
    for call in fault.source.tree.of("register") if calls else ():
        if len(call.args) == 2 and not call.keywords:
            return f"{fault.source.line(line(call))}this registers no function, and {fault.at[:-2]} calls the one " \
                f"that was: {ast.unparse(call.func)}({', '.join(map(ast.unparse, call.args))}, ...) with it as the " \
                "third."
    return ""


def kept_in_quotes(fault):
    """Return the hint for a port that is kept as a text elsewhere, in a class or a dictionary of settings; '' for none.

        class Settings: port: int = "5055"
        door.bind((settings.host, settings.port))
    """
    tree = fault.source.tree
    ports = [one.elts[-1] for call in fault.calls for one in call.args if isinstance(one, ast.Tuple) and one.elts]
    names = {part.attr if isinstance(part, ast.Attribute) else tree.value(part.slice) for part in ports if isinstance(
        part, (ast.Attribute, ast.Subscript))}
    pairs = [(last_name(getattr(node, "target", None) or node.targets[0]), node.value) for node in tree.nodes
             if isinstance(node, (ast.Assign, ast.AnnAssign))]
    pairs += [(getattr(key, "value", ""), value) for node in tree.nodes if isinstance(node, ast.Dict)
              for key, value in zip(node.keys, node.values, strict=True)]
    kept = [value for name, value in pairs if str(name) in set(map(str, names)) and isinstance(value, ast.Constant)]
    if len(kept) != 1 or not isinstance(kept[0].value, str) or not kept[0].value.isdecimal():
        return ""
    return f"{fault.source.line(line(kept[0]))}a port is a number, and {kept[0].value!r} in quotes is text " \
        f"({fault.at[:-2]}): {kept[0].value}."


@on(r"'(?:tuple|list)' object cannot be interpreted as an integer")
def port_is_address(fault, found):
    """The second part of an address is itself one: ("127.0.0.1", peer), where peer is (host, port)."""
    tree = fault.source.tree
    pairs = [one for call in fault.calls if called(call) in {"sendto", "connect", "bind", "create_connection"}
             for one in call.args if isinstance(one, ast.Tuple) and len(one.elts) == 2]
    for name in [pair.elts[1] for pair in pairs]:
        kept = next((value for value in tree.given.get(last_name(name), ()) if isinstance(value, ast.Tuple)), None)
        since = f", since {fault.source.ref(kept)} has made it so" if kept else ""
        return f"{fault.at}{ast.unparse(name)} is a whole address here, host and port{since}: it stands for " \
            f"({', '.join(map(ast.unparse, pairs[0].elts))}), all of it."
    return ""


@on(r"sequence item (\d+): expected (str instance, bytes|a bytes-like object, str) found")
def joined_unlike(fault, found):
    """join() is a method of what stands between the parts, and takes parts of that kind alone."""
    call = next((call for call in fault.calls if called(call) == "join" and isinstance(call.func, ast.Attribute)), None)
    of = ast.unparse(call.func.value) if call and isinstance(call.func.value, ast.Constant) else ""
    parts = getattr(call.args[0], "elts", []) if call and call.args else []
    parts = [] if any(isinstance(part, ast.Starred) for part in parts) else parts  # *names: the others stand further on
    text = found[2].startswith("str")
    if parts[int(found[1]):] and (int(found[1]) or any(
            type(getattr(part, "value", None)) is (str if text else bytes) for part in parts)):
        wrong = ast.unparse(parts[int(found[1])])  # the others are what they should be
        is_other, how = ("bytes", "decode") if text else ("text", "encode")
        return f"{fault.at}{wrong} is {is_other}, and what it is joined with is not: {wrong}.{how}()."
    if text:
        how = f": b{of}.join(...), and .decode() of the whole" if of else ""
        return f"{fault.at}the parts are bytes, as recv gives them, and are joined by a text{how}."
    how = f": {of.lstrip('b')}.join(...), and .encode() of the whole" if of else ""
    return f"{fault.at}the parts are texts, and are joined by bytes{how}."


def of_bytes_alone(fault):
    """Return the hint for a text that is given to what takes bytes only, such as b64encode; '' for others."""
    for call in [call for call in fault.calls if called(call) in OF_BYTES and len(call.args) == 1]:
        given = call.args[0]
        values = fault.source.tree.given.get(last_name(given), ())
        if any(called(value) in {"encode", "bytes", *RECEIVES} for value in values):
            continue  # bytes, and something else in this line wants them
        if isinstance(given, (ast.Name, ast.JoinedStr)) or asks_user(given):
            name = ast.unparse(call.func)
            return f"{fault.at}{name} takes bytes, and this is text: {name}({ast.unparse(given)}.encode())."
    return ""


@on(r"'(utf-?(?:16|32))[^']*' codec can't decode")
def other_encoding(fault, found):
    """What comes was written in UTF-8, as encode() does by itself, and is read in another encoding."""
    encodes = fault.other.tree.of("encode") if fault.other else []
    plain = [call for call in encodes if not call.args and not call.keywords]
    read = next((call for call in fault.calls if called(call) == "decode" and call.args), None)
    if not plain or len(plain) < len(encodes) or read is None:
        return ""
    return f"{fault.at}this reads {found[1].upper()}, and {fault.other.line(line(plain[0]))[:-2]} writes UTF-8, as " \
        "encode() does by itself: .decode() reads that."
