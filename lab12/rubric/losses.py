"""Losses: what a pair over UDP does when a datagram is lost, late, or comes twice. Remarks only: no marks.

UDP promises neither that a datagram arrives nor that it arrives once. One of ours takes the place of the other program
and of the network between them, as in halves.
"""
from lab12.driver.formats import likely
from lab12.driver.words import doing, shows, the
from lab12.rubric.halves import our_client, our_server
from lab12.stage.window import Miss

PATIENCE = 5.0  # seconds for a client that has a time limit of its own


def remarks(d):
    """Return what is to be said of a pair that works: a sentence for each thing that a bad network may do to it."""
    found = []
    for look in reply_lost_or_late, reply_twice, message_twice:
        d.open_stage()
        try:
            for said in look(d, d.format or likely(d)[0]):
                found.append(f"on a bad network: {said}")
        except (Miss, OSError, IndexError):
            pass  # nothing more could be seen: that is no remark
        finally:
            d.close()
    return found


def reply_lost_or_late(d, form):
    """Have the client say something to which no answer comes; and, if it goes on without it, have that come then."""
    window, peer = our_server(d, form)
    word = form.fit(d.word())
    d.type(window, form.fit(d.word()))
    if not peer.hears():
        return
    d.stage.outlast(window, PATIENCE)
    start = "where its first message, or the reply to it, is lost, the client"
    if peer.hears():
        yield f"{start} sends it again"
    elif not window.alive():
        yield f"{start} {doing(window)}"
    elif window.asks():
        yield f"{start} goes on to the next message"
        peer.sends(form.framed("server", word))
        if shows(window, word):
            return
        d.type(window, form.fit(d.word()))
        if shows(window, word):
            yield "where a reply comes too late, the client takes it for the reply to its next message"
    elif window.processes.limit() is None:
        yield f"{start} waits for ever, since nobody answers"
    else:
        yield f"{start} still waits after {PATIENCE:.0f} seconds"


def reply_twice(d, form):
    """Have the client say two things, and the reply to the first one come twice."""
    window, peer = our_server(d, form)
    first, second = form.fit(d.word()), form.fit(d.word())
    d.type(window, form.fit(d.word()))
    peer.hears()
    peer.sends(form.framed("server", first))
    peer.sends(form.framed("server", first))
    if shows(window, first):
        yield "where a reply comes twice, the client shows it twice"
        return
    if not window.asks():
        return
    d.type(window, form.fit(d.word()))
    if shows(window, first):
        yield "where a reply comes twice, the client takes the second one for the reply to its next message"
        return
    peer.hears()
    peer.sends(form.framed("server", second))
    if shows(window, second):
        yield "where a reply comes twice, the client shows it once"


def message_twice(d, form):
    """Have a message come twice at the server, which answers it."""
    window, peer = our_client(d, form)
    word = form.fit(d.word())
    peer.sends(form.framed("client", word))
    if not shows(window, word):
        return
    peer.sends(form.framed("client", word))
    twice = shows(window, word)
    if not twice:
        if not window.asks():
            return
        d.type(window, form.fit(d.word()))
        twice = shows(window, word)
    yield f"where a message comes twice, {the(window)} shows it {'twice' if twice else 'once'}"
