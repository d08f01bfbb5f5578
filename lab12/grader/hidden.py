"""Hidden: an error of Python that an except of the program keeps from being seen, where its source shows what it is."""
import ast
import builtins
import socket
import sys
from threading import Thread

from lab12.finder.flow import all_values
from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, LOOPS, called, last_name, line, names_in
from lab12.finder.texts import is_text
from lab12.finder.ways import loops
from lab12.grader.catching import ENDS, handles, is_silent
from lab12.grader.causes import alike
from lab12.grader.coroutines import other_stream
from lab12.grader.errors_of_names import PYTHON_2
from lab12.grader.errors_of_sockets import one_for_two
from lab12.grader.mixups import no_such_method
from lab12.grader.reading import first
from lab12.grader.unseen import added

LONG = 5  # seconds for which nobody says anything: one who thinks takes as long
OF_PYTHON = {*dir(builtins), "__file__", "__path__", "__class__", "__builtins__", "__annotations__", "WindowsError"}
OF_OBJECTS = {"Pipe", "websocket", "websockets", "zmq"}  # recv() of one of these gives all of a message
TYPES = tuple(getattr(ast, name) for name in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, name))
OF_OTHERS = {name for kind in (str, bytes, list, dict, set, int, socket.socket, Thread()) for name in dir(kind)}


def hidden(source):
    """Return the hint for a method that no socket has, or a name that nothing defines, where nobody sees the error.

    So it is with text that is joined to bytes, a recv that does not wait or has no size, a function that is given too
    few, and an accept whose two things have one name.
    """
    return first(*(told(source) for told in (two_for_one, no_such_method, not_defined, no_own_method, joins_kinds,
                                             never_waits, wrong_number, no_size, one_for_two, no_address,
                                             no_parentheses, not_given, other_stream)))


def hider(source, node, error, seen=None):
    """Return the except, or the suppress(), that hides an error of this name in a node, or where that is called; None
    if none does. Where a function of `seen` is called has been looked at: once, by however many ways one comes to it.
    """
    tree = source.tree
    for above in tree.above(node, (ast.Try, ast.With)):
        for one in [item.context_expr for item in getattr(above, "items", ())]:
            if called(one) == "suppress" and names_in(one) & {"Exception", "BaseException", error}:
                return one
        if isinstance(above, ast.Try) and any(node is part for one in above.body for part in walk(one)):
            for handler in [one for one in above.handlers if handles(one, error)][:1]:
                return handler if is_silent(handler) else None
    function = tree.function(node)
    seen = set() if seen is None else seen
    sites = tree.sites(function) if function not in seen else ()
    seen.add(function)
    return next((found for call in sites if (found := hider(source, call, error, seen))), None)


def joins_kinds(source):
    """Return the hint for a text that is joined to bytes, where nobody sees the error; '' for none."""
    tree = source.tree
    for node in tree.nodes:
        parts = (node.left, node.right) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else ()
        names = [one.id for one in (added(node) if parts else ()) if isinstance(one, ast.Name)]
        known = all(all_values(tree, name, node) for name in names)
        kinds = [(is_bytes(tree, one), is_text(tree, node, one)) for one in parts if known]
        if sorted(kinds) == [(False, True), (True, False)] and (hides := hider(source, node, "TypeError")):
            return f"{source.line(line(node))}text and bytes cannot be joined: .decode() what recv has given, and " \
                f".encode() all of it to send. The error is not seen, since {source.ref(hides)} hides it."
    return ""


def is_bytes(tree, node):
    """Tell whether this can only be bytes: b"", text.encode(), or a name for nothing else, and no parameter."""
    values = all_values(tree, node.id, node) if isinstance(node, ast.Name) else [node]
    return bool(values) and all(isinstance(getattr(one, "value", None), bytes) or called(one) in {
        "encode", "recv", "to_bytes", "pack"} - tree.own and gives_bytes(tree, one) for one in values)


def gives_bytes(tree, call):
    """Tell whether what is called so gives bytes: recv() that is told no size is of no socket, and gives an object."""
    return bool(call.args) if called(call) == "recv" else called(call) != "encode" or "JSONEncoder" not in tree.words


def never_waits(source):
    """Return the hint for a recv that does not wait, or not for long, and ends where nothing has come; '' for none.

        link.settimeout(0)
        try: data = link.recv(1024)
        except Exception: break
    """
    tree = source.tree
    calls = [] if tree.words & {"select", "selectors", "poll", "epoll", "asyncio"} else tree.of(
        "settimeout", "setblocking")
    for call in calls:
        whose, most = last_name(getattr(call.func, "value", None)), tree.value(call.args[0]) if call.args else None
        if not isinstance(most, (int, float)) or not 0 <= most < LONG or most and called(call) != "settimeout" or sum(
                last_name(getattr(one.func, "value", None)) == whose for one in calls) > 1:
            continue
        hears = [one for one in tree.of("recv", "recvfrom") if last_name(getattr(one.func, "value", None)) == whose]
        for recv in hears:
            hides = hider(source, recv, "timeout" if most else "BlockingIOError")
            if hides and not looks_at_error(hides) and hears_no_more(tree, recv, hides) and most:
                return f"{source.line(line(call))}after this {called(recv)} ({source.ref(recv)}) waits that long " \
                    "only, and raises TimeoutError where nothing has come by then. That is not seen, since " \
                    f"{source.ref(hides)} hides it, and it ends there. Leave this out."
            if hides and not looks_at_error(hides) and hears_no_more(tree, recv, hides):
                return f"{source.line(line(call))}after this {called(recv)} ({source.ref(recv)}) does not wait: " \
                    "where nothing has come yet it raises BlockingIOError. That is not seen, since " \
                    f"{source.ref(hides)} hides it, and it ends there. Leave this out."
    return ""


def looks_at_error(handler):
    """Tell whether an except asks what the error is: if error.errno == errno.EAGAIN."""
    return bool(handler.name) and any(isinstance(part, (ast.If, ast.IfExp)) and handler.name in names_in(part.test)
                                      for one in handler.body for part in walk(one))


def hears_no_more(tree, recv, hides):
    """Tell whether an except leaves all loops in which something is received, but those that accept the next one.

    One that has its function called later goes on: window.after(50, look).
    """
    if {last_name(part) for part in walk(hides)} & {getattr(tree.function(recv), "name", None)}:
        return False
    rounds = [loop for loop in loops(tree, recv) if not any(called(part) == "accept" for part in walk(loop))]
    here = [loop for loop in rounds if loop in tree.above(hides, LOOPS)]
    within = [loop for loop in rounds if tree.parent[hides] in tree.above(loop, ast.Try)]
    leaves = [part for one in hides.body for part in walk(one)]
    if any(isinstance(part, ast.Raise) or called(part) in ENDS for part in leaves):
        return True
    if any(isinstance(part, ast.Return) for part in leaves):
        return {*here, *within} >= {*rounds}
    left = {*within, *(here[:1] if any(isinstance(part, ast.Break) for part in leaves) else ())}
    return bool(left) and left >= {*rounds}


def wrong_number(source):
    """Return the hint for a function that is called with too few or too many arguments, where nobody sees it; ''."""
    tree = source.tree
    for call in tree.calls:
        functions = tree.defined.get(called(call), ()) if tree.is_own(call.func) else ()
        one = functions[0] if len(functions) == 1 and isinstance(functions[0], FUNCTIONS[:2]) else None
        kind = tree.parent.get(one)
        method = isinstance(kind, ast.ClassDef)
        if one is not None and not (is_of(tree, call, kind) if method else one.name not in tree.given):
            continue  # another one may be meant
        if one is None or one.decorator_list or one.args.vararg or one.args.kwarg or method != isinstance(
                call.func, ast.Attribute) or any(isinstance(part, ast.Starred) for part in call.args) or any(
                word.arg is None for word in call.keywords):
            continue
        taken = [*one.args.posonlyargs, *one.args.args][method:]
        given = len(call.args) + len(call.keywords)
        least = len(taken) - len(one.args.defaults)
        if (len(call.args) > len(taken) or given < least) and (hides := hider(source, call, "TypeError")):
            wants = ", ".join(part.arg for part in taken) or "nothing"
            return f"{source.line(line(call))}{one.name} takes {wants} ({source.ref(one)}), and is given " \
                f"{', '.join(map(ast.unparse, call.args)) or 'nothing'}. The error is not seen, since " \
                f"{source.ref(hides)} hides it."
    return ""


def is_of(tree, call, kind):
    """Tell whether a method that is called can only be one of this class: self.show() in it, or of one that was made.
    """
    whose = getattr(call.func, "value", None)
    if getattr(whose, "id", "") == "self":
        return tree.parent.get(tree.function(call)) is kind
    values = all_values(tree, whose.id) if isinstance(whose, ast.Name) else [whose]
    return bool(values) and all(isinstance(one, ast.Call) and called(one) == kind.name for one in values)


def no_size(source):
    """Return the hint for a recv that is not told how much it may take, where an except hides the error; '' else."""
    tree = source.tree
    of_others = tree.own | ({"recv"} if tree.of_objects or OF_OBJECTS & {
        name.partition(".")[0] for name in tree.words} else set())  # these know the size
    for call in tree.of("recv", "recvfrom"):
        if called(call) not in of_others and not call.args and not call.keywords and not isinstance(
                tree.parent.get(call), ast.Await) and (hides := hider(source, call, "TypeError")):
            return f"{source.line(line(call))}{called(call)}() has to be told how many bytes it may take: " \
                f"{called(call)}(1024). The error is not seen, since {source.ref(hides)} hides it."
    return ""


def two_for_one(source):
    """Return the hint for what recv gives, which is one thing, put into two names where an except hides that; ''."""
    tree = source.tree
    own = tree.own | ({"recv"} if tree.of_objects or OF_OBJECTS & {name.partition(".")[0] for name in tree.words}
                      else set())
    for node in [node for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "recv"]:
        names = [last_name(one) for one in getattr(node.targets[0], "elts", ())]
        if len(names) == 2 and "recv" not in own and (hides := hider(source, node, "ValueError")):
            return f"{source.line(line(node))}recv gives one thing, the bytes; recvfrom gives two, " \
                f"{' and '.join(names)}. The error is not seen, since {source.ref(hides)} hides it."
    return ""


def no_address(source):
    """Return the hint for an address that is none, where an except hides what Python says of it; '' for others.

        link.connect((5000, "127.0.0.1"))      door.bind(("", "5000"))      sock.sendto(address, data)
    """
    tree = source.tree
    for call in [call for call in tree.of("bind", "connect", "connect_ex", "sendto") if not tree.is_own(call.func)]:
        name, address = called(call), call.args[-1] if call.args else None
        pair = next(iter([*all_values(tree, address.id, call), address]) if isinstance(
            address, ast.Name) else iter([address]))
        host, port = pair.elts if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 else (None, None)
        made = tree.given.get(last_name(getattr(call.func, "value", None)), ())
        if name in {"bind", "connect"} and len(call.args) == 2 and all(called(one) in {"socket", "wrap_socket"} or not (
                isinstance(one, ast.Call)) for one in made):  # and no smtplib.SMTP()
            wrong = f"{name} takes one address, in parentheses of its own: " \
                f"{name}(({', '.join(map(ast.unparse, call.args))}))"
        elif name == "sendto" and len(call.args) == 1 and not call.keywords and not isinstance(
                address, ast.Starred) and "create_datagram_endpoint" not in tree.words:  # a transport may know to whom
            wrong = f"sendto is told to whom as well: sendto({ast.unparse(address)}, (host, port))"
        elif name == "sendto" and len(call.args) == 3 and isinstance(tree.value(call.args[1]), str):
            wrong = f"sendto takes one address, in parentheses of its own: sendto({ast.unparse(call.args[0])}, " \
                f"({', '.join(map(ast.unparse, call.args[1:]))}))"
        elif name == "sendto" and len(call.args) == 2 and is_bytes(tree, address) and not is_bytes(tree, call.args[0]):
            wrong = f"what is sent comes first, and then whom to: sendto({ast.unparse(address)}, " \
                f"{ast.unparse(call.args[0])})"
        elif any(isinstance(one, ast.Name) and len(tree.given.get(one.id, ())) > 1 for one in (host, port)):
            continue  # port = "5000", and then port = int(port)
        elif host is not None and type(tree.value(host)) is int and isinstance(tree.value(port), str):
            wrong = f"an address is (host, port), in this order: ({ast.unparse(port)}, {ast.unparse(host)})"
        elif port is not None and isinstance(tree.value(port), str) and tree.value(port).isdecimal():
            wrong = f"a port is a number: int({ast.unparse(port)})"
        else:
            continue
        if hides := hider(source, call, "TypeError"):
            return f"{source.line(line(call))}{wrong}. The error is not seen, since {source.ref(hides)} hides it."
    return ""


def no_parentheses(source):
    """Return the hint for what is asked of a method that was to be called: link.recv.decode(); '' for none."""
    tree = source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.Attribute) and isinstance(
            node.value, ast.Attribute) and node.value.attr in {"recv", "recvfrom", "accept", "makefile"} - tree.own]:
        if node.attr in OF_OTHERS and node.attr[:2] != "__" and (hides := hider(source, node, "AttributeError")):
            return f"{source.line(line(node))}a method is called with parentheses after its name: " \
                f"{node.value.attr}(...).{node.attr}. The error is not seen, since {source.ref(hides)} hides it."
    return ""


def no_own_method(source):
    """Return the hint for a method that is spelt otherwise where it is defined, within a try that says nothing; ''."""
    tree = source.tree
    methods = {one.name: one for node in tree.nodes if isinstance(node, ast.ClassDef) for one in node.body
               if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))}
    for call in tree.calls if methods else ():
        name = called(call)
        if not isinstance(call.func, ast.Attribute) or name in OF_OTHERS or name in tree.defined:
            continue
        close = alike(name, methods, 0.85)
        if close and is_of_own_class(tree, call) and (hides := hider(source, call, "AttributeError")):
            return f"{source.line(line(call))}there is no {name}: {close} ({source.ref(methods[close])}) is meant. " \
                f"The error is not seen, since {source.ref(hides)} hides it."
    return ""


def not_given(source):
    """Return the hint for what an object is asked for and nobody has given it, where an except hides the error; ''.

        self.sock = socket.create_connection(address)
        try: data = self.socket.recv(1024)
        except Exception: break
    """
    tree = source.tree
    if {"setattr", "__dict__", "__getattr__", "__setattr__", "update", "vars"} & tree.words or tree.broken:
        return ""
    bases = {last_name(base) for node in tree.nodes if isinstance(node, ast.ClassDef) for base in node.bases}
    for node in [node for node in tree.nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
                 and getattr(node.value, "id", "") == "self" and node.attr not in OF_OTHERS]:
        kind = tree.parent.get(tree.function(node))
        if not isinstance(kind, ast.ClassDef) or kind.name in bases or kind.keywords or kind.decorator_list or not {
                last_name(one) for one in kind.bases} <= {"object", "Thread"}:
            continue
        given = {part.attr: part for part in tree.nodes if isinstance(part, ast.Attribute) and not isinstance(
            part.ctx, ast.Load)}
        within = {getattr(part, "asname", None) or getattr(part, "name", getattr(part, "id", ""))
                  for one in kind.body for part in ([one] if isinstance(one, FUNCTIONS) else walk(one))}
        if not any(str.__eq__(str(node.attr), str(one)) for one in (*given, *within)) and (
                hides := hider(source, node, "AttributeError")) and (close := alike(node.attr, given, 0.6)):
            return f"{source.line(line(node))}self.{node.attr} is given nothing anywhere; what is meant may be " \
                f"self.{close} ({source.ref(given[close])}). The error is not seen, since {source.ref(hides)} hides it."
    return ""


def is_of_own_class(tree, call):
    """Tell whether what this method belongs to may only be an object of a class of the program, with no other base."""
    owner = call.func.value
    kinds = [one for node in (owner, *tree.given.get(last_name(owner), ())) if isinstance(node, ast.Call)
             for one in tree.defined.get(called(node), [None])]
    if getattr(owner, "id", "") == "self":
        kinds = [one for one in [tree.parent.get(tree.function(call))] if isinstance(one, ast.ClassDef)]
    imported = {(one.asname or one.name).partition(".")[0] for node in tree.nodes for one in getattr(node, "names", ())
                if isinstance(one, ast.alias)}
    known = {*tree.defined, "object", "Thread", ""}
    return not names_in(owner) & imported and all(isinstance(one, ast.ClassDef) and {
        last_name(base) for base in one.bases} <= known for one in kinds)


def not_defined(source):
    """Return the hint for a name that is used within a try whose except says nothing, and defined nowhere; '' for none.
    """
    tree = source.tree
    if tree.broken or {"globals", "exec", "eval", "setattr"} & tree.words or any(
            isinstance(node, ast.alias) and node.name == "*" for node in tree.nodes):
        return ""
    known = defined(tree)
    for node in tree.nodes:
        if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in known):
            continue
        if node.id in PYTHON_2 and getattr(tree.parent.get(node), "func", None) is not node:
            continue  # try: input = raw_input
        if hides := hider(source, node, "NameError"):
            close, elsewhere = alike(node.id, known - OF_PYTHON, 0.75), known_elsewhere(tree, node)
            whose = "other functions" if elsewhere[1:] else elsewhere[0].name if elsewhere else ""
            why = f"it is a name of {whose} alone ({source.ref(elsewhere[0])}): hand it over" if elsewhere else \
                f"in Python 3 it is {PYTHON_2[node.id]}" if node.id in PYTHON_2 else \
                f"import {node.id} is missing" if node.id in sys.stdlib_module_names else \
                "nothing gives it a value" + (f"; what is meant may be {close}" if close else "")
            return f"{source.line(line(node))}{node.id} is not defined: {why}. The error is not seen, since " \
                f"{source.ref(hides)} hides it."
    return ""


def known_elsewhere(tree, node):
    """Return the functions that have a name of their own which is spelt like this one, be it what they are handed."""
    names = [(one, one.arg if isinstance(one, ast.arg) else one.id) for one in tree.nodes if isinstance(one, ast.arg)
             or isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    found = [tree.function(one) for one, name in names if str.__eq__(name, node.id)]
    return [one for one in dict.fromkeys(found) if isinstance(one, FUNCTIONS[:2])]


def defined(tree):
    """Return all names that are given anything anywhere in a program: a name that is not among them is known nowhere.
    """
    found = set(OF_PYTHON)
    for node in tree.nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
                               ast.ExceptHandler, *TYPES)) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            found.add(node.rest)
    return found
