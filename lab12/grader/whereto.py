"""Whereto: why a client does not find its server, or an answer its client, as the sources of the two programs tell."""
import ast
import re
import socket

from lab12.finder.nodes import walk
from lab12.finder.role import is_for_bind
from lab12.finder.syntax import CONNECTS, called, is_at_any_port, last_name, line
from lab12.finder.transports import by_mistake
from lab12.grader.causes import alike
from lab12.grader.reading import first

MISSPELT = 0.85  # of difflib: locahost and localhsot are, localhost2 and laptop-host are not


def never_bound(server):
    """Return the hint for a server that listens without having a port, or at one by chance, '' for others: listen(2).
    """
    if meant := [call for call in server.of("connect") if is_for_bind(server.tree, call)]:
        return f"{server.line(line(meant[0]))}connect is for a client: a server takes the port with bind((host, port))."
    if server.calls("bind", "create_server") or not server.calls("listen", "accept"):
        return ""
    if at_any := [call for call in server.tree.named("bind") if is_at_any_port(server.tree, call)]:
        return f"{server.line(line(at_any[0]))}port 0 is one by chance, which no client knows: name one from 1024 to " \
            "65535."
    return f"{server.at('listen', 'accept')}bind((host, port)) is missing before this: without it the port is one by " \
        "chance, which no client knows."


def nobody_there(server, client):
    """Return what is wrong where a client finds nobody at the address that it calls."""
    if not_there := never_bound(server):
        return not_there
    if there_is_other(server, client):
        return f"{client.at('socket')}the server waits over UDP ({server.place('socket', 'bind')}), and the client " \
            "looks for it over TCP: both must use SOCK_STREAM (TCP), or both SOCK_DGRAM (UDP)."
    if apart := two_addresses(server, client):
        return apart
    where, there = client.at("connect", "create_connection", "connect_ex", "open_connection"), server.script
    called = client.script
    if other := other_family(server, client):
        return other
    ports = (called.targets or [called.port]) if called else []  # one that also waits has a port of its own
    if changed := port_changed(server, client):
        return changed
    if there and there.port and ports and all(ports) and there.port not in ports:
        return f"{where}nobody waits at port {ports[0]}; the server's is {there.port} ({server.place('bind')})."
    return f"{where}nobody waits where it connects to; compare {server.place('bind', 'listen')}."


def port_changed(server, client):
    """Return the hint for a port that is worked out where a client's function is given it: call(PORT + 1); '' else."""
    tree = client.tree
    binds = [call for call in server.of("bind", "create_server") if call.args]
    values = [value for call in binds for part in walk(call) for value in (part, *server.tree.given.get(
        last_name(part), ()))]
    worked_out = any(isinstance(value, ast.BinOp) for value in values)  # it may be the same there
    for call in [call for call in client.of(*CONNECTS, "sendto") if call.args and not worked_out]:
        port, function = (getattr(call.args[-1], "elts", None) or [None])[-1], tree.function(call)
        names = [one.arg for one in function.args.args] if hasattr(function, "name") else []
        given = [site.args[place] for site in tree.sites(function) for place in range(len(site.args))
                 if names[place:place + 1] == [last_name(port)]] if last_name(port) in names else []
        for one in [port, *given]:
            number = sum_of(tree, one)
            if isinstance(one, ast.BinOp) and isinstance(one.op, (ast.Add, ast.Sub)) and last_name(one.left) and not (
                    number and server.script and number == server.script.port):
                return f"{client.line(line(one))}the client calls port {ast.unparse(one)}, and the server waits at " \
                    f"another ({server.place('bind', 'create_server')}): both must be the same."
    return ""


def sum_of(tree, node):
    """Return the number that a sum or a difference of two known ones is: BASE + 1; 0 where that is not known."""
    sides = [tree.value(node.left), tree.value(node.right)] if isinstance(node, ast.BinOp) else []
    if [type(side) for side in sides] != [int, int]:
        return 0
    return sides[0] + sides[1] * (1 if isinstance(node.op, ast.Add) else -1)


def other_family(server, client):
    """Return what is wrong where a client calls over IPv6, and its server waits over IPv4; '' where that is not told.
    """
    first_of = next((call for call in client.of("getaddrinfo") if "AF_INET" not in ast.unparse(call)), None)
    if "AF_INET6" in server.text:
        return ""
    if first_of:
        return f"{client.line(line(first_of))}getaddrinfo may name an IPv6 address first (::1), and the server waits " \
            f"over IPv4 ({server.place('bind', 'create_server')}): give it socket.AF_INET" \
            f"{'' if client.script.transport == 'udp' else ', or try each that it names'}."
    if "AF_INET6" in client.text:
        where = client.holding(r"\bAF_INET6\b") or client.at("connect", "create_connection", "open_connection")
        return f"{where}the client calls over IPv6, the server waits over IPv4 ({server.place('socket', 'bind')}): " \
            "AF_INET in both."
    return ""


def refused(result, server, client):
    """Return what is wrong where a client over UDP is told that nobody waits where its message went; '' else."""
    told = re.search(r"client has ended: ConnectionRefusedError", result.seen) and client.script
    return nobody_there(server, client) if told and client.script.transport == "udp" else ""


def there_is_other(server, client):
    """Tell whether a server waits over UDP, and its client looks for it over TCP."""
    scripts = server.script, client.script
    return all(scripts) and [script.transport for script in scripts] == ["udp", "tcp"]


def unbound(server):
    """Return the hint for a server that binds nothing; '' for others."""
    if not server.script or {"socketserver", "http", "xmlrpc", "Listener", "serve_forever"} & server.tree.words or (
            server.calls("bind", "create_server", "start_server", "create_datagram_endpoint")):
        return ""
    tcp = server.script.transport == "tcp"
    if calls := [] if tcp else server.of("connect"):
        return f"{server.line(line(calls[0]))}connect is for a client: a server takes the port with bind((host, port))."
    return f"{server.at('socket')}a server needs bind((host, port)){' and listen()' if tcp else ''}."


def for_datagrams(source):
    """Return the hint for a socket that is made for TCP, and is used as one for UDP alone; '' for others."""
    made = source.of("socket") if source.script and by_mistake(source.tree) else ()
    return f"{source.line(line(made[0]))}SOCK_STREAM is TCP, and sendto and recvfrom are for UDP: SOCK_DGRAM." if (
        made) else ""


def in_full(host):
    """Return an address with all its four numbers: 127.0.0.1 for localhost, and for 127.1 (inet(3)); a name as it is.
    """
    try:
        return socket.inet_ntoa(socket.inet_aton("127.0.0.1" if host == "localhost" else host))
    except (OSError, TypeError, UnicodeError):
        return host


def two_addresses(server, client):
    """Return what is wrong where the two sources name different addresses at one port; '' where they do not.

    localhost and 127.0.0.1 are one, and so is 127.1.
    """
    there, called = server.script, client.script
    if not (there and called and there.host and called.host and there.port == called.port) or in_full(
            there.host) == in_full(called.host):
        return ""
    where = client.at("connect", "create_connection", "connect_ex", "open_connection", "sendto")
    waits = server.place("bind", "create_server", "start_server", "create_datagram_endpoint")
    if ":" in str(there.host) and ":" not in str(called.host) and there.host != "::":
        return f"{where}the client calls {called.host} over IPv4, the server waits at {there.host}, over IPv6 " \
            f"({waits}): 127.0.0.1 and AF_INET in both."
    return first(
        meant(called.host) and f"{where}{called.host} is no name of a computer: localhost is meant.",
        meant(there.host) and f"{waits}: {there.host} is no name of a computer: localhost is meant.",
        own_in_disorder(called.host) and f"{where}{called.host} is the address of some other computer: 127.0.0.1 is "
        f"meant, where the server waits ({waits}).",
        (":" in str(called.host) or "AF_INET6" in client.text) and "AF_INET6" not in server.text and
        f"{where}the client calls {called.host} over IPv6, the server waits over IPv4 ({waits}): "
        "127.0.0.1 and AF_INET in both.",
        str(there.host) not in ("", "0.0.0.0", "::") and f"{where}the client calls {called.host}, and the server "
        f"waits at {there.host} ({waits}): the addresses must be the same, or the server's '', which is any.")


def meant(host):
    """Tell whether somebody has meant localhost by a name, and misspelt it: one letter too few, or two in disorder."""
    return isinstance(host, str) and host.lower() != "localhost" and bool(alike(host.lower(), ["localhost"], MISSPELT))


def own_in_disorder(host):
    """Tell whether an address is that of one's own computer with two figures in disorder: 172.0.0.1 for 127.0.0.1."""
    begins, _, rest = str(host).partition(".")
    return rest == "0.0.1" and begins != "127" and sorted(begins) == sorted("127")


def to_own_name(source):
    """Return the hint for what a program over UDP sends to the address at which it waits itself, getsockname(); ''."""
    tree = source.tree
    for call in source.of("sendto"):
        to = call.args[-1] if call.args else None
        if called(to) == "getsockname" and ast.unparse(to.func.value) == ast.unparse(getattr(call.func, "value", to)):
            came = next(iter(tree.of("recvfrom")), None)
            pair = getattr(tree.parent.get(came), "targets", [None])[0]
            name = f": {ast.unparse(pair.elts[1])}" if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 else ""
            return f"{source.line(line(call))}getsockname() is the address of this program itself. Send to the one " \
                f"that comes with each message, as recvfrom gives it{name}."
    return ""


def usual_port(server):
    """Return the port at which a server waits where its user names no other; None if none is seen.

        PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    """
    tree = server.tree
    for call in tree.of("bind", "create_server"):
        port = next(iter(getattr(call.args[0], "elts", ())[1:]), None) if call.args else None
        values = [port, *tree.given.get(last_name(port), ())] if port is not None else ()
        sides = [one for value in values for one in (
            (value.body, value.orelse) if isinstance(value, ast.IfExp) else ())]
        numbers = [tree.value(one) for one in sides if type(tree.value(one)) is int]
        if len(numbers) == 1:
            return numbers[0]
    return None
