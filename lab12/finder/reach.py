"""Reach tells what statements do, with the functions of the script that they call, and with what these are given.

    if choice == "1":                      # reached(tree, body) of this if holds listen(), and not connect():
        start("server")                    # def start(role): listen() if role == "server" else connect()
"""
import ast
import itertools

from lab12.finder.later import target_of_start, what_is_called
from lab12.finder.nodes import children, walk
from lab12.finder.syntax import FUNCTIONS, called, last_name
from lab12.finder.transports import is_of_python, meant

PYTHONS = {"sys", "os", "time"}  # modules whose functions may be called like the script's own: sys.exit()


def reached(tree, body, starts=True):
    """Return the nodes of these statements, and of the script's own functions and classes that they call.

    With `starts` also of those that they have called in a thread, or later, and do not wait for.

    What a function never does with the texts that it is called with is left out: of `def start(role)` with
    `if role == "server"` in it, one side where start("server") is called.
    """
    found, seen, rest = [], set(), [(node, {}) for node in body]
    while rest:
        nodes = walked(*rest.pop())
        found += nodes
        rest += [(one, {}) for node in nodes for one in chosen(tree, node) if one not in seen and not seen.add(one)]
        for call in filter(called, nodes):
            rest += [(one, {}) for one in (started(tree, call) if starts else ())
                     if one not in seen and not seen.add(one)]
            for one in own(tree, call):
                given = texts_given(tree, one, call)
                if (one, *given.items()) not in seen:
                    seen.add((one, *given.items()))
                    rest.append((one, given))
    return found


def started(tree, call):
    """Return the functions of the script that a call has called in a thread, or later: Thread(target=write)."""
    target = target_of_start(call)
    return [one for one in meant(tree, target) if isinstance(one, FUNCTIONS[:2])] if isinstance(
        target, (ast.Name, ast.Attribute)) else []


def own(tree, call):
    """Return the functions and classes of the script that a call may be of: Server().start() is no other class's.

    What Python gives has none: sys.exit() and Thread(target=hear).start() are others than its own exit() and start().
    """
    found = tree.defined.get(called(call), ())
    whose = getattr(call.func, "value", None)
    if found and (getattr(whose, "id", "") in PYTHONS or is_thread_of_python(tree, whose)):
        return []
    made = getattr(call.func, "value", None) if len(found) > 1 else None
    values = tree.given.get(made.id, ()) if isinstance(made, ast.Name) else [made]
    classes = [one for value in values for one in tree.defined.get(called(value), ()) if isinstance(one, ast.ClassDef)]
    classes = classes if len(classes) == len(values) else []
    for one in classes:  # with those that it is made of
        classes += [base for name in one.bases for base in tree.defined.get(last_name(name), ()) if base not in classes]
    return [one for one in found if tree.parent.get(one) in classes] or found


def is_thread_of_python(tree, node):
    """Tell whether this is a plain thread, or process: Thread(target=hear), or a name that is given nothing else."""
    values = [node] if isinstance(node, ast.Call) else tree.given.get(last_name(node), ())
    return is_of_python(tree, node) and {called(value) for value in values} <= {"Thread", "Process", "Timer"}


def chosen(tree, node):
    """Return the functions and classes of the script that this name is given to another name for: way = serve.

    Of a file that it imports, way = by_stream, these are all that it holds.
    """
    above, top = tree.parent.get(node), node
    while isinstance(above, ast.IfExp) and top is not above.test:
        above, top = tree.parent.get(above), above
    given = isinstance(above, ast.Assign) and top is above.value and isinstance(node, (ast.Name, ast.Attribute))
    return [one for one in meant(tree, node) if not isinstance(one, ast.Lambda)] if given else ()


def parameters(function, arguments, keywords=()):
    """Return (parameter, expression) for what a function, a method or a class is given: by its place, or its name."""
    if isinstance(function, ast.ClassDef):
        function = next((one for one in function.body if getattr(one, "name", "") == "__init__"), None)
    if not isinstance(function, FUNCTIONS):
        return []
    own = [one for one in (*function.args.posonlyargs, *function.args.args) if one.arg != "self"]
    plain = itertools.takewhile(lambda one: not isinstance(one, ast.Starred), arguments)
    named = {one.arg: one for one in (*own, *function.args.kwonlyargs)}
    return [*zip(own, plain, strict=False), *((named[word.arg], word.value) for word in keywords if word.arg in named)]


def handed(tree, call):
    """Return (parameter, expression) for what a call hands to functions of the script, also where a thread is begun."""
    what, arguments, keywords = what_is_called(call)
    if what is call.func or own(tree, call):  # one of its own may be called submit
        return [pair for one in own(tree, call) for pair in parameters(one, call.args, call.keywords)]
    return [pair for one in tree.defined.get(last_name(what), ()) for pair in parameters(one, arguments, keywords)]


def texts_given(tree, function, call):
    """Return the texts that this call gives a function for parameters that it compares with one: {name: text}."""
    if not isinstance(function, ast.FunctionDef) or not any(isinstance(one, ast.Constant) for one in call.args):
        return {}
    texts = {one.arg: value.value for one, value in parameters(function, call.args)
             if isinstance(value, ast.Constant) and isinstance(value.value, str)}
    if function not in tree.known:
        inside = list(walk(function))
        changed = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        tree.known[function] = [pair for node in inside if (pair := compared(node))[0] and pair[0] not in changed]
    asked = tree.known[function]
    # All texts that are compared with nothing lead to the same.
    return {name: text if (name, text) in asked else "" for name, text in texts.items()
            if any(name == one for one, _ in asked)}


def compared(node):
    """Return the name and the text of an if that compares the two; ('', '') for anything else."""
    test = node.test if isinstance(node, (ast.If, ast.IfExp)) else None
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        word = getattr(test.comparators[0], "value", None)
        if isinstance(test.left, ast.Name) and isinstance(word, str):
            return test.left.id, word
    return "", ""


def walked(node, given):
    """Return a node and all in it, less what is never done while these names stand for these texts."""
    found, rest = [], [node]
    while rest:
        node = rest.pop()
        found.append(node)
        name, word = compared(node)
        if name and name in given:
            side = node.body if given[name] == word else node.orelse
            rest += side if isinstance(side, list) else [side]
        else:
            rest += children(node)
    return found


def in_place_of(tree, one, other):
    """Tell whether one of two things is done where the other is not: in the if, and in its else."""
    for above in tree.above(one, ast.If):
        branches = [{node for part in body for node in walk(part)} for body in (above.body, above.orelse)]
        if any(one in here and other in there for here, there in (branches, branches[::-1])):
            return True
    return False


def done_for_member(tree, body):
    """Return what is done where a test finds what these statements give a name, a member of an Enum or a bool; else [].

        if way == "s":
            way = Role.SERVER           # these, or serves = True
        ...
        if role == Role.SERVER:         # if serves:
            door.listen()               # what is done
    """
    given = body[0].value if len(body) == 1 and isinstance(body[0], ast.Assign) else None
    if isinstance(getattr(given, "value", None), bool):
        flag = last_name(body[0].targets[0])
        return next((node.body if given.value else node.orelse for node in tree.nodes if flag and isinstance(
            node, ast.If) and last_name(node.test) == flag), [])
    if not isinstance(given, ast.Attribute) or not any(
            isinstance(node, ast.ClassDef) for node in tree.defined.get(last_name(given.value), ())):
        return []
    member = ast.unparse(given)
    return next((node.body for node in tree.nodes if isinstance(node, ast.If) and isinstance(node.test, ast.Compare)
                 and isinstance(node.test.ops[0], (ast.Eq, ast.Is))
                 and member in map(ast.unparse, (node.test.left, *node.test.comparators))), [])


def decided_by(tree, node):
    """Return (test, whether it is turned round) by which an if is decided in the end: that of which its name is a bool.

        serves = input("Serve? (y/n) ") == "y"      # this test
        if serves: ...                              # if not serves: it is turned round
    """
    test, turned = node.test, False
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test, turned = test.operand, not turned
    tests = []
    for value in tree.given.get(test.id, ()) if isinstance(test, ast.Name) else ():
        if isinstance(value, ast.Compare) or called(value) == "startswith":
            tests.append((value, turned))
        elif isinstance(value, ast.IfExp) and isinstance(getattr(value.body, "value", None), bool):
            tests.append((value.test, turned == value.body.value))
    return tests[0] if len(tests) == 1 else (node.test, False)


def key_and_table(tree, node):
    """Return what is looked up in a table that the source shows, table[key] or table.get(key), and that table."""
    if isinstance(node, ast.Subscript):
        part, table = node.slice, node.value
    elif called(node) == "get" and node.args and isinstance(node.func, ast.Attribute):
        part, table = node.args[0], node.func.value
    else:
        return None, None
    if isinstance(table, ast.Name):
        table = next(iter(tree.given.get(table.id, ())), None)
    return part, table if isinstance(table, ast.Dict) else None
