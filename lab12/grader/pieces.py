"""Pieces: TCP may split a message, join two, or break one off; a program must cope with it, over UDP with haste."""
from lab12.grader.checks import Known
from lab12.grader.formats import LINES, Sample
from lab12.grader.halves import free, our_client, our_server, shows_after
from lab12.grader.words import crash, doing
from lab12.window import Miss


def come_out_right(d):
    """Check that what TCP splits, joins and breaks off comes out right; over UDP, that two messages at once do."""
    form, tcp = d.format or LINES, d.casting.transport == "tcp"
    said = form.said_by("client")
    if len(said) < 3:  # not all could be seen: lines are the likeliest that mark their end
        said = [Sample("client", word, f"{word}\n".encode()) for word in (d.word(), d.word(), d.word())]
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
    d.kill_all()
    d.server, d.clients, d.spoilt = None, [], True
    try:
        window, peer = our_server(d, form)
    except Miss:
        return  # they have talked with each other: that ours is not good enough is no mistake of theirs
    try:
        if window.asks():
            d.type(window, d.word())
            peer.hears()
        in_two(window, peer, replies[0], "client")
    finally:
        peer.close()


def at_once(d, peer, one, two):
    if d.casting.transport == "tcp":
        peer.push(one.data + two.data)
    else:
        peer.push(one.data)
        peer.push(two.data)
