"""Errors of addresses: ports that are taken or too low, hosts that nobody knows, families that differ (errno(3))."""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.places import MISTYPED
from lab12.finder.syntax import CONNECTS, LOOPS, called, is_everybody, last_name, line, names_in
from lab12.grader.causes import filled_in, on
from lab12.grader.keys import stored
from lab12.grader.passing import leaves_address_out

LOW = 1024  # an ordinary user may bind no port below (ip(7), ip_unprivileged_port_start)


def port_of(fault):
    """Return the port that is bound, None if the source does not tell."""
    for call in fault.source.of("bind", "create_server"):
        address = fault.source.tree.value(call.args[0]) if call.args else None
        if isinstance(address, tuple) and len(address) > 1 and isinstance(address[1], int):
            return address[1]
    return fault.source.script.port if fault.source.script else None


def reuse(source):
    """Return the call that lets a port be taken again at once, in the names that a server itself has for all of it."""
    binds = [call.func.value for call in source.tree.of("bind") if isinstance(call.func, ast.Attribute)]
    name = ast.unparse(binds[0]) if binds and isinstance(binds[0], (ast.Name, ast.Attribute)) else "server"
    brought = [one for node in source.tree.nodes if isinstance(node, ast.Import) for one in node.names
               if one.name == "socket"]
    prefix = f"{brought[0].asname or 'socket'}." if brought else ""
    listed = {one.name for node in source.tree.nodes if isinstance(node, ast.ImportFrom) and node.module == "socket"
              for one in node.names}
    missing = "" if prefix or "*" in listed else ", with both names imported from socket"
    return f"{name}.setsockopt({prefix}SOL_SOCKET, {prefix}SO_REUSEADDR, 1){missing}"


def kept_by_system(source):
    """Return what a server must say so that it can be started again at once; '' where it says that, or is no server."""
    if source.mistake("no SO_REUSEADDR"):
        return reuse(source)
    made = "socketserver" in source.tree.words and not {"allow_reuse_address", "SO_REUSEADDR"} & source.tree.words
    return "socketserver.TCPServer.allow_reuse_address = True" if made and "UDPServer" not in source.text else ""


def option_late(source):
    """Return the hint for an option that a socket is given only after it has been bound, where it is of no use; ''."""
    for bind in source.of("bind"):
        options = [call for call in source.of("setsockopt") if "SO_REUSEADDR" in ast.unparse(call) and last_name(
            getattr(call.func, "value", None)) == last_name(getattr(bind.func, "value", None))]
        if options and all(source.tree.function(one) is source.tree.function(bind) and one.lineno > bind.lineno
                           for one in options):
            return f"{source.line(line(options[0]))}SO_REUSEADDR counts for what comes after it, and bind comes " \
                f"before ({source.ref(bind)}): set it first."
    return ""


@on(r"'\w*(?:Error|Exception|timeout)' object is not subscriptable")
def error_in_parts(fault, found):
    """What is meant is another error, which the one of the handler hides."""
    handlers = [node for node in fault.source.tree.nodes if isinstance(node, ast.ExceptHandler) and any(
        fault.is_at(part) for part in walk(node) if hasattr(part, "lineno"))]
    name = handlers[-1].name if handlers and handlers[-1].name else "error"
    says = f"{fault.at}an error has no parts in Python 3: print({name}), or {name}.errno and {name}.strerror."
    tried = {called(part) for node in handlers for part in walk(fault.source.tree.parent[node])}
    kept = kept_by_system(fault.source) if "bind" in tried else ""
    return f"{says} The error that it is to tell of is that of bind, whose port is still kept: before it, {kept}." \
        if kept else says


def bound_twice(source):
    """Return the hint for a function that binds, and is called in two places, one after the other; '' for others."""
    tree = source.tree
    for call in tree.of("bind", "create_server"):
        function = tree.function(call)
        address = tree.value(call.args[0]) if call.args else None
        taken = {one.arg for one in function.args.args} if function is not None else set()
        sites = [one for one in tree.sites(function) if tree.is_own(one.func) and one is not call
                 and not tree.above(one, (ast.If, ast.Try))]
        if function and any(called(part) == "close" or isinstance(part, ast.With) for part in walk(function)):
            continue  # the first one is over by then, it may be
        if taken & {name for one in call.args for name in names_in(one)} or len(set(map(tree.function, sites))) > 1:
            continue  # at another address each time, or in parts of which perhaps one alone is done
        if len(sites) > 1 and isinstance(address, tuple) and None not in address and address[-1] != 0:
            return f"{source.line(line(sites[1]))}{function.name} is called here for the second time (before in " \
                f"{source.ref(sites[0])}), and each time it binds the same port ({source.ref(call)}): make the " \
                "socket once, and hand it on."
    return ""


def closes(loop, bind):
    """Tell whether the socket that is bound in a loop is closed there, too: then the next round may bind it."""
    name = last_name(getattr(bind.func, "value", None))
    return any(called(part) == "close" and last_name(getattr(part.func, "value", None)) == name for part in walk(loop))


@on(r"Address already in use|\[Errno 98\]|\[WinError 10048\]")
def port_taken(fault, found):
    source = fault.source
    where = fault.where("bind", "create_server")
    if source.role == "client" and source.script and source.script.role != "server":
        if {"IP_ADD_MEMBERSHIP", "SO_BROADCAST"} & source.tree.words:
            return f"{where}every copy of this program binds the port: before bind, sock.setsockopt(" \
                "socket.SOL_SOCKET, socket.SO_REUSEADDR, 1) lets several of them on one computer have it."
        if source.script.role == "both":
            return f"{where}both copies of this program bind the same port of one computer. That works on two " \
                "computers only; on one, each needs a port of its own."
        if source.script.transport == "tcp" and not source.calls(*CONNECTS):
            return f"{where}bind is for a server, which waits at that port; a client calls it: connect in the place " \
                "of bind."
        how = "leave source_address out" if "source_address" in fault.code else "leave bind out, or bind port 0"
        return f"{where}a client needs no port of its own choice: {how}, and the system " \
            "finds one that is free. Two clients on one computer cannot share a port."
    bound = source.tree.of("bind")
    again = [call for call in bound if (loops := source.tree.above(call, LOOPS)) and not closes(loops[0], call)]
    if again:
        return f"{source.line(line(again[0]))}bind stands in a loop: bind and listen once, before it."
    if made := bound_twice(source):
        return made
    if says := kept_by_system(source):
        before = "bind" if "setsockopt" in says else "the server is made"
        return f"{where}the port is taken, or still kept from the last time. Before {before}: {says}."
    if late := option_late(source):
        return late
    return f"{where}the port is taken: is it bound twice?"


@on(r"Permission denied|\[Errno 13\]|\[WinError 10013\]")
def not_allowed(fault, found):
    source, port = fault.source, port_of(fault)
    sends = fault.source.of("sendto", "send", "sendall", "connect")
    names = {called(call) for call in fault.calls}
    if names & {"bind", "create_server"} and port and port < LOW:
        return f"{fault.at}an ordinary user may serve at no port below 1024; take one above, say {port + 8000}."
    if (names & {"sendto", "send", "connect"} or not fault.line and sends) and "SO_BROADCAST" not in source.text:
        return f"{fault.where('sendto')}to send to a broadcast address a socket needs an option: " \
            "sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)" \
            f"{', or allow_broadcast=True' if fault.source.calls('create_datagram_endpoint') else ''}."
    if told := other_allowed(source, fault.calls):
        return told
    if names & {"open"}:
        return f"{fault.at}this file may not be opened here: write beside the program, not elsewhere."
    return ""


def other_allowed(source, calls):
    """Return the hint for one of these calls through a socket without SO_BROADCAST, which another one has; '' if none.
    """
    allowed = [call for call in source.of("setsockopt") if "SO_BROADCAST" in ast.unparse(call)]
    others = {last_name(getattr(call.func, "value", None)) for call in allowed}
    for call in calls:
        used = getattr(call.func, "value", None) if called(call) in {"sendto", "send", "connect"} else None
        if used is not None and allowed and last_name(used) not in {"", *others}:
            name, other = ast.unparse(used), ast.unparse(getattr(allowed[0].func, "value", allowed[0].func))
            return f"{source.line(line(call))}{name} has not been allowed to send to a broadcast address, {other} " \
                f"has ({source.ref(allowed[0])}): {name}.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)."
    return ""


def sent_to_everybody(source):
    """Return the calls by which a program sends to a broadcast address, as far as its source tells."""
    tree = source.tree
    found = ((call, tree.value(part)) for call in source.of("sendto") for one in call.args[1:] for part in walk(one))
    return [call for call, value in found if any(
        is_everybody(tree, host) for host in (value[:1] if isinstance(value, tuple) else (value,)))]


@on(r"port must be 0-65535|^OverflowError(?!.*int too big to convert)")
def port_too_large(fault, found):
    return f"{fault.where('bind', 'connect')}a port is a number from 1 to 65535."


@on(r"Cannot assign requested address|\[Errno 99\]|\[WinError 10049\]")
def not_here(fault, found):
    return f"{fault.where('bind')}this address is not one of this computer. A server binds one of its own, or '' " \
        "for all."


@on(r"Address family (?:not supported|for hostname not supported)|\[Errno 97\]|\[Errno -9\]")
def other_family(fault, found):
    for call in [call for call in fault.calls if call.args]:
        address = fault.source.tree.value(call.args[-1])
        host = address[0] if isinstance(address, tuple) and address else ""
        six = isinstance(host, str) and ":" in host
        if six and called(call) == "create_server" and not any(word.arg == "family" for word in call.keywords):
            return f"{fault.at}{host} is an address of IPv6, and create_server makes a socket of IPv4: " \
                "family=socket.AF_INET6 behind the address, or 127.0.0.1 in it."
    return f"{fault.at}AF_INET is IPv4 (127.0.0.1), AF_INET6 is IPv6 (::1): the socket and its address must be of " \
        "one kind."


@on(r"(gethostby\w+|getaddrinfo)\(\) (?:takes exactly|takes at least|missing).*?(0 given|'host'|$)")
def of_no_name(fault, found):
    if not found[2] or found[1] in fault.source.tree.own:
        return ""
    return f"{fault.at}{found[1]} has to be told of which computer: gethostbyname(gethostname()) is this one, and a " \
        "server may as well bind '', any address of its own."


@on(r"Name or service not known|nodename nor servname|getaddrinfo failed|No address associated|\[Errno -[25]\]"
    r"|Temporary failure in name resolution|\[Errno -3\]")
def unknown_host(fault, found):
    host = str(fault.source.script.host if fault.source.script else "")
    if told := filled_in(fault.source, [call for call in fault.calls if called(call) in {"bind", "connect", "sendto"}]):
        return told
    if "//" in host or re.search(r":\d+$", host):
        plain = re.sub(r"^\w*:?//|[:/].*$", "", re.sub(r"^\w*:?//", "", host))
        return f"{fault.where('connect', 'bind')}{host} is no host: that is {plain} alone, without http:// before " \
            "it, or a port behind it."
    stands = [node for node in fault.source.tree.nodes if getattr(node, "value", None) == host]
    if MISTYPED.fullmatch(host) and stands:
        return f"{fault.source.line(line(stands[0]))}{host} is no address: it has four numbers, as 127.0.0.1, and no " \
            "letters."
    return f"{fault.where('connect', 'bind')}this name is no host that is known here. Is the address mistyped? " \
        "An address has four numbers, as 127.0.0.1."


@on(r"Network is unreachable|No route to host|\[Errno 10[13]\]|\[Errno 113\]")
def unreachable(fault, found):
    return f"{fault.at}no way leads to this address from here; for one computer it is 127.0.0.1."


@on(r"timed out|^(?:socket\.)?timeout\b|^TimeoutError")
def time_limit(fault, found):
    where = fault.source.holding(r"\bsettimeout\(|\btimeout\s*=|setdefaulttimeout")
    if fault.catches("timeout", "recv", "recvfrom", "accept"):
        return ""
    limited = next(((call, seconds) for call in fault.calls for seconds in limit_of(call)), None)
    if limited is not None and fault.source.role == "server":
        return f"{fault.at}{called(limited[0])} gives up after {ast.unparse(limited[1])} s, and who thinks for " \
            "longer is put out: leave the limit out, or catch TimeoutError and wait on."
    if not where:
        return f"{fault.at}nobody has answered in time: say so, catching TimeoutError, and end or try again."
    waits = "called" if any(called(call) == "accept" for call in fault.calls) else "spoken"
    return f"{fault.at or where}the time limit ({where[:-2]}) has run out, since nobody has {waits} yet. A person " \
        "takes longer: leave the limit out, or catch TimeoutError and wait on."


@on(r"Connection refused|\[Errno 111\]|\[WinError 10061\]")
def refused(fault, found):
    return ""  # what is wrong then is a matter of two programs: see hints.starts


def host_alone(tree):
    """Return where the first part of an address is kept for later: members[name] = address[0]; None if nowhere."""
    kept = [node.value for node in tree.nodes if isinstance(node, ast.Assign)]
    kept += [call.args[0] for call in tree.of("append", "add") if call.args]
    return next((node for node in kept if isinstance(node, ast.Subscript) and tree.value(node.slice) == 0
                 and isinstance(node.value, ast.Name) and tree.value(node.value) is None), None)


def bytes_for_address(source, part):
    """Return what is wrong where the bytes that recvfrom gives have the name of the address: address, data = ...; ''.
    """
    for call in source.tree.of("recvfrom"):
        above = source.tree.parent.get(call)
        names = [last_name(one) for target in getattr(above, "targets", ()) for one in getattr(target, "elts", ())]
        if len(names) == 2 and names[0] == last_name(part) != "":
            return f"{source.line(line(call))}recvfrom gives the bytes first and then the address: data, address = " \
                f"sock.recvfrom(1024). Here {names[0]} is the bytes."
        put = put_for_address(source.tree, part, names[:1]) if len(names) == 2 else None
        if put is not None:
            return f"{source.line(line(put))}this keeps {names[0]}, what was said, and sendto is to find addresses " \
                f"there: {ast.unparse(put.func)}({names[1]})."
    return ""


def limit_of(call):
    """Return [seconds] of a time limit of asyncio, wait_for(what, 30) or timeout(delay=30); [] where it has none."""
    place = {"wait_for": 1, "timeout": 0}.get(called(call))
    if place is None:
        return []
    given = [*call.args[place:place + 1], *(word.value for word in call.keywords if word.arg in ("timeout", "delay"))]
    return [one for one in given if getattr(one, "value", one) is not None]


def put_for_address(tree, part, said):
    """Return the call that puts one of these names where a loop finds what it takes for addresses; None for none."""
    loops = [loop for loop in tree.loops if isinstance(loop, ast.For) and part is not None
             and last_name(loop.target) == last_name(part) != ""]
    kept = {last_name(one) for loop in loops for one in walk(loop.iter)} - {""}
    return next((call for call in tree.of("append", "add") if isinstance(call.func, ast.Attribute) and call.args
                 and last_name(call.func.value) in kept and last_name(call.args[0]) in said), None)


@on(r"sendto\(\) takes 2 or 3 arguments \(1 given\)")
def no_address(fault, found):
    return f"{fault.at}sendto needs the address as well: sendto(data, (host, port)). Only after connect does send do."


@on(r"(?:^TypeError: |\b)(\w*)(?:\(\): |.*)(?:AF_INET6? address must be tuple, not (\w+)"
    r"|getsockaddrarg: AF_INET6? address must be tuple, not (\w+))|AF_INET6? address must be a pair \(host, port")
def not_an_address(fault, found):
    kind = found[2] or found[3] or "tuple"
    for made in [call for call in fault.calls if called(call).endswith("Server") and called(call) not in (
            fault.source.tree.own) and len(call.args) > 2]:
        host, port, handler = map(ast.unparse, made.args[:3])
        return f"{fault.at}{called(made)} takes the address as one thing, in parentheses of its own: " \
            f"{called(made)}(({host}, {port}), {handler})."
    if kind == "NoneType" and (lacking := leaves_address_out(fault.source)):
        return lacking
    if kind == "NoneType" and fault.source.calls("accept"):
        return f"{fault.at}over TCP recvfrom gives no address: there is a connection, so send through that, with " \
            "sendall."
    call = next((call for call in fault.calls if called(call) in {"sendto", "connect", "bind", "connect_ex"}), None)
    name = called(call) or "sendto"
    part = call.args[-1] if call and call.args else None
    alone = [one for one in fault.source.tree.of("sendto") if len(one.args) == 1 and not one.keywords]
    if kind == "NoneType" and not fault.at and alone:  # asyncio tells of it later, and of no line
        return f"{fault.source.line(line(alone[0]))}this names nobody to whom it is to be sent: sendto(data, address)."
    if kind in ("bytes", "bytearray") and (turned := bytes_for_address(fault.source, part)):
        return turned
    if isinstance(part, ast.Subscript) and isinstance(getattr(part.slice, "value", 0), int) and (
            fault.source.calls("recvfrom", "accept")):
        return f"{fault.at}{name} wants the whole address as it came, both host and port: " \
            f"{ast.unparse(part.value)}, not {ast.unparse(part)}."
    if kind == "str" and name == "sendto" and (kept := host_alone(fault.source.tree)):
        return f"{fault.source.line(line(kept))}{ast.unparse(kept)} is the host alone, and sendto" \
            f"{f' ({fault.at[:-2]})' if fault.at else ''} wants the whole address as it came, both host and port: " \
            f"keep {ast.unparse(kept.value)}."
    if name == "bind" or name.startswith("connect"):
        return f"{fault.at}{name} takes one address, (host, port), host a text and port a number: " \
            f"{name}((\"127.0.0.1\", 12345))."
    return values_for_keys(fault, part) or f"{fault.at}{name} wants an address, both host and port: {name}(data, " \
        f"(host, port)). This is a {kind}."


def values_for_keys(fault, part):
    """Return the hint for a loop over what is kept under each address, where the addresses are meant; '' for others.

        room[address] = name            for one in room.values(): sock.sendto(data, one)
    """
    tree = fault.source.tree
    for loop in tree.above(part, (ast.For,)) if isinstance(part, ast.Name) else ():
        if called(loop.iter) == "values" and last_name(loop.target) == part.id:
            kept = loop.iter.func.value
            pairs = [pair for pair in stored(tree) if pair[0] == last_name(kept)]
            if pairs and all(isinstance(key, ast.Name) for _, key, _, _ in pairs):
                _, key, value, node = pairs[0]
                return f"{fault.source.line(line(loop))}values() gives what is kept under each, " \
                    f"{ast.unparse(value)} ({fault.source.ref(node)}), and sendto wants the address, {key.id}: for " \
                    f"{part.id} in {ast.unparse(kept)}."
    return ""
