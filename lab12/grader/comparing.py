"""Comparing: tests that never hold, or always, because of what they compare; '' where each may be either."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, asks_user, called, last_name, line

EXITS = {"exit", "_exit", "quit", "set", "cancel", "shutdown"}

OF_TEXT = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold"}  # text for text


def constant_in_or(source):
    """Return the hint for a test that a text of its own makes true: if text == "exit" or "quit"; '' for none."""
    for node in source.tree.nodes:
        values = node.values if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) else ()
        word = next((one for one in values if isinstance(one, ast.Constant) and isinstance(one.value, (str, bytes))
                     and one.value), None)
        other = next((one for one in values if isinstance(one, ast.Compare) and isinstance(
            one.ops[0], (ast.Eq, ast.In))), None)
        if word is not None and other is not None and source.tree.tested(node) and not source.is_of_other(node):
            parts = [ast.unparse(other.left), ast.unparse(other.comparators[0])]
            if isinstance(other.ops[0], ast.Eq):
                meant = f"{parts[0]} in ({parts[1]}, {word.value!r})"
            else:
                meant = f"{word.value!r} in {parts[1]} or {ast.unparse(other)}"
            return f"{source.line(line(node))}this is always true, since {word.value!r} alone is: {meant} is meant."
    return ""


def always_true(source):
    """Return the hint for a test of two words of which one always differs: text != "exit" or text != "quit"."""
    if told := constant_in_or(source):
        return told
    for node in source.tree.nodes:
        ops = {ast.Or: ast.NotEq, ast.And: ast.Eq}.get(type(getattr(node, "op", None)))
        parts = [part for part in getattr(node, "values", ()) if isinstance(part, ast.Compare)
                 and isinstance(part.ops[0], ops) and isinstance(part.comparators[0], ast.Constant)] if (
            isinstance(node, ast.BoolOp)) else []
        if len({ast.dump(part.left) for part in parts}) < len(parts) and len(
                {part.comparators[0].value for part in parts}) == len(parts):
            word, other, how = ("or", "and", "true") if isinstance(node.op, ast.Or) else ("and", "or", "false")
            return f"{source.line(line(node))}this is always {how}: no text is both words at once. `{other}` is " \
                f"meant in the place of `{word}`."
    return ""


def changed_in_vain(source):
    """Return the hint for a text that is to be changed where it is, and then compared: text.strip(); '' for none."""
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Expr) and called(node.value) in {
            "strip", "rstrip"}]:
        of = getattr(node.value.func, "value", None)
        compared = [part for part in tree.nodes if isinstance(part, ast.Compare) and part.lineno > node.lineno
                    and tree.function(part) is tree.function(node) and of is not None
                    and ast.dump(part.left) == ast.dump(of)]
        values = tree.given.get(of.id, ()) if isinstance(of, ast.Name) else ()
        bare = values and all(called(value) == "input" for value in values)  # it has no newline that could be taken off
        if isinstance(of, ast.Name) and compared and not bare and not source.is_of_other(node):
            return f"{source.line(line(node))}a text is never changed itself, and what this gives is kept nowhere: " \
                f"{of.id} = {ast.unparse(node.value)}, or {source.ref(compared[0])} compares it as it was."
    return ""


def case_differs(source):
    """Return the hint for a text that is made small, or large, and compared with a word that is not; '' for none."""
    kept = {name: getattr(str, name) for name in OF_TEXT}
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn))]:
        values = tree.given.get(getattr(node.left, "id", ""), ()) or [node.left]
        outer = values[0] if len(values) == 1 else node.left
        is_in = isinstance(node.ops[0], (ast.In, ast.NotIn))  # a text is in another one by its letters
        words = [one for side in node.comparators for one in getattr(side, "elts", [] if is_in else [side])]
        words = [one.value for one in words if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        while (change := kept.get(called(outer))) and isinstance(outer.func, ast.Attribute) and not outer.args:
            if words and not source.is_of_other(node) and all(change(word) != word for word in words):
                return f"{source.line(line(node))}after .{called(outer)}() a text is never {words[0]!r}: compare it " \
                    f"with {change(words[0])!r}."
            outer = outer.func.value if "strip" in called(outer) else None  # of two changes the last one counts
    return ""


def compares_in_vain(source):
    """Return the hint for a statement that compares, where a value was to be set: running == False; '' for none."""
    for node in source.tree.nodes:
        test = node.value if isinstance(node, ast.Expr) else None
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) and not source.is_of_other(node):
            left, right = ast.unparse(test.left), ast.unparse(test.comparators[0])
            return f"{source.line(line(node))}this compares, and changes nothing: {left} = {right} sets it."
    return ""


def word_without_end(client):
    """Return the hint for a stop word that is looked for in what was typed, and ends nothing; '' for none.

        if text == "exit":
            link.sendall(b"bye")
    """
    tree = client.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)]:
        word = getattr(node.test.comparators[0], "value", None)
        loop = next(iter(tree.above(node, LOOPS)), None)
        typed = isinstance(node.test.ops[0], ast.Eq) and last_name(node.test.left) in tree.typed
        inside = [part for one in node.body for part in walk(one)]
        asked = loop is not None and any(map(asks_user, walk(loop))) and last_name(node.test.left) not in {
            last_name(part) for part in walk(getattr(loop, "test", None) or loop.iter)}
        ends = any(isinstance(part, (ast.Break, ast.Return, ast.Raise, ast.Assign)) or called(part) in EXITS or called(
            part) in tree.own for part in inside)
        name = last_name(node.test.left)
        left = asked and (isinstance(loop, ast.While) and name in map(last_name, walk(loop.test)) or any(
            isinstance(part, (ast.Break, ast.Return)) and any(name in map(last_name, walk(above.test))
                                                              for above in tree.above(part, ast.If))
            for part in walk(loop)))  # at the same word, elsewhere
        if typed and asked and not (ends or left) and word in {"exit", "quit", "bye", "stop", "end", "q"}:
            return f"{client.line(line(node.body[-1]))}{word!r} is looked for here ({client.ref(node)}), and the " \
                "loop goes on after it: break, behind this line."
    return ""


def enum_for_text(source):
    """Return the hint for a text that is compared with a member of an Enum, which is equal to none; '' for others."""
    tree = source.tree
    plain = {one.name for one in tree.nodes if isinstance(one, ast.ClassDef) and [last_name(base) for base in one.bases]
             == ["Enum"]}
    for node in tree.nodes:
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Eq, ast.NotEq)) else ()
        member = next((one for one in sides if isinstance(one, ast.Attribute) and last_name(one.value) in plain), None)
        if member is not None and any(asks_user(one) or last_name(one) in tree.typed or is_of_json(tree, one)
                                      for one in sides):
            return f"{source.line(line(node))}a text is never equal to a member of an Enum: compare it with " \
                f"{ast.unparse(member)}.value."
    return ""


def is_of_json(tree, node):
    """Tell whether this is an entry of what json.loads has given, which makes no Enum: message["kind"]."""
    name = last_name(node.value) if isinstance(node, ast.Subscript) else ""
    made = tree.given.get(name, ())
    put = any(isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store) and last_name(one.value) == name
              for one in tree.nodes)  # message["kind"] = Kind(message["kind"])
    return bool(made) and not put and all(called(one) == "loads" and not one.keywords for one in made)


def wrong_main(source):
    """Return the hint for a test of __name__ that never holds: if __name__ == "main"; '' for none."""
    for node in source.tree.nodes:
        if isinstance(node, ast.Compare) and last_name(node.left) == "__name__" and isinstance(
                node.comparators[0], ast.Constant) and node.comparators[0].value != "__main__":
            return f"{source.line(line(node))}__name__ is '__main__' in a program that is started, with two " \
                "underscores on each side: so nothing behind this test is done."
    return ""


def bytes_for_text(source):
    """Return the hint for a text that is compared with bytes, what was typed or what has come; '' for none.

        text == b"exit", where text = input()          data == "exit", where data = link.recv(99)
    """
    for node in source.tree.nodes:
        sides = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
        constants = [side.value for side in sides if isinstance(side, ast.Constant)]
        words = [word for word in constants if isinstance(word, (str, bytes)) and word]
        if not words:
            continue
        typed = any(is_typed(source, side) for side in sides)
        came = any(comes_raw(source, side) or called(side) == "recv" and not source.tree.is_own(side.func)
                   for side in sides)
        if typed and isinstance(words[0], bytes):
            return f"{source.line(line(node))}what was typed is text, and is never equal to the bytes {words[0]!r}: " \
                f"compare it with {words[0].decode(errors='replace')!r}."
        if came and isinstance(words[0], str):
            return f"{source.line(line(node))}what recv gives is bytes, and is never equal to the text {words[0]!r}: " \
                f"compare it with {words[0].encode(errors='replace')!r}."
    return ""


def never_empty_text(source):
    """Return the hint for the end of the connection that is looked for as a text, "", in what is bytes; '' for none.

        data = link.recv(99)
        if data != "": print(data.decode())
    """
    for node in source.tree.nodes:
        sides = (node.left, *node.comparators) if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Eq, ast.NotEq)) else ()
        if any(isinstance(side, ast.Constant) and side.value == "" for side in sides):
            for side in sides:
                if isinstance(side, (ast.Name, ast.Attribute)) and comes_raw(source, side) and not looked_at(
                        source.tree, last_name(side)):
                    name = "recv" if source.calls("recv", "recvfrom", "recv_into") else "a stream"
                    return f"{source.line(line(node))}what {name} gives is bytes, also b'' once the other side has " \
                        f"gone, and no bytes are equal to the text '': leave the loop if not {last_name(side)}."
    return ""


def str_of_bytes(source):
    """Return the hint for a text that str() makes of bytes as they have come, their b and quotes in it; '' for none.

        data = str(link.recv(99))
        if not data: break
    """
    for call in [call for call in source.tree.of("str") if len(call.args) == 1 and not call.keywords]:
        if called(call.args[0]) == "recv" or comes_raw(source, call.args[0]):
            return f"{source.line(line(call))}str() of bytes writes them as \"b'...'\", a letter such as é as " \
                f"\\xc3\\xa9, and never gives '': {ast.unparse(call.args[0])}.decode()."
    return ""


def looked_at(tree, name):
    """Tell whether anything tells if this is empty, in a way in which bytes are, too: not data, len(data) == 0."""
    for node in tree.nodes:
        sides = (node.left, *node.comparators) if isinstance(node, ast.Compare) else ()
        empty = any(isinstance(side, ast.Constant) and side.value in (b"", 0) for side in sides)
        parts = isinstance(node, ast.While) or isinstance(node, ast.If) and node.orelse
        bare = node.operand if isinstance(node, ast.UnaryOp) else node.test if parts else None
        if last_name(bare) == name or empty and any(last_name(part) == name for side in sides for part in walk(side)):
            return True
    return False


def comes_raw(source, node):
    """Tell whether a name is only given bytes as they have come."""
    binary = {"rfile", *source.stream_readers} | {
        name for name, values in source.tree.given.items() if values and all(map(of_bytes, values))}

    def is_raw(value):
        value = value.value if isinstance(value, ast.Await) else value
        read = called(value) in {"readline", "read", "readexactly", "readuntil"} and last_name(
            getattr(value.func, "value", None)) in binary
        return read or called(value) in {"recv", "recv_into"} - source.tree.own
    return is_datagram(source.tree, node) or is_always(source, node, is_raw)


def of_bytes(made):
    """Tell whether this makes a file of a socket that gives bytes: makefile("rb")."""
    modes = [*made.args[:1], *(word.value for word in made.keywords if word.arg == "mode")] if called(
        made) == "makefile" else []
    return any("b" in str(getattr(mode, "value", "")) for mode in modes)


def is_datagram(tree, node):
    """Tell whether a name is only given what recvfrom gives, less the address: data, address = sock.recvfrom(99)."""
    stores = [tree.parent.get(one) for one in tree.nodes if isinstance(node, ast.Name) and isinstance(
        one, ast.Name) and one.id == node.id and isinstance(one.ctx, ast.Store)]
    return bool(stores) and all(isinstance(one, ast.Tuple) and last_name(one.elts[0]) == node.id and called(
        getattr(tree.parent.get(one), "value", None)) == "recvfrom" for one in stores) and not any(
            isinstance(one, ast.arg) and one.arg == node.id for one in tree.nodes)


def talks_never(source):
    """Return the hint for a test that never holds where one is taken in, or something is sent; '' for others.

    What is sent as somebody leaves is no message, nor does one wait for a test that always holds: data != "exit".
    """
    told = bytes_for_text(source)
    for node in [node for node in source.tree.nodes if isinstance(node, ast.If)] if told else ():
        if any(isinstance(part, (ast.NotEq, ast.NotIn)) for part in walk(node.test)) or any(
                called(part) in OVER_SOCKETS for one in node.orelse for part in walk(one)):
            continue
        parts = [part for one in node.body for part in walk(one)]
        leaves = any(isinstance(part, (ast.Break, ast.Return)) or called(part) in EXITS | {"close"} for part in parts)
        adds = any(called(part) in {"append", "add"} or called(part) in OVER_SOCKETS and not leaves
                   or isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) for part in parts)
        if adds and told.startswith(source.line(line(node.test))):
            return told
    return ""


def other_codec(source, other):
    """Return the hint for a decode of what comes otherwise than anything of the two programs writes it; '' for none.

    Those in which the letters of English are what they are in UTF-8 differ in others at most.
    """
    written = {codec_of(one, call) for one in (source, other) for call in one.tree.of("encode")}
    calls = [(one.tree, call) for one in (source, other) for call in one.tree.calls if called(call) != "decode"]
    for tree, call in calls:
        given = call.args[1:2] if called(call) == "bytes" else ()  # bytes(text, "utf-16"), makefile("w", encoding=...)
        named = map(tree.value, (*given, *(word.value for word in call.keywords if word.arg == "encoding")))
        written |= {name if isinstance(name, str) else None for name in named}
    for call in source.tree.of("decode"):
        name, came = codec_of(source, call), getattr(call.func, "value", None)
        if name and written and not written & {name, None} and (
                called(came) in RECEIVES or last_name(came) in source.names_received):
            return f"{source.line(line(call))}this decodes {name}, which neither program encodes: the same one on " \
                "both sides, best UTF-8, which encode() and decode() use by themselves."
    return ""


def codec_of(source, call):
    """Return the codec that an encode or decode names, '' for one like UTF-8, None where nobody knows which it is."""
    words = {word.arg: word.value for word in call.keywords}
    given = next(iter(call.args), words.get("encoding"))
    name = "utf-8" if given is None else source.tree.value(given)
    try:
        return "" if "a".encode(name) == b"a" else name
    except (LookupError, TypeError, ValueError):
        return None


def is_always(source, node, test):
    """Tell whether a test holds for all that a name is given where this node stands; of a parameter nobody knows."""
    place, given = source.placed(node), []
    for other in source.tree.nodes if last_name(node) else ():
        if isinstance(other, ast.arg) and source.placed(other) == place:
            return False
        for target, value in source.given_by(other):
            if any(isinstance(getattr(part, "ctx", None), ast.Store) and source.placed(part) == place
                   for part in walk(target)):
                given.append(value if isinstance(other, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and last_name(
                    target) else None)
    return bool(given) and all(value is not None and test(value) for value in given)


def is_typed(source, node):
    """Tell whether a name stands for what was typed, maybe less its blanks: text = input(), text = text.strip()."""
    def test(value):
        value = value.value if isinstance(value, ast.Await) else value
        whose = getattr(getattr(value, "func", None), "value", None)
        return asks_user(value) or last_name(whose) == last_name(node) and called(value) in OF_TEXT
    return last_name(node) in source.tree.typed and is_always(source, node, test)


def number_for_text(source):
    """Return the hint for a text that is compared with a number, or a number with a text: never equal; '' for none.

        if sys.argv[1] == 1:            choice = int(input("> ")), and if choice == "1":
    """
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Eq, ast.In)) and len(node.ops) == 1]:
        values = tree.given.get(getattr(node.left, "id", ""), ()) or [node.left]
        words = [getattr(one, "value", None) for one in getattr(node.comparators[0], "elts", node.comparators)]
        text = all(asks_user(one) or last_name(getattr(one, "value", None)) == "argv" for one in values)
        number = all(called(one) == "int" and tree.function(one) is tree.function(node) for one in values)
        if text and words and all(type(word) is int for word in words):
            return f"{source.line(line(node))}what is typed is text, and never equal to the number {words[0]}: " \
                f"compare it with {str(words[0])!r}."
        if number and words and all(isinstance(word, str) and word for word in words):
            return f"{source.line(line(node))}int() has made a number of it, which is never equal to the text " \
                f"{words[0]!r}: {words[0]}, without quotes." if words[0].isdecimal() else ""
    return ""
