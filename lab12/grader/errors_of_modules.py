"""Errors of modules: what cannot be imported, and what Python cannot read at all."""
import ast
import importlib.util
import os
import re
import sys
import warnings
from pathlib import Path, PurePosixPath

from lab12.finder.fstrings import older
from lab12.finder.modules import CALLED
from lab12.finder.nodes import walk
from lab12.finder.parsing import parses
from lab12.finder.syntax import CONNECTS, asks_user, called, line
from lab12.grader.causes import HIDES, alike, on
from lab12.grader.errors_of_attributes import GONE

RENAMED = {"thread": "threading", "Queue": "queue", "SocketServer": "socketserver", "Tkinter": "tkinter",
           "urllib2": "urllib.request", "ConfigParser": "configparser", "cPickle": "pickle", "StringIO": "io",
           "tkMessageBox": "tkinter.messagebox", "commands": "subprocess", "httplib": "http.client"}
# Packages of the index that programs of this kind use.
KNOWN = {"aioconsole", "aiofiles", "aiohttp", "alive_progress", "anyio", "argon2", "art", "bcrypt", "bleach", "bleak",
         "blessed", "certifi", "click", "colorama", "colored", "cryptography", "customtkinter", "ecdsa", "emoji",
         "eventlet", "faker", "flask", "gevent", "gtts", "halo", "httpx", "ifaddr", "inquirer", "keyboard", "kivy",
         "loguru", "lxml", "matplotlib", "mss", "msgpack", "netifaces", "ntplib", "numpy", "pandas", "paramiko",
         "passlib", "pexpect", "ping3", "playsound", "plyer", "prettytable", "prompt_toolkit", "protobuf", "psutil",
         "pyaudio", "pyautogui", "pydantic", "pyfiglet", "pygame", "pyngrok", "pynput", "pyperclip", "pyreadline",
         "pyreadline3", "pytest", "pyttsx3", "pytz", "pwinput", "questionary", "readchar", "requests", "rich", "rsa",
         "scapy", "scipy", "selenium", "simplejson", "six", "sounddevice", "sty", "tabulate", "termcolor", "textual",
         "torch", "tornado", "tqdm", "trio", "twisted", "typer", "typing_extensions", "urllib3", "urwid", "uvloop",
         "websockets", "xxhash", "zeroconf",
         "deep_translator", "fastapi", "googletrans", "mariadb", "names", "openai", "oracledb", "peewee", "pika",
         "psycopg", "pymongo", "pymysql", "pyodbc", "redis", "rpyc", "sqlalchemy", "tinydb", "uvicorn",
         "asciimatics", "bottle", "boto3", "easygui", "eel", "fire", "firebase_admin",
         "flet", "gradio", "nicegui", "nltk", "pycaw", "pyjokes",
         "pyqtgraph", "pywhatkit", "streamlit", "textblob", "tinyec", "translate", "ttkbootstrap", "wikipedia"}
RUNS = {"run", "Popen", "call", "check_call", "check_output", "execvp", "create_subprocess_exec"}
ALIKE = {"copy", "datetime", "getpass", "glob", "random", "select", "socket", "time"}  # each holds what is called so
SAFE = sys.stdlib_module_names - {"this", "antigravity"}  # these do something when they are imported


def is_unused(fault, name):
    """Tell whether a program imports a module, and uses none of the names that it has so been given."""
    nodes = fault.source.tree.nodes
    given = [(alias.asname or alias.name).partition(".")[0] for node in nodes for alias in getattr(node, "names", ())
             if isinstance(node, (ast.Import, ast.ImportFrom)) and (
                 getattr(node, "module", None) or alias.name).partition(".")[0] == name]
    tree = fault.source.tree  # in another file it is common.Fore
    used = {str(getattr(node, "id", "") or getattr(node, "attr", "")) for node in nodes if not is_local(tree, node)}
    if fault.other_file and fault.text and parses(fault.text):  # the tree is without what of it nobody calls
        used |= {getattr(node, "id", "") for node in walk(ast.parse(fault.text))}
    return bool(given) and not set(given) & {"*", *used}


def imported_in_vain(fault):
    """Return (place, module) of an import of the file that has failed, where a program uses nothing of it; or None."""
    text = fault.source.script.source if fault.other_file and fault.source.script else ""
    module = PurePosixPath(fault.file).stem
    tree = ast.parse(text) if text and parses(text) else None
    for node in walk(tree) if tree else ():
        of = [(alias.asname or alias.name).partition(".")[0] for alias in getattr(node, "names", ()) if module in (
            *alias.name.split(".")[-1:], *(getattr(node, "module", None) or "").split(".")[-1:])] if isinstance(
            node, (ast.Import, ast.ImportFrom)) else []
        used = {one.id for one in walk(tree) if isinstance(one, ast.Name)}
        if of and not set(of) & {"*", *used}:
            return fault.source.line(line(node)), module
    return None


def is_local(tree, node):
    """Tell whether a name is one of the function in which it stands, whatever the file calls so: a parameter's."""
    function = tree.function(node) if isinstance(node, ast.Name) else None
    return bool(function) and not any(isinstance(part, ast.Global) for part in walk(function)) and any(
        isinstance(part, ast.arg) and str.__eq__(part.arg, node.id) or isinstance(part, ast.Name) and isinstance(
            part.ctx, ast.Store) and str.__eq__(part.id, node.id) for part in walk(function))


def elsewhere(fault, name):
    """Return how a module, or a folder of modules, is found that was handed in, but in another folder; '' for none.

    Python looks for it beside the program that is started (Python docs, sys.path).
    """
    script = fault.source.script
    here, files = PurePosixPath(script.path).parent, [*map(PurePosixPath, script.beside)]
    alike = [file.name for file in files if file.parent == here and file.name != f"{name}.py"
             and file.name.lower() == f"{name}.py".lower()]
    if alike:
        return f"the file is called {alike[0]}: capitals count."
    places = {part.parent for file in files for part in (file, *file.parents) if part.name in (name, f"{name}.py")}
    places -= {here}
    if not places:
        return ""
    place = min(places, key=lambda one: (here not in one.parents, len(one.parts)))
    within = place.relative_to(here).parts if here in place.parents else ()
    written = re.search(rf"\b{name}\b.*", fault.code)
    package, called = ".".join(within), written[0] if written else name
    named = f"from {package} import {called}."
    if re.match(r"\s*from\b", fault.code or ""):
        named = f"from {package}.{called}."
    return f"{name} lies in {f'the folder {place.name}' if place.name else 'the outermost folder'}, and Python looks " \
        f"for it beside {script.name}, which is started: " + (
            named if within and all(map(str.isidentifier, within)) else "put it there.")


@on(r"No module named '?([\w.]+)'?")
def no_module(fault, found):
    name = found[1].partition(".")[0]
    where = fault.at or fault.source.mistake(f"module {name}") or fault.source.at()
    if name in sys.stdlib_module_names and "is not a package" in fault.words:
        return f"{name}.py: {HIDES.format(name)}"
    if name in RENAMED:
        calls = ": threading.Thread(target=..., args=(...)).start()" if name == "thread" else ""
        return f"{where}the module {name} is one of Python 2; in Python 3 it is called {RENAMED[name]}{calls}."
    if told := fault.source.script and elsewhere(fault, name):
        return f"{where}{told}"
    if package := name == "google" and of_google(fault):
        return f"{where}{package} is a package of its own, which Python does not bring along: do without it, or hand " \
            f"in what says that it must be installed (pip install {package})."
    if (name in KNOWN or name in CALLED) and (vain := imported_in_vain(fault)):
        return f"{vain[0]}nothing of {vain[1]} is used here, and it needs {name} ({where[:-2]}), a package of its " \
            "own, which Python does not bring along: leave this import out."
    if (name in KNOWN or name in CALLED) and is_unused(fault, name):
        return f"{where}{name} is a package of its own, which Python does not bring along, and nothing here uses it: " \
            "leave this line out."
    if name in KNOWN or name in CALLED:
        return f"{where}{name} is a package of its own, which Python does not bring along: do without it, or hand in " \
            f"what says that it must be installed (pip install {CALLED.get(name, name)})."
    close = "" if "." in found[1] else alike(name, [*sys.stdlib_module_names, *RENAMED.values()], 0.8)
    said = [one for node in fault.source.tree.nodes for one in (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [
            alias.name for alias in node.names] if isinstance(node, ast.Import) else [])]
    whole = next((one for one in said if one.startswith(f"{name}.")), name)
    alone = whole == name or has_part(close, whole.split(".")[1])
    if close and abs(len(close) - len(name)) < 3 and alone and (  # config is no misspelt sysconfig, and db no pdb
            len(name) > 3 or name[0] == close[0]):
        return f"{where}no module is called {name}; the one of Python is {close}."
    return f"{where}{whole.replace('.', '/')}.py was not handed in, and Python has none. Hand it in too, or do without."


def has_part(package, name):
    """Tell whether a package of Python's own has a module of this name: concurrent.futures, os.path."""
    try:
        return package in SAFE and bool(importlib.util.find_spec(f"{package}.{name}"))
    except ModuleNotFoundError:  # it is one file
        return hasattr(importlib.import_module(package), name)


def of_google(fault):
    """Return the package of what is imported of google, which many share: google-cloud-firestore, google-genai."""
    for node in fault.source.tree.nodes:
        names = [f"{node.module}.{one.name}" for one in node.names] if isinstance(node, ast.ImportFrom) else [
            one.name for one in getattr(node, "names", ()) if isinstance(node, ast.Import)]
        for parts in (name.split(".") for name in names if name.startswith("google.")):
            if parts[1] == "protobuf":
                return "protobuf"
            return "-".join(parts[:3 if parts[1] == "cloud" else 2])
    return ""


@on(r"partially initialized module '(\w+)'"
    r"|module '(\w+)' has no attribute '(\w+)'"
    r"|cannot import name '(\w+)' from '(\w+)' \([^)]*\b\5\.py\)")
def hides_module(fault, found):
    begun, module, _, _, of = found.groups()
    own = {name for name, _ in fault.source.script.modules} if fault.source.script else set()
    if of and f"{of}.py" not in own and lacks(of, found[4]):
        return ""  # it is Python's own file that has no such name
    if {begun, of, module if f"{module}.py" in own else None} & sys.stdlib_module_names:
        return f"{(own := begun or of or module)}.py: {HIDES.format(own)}"
    return f"{fault.at}{begun}.py and a file that it imports import each other: move what both need into a file of " \
        "its own." if begun else ""


def lacks(module, name):
    """Tell whether Python's own module of this name, which is one file, has no such name."""
    if module not in SAFE or not (found := importlib.util.find_spec(module)):
        return False
    return str(found.origin).endswith(f"{module}.py") and not hasattr(importlib.import_module(module), name)


@on(r"^SyntaxError.*Missing parentheses")
def python_2_print(fault, found):
    return f"{fault.at}{fault.words}. It is written for Python 2; in Python 3 print needs parentheses: print('hello')."


@on(r"^(?:SyntaxError|IndentationError): ")
def not_merged(fault, found):
    left = re.match(r"(?:<{7}|={7}|>{7})(?: |$)", fault.code) and re.search(
        r"^<{7} .*^={7}$.*^>{7} ", fault.text, re.M | re.S)
    return f"{fault.at}git has left two versions of these lines here, which it could not merge: keep one of them, " \
        "and take out the lines of <<<<<<<, ======= and >>>>>>>." if left else ""


@on(r"^TabError")
def tabs_and_blanks(fault, found):
    lines = [one for one in fault.source.text.splitlines() if one[:1] in (" ", "\t")]
    tabs = sum("\t" in one[:len(one) - len(one.lstrip())] for one in lines)
    mine, others = ("tabs", "blanks") if "\t" in fault.code[:len(fault.code) - len(fault.code.lstrip())] else (
        "blanks", "tabs")
    if not fault.code or not 0 < tabs < len(lines):
        return ""
    return f"{fault.at}this line begins with {mine}, and lines around it with {others}, which look alike and are " \
        "not: four blanks for each step, everywhere."


@on(r"^(?:IndentationError|TabError)")
def indented(fault, found):
    return f"{fault.at}{fault.words}. Python tells by the blanks before a line what belongs inside a loop, an if or " \
        "a function."


@on(r"invalid character|invalid non-printable")
def typeset(fault, found):
    return f"{fault.at}{fault.words}. A word processor puts its own quotes and blanks; type them anew in a text " \
        "editor: \"...\"."


@on(r"null bytes|^SyntaxError.*(?:Non-UTF-8|\(unicode error\)|can't decode byte|encoding problem)|^SyntaxError.*UTF-16")
def encoding_of_file(fault, found):
    return f"{fault.name}: the file is not saved as UTF-8, the encoding that Python reads. Save it anew in " \
        "the editor, with the encoding UTF-8."


@on(r"bytes can only contain ASCII literal characters")
def bytes_of_letters(fault, found):
    return f"{fault.at}{fault.words}: other letters go into a text, and encode makes bytes of that: " \
        "\"...\".encode()."


@on(r"^SyntaxError: '([\w ]+)' (?:outside|not properly in) (async )?(function|loop)")
def stands_outside(fault, found):
    what, waits, of = found.groups()
    if waits:
        return f"{fault.at}{what} may stand in an async def only: write async def before the function that holds " \
            "this line, and await what it gives; what starts the first one is asyncio.run(main())."
    within = "a loop" if of == "loop" else "an async def" if what == "await" else "a def"
    return f"{fault.at}{what} may stand in {within} only, and none is around it here: how far are the lines from " \
        "here on indented?"


@on(r"^SyntaxError: expected 'except' or 'finally' block")
def nothing_after_try(fault, found):
    lines = fault.text.splitlines()[:fault.line]
    blanks, handled = [len(text) - len(text.lstrip()) for text in lines], set()
    for number in range(len(lines) - 2, -1, -1):  # from the line that Python names upwards
        if re.match(r"\s*(?:except|finally)\b", lines[number]):
            handled.add(blanks[number])
        elif re.match(r"\s*try\s*:", lines[number]) and blanks[number] not in handled:
            return f"{fault.place(number + 1)}this try has no except, and no finally: as far in as the try, " \
                "and below what stands in it, write `except OSError:` and what is to be done; or leave the try out."
        elif re.match(r"\s*try\s*:", lines[number]):
            handled.discard(blanks[number])
    return ""


@on(r"^SyntaxError: multiple exception types must be parenthesized")
def two_types(fault, found):
    types = re.search(r"except\s+([\w.]+)\s*,\s*([\w., ]+?)\s*:", fault.code)
    if types and types[2].islower() and "." not in types[2] and types[2] != "timeout":
        return f"{fault.at}`except {types[1]}, {types[2]}:` is of Python 2; in Python 3 it is `except {types[1]} as " \
            f"{types[2]}:`."
    both = f"{types[1]}, {types[2]}" if types else "OSError, ValueError"
    return f"{fault.at}`except ({both}):` catches each of them. Without the parentheses only Python 3.14 and later " \
        "understand it."


@on(r"^SyntaxError: (?:invalid|leading zeros)")
def record_of_a_session(fault, found):
    text = fault.text
    typed = re.findall(r"^(?:In \[\d+\]:|>>>) .", text, re.M)
    return f"{fault.at}this is a record of what was typed at Python's own prompt ({typed[0][:-2]}), and of what it " \
        "answered, and no program: hand in a file with the lines of the program alone." if len(typed) > 2 else ""


@on(r"^SyntaxError")
def not_python(fault, found):
    text = older(fault.text) if "f-string" in fault.words else ""
    if text and parses(text):
        instead = "Give what is in the braces a name in a line before, and put that in them" if (
            "backslash" in fault.words) else "Take the other quotes there: f\"{d['key']}\""
        return f"{fault.at}inside its braces an f-string may hold the quotes around it, and a backslash, from Python " \
            f"3.12 on only, and the one here is older. {instead}."
    if re.search(r"\.async\(", fault.code):
        return f"{fault.at}async is a word of the language since Python 3.7, and no name any more: what was " \
            "asyncio.async(...) is asyncio.create_task(...), called where the loop runs, or loop.create_task(...)."
    later = ((r"^\s*match\b.*:\s*$|^\s*case\b.*:\s*$", "match (Python 3.10)"), (r"^\s*except\s*\*", "except* (3.11)"),
             (r":=", ":= (3.8)"), (r"^\s*type \w+ =", "type (3.12)"), (r"(?<![\w'\"])t(['\"])", "t\"...\" (3.14)"),
             (r"f(['\"]).*\{[^}]*\1", "f\"{d[\"key\"]}\" (3.12)"))
    for pattern, name in later:
        if fault.code and re.search(pattern, fault.code):
            return f"{fault.at}{fault.words}. If {name} is meant, only a later Python than the one here knows that."
    if fault.text and compiles(fault.text):  # it came later
        return f"{fault.at}the text that is read here as Python is none, as when only a part of a message has come, " \
            "or two at once: read on to the end of a message before."
    return f"{fault.at}{fault.words}. Python reads the whole file before it runs any of it, so nothing of it has run."


def compiles(text):
    """Tell whether Python would begin to run this: some errors are found only where a tree is made into a program."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(compile(text, "", "exec", dont_inherit=True))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


@on(r"cannot import name '(\w+)' from '([\w.]+)'")
def nothing_to_import(fault, found):
    name, module = found[1], found[2].partition(".")[0]
    if gone := GONE.get((module, name)):
        return f"{fault.at}{module}.{name} is of an older Python; {gone[0]} has it no more. Write {gone[1]}."
    if module in SAFE:
        names = dir(importlib.import_module(found[2]))
        close = next((one for one in (name.lower(), name.capitalize()) if one in names), "") or alike(name, names)
        return f"{fault.at}the module {found[2]} of Python has no {name}{f'; it has {close}' if close else ''}."
    asked = {alias.name for node in fault.source.tree.nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    close = alike(found[1], [one for one in fault.source.tree.defined if one not in asked])
    return f"{fault.at}{found[2]} has no {found[1]}{f'; it has {close}' if close else ''}. Is it spelt differently " \
        "there, or not written yet?"


@on(r"no such table: (\w+)")
def no_table(fault, found):
    named = re.search(r"\bconnect\(\s*['\"](?:[^'\"]*[/\\\\])?([^'\"/\\\\]+\.\w+)['\"]", fault.source.text)
    base = named[1] if named else "the database"
    return f"{fault.at}{base} has no table {found[1]}, since that was not handed in, or nobody has made it: " \
        f"CREATE TABLE IF NOT EXISTS {found[1]} (...) comes first."


@on(r"No such file or directory(?:: '([^']*)')?")
def no_file(fault, found):
    if CONNECTS & {called(call) for call in fault.calls} and "AF_UNIX" in fault.source.text:
        return f"{fault.at}the address of an AF_UNIX socket is the name of a file, which its server makes, and " \
            "nobody waits at this one; it leads only to programs on the same computer: use AF_INET, a host and a port."
    if found[1] in ("python", "python3", "py"):
        return f"{fault.at}not every computer has a command {found[1]}: sys.executable is the Python that runs this."
    if "\\" in (found[1] or ""):
        name, path = found[1].rpartition("\\")[2], re.sub(r"\\+", "/", found[1])
        there = [node for node in fault.source.tree.nodes if isinstance(node, ast.Constant) and isinstance(
            node.value, str) and "\\" in node.value and name in node.value]
        where = fault.source.line(line(there[0])) if there else fault.at
        return f"{where}a backslash parts the names of folders on Windows only: write a / there, as in " \
            f"'{path}', which works everywhere."
    name = (found[1] or "").rpartition("/")[2]
    if name and name.isalnum() and not re.search(rf"\b{name}\b", fault.source.text):
        if RUNS & {called(call) for call in fault.calls}:
            return f"{fault.at}this runs {name!r}, which has been typed, as a command of the computer. A message is " \
                "shown, and never run."
        whose = "its user types" if any(map(asks_user, fault.source.tree.calls)) else "has come"
        return f"{fault.at}this takes what {whose}, {name!r}, for the name of a file. A message is sent as it " \
            "is; the name of a file that is not there is said to be wrong, and asked for again."
    named = [value for call in fault.calls for node in walk(call) if isinstance(node, ast.Constant) and isinstance(
        value := node.value, str) and re.fullmatch(r"[\w./-]*\w\.\w+", value)]  # of ssl no name is told
    if any(isinstance(node, (ast.BinOp, ast.JoinedStr)) for call in fault.calls for node in walk(call)):
        named = [name.lstrip("/") for name in named]  # here + "/server.pem"
    return f"{fault.at}{found[1] or ', or '.join(dict.fromkeys(named)) or 'a file'} was not handed in, or lies in " \
        "another folder: hand it in beside the program."


def module_called(fault):
    """Return the hint for a module that is called, where the line that does so can be found; '' if it cannot."""
    source, modules = fault.source, set()
    for node in source.tree.nodes:
        for one in node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else ():
            if isinstance(node, ast.Import) or is_module(f"{node.module}.{one.name}"):
                modules.add(one.asname or one.name.partition(".")[0])
    calls = [call for call in (fault.calls if fault.known else source.tree.calls) if getattr(
        call.func, "id", "") in modules]
    if not calls:
        return ""
    name, where = calls[0].func.id, fault.at or source.line(line(calls[0]))
    if name in ALIKE:
        return f"{where}{name} is the module, and the {name} is in it: {name}.{name}(...)."
    codec = " text.encode() makes bytes of a text, data.decode() a text of bytes." if re.match("utf_?8", name) else ""
    return f"{where}{name} is a module, and no function: call one that is in it.{codec}"


def is_module(name):
    """Tell whether a name is that of a module in a package of Python's own: encodings.utf_8, but not os.getcwd."""
    place = Path(os.__file__).parent.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()
