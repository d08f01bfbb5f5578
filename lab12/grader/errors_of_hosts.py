"""Errors of hosts: what stands first in an address, and is a number, an address itself, or several at once."""
import ast

from lab12.finder.syntax import called, last_name, line
from lab12.grader.causes import on

ADDRESSES = {"recvfrom", "accept"}  # these give whose message it is, as an address, second
BY_NAME = {"gethostbyaddr": "the name of a computer, its other names, and a list of its addresses",
           "gethostbyname_ex": "the name of a computer, its other names, and a list of its addresses"}
PAIRS = {"getsockname", "getpeername"}
LISTS = {"split", "rsplit", "splitlines", "readlines", "getaddrinfo", "list", "sorted"}


@on(r"str, bytes or bytearray expected, not int")
def host_is_number(fault, found):
    """An address is (host, port): here the first of the two is a number."""
    tree = fault.source.tree
    calls = fault.calls or [one for one in tree.of("bind", "connect", "connect_ex", "sendto") if not fault.line]
    pairs = [part for call in calls for one in call.args for part in (one, *tree.given.get(last_name(one), ()))
             if isinstance(part, ast.Tuple) and len(part.elts) == 2]
    if not fault.calls:  # an except has printed it
        pairs = [pair for pair in pairs if type(tree.value(pair.elts[0])) is int]
    for pair in pairs:
        first, function = last_name(pair.elts[0]), tree.function(pair)
        places = [one.arg for one in function.args.args if one.arg != "self"] if hasattr(function, "name") else []
        of_class = getattr(tree.parent.get(function), "name", "") if places and function.name == "__init__" else ""
        for call in (tree.named(of_class or function.name) if first in places else ()):
            place = places.index(first)
            if len(call.args) > place and type(tree.value(call.args[place])) is int:
                name = of_class or function.name
                return f"{fault.source.line(line(call))}{name} takes {', '.join(places)}, and is given " \
                    f"{', '.join(map(ast.unparse, call.args))}: {first} becomes a number ({fault.at[:-2]}), and must " \
                    "be the host. Hand them over in the same order."
    swapped = pairs and isinstance(tree.value(pairs[0].elts[1]), str)
    where = fault.at or (fault.source.line(line(pairs[0])) if len(pairs) == 1 else "")
    return f"{where}an address is (host, port), in this order, and here a number stands first" \
        f"{f': ({ast.unparse(pairs[0].elts[1])}, {ast.unparse(pairs[0].elts[0])})' if swapped else ''}."


@on(r"str, bytes or bytearray expected, not (tuple|list)")
def host_is_several(fault, found):
    """The first part of an address is several things: an address itself, or all that is known of a name."""
    tree = fault.source.tree
    places = [one for call in fault.calls for one in call.args]
    places += [value for one in places for value in tree.given.get(last_name(one), ())]
    for pair in [one for one in places if isinstance(one, ast.Tuple) and len(one.elts) == 2]:
        host, port = map(ast.unparse, pair.elts)
        values = pair.elts[:1] if isinstance(pair.elts[0], ast.Call) else tree.given.get(last_name(pair.elts[0]), ())
        said = became_address(fault.source, host, port) if found[1] == "tuple" else ""
        said = said or next(filter(None, (several(fault.source, host, port, value, found[1]) for value in values)), "")
        if said:
            return f"{fault.at}{said}"
    return ""


def became_address(source, host, port):
    """Return what is said of a name that recvfrom gives to whoever has sent; '' of any other."""
    for node in [node for node in source.tree.nodes if isinstance(node, ast.Assign)]:
        whole = [ast.unparse(one) for target in node.targets for one in getattr(target, "elts", ())]
        if called(node.value) in ADDRESSES and whole[1:] == [host]:
            return f"{host} is a whole address here, host and port, since {source.ref(node)} has given it another " \
                f"value: another name there, or {host} in the place of ({host}, {port})."
    return ""


def several(source, host, port, value, kind):
    """Return what is said of a host that has such a value, of this kind; '' of one that is no more than one thing."""
    name, where = called(value), source.ref(value)
    if kind == "list":
        is_list = name in LISTS or isinstance(value, (ast.List, ast.ListComp))
        return f"{host} is a list ({where}), and a host is one text: {host}[0], or the part of it that is meant." if (
            is_list) else ""
    if name in BY_NAME:
        return f"{name} gives three things ({where}): {BY_NAME[name]}. gethostbyname() gives the one address that is " \
            "wanted here."
    if name in PAIRS or isinstance(value, ast.Tuple) and len(value.elts) == 2:
        return f"{host} is a whole address, host and port ({where}): hand over {host} in the place of ({host}, " \
            f"{port}), or {host}[0] in it."
    if isinstance(value, ast.Tuple) and len(value.elts) == 1:
        return f"the comma behind it makes {host} a tuple ({where}): leave it out there."
    return ""
