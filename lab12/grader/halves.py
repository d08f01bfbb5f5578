"""Halves: a server alone with clients of ours, a client alone with a server of ours, in the hand-in's own format.

Two programs that have talked with each other have shown that both halves work. Where they have not, ours speak as far
as they could learn it from what has crossed the network: the greeting, and what stands around a message.
"""
from dataclasses import dataclass

from lab12.grader.checks import Known
from lab12.grader.driver import PORT
from lab12.grader.wire import flows, holds
from lab12.grader.words import crash, doing, shows
from lab12.peer import Peer
from lab12.window import Miss


@dataclass(frozen=True)
class Sample:
    """A message as it has crossed the network: who sent it, its text, and the bytes."""

    author: str
    text: str
    data: bytes


@dataclass(frozen=True)
class Format:
    """How a hand-in writes a message: what stands before and behind the text, for each author, and what is sent first.

    `greeting` are the packets before the first message, as (author, bytes); `samples` are messages that were said.
    """

    before: dict
    behind: dict
    greeting: tuple = ()
    samples: tuple = ()

    def said_by(self, author):
        return [sample for sample in self.samples if sample.author == author]


BARE = Format({"client": b"", "server": b""}, {"client": b"", "server": b""})
LINES = Format({"client": b"", "server": b""}, {"client": b"\n", "server": b"\n"})


def learn(d):
    """Return the Format of programs that have just spoken, from what crossed their network; None if nothing is seen."""
    if not d.wire.sees:
        return None
    ports, samples = d.server_ports(), []
    here = [crossing for crossing in d.crossings if crossing.wire is d.wire]
    for crossing, following in zip(here, [*here[1:], None], strict=True):
        packets = d.wire.since(crossing.mark, following.mark if following else None)
        sent = [(source in ports and target not in ports, data) for (source, target), data in flows(packets).items()]
        role = "server" if crossing.author == "server" else "client"
        samples += [Sample(role, crossing.text, data) for by_server, data in sent
                    if by_server == (role == "server") and (crossing.carried or holds(data, crossing.text))][:1]
    if not samples:
        return None
    before, behind = {}, {}
    for sample in samples:
        wanted = sample.text.encode()
        if wanted in sample.data:
            first, _, rest = sample.data.partition(wanted)
            before.setdefault(sample.author, first)
            behind.setdefault(sample.author, rest)
    greeting = tuple(("server" if packet.source in ports else "client", packet.data)
                     for packet in d.wire.since(0, here[0].mark))
    alike = {author: behind.get("client", b"") for author in ("client", "server")}  # they end in the same way, we guess
    return Format({**BARE.before, **before}, {**alike, **behind}, greeting, tuple(samples))


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
    ports = d.server_ports() or {d.casting.server.port or PORT}
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
    """Check that what TCP splits, joins and breaks off comes out right; over UDP, that two messages at once do."""
    form, tcp = d.format or LINES, d.casting.transport == "tcp"
    words = [d.word() for _ in range(3)]
    said = form.said_by("client") or [Sample("client", word, f"{word}\n".encode()) for word in words]
    if tcp and said[0].data == said[0].text.encode():
        raise Known("something that marks the end of each message, such as a newline",
                    "messages are sent bare: TCP may split one, or join two, and nobody could tell")
    window, peer = our_client(d, form, d.server if free(d) else None)
    d.spoilt = True
    if tcp:
        in_two(window, peer, said[0], "server")
    answer(d, window)
    d.stage.step("our client sends two messages at once", lambda: at_once(d, peer, said[1], said[2]))
    text = window.news()
    text += answer(d, window)
    lines = [line for line in text.splitlines() if said[1].text in line or said[2].text in line]
    if not (said[1].text in text and said[2].text in text) or len(lines) < 2:
        raise Miss(f"the server to show {said[1].text!r} and then {said[2].text!r}, as two messages",
                   f"it shows {text!r}")
    if tcp:
        answer(d, window)
        broken_off(window, peer, said[3 % len(said)])
        client_in_pieces(d, form)


def answer(d, window):
    """Type a reply if one is asked for; return what that brought onto the screen."""
    if not window.asks():
        return ""
    d.type(window, d.word())
    return f"\n{window.news()}"


def in_two(window, peer, sample, role):
    """Send a message in two pieces, and check that it is shown once it is whole."""
    cut = len(sample.data) - max(2, len(sample.data) // 3)
    peer.sends(sample.data[:cut])
    if window.news():
        raise Miss(f"the {role} to wait for the rest of a message", window.shown_words())
    if not shows_after(window, lambda: peer.sends(sample.data[cut:]), sample.text):
        raise Miss(f"the {role} to show {sample.text!r}, which came in two pieces", window.shown_words())


def broken_off(window, peer, sample):
    """Close a connection in the middle of a message, and check that the server takes it."""
    peer.sends(sample.data[:len(sample.data) // 2])
    peer.hears()  # what it leaves unread would make a reset of its farewell (RFC 9293, 3.10.4)
    peer.leaves()
    if crash(window):
        raise Miss("the server to take it that a message breaks off", f"it {doing(window)}")


def client_in_pieces(d, form):
    """Check that a reply which comes in two pieces comes out right, too, if the client takes ours for its server."""
    replies = form.said_by("server")
    if not replies or replies[0].data == replies[0].text.encode():
        return
    d.open_stage()
    d.spoilt = True
    try:
        window, peer = our_server(d, form)
    except Miss:
        return  # they have talked with each other: that ours is not good enough is no mistake of theirs
    if window.asks():
        d.type(window, d.word())
        peer.hears()
    in_two(window, peer, replies[0], "client")


def at_once(d, peer, one, two):
    if d.casting.transport == "tcp":
        peer.push(one.data + two.data)
    else:
        peer.push(one.data)
        peer.push(two.data)
