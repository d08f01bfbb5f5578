"""Keys: of dictionaries, in which nothing is found, or which are sent as they are printed; '' where that is sound."""
import ast
import re

from lab12.finder import keeping
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, OVER_SOCKETS, called, last_name, line, names_in
from lab12.grader.broadcasting import is_empty
from lab12.grader.signs import sent_by


def by_key(server):
    """Return the first of these hints that the source shows."""
    return wrong_way_round(server) or another_key(server) or quoted_name(server) or emptied_each_time(
        server) or sends_to_key(server)


def links(tree, function):
    """Return the names of connections in a function: what it hears, and what accept gives."""
    inside = list(walk(function)) if function else tree.nodes
    return {last_name(part.func.value) for part in inside if called(part) in {"recv", "makefile"} and isinstance(
        part.func, ast.Attribute)} | {last_name(target.elts[0]) for call in tree.of("accept") for target in getattr(
            tree.parent.get(call), "targets", ()) if isinstance(target, ast.Tuple) and target.elts} - {""}


def stored(tree):
    """Yield (dictionary, key, value, statement) for what is put into a dictionary: clients[name] = link."""
    for node in tree.nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Subscript) and last_name(target.value):
                yield last_name(target.value), target.slice, node.value, node


def asked(tree, name):
    """Yield (node, key) for each time that a dictionary of this name is asked for what it keeps under a key."""
    for node in tree.nodes:
        if called(node) == "get" and node.args and last_name(getattr(node.func, "value", None)) == name:
            yield node, node.args[0]
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and last_name(node.value) == name:
            yield node, node.slice


def wrong_way_round(server):
    """Return the hint for names that are kept by connections, where connections are looked for by names; '' for none.

        clients[link] = name                clients[name].send(data)
    """
    tree = server.tree
    for kept, key, value, node in stored(tree):
        here = links(tree, tree.function(node))
        if not (isinstance(key, ast.Name) and key.id in here and isinstance(value, ast.Name) and value.id not in here):
            continue
        both = any(name == kept and last_name(one) in here for name, _, one, _ in stored(tree))
        objects = any(called(one) in tree.defined for one in tree.given.get(value.id, ()))  # which can send, too
        for use, by in asked(tree, kept) if not (both or objects) else ():
            given = {last_name(target) for target in getattr(tree.parent.get(use), "targets", ())} - {""}
            function = tree.function(use)
            sends = any(called(part) in OVER_SOCKETS and (getattr(part.func, "value", None) is use or last_name(
                getattr(part.func, "value", None)) in given) for part in walk(function or tree.module))
            if sends and last_name(by) not in links(tree, function) | {key.id}:
                return f"{server.line(line(node))}this keeps {value.id} under {key.id}, and {server.ref(use)} looks " \
                    f"for a connection under {ast.unparse(by)}: {kept}[{value.id}] = {key.id}."
    return ""


def another_key(server):
    """Return the hint for what is kept under the addresses of clients, and looked for under a connection; ''.

        names[address] = name                text = names[link] + ": " + text
    """
    tree, addresses = server.tree, addresses_of(server)

    def kind(key, node):
        """Return what a key is: that of a connection, of an address, or '' for what is not known."""
        name = key.id if isinstance(key, ast.Name) else ""
        return "link" if name in links(tree, tree.function(node)) else "address" if name in addresses else ""

    filled = {last_name(getattr(call.func, "value", None)) for call in tree.of("update", "setdefault")}
    for kept in sorted({name for name, *_ in stored(tree)} - filled if addresses else ()):
        puts = [(key, node) for name, key, _, node in stored(tree) if name == kept]
        kinds = {kind(key, node) for key, node in puts}
        for use, by in asked(tree, kept) if len(kinds) == 1 and "" not in kinds else ():
            through = {last_name(loop.target) for loop in tree.above(use, ast.For)}  # for link in names: names[link]
            other = kind(by, use) if last_name(by) not in through else ""
            if keeping.begins_empty(tree.given.get(kept, ())) and {other} | kinds == {"link", "address"}:
                key, node = puts[0]
                return f"{server.line(line(use))}{kept} keeps each under {ast.unparse(key)} ({server.ref(node)}), " \
                    f"and this looks under {ast.unparse(by)}, where there is nothing: {kept}[{ast.unparse(key)}]."
    return ""


def addresses_of(server):
    """Return the names of what accept gives beside a connection, also where a function is handed that."""
    tree = server.tree
    found = {last_name(target.elts[1]) for call in tree.of("accept") for target in getattr(
        tree.parent.get(call), "targets", ()) if isinstance(target, ast.Tuple) and len(target.elts) == 2} - {"", "_"}
    for _ in range(2):  # twice: a function may hand it on
        found |= {one.arg for call in tree.calls for one, given in server.handed(call)
                  if isinstance(one, ast.arg) and last_name(given) in found}
    return found


def sends_address(server):
    """Return the hint for a server that sends all others the address of a client, and not what he has said; ''."""
    tree, addresses = server.tree, addresses_of(server)
    calls = [call for call in server.of(*OVER_SOCKETS) if call.args and tree.above(call, ast.For)]
    addresses -= server.names_received
    if not calls or any(not names_in(call.args[0]) - {"str"} or names_in(call.args[0]) - {"str"} - addresses
                        for call in server.of(*OVER_SOCKETS) if call.args):
        return ""
    name = min(names_in(calls[0].args[0]) - {"str"})
    return f"{server.line(line(calls[0]))}this sends {name}, the address of a client, to the others, and nothing of " \
        f"what has come ({server.receives[:-2]})."


def quoted_name(server):
    """Return the hint for a key in quotes that is the name of a variable: clients.get("name"); '' for none."""
    tree = server.tree
    keys = {}
    for kept, key, _, _ in stored(tree):
        keys.setdefault(kept, []).append(key)
    for kept, every in keys.items():
        begins = keeping.begins_empty(tree.given.get(kept, ()))  # and holds nothing but what is put in
        for node, key in asked(tree, kept) if begins and not any(
                isinstance(one, ast.Constant) for one in every) else ():
            function = tree.function(node)
            own = {part.arg for part in walk(function) if isinstance(part, ast.arg)} | {
                part.id for part in walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
            } if isinstance(function, FUNCTIONS) else set()
            if isinstance(key, ast.Constant) and key.value in own:
                return f"{server.line(line(node))}{key.value!r} in quotes is a text, and nobody is kept under that " \
                    f"in {kept}: {ast.unparse(node).replace(repr(key.value), key.value)}, without quotes."
    return ""


def emptied_each_time(server):
    """Return the hint for a list under a key that is made anew with each who is put on it: rooms[room] = []; ''."""
    tree = server.tree
    for kept, key, value, node in stored(tree):
        name, function = ast.unparse(key), tree.function(node)
        here = links(tree, function) | keeping.ends(tree)
        whose = [(getattr(call.func, "value", None), call) for call in tree.of("append", "add")
                 if tree.function(call) is function and call.lineno > node.lineno]
        puts = [call for one, call in whose if isinstance(one, ast.Subscript)
                and ast.unparse(one) == f"{kept}[{name}]" and any(names_in(given) & here for given in call.args)]
        elsewhere = [getattr(call.func, "value", None) for call in tree.of("append", "add")
                     if tree.function(call) is not function]
        others = any(isinstance(one, ast.Subscript) and last_name(one.value) == kept for one in elsewhere)  # who join
        if puts and is_empty(value) and function and not others and not names_in(key) & here and not isinstance(
                key, ast.Constant) and not tree.above(node, (ast.If, ast.ExceptHandler)):
            return f"{server.line(line(node))}this makes {kept}[{name}] anew with each who comes, so those who were " \
                f"there before are lost: only if {name} is not in {kept} yet."
    return ""


def no_dumps(fault):
    """Return the hint for a dictionary that the other program sends as it is printed, which is no JSON; '' else.

    str(note).encode(), or f"{note}\\n".encode() where note is what loads has given, or a dictionary.
    """
    other = fault.other if fault.other and fault.other.script else None
    tree = other.tree if other and not other.calls("dumps", "dump") else None
    texts = [(call, call.args[0]) for call in tree.of("str") if len(call.args) == 1 and may_be_dictionary(
        tree, call.args[0])] if tree else []
    for node in [node for node in tree.nodes if isinstance(node, ast.JoinedStr)] if tree else ():
        parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        bare = not any(isinstance(part, ast.Constant) and str(part.value).strip() for part in node.values)
        if bare and len(parts) == 1 and any(isinstance(one, ast.Dict) or called(one) in {"loads", "dict"} for one in (
                parts[0], *tree.given.get(last_name(parts[0]), ()))):
            texts.append((node, parts[0]))
    for node, given in texts:
        if getattr(tree.parent.get(node), "attr", "") == "encode" or any(
                called(above) in {*OVER_SOCKETS, "write", "sock_sendall", "encode"}
                for above in tree.above(node, ast.Call)):
            what = "str() of a dictionary" if called(node) == "str" else "a dictionary as it is printed"
            return f"{other.line(line(node))}{what} is no JSON, whose texts stand in double quotes: " \
                f"json.dumps({ast.unparse(given)})."
    return ""


def may_be_dictionary(tree, node):
    """Tell whether an expression may be a dictionary: what nobody knows, too, but no length and no text."""
    values = tree.given.get(node.id, ()) if isinstance(node, ast.Name) else [node]
    return not values or not all(isinstance(one, (ast.Constant, ast.JoinedStr, ast.BinOp)) or called(one) in {
        "len", "int", "float", "str", "input", "time", "now"} for one in values)


def bare_among_json(fault):
    """Return the hint for a text that the other program sends as it is, where all else that it sends is JSON; '' else.

        link.sendall(b"Welcome!")
        link.sendall((json.dumps(note) + "\\n").encode())
    """
    other = fault.other if fault.other and fault.other.script and fault.other.calls("dumps") else None
    for call in sent_by(other, *OVER_SOCKETS, "write") if other else ():
        text = call.args[0] if call.args else None
        text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
        parts = text.values if isinstance(text, ast.JoinedStr) else [text]
        said = parts[0].value if parts and isinstance(parts[0], ast.Constant) else ""
        ended = str(getattr(parts[-1], "value", "") if parts else "").endswith(("\n", "\\n'"))
        said = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        if re.match(r"\s*[^\s\d{[\"\\-]", said) and said.strip() not in ("null", "true", "false"):
            end = "" if ended or not fault.source.marks_end else \
                ", and without a newline what comes next stands in one line with it"
            return f"{other.line(line(call))}this is no JSON{end}, and {fault.where('loads')[:-2]} takes all that " \
                "comes for JSON: json.dumps(...) of it, as of the others, or leave it out."
    return ""


def sends_to_key(server):
    """Return the hint for a loop over the keys of a dictionary of connections that sends through a key; '' for none.

        room[number] = link              for one in room: one.send(data)
    """
    tree = server.tree
    for call in server.of(*OVER_SOCKETS):
        each = getattr(call.func, "value", None)
        loop = next((one for one in tree.above(call, ast.For) if isinstance(each, ast.Name) and last_name(
            one.target) == each.id and isinstance(one.iter, (ast.Name, ast.Attribute))), None)
        puts = [(key, value, node) for kept, key, value, node in stored(tree) if loop and kept == last_name(loop.iter)]
        here = [links(tree, tree.function(node)) for _, _, node in puts]
        if puts and all(last_name(value) in names and last_name(key) not in names for (key, value, _), names in zip(
                puts, here, strict=True)) and not any(isinstance(part, ast.Assign) and each.id in map(
                    last_name, part.targets) for part in walk(loop)):
            key, value, node = puts[0]
            kept = ast.unparse(loop.iter)
            return f"{server.line(line(call))}{each.id} is a key of {kept}, {ast.unparse(key)} ({server.ref(node)}), " \
                f"and no connection: {kept}[{each.id}].{called(call)}(...)."
    return ""
