"""Errors of sockets: what the operating system says (errno(3)), time limits, TLS (RFC 8446) and asyncio."""
import ast
import re

from lab12.finder.syntax import LOOPS, called, last_name, line
from lab12.grader.causes import on

LOW = 1024  # an ordinary user may bind no port below (ip(7), ip_unprivileged_port_start)


def port_of(fault):
    """Return the port that is bound, None if the source does not tell."""
    for call in fault.source.of("bind", "create_server"):
        address = fault.source.tree.value(call.args[0]) if call.args else None
        if isinstance(address, tuple) and len(address) > 1 and isinstance(address[1], int):
            return address[1]
    return fault.source.script.port if fault.source.script else None


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


@on(r"Address already in use|\[Errno 98\]|\[WinError 10048\]")
def port_taken(fault, found):
    source = fault.source
    where = fault.where("bind", "create_server")
    if source.role == "client" and source.script and source.script.role != "server":
        if source.script.role == "both":
            return f"{where}both copies of this program bind the same port of one computer. That works on two " \
                "computers only; on one, each needs a port of its own."
        return f"{where}a client needs no port of its own choice: leave bind out, or bind port 0, and the system " \
            "finds one that is free. Two clients on one computer cannot share a port."
    bound = source.tree.of("bind")
    again = [call for call in bound if source.tree.above(call, LOOPS)]
    if again:
        return f"{source.line(line(again[0]))}bind stands in a loop: bind and listen once, before it."
    if source.mistake("no SO_REUSEADDR"):
        return f"{where}the port is taken, or still kept from the last time. Before bind: " \
            "server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)."
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
            "sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)."
    if names & {"open"}:
        return f"{fault.at}this file may not be opened here: write beside the program, not elsewhere."
    return ""


@on(r"port must be 0-65535|^OverflowError")
def port_too_large(fault, found):
    return f"{fault.where('bind', 'connect')}a port is a number from 1 to 65535."


@on(r"Bad file descriptor|\[Errno 9\]|\[WinError 10038\]|not a socket|\[Errno 88\]")
def closed_before(fault, found):
    source, tree = fault.source, fault.source.tree
    names = {last_name(call.func.value) for call in fault.calls if isinstance(call.func, ast.Attribute)} - {""}
    closings = [call for call in tree.of("close", "shutdown", "detach") if isinstance(call.func, ast.Attribute)
                and (last_name(call.func.value) in names or not names)]
    closings += [node for node in tree.nodes if isinstance(node, ast.With) and any(
        names & {last_name(item.context_expr), last_name(item.optional_vars)} for item in node.items)]
    listening = listeners(fault) & names
    if listening and closings:
        inside = " each time round the loop" if tree.above(closings[0], LOOPS) else ""
        return f"{source.line(line(closings[0]))}this closes the listening socket{inside}, which accept needs for " \
            "the " \
            "next client. Close only the connection here; the one that listens stays open until the end."
    if closings:
        return f"{source.line(line(closings[0]))}the socket is closed here, and used again later" \
            f"{f' (line {fault.line})' if fault.line else ''}. Close it last, once, and leave the loop then."
    return f"{fault.where('recv', 'accept')}the socket has been closed before: leave the loop when you close it."


@on(r"Transport endpoint is not connected|\[Errno 107\]|\[WinError 10057\]|Socket is not connected")
def not_connected(fault, found):
    conn, names = made_by_accept(fault), listeners(fault)
    used = object_of(fault, "recv", "send", "sendall", "makefile", "sendfile", "recv_into")
    if used and used in names or not used and names:
        which = conn if conn and conn not in names else "conn"
        return f"{fault.where('recv')}this is the listening socket, which carries no message. Talk through what " \
            "accept " \
            f"gives: {which}, address = {next(iter(sorted(names)))}.accept(); then {which}.recv(...)."
    if fault.source.calls("shutdown"):
        return f"{fault.where('shutdown')}the other side has gone already: catch OSError around shutdown."
    return f"{fault.where('recv', 'send')}this socket is not connected: connect((host, port)) comes before."


@on(r"Transport endpoint is already connected|\[Errno 106\]|\[WinError 10056\]")
def connected_twice(fault, found):
    return f"{fault.at}this socket is connected already: connect once, before the loop; a new one needs a new socket."


@on(r"Destination address required|\[Errno 89\]")
def no_destination(fault, found):
    return f"{fault.where('send')}a UDP socket has nobody it is connected to: sendto(data, (host, port)), or connect " \
        "first."


@on(r"Invalid argument|\[Errno 22\]|\[WinError 10022\]")
def invalid(fault, found):
    names = {called(call) for call in fault.calls}
    if "accept" in names:
        return f"{fault.at}this socket does not listen: bind, then listen(), then accept, all on the same one."
    if "bind" in names:
        return f"{fault.at}this socket is bound already; bind once."
    if "connect" in names:
        return f"{fault.at}this address cannot be called: a client needs the address of the server's computer, " \
            "127.0.0.1 for its own."
    return ""


@on(r"Operation not supported|\[Errno 95\]|\[WinError 10045\]")
def not_of_udp(fault, found):
    if "SOCK_DGRAM" not in fault.source.text:
        return ""
    return f"{fault.where('listen', 'accept')}a UDP socket (SOCK_DGRAM) has no connections, so it neither listens " \
        "nor " \
        "accepts: bind, then recvfrom. For TCP it is SOCK_STREAM."


@on(r"Message too long|\[Errno 90\]|\[WinError 10040\]")
def too_long(fault, found):
    return f"{fault.at}a datagram holds 65,507 bytes at most: send less at a time, or use TCP."


@on(r"Cannot assign requested address|\[Errno 99\]|\[WinError 10049\]")
def not_here(fault, found):
    return f"{fault.where('bind')}this address is not one of this computer. A server binds one of its own, or '' " \
        "for all."


@on(r"Address family (?:not supported|for hostname not supported)|\[Errno 97\]|\[Errno -9\]")
def other_family(fault, found):
    return f"{fault.at}AF_INET is IPv4 (127.0.0.1), AF_INET6 is IPv6 (::1): the socket and its address must be of " \
        "one " \
        "kind."


@on(r"Name or service not known|nodename nor servname|getaddrinfo failed|No address associated|\[Errno -[25]\]"
    r"|Temporary failure in name resolution|\[Errno -3\]")
def unknown_host(fault, found):
    return f"{fault.where('connect', 'bind')}this name is no host that is known here. Is the address mistyped? " \
        "An address has four numbers, as 127.0.0.1."


@on(r"Network is unreachable|No route to host|\[Errno 10[13]\]|\[Errno 113\]")
def unreachable(fault, found):
    return f"{fault.at}no way leads to this address from here; for one computer it is 127.0.0.1."


@on(r"Resource temporarily unavailable|\[Errno 11\]|\[WinError 10035\]|BlockingIOError")
def would_block(fault, found):
    source = fault.source
    where = source.holding(r"\bsetblocking\(\s*(?:False|0)|\bsettimeout\(\s*0(?:\.0*)?\s*\)")
    if not where:
        return f"{fault.at}nothing has come yet, and this socket does not wait: wait with select, or ask for less " \
            "haste."
    seen = fault.at or where
    return f"{seen}nothing had come yet, and after setblocking(False) ({where[:-2]}) recv does not wait for it. " \
        "Leave " \
        "that out, or call recv only once select says that something is there."


@on(r"timed out|^(?:socket\.)?timeout\b|^TimeoutError")
def time_limit(fault, found):
    where = fault.source.holding(r"\bsettimeout\(|\btimeout\s*=|setdefaulttimeout")
    if fault.source.catches("timeout", "recv", "recvfrom", "accept"):
        return ""
    if not where:
        return f"{fault.at}nobody has answered in time: say so, catching TimeoutError, and end or try again."
    return f"{fault.at or where}the time limit ({where[:-2]}) has run out, since nobody has spoken yet. A person " \
        "takes " \
        "longer: leave the limit out, or catch TimeoutError and wait on."


@on(r"check_hostname requires server_hostname")
def no_server_hostname(fault, found):
    return f"{fault.where('wrap_socket')}TLS compares the name in the certificate with the one you mean: " \
        "context.wrap_socket(sock, server_hostname=\"localhost\"), as the certificate says."


@on(r"CERTIFICATE_VERIFY_FAILED(.*)")
def not_verified(fault, found):
    if "mismatch" in fault.words or "doesn't match" in fault.words:
        return f"{fault.at}the certificate is for another name than server_hostname: they must be the same."
    return f"{fault.at}the client does not trust this certificate, which nobody has signed but its owner: " \
        "context.load_verify_locations(\"cert.pem\") at the client."


@on(r"WRONG_VERSION_NUMBER|HTTP_REQUEST|unexpected message|NO_SHARED_CIPHER|TLSV1_ALERT|UNEXPECTED_EOF|SSLEOFError")
def not_tls(fault, found):
    return f"{fault.at}the two do not agree on TLS: both ends wrap their socket, the server with server_side=True."


@on(r"No such file or directory(?:: '([^']*)')?")
def no_file(fault, found):
    return f"{fault.at}{found[1] or 'a file'} was not handed in, or lies in another folder: hand it in beside the " \
        "program."


@on(r"chunk is longer than limit|chunk exceed the limit|LimitOverrunError")
def over_limit(fault, found):
    return f"{fault.at}a StreamReader takes 64 KiB without a newline, no more: limit=... at start_server or " \
        "open_connection, or end each message with a newline."


@on(r"no running event loop|no current event loop|attached to a different loop|event loop is already running"
    r"|cannot be called from a running event loop")
def event_loop(fault, found):
    return f"{fault.at}there is one event loop, that of asyncio.run(main()): start everything from within main."


@on(r"was never awaited|'coroutine' object|coroutine (?:object|expected)|a coroutine was expected")
def not_awaited(fault, found):
    return f"{fault.at}a function that is defined with async def runs only with await before it."


@on(r"threads can only be started once")
def started_twice(fault, found):
    return f"{fault.at}a thread can be started once: make a new Thread(...) each time."


@on(r"can't start new thread|Too many open files|\[Errno 24\]")
def too_many_threads(fault, found):
    return f"{fault.at}this is done again and again without end: is it in a loop that never waits?"


@on(r"^(?:ConnectionReset|ConnectionAborted|BrokenPipe)Error|Connection reset by peer|Broken pipe|\[Errno (?:104|32)\]"
    r"|\[WinError 1005[34]\]")
def gone(fault, found):
    names = {called(call) for call in fault.calls} & {"send", "sendall", "recv", "write", "flush", "readline"}
    name = next(iter(sorted(names)), "recv")
    if fault.line and fault.source.catches("ConnectionError", name):
        return ""
    return f"{fault.where('recv', 'send')}the other side has gone, and {name} says so with an error: catch " \
        "ConnectionError around it, and take it as the end."


@on(r"Connection refused|\[Errno 111\]|\[WinError 10061\]")
def refused(fault, found):
    return ""  # what is wrong then is a matter of two programs: see hints.starts


@on(r"^AssertionError")
def asserted(fault, found):
    return f"{fault.at}{re.sub('^AssertionError:? ?', '', fault.words) or 'what is asserted here'} does not hold."
