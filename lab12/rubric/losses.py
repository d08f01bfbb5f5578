"""Losses: what a pair over UDP does when a datagram is lost, late, or comes twice. Remarks only: no marks.

UDP promises neither that a datagram arrives nor that it arrives once. One of ours takes the place of the other program
and of the network between them, as in halves.
"""
from lab12.driver.formats import likely
from lab12.driver.words import doing, shows, the
from lab12.rubric.halves import our_client, our_server
from lab12.stage.network import Unavailable
from lab12.stage.window import Miss

PATIENCE = 5.0  # seconds for a client that has a time limit of its own
LOST = "where its first message, or the reply to it, is lost, the client"


def remarks(d):
    """Return what is to be said of a pair that works: a sentence for each thing that a bad network may do to it."""
    found, talk = [], None
    for look in reply_lost_or_late, reply_twice, message_twice:
        try:
            said, talk = look(d, d.format or likely(d)[0], talk)
            found += [f"on a bad network: {words}" for words in said]
        except (Miss, OSError, IndexError, Unavailable):
            talk = None  # nothing more could be seen: that is no remark
    d.close()
    return found


def client_and_ours(d, form):
    """Return a client that has just been started, and our server."""
    d.open_stage()
    return our_server(d, form)[:2]


def reply_lost_or_late(d, form, _):
    """Have the client say something to which no answer comes; and, if it goes on without it, have that come then.

    Return what is to be said, and the client with our server if they are in the middle of a conversation after that.
    So does each of these.
    """
    window, peer = client_and_ours(d, form)
    word = form.fit(d.word())
    d.type(window, form.fit(d.word()))
    if not peer.hears():
        return [], None
    d.stage.outlast(window, PATIENCE)
    if peer.hears():
        return [f"{LOST} sends it again"], None
    if not window.alive():
        return [f"{LOST} {doing(window)}"], None
    goes_on = window.asks()
    if not goes_on and window.processes.limit() is not None:
        return [f"{LOST} still waits after {PATIENCE:.0f} seconds"], None
    peer.sends(form.framed("server", word))
    if not goes_on:
        in_step = window.asks() and shows(window, word)
        return [f"{LOST} waits for ever, since nobody answers"], (window, peer) if in_step else None
    said = [f"{LOST} goes on to the next message"]
    if shows(window, word):
        return said, None
    d.type(window, form.fit(d.word()))
    late = "where a reply comes too late, the client takes it for the reply to its next message"
    return said + [late] * shows(window, word), None


def reply_twice(d, form, talk):
    """Have the client say two things, and the reply to the first one come twice."""
    window, peer = talk or client_and_ours(d, form)
    first, second = form.fit(d.word()), form.fit(d.word())
    d.type(window, form.fit(d.word()))
    peer.hears()
    peer.sends(form.framed("server", first))
    peer.sends(form.framed("server", first))
    if shows(window, first):
        return ["where a reply comes twice, the client shows it twice"], None
    if not window.asks():
        return [], None
    d.type(window, form.fit(d.word()))
    if shows(window, first):
        return ["where a reply comes twice, the client takes the second one for the reply to its next message"], None
    peer.hears()
    peer.sends(form.framed("server", second))
    return ["where a reply comes twice, the client shows it once"] * shows(window, second), None


def message_twice(d, form, _):
    """Have a message come twice at the server, which answers it."""
    window, peer = our_client(d, form)
    word = form.fit(d.word())
    peer.sends(form.framed("client", word))
    if not shows(window, word):
        return [], None
    peer.sends(form.framed("client", word))
    twice = shows(window, word)
    if not twice:
        if not window.asks():
            return [], None
        d.type(window, form.fit(d.word()))
        twice = shows(window, word)
    return [f"where a message comes twice, {the(window)} shows it {'twice' if twice else 'once'}"], None
