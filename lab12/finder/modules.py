"""Modules finds which files of a hand-in import which others, so that a script is read with all that it is made of."""
import ast
import re
from contextlib import suppress
from importlib.util import find_spec
from pathlib import PurePosixPath

from lab12.finder import reach
from lab12.finder.nodes import walk
from lab12.finder.parsing import parse
from lab12.finder.syntax import FUNCTIONS, LISTENS, LOOPS, RECEIVES, SENDS, called
from lab12.finder.tree import Tree

MOST = 10  # files that one script is made of
LISTED = 100_000  # letters of a requirements.txt that are read
GOES_ON = {"serve_forever", "handle_request", "run_forever", "mainloop", "cmdloop", "wrapper"}  # the last in curses
TALK = LISTENS | RECEIVES | SENDS | GOES_ON | {"input", "create_connection", "open_connection", "run", "start",
                                              "create_datagram_endpoint", "run_until_complete", "start_new_thread",
                                              "submit"}
ASSIGNS = ast.Assign, ast.AnnAssign
# What pip calls packages that are imported by another name.
CALLED = {"Crypto": "pycryptodome", "Cryptodome": "pycryptodomex", "OpenSSL": "pyOpenSSL", "PIL": "pillow",
          "PyQt5": "PyQt5", "PyQt6": "PyQt6", "PySide6": "PySide6", "bs4": "beautifulsoup4", "cv2": "opencv-python",
          "MySQLdb": "mysqlclient", "Pyro4": "Pyro4", "Pyro5": "Pyro5", "dateutil": "python-dateutil",
          "dns": "dnspython", "dotenv": "python-dotenv", "flask_socketio": "Flask-SocketIO",
          "jwt": "PyJWT", "mysql": "mysql-connector-python", "paho": "paho-mqtt", "psycopg2": "psycopg2-binary",
          "nacl": "PyNaCl", "nmap": "python-nmap", "serial": "pyserial", "sklearn": "scikit-learn",
          "socketio": "python-socketio", "socks": "PySocks", "speech_recognition": "SpeechRecognition",
          "PySimpleGUI": "PySimpleGUI", "webview": "pywebview", "win32api": "pywin32", "win32com": "pywin32",
          "websocket": "websocket-client", "wx": "wxPython", "yaml": "PyYAML", "zmq": "pyzmq"}
DONE = ast.Import, ast.ImportFrom, ast.ClassDef, *FUNCTIONS


def own_modules(found):
    """Return which files of the hand-in each one imports, themselves or by others: {path: paths}.

    `found` are (path, source) of all programs.
    """
    sources = dict(found)
    direct = {path: imported(path, source) for path, source in found}
    packages = {path for path, names in direct.items() if any(name in sources for name in names)}
    return {path: reached(path, direct, sources) if path in packages else [] for path in direct}


def reached(path, direct, sources):
    """Return what can be reached from one file by imports, the nearest first, without the file itself.

    What it imports looks for modules beside the file that is started, too, and where that says (Python docs, sys.path).
    """
    seen, rest, beside = [], list(direct[path]), PurePosixPath(path).parent
    roots = [beside, *told(beside, sources[path])]
    while rest and len(seen) < MOST:
        name = rest.pop(0)
        if name not in seen and name != path and name in sources:
            seen.append(name)
            rest += direct[name]
            for root in roots:
                if PurePosixPath(name).parent != root:
                    rest += imported(str(root / "x.py"), sources[name])
    return seen


def imported(path, source):
    """Return the paths at which Python would look for what a script imports, each once."""
    return list(dict.fromkeys(looked_for(path, source)))


def looked_for(path, source):
    """Yield the paths at which Python would look for what a script imports: beside it, and where it says itself."""
    beside = PurePosixPath(path).parent
    above = told(beside, source)
    for node in walk(parse(source)[0]):
        level = getattr(node, "level", 0) or 0
        folders = [PurePosixPath(path).parents[level - 1]] if 0 < level <= len(beside.parts) else [beside]
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module or ''}.{name.name}".strip(".") for name in node.names] + [node.module or ""]
        else:
            continue
        for name in filter(None, names):
            for folder in folders + above:
                yield (folder / f"{name.replace('.', '/')}.py").as_posix()
                yield (folder / name.replace(".", "/") / "__init__.py").as_posix()


def told(beside, source):
    """Return the folders in which a script has Python look for modules besides its own: sys.path.insert(0, "src").

    How far they are above its own folder is not worked out: each of the next two may be meant.
    """
    if not looks_above(source):
        return []
    calls = [node for node in walk(parse(source)[0]) if isinstance(node, ast.Call)
             and ast.unparse(node.func).startswith("sys.path.")]
    found = [beside.parent]
    for call in calls:
        texts = [part.value.lstrip("/") for part in walk(call) if isinstance(part, ast.Constant)
                 and isinstance(part.value, str)]
        folder = PurePosixPath(*(part for text in texts for part in PurePosixPath(text).parts if part != ".."))
        if folder.parts:
            found += [base / folder for base in (beside, *list(beside.parents)[:2])]
    return list(dict.fromkeys(found))


# Where a hand-in asks for packages (pip.pypa.io, Requirements File Format; packaging.python.org, pyproject.toml).
NAMES = r"(?m)^[ \t]*([A-Za-z0-9][\w.-]*)"
PACKAGES = ((r"requirements\b.*\.txt|pipfile|pyproject\.toml", NAMES),
            (r"pyproject\.toml", r"(?ms)^dependencies\s*=\s*\[(.*?)\]"),
            (r"read_?me\b.*|requirements\b.*\.txt|.*\.(?:bat|cmd|sh|ps1)", r"\bpip3? install ([\w. -]+)"),
            (r"read_?me\b.*", r"(?ims)^#+ *(?:the )?(?:dependenc|requirement|prerequisite)[^\n]*\n(.*?)(?=^#|\Z)"))
# In a section of prose: what stands first in an item of a list, and others after commas; and code.
LISTS = re.compile(r"(?m)^[ \t]*(?:[-*+]|\d+[.)])[ \t]+([*`]*[A-Za-z][\w.-]*(?:[ \t*`]*,[ \t*`]*[A-Za-z][\w.-]*)*)"
                   r"|`+([^`]+)`")


def looks_above(source):
    """Tell whether a script has Python look for modules where it is not itself (Python docs, sys.path)."""
    return "sys.path." in source


def dotted(path, source):
    """Return the name by which a part of a package is run, "chat.__main__" for python -m; '' for a file of its own.

    One that imports from its own package, as in "from .wire import send" or "from chat.wire import send" within a
    folder named chat, can be run in no other way (Python docs, The import system, 5.7).
    """
    *folders, _ = parts = PurePosixPath(path).with_suffix("").parts
    levels = [0]
    for node in walk(parse(source)[0]) if not looks_above(source) else ():
        if isinstance(node, ast.ImportFrom):
            package, dot, _ = (node.module or "").partition(".")
            levels.append(node.level or (len(folders) - folders.index(package) if dot and package in folders else 0))
    parts = parts[-1 - max(levels):]
    return ".".join(parts) if len(parts) > max(levels) > 0 and all(map(str.isidentifier, parts)) else ""


def from_above(path, sources):
    """Return how many folders above its own a script is to be started in, since it names files from there; 0 for none.

        open("first_task/data/names.txt")      # in first_task/server.py: python first_task/server.py
    """
    folder = PurePosixPath(path).parent.name
    file = rf"[\"'](?:\./)?{re.escape(folder)}/[^\"'\n]*\.\w{{1,5}}[\"']"
    return int(bool(folder) and any(re.search(file, source) for source in sources))


def idle(source, is_imported=False):
    """Tell whether a file begins no conversation when it is run, so that another one must start what it defines.

    One that is imported does not do what stands under if __name__ == "__main__". What a name is given is for those
    that import it, a connection as well, unless the program goes on in there: server = ChatServer(), which accepts
    again and again.
    """
    tree, _ = parse(source)
    done = {part.lineno for part in tree.body if not isinstance(part, DONE)
            and not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            and not (isinstance(part, ASSIGNS) and not any(map(called, walk(part))))
            and not (is_imported and isinstance(part, ast.If) and "__name__" in ast.unparse(part.test))}
    if not done:
        return True
    whole = Tree(source)
    begun = [part for part in whole.module.body if part.lineno in done]
    given = [part for part in begun if isinstance(part, ASSIGNS)]
    others = [part for part in begun if part not in given]
    begins = any(called(part) in TALK for part in reach.reached(whole, others))
    return not begins and not any(
        called(part) in GOES_ON or isinstance(part, LOOPS) and any(called(one) == "accept" for one in walk(part))
        for part in reach.reached(whole, given))


def want_packages(files, scripts):
    """Say of scripts that only a person can try them, where a package is not installed here that the hand-in asks for.

    A program that can do without it, since it imports it in a try, is tried.
    """
    listed = {}
    for file in files:
        for pattern in [pattern for name, pattern in PACKAGES if re.fullmatch(name, file.name.lower())]:
            with suppress(OSError):
                found = re.findall(pattern, file.read_text("utf-8", "replace")[:LISTED])
                if pattern == PACKAGES[-1][1]:
                    found = ["".join(item) for section in found for item in LISTS.findall(section)]
                for names in found:
                    for name in re.findall(r"(?<![\w.<>=~!-])[A-Za-z][\w.-]*", names):
                        listed.setdefault(re.sub(r"[-.]+", "_", name).lower(), file.name)
    for script in scripts if listed else ():
        texts = [script.source, *(text for _, text in script.modules)]
        for name in [key.partition(" ")[2] for key in script.mistakes if key.startswith("module ")]:
            always = any(re.search(rf"^(?:import|from)\s+{re.escape(name)}\b", text, re.M) for text in texts)
            asked = [file for one, file in listed.items() if one in {
                re.sub("[-.]+", "_", called).lower() for called in (name, CALLED.get(name, name))}]
            if always and asked and not script.by_hand and not find_spec(name):
                script.by_hand = f"needs the package {name}, as {asked[0]} says, which is not installed here"
