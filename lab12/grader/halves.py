"""Halves: a server alone with a client of ours, a client alone with a server of ours, in the hand-in's own format."""
from dataclasses import dataclass

from lab12.grader.checks import Known
from lab12.grader.driver import PORT
from lab12.grader.words import doing, shows
from lab12.peer import Peer
from lab12.window import Miss


@dataclass(frozen=True)
class Format:
    """How a hand-in writes a message: what stands before and behind the text, for each author, and what is sent first.

    `greeting` are the packets before the first message, as (author, bytes).
    """

    before: dict
    behind: dict
    greeting: tuple = ()


BARE = Format({"client": b"", "server": b""}, {"client": b"", "server": b""})
LINES = Format({"client": b"", "server": b""}, {"client": b"\n", "server": b"\n"})


def learn(d):
    """Return the Format of a pair that has just spoken, from what has crossed its network; None if none is seen."""
    if not d.wire.sees:
        return None
    ports = d.wire.listening(d.casting.transport) or set()
    before, behind, first = {}, {}, None
    for crossing in d.crossings:
        wanted = crossing.text.encode()
        for packet in d.wire.since(crossing.mark):
            author = "server" if packet.source in ports and packet.target not in ports else "client"
            if wanted in packet.data and author == crossing.author:
                start = packet.data.index(wanted)
                before.setdefault(author, packet.data[:start])
                behind.setdefault(author, packet.data[start + len(wanted):])
        first = crossing.mark if first is None else first
    if not before:
        return None
    greeting = tuple(("server" if packet.source in ports else "client", packet.data)
                     for packet in d.wire.packets[:first] if not packet.calls)
    return Format({**BARE.before, **before}, {**BARE.behind, **behind}, greeting)


def formats(d):
    """Return the formats in which to speak: the learnt one, or the two that are likely."""
    return [d.format] if d.format else [BARE, LINES] if d.casting.transport == "tcp" else [BARE]


def server(d):
    """Check that the server shows what a client of ours sends, and that its reply comes."""
    attempt(d, serve_ours)


def client(d):
    """Check that the client sends what is typed to a server of ours, and shows the reply."""
    attempt(d, visit_ours)


def attempt(d, talk):
    """Try to talk in one format after the other; raises the Miss of the last if none of them will do."""
    last = None
    for form in formats(d):
        d.open_stage()
        d.spoilt = True
        try:
            talk(d, form)
            d.format = d.format or form
            return
        except Miss as miss:
            last = miss
    raise last


def free(d):
    """Return whether the server that runs just now waits for a client, since the last one has left."""
    return bool(d.stage and d.server and d.server.alive() and not d.server.asks() and not d.server.restless
                and not any(client.alive() for client in d.clients))


def our_client(d, form, window=None):
    """Return a server, started alone if none is given, and a client of ours that has reached it."""
    if not window:
        d.open_stage()
        window = d.start_server()
    ports = d.wire.listening(d.casting.transport) or {d.casting.server.port or PORT}
    peer = Peer(d.stage, d.casting.transport, "our client")
    host = d.casting.server.host
    peer.connects((host if host in d.casting.addresses else "127.0.0.1", min(ports)))
    for author, data in form.greeting:
        if author == "client":
            peer.sends(data)
    d.settle_in(window)
    peer.hears()
    return window, peer


def serve_ours(d, form):
    window, peer = our_client(d, form, d.start_server())
    text = d.word()
    if not shows_after(window, lambda: peer.sends(framed(form, "client", text)), text):
        raise Miss(f"the server to show what our client sends ({text!r})", window.shown_words())
    if window.asks():
        reply = d.word()
        d.type(window, reply)
        if reply.encode() not in (heard := peer.hears()):
            raise Miss(f"the reply {reply!r} to reach our client", f"it received {heard!r}")
    else:
        raise Miss("the server to ask for a reply", f"it {doing(window)}")
    return window, peer


def shows_after(window, act, text):
    act()
    return shows(window, text)


def our_server(d, form):
    """Start a server of ours, and the client; return the client's window and our end."""
    script = d.casting.client
    transport = script.transport
    peer = Peer(d.stage, transport, "our server")
    peer.listens(("0.0.0.0", script.port or PORT))
    window = d.start_client()
    if transport == "tcp":
        peer.accepts()
    for author, data in form.greeting:
        peer.hears()
        if author == "server":
            peer.sends(data)
    d.settle_in(window)
    peer.hears()
    return window, peer


def visit_ours(d, form):
    window, peer = our_server(d, form)
    if not window.asks():
        peer.sends(framed(form, "server", d.word()))
    text = d.word()
    d.type(window, text)
    if text.encode() not in (heard := peer.hears()):
        raise Miss(f"{text!r} to reach our server", f"it received {heard!r}")
    reply = d.word()
    if not shows_after(window, lambda: peer.sends(framed(form, "server", reply)), reply):
        raise Miss(f"the client to show the reply of our server ({reply!r})", window.shown_words())
    return window, peer


def framed(form, author, text):
    return form.before[author] + text.encode() + form.behind[author]


def pieces(d):
    """Check that what TCP splits and joins comes out right; over UDP, that two messages at once do."""
    form = d.format or BARE
    if d.casting.transport == "tcp" and not form.behind["client"]:
        raise Known("something that marks the end of each message, such as a newline",
                   "messages are sent bare: TCP may split one, or join two, and nobody could tell")
    window, peer = our_client(d, form, d.server if free(d) else None)
    d.spoilt = True
    one, two, three = d.word(), d.word(), d.word()
    if d.casting.transport == "tcp":
        whole = framed(form, "client", one)
        peer.sends(whole[:-5])
        if window.news():
            raise Miss("the server to wait for the rest of a message", window.shown_words())
        if not shows_after(window, lambda: peer.sends(whole[-5:]), one):
            raise Miss(f"the server to show {one!r}, which came in two pieces", window.shown_words())
        if window.asks():
            d.type(window, d.word())
    d.stage.step("our client sends two messages at once", lambda: at_once(d, peer, form, two, three))
    text = window.news()
    if window.asks():
        d.type(window, d.word())
        text += window.news()
    lines = [line for line in text.splitlines() if two in line or three in line]
    if not (two in text and three in text) or len(lines) < 2:
        raise Miss(f"the server to show {two!r} and then {three!r}, as two messages", f"it shows {text!r}")


def at_once(d, peer, form, one, two):
    if d.casting.transport == "tcp":
        peer.push(framed(form, "client", one) + framed(form, "client", two))
    else:
        peer.push(framed(form, "client", one))
        peer.push(framed(form, "client", two))
