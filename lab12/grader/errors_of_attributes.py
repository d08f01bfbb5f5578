"""Errors of attributes: what a socket, a stream, a module or an object of one's own does not have."""
import ast
import builtins
import re
import socket
import sys
from threading import Thread
from types import ModuleType

from lab12.finder.nodes import walk
from lab12.finder.reach import parameters
from lab12.finder.syntax import (
    FUNCTIONS,
    OVER_SOCKETS,
    RECEIVES,
    called,
    given_names,
    is_of_a_database,
    last_name,
    line,
)
from lab12.grader import passing
from lab12.grader.causes import HIDES, alike, on
from lab12.grader.collecting import none_for_empty
from lab12.grader.errors_of_kinds import other_than_kept, part_of_an_object
from lab12.grader.mixups import exchanged, swapped

GIVE_NOTHING = {"connect", "bind", "listen", "append", "add", "start", "settimeout", "setsockopt", "close"}
OF_LISTS = {("list", "add"): "append", ("set", "append"): "add", ("dict", "append"): "[key] = value",
            ("list", "put"): "append", ("dict", "add"): "[key] = value", ("list", "push"): "append",
            ("dict", "remove"): "pop(key)", ("dict", "discard"): "pop(key, None)",
            ("dict", "has_key"): "`in`, as in key in members", ("dict", "iteritems"): "items"}

GONE = {  # what a later Python has taken out, since when, and what does it now
    ("asyncio", "coroutine"): ("3.11", "async def, and await in the place of yield from"),
    ("time", "clock"): ("3.8", "time.perf_counter()"),
    ("ssl", "wrap_socket"): ("3.12", "context = ssl.create_default_context(), and context.wrap_socket(...)"),
    ("ssl", "match_hostname"): ("3.12", "check_hostname of the context"),
    ("inspect", "getargspec"): ("3.11", "inspect.getfullargspec")}
STREAMS = {"Reader": {"read", "readline", "readexactly", "readuntil", "at_eof"},  # of asyncio
           "Writer": {"write", "writelines", "drain", "close", "is_closing", "wait_closed", "get_extra_info"}}
OLD_METHODS = {"isAlive": ("3.9", "is_alive()")}  # of a Thread, be it of a class of one's own
OF_PYTHON = {"Protocol", "DatagramProtocol", "object"}  # classes whose objects have no values of their own
BEGINS = re.compile(r"_*(?:init|int|inti|initi?|constructor|__init)_*")  # what was to be __init__


@on(r"<(?:built-in|bound) method (?:\w+\.)*(\w+) of")
def shows_method(fault, found):
    where = fault.source.holding(rf"\.{found[1]}\b(?!\s*\()") or fault.at
    return f"{where}a method is called with parentheses after its name: {found[1]}(), not {found[1]}."


def named_as_the_module(tree):
    """Return the line that gives the name socket to something else, None where none does."""
    return next((line(node) for node in tree.nodes if isinstance(node, ast.Assign)
                 for target in node.targets if isinstance(target, ast.Name) and target.id == "socket"), None)


@on(r"'socket' object has no attribute '(\w+)'")
def no_method(fault, found):
    name = found[1]
    if hasattr(socket, name) and (given := named_as_the_module(fault.source.tree)):
        return f"{fault.at}socket is not the module any more: line {given} has given its name to a socket. Call that " \
            "one otherwise."
    if kept := other_than_kept(fault, name) or exchanged(fault):
        return kept
    if re.fullmatch("(?:recv|read|receive)_?(?:all|exact(?:ly)?|n)", name) and name not in fault.source.tree.defined:
        return f"{fault.at}a socket has no {name}. Write that function: recv in a loop until all bytes have come."
    if re.fullmatch("(?:recv|read|receive)_?(?:until|line|lines)", name) and name not in fault.source.tree.defined:
        return f"{fault.at}a socket has no {name}. Its makefile() has readline(): lines = sock.makefile(), once, and " \
            "lines.readline() for each message, which ends with a newline."
    other = {"read": "recv", "receive": "recv", "write": "sendall", "readline": "makefile().readline",
             "println": "sendall", "print": "sendall", "receivefrom": "recvfrom", "wait": "recv"}.get(name)
    close = other or alike(name, [word for word in dir(socket.socket) if word[0] != "_"])
    own = next((one for one in fault.source.tree.defined.get(name, ()) if isinstance(one, FUNCTIONS[:2])), None)
    call = next((call for call in fault.calls if called(call) == name and isinstance(call.func, ast.Attribute)), None)
    if own and call and not isinstance(fault.source.tree.parent.get(own), ast.ClassDef):
        given = ", ".join(map(ast.unparse, (call.func.value, *call.args)))
        return f"{fault.at}a socket has no {name}. It is a function of your own ({fault.source.ref(own)}), which is " \
            f"given the socket: {name}({given})."
    return f"{fault.at}a socket has no {name}{f'; what is meant may be {close}' if close else ''}."


@on(r"'(\w*Server)' object has no attribute '(send|sendall|sendto|recv|recvfrom|makefile)'")
def of_all_clients(fault, found):
    """In a handler of socketserver self.server is one for all, self.request the client's socket (Python docs)."""
    if not any(isinstance(call.func, ast.Attribute) and last_name(call.func.value) == "server" for call in fault.calls):
        return ""
    return f"{fault.at}self.server is the server of all clients, and has no {found[2]}; the socket of this one is " \
        f"self.request: self.request.{found[2]}(...)."


@on(r"'Stream(Reader|Writer)' object has no attribute '(\w+)'")
def other_stream(fault, found):
    """asyncio gives two for each connection: what is received comes from one, what is sent goes by the other."""
    kind, name = found[1], found[2]
    other, does = ("Writer", "sends") if kind == "Reader" else ("Reader", "receives")
    meant = {"send": "write", "sendall": "write", "recv": "read"}.get(name, name)
    if meant not in STREAMS[other]:
        close = meant if meant in STREAMS[kind] else alike(name, STREAMS[kind])
        return f"{fault.at}asyncio's Stream{kind} has no {name}{f'; what is meant may be {close}' if close else ''}."
    put = [call for call in fault.source.tree.of("append", "add") if call.args and kind.casefold() in last_name(
        call.args[0]).casefold()]
    since = f" Put the writer on the list in line {line(put[0])}." if put and kind == "Reader" else ""
    return f"{fault.at}this is the Stream{kind}; the Stream{other}, which asyncio gives with it, {does}, and has " \
        f"{meant}.{since}"


@on(r"type object 'socket' has no attribute '(\w+)'")
def all_imported(fault, found):
    brings = [node for node in fault.source.tree.nodes if isinstance(node, ast.ImportFrom) and node.module == "socket"
              and {one.name for one in node.names} & {"*", "socket"}]
    if not brings:
        return ""
    meant = f"socket(AF_INET, ...), and {found[1]} by itself" if found[1] == "socket" else found[1]
    return f"{fault.at}after {ast.unparse(brings[0])} (line {line(brings[0])}) socket is the class, no module: write " \
        f"{meant}, or `import socket` above."


@on(r"module '(\w+)' has no attribute '(\w+)'")
def not_in_module(fault, found):
    module, name = found[1], found[2]
    if name == "start_new_thread":
        return f"{fault.at}start_new_thread is Python 2: threading.Thread(target=..., args=(...)).start()."
    if gone := GONE.get((module, name)):
        return f"{fault.at}{module}.{name} is of an older Python; {gone[0]} has it no more. Write {gone[1]}."
    own = sys.modules.get(module) or module in sys.stdlib_module_names and __import__(module) or None
    names = dir(own) if own else []
    if name in names and not isinstance(getattr(own, name), ModuleType):  # which has to be imported: importlib.util
        return f"{module}.py: {HIDES.format(module)}"
    close = next((one for one in (name.upper(), name.lower(), name.capitalize()) if one in names), "")
    close = close or alike(name, names)  # socket.sock_stream, socket.Socket
    inner = sorted(one for one in {close, *names} if module == one and hasattr(getattr(own, one), name)) if own else []
    if inner:  # datetime.now(), of which there is datetime.datetime.now()
        close = f"{module}.{inner[0]}.{name}"
    if (module, name) == ("time", "now"):
        close = "time"
    stands = [node for node in fault.source.tree.nodes if isinstance(node, ast.Attribute) and node.attr == name
              and last_name(node.value) == module]  # what was caught, and printed, has no line
    at = fault.at or stands and fault.source.line(line(stands[0])) or ""
    return f"{at}the module {module} has no {name}{f'; it has {close}' if close else ''}."


def is_sent(fault, name):
    """Tell whether what this method gives in the line that has failed goes into a send: at once, or under a name."""
    tree = fault.source.tree
    def is_text(part):
        return getattr(tree.parent.get(part), "attr", "") != "encode"

    for call in [call for call in fault.calls if called(call) == name and is_text(call)]:
        kept = {last_name(target) for target in getattr(tree.parent.get(call), "targets", ())} - {""}
        for send in tree.of(*OVER_SOCKETS):
            parts = [part for argument in send.args for part in walk(argument)]
            if call in parts or tree.function(send) is tree.function(call) and send.lineno >= call.lineno and any(
                    isinstance(part, ast.Name) and part.id in kept and is_text(part) for part in parts):
                return True
    return False


def sent_as_it_is(fault):
    """Return the name of what a send of the line that has failed encodes, where nothing else is in it; '' for none."""
    texts = [call.args[0] for call in fault.calls if called(call) in OVER_SOCKETS and call.args]
    return next((text.func.value.id for text in texts if called(text) == "encode" and isinstance(
        text.func, ast.Attribute) and isinstance(text.func.value, ast.Name)), "")


def of_an_older_python(fault, name):
    since, now = OLD_METHODS[name]
    return f"{fault.at}{name} of a Thread is of an older Python; {since} has it no more. Write {now}."


@on(r"'(str|bytes|list|set|dict|NoneType|Thread|int)' object has no attribute '(\w+)'")
def not_of_this_kind(fault, found):
    kind, name = found[1], found[2]
    if kind == "Thread" and name in OLD_METHODS:
        return of_an_older_python(fault, name)
    if (kind, name) == ("str", "decode") and is_sent(fault, name):
        return f"{fault.at}this is text, and what is sent must be bytes: .encode() makes them, .decode() is for what " \
            "has come."
    if (kind, name) == ("str", "decode") and (made := str_of_bytes(fault)):
        return f"{made}str() of bytes gives the text \"b'...'\", quotes and all: leave str() out, since what recv " \
            "gives is for .decode() to read."
    if (kind, name) == ("str", "decode"):
        return f"{fault.at}this is text already, which has nothing to decode: leave .decode() out. Bytes are what " \
            "recv gives."
    if (kind, name) in {("bytes", "encode"), ("bytes", "format")}:
        if name == "encode" and (twice := encoded_before(fault)):
            return f"{fault.at}these are bytes already, since {twice[:-2]} has encoded them: once is enough."
        if name == "encode" and (sent := sent_as_it_is(fault)):
            return f"{fault.at}these are bytes already: what recv gives is made into text with .decode() to be " \
                f"shown, and sent as it is: {sent}, without .encode()."
        return f"{fault.at}these are bytes already: what recv gives is made into text with .decode(), not {name}."
    if kind == "str" and name in dir(socket.socket) and (loop := over_keys(fault)):
        kept = [one for one in lists_kept(fault.source.tree) if ast.unparse(one.value) == loop]
        if kept:
            return f"{fault.at}{loop} is a dictionary whose keys are names: a loop over it gives those. The sockets " \
                f"are in the lists that it holds ({fault.source.ref(kept[0])}): go through {ast.unparse(kept[0])}."
        return f"{fault.at}{loop} is a dictionary whose keys are names: a loop over it gives those, not the sockets. " \
            f"Go through {loop}.values(), or through {loop}.items() for both."
    if name in dir(socket.socket) and (crossed := swapped(fault.source)):
        return crossed
    if kind == "str" and name in dir(socket.socket):
        return f"{fault.at}this is a text, not a socket: {name} belongs to the socket. Is one name used for both?"
    used = {last_name(call.func.value) for call in fault.calls if isinstance(call.func, ast.Attribute)
            and call.func.attr == name} - {""}
    if kind == "NoneType" and (kept := passing.no_global(fault.source)) and any(f": {one} is " in kept for one in used):
        return kept
    if kind == "NoneType" and (made := made_of_nothing(fault, used)):
        return made
    if kind == "NoneType" and (ended := next(filter(None, (none_for_empty(fault.source, one) for one in used)), "")):
        return ended
    if kind == "NoneType":
        return f"{fault.at}there is nothing (None) where .{name} is asked for: the function that should give it has " \
            "no return, or it was never set."
    if kind == "int" and name in dir(socket.socket):
        return f"{fault.at}this is a number, not a socket: {name} belongs to the socket. Is what this function is " \
            "given handed to it in this order?"
    close = OF_LISTS.get((kind, name)) or alike(name, dir(getattr(builtins, kind, object)), 0.7)
    if (kind, name) == ("str", "write"):
        return f"{fault.at}this is a text, which has no write. Is it a name, and what can be written to beside it?"
    return f"{fault.at}{'an' if kind == 'int' else 'a'} {kind} has no {name}{f': it is {close}' if close else ''}."


def made_of_nothing(fault, used):
    """Return the hint for a name that is given what a method gives which gives nothing; '' if none of these is.

        link = socket.socket().connect(("127.0.0.1", 5000))
    """
    tree = fault.source.tree
    for name, value in [(one, value) for one in sorted(used) for value in tree.given.get(one, ())]:
        whose = getattr(getattr(value, "func", None), "value", None)
        if called(value) in GIVE_NOTHING and whose is not None and not (
                tree.is_own(value.func) or is_of_a_database(value)):
            return f"{fault.source.line(line(value))}{called(value)} gives nothing (None) back, so {name} is none: " \
                f"first {name} = {ast.unparse(whose)}, then {name}.{called(value)}(...) in a line of its own."
        for function in tree.defined.get(called(value), ()) if not isinstance(value, ast.Await) else ():
            for part in [part for part in walk(function) if isinstance(part, ast.Return)]:
                given = part.value
                if called(given) in GIVE_NOTHING and isinstance(given.func, ast.Attribute) and not (
                        tree.is_own(given.func) or is_of_a_database(given)):
                    whose = ast.unparse(given.func.value)
                    return f"{fault.source.line(line(part))}{called(given)} gives nothing (None) back, and so does " \
                        f"{function.name} with it: {ast.unparse(given)} in a line of its own, then return {whose}."
    return ""


def str_of_bytes(fault):
    """Return the place where what a line decodes was made by str() of what recv gives; '' if nowhere."""
    tree = fault.source.tree
    decoded = [call.func.value for call in fault.calls if called(call) == "decode" and isinstance(
        call.func, ast.Attribute)]
    made = [value for one in decoded for value in (one, *tree.given.get(last_name(one), ()))]
    return next((fault.source.line(line(one)) for one in made if called(one) == "str" and len(one.args) == 1 and (
        called(one.args[0]) in RECEIVES or fault.source.has_come(one.args[0], fault.source.received))), "")


def encoded_before(fault):
    """Return the place where what is encoded in the line of a fault has been encoded before; '' if nowhere."""
    source = fault.source
    names = {last_name(call.func.value) for call in fault.calls if called(call) == "encode"} - {""}
    for call in source.tree.of("encode"):
        above = source.tree.parent.get(call)
        given = {last_name(target) for target in getattr(above, "targets", ())}
        for one in source.tree.defined.get(called(above), ()) if isinstance(above, ast.Call) else ():
            given |= {part.arg for part, value in parameters(one, above.args) if value is call} if isinstance(
                one, FUNCTIONS) else set()
        if given & names and not fault.is_at(call):
            return source.line(line(call))
    return ""


@on(r"'(\w+)' object has no attribute '(\w+)'")
def never_set(fault, found):
    kind, tree = found[1], fault.source.tree
    name = re.sub(rf"^_{kind.lstrip('_')}(?=__)", "", found[2])  # self.__link, as Python writes it (docs, 6.2.1)
    bodies = [one for one in tree.defined.get(kind, ()) if isinstance(one, ast.ClassDef)]
    inside = {part for body in bodies for part in walk(body)}
    given = {target.attr: value for node in inside for target, value in given_names(node)
             if isinstance(target, ast.Attribute)}
    if part := part_of_an_object(fault, kind, name):
        return part
    others = {last_name(base) for one in bodies for base in one.bases} - OF_PYTHON
    if others & {"Thread", "Timer"} and name in OLD_METHODS:
        return of_an_older_python(fault, name)
    if others <= {"Thread"} and not hasattr(Thread, name):
        others = set()  # it is all known of a Thread
    if not bodies or others or {"setattr", "__dict__"} & tree.words:
        return ""
    set_in = [node for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr in (name, found[2])
              and not isinstance(node.ctx, ast.Load) and not isinstance(tree.parent.get(node), ast.AugAssign)]
    if any(isinstance(node.ctx, ast.Del) or node not in inside and last_name(node.value) != "self" for node in set_in):
        return ""
    if lines := list(dict.fromkeys(str(line(node)) for node in set_in if node in inside)):
        where = f"line{'s' * (len(lines) > 1)} {' and '.join(lines)}"
        functions = {tree.function(node) for node in set_in if node in inside}
        begins = functions.pop() if len(functions) == 1 else None
        word = getattr(begins, "name", "")
        if word != "__init__" and BEGINS.fullmatch(word) and not tree.sites(begins):
            return f"{fault.source.line(line(begins))}Python calls __init__, with two underscores on each side, when " \
                f"one of the class is made; this is called {begins.name}, and never done."
        return f"{fault.at}self.{name} is given its value in {where} only, and that has not run when this does."
    if alone := next((node for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
                      and str.__eq__(node.id, name) and getattr(tree.function(node), "name", "")
                      and not isinstance(tree.parent.get(node), (ast.For, ast.comprehension))), None):
        return f"{fault.at}{name} ({fault.source.ref(alone)}) is a name of {tree.function(alone).name}() alone, and " \
            f"nothing of the object: write self.{name} there, and give it a value in __init__, too."
    links = [one for one, value in given.items() if called(value) in {"socket", "accept", "create_connection"}]
    asked = {called(call) for call in fault.calls} & set(dir(socket.socket))
    close = links[0] if asked and len(links) == 1 else alike(name, given)
    methods = {one.name: one for body in bodies for one in body.body if isinstance(one, FUNCTIONS[:2])}
    if close not in links and (meant := alike(name, {*methods, *given})) in methods:
        return f"{fault.at}{kind} has no {name}: {meant} ({fault.source.ref(methods[meant])}) is meant, it seems."
    return f"{fault.at}self.{name} is given a value nowhere in the class {kind}" \
        f"{f'; what is meant may be self.{close}' if close else ''}."


def over_keys(fault):
    """Return the name of the dictionary whose keys, and not its values, a loop around the line goes through."""
    tree = fault.source.tree
    loops = [loop for call in fault.calls for loop in tree.above(call, (ast.For,))]
    through = [loop.iter.args[0] if called(loop.iter) in {"list", "tuple", "sorted"} and loop.iter.args else loop.iter
               for loop in loops]
    kept = {last_name(target.value): node.value for node in tree.nodes if isinstance(node, ast.Assign)
            for target in node.targets if isinstance(target, ast.Subscript)}
    kept |= {last_name(one.value): one for one in lists_kept(tree)}
    return next((ast.unparse(one) for one in through if isinstance(one, (ast.Name, ast.Attribute))
                 and last_name(one) in kept), "")


def lists_kept(tree):
    """Return the members of dictionaries on which something is put: rooms[name] of rooms[name].append(link)."""
    return [call.func.value for call in tree.of("append", "add") if isinstance(
        getattr(call.func, "value", None), ast.Subscript)]
