"""Hints: the likely cause of a miss, in the student's own source with its line, and what it would take."""
import re

from lab12.rubric.checks import MISSED


def add(results, driver, pair):
    """Give each missed Result its hint."""
    for result in results.values():
        if result.outcome == MISSED:
            result.hint = crash_hint(result, pair) or hint(result, driver.roles, pair)


def hint(result, roles, pair):
    """Return the hint for a miss by what was checked."""
    find = HINTS.get(result.name)
    return find(result, roles, Source(pair.server, "server"), Source(pair.client, "client")) if find else ""


class Source:
    """One script, to be quoted by its lines."""

    def __init__(self, script, role):
        self.script, self.role = script, role
        self.name = script.path.rpartition("/")[2] if script else role

    def at(self, *calls):
        """Return "server.py, line 12: " for the first of these calls that there is, else "server.py: "."""
        lines = [self.script.lines[call] for call in calls if self.script and call in self.script.lines]
        return self.line(lines[0]) if lines else f"{self.name}: "

    def line(self, line):
        """Return the same for a line, which may be one of another file: see finder.syntax.line."""
        return f"{line}: " if isinstance(line, str) else f"{self.name}, line {line}: "

    def place(self, *calls):
        """Return the same for the end of a sentence: "server.py, line 12"."""
        return self.at(*calls)[:-2]

    @property
    def receives(self):
        return self.at("recv", "recvfrom")

    @property
    def sends(self):
        return self.at("send", "sendall", "sendto")

    def mistake(self, name):
        """Return the same for a likely mistake, '' if it was not found."""
        line = self.script.mistakes.get(name) if self.script else None
        return self.line(line) if line else ""

    def holding(self, pattern):
        """Return the same for the first line that matches a pattern, '' if none does."""
        for number, line in enumerate(self.script.source.splitlines() if self.script else [], 1):
            if re.search(pattern, line):
                return f"{self.name}, line {number}: "
        return ""


def crash_hint(result, pair):
    """Return what an error that ended a script means; None if none did, or if it says enough."""
    words = f"{result.seen} {' '.join(result.waits)}"
    for script, role in ((pair.server, "server"), (pair.client, "client")):
        source = Source(script, role)
        if script and script.error and (result.name == "starts" or f"{role} has ended" in words):
            return f"{source.name}: {syntax(script.error)}"
        for pattern, cause, words_of in CRASHES:
            failed = rf"\b{role}(?: \d+)? (?:has ended|goes on, after an error in a thread): [^;]*(?:{pattern})"
            if source.mistake(cause) and re.search(failed, words):
                return source.mistake(cause) + words_of
        named = NAMED.search(words)
        if named and re.search(rf"{role}( \d+)? has ended: {re.escape(named[0])}", words):
            rest = f"; {named[2]} is." if named[2] else ". Is it spelt differently where it is given one?"
            return f"{source.name}, line {named[3]}: the name {named[1]} is given no value before{rest}"
        missing = re.search(r"No module named '(\w+)", words)
        if missing and (where := source.mistake(f"module {missing[1]}")):
            return f"{where}{missing[1]}.py was not handed in, and Python has none. Hand it in too, or do without."
    return None


NAMED = re.compile(r"NameError: name '(\w+)' is not defined(?:\. Did you mean: '(\w+)'\?)?, line (\d+)")
NOT_CALLED = "this names what is to be done, and does not do it: a call needs parentheses, as in start()."
CRASHES = (
    ("'_name_' is not defined", "_name_", "Write __name__ with two underscores on each side."),
    ("'str' object cannot be interpreted as an integer|an integer is required", "port is text",
     "The port is text here; int(...) makes it a number."),
    ("a bytes-like object is required", "no encode", "Sockets carry bytes: send(text.encode())."),
)


def syntax(error):
    """Return what a syntax error asks for."""
    if "Missing parentheses" in error:
        return f"{error}. It is written for Python 2; in Python 3 print needs parentheses: print('hello')."
    if "IndentationError" in error or "TabError" in error:
        return f"{error}. Python tells by the blanks before a line what belongs inside a loop, an if or a function."
    if "invalid character" in error or "non-printable" in error:
        return f"{error}. A word processor puts its own quotes and blanks; type them anew in a text editor: \"...\"."
    return f"{error}. Python reads the whole file before it runs any of it, so nothing of it has run."


def starts(result, roles, server, client):
    if "Address already in use" in result.seen:
        return server.at("bind") + "the port is taken: is it bound twice?"
    if "refused" in result.seen or "ConnectionRefusedError" in result.seen:
        return f"{client.at('connect')}nobody waits where it connects to; compare {server.place('bind', 'listen')}."
    if "with status 0" in result.seen:
        source = server if "the server" in result.expected else client
        return f"{source.name}: after its last line a program ends. Put a loop around asking, sending and receiving."
    return "The last line of what Python prints names the error; the lines above it say where it happened."


def listens(result, roles, server, client):
    if "transport" in result.expected:
        return (f"{client.at('socket')}SOCK_STREAM is TCP, SOCK_DGRAM is UDP: server and client must use the same "
                f"(compare {server.place('socket', 'bind')}).")
    if "where nobody waits" in result.seen and "at none" not in result.seen:
        return (f"{server.at('bind', 'listen')}that port and the one in {client.place('connect', 'sendto')} "
                "must be the same.")
    listen = " and listen()" if roles.transport == "tcp" else ""
    return f"{server.at('bind', 'socket')}a server needs bind((host, port)){listen}."


def message(result, roles, server, client):
    if "cross the network" in result.expected:
        return client.sends + "what is typed must be sent through the socket; the other program " \
            "must show what its own socket has received. Files, or lines printed without a message, are no chat."
    if "to ask" in result.expected:
        return client.at("connect", "socket") + "ask for a message with input() as soon as the client is connected."
    if "has sent it" in result.seen:
        return promptly(result, roles, server, client)
    if "where nobody waits" in result.seen:
        return listens(result, roles, server, client)
    if roles.kind == "chat":
        return server.receives + "go through the list of clients and send each message to all but its author."
    return where_lost(result, client, server)


def where_lost(result, sender, receiver):
    """Ask for what the sender or the receiver of a message may have left out."""
    if where := receiver.mistake("not called") or sender.mistake("not called"):
        return where + NOT_CALLED
    sent = f"{sender.sends}is what was typed sent, to the other program?"
    received = f"{receiver.receives}is what comes received and printed?"
    if "though it was sent" in result.seen:
        return received
    return sent if "nothing like it was sent" in result.seen else f"{sent} {received}"


def reply(result, roles, server, client):
    if "to ask" in result.expected:
        return server.receives + "after it has shown a message the server must ask its user, with input(), " \
                                               "and send what was typed. What it sends by itself is no reply."
    return where_lost(result, server, client)


def turns(result, roles, server, client):
    return f"Is there a loop around receiving, asking and sending, in both? {server.receives}" \
           f"{client.receives}each recv must come as often as the other side sends."


def letters(result, roles, server, client):
    for source in (client, server) if "client" in result.seen else (server, client):
        for codec, knows in (("ascii", "English letters"), ("latin|iso.?8859|cp1252", "the letters of western Europe")):
            if where := source.holding(codec):
                return f"{where}this encoding knows {knows} only; encode() and decode() by themselves use UTF-8, " \
                    "which knows all."
    return "Send text.encode(), show data.decode(): both use UTF-8. b'...' is no text that one can read."


def empty(result, roles, server, client):
    if "has ended with status 0" in result.seen and roles.transport == "tcp":
        source = client if "the client" in result.expected else server
        return f"{source.name}: it takes an empty text for the end. Only b'' from recv (or '' from readline, where a " \
            "line ends in a newline) means that the other side has gone."
    if roles.transport == "tcp":
        return client.sends + "TCP sends nothing at all for an empty text: the other side waits for ever. " \
            'End each message with a newline (text + "\\n"), or ask again if nothing was typed.'
    return server.receives + "an empty datagram is a message too; `if not data: break` is meant for TCP."


def long(result, roles, server, client):
    for source in (server, client):
        size = source.script.size if source.script else None
        if size and size < 2500:
            late = "so one becomes several" if "pieces" in result.seen else "and every later turn is out of step"
            more = (f"TCP delivers the rest with the next recv, {late}. Read on until the newline that ends a message"
                    if roles.transport == "tcp" else
                    "UDP throws the rest of a datagram away. Ask for 65535, the most that one can hold")
            call = "recvfrom" if roles.transport == "udp" else "recv"
            where = source.receives
            return f"{where}{call}({size}) takes at most {size:,} bytes; 2,500 were sent. {more}."
    return server.receives + "one recv gives what is there just then; read on to the end of the message."


def lost(result, roles, server, client):
    if roles.transport == "udp":
        return server.sends + "send each reply to the address that came with its message, not to the first client's."
    noticed = server.script and server.script.threads and not server.mistake("empty not noticed")
    if noticed and "asks for a reply all the same" in result.seen:
        return server.sends + "the part that receives has noticed it, the part that asks and sends has not: end that " \
                              "too, or catch OSError around send and tell the user."
    where = server.mistake("empty not noticed") or server.receives
    return where + "recv returns b'' once the client has gone, again and again. Test for it (if not data: break); " \
                   "catch ConnectionError around recv and send."


def next_client(result, roles, server, client):
    where = server.mistake("accepts once")
    if where:
        return where + "accept is called once, so the server serves one client and no other. Put a loop around it: " \
                       "while True, accept, talk until recv returns b'', close."
    return lost(result, roles, server, client)


def quiet(result, roles, server, client):
    source = server if "server" in result.expected else client
    if "to end" in result.expected and "waits" in result.seen:
        return f"{source.name}: a thread that never ends keeps the program alive: Thread(..., daemon=True)."
    return f"{source.name}: Ctrl-C raises KeyboardInterrupt in input() and recv(). Catch it around the loop and " \
           "close the socket (or signal.signal(signal.SIGINT, signal.SIG_DFL) on top: then it simply ends)."


def again(result, roles, server, client):
    if where := server.mistake("no SO_REUSEADDR"):
        return where + "a port stays taken for a minute after a conversation. Before bind: " \
                       "server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1), or use socket.create_server."
    return server.at("bind") + "whoever started both a second time would see this."


def stops(result, roles, server, client):
    if "neither program" in result.seen:
        return f"{client.name}: compare what was typed with a word (if message == 'exit': break) and close the socket."
    word = next(iter(client.script.stops.values()), None)
    where = client.line(word) if word else f"{client.name}: "
    return where + "after the stop word leave the loop and close the socket; a thread that receives needs daemon=True."


def alone(result, roles, server, client):
    if "even after" in result.seen:
        return client.at("connect", "connect_ex", "recv", "recvfrom") + "it waits too long, or tries too often: say " \
            "that there is no server, and give up after a few seconds."
    if roles.transport == "tcp":
        return client.at("connect", "connect_ex") + (
            "nobody is there to be talked to: say so in one line, and end." if "keyboard" in result.seen else
            "catch ConnectionRefusedError and say in one line what is wrong.")
    if limited := client.holding(r"\bsettimeout\(|\btimeout="):
        return limited + "once no answer has come in time, say that there is no server, and end."
    return client.receives + "UDP has no connection: nobody tells a client that there is no server. After " \
        "connect((host, port)) on the UDP socket, recv raises ConnectionRefusedError; or use settimeout."


def server_half(result, roles, server, client):
    if "reply" in result.expected or "ask" in result.expected:
        return "Whoever is at the other side, a reply must be sent and shown: " + \
            reply(result, roles, server, client)
    return message(result, roles, server, client)


def client_half(result, roles, server, client):
    if "start" in result.expected or "connect" in result.expected:
        return starts(result, roles, server, client)
    if "ask" in result.expected:
        return message(result, roles, server, client)
    if where := client.mistake("not called"):
        return where + NOT_CALLED
    if "reach" in result.expected:
        return f"{client.sends}is what was typed sent, and where the server waits?"
    return f"{client.receives}is what the server sends received and printed, again and again?"


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
    return source.at("recv") + "recv gives bytes, not messages: one call may bring half of one, or two. End each " \
                               'message with "\\n" and read line by line: for line in conn.makefile().'


def own(result, roles, server, client):
    return server.receives + "leave the author out when passing a message on: if client is not sender."


def promptly(result, roles, server, client):
    return client.at("recv", "recvfrom", "input") + "input() and recv() each wait: receive in a thread of its own " \
        "(threading.Thread(target=..., daemon=True)) and ask for messages in the other."


def everybody(result, roles, server, client):
    return server.sends + "go through the whole list of clients, and let no error at one of " \
                                                    "them end the loop."


def screen(result, roles, server, client):
    return server.receives + "print what was received before passing it on: the server shows everything."


def prompts(result, roles, server, client):
    return 'input("Enter Message ") and input("Enter Reply "), with one blank at the end.'


def transcript(result, roles, server, client):
    return 'print("Client", {message}) at the server and print({reply}) at the client: {message} is a set, which ' \
           "gives the braces. Nothing else is printed."


def braces(result, roles, server, client):
    return "print(f'Client {number}', {message}): {message} is a set, which gives the braces."


def exit_word(result, roles, server, client):
    return "The practical says: if the user types exit, disconnect and close the client."


HINTS = {function.__name__: function for function in (
    starts, listens, message, reply, turns, letters, empty, long, lost, next_client, quiet, again, stops, alone, pieces,
    own, promptly, everybody, screen, prompts, transcript, exit_word)}
HINTS |= {"server_half": server_half, "client_half": client_half, "braces": braces}
