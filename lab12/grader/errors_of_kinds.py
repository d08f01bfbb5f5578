"""Errors of kinds: what is done with a text, a tuple, a socket, a file or a coroutine that only another kind can do."""
import ast
import builtins
import re
import socket

from lab12.finder.nodes import walk
from lab12.finder.syntax import OVER_SOCKETS, called, last_name, line, names_in, target_of
from lab12.grader.causes import alike, on
from lab12.grader.commas import comma
from lab12.grader.keys import links, stored
from lab12.grader.mixups import swapped
from lab12.grader.queues import of_threads


def in_line(fault, *kinds):
    """Return the nodes of these kinds in the line that has failed."""
    return [node for node in fault.source.tree.nodes if isinstance(node, kinds) and fault.is_at(node)]


def asked_in_line(fault, name):
    """Return the name of that whose attribute of this name is asked for in the line that has failed; '' if none is."""
    return next((last_name(node.value) for node in in_line(fault, ast.Attribute) if node.attr == name), "")


@on(r"'coroutine'|non-iterable coroutine")
def never_awaited_here(fault, found):
    tree, used = fault.source.tree, {node.id for node in in_line(fault, ast.Name)}
    asked = re.search(r"has no attribute '(\w+)'", fault.words)
    for node in in_line(fault, ast.Attribute):
        if asked and node.attr == asked[1] and isinstance(node.value, ast.Call):
            return f"{fault.at}{called(node.value)} gives its value only with await before it, in parentheses: " \
                f"(await {ast.unparse(node.value)}).{node.attr}."
    values = [value for name in sorted(used) for value in tree.given.get(name, ())] + [
        part for node in in_line(fault, ast.Assign) for part in walk(node.value)]
    for value in [one for one in values if isinstance(one, ast.Call) and called(one) not in dir(builtins)]:
        own = tree.defined.get(called(value), ())
        if isinstance(tree.function(value), ast.AsyncFunctionDef) and all(
                isinstance(one, ast.AsyncFunctionDef) for one in own) and called(value) not in {"create_task", "Queue"}:
            return f"{fault.source.line(line(value))}{called(value)} gives its value only with await before it: " \
                f"await {ast.unparse(value)}."
    return ""


@on(r"'tuple' object does not support the (?:asynchronous )?context manager protocol|^AttributeError: __enter__")
def pair_in_with(fault, found):
    node = next((node for node in in_line(fault, ast.With) if called(node.items[0].context_expr) == "accept"), None)
    if node is None:
        return ""
    made = ast.unparse(node.items[0].context_expr)
    name = last_name(node.items[0].optional_vars) or "conn"
    return f"{fault.at}accept gives two things, the connection and the address: {name}, address = {made}, and then " \
        f"with {name}:."


@on(r"string indices must be integers")
def text_by_key(fault, found):
    other = fault.other if fault.other and fault.other.script else None
    for node in in_line(fault, ast.Subscript) if fault.line else ():
        whose = last_name(node.value)
        values = fault.source.tree.given.get(whose, ())
        own = [one for value in values for one in fault.source.tree.defined.get(called(value), ())]
        parts = [part for value in [*values, *own] for part in walk(value)]
        parsed = any(called(part) == "loads" for part in parts)
        each = any(whose in names_in(loop.target) for loop in fault.source.tree.loops if isinstance(loop, ast.For))
        twice = next((one for one in other.tree.of("dumps") if is_made_twice(other.tree, one)), None) if (
            parsed and other) else None
        if twice is not None:
            return f"{other.line(line(twice))}what is sent is made JSON twice, so that loads ({fault.at[:-2]}) " \
                "gives a text again: json.dumps once."
        if whose and not (parsed or each) and isinstance(getattr(node.slice, "value", None), str):
            return f"{fault.at}{whose} is a text, which has letters by their number, and no keys: " \
                f"json.loads({whose}) makes a dictionary of it, where the other program has sent json.dumps(...)."
    return ""


def is_made_twice(tree, call):
    """Tell whether what json.dumps gives here is handed to a function that makes JSON of it."""
    above = tree.parent.get(call)
    return isinstance(above, ast.Call) and call in above.args and any(
        called(part) == "dumps" for one in tree.defined.get(called(above), ()) for part in walk(one))


@on(r"'tuple' object cannot be interpreted as an integer|between instances of '\w+' and 'tuple'"
    r"|can only concatenate tuple \(not \"int\"\) to tuple|slice indices must be integers"
    r"|operand type\(s\) for [-+]: '\w+' and 'tuple'")
def unpacked_tuple(fault, found):
    for node in fault.source.tree.nodes:
        if isinstance(node, ast.Assign) and called(node.value) == "unpack" and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            return f"{fault.source.line(line(node))}struct.unpack gives a tuple, even of one number: {name}, = ... " \
                f", or {name} = {ast.unparse(node.value)}[0]."
    return ""


@on(r"UnsupportedOperation: not (writable|readable)")
def other_mode(fault, found):
    mode, does = ("w", "written to") if found[1] == "writable" else ("r", "read")
    files = [(call, fault.source.tree.value(call.args[0]) if call.args else "r") for call in fault.source.tree.of(
        "makefile")]
    used = {last_name(call.func.value) for call in fault.calls if isinstance(call.func, ast.Attribute)}
    wrong = [call for call, given in files if isinstance(given, str) and mode not in given]
    wrong = next((call for call in wrong if target_of(fault.source.tree, call) in used), next(reversed(wrong), None))
    return f"{fault.source.line(line(wrong))}a file of this mode cannot be {does}, as {fault.at[:-2]} does: " \
        f"makefile(\"{mode}\"), or \"rw\" for both." if wrong is not None else ""


@on(r"(?:required|object), not '?(socket|SSLSocket|StreamWriter)'?$")
def socket_for_bytes(fault, found):
    tree = fault.source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
                 and called(node.value) in {"get", "get_nowait", "popleft", "pop"}]:
        names = [last_name(one) for one in node.targets[0].elts]
        for call in tree.of("put", "put_nowait", "append"):
            put = [last_name(one) for one in getattr(call.args[0], "elts", ())] if call.args else []
            here = links(tree, tree.function(call))
            used = {name for one in fault.calls for argument in one.args for name in names_in(argument)}
            if len(put) == len(names) and used & {name for name, one in zip(names, put, strict=True) if one in here}:
                return f"{fault.source.line(line(node))}these have changed places: ({', '.join(put)}) is what is put " \
                    f"together in {fault.source.ref(call)}."
    return swapped(fault.source) or f"{fault.at}this is a socket, where the bytes belong that are to be sent."


@on(r"cannot unpack non-iterable (?!coroutine|NoneType|builtin|method|function)(\w+) object")
def one_for_several(fault, found):
    tree = fault.source.tree
    takes = [node.value for node in in_line(fault, ast.Assign) if called(node.value) in {"get", "get_nowait"}]
    whose = last_name(takes[0].func.value) if takes else ""
    for call in tree.of("put", "put_nowait") if whose else ():
        if last_name(getattr(call.func, "value", None)) == whose and call.args and not isinstance(
                call.args[0], (ast.Tuple, ast.List)):
            several = f"({', '.join(map(ast.unparse, call.args))})" if len(call.args) > 1 else "(..., ...)"
            return f"{fault.source.line(line(call))}{called(call)} takes one thing, and {fault.at[:-2]} wants " \
                f"several of it: {ast.unparse(call.func)}({several}), with parentheses of their own."
    return ""


@on(r"'str' object has no attribute '(send|sendall|sendto|close|write|put|recv)'")
def name_for_socket(fault, found):
    """A list of the clients may hold their names, or a loop go through the letters of one."""
    tree, each = fault.source.tree, asked_in_line(fault, found[1])
    for loop in [loop for node in in_line(fault, ast.Attribute) for loop in tree.above(node, ast.For)
                 if last_name(loop.target) == each != ""]:
        kept = ast.unparse(loop.iter)
        tables = {last_name(node.value): node for node in tree.nodes if isinstance(node, ast.Subscript)}
        by = next((name for name, node in tables.items() if isinstance(loop.iter, ast.Name) and any(
            isinstance(one, ast.Subscript) and last_name(one.value) == name and last_name(one.slice) == loop.iter.id
            for one in tree.nodes)), "")
        if by and loop.iter.id not in tables:
            return f"{fault.source.line(line(loop))}{kept} is a text, and a loop over a text goes through its " \
                f"letters: for {each} in {by}[{kept}]."
        for call in tree.of("append", "add"):
            here = links(tree, tree.function(call))
            put = call.args[0] if call.args else None
            whose = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
            if whose in (kept, last_name(call.func.value)) and whose.partition("[")[0] == kept.partition("[")[0] and (
                    isinstance(put, ast.Name) and put.id not in here and here):
                return f"{fault.source.line(line(call))}{put.id} is a text, and what sends is the connection: " \
                    f"{ast.unparse(call.func)}({min(here)})."
    return ""


@on(r"'socket' object is not iterable")
def one_for_a_list(fault, found):
    tree = fault.source.tree
    if {called(call) for call in fault.calls} & {"Process", "Timer", "Thread"} and (told := comma(fault)):
        return told  # of these the arguments are gone through at once
    through = [node.iter for node in in_line(fault, ast.For)]
    for name, key, value, node in stored(tree):
        if isinstance(value, ast.Name) and value.id in links(tree, tree.function(node)) and any(
                isinstance(one, ast.Subscript) and last_name(one.value) == name for one in through):
            key = ast.unparse(key)
            return f"{fault.source.line(line(node))}this keeps one connection under {key}, in the place of the one " \
                f"before, and {fault.at[:-2]} wants a list: {name}.setdefault({key}, []).append({value.id})."
    return ""


def other_than_kept(fault, name):
    """Return the hint for a list of connections, where something is meant that is made of each: its file; '' else."""
    tree, each = fault.source.tree, asked_in_line(fault, name)
    for loop in [loop for node in in_line(fault, ast.Attribute) for loop in tree.above(node, ast.For)
                 if last_name(loop.target) == each != ""]:
        for call in tree.of("append", "add"):
            function, put = tree.function(call), call.args[0] if call.args else None
            if last_name(getattr(call.func, "value", None)) != last_name(loop.iter) or not isinstance(put, ast.Name):
                continue
            made = [node for node in tree.nodes if isinstance(node, ast.Assign) and tree.function(node) is function
                    and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)
                    and node.lineno < call.lineno]
            meant = [node.targets[0].id for node in made if name in {word.arg for word in node.value.keywords}
                     or name in {"write", "flush"} and called(node.value) == "makefile" and node.value.args]
            if meant:
                return f"{fault.source.line(line(call))}{put.id} is the connection, which has no {name}: " \
                    f"{ast.unparse(call.func)}({meant[-1]})."
    return ""


@on(r"'dict' object has no attribute '(\w+)'")
def dot_for_key(fault, found):
    name, whose = found[1], asked_in_line(fault, found[1])
    texts = {node.value for one in (fault.source, fault.other) if one and one.script for node in one.tree.nodes
             if isinstance(node, ast.Constant)}
    return f"{fault.at}a dictionary is asked for what it holds with brackets: {whose}[{name!r}]." if (
        whose and name in texts) else ""


@on(r"'str' object has no attribute 'read'")
def load_for_loads(fault, found):
    call = next((call for call in fault.calls if called(call) == "load" and call.args), None)
    how = ast.unparse(call.func) if call else ""
    return f"{fault.at}{how} reads a file, and this is a text: {how}s({ast.unparse(call.args[0])})." if call else ""


@on(r"'Namespace' object has no attribute '(\w+)'")
def no_such_option(fault, found):
    tree = fault.source.tree
    words = [tree.value(one) for call in tree.of("add_argument") for one in call.args]
    close = alike(found[1].casefold(), [word.lstrip("-").replace("-", "_") for word in words if isinstance(word, str)])
    return f"{fault.at}add_argument names no {found[1]}{f': it is {close}' if close else ''}."


@on(r"conflicting option strings?: (.*)$")
def option_taken(fault, found):
    help = found[1].strip() == "-h"
    since = "argparse itself takes -h, for --help" if help else f"{found[1]} is given twice"
    return f"{fault.where('add_argument')}{since}: take another letter{', such as -H' if help else ''}."


@on(r"'(?:function|method)' object has no attribute '(\w+)'")
def never_called_before(fault, found):
    """A name may stand for a function that was to be called: args = parser.parse_args."""
    whose = asked_in_line(fault, found[1])
    for value in fault.source.tree.given.get(whose, ()) if whose else ():
        if isinstance(value, (ast.Attribute, ast.Name)):
            return f"{fault.source.line(line(value))}{last_name(value)} is called with parentheses after its name: " \
                f"{whose} = {ast.unparse(value)}()."
    return ""


@on(r"'SelectorKey' object has no attribute '(\w+)'")
def key_for_socket(fault, found):
    return f"{fault.at}this is the key that select() gives, and the socket is in it: key.fileobj."


@on(r"Invalid events: 0")
def no_events(fault, found):
    both = next((node for node in fault.source.tree.nodes if isinstance(node, ast.BinOp) and isinstance(
        node.op, ast.BitAnd) and all(last_name(side).startswith(("EVENT_", "POLL")) for side in (
            node.left, node.right))), None)
    return f"{fault.source.line(line(both))}& leaves what both have, which is nothing: {ast.unparse(both.left)} | " \
        f"{ast.unparse(both.right)} waits for either." if both is not None else ""


def part_of_an_object(fault, kind, name):
    """Return the hint for an object that is asked for what its connection does: guest.send, for guest.link.send; ''."""
    bodies = [one for one in fault.source.tree.defined.get(kind, ()) if isinstance(one, ast.ClassDef)]
    kept = sorted({target.attr for body in bodies for node in walk(body) if isinstance(node, ast.Assign)
                   for target in node.targets if isinstance(target, ast.Attribute) and last_name(target.value) == "self"
                   and target.attr in {last_name(call.func.value) for call in walk(body) if called(call) in {
                       *OVER_SOCKETS, "recv"} and isinstance(call.func, ast.Attribute)}})
    whose = asked_in_line(fault, name)
    if len(kept) == 1 and whose not in ("", "self") and hasattr(socket.socket, name) and name[0] != "_":
        link = f"{whose}.{kept[0]}"
        return f"{fault.at}{whose} is a {kind}, and its connection is {link}: {link}.{name}(...)."
    return ""


@on(r"cannot pickle '_?thread\.(?:R?[Ll]ock)' object|cannot pickle 'weakref")
def not_for_a_process(fault, found):
    return of_threads(fault.source)


@on(r"'memoryview' object has no attribute '(\w+)'|can only concatenate.*memoryview|.*\bnot memoryview\b")
def view_of_bytes(fault, found):
    views = [ast.unparse(node.value) for node in in_line(fault, ast.Attribute) if node.attr == found[1]]
    rest = f".{found[1]}()" if found[1] else ""
    return f"{fault.at}a memoryview only looks at bytes: make some of it first, bytes({(views or ['view'])[0]}){rest}."


@on(r"unhashable type: '(list|dict|set|bytearray)'")
def not_for_a_key(fault, found):
    if told := starless(fault):
        return told
    better = {"list": "a tuple can: (host, port), or tuple(...) of the list", "bytearray": "bytes(...) of it can"}.get(
        found[1], "what tells of it can, such as a name")
    return f"{fault.at}a {found[1]} can be changed, so it can be neither in a set nor the key of a dictionary: " \
        f"{better}."


def starless(fault):
    """Return the hint for a list that is handed to a function which takes each thing by itself: tell(text, *names); ''.
    """
    tree = fault.source.tree
    for function in [one for one in tree.nodes if isinstance(one, ast.FunctionDef) and one.args.vararg]:
        inside = any(hasattr(part, "lineno") and fault.is_at(part) for part in walk(function))
        for call in tree.sites(function) if inside else ():
            more = call.args[len(function.args.args) - (isinstance(tree.parent.get(function), ast.ClassDef)):]
            if len(more) == 1 and isinstance(more[0], ast.Name) and any(isinstance(
                    value, (ast.List, ast.ListComp)) for value in tree.given.get(more[0].id, ())):
                return f"{fault.source.line(line(call))}{function.name} takes each by itself " \
                    f"(*{function.args.vararg.arg}, {fault.source.ref(function)}), and {more[0].id} is a list of " \
                    f"them, which is handed over as one: *{more[0].id}."
    return ""
