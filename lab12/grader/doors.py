"""Doors: which sockets of a source listen, and where one of them is taken for a connection."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line


def object_of(fault, *names):
    """Return the name through which one of these is called in the line that has failed: s of s.recv(99)."""
    return next((last_name(call.func.value) for call in fault.calls
                 if called(call) in names and isinstance(call.func, ast.Attribute)), "")


def made_by_accept(fault):
    """Return the name that the source gives the connection that accept gives, '' if none."""
    for call in fault.source.tree.of("accept"):
        above = fault.source.tree.parent.get(call)
        if isinstance(above, ast.Assign):
            target = above.targets[0]
            return last_name(target.elts[0]) if isinstance(target, ast.Tuple) and target.elts else ""
    return ""


def listeners(fault):
    """Return the names of the sockets that listen."""
    tree, found = fault.source.tree, set()
    for call in tree.of("listen", "accept"):
        if isinstance(call.func, ast.Attribute):
            found.add(last_name(call.func.value))
    return found - {""}


def is_of_server(fault, call):
    """Tell whether this is called of the socket of a socketserver's server: self.server.socket, in its handler."""
    whose = getattr(call.func, "value", None)
    return isinstance(whose, ast.Attribute) and whose.attr == "socket" and last_name(whose.value) == "server" and bool(
        {"BaseRequestHandler", "StreamRequestHandler"} & fault.source.tree.words)


def door_handed(fault, used, doors, conn):
    """Return the hint for a function that is handed the listening socket in the place of a connection; '' for none."""
    for call in fault.source.tree.calls:
        for parameter, given in fault.source.handed(call):
            if isinstance(parameter, ast.arg) and parameter.arg == used != "" and last_name(given) in doors:
                return f"{fault.source.line(line(call))}this hands over {last_name(given)}, the listening socket, " \
                    f"which carries no message: {conn or 'conn'}, the connection that accept gives, is meant."
    return ""


def door_among(fault, used, doors):
    """Return the hint for a loop over all sockets that takes the listening one for a connection; '' for none."""
    tree = fault.source.tree
    loop = next((loop for call in fault.calls for loop in tree.above(call, ast.For)
                 if used and last_name(loop.target) == used), None)
    listed = {last_name(part) for node in tree.nodes if isinstance(node, (ast.List, ast.Set)) for part in node.elts}
    listed |= {last_name(call.args[0]) for call in tree.of("append", "add", "register", "insert") if call.args}
    if not loop or not (among := sorted(doors & listed)):
        return ""
    tests = [node.lineno for node in walk(loop) if isinstance(node, ast.Compare)
             and {used, among[0]} <= {last_name(part) for part in (node.left, *node.comparators)}]
    if any(number <= fault.line for number in tests):
        return ""
    first = f"the test in line {tests[0]} belongs before this." if tests else \
        f"if it is {among[0]}, accept() comes in the place of this."
    return f"{fault.at}{used} may be {among[0]} here, the listening socket, which carries no message: {first}"
