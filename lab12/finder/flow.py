"""Flow: which names hold what was typed, or what came over the network, and what is made of that."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import FUNCTIONS, RECEIVES, asks_user, called, last_name, names_in, target_of

HEARS = RECEIVES | {"read", "readline", "sock_recv"}
TURNS = 3  # functions that call each other
NOBODY = {"", "self"}  # an object is not what one of its attributes holds


def heard_in(tree):
    """Return the names of what the user has typed, or what has come over the network, and of what is made of it."""
    heard = given_by(tree, [call for call in tree.calls if asks_user(call) or called(call) in HEARS])
    heard |= {last_name(part) for node in tree.nodes if isinstance(node, ast.Assign)
              and isinstance(node.targets[0], ast.Tuple) and any(map(asks_user, walk(node.value)))
              for part in node.targets[0].elts} - {""}  # word, _, rest = input("> ").partition(" ")
    files = {"stdin", "makefile", "rfile", *made_files(tree)}
    heard |= {last_name(node.target) for node in tree.nodes if is_of_stream(node) or isinstance(node, ast.For)
              and any(last_name(part) in files or called(part) in HEARS for part in walk(node.iter))} - {""}
    for _ in range(TURNS):
        heard = spread(tree, heard)
        own = givers(tree, heard)
        more = {target_of(tree, call) for call in tree.calls if called(call) in own and tree.is_own(call.func)} - {""}
        if more <= heard:
            break
        heard |= more
    return heard


def is_of_stream(node):
    """Tell whether this is a loop over the lines that come into a stream of asyncio: async for line in reader."""
    return isinstance(node, ast.AsyncFor) and isinstance(node.iter, (ast.Name, ast.Attribute))


def givers(tree, heard):
    """Return the names of the script's own functions that return what they have received, or what is made of it."""
    found = set()
    for function in [node for node in tree.nodes if isinstance(node, FUNCTIONS[:2])]:
        inside = list(walk(function))
        made = heard | {last_name(part.target) for part in inside if isinstance(part, ast.AugAssign)
                        and (names_in(part.value) & heard or any(called(one) in HEARS for one in walk(part.value)))}
        made |= {last_name(part.func.value) for part in inside if called(part) in {"append", "extend"}
                 and isinstance(part.func, ast.Attribute) and names_in(ast.Tuple(part.args)) & heard}
        if any(isinstance(part, ast.Return) and part.value is not None and tree.function(part) is function
               and not isinstance(part.value, (ast.Compare, ast.BoolOp, ast.UnaryOp))
               and (names_in(part.value) & made or any(called(one) in HEARS for one in walk(part.value)))
               for part in inside):
            found.add(function.name)
    return found


def all_values(tree, name, node=None):
    """Return the expressions whose values a name is given, () if it may also hold what none of them is: of a parameter,
    and of what a for, a with, a := or an unpacking gives it.

    Where a `node` is given, only a parameter of the functions that it stands in is one.
    """
    if "given otherwise" not in tree.known:
        tree.known["given otherwise"] = {one.id for one in tree.nodes if isinstance(one, ast.Name) and isinstance(
            one.ctx, ast.Store) and not is_given_by_value(tree, one)}
        tree.known["parameters"] = {one.arg for one in walk(tree.module) if isinstance(one, ast.arg)}
    taken = tree.known["parameters"] if node is None else {
        part.arg for one in around(tree, node) for part in walk(one.args) if isinstance(part, ast.arg)}
    return () if name in tree.known["given otherwise"] or name in taken else tree.given.get(name, ())


def around(tree, node):
    """Return the functions that a node stands in, from the inside out."""
    found = []
    while (node := tree.function(node)) is not None:
        found.append(node)
    return found


def is_given_by_value(tree, node):
    """Tell whether what this name is given stands there: name = value, a, b = 1, 2, name += value."""
    above = tree.parent.get(node)
    if isinstance(above, ast.Tuple) and isinstance(tree.parent.get(above), ast.Assign):
        return isinstance(tree.parent[above].value, ast.Tuple)
    return isinstance(above, (ast.Assign, ast.AnnAssign, ast.AugAssign))


def made_files(tree):
    """Return the names of the files that a script makes of its sockets: lines = link.makefile()."""
    opened = [item for node in tree.nodes if isinstance(node, ast.With) for item in node.items]
    files = {last_name(item.optional_vars) for item in opened if called(item.context_expr) == "makefile"}
    return (files | {target_of(tree, call) for call in tree.of("makefile")}) - {""}


def spread(tree, names):
    """Return these names, and those of what is made of their values, also where a function is given them."""
    heard = set(names)
    if heard and "hands on" not in tree.known:
        tree.known["hands on"] = list(hands_on(tree))
    for _ in range(TURNS if heard else 0):
        before = len(heard)
        for sources, targets in tree.known["hands on"]:
            if not heard.isdisjoint(sources):
                heard |= targets
        if len(heard) == before:
            break
    return heard


def hands_on(tree):
    """Yield (names in an expression, names that are given its value), in the order of the script."""
    for node in tree.nodes:
        if isinstance(node, (ast.Assign, ast.NamedExpr)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield names_in(node.value), {last_name(part) for target in targets if not isinstance(target, ast.Subscript)
                                         for part in walk(target)} - NOBODY  # and not names[link] = line
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield names_in(node.value), {node.target.id}
        if isinstance(node, (ast.For, ast.AsyncFor)):
            yield names_in(node.iter), {last_name(part) for part in walk(node.target)} - NOBODY
        for one, value in handed(tree, node) if isinstance(node, ast.Call) else ():
            yield names_in(value), {one.arg}


def given_by(tree, calls):
    """Return the names that are given what these calls give, if need be where a function that returns it is called.

    Of what comes with its author's address, data, address = sock.recvfrom(n), it is the data.
    """
    first = {last_name(one) for node in tree.nodes if isinstance(node, ast.Assign)
             and isinstance(node.targets[0], ast.Tuple) and called(node.value) == "recvfrom" and node.value in calls
             for one in node.targets[0].elts[:1]}
    return (first | {target_of(tree, call) for call in calls}) - {""}
