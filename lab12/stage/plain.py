"""The plain Python: the one that runs us, with its standard library and no packages, as a student has it.

The kit's own packages, and what they bring along, are in a virtual environment. A program that imports one of them is
to fail here as it does elsewhere. So it runs in an environment of its own, an empty one (PEP 405).
"""
import functools
import os
import re
import shutil
import sys
import tempfile

NAME = "plain-python"
COMMANDS = "python", "python3"  # by which a program may start another one, whichever of them this computer has

# What a program can tell by them that Python was not started for it alone: modules, frames, objects by their addresses
SEES = re.compile(rb"\b(asyncio|ctypes|faulthandler|gc|inspect|importlib|multiprocessing|pdb|runpy|tracemalloc|"
                  rb"breakpoint|excepthook|f_back|getrecursionlimit|last_\w+|modules|native_id|set(trace|profile)|"
                  rb"stack|stack_info|stacklevel|\w+_stack|_current_frames|_getframe)\b|"
                  rb"\b(frozenset|id|set|WeakSet)\(|\{[^{}:]*\sfor\s")
DECLARED = re.compile(rb"\A(.*\n)?[ \t\f]*#.*coding[:=]")  # in what it is written: PEP 263


@functools.cache
def python():
    """Return the command of the plain Python; of the one that runs us, where that is in no virtual environment."""
    there = os.path.join(sys.prefix, NAME)
    commands = [os.path.join(there, "bin", name) for name in COMMANDS]
    base = os.path.realpath(sys.executable)
    if sys.prefix == sys.base_prefix or base.startswith(f"{os.path.realpath(sys.prefix)}{os.sep}"):
        return sys.executable
    try:
        if not all(os.path.realpath(command) == base and os.path.exists(command) for command in commands):
            make(there, base)
    except OSError:
        return sys.executable  # the environment is not ours to write to
    return commands[0] if os.path.realpath(commands[0]) == base else sys.executable


@functools.cache
def environment():
    """Return the environment of a student's program: a name for Python in it is that of the one that runs it."""
    paths = [os.path.dirname(python()), os.environ.get("PATH", os.defpath)]
    return {"PATH": os.pathsep.join(paths), "LANG": "C.UTF-8", "TERM": "xterm",
            "USER": "student", "LOGNAME": "student",  # for getpass.getuser(): the sandbox has no list of users
            "PYTHONHASHSEED": "0"}  # a set of names has the same order each time


def make(there, base):
    """Make an empty environment of this Python, whole or not at all: others may be about to do the same.

    One of another Python, as it was before it was upgraded, is put out of the way.
    """
    made = tempfile.mkdtemp(prefix=f"{NAME}-", dir=os.path.dirname(there))
    new, old = os.path.join(made, "new"), os.path.join(made, "old")
    try:
        os.makedirs(os.path.join(new, "bin"))
        os.chmod(new, 0o755)
        for name in COMMANDS:
            os.symlink(base, os.path.join(new, "bin", name))
        with open(os.path.join(new, "pyvenv.cfg"), "w", encoding="utf-8") as file:
            file.write(f"home = {os.path.dirname(base)}\ninclude-system-site-packages = false\n")
        if os.path.lexists(there):
            os.rename(there, old)
        os.rename(new, there)
    except OSError:
        if not os.path.exists(there):
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def is_plain(command, folder, room):
    """Return whether a command runs a Python file of a folder that does not see what has been done before it.

    Nor does any other of the room in which that is. They are in UTF-8; none has the name of one of Python's modules.
    """
    there = os.path.join(folder, command[1]) if command[1:2] and command[1][:1] != "-" else ""
    return os.path.isfile(there) and command[0] == python() and not hides(os.path.dirname(there)) and sees_nothing(room)


@functools.cache
def hides(folder):
    """Return whether a folder has a module in it that is called as one of the standard library's is."""
    return any(name.partition(".")[0] in sys.stdlib_module_names for name in os.listdir(folder))


@functools.cache
def sees_nothing(room):
    """Return whether no module in a folder, or below it, sees any of that; one that cannot be read may."""
    for above, _, files in os.walk(room):
        for name in files:
            if name.endswith((".py", ".pyw")) and sees(os.path.join(above, name)):
                return False
    return True


def sees(path):
    try:
        with open(path, "rb") as file:
            source = file.read()
        source.decode()
    except (OSError, ValueError):
        return True
    return bool(SEES.search(source) or DECLARED.match(source) or b"\0" in source)
