"""Noticing tells which calls of recv do not notice that the connection has ended, since nobody looks for b''."""
import ast

from lab12.finder.hearing import again, walrus
from lab12.finder.nodes import walk
from lab12.finder.reach import in_place_of
from lab12.finder.syntax import LOOPS, called, last_name, names_in, target_of


def unnoticing(tree):
    """Return the calls of recv that do not notice the end of the connection, as far as they matter."""
    tests = [node.test for node in tree.nodes if isinstance(node, (ast.If, ast.While))]
    boolean = [part for test in tests for part in walk(test) if isinstance(part, ast.BoolOp)]
    tested = tests + [part for test in boolean for part in test.values]
    seen, asked = [], {}  # calls that are not looked at; name -> whether a test asks if it is empty
    noticed = []  # loops in which a recv before this one is looked at, such as that of a length
    for call in () if tree.of_objects else tree.of("recv"):  # where messages are objects, the end is an EOFError
        name, loop = target_of(tree, call), tree.above(call, LOOPS)[:1]
        if name not in asked:
            asked[name] = any(notices_empty(part, name) for part in tested)
        if asked[name]:
            noticed += [(one, call) for one in loop]
        elif again(tree, call, name) and not walrus(tree, call) and not fails_if_empty(tree, call, name) and not any(
                [one] == loop and not in_place_of(tree, before, call) for one, before in noticed):
            seen.append(call)
    accepting = {tree.function(call) for call in tree.of("accept")}  # what comes there first is a login
    talk = [*seen, *(call for _, call in noticed)]
    if any(tree.above(call, LOOPS) and tree.function(call) not in accepting for call in talk):
        seen = [call for call in seen if tree.function(call) not in accepting]
    return seen


def of_talk(tree, calls):
    """Return the one of these calls that is of the conversation, None for none.

    Of two in one function it is the later one, and the first is of a login.
    """
    first = next(iter(calls), None)
    same = [call for call in calls if tree.function(call) and tree.function(call) is tree.function(first)]
    return same[-1] if same else first


def fails_if_empty(tree, call, name):
    """Tell whether nothing cannot be taken apart, or made a number of, and whoever catches that leaves the loop.

        try:
            who, word = link.recv(99).split(b"&")   # or parts = ..., and parts[1]; int(link.recv(10))
        except ValueError:
            break
    """
    above = next((one for one in tree.above(call, ast.Try) if any(call is part for node in one.body
                                                                  for part in walk(node))), None)
    leaves = above and any(
        (one.type is None or {"Exception", "ValueError", "IndexError"} & names_in(one.type)) and any(
            isinstance(part, (ast.Break, ast.Return)) for part in one.body) for one in above.handlers)
    for part in (one for node in above.body for one in walk(node)) if leaves else ():
        index = tree.value(part.slice) if isinstance(part, ast.Subscript) and name and last_name(
            part.value) == name else None
        made = called(part) == "int" and any(one is call or name and getattr(one, "id", "") == name
                                             for one in walk(part))
        if isinstance(index, int) and index or made:
            return True
        apart = called(getattr(part, "value", None)) in {"split", "unpack"} and isinstance(part, ast.Assign)
        if apart and isinstance(part.targets[0], ast.Tuple) and any(one is call for one in walk(part.value)):
            return True
    return False


def notices_empty(test, name):
    """Tell whether this part of a test asks if the name holds anything: not data, data == b'', if data."""
    named = {last_name(part) for part in walk(test)} - {""}  # data, or self.data
    if isinstance(test, ast.Compare):
        constants = [n.value for n in (test.left, *test.comparators) if isinstance(n, ast.Constant)]
        return name in named and any(value in {"", b"", 0} and value is not False for value in constants)
    negated = isinstance(test, ast.UnaryOp) and name in named
    return bool(name) and (negated or last_name(test) == name)
