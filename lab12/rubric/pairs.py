"""What the checks of a pair stand on: what is learnt when a message does not come through, and what may be forgiven."""
import functools
import re
from contextlib import contextmanager
from dataclasses import replace

from lab12.driver.coming_back import answered, said_back
from lab12.driver.words import OWN_ADDRESS, crash, doing, line_with, shows, the
from lab12.rubric.checks import Known, Told, Untried
from lab12.stage.window import Miss, brief
from lab12.wire.capture import flows, holds

TURNS = 3
LONG = 2500  # letters: more than the 1,024 bytes that most programs ask for
LETTERS = "ñ नमस्ते 你好"
PAGE = "\n" * 20  # empty lines that have what stood there scroll away


@contextmanager
def noting_one_shot(d):
    """Note down, where a client has ended at once, whether it had said what stands on its command line."""
    try:
        yield
    except Miss:
        d.facts |= one_shot(d)
        raise


def goes_on(d):
    """Check that the server has not died of its first client."""
    if not d.server.alive() and crash(d.server):
        raise Miss("the server to start, and to go on", f"it {doing(d.server)}")


def one_shot(d):
    """Return whether a client that has ended had sent what stands on its command line ("sent"), and had it back."""
    *_, script, _, number = d.pending[d.client]
    word = d.roles.name_of("client", number)
    if "text" not in script.arguments or d.client.terminal.status != 0:
        return {}
    ports = d.server_ports()
    return {"back" if source in ports else "sent": True
            for (source, _), data in flows(d.wire.since(0)).items() if holds(data, word)}


def waits_where_client_looks(d):
    """Check that the server waits at a port, and that the client looks for it there, over the same transport."""
    if not d.server:
        raise Miss("a server to wait for clients", "none was started")
    transport, clients = d.roles.transport, d.roles.client and d.roles.client.transport
    found = d.wire.sees and set(d.wire.called()) & (d.wire.listening(transport) or set())
    if not d.server.alive() and not found:
        raise Miss("the server to wait for clients", f"it {doing(d.server)}")
    if clients and clients != transport:
        d.facts["mixed"] = f"the server waits over {transport.upper()}, the client looks for it over {clients.upper()}"
        raise Known("the client to use the server's transport", d.facts["mixed"])
    ports, called = d.wire.listening(transport), looked_at(d)
    if ports is None:
        ports, called = by_sockets(d, transport)
    if ports is None:
        return
    sound = d.server.alive() and not crash(d.server)  # or it may have waited, and do so no more
    if transport == "udp" and called and sound and d.roles.kind == "chat" and not d.roles.serverless:
        own, _ = by_sockets(d, transport)  # the kernel has given one to each client that has sent something
        ports = ports if own is None else ports & own
        if not set(called) & (ports | d.bound()):
            d.facts["nobody there"] = at_other_ports(called, ports)
    if not ports:
        raise Miss(f"the server to wait at a {transport.upper()} port", f"it waits at none: it {doing(d.server)}")
    if transport == "tcp" and called and not set(called) & (ports | d.bound()):  # a client may listen too
        raise Miss("the client to look for the server at its port", at_other_ports(called, ports))
    if "nobody there" in d.facts:
        raise Miss("the client to look for the server at its port", d.facts["nobody there"])
    if d.wire.sees and (found := at_other_addresses(d, ports)):
        if d.roles.kind == "chat":
            d.facts["nobody there"] = found
        raise Miss("the client to look for the server at its address", found)


def looked_at(d):
    """Return the ports at which a client looks for the server; over UDP without those where it signs in over TCP."""
    over_tcp = d.wire.bound("tcp") if d.roles.transport == "udp" and d.wire.sees else set()
    return [port for port in d.wire.called() if port and port not in over_tcp]


def by_sockets(d, transport):
    """Return the ports of the server's sockets, None if nobody tells of them, and the one that refused the client."""
    d.owners.look([window for window in d.stage.windows if window.alive()])
    ports = {port for (over, port), windows in d.owners.ports.items() if over == transport and d.server in windows}
    refused = d.client and d.roles.client.port and "ConnectionRefused" in (crash(d.client) or "")
    return ports if d.owners.tells else None, [d.roles.client.port] if refused else []


def at_other_addresses(d, ports):
    """Return in words that the client looks at the right port of a wrong address, '' where it does not."""
    transport = d.roles.transport
    there = {address for address, port in d.wire.bound_at(transport) if port in ports}
    called = [address for address, port in d.wire.called_at(transport) if port in ports]
    there |= {address for address, port in d.wire.bound_at(transport, "6") if port in ports}
    everywhere = {"::"} if all(":" in address for address in called) else {"::", "0.0.0.0"}
    if not called or not there or {*everywhere, *called} & there or any(
            not address.startswith("127.") and address != "::1" and address not in {*d.roles.addresses}
            - d.roles.everybody for address in called):
        # A server at 0.0.0.0 waits at every address of IPv4 (ip(7)), one at :: at those of both. A group's address
        # and the broadcast's are nobody's own.
        return ""
    found = {f"{OWN_ADDRESS}, as getsockname() gives it" if address in d.roles.probes else address for address in there}
    return (f"the client looks for a server at {called[0]}, where nobody waits; "
            f"the server waits at {' and '.join(sorted(found))}")


@contextmanager
def first_message(d):
    """Note down what comes back by itself after the first message, and learn from one that does not come through.

    It counts if the server shows it after its own user's next message: then both have to ask first.
    """
    try:
        yield
        note_answer(d)
    except Miss as miss:
        told = Told(miss, d)
        if comes_late(d, d.server):
            d.facts["on enter"] = "both"
            return
        d.learn_format()
        note_answer(d)
        ports, called = d.wire.listening(d.roles.transport), looked_at(d)
        if d.roles.transport == "udp" and "listens" not in d.passed:
            ports = set()  # the kernel has given one to each program that has sent something
        if ports is not None and called and not set(called) & ports and "mixed" not in d.facts:
            told.seen = at_other_ports(called, ports)
        elif ports and "mixed" not in d.facts and (found := at_other_addresses(d, ports)):
            told.seen = found  # over UDP only a message tells
        raise told from None


def note_answer(d):
    """Note down what comes back to the client though nobody has replied."""
    if d.server.asks() or not d.crossings:
        return
    said = [line.strip() for line in d.client.news().splitlines()[1:]]
    came = [line for line in said if answered(d, line, d.crossings[-1].mark)]
    if said_back(d, d.client):
        d.facts["back"] = said[0]
    elif came:
        d.facts["answered"] = came[0]


def note_repeats(d, window):
    """Note down that a window shows the last message several times, or with it one again that it has shown before.

    One that draws its screen anew may show all of them, be it with empty lines that have it scroll. What comes twice is
    the same line: a program may print first the bytes, and then the text in them. What stands before each message, and
    not the one before it, is a name: its author's first words were taken for that.
    """
    fresh = "\n".join(line.strip() for line in window.screen.lines[len(window.before) - 1:])
    if window.screen.cleared != window.cleared or "\x1b" in window.output or PAGE in fresh or not d.crossings:
        return
    last, lines = d.crossings[-1], [line.strip() for line in window.news().splitlines()]
    before = [c.text for c in d.crossings[:-1] if c.author == last.author and window.name in c.shown]
    shown = [text for text in before if any(text in line for line in lines)]
    name = len(before) == 1 and re.compile(rf"{re.escape(before[0])}\W+{re.escape(last.text)}")
    again = shown[0] if shown[-1:] == before[-1:] != [] and not (name and any(map(name.search, lines))) else ""
    same = [line for line in lines if last.text in line]
    if again or len(same) > len(set(same)):
        seen = f"it shows {again!r} again, with {last.text!r}" if again else f"it shows {last.text!r} several times"
        d.facts.setdefault("repeats", (f"{the(window)} to show each message once", seen))


def at_other_ports(called, ports):
    where = f"at port {' and '.join(map(str, sorted(ports)))}" if ports else "at none"
    return f"the client looks for a server at port {called[0]}, where nobody waits; the server waits {where}"


@contextmanager
def late_reply(d):
    """Let a reply count that the client shows only after its user's next message, and note that down."""
    if "message" not in d.passed and (d.roles.calls_itself or not (d.client.alive() and d.server.asks())):
        raise Untried("message")
    try:
        yield
    except Miss as miss:
        told = Told(miss, d)
        if not comes_late(d, d.client):
            d.learn_format()
            note_answer(d)  # where the server greets first, each answer is shown a turn late
            raise told from None
        d.facts.setdefault("on enter", "client")
    d.learn_format()


def comes_late(d, window):
    """Return whether a window shows what was said last once its own user has said something more."""
    if not window.asks() or not d.crossings or d.crossings[-1].author == window.name:
        return False
    said = d.crossings[-1]
    if not d.wire.carried(said.text, said.mark):
        return False
    d.type(window, d.word())
    if not shows(window, said.text):
        return False
    d.crossings[-1] = replace(said, shown=(window.name,), carried=True, line=line_with(window, said.text))
    return True


@contextmanager
def ending_in_good_order(d):
    """Let it count if both end after TURNS turns, since they talk for so many and no more."""
    try:
        yield
    except Miss:
        if not has_ended(d):
            raise
    d.learn_format()


def has_ended(d):
    """Return whether both have ended in good order after several turns, since they talk for so many and no more."""
    if any(window.alive() or window.terminal.status != 0 or crash(window) for window in (d.server, d.client)):
        return False
    turns = [sum(bool(c.shown) for c in d.crossings if c.author == author) for author in ("client", "server")]
    d.stale = d.facts["ended"] = min(turns) >= TURNS
    return d.stale


def prompts_are_the_practicals(d):
    """Check what both programs have asked with."""
    asked = d.prompts.get("client", ""), d.prompts.get("server", "")
    if asked != ("Enter Message ", "Enter Reply "):
        stands = [repr(one) if one else "nothing" for one in asked]
        raise Known('"Enter Message " and "Enter Reply "', "they are {} and {}".format(*stands) if all(asked) else
                    "before the cursor stands {} in the client and {} in the server".format(*stands))


def screens_are_the_practicals(d):
    """Check that both windows show what has been said as the practical does, and nothing else."""
    said = [c for c in d.crossings if c.shown]
    server = "".join(f"Client {{{c.text!r}}}\n" if c.author == "client" else f"Enter Reply {c.text}\n" for c in said)
    client = "".join(f"Enter Message {c.text}\n" if c.author == "client" else f"{{{c.text!r}}}\n" for c in said)
    if (d.server.output, d.client.output) != (server, client + "Enter Message "):
        for role, output, lines in ("server", d.server.output, server), ("client", d.client.output, client):
            more = set(output.splitlines()) - set(lines.splitlines()) - {"", "Enter Reply ", "Enter Message "}
            if set(lines.splitlines()) <= set(output.splitlines()) and more:
                first = next(line for line in output.splitlines() if line in more)
                raise Known("lines such as Client {'hello'} and {'hey'}, and nothing else",
                            f"the {role} shows {brief(first, 60)} besides")
        raise Known("lines such as Client {'hello'} and {'hey'}, and nothing else",
                    f"the server shows {first_line(d, 'client')}, the client {first_line(d, 'server')}")


def first_line(d, author):
    """Return the line in which the first message of a role was shown."""
    return next((repr(c.line) for c in d.crossings if c.author == author and c.shown), "nothing of the kind")


def talking_on(talk):
    """Have both talk on; from the start where they end in good order, for some talk for so many turns and no more."""
    @functools.wraps(talk)
    def performed(d):
        d.ready()
        try:
            talk(d)
        except Miss:
            if not any(window.terminal.status == 0 and not crash(window) for window in (d.server, d.client)):
                raise
            d.stale = True
            d.ready()
            talk(d)
    return performed


def beginnings(d, window):
    """Return what letters are typed after, so that one is cut in any case where each piece that comes is decoded.

    Only where a piece is smaller than they are: they take up to three bytes each.
    """
    script = d.roles.server if window is d.server else d.roles.client
    pieces = script and script.transport == "tcp" and script.size and script.size < len(LETTERS.encode())
    return ("", "x", "xx") if pieces else ("",)


def readable(window):
    """Check that letters that have just come are shown as letters, not as b'\\xc3\\xb1' or '\\u4f60'.

    They stand before the word that was typed with them; what its own user has typed there is no proof.
    """
    said = window.stage.driver.crossings[-1].text
    if said.casefold() not in window.news().casefold():
        raise Miss(f"{the(window)} to show {LETTERS!r}, to be read", window.shown_words())


def much():
    """Return LONG letters, of which any few tell where they belong."""
    return "".join(f"<{number:08}>" for number in range(LONG // 10))
