"""Pieces: TCP may split a message, join two, or break one off; a program must cope with it, over UDP with haste.

What is sent here are messages as the hand-in itself has sent them, byte for byte. Programs that do not take one of
them from ours even when it comes whole are not tried: they have talked with each other, so the mistake is ours.
"""
import re

from lab12.driver.formats import LINES, Sample, wrapped
from lab12.driver.words import crash, doing, the
from lab12.rubric.checks import Known, Told, Unspoken
from lab12.rubric.halves import free, learn_from_ours, our_client, our_server
from lab12.stage.window import Miss

# Of text: one of bytes ("rwb") loses nothing.
ONE_FILE = re.compile(r"""(?:(?P<name>\w+)\s*=\s*[\w.\[\]]+\.)?makefile\(\s*(?:mode\s*=\s*)?["'](?:rw|wr)["']""")


def come_out_right(d):
    """Check that what TCP splits, joins and breaks off comes out right; over UDP, that two messages at once do."""
    if d.roles.mutual and "enter" in d.roles.server.wants:
        return  # it calls its partner as soon as a user says that this is there: ours is not
    if "cipher" in d.facts and (how := wrapped(d.roles.server.whole)) in ("TLS", "a cipher"):
        raise Unspoken(f"the messages are enciphered ({how}), and ours could send them only as they have been sent")
    if d.roles.loses:
        raise Unspoken("chance decides here which message is lost, and ours are sent once")
    if "repeats" in d.facts:
        raise Known(*d.facts["repeats"])
    learn_from_ours(d)
    form, tcp = d.format or LINES, d.roles.transport == "tcp"  # lines are the likeliest that mark their end
    said = form.said_by("client")
    if len(said) < 3:  # not all could be seen
        words = [form.fit(d.word()) for _ in range(3)]
        said = [Sample("client", word, form.framed("client", word)) for word in words]
    said = of_one_kind(said)
    bare = Known("something that marks the end of each message, such as a newline",
                 "messages are sent bare: TCP may split one, or join two, and nobody could tell")
    if tcp and said[0].data == said[0].text.encode():
        raise bare
    reached = free(d) and d.roles.kind == "pair"
    try:
        server, peer = our_client(d, form, d.server if reached else None)
    except Miss:
        if str(d.roles.server.host).count(":") > 1:
            raise Unspoken(f"the server is at {d.roles.server.host}, over IPv6, and ours speak over IPv4") from None
        raise
    window = server if d.roles.kind == "pair" else d.start_client()  # the one that is to show what our client says
    d.stale = True
    if not taken(d, window, peer, said[0]):
        if tcp and has_no_end(said):
            raise bare
        return
    if tcp:
        in_two(d, window, peer, said[0])
    try:
        at_once(d, window, peer, said[1], said[2], "our client")
    except Miss as miss:
        told = Told(miss, d)
        if tcp and d.roles.kind == "chat":  # they reach that client in one piece or in two, as chance has it
            client_in_pieces(d, form)
        raise told from None
    if tcp:
        broken_off(server, peer, said[3 % len(said)])
        client_in_pieces(d, form)


def of_one_kind(said):
    """Return samples that go to the same addressee as the first; of the largest other kind if that was a login."""
    kinds = {}
    for sample in said:
        kinds.setdefault(around(sample), []).append(sample)
    alike = kinds[around(said[0])]
    alike = alike if len(alike) > 1 else max(kinds.values(), key=len)
    return alike if len(alike) > 2 else [*alike, alike[0]] if len(alike) == 2 else said


def has_no_end(said):
    """Tell whether nothing can say where these messages end: the same words stand before each, and nothing behind it.
    """
    before = {sample.data.removesuffix(sample.text.encode()) for sample in said}
    return len(before) == 1 and all(sample.data.endswith(sample.text.encode()) for sample in said) and bool(
        re.fullmatch(rb"[ -/:-~]*", *before))  # no digits of a length, nor a byte of one


def around(sample):
    """Return what stands around the text of a message; numbers are alike, since many a program counts its messages."""
    return re.sub(rb"\d+", b"0", sample.data.replace(sample.text.encode(), b"", 1))


def taken(d, window, peer, sample):
    """Return whether a message of ours is shown if it comes whole."""
    peer.sends(sample.data)
    if shown := d.arrives(window, sample.text):
        d.facts.setdefault("took ours", set()).add("client" if peer.serves else "server")
    answer(d, window)
    return shown


def answer(d, window):
    """Type a line where what comes next is only looked for after one; return what that brought onto the screen."""
    empty, shown = d.facts.get("on enter") == "empty", ""
    for _ in range(2 if empty else 1):  # an empty line brings one message, and there may be two
        if window.asks() and (d.roles.kind == "pair" or "on enter" in d.facts):
            d.type(window, "" if empty else d.word(), plain=empty)
            shown += f"\n{window.news()}"
    if d.roles.turn is not None and window.asks():
        d.type(window, d.roles.turn, plain=True, why=", to hand the turn over")
        shown += f"\n{window.news()}"
    return shown


def in_two(d, window, peer, sample):
    """Send a message in two pieces, and check that it is shown once it is whole.

    A program that prints what comes as it comes, print(data.decode(), end=""), may show half of a line before the rest.
    """
    cut = len(sample.data) - max(2, len(sample.data) // 3)
    whole = lines_with(window, sample.text)
    peer.sends(sample.data[:cut])
    early = window.shown_words() if window.news() else ""
    peer.sends(sample.data[cut:])
    if early and (lines_with(window, sample.text) == whole or is_left_alone(window, sample, cut)):
        raise Miss(f"{the(window)} to wait for the rest of a message", early)
    if not early and not d.arrives(window, sample.text):
        raise Miss(f"{the(window)} to show {sample.text!r}, which came in two pieces", window.shown_words())
    answer(d, window)


def is_left_alone(window, sample, cut):
    """Tell whether the first part of a message stands in a line of its own, though all of it has been shown since."""
    at = sample.data.find(sample.text.encode())
    half = sample.data[at:cut].decode(errors="ignore")
    return at >= 0 and len(half) > 2 and sample.text.startswith(half) and half != sample.text and any(
        line.rstrip().endswith(half) for line in window.screen.lines)


def lines_with(window, text):
    """Return how many lines of a screen hold a text."""
    return sum(text in line for line in window.screen.lines)


def through_one_file(source):
    """Tell whether a script reads and writes through one file of a socket; it may open one for both and only read."""
    if not (found := ONE_FILE.search(source)):
        return False
    name = found["name"]
    return not name or bool(re.search(rf"\b{name}\s*\.\s*write|\bfile\s*=\s*(?:\w+\.)*{name}\b", source))


def at_once(d, window, peer, one, two, sender):
    """Send two messages at once, and check that both are shown, as two."""
    script = d.pending[window][1]
    if d.roles.transport == "tcp" and through_one_file(script.whole):
        d.notices.add(f"{script.path} reads and writes through one makefile('rw'). Before Python 3.13 such a file "
                      "loses, when it is written to, what it has read ahead: two messages at once were not tried")
        return
    datagrams = [one.data + two.data] if d.roles.transport == "tcp" else [one.data, two.data]
    d.stage.step(f"{sender} sends two messages at once", lambda: [peer.push(data) for data in datagrams])
    d.fetch(window, one.text)
    text = window.news()
    text += answer(d, window)
    if d.fetch(window, two.text):
        text += f"\n{window.news()}"
    lines = [line for line in text.splitlines() if one.text in line or two.text in line]
    if not (one.text in text and two.text in text) or len(lines) < 2:
        raise Miss(f"{the(window)} to show {one.text!r} and then {two.text!r}, as two messages", f"it shows {text!r}")
    answer(d, window)


def broken_off(server, peer, sample):
    """Close a connection in the middle of a message, and check that the server takes it."""
    peer.sends(sample.data[:len(sample.data) // 2])
    peer.hears()  # what it leaves unread would make a reset of its farewell (RFC 9293, 3.10.4)
    peer.leaves()
    if crash(server):
        raise Miss("the server to take it that a message breaks off", f"it {doing(server)}")


def client_in_pieces(d, form):
    """Check the same of the client, if it takes ours for its server and keeps its connection from turn to turn."""
    said = sorted(form.said_by("server"), key=lambda sample: len(sample.data) - len(sample.text))  # nothing else in it
    if len(said) < 3 or said[0].data == said[0].text.encode():
        return
    d.open_stage()  # where its own server was, the port may be taken for a while
    d.stale = True
    try:
        window, peer, _ = our_server(d, form)
    except Miss:
        return
    if peer.awaits():  # each of its messages may have a connection of its own
        return
    speak(d, window, peer)
    if taken(d, window, peer, said[0]) and d.wire.standing():
        in_two(d, window, peer, said[0])
        at_once(d, window, peer, said[1], said[2], "our server")
    peer.close()


def speak(d, window, peer):
    """Have the client say something first, where it asks its user for that."""
    if window.asks():
        d.type(window, d.word())
        peer.hears()
