"""Hints: the likely cause of a miss, in the student's own source with its line, and what it would take.

An error that Python has named comes first (errors). Then a hint is the first of several candidates: each asks for one
thing, and only where the source lacks it. The last one is always true: it says where to look.
"""
import re

from lab12.grader import errors
from lab12.grader.faults import Fault, complaints, faults
from lab12.grader.lost import (
    HIDDEN,
    NOT_CALLED,
    RECEIVES,
    SENDS,
    TARGET_CALLED,
    THREAD,
    nobody_asked,
    nobody_there,
    not_passed_on,
    not_shown,
    where_lost,
)
from lab12.grader.reading import Source, first
from lab12.rubric.checks import MISSED


def add(results, driver, pair, checks):
    """Give each missed Result its hint: what its Check tells, if no error that Python has named says more."""
    told = {one.name: one.hint for one in checks}
    server, client = sources(pair)
    for name, result in results.items():
        if result.outcome == MISSED:
            result.hint = (named(result, server, client) or result.hint
                           or hint(told[name], result, driver.roles, server, client))


def sources(pair):
    """Return the Sources of a pair, server and client."""
    return Source(pair.server, "server"), Source(pair.client, "client")


def hint(told, result, roles, server, client):
    """Return the hint of a Check for a miss: it is a text, or a function that finds one."""
    return told(result, roles, server, client) if callable(told) else told


def named(result, server, client):
    """Return what repairs the error that Python has named in what was seen of a check; '' if there is none.

    One that only says that the other program has gone, or that its user wants it to end, is no cause.
    """
    both = {"server": server, "client": client}
    if broken := cannot_be_read(result, server, client):
        return errors.explain(broken)
    found = [fault for fault in faults(result, both) if not fault.of_connection]
    if found:
        return errors.explain(found[0]) or f"{found[0].at}{found[0].words}: this line cannot be done with what it has."
    caught = [fault for fault in complaints(result, both) if not fault.of_connection]
    return first(*map(errors.explain, caught))


def cannot_be_read(result, server, client):
    """Return as a Fault why Python refuses a script, if that has to do with a result; None if it does not."""
    words = f"{result.seen} {' '.join(result.waits)}"
    for source in server, client:
        error = source.script and source.script.error
        if error and (result.name == "starts" or f"{source.role} has ended" in words):
            what, _, line = error.rpartition(", line ")
            return Fault(source, what or error, int(line) if line.isdecimal() else None)
    return None


def starts(result, roles, server, client):
    failed = server if "the server" in result.expected else client
    if "refused" in result.seen:
        return nobody_there(server, client)
    if "with status 0" in result.seen:
        return first(
            not failed.loops(*RECEIVES, *SENDS, "input") and f"{failed.name}: after its last line a program ends. " \
                "Put a "
            "loop around asking, sending and receiving.",
            failed.threads and failed.daemons and f"{failed.at('Thread')}where all threads are daemons, the " \
                "program ends "
            "with its last line. Have it wait there: thread.join(), or a loop.",
            f"{failed.place(*RECEIVES)}: its loop ends at once. What does it take for the end there?")
    gone = [fault for fault in faults(result, {"server": server, "client": client}) if fault.of_connection]
    return first(*map(errors.explain, gone), f"{failed.name}: the last line of what Python prints names the error, the "
                 "lines above it say where it happened.")


def listens(result, roles, server, client):
    if "transport" in result.expected:
        return (f"{client.at('socket')}SOCK_STREAM is TCP, SOCK_DGRAM is UDP: server and client must use the same "
                f"(compare {server.place('socket', 'bind')}).")
    if "address" in result.expected:
        return nobody_there(server, client)
    if "where nobody waits" in result.seen and "at none" not in result.seen:
        if not server.calls("bind", "create_server", "start_server") and "socketserver" not in server.text:
            return nobody_there(server, client)
        return (f"{server.at('bind', 'listen')}that port and the one in {client.place('connect', 'sendto')} "
                "must be the same.")
    if "calls nobody" in result.seen:
        return f"{client.at('connect', 'create_connection', 'sendto')}the client has called no server: does it come " \
            "to this line?"
    if "refused" in result.seen:
        return nobody_there(server, client)
    tcp = roles.transport == "tcp"
    return first(
        not server.calls("bind", "create_server", "start_server", "create_datagram_endpoint")
        and "socketserver" not in server.text
        and f"{server.at('socket')}a server needs bind((host, port)){' and listen()' if tcp else ''}.",
        tcp and not server.listens and f"{server.at('bind')}listen() is missing: bind, then listen, then accept.",
        f"{server.at('bind', 'create_server')}does the server come to this line, and wait after it?")


def message(result, roles, server, client):
    if "cross the network" in result.expected:
        return client.sends + "what is typed must be sent through the socket; the other program " \
            "must show what its own socket has received. Files, or lines printed without a message, are no chat."
    if "to ask" in result.expected:
        blocks = roles.kind == "chat" and client.of("input") and first(
            client.mistake("target called") and client.mistake("target called") + TARGET_CALLED,
            not client.many_at_once and client.receives + THREAD)
        return (server.mistake("sends twice") and nobody_asked(result, client, server)) or blocks or nobody_asked(
            result, client, server)
    if "where nobody waits" in result.seen:
        return listens(result, roles, server, client)
    if roles.kind == "pair":
        return where_lost(result, client, server)
    if "has sent it" in result.seen:
        return not_shown(client, server)
    return not_passed_on(server, client)


def reply(result, roles, server, client):
    if "to ask" in result.expected:
        if server.of("input"):
            return nobody_asked(result, server, client)
        return server.receives + "after it has shown a message the server must ask its user, with input(), " \
                                 "and send what was typed. What it sends by itself is no reply."
    return where_lost(result, server, client)


def turns(result, roles, server, client):
    if roles.kind == "chat":
        return not_passed_on(server, client)
    for source in server, client:
        if not source.loops(*RECEIVES):
            return f"{source.receives}this happens once: put a loop around receiving, asking and sending."
    if "to ask" in result.expected:
        return nobody_asked(result, *((server, client) if "the server" in result.expected else (client, server)))
    pair = (client, server) if "the server to show" in result.expected else (server, client)
    return where_lost(result, *pair)


def letters(result, roles, server, client):
    both = (client, server) if "client" in result.seen else (server, client)
    for source in both:
        for codec, knows in (("ascii", "English letters"), ("latin|iso.?8859|cp1252", "the letters of western Europe")):
            if where := source.holding(rf"(?:en|de)code\(.*(?:{codec})|encoding\s*=\s*.(?:{codec})"):
                return f"{where}this encoding knows {knows} only; encode() and decode() by themselves use UTF-8, " \
                    "which knows all."
    for source in (server, client) if "the server to show" in result.expected else (client, server):
        if source.script and not source.calls("decode"):
            return f"{source.receives}b'...' is no text that one can read: show data.decode()."
        size = source.script and source.script.size
        if size and size < 64:
            return f"{source.receives}a letter other than a to z takes two to four bytes, and recv({size}) may " \
                "cut one " \
                "in the middle. Collect the bytes until the whole message is there, and decode then."
    return f"{both[0].at('decode', *RECEIVES)}both must use UTF-8: encode() and decode() do by themselves."


def empty(result, roles, server, client):
    source = client if "the client" in result.expected else server
    if "has ended with status 0" in result.seen and roles.transport == "tcp":
        return f"{source.name}: it takes an empty text for the end. Only b'' from recv (or '' from readline, where a " \
            "line ends in a newline) means that the other side has gone."
    typist = client if source is server else server
    if roles.transport == "tcp":
        return first(
            not typist.marks_end and not typist.tells_length and f"{typist.sends}TCP sends nothing at all for an empty "
            'text: the other side waits for ever. End each message with a newline (text + "\\n"), or ask again if '
            "nothing was typed.",
            f"{source.receives}what does this make of a message without a letter? It must go on as with any other.")
    return first(
        (where := source.holding(r"^\s*(?:if|while) not \w+\s*:")) and f"{where}an empty datagram is a message too; "
        "`if not data: break` is meant for TCP.",
        f"{source.receives}an empty datagram is a message too; what does this make of it?")


def long(result, roles, server, client):
    for source in (server, client):
        size = source.script.size if source.script else None
        if size and size < 2500 and not source.tells_length:
            late = "so one becomes several" if "pieces" in result.seen else "and every later turn is out of step"
            more = (f"TCP delivers the rest with the next recv, {late}. Read on until the newline that ends a message"
                    if roles.transport == "tcp" else
                    "UDP throws the rest of a datagram away. Ask for 65535, the most that one can hold")
            call = "recvfrom" if roles.transport == "udp" else "recv"
            return f"{source.at(call)}{call}({size}) takes at most {size:,} bytes; 2,500 were sent. {more}."
    if told := server.tells_length or client.tells_length:
        return f"{told}one recv may give less than the length that was told: read on until all of it has come."
    return server.receives + "one recv gives what is there just then; read on to the end of the message."


def lost(result, roles, server, client):
    if roles.transport == "udp":
        return server.sends + "send each reply to the address that came with its message, not to the first client's."
    both = {"server": server, "client": client}
    noticed = server.many_at_once and server.notices_end
    if noticed and "asks for a reply all the same" in result.seen:
        return server.sends + "the part that receives has noticed it, the part that asks and sends has not: end that " \
                              "too, or catch OSError around send and tell the user."
    where = server.mistake("empty not noticed")
    if "when a connection is reset" in result.expected:
        return first(*(errors.explain(fault) for fault in faults(result, both) if fault.role == "server"),
                     f"{server.receives}catch ConnectionError here, and take it as the end of the connection.")
    return first(
        where and f"{where}recv returns b'' once the client has gone, again and again. Test for it (if not data: "
        "break).",
        *(errors.explain(fault) for fault in faults(result, both) if fault.role == "server"),
        not server.catches("ConnectionError", "recv", "send", "sendall") and f"{server.receives}a client that is "
        "killed may end its connection with an error: catch ConnectionError around recv and send.",
        server.hides_errors and server.hides_errors + "this goes on after an error as if a message had come: leave the "
        "loop here.",
        f"{server.receives}what does the server do after this line, once the client has gone?")


def next_client(result, roles, server, client):
    if "says nothing" in result.expected:
        return f"{server.at('recv', 'readline')}it waits here for the first words of a client (a name?) before it " \
            "accepts " \
            "the next one. Have that done in the client's own thread."
    if where := server.mistake("accepts once"):
        return where + "accept is called once, so the server serves one client and no other. Put a loop around it: " \
                       "while True, accept, talk until recv returns b'', close."
    if roles.kind == "chat" and "nobody" not in result.seen:
        return not_passed_on(server, client)
    return lost(result, roles, server, client)


def quiet(result, roles, server, client):
    source = server if "server" in result.expected else client
    if "to end" in result.expected and ("waits" in result.seen or "goes on" in result.seen):
        return first(
            source.threads and not source.daemons and f"{source.at('Thread')}a thread that never ends keeps the " \
                "program "
            "alive after its main thread has ended: Thread(..., daemon=True).",
            (where := source.holding(r"except\s*:|except BaseException|SIG_IGN")) and f"{where}this catches Ctrl-C "
            "(KeyboardInterrupt), and goes on: catch the errors by their names.",
            f"{source.receives}Ctrl-C must end this program: let KeyboardInterrupt end the loop.")
    return first(
        not source.catches("KeyboardInterrupt", "input", *RECEIVES, "accept") and f"{source.name}: Ctrl-C raises "
        "KeyboardInterrupt in input() and recv(). Catch it around the loop and close the socket (or "
        "signal.signal(signal.SIGINT, signal.SIG_DFL) on top: then it simply ends).",
        f"{source.name}: KeyboardInterrupt is caught in a part of it only; the loop in which it comes here has none.")


def again(result, roles, server, client):
    if where := server.mistake("no SO_REUSEADDR"):
        return where + "a port stays taken for a minute after a conversation. Before bind: " \
                       "server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1), or use socket.create_server."
    return server.at("bind") + "whoever started both a second time would see this."


def stops(result, roles, server, client):
    if "neither program" in result.seen:
        return f"{client.name}: compare what was typed with a word (if message == 'exit': break) and close the socket."
    word = next(iter(client.script.stops.values()), None) if client.script else None
    where = client.line(word) if word else f"{client.name}: "
    seen = result.seen + " ".join(result.waits)
    if "the client to end" in result.expected:
        return first(
            client.threads and not client.daemons and f"{client.at('Thread')}after the stop word a thread that " \
                "receives "
            "keeps the program alive: Thread(..., daemon=True).",
            f"{where}after the stop word leave the loop and close the socket, whatever the other side does.")
    if "message that nobody sent" in result.seen or re.search(r"server(?: \d)? (?:has ended: |goes on, " \
        "|spins|runs)", seen):
        return lost(result, roles, server, client)
    if roles.kind == "chat":
        return everybody(result, roles, server, client)
    return f"{where}after the stop word leave the loop and close the socket."


def alone(result, roles, server, client):
    connect = client.at("connect", "connect_ex", "create_connection", "open_connection")
    if "even after" in result.seen:
        return client.at("connect", "connect_ex", "recv", "recvfrom") + "it waits too long, or tries too often: say " \
            "that there is no server, and give up after a few seconds."
    if roles.transport == "tcp":
        return first(
            "keyboard" in result.seen and f"{connect}nobody is there to be talked to: say so in one line, and end.",
            not client.catches("ConnectionRefusedError", "connect", "create_connection", "open_connection")
            and f"{connect}catch ConnectionRefusedError and say in one line what is wrong.",
            f"{connect}this is caught, but the program goes on as if it were connected: say so, and end there.")
    if limited := client.holding(r"\bsettimeout\(|\btimeout="):
        return limited + "once no answer has come in time, say that there is no server, and end."
    if client.calls("connect"):
        return f"{client.receives}recv raises ConnectionRefusedError here: catch it, say so in one line, and end."
    return client.receives + "UDP has no connection: nobody tells a client that there is no server. After " \
        "connect((host, port)) on the UDP socket, recv raises ConnectionRefusedError; or use settimeout."


def server_half(result, roles, server, client):
    if roles.kind == "chat":
        return not_passed_on(server, client)
    if "to show" in result.expected:
        return where_lost(result, client, server)
    if "reply" in result.expected or "ask" in result.expected:
        return reply(result, roles, server, client)
    return where_lost(result, server, client)


def client_half(result, roles, server, client):
    if "start" in result.expected or "connect" in result.expected:
        return starts(result, roles, server, client)
    if "to ask" in result.expected:
        return message(result, roles, server, client)
    if "from 1 to 65535" in result.expected:
        return f"{client.at('connect', 'create_connection', 'sendto')}a port is a number from 1 to 65535."
    if where := client.mistake("not called"):
        return where + NOT_CALLED
    if "reach" in result.expected:
        return first(
            client.mistake("no encode") and f"{client.mistake('no encode')}Sockets carry bytes: send(text.encode()).",
            client.hides_errors and client.hides_errors + HIDDEN,
            f"{client.sends}what was typed does not come out here as it was typed, or not where the server waits.")
    return not_shown(client, server) if roles.kind == "chat" else where_lost(result, server, client)


def pieces(result, roles, server, client):
    if roles.transport == "udp":
        return server.receives + "one recvfrom takes one datagram: call it again for the next one."
    if "breaks off" in result.expected:
        return server.at("recv", "makefile") + "what comes last may be half a message, if its sender is cut off: " \
            "catch the error, and take it as the end of the connection."
    source = client if roles.kind == "pair" and "the client" in result.expected else server
    if both_ways := source.holding(r"makefile\(.*[\"']rw"):
        return f"{both_ways}a text file for both ways forgets, when it writes, what it has read ahead: take one " \
            "makefile() for reading, and send with sendall."
    if source.tells_length:
        return f"{source.receives}recv(n) may give fewer than n bytes: call it in a loop, until as many as were told " \
            "have come."
    if source.marks_end:
        return f"{source.receives}one call may bring half a message, or two: keep what stands behind the last " \
            "newline " \
            "for the next time, as makefile() does."
    return source.at("recv") + "recv gives bytes, not messages: one call may bring half of one, or two. End each " \
                               'message with "\\n" and read line by line: for line in conn.makefile().'


def own(result, roles, server, client):
    return first(
        not server.spares_author and f"{server.sends}leave the author out when passing a message on: if client is not "
        "sender.",
        f"{server.sends}the author is meant to be left out here, and is not: compare the sockets themselves.")


def promptly(result, roles, server, client):
    return first(
        not client.many_at_once and client.at("recv", "recvfrom", "input") + THREAD,
        f"{client.receives}what comes is shown only with what comes next, or after the next Enter: print it at once.")


def everybody(result, roles, server, client):
    return not_passed_on(server, client) if not server.passes_on or server.mistake("one by one") else first(
        server.hides_errors and f"{server.hides_errors}an error at one client must not end the loop for all others: "
        "take that client off the list, and go on.",
        not server.catches("OSError", *SENDS) and f"{server.sends}go through the whole list of clients, and let " \
            "no error "
        "at one of them end the loop.",
        f"{server.sends}go through the whole list of clients here. Is each of them still on it?")


def screen(result, roles, server, client):
    return first(
        not server.prints_what_comes and f"{server.receives}print what was received before passing it on: the server "
        "shows everything.",
        f"{server.receives}what was received here is not on the server's screen: print the whole message.")


def prompts(result, roles, server, client):
    return 'input("Enter Message ") and input("Enter Reply "), with one blank at the end.'


def transcript(result, roles, server, client):
    return 'print("Client", {message}) at the server and print({reply}) at the client: {message} is a set, which ' \
           "gives the braces. Nothing else is printed."


def braces(result, roles, server, client):
    return "print(f'Client {number}', {message}): {message} is a set, which gives the braces."


def exit_word(result, roles, server, client):
    return "The practical says: if the user types exit, disconnect and close the client."
