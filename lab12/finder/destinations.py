"""Destinations tells where a value goes: which names it is given, and which part of whose address it becomes.

    def talk(host):                        # of sys.argv[1] in the last line: names ["host"], places {"host"}
        link.connect((host, 5000))
    talk(sys.argv[1])
"""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import CONNECTS, FUNCTIONS, called, is_everybody, last_name

MOST = 60  # places that are looked at
OWN = {"bind", "create_server", "start_server"}           # at an address of its own
OTHERS = CONNECTS | {"sendto"}                            # at an address of somebody else
TWO = {"start_server": 1, "open_connection": 0, "create_connection": 0}  # where host and port are two: the place of one
SAME = {"int", "str", "strip", "rstrip", "lstrip", "gethostbyname", "ip_address", "lower"}  # give the same, or nearly
PARTS = "host", "port", "address"
WHOLE = 2  # the part that is the address itself, host and port as one text: 127.0.0.1:5000
SPLITS = {"split", "rsplit", "partition", "rpartition"}
URLS = {"urlparse", "urlsplit"}


def destinations(tree, node, part=None):
    """Return (names that this value is given, the nearest first; places that it takes in addresses).

    It may be an address of which the value is this `part`. The places are host and port of somebody else, "own host"
    and "own port" of the script itself; "address" and "own address" where a colon parts the two, "chat://address" where
    such a URL has both.
    """
    names, places, seen, rest, parted, scheme = [], set(), set(), [(node, part)], False, ""
    while rest and len(seen) < MOST:
        one, part = rest.pop(0)  # `part`: the value is this part of an address
        if (one, part) in seen:
            continue
        seen.add((one, part))
        above = tree.parent.get(one)
        while is_same(one, above):
            one, above = above, tree.parent.get(above)
        if called(above) in URLS and above.args[:1] == [one]:
            pieces, scheme = parts_of_url(tree, above)
            parted, rest = True, rest + [(piece, None) for piece in pieces]
        elif isinstance(above, ast.Call):
            take_call(tree, above, one, part, names, places, rest)
        elif found := parted_by_colon(tree, above):
            parted, rest = True, rest + [(piece, None) for piece in found]
        elif isinstance(above, ast.keyword):
            take_keyword(tree, above, one, part, names, places, rest)
        elif part is None and (given := taken_apart(tree, above, one)):
            rest += [(use, None) for target, assign in given for use in uses(tree, target, assign)]
            names += [last_name(target) for target, _ in given]
        elif isinstance(above, ast.Tuple) and part is None and len(above.elts) == 2 and not is_unpacked(tree, above):
            rest.append((above, above.elts.index(one)))
        elif isinstance(above, ast.Return):
            rest += [(call, part) for call in tree.sites(tree.function(above))]
        elif target := name_given(tree, above, one):
            names.append(last_name(target))
            rest += [(use, part) for use in uses(tree, target, above)]
    for own in ("", "own ") if parted else ():
        if {f"{own}host", f"{own}port"} <= places:
            places.add(f"{scheme}{own}address")
    return names, places


def parts_of_url(tree, call):
    """Return where the host and the port of a URL are used, and what it has to begin with: "chat://", or "tcp://".

        where = urlparse(sys.argv[1])
        if where.scheme == "chat":
            link.connect((where.hostname, where.port))
    """
    above = tree.parent.get(call)
    target = name_given(tree, above, call)
    found = [tree.parent.get(use) for use in uses(tree, target, above)] if target is not None else [above]
    found = [part for part in found if isinstance(part, ast.Attribute)]
    tests = [tree.parent.get(part) for part in found if part.attr == "scheme"]
    words = [tree.value(one) for test in tests if isinstance(test, ast.Compare)
             for side in (test.left, *test.comparators) for one in getattr(side, "elts", [side])]
    scheme = next((word for word in words if isinstance(word, str) and word), "tcp")
    return [part for part in found if part.attr in ("hostname", "port", "netloc")], f"{scheme}://"


def parted_by_colon(tree, node):
    """Return where the parts of a text are used that is parted at its colon, as HOST:PORT is: text.rsplit(":", 1)."""
    call = tree.parent.get(node)
    if getattr(node, "attr", "") not in SPLITS or called(call) != node.attr or (
            tree.value(call.args[0]) if call.args else None) != ":":
        return []
    above = tree.parent.get(call)
    if isinstance(above, ast.Subscript):
        return [above]
    target = above.targets[0] if isinstance(above, ast.Assign) else None
    if isinstance(target, ast.Tuple):
        return [use for one in target.elts for use in uses(tree, one, above)]
    parts = [tree.parent.get(use) for use in uses(tree, target, above)] if target is not None else []
    return [part for part in parts if isinstance(part, ast.Subscript)]


def is_same(node, above):
    """Tell whether what stands above a node has the same value: int(x), x.strip(), x or "127.0.0.1", x if y else z."""
    if isinstance(above, ast.Call):
        return called(above) in SAME and (node in above.args or node is above.func)
    if isinstance(above, ast.Attribute):
        return node is above.value and above.attr in SAME
    return isinstance(above, ast.BoolOp) or isinstance(above, ast.IfExp) and node is not above.test


def is_unpacked(tree, pair):
    """Tell whether the two values of this tuple are given to two names: host, port = sys.argv[1], 5000."""
    above = tree.parent.get(pair)
    return isinstance(above, ast.Assign) and isinstance(above.targets[0], ast.Tuple)


def taken_apart(tree, several, node):
    """Return (name, assignment) of what is given this one of several values that a function returns at once.

        def given(argv): return argv[1], int(argv[2])
        host, port = given(sys.argv)
    """
    function = tree.function(several) if isinstance(several, ast.Tuple) and isinstance(
        tree.parent.get(several), ast.Return) else None
    assigns = [tree.parent.get(call) for call in tree.sites(function)]
    targets = [(one.targets[0].elts, one) for one in assigns if isinstance(one, ast.Assign) and isinstance(
        one.targets[0], ast.Tuple) and len(one.targets[0].elts) == len(several.elts)]
    return [(elements[several.elts.index(node)], one) for elements, one in targets]


def take_call(tree, call, node, part, names, places, rest):
    """Note down what becomes of a value that a call is given."""
    if node not in call.args:
        return
    name, index = called(call), call.args.index(node)
    if part is None and name in TWO and TWO[name] <= index < TWO[name] + 2 and not tree.is_own(call.func):
        places.add(f"{'own ' * (name in OWN)}{PARTS[index - TWO[name]]}")
    elif part is not None and name == "sendto" and is_to_everybody(tree, node):
        return  # at a port that each of them has
    elif part is not None and (name in OWN | OTHERS or name.endswith("Server")) and not tree.is_own(
            call.func):
        places.add(f"{'own ' * (name not in OTHERS)}{PARTS[part]}")
    else:
        for function in functions(tree, call):
            parameters = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
            parameters = parameters[parameters[:1] == ["self"]:]
            if index < len(parameters):
                hand_over(tree, function, parameters[index], part, names, rest)
        for field in fields(tree, call)[index:index + 1]:
            hand_to_field(tree, field, part, names, rest)


def is_to_everybody(tree, address):
    """Tell whether this is the address of all in the network: ("<broadcast>", port)."""
    return isinstance(address, ast.Tuple) and is_everybody(tree, tree.value(address.elts[0]))


def take_keyword(tree, keyword, node, part, names, places, rest):
    """Note down what becomes of a value that is given by name."""
    call = tree.parent.get(keyword)
    name = called(call)
    if part is None and name in TWO and keyword.arg in PARTS:
        places.add(f"{'own ' * (name in OWN)}{keyword.arg}")
    elif part is not None and keyword.arg in {"local_addr", "remote_addr", "address", "server_address"}:
        places.add(f"{'own ' * (keyword.arg == 'local_addr' or name in OWN)}{PARTS[part]}")
    elif keyword.arg == "args" and isinstance(node, ast.Tuple):
        return
    else:
        for function in functions(tree, call):
            hand_over(tree, function, keyword.arg, part, names, rest)
        if keyword.arg in fields(tree, call):
            hand_to_field(tree, keyword.arg, part, names, rest)


def fields(tree, call):
    """Return the names of the values that an object of a dataclass is made of, in their order; [] for other calls."""
    found = [one for one in tree.defined.get(called(call), ()) if isinstance(one, ast.ClassDef)
             and ("dataclass" in ast.unparse(ast.Tuple(one.decorator_list, ast.Load()))
                  or any(last_name(base) == "NamedTuple" for base in one.bases))]
    return [part.target.id for one in found for part in one.body if isinstance(part, ast.AnnAssign)
            and isinstance(part.target, ast.Name)]


def hand_to_field(tree, name, part, names, rest):
    """Go on with a value of an object: self.port, config.port."""
    names.append(name)
    rest += [(node, part) for node in tree.nodes if isinstance(node, ast.Attribute) and node.attr == name
             and isinstance(node.ctx, ast.Load)]


def functions(tree, call):
    """Return the functions of the script that a call may mean; of a class, what makes its objects."""
    found = []
    for one in tree.defined.get(called(call), ()) if isinstance(call, ast.Call) else ():
        inside = one.body if isinstance(one, ast.ClassDef) else [one]
        found += [part for part in inside if isinstance(part, FUNCTIONS[:2])
                  and (one is part or part.name == "__init__")]
    return found


def hand_over(tree, function, parameter, part, names, rest):
    """Go on with a parameter of a function of the script."""
    if parameter:
        names.append(parameter)
        rest += [(node, part) for node in walk(function)
                 if isinstance(node, ast.Name) and node.id == parameter and isinstance(node.ctx, ast.Load)]


def name_given(tree, above, node):
    """Return what is given the value of a node, in an assignment that may be of several; None if nothing is."""
    pair = above if isinstance(above, ast.Tuple) else None
    assign = tree.parent.get(pair) if pair else above
    if isinstance(assign, ast.Assign):
        target = assign.targets[0]
        if pair and isinstance(target, ast.Tuple):
            index = pair.elts.index(node) if node in pair.elts else len(target.elts)
            return target.elts[index] if index < len(target.elts) else None
        return target if not pair and isinstance(target, (ast.Name, ast.Attribute)) else None
    return assign.target if isinstance(assign, (ast.AnnAssign, ast.NamedExpr)) and not pair else None


def uses(tree, target, assign):
    """Return where the value of a name is used: in its function, or anywhere if it is no function's own."""
    if "loads" not in tree.known:
        tree.known["loads"] = found = {}
        for node in tree.nodes:
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                found.setdefault((type(node), last_name(node)), []).append(node)
    nodes = tree.known["loads"].get((type(target), last_name(target)), [])
    function = tree.function(assign)
    shared = function is None or isinstance(target, ast.Attribute) or any(
        isinstance(node, ast.Global) and last_name(target) in node.names for node in walk(function))
    return nodes if shared else [node for node in nodes if tree.function(node) is function]
