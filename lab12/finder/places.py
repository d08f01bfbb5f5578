"""Places tells where a script waits, calls and sends."""
import ast
import ipaddress
import re

from lab12.finder.destinations import OWN, destinations
from lab12.finder.later import what_is_called
from lab12.finder.nodes import walk
from lab12.finder.reach import parameters
from lab12.finder.syntax import (
    CONNECTS,
    asks_user,
    called,
    given_names,
    is_everybody,
    is_for_own_address,
    last_name,
    line,
)
from lab12.finder.tree import Table

GROUPS = range(224, 240)  # first numbers of the addresses of multicast groups (RFC 5771)
ADDRESS = re.compile(r"\s*(?:\w+://)?(\d+(?:\.\d+){3})(?::\d+)?\s*")  # by itself, or with a port
BINDS = {"bind", "connect", "connect_ex", "create_server", "create_connection"}  # at an address
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
PLACEHOLDER = re.compile(r"(?=.*[xXyYzZ*#?])\d{1,3}(?:\.(?:\d{1,3}|[xXyYzZ]{1,3}|[*#?]+)){3}")  # 192.168.x.x
# <server ip>, "enter the address here", YOUR_IP, "server ip": no name of a computer has a blank in it
TO_FILL_IN = re.compile(r"(?=.*(?:\b|_)(?:ip|addr(?:ess)?|host|server)(?:\b|_))\s*(?:[<\[({].*[>\])}]|"
                        r".*(?:\b|_)(?:your|enter|insert|put|replace)(?:\b|_).*|.*\w[ ]+\w.*)\s*", re.I)
MISTYPED = re.compile(r"(?=\d)(?=.*[A-Za-z])(?:[\dlIoO]{1,3}\.){3}[\dA-Za-z]{1,4}")  # 127.0.0.1l, 192.168.O.4
LOOPBACKS = "localhost", "ip6-localhost", "localhost.localdomain"
ENDPOINTS = {"TCP4ServerEndpoint", "TCP4ClientEndpoint", "TCP6ClientEndpoint", "HostnameEndpoint"}  # of twisted
SERVERS = {"TCPServer", "UDPServer", "ThreadingTCPServer", "ThreadingUDPServer"}  # of socketserver


def addresses(tree):
    """Return the IPv4 addresses of other machines that the code names: those in its comments and prompts are none."""
    probes = {part for call in probing(tree) for part in walk(call)}
    texts = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
             and node not in probes]
    found = [address[1] for text in texts if (address := ADDRESS.fullmatch(text))]
    return [address for address in dict.fromkeys(found) if is_anothers(address)]


def everybody(tree, found):
    """Return those of these addresses that are all of a network: no computer has one, to wait or to be called there."""
    given = [tree.value(call.args[0]) for call in tree.of(*BINDS) if call.args]
    of_one = {address[0] for address in given if isinstance(address, tuple) and address}
    return [host for host in found if host not in of_one and is_everybody(tree, host)]


def probing(tree):
    """Return the calls by which a script only asks for an address of its own."""
    return [call for call in tree.calls if called(call) == "connect" and is_for_own_address(tree, call)]


def probe(tree):
    """Return the address that such a call names, '' for none."""
    values = [tree.value(call.args[0]) for call in probing(tree) if call.args]
    hosts = [value[0] for value in values if isinstance(value, tuple) and value and isinstance(value[0], str)]
    return next(filter(is_anothers, hosts), "")


def is_anothers(text):
    """Tell whether this is the IPv4 address of one machine, and not of a loopback, a group or everybody."""
    try:
        return ipaddress.IPv4Address(text).packed[0] not in (0, 127, *GROUPS, 255)
    except ValueError:
        return False  # 192.168.1.300, 01.02.03.04


def server_calls(tree):
    """Return the calls that make a socketserver, or a class of the script that is one."""
    classes = [node for node in tree.nodes if isinstance(node, ast.ClassDef)]
    own = {node.name for node in classes for base in node.bases if last_name(base) in SERVERS}
    return tree.of(*SERVERS, *own)


def read_addresses(script, tree):
    """Read where the script listens, connects or sends to."""
    servers, first = server_calls(tree), CONNECTS if script.role == "client" else OWN
    probes = probing(tree)
    for call in sorted(tree.calls, key=lambda call: called(call) not in first and call not in servers):
        if call in probes or script.transport == "udp" and is_of_a_stream(tree, call):
            continue
        name, values = called(call), [tree.value(argument) for argument in call.args]
        named = {k.arg: tree.value(k.value) for k in call.keywords}
        named |= named[None] if isinstance(named.get(None), Table) else {}  # start_server(talk, **CONFIG)
        if call in servers:
            take(script, values[0] if values else named.get("server_address"))
        elif name in BINDS and len(values) > 2 and name.startswith("create_") and not tree.of_objects and isinstance(
                values[1], (str, type(None))) and not isinstance(values[0], tuple):
            take(script, tuple(values[1:3]))  # of asyncio's loop: what makes a protocol, host, port
        elif name in BINDS:
            values = [handed(tree, call, argument) for argument in call.args]
            address = tuple(values) if len(values) == 2 and not isinstance(values[0], tuple) else (
                values[0] if values else named.get("address"))
            take(script, address)
            if name in CONNECTS and isinstance(address, tuple) and len(address) == 2 and not is_unused(tree, call):
                script.targets.append(address[1])
        elif name in {"start_server", "open_connection"}:
            ends = values[1:] if name == "start_server" else values
            take(script, (*ends, named.get("host"), named.get("port"))[:2])
        elif name == "listenTCP":
            take(script, ("", *values)[:2])
        elif name == "connectTCP":
            take(script, tuple(values[:2]))
        elif name in ENDPOINTS:
            take(script, ("", *values[1:])[-2:])  # the first is the reactor
        elif name == "create_datagram_endpoint":
            own, other = (one and tree.value(one) for one in datagram_ends(call))
            take(script, other or own if script.role == "client" else own or other)
            if isinstance(other, tuple) and len(other) == 2:
                script.targets.append(other[1])
        elif name == "sendto" and values:
            to = handed(tree, call, call.args[-1])
            if isinstance(to, tuple) and len(to) == 2:
                script.targets.append(to[1])
                script.sends_to.add(to[0])
                note_name(script, to)
                if all(is_idle(tree, one) for one in tree.of("bind", "connect")):
                    take(script, to)
    script.host = script.host or probe(tree) or script.host


def is_of_a_stream(tree, call):
    """Tell whether a call is one of a socket for TCP, by which a client signs in that talks over UDP then."""
    made = tree.given.get(last_name(getattr(call.func, "value", None)), ())
    return called(call) in CONNECTS and any(called(value) == "socket" and any(
        last_name(part) == "SOCK_STREAM" for part in walk(value)) for value in made)


def datagram_ends(call):
    """Return what a call of create_datagram_endpoint names as its own address and as the other one; None for neither.
    """
    named = {word.arg: word.value for word in call.keywords}
    ends = (named.get(name) or next(iter(call.args[place:]), None)
            for place, name in enumerate(("local_addr", "remote_addr"), 1))
    return [None if isinstance(one, ast.Constant) and one.value is None else one for one in ends]


def handed(tree, call, node):
    """Return what an argument of a call stands for, also where it is a parameter that its function is handed."""
    if isinstance(node, ast.Tuple):
        return tuple(handed(tree, call, part) for part in node.elts)
    if isinstance(node, ast.Subscript) and tree.value(node) is None:  # def serve(config): ... bind(config["port"])
        table, key = handed(tree, call, node.value), tree.value(node.slice)
        return table[key] if isinstance(table, Table) and isinstance(key, str) and key in table else None
    function, name, value = tree.function(call), last_name(node), tree.value(node)
    taken = [one.arg for one in function.args.args if one.arg != "self"] if function is not None else []
    unknown = value is None or isinstance(value, tuple) and None in value
    if isinstance(node, ast.Attribute) and (unknown or is_of_others(tree, name, value)):
        kept = of_object(tree, name)
        return value if kept is None and isinstance(value, tuple) else kept
    if value is not None or not isinstance(node, ast.Name) or name not in taken:
        return value
    known = getattr(function, "name", "")
    known = getattr(tree.parent.get(function), "name", "") if known == "__init__" else known
    for one in tree.calls:
        if known and called(one) == known and tree.function(one) is not function:
            given = [tree.value(part) for part in one.args[taken.index(name):][:1] or [
                word.value for word in one.keywords if word.arg == name]] or by_table(tree, one, name)
            value = given[0] if given and value is None else value
        value = of_thread(tree, one, function, name) if value is None else value
    return value


def of_object(tree, name):
    """Return the constant that an object is made with and keeps under this name: Node("anna", 7001), self.port = port.

    Or several: self.address = (host, port). None where there is none, or where two objects are made with different
    ones.
    """
    found = set()
    for one in tree.nodes:
        for target, value in given_names(one) if isinstance(one, ast.Assign) else ():
            function = tree.function(one)
            if not (isinstance(target, ast.Attribute) and target.attr == name and isinstance(
                    value, (ast.Name, ast.Tuple)) and getattr(function, "name", "") == "__init__"):
                continue
            parts = getattr(value, "elts", [value])
            for call in tree.sites(tree.parent.get(function)):
                given = [one for part in parts for one in given_by(tree, call, function, part)]
                if len(given) == len(parts):
                    found.add(tuple(given) if isinstance(value, ast.Tuple) else given[0])
    return found.pop() if len(found) == 1 else None


def given_by(tree, call, function, node):
    """Return [the value] of this constant, or of this parameter of a function where it is called; [] for others."""
    if isinstance(node, ast.Constant):
        return [node.value]
    taken = [part.arg for part in function.args.args if part.arg != "self"]
    if last_name(node) not in taken:
        return []
    place = taken.index(last_name(node))
    given = call.args[place:place + 1] + [word.value for word in call.keywords if word.arg == taken[place]]
    return [tree.value(given[0])] if given else by_table(tree, call, taken[place])


def by_table(tree, call, name):
    """Return [the value] that a call hands a parameter of this name out of a dictionary: Server(**CONFIG)."""
    tables = [tree.value(word.value) for word in call.keywords if word.arg is None]
    return [one[name] for one in tables if isinstance(one, Table) and name in one][:1]


def is_of_others(tree, name, value):
    """Tell whether only a variable of another function has this value, of the same name as what objects keep."""
    given = [(target, tree.function(one)) for one in tree.nodes for target, known in given_names(one)
             if last_name(target) == name and tree.value(known) == value and not is_handed(tree, one, known)]
    keepers = {tree.function(one) for one in tree.nodes if isinstance(one, ast.Attribute) and one.attr == name
               and isinstance(one.ctx, ast.Store)}
    return bool(given and keepers) and all(isinstance(target, ast.Name) and function is not None
                                           and function not in keepers for target, function in given)


def is_handed(tree, node, known):
    """Tell whether an expression is a parameter of the function that a node stands in."""
    function = tree.function(node)
    return isinstance(known, ast.Name) and function is not None and known.id in {
        one.arg for one in function.args.args}


def of_thread(tree, call, function, name):
    """Return the constant that a parameter of a function is given where a thread of it is started.

        Thread(target=wait, args=(8001,))     Thread(target=wait, kwargs={"port": 8001})
    """
    what, arguments, keywords = what_is_called(call)
    if what is call.func or last_name(what) != getattr(function, "name", ""):
        return None
    given = parameters(function, arguments, keywords)
    return next((tree.value(value) for one, value in given if one.arg == name), None)


def is_idle(tree, call):
    """Tell whether a call stands in a function of a file that is imported, and nothing ever names that function."""
    name = getattr(tree.function(call), "name", "") if hasattr(call, "file") else ""
    return bool(name) and isinstance(tree.parent.get(tree.function(call)), ast.Module) and not any(
        last_name(node) == name for node in tree.nodes)


def is_unused(tree, call):
    """Tell the same of a call in a method as well: the half of a class that only the other program uses."""
    function = tree.function(call) if hasattr(call, "file") else None
    name = getattr(function, "name", "")
    name = getattr(tree.parent.get(function), "name", "") if name == "__init__" else name
    return bool(name) and not any(last_name(node) == name for node in tree.nodes)


def take(script, address):
    """Take the first address of which the port is known as the script's own."""
    note_name(script, address)
    if isinstance(address, tuple) and len(address) == 2 and script.port is None:
        host, port = address
        if isinstance(host, str):
            script.host = host
        if isinstance(port, (int, str)) and str(port).isdecimal():  # "12345" is a mistake, but tells the port
            script.port = int(port)


def note_name(script, address):
    if isinstance(address, tuple) and len(address) == 2 and is_name(address[0]) and address[0] not in script.names:
        script.names.append(address[0])


def is_name(host):
    """Tell whether this is the name of a computer (RFC 1123, 2.1), other than that on which a script runs."""
    return isinstance(host, str) and bool(NAME.fullmatch(host)) and host.lower() not in LOOPBACKS and not (
        is_to_fill_in(host) or MISTYPED.fullmatch(host))


def placeholder(tree):
    """Return (what stands where an address is to be put, its line), () where nothing does: 192.168.x.x, <server ip>."""
    for node in tree.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_to_fill_in(node.value) and not any(
                map(asks_user, tree.above(node, ast.Call))):
            names, places = destinations(tree, node)
            if places & {"host", "own host"} and is_only_value(tree, node, names):
                return node.value.strip(), line(node)
    return ()


def is_to_fill_in(text):
    return bool(PLACEHOLDER.fullmatch(text.strip()) or TO_FILL_IN.fullmatch(text))


def is_only_value(tree, node, names):
    """Tell whether the value that these names are given can be no other one: neither later nor by `or` or `if`."""
    given = [last_name(part) for part in tree.nodes if isinstance(getattr(part, "ctx", None), ast.Store)]
    chosen = [one for part in tree.nodes if isinstance(part, (ast.BoolOp, ast.IfExp))
              for one in getattr(part, "values", None) or (part.body, part.orelse)]
    return all(given.count(name) < 2 for name in names) and not any(
        one is node or last_name(one) in names for one in chosen)
