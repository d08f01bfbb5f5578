"""Errors of names: what has no value, no such attribute, no module, no arguments; and what Python cannot read."""
import ast
import builtins
import re
import socket
import sys

from lab12.finder.syntax import called, last_name
from lab12.grader.causes import HIDES, alike, on

PYTHON_2 = {"raw_input": "input()", "unicode": "str()", "xrange": "range()", "unichr": "chr()", "long": "int()",
            "reload": "importlib.reload()", "basestring": "str", "file": "open()", "execfile": "exec()"}
RENAMED = {"thread": "threading", "Queue": "queue", "SocketServer": "socketserver", "Tkinter": "tkinter",
           "urllib2": "urllib.request", "ConfigParser": "configparser", "cPickle": "pickle", "StringIO": "io",
           "tkMessageBox": "tkinter.messagebox", "commands": "subprocess", "httplib": "http.client"}
# Packages of the index that programs of this kind use.
KNOWN = {"numpy", "requests", "colorama", "cryptography", "Crypto", "termcolor", "pyfiglet", "rich", "psutil",
         "pyttsx3", "pygame", "PIL", "cv2", "pyaudio", "flask", "websockets", "aioconsole", "prompt_toolkit", "nacl",
         "scapy", "netifaces", "pynput", "playsound", "dotenv", "tqdm", "pandas", "matplotlib", "customtkinter",
         "zmq", "twisted"}
OF_LISTS = {("list", "add"): "append", ("set", "append"): "add", ("dict", "append"): "[key] = value",
            ("list", "put"): "append", ("dict", "add"): "[key] = value", ("list", "push"): "append",
            ("dict", "has_key"): "key in ...", ("dict", "iteritems"): "items"}


@on(r"No module named '?([\w.]+)'?")
def no_module(fault, found):
    name = found[1].partition(".")[0]
    where = fault.at or fault.source.mistake(f"module {name}") or fault.source.at()
    if name in RENAMED:
        calls = ": threading.Thread(target=..., args=(...)).start()" if name == "thread" else ""
        return f"{where}the module {name} is one of Python 2; in Python 3 it is called {RENAMED[name]}{calls}."
    if name in KNOWN:
        return f"{where}{name} is a package of its own, which Python does not bring along: do without it, or hand in " \
            f"what says that it must be installed (pip install {name})."
    if close := alike(name, [*sys.stdlib_module_names, *RENAMED.values()]):
        return f"{where}no module is called {name}; the one of Python is {close}."
    return f"{where}{name}.py was not handed in, and Python has none. Hand it in too, or do without."


@on(r"partially initialized module '(\w+)'"
    r"|module '(socket|threading|select|ssl|json|queue|asyncio|random|struct)' has no attribute "
    r"''(?:socket|Thread|select|wrap_socket|dumps|loads|Queue|run|randint|pack|AF_INET|SOCK_\w+|create_\w+)'"
    r"|cannot import name '\w+' from '(\w+)' \([^)]*\b\3\.py\)")
def hides_module(fault, found):
    name = found[1] or found[2] or found[3]
    return f"{name}.py: {HIDES.format(name)}"


@on(r"name '(\w+)' is not defined")
def no_name(fault, found):
    name, where, tree = found[1], fault.where(), fault.source.tree
    if name == "_name_":
        return f"{where or fault.source.mistake('_name_')}Write __name__ with two underscores on each side."
    if name in PYTHON_2:
        return f"{where}{name} is Python 2. In Python 3 it is {PYTHON_2[name]}."
    if name == "thread":
        return f"{where}the module thread is one of Python 2: import threading, then threading.Thread(...).start()."
    if name in sys.stdlib_module_names and name not in fault.source.tree.given:
        return f"{where}the line `import {name}` is missing at the top of the file."
    given = [getattr(node, "lineno", 0) for node in tree.given.get(name, []) + tree.defined.get(name, [])]
    later = [number for number in given if fault.line and number > fault.line]
    if later and len(later) == len(given):
        return f"{where}{name} is given its value in line {min(later)} only, after this one has run. Move that up."
    if given:
        return f"{where}{name} is given its value inside another function (line {min(given)}), which keeps it to " \
            "itself. Hand it over as an argument, or declare it global there."
    meant = re.search(r"Did you mean: '(\w+)'", fault.words)
    of_socket = alike(name, [word for word in dir(socket) if word[:1].isupper() and not hasattr(builtins, word)])
    if meant or of_socket and (of_socket in tree.words or name.isupper()):
        word = meant[1] if meant else f"socket.{of_socket}"
        return f"{where}the name {name} is given no value before; {word} is."
    close = alike(name, {*tree.given, *tree.defined, *dir(builtins)})
    return f"{where}the name {name} is given no value before{f'; {close} is' if close else ''}. " \
        "Is it spelt differently where it is given one?"


@on(r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before assignment")
def no_global(fault, found):
    name, source = found[1] or found[2], fault.source
    outside = [value for value in source.tree.given.get(name, []) if not source.tree.function(value)]
    if outside:
        return f"{fault.at}{name} is given a value in this function, so Python takes it for one of its own. Write " \
            f"`global {name}` as the first line of the function to mean the one of line {outside[0].lineno}."
    return f"{fault.at}{name} is used before it is given a value here: every way to this line must give it one."


@on(r"'tuple' object has no attribute '(\w+)'|expected str, bytes or os.PathLike object, not tuple"
    r"|decoding to str: need a bytes-like object, tuple found")
def tuple_used(fault, found):
    calls = [call for name in ("accept", "recvfrom") for call in fault.source.tree.of(name)]
    name = called(calls[0]) if calls else ""
    if found[1] in ("decode", "split", "strip") and fault.source.calls("recvfrom"):
        name = "recvfrom"
    if name == "recvfrom":
        return f"{fault.at}recvfrom gives two things, the bytes and the address they came from: " \
            "data, address = sock.recvfrom(1024); then data.decode()."
    if name == "accept":
        return f"{fault.at}accept gives two things, the connection and the address of the client: " \
            "conn, address = server.accept(); then talk through conn."
    return f"{fault.at}this is a tuple, several things in one: take the part that is meant, as in pair[0]."


@on(r"'(?:builtin_function_or_method|function|method|type)' object (?:is not subscriptable|is not iterable"
    r"|has no attribute '(\w+)')|expected .*, not (?:builtin_function_or_method|method)"
    r"|must be .*, not '?(?:builtin_function_or_method|method|function)\b|not '(?:builtin_function_or_method|method)'"
    r"|required, not (?:builtin_function_or_method|method)|got '(?:builtin_function_or_method|method)'")
def no_parentheses(fault, found):
    name = re.search(r"\.(\w+)\b(?!\s*\()", re.sub(r"#.*", "", fault.code))
    name = name[1] if name else "recv"
    return f"{fault.at}a method is called with parentheses after its name: {name}(), not {name}."


@on(r"<(?:built-in|bound) method (?:\w+\.)*(\w+) of")
def shows_method(fault, found):
    where = fault.source.holding(rf"\.{found[1]}\b(?!\s*\()") or fault.at
    return f"{where}a method is called with parentheses after its name: {found[1]}(), not {found[1]}."


@on(r"'socket' object has no attribute '(\w+)'")
def no_method(fault, found):
    name = found[1]
    if name == "recvall":
        return f"{fault.at}a socket has no recvall. Write that function: recv in a loop until all bytes have come."
    other = {"read": "recv", "receive": "recv", "write": "sendall", "readline": "makefile().readline",
             "println": "sendall", "print": "sendall", "receivefrom": "recvfrom", "wait": "recv"}.get(name)
    close = other or alike(name, [word for word in dir(socket.socket) if word[0] != "_"])
    return f"{fault.at}a socket has no {name}{f'; what is meant may be {close}' if close else ''}."


@on(r"module '(\w+)' has no attribute '(\w+)'")
def not_in_module(fault, found):
    module, name = found[1], found[2]
    if name == "start_new_thread":
        return f"{fault.at}start_new_thread is Python 2: threading.Thread(target=..., args=(...)).start()."
    close = alike(name, dir(sys.modules[module])) if module in sys.modules else ""
    close = close or (alike(name, dir(__import__(module))) if module in sys.stdlib_module_names else "")
    return f"{fault.at}the module {module} has no {name}{f'; it has {close}' if close else ''}."


@on(r"'(str|bytes|list|set|dict|NoneType|Thread|int)' object has no attribute '(\w+)'")
def not_of_this_kind(fault, found):
    kind, name = found[1], found[2]
    if (kind, name) == ("str", "decode"):
        return f"{fault.at}this is text already, which has nothing to decode: leave .decode() out. Bytes are what " \
            "recv " \
            "gives."
    if (kind, name) in {("bytes", "encode"), ("bytes", "format")}:
        return f"{fault.at}these are bytes already: what recv gives is made into text with .decode(), not {name}."
    if kind == "str" and name in dir(socket.socket):
        return f"{fault.at}this is a text, not a socket: {name} belongs to the socket. Is one name used for both?"
    if kind == "NoneType":
        return f"{fault.at}there is nothing (None) where .{name} is asked for: the function that should give it " \
            "has no " \
            "return, or it was never set."
    close = OF_LISTS.get((kind, name)) or alike(name, dir(getattr(builtins, kind, object)))
    return f"{fault.at}a {kind} has no {name}{f': it is {close}' if close else ''}."


@on(r"argument after \* must be an iterable, not (\w+)|(?:second|2nd) arg(?:ument)? must be a tuple"
    r"|arg(?:ument)? 2 must be tuple")
def no_comma(fault, found):
    return comma(fault)


@on(r"(\w+)\(\) takes (?:from )?(\d+)(?: to \d+)? positional arguments? but (\d+) w(?:as|ere) given")
def too_many(fault, found):
    name = found[1].rpartition(".")[2]
    if name in {"connect", "bind", "sendto"}:
        return address_in_parentheses(fault, name)
    defined = fault.source.tree.defined.get(name, [None])[0]
    if not fault.at or "Thread" in fault.code:
        return comma(fault) or no_self(fault, name, defined)
    lines = f" (line {defined.lineno})" if defined else ""
    return f"{fault.at}{name}{lines} is defined for {found[2]} arguments and called with {found[3]}. In a class the " \
        "first one is self."


def no_self(fault, name, defined):
    """Return the hint for a method that lacks its first parameter, or is handed too much by a thread."""
    own = defined and [argument.arg for argument in defined.args.args]
    if isinstance(fault.source.tree.parent.get(defined), ast.ClassDef) and own[:1] != ["self"]:
        return f"{fault.source.line(defined.lineno)}the first parameter of a method is self: def {name}(self, ...)."
    return f"{fault.source.at('Thread', 'start_new_thread')}args=(...) hands over more than {name} takes."


def comma(fault):
    """Return the hint for Thread(..., args=(x)); '' where each has its comma."""
    for call in fault.source.tree.of("Thread", "start_new_thread", "Process", "Timer"):
        given = [word.value for word in call.keywords if word.arg == "args"] + (
            call.args[1:2] if called(call) == "start_new_thread" else [])
        if given and not isinstance(given[0], (ast.Tuple, ast.List, ast.Starred)):
            name = last_name(given[0]) or "x"
            return f"{fault.source.line(call.lineno)}one argument in parentheses is a tuple only with a comma: " \
                f"args=({name},)."
    return ""


@on(r"(connect|bind)\(\) takes exactly one argument \((\d+) given\)")
def two_arguments(fault, found):
    return address_in_parentheses(fault, found[1])


def address_in_parentheses(fault, name):
    return f"{fault.at}{name} takes one argument, the pair of host and port, in parentheses of its own: " \
        f"{name}((host, port))."


@on(r"(\w+)\(\) missing \d+ required positional arguments?: (.+)")
def too_few(fault, found):
    name = found[1].rpartition(".")[2]
    target = "" if fault.at else " Thread(target=..., args=(...)) must hand them over."
    return f"{fault.at or fault.source.at('Thread')}{name} is called without {found[2].rstrip('.')}.{target}"


@on(r"'(NoneType|str|bytes|tuple|int|list|module|socket)' object is not callable")
def not_callable(fault, found):
    if called_target := fault.source.mistake("target called"):
        return f"{called_target}target=f() calls f at once, here, and hands over what it gives back. Write target=f, " \
            "without parentheses."
    module = re.search(r"\bsocket\s*\(", fault.code)
    if found[1] == "module" and module:
        return f"{fault.at}socket is the module, and the socket is in it: socket.socket(...)."
    kind = "nothing (None)" if found[1] == "NoneType" else f"a {found[1]}"
    return f"{fault.at}what stands before the parentheses is {kind}, not a function. Has a name been used twice?"


@on(r"object (\w+) can't be used in 'await' expression|object (\w+) can't be used in")
def not_awaitable(fault, found):
    return f"{fault.at}await is for functions that are defined with async def; this one is not: leave await out."


@on(r"^SyntaxError.*Missing parentheses")
def python_2_print(fault, found):
    return f"{fault.at}{fault.words}. It is written for Python 2; in Python 3 print needs parentheses: print('hello')."


@on(r"^(?:IndentationError|TabError)")
def indented(fault, found):
    return f"{fault.at}{fault.words}. Python tells by the blanks before a line what belongs inside a loop, an if " \
        "or a " \
        "function."


@on(r"invalid character|invalid non-printable")
def typeset(fault, found):
    return f"{fault.at}{fault.words}. A word processor puts its own quotes and blanks; type them anew in a text " \
        "editor: \"...\"."


@on(r"null bytes|^SyntaxError.*(?:Non-UTF-8|\(unicode error\)|can't decode byte|encoding problem)|^SyntaxError.*UTF-16")
def encoding_of_file(fault, found):
    return f"{fault.source.name}: the file is not saved as UTF-8, the encoding that Python reads. Save it anew in " \
        "the " \
        "editor, with the encoding UTF-8."


@on(r"^SyntaxError")
def not_python(fault, found):
    later = ((r"^\s*match\b.*:\s*$|^\s*case\b.*:\s*$", "match (Python 3.10)"), (r"^\s*except\s*\*", "except* (3.11)"),
             (r":=", ":= (3.8)"), (r"^\s*type \w+ =", "type (3.12)"), (r"f(['\"]).*\{[^}]*\1", "f\"{d[\"key\"]}\" " \
                 "(3.12)"))
    for pattern, name in later:
        if fault.code and re.search(pattern, fault.code):
            return f"{fault.at}{fault.words}. If {name} is meant, only a later Python than the one here knows that."
    return f"{fault.at}{fault.words}. Python reads the whole file before it runs any of it, so nothing of it has run."


@on(r"cannot import name '(\w+)' from '([\w.]+)'")
def nothing_to_import(fault, found):
    return f"{fault.at}{found[2]} has no {found[1]}: is it spelt so there?"
