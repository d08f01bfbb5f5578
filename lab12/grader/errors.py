"""Errors: what an error that Python names means in a socket program, and what repairs it, as the source shows it."""
import functools
import importlib
import sys
from types import ModuleType

from lab12.finder.mistakes import modules
from lab12.grader import (
    errors_of_addresses,
    errors_of_arguments,
    errors_of_asyncio,
    errors_of_attributes,
    errors_of_calls,
    errors_of_closed,
    errors_of_hosts,
    errors_of_keys,
    errors_of_kinds,
    errors_of_messages,
    errors_of_modules,
    errors_of_names,
    errors_of_none,
    errors_of_other_kinds,
    errors_of_sockets,
    errors_of_sums,
    errors_of_threads,
    errors_of_tls,
    errors_of_values,
)
from lab12.grader.causes import HIDES, TABLE

COMMON = {"asyncio", "json", "queue", "selectors", "socket", "socketserver", "ssl", "threading"}
AT_ONCE = {"abc", "codecs", "io", "os", "stat"}  # Python has them before it runs a script: no file hides them
# They fill the table; the first entry that fits has the word.
PARTS = (errors_of_modules, errors_of_asyncio, errors_of_other_kinds, errors_of_kinds, errors_of_names,
         errors_of_attributes, errors_of_closed, errors_of_sockets, errors_of_threads, errors_of_calls, errors_of_none,
         errors_of_addresses, errors_of_hosts, errors_of_tls, errors_of_arguments, errors_of_sums, errors_of_messages,
         errors_of_values, errors_of_keys)
TABLE.sort(key=lambda entry: [part.__name__ for part in PARTS].index(entry[1].__module__))
ANYWHERE = [pattern for pattern, _ in TABLE if not pattern.pattern.startswith("^")]
LINES = 1000  # of screens that are remembered: most checks show the same ones


def explain(fault):
    """Return what repairs a Fault, with its place; '' if the table does not know it."""
    if name := hidden_module(fault):
        return f"{name}.py: {HIDES.format(name)}"
    for pattern, function in TABLE:
        if (found := pattern.search(fault.words)) and (said := function(fault, found)):
            return said
    return ""


def hidden_module(fault):
    """Return the module of Python whose name the file has that has failed, where that is imported; '' if none.

    The script may do so, or a module of Python that it imports: socket imports selectors, which imports select.
    """
    name = (fault.file or fault.source.name).rpartition("/")[2].removesuffix(".py")
    hidden = sys.stdlib_module_names - set(sys.builtin_module_names)  # those in Python itself no file can hide
    if name not in hidden:
        return ""
    unasked = fault.other_file and not fault.known
    return name if unasked or name in fault.source.tree.words or name in brought_along(fault.source.tree) else ""


def brought_along(tree):
    """Return the names of the modules of Python that those of COMMON import which a script imports."""
    rest = [name for node in tree.nodes for name in modules(node) if name in COMMON]
    found = set()
    while rest:
        parts = vars(importlib.import_module(rest.pop())).values()
        more = {part.__name__ for part in parts if isinstance(part, ModuleType)} - found
        found |= more
        rest += more & sys.stdlib_module_names
    return found - AT_ONCE


@functools.lru_cache(LINES)
def known(line):
    """Return what a line of a screen says of an error of the table, from there on; '' if it says nothing of one."""
    return next((line[found.start():] for pattern in ANYWHERE if (found := pattern.search(line))), "")
