"""Errors of names: what has no value, or no such attribute."""
import ast
import builtins
import re
import socket
import sys

from lab12.finder.nodes import walk
from lab12.finder.scopes import COMPREHENSIONS
from lab12.finder.syntax import (
    OVER_SOCKETS,
    RECEIVES,
    called,
    given_names,
    last_name,
    line,
)
from lab12.grader.catching import leaves
from lab12.grader.causes import alike, on
from lab12.grader.doors import made_by_accept
from lab12.grader.errors_of_sockets import one_for_two

PYTHON_2 = {"raw_input": "input()", "unicode": "str()", "xrange": "range()", "unichr": "chr()", "long": "int()",
            "reload": "importlib.reload()", "basestring": "str", "file": "open()", "execfile": "exec()"}
HOLDERS = {"Thread": ("threading", "multiprocessing"), "Lock": ("threading",), "RLock": ("threading",),
           "Event": ("threading", "asyncio"), "Timer": ("threading",), "Queue": ("queue", "asyncio"),
           "sleep": ("time", "asyncio"), "strftime": ("time",), "ctime": ("time",), "datetime": ("datetime",),
           "randint": ("random",), "choice": ("random",), "dumps": ("json", "pickle"), "loads": ("json", "pickle"),
           "argv": ("sys",), "stdin": ("sys",), "stdout": ("sys",), "system": ("os",), "_exit": ("os",),
           "gethostname": ("socket",), "gethostbyname": ("socket",), "create_server": ("socket",),
           "create_connection": ("socket",), "defaultdict": ("collections",), "deque": ("collections",),
           "ThreadPoolExecutor": ("concurrent.futures",), "StreamRequestHandler": ("socketserver",),
           "BaseRequestHandler": ("socketserver",), "ThreadingTCPServer": ("socketserver",),
           "TCPServer": ("socketserver",), "UDPServer": ("socketserver",), "DefaultSelector": ("selectors",),
           "EVENT_READ": ("selectors",), "create_task": ("asyncio",), "gather": ("asyncio",),
           "open_connection": ("asyncio",), "start_server": ("asyncio",), "start_new_thread": ("_thread",)}
NO_VALUE = re.compile(r"name '(\w+)' is not defined|local variable '(\w+)'")
SPELT = 0.8  # of difflib: what of Python is meant by a name


def is_of_a_client(tree, name):
    """Tell whether a name may be meant for a connection, an address or bytes: it is no function, module or slip."""
    known = {*tree.defined, *dir(builtins), *sys.stdlib_module_names, *map(called, tree.calls)}
    return name not in known and not alike(name, [*tree.defined, *tree.given], SPELT)


def goes_without(fault):
    """Return the except that has caught an error where a name was to be given its value, and goes on; None if none.

        try:
            link, address = door.accept()
        except OSError as error:
            print(error)
        link.recv(1024)
    """
    found = NO_VALUE.search(fault.words)
    name = found and (found[1] or found[2])
    tree = fault.source.tree
    here = {tree.function(node) for node in tree.nodes if hasattr(node, "lineno") and fault.is_at(node)}
    for node in [node for node in tree.nodes if isinstance(node, ast.Try) and fault.is_beside(node)] if here else ():
        before = node.end_lineno < fault.line if tree.function(node) in here else not tree.function(node)
        if before and any(isinstance(part, ast.Name) and str.__eq__(part.id, name) and isinstance(part.ctx, ast.Store)
                          for one in node.body if isinstance(one, (ast.Assign, ast.AnnAssign, ast.With))
                          for part in walk(one)):  # and not only if something holds
            return next((one for one in node.handlers if not leaves(one) and not any(
                isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and str.__eq__(part.id, name)
                for part in walk(one))), None)
    return None


@on(r"name '(\w+)' is not defined")
def no_name(fault, found):
    name, tree = found[1], fault.source.tree
    if missed := goes_without(fault):
        return f"{fault.source.line(line(missed))}an error is caught here, and the program goes on without {name}, " \
            f"which line {fault.line} needs: say what failed, and end there."
    where = fault.at or mentioned_once(fault.source, name) or fault.where()
    if name not in tree.words and "eval" in map(called, fault.calls):
        return f"{where}eval() runs what has come as Python, and {name} is only a text that was typed: send " \
            "json.dumps(...) at the other end and take json.loads(...) here, or the text itself, without eval."
    if name == "_name_":
        return f"{where or fault.source.mistake('_name_')}Write __name__ with two underscores on each side."
    if name in PYTHON_2:
        return f"{where}{name} is Python 2. In Python 3 it is {PYTHON_2[name]}."
    if name == "thread":
        return f"{where}the module thread is one of Python 2: import threading, then threading.Thread(...).start()."
    bare = [call for call in tree.of("accept", "recvfrom") if isinstance(tree.parent.get(call), ast.Expr)]
    if bare and not any(node.id == name for node in tree.nodes if isinstance(node, ast.Name)
                        and isinstance(node.ctx, ast.Store)) and is_of_a_client(tree, name):
        what, kept = ("the connection and the address", "conn, addr") if called(bare[0]) == "accept" else (
            "the bytes and their sender's address", "data, addr")
        return f"{fault.source.line(line(bare[0]))}{called(bare[0])} gives {what}, and neither is kept here: {kept} " \
            f"= {ast.unparse(bare[0])}."
    if name in sys.stdlib_module_names and name not in fault.source.tree.given:
        return f"{where}the line `import {name}` is missing at the top of the file."
    given = [node.lineno for node in tree.given.get(name, []) + tree.defined.get(name, [])
             if fault.is_beside(node)]
    deleted, stored = stores(fault, name)
    if deleted:
        return f"{where}{name} is there no more: del in line {deleted[0].lineno} has taken it away."
    if stored and fault.line and all(not tree.function(node) and node.lineno < fault.line for node in stored):
        return f"{where}{name} is given its value in line {stored[0].lineno} only, and that has not run: it stands " \
            "in what is not always reached, or has failed."
    given = given or [node.lineno for node in stored]
    classes = [one for one in tree.nodes if isinstance(one, ast.ClassDef) for part in one.body
               for target, _ in given_names(part) if str.__eq__(last_name(target), name)]
    if classes and not stored:
        return f"{where}{name} is one of the class {classes[0].name}, and is reached through it: " \
            f"{classes[0].name}.{name}."
    if given and (holder := class_of(fault, name)):
        return f"{where}{name} is a method (line {min(given)}), and is reached through {holder}."
    typed = [node for node in tree.nodes if isinstance(node, ast.AnnAssign) and node.value is None
             and getattr(node.target, "id", "") == name and not isinstance(tree.parent.get(node), ast.ClassDef)]
    if typed and not given:
        return f"{fault.source.line(line(typed[0]))}this says of which kind {name} is to be, and gives it no value: " \
            f"{ast.unparse(typed[0])} = ..., such as [] for an empty list."
    later = [number for number in given if fault.line and number > fault.line]
    if later and len(later) == len(given):
        return f"{where}{name} is given its value in line {min(later)} only, after this one has run. Move that up."
    if given:
        return f"{where}{name} is given its value inside another function (line {min(given)}), which keeps it to " \
            "itself. Hand it over as an argument, or declare it global there."
    if name not in sys.stdlib_module_names and (pair := one_for_two(fault.source, name)):
        return pair
    takes = [call for call in tree.of("recv") if not tree.is_own(call.func)]
    if fault.source.script and fault.source.script.transport == "udp" and takes and not given and any(
            called(call) == "sendto" and call.args and last_name(call.args[-1]) == name for call in fault.calls):
        return f"{fault.source.line(line(takes[0]))}recv gives the bytes alone, and nothing says from whom they are: " \
            f"data, {name} = sock.recvfrom(1024)."
    if name in HOLDERS and not alike(name, {*tree.given, *tree.defined}, SPELT):
        if holders := [module for module in HOLDERS[name] if module in bound_modules(tree)]:
            return f"{where}{name} is in the module {holders[0]}, and is reached through it: {holders[0]}.{name}."
        module = HOLDERS[name][0]
        return f"{where}{name} is in the module {module}: the line `from {module} import {name}` is missing at the " \
            "top of the file."
    meant = re.search(r"Did you mean: '(\w+)'", fault.words)
    of_socket = alike(name, [word for word in dir(socket) if word[:1].isupper() and not hasattr(builtins, word)])
    if meant or of_socket and (of_socket in tree.words or name.isupper()):
        word = meant[1] if meant else f"socket.{of_socket}"
        return f"{where}the name {name} is given no value before; {word} is."
    close = alike(name, {*tree.given, *tree.defined}) or alike(name, dir(builtins), SPELT) or socket_meant(fault, name)
    return f"{where}the name {name} is given no value before{f'; {close} is' if close else ''}. " \
        "Is it spelt differently where it is given one?"


def stores(fault, name):
    """Return where a name is deleted outside functions, and where one is given a value that may be seen elsewhere."""
    tree = fault.source.tree
    named = [node for node in tree.nodes if isinstance(node, ast.Name) and str.__eq__(node.id, name)
             and fault.is_beside(node) and getattr(tree.parent.get(node), "value", node)  # room: list gives it none
             and not tree.above(node, (ast.ClassDef, *COMPREHENSIONS))]
    return ([node for node in named if isinstance(node.ctx, ast.Del) and not tree.function(node)],
            [node for node in named if isinstance(node.ctx, ast.Store)])


def bound_modules(tree):
    """Return the names under which modules are imported as a whole: import threading."""
    return {one.asname or one.name for node in tree.nodes if isinstance(node, ast.Import) for one in node.names}


def mentioned_once(source, name):
    """Return the place of the only line that mentions a name, '' where there is none or more: an error may not say it.
    """
    places = {line(node): node for node in source.tree.nodes if isinstance(node, ast.Name) and node.id == name}
    return source.line(*places) if len(places) == 1 else ""


def class_of(fault, name):
    """Return through what the line that has failed reaches a name that only a method of one class has; ''."""
    tree = fault.source.tree
    methods = tree.defined.get(name, [])
    holders = {tree.parent.get(node) for node in methods}
    if tree.given.get(name) or len(holders) != 1 or not isinstance(holder := holders.pop(), ast.ClassDef):
        return ""
    inside = [tree.function(node) for node in walk(holder) if getattr(node, "id", "") == name and fault.is_at(node)]
    method = inside[0] if inside else None
    while method and tree.parent.get(method) is not holder:
        method = tree.function(method)  # a function in a method knows its self as well
    mine = method.args.args if isinstance(method, ast.FunctionDef) and not method.decorator_list else ()
    bound = any(one.args.args and one.args.args[0].arg == "self" for one in methods)
    return f"{mine[0].arg}: {mine[0].arg}.{name}" if bound and mine else \
        f"an object of the class {holder.name}" if bound else f"its class: {holder.name}.{name}"


def socket_meant(fault, name):
    """Return the name of the socket of a program that calls a method of one under a name that there is not; ''."""
    calls = [call for call in fault.calls if called(call) in {*OVER_SOCKETS, *RECEIVES, "close", "accept", "listen"}
             and getattr(getattr(call.func, "value", None), "id", "") == name]
    made = [node.targets[0] for node in fault.source.tree.nodes if isinstance(node, ast.Assign) and called(
        node.value) in {"socket", "create_connection", "create_server"}]
    return (made_by_accept(fault) or (last_name(made[0]) if len(made) == 1 else "")) if calls else ""


def is_without_global(tree, node, name):
    """Tell whether a node stands in a function that does not say that this name is one of outside."""
    function = tree.function(node)
    return function is not None and not any(isinstance(part, (ast.Global, ast.Nonlocal)) and name in part.names
                                            for part in walk(function))


@on(r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before assignment")
def no_global(fault, found):
    name, source = found[1] or found[2], fault.source
    if missed := goes_without(fault):
        return f"{source.line(line(missed))}an error is caught here, and the program goes on without {name}, which " \
            f"line {fault.line} needs: say what failed, and leave there."
    counted = next((node for node in source.tree.nodes if isinstance(node, ast.AugAssign) and last_name(
        node.target) == name and is_without_global(source.tree, node, name) and not fault.line), None)  # as printed
    where = source.line(line(counted)) if counted else fault.at
    outside = [value for value in source.tree.given.get(name, []) if not source.tree.function(value)]
    if outside:
        return f"{where}{name} is given a value in this function, so Python takes it for one of its own. Write " \
            f"`global {name}` as the first line of the function to mean the one of line {outside[0].lineno}."
    around = [function for value in source.tree.given.get(name, []) if (function := source.tree.function(value))]
    inside = next((source.tree.function(node) for node in source.tree.nodes if fault.is_at(node) or node is counted),
                  None)
    enclosing = [one for one in around if inside is not None and one is not inside and inside in walk(one)]
    if enclosing:
        return f"{where}{name} is given a value in this function, so Python takes it for one of its own. Write " \
            f"`nonlocal {name}` as its first line to mean the one of {enclosing[0].name}."
    if missed := None if fault.line else given_in_try(source, name):
        return f"{source.line(line(missed))}an error is caught here, and the program goes on without {name}, which " \
            "it needs later: say what failed, and leave there."
    return f"{where}{name} is used before it is given a value here: every way to this line must give it one."


def given_in_try(source, name):
    """Return the except, after which a program goes on, of the try that alone gives a name its value; None if none.

    So it is looked for where an error has been caught, and printed without its line.
    """
    tree = source.tree
    values = [value for value in tree.given.get(name, []) if tree.function(value)]
    tries = {next(iter(tree.above(value, ast.Try)), None) for value in values}
    node = tries.pop() if len(tries) == 1 else None
    tried = [part for one in node.body for part in walk(one)] if node is not None and not node.finalbody else []
    return next((one for one in node.handlers if not leaves(one)), None) if set(values) & set(tried) else None
