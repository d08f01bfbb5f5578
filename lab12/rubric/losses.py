"""Losses: what a pair over UDP does when a datagram is lost, late, or comes twice. Remarks only: no marks.

UDP promises neither that a datagram arrives nor that it arrives once. One of ours takes the place of the other program
and of the network between them, as in halves.
"""
import time

from lab12.driver.formats import likely
from lab12.driver.words import doing, shows, the
from lab12.guard.worker import Worker
from lab12.rubric.beside import take_over, talks_apart, told_of
from lab12.rubric.halves import our_client, our_server
from lab12.stage.network import Unavailable
from lab12.stage.window import Miss

SECTION = "udp-pair"
PATIENCE = 5.0  # seconds for a client that has a time limit of its own
LOST = "where its first message, or the reply to it, is lost, the client"


class Remarks:
    """The remarks on a pair, found out in a process of its own while something else is waited for, if that can be."""

    def __init__(self, driver):
        self.driver, self.work = driver, None

    @property
    def wanted(self):
        """Whether anything is to be said: not of those who lose messages themselves, for it would be up to chance."""
        return self.driver.roles.section == SECTION and not self.driver.roles.loses

    def begin(self):
        """Begin to find them out beside the other checks, of a pair that talks."""
        if self.wanted and not self.work and talks_apart(self.driver):
            self.work = Worker(lambda: of_heir(self.driver.heir()))

    def told(self):
        """Return the remarks, as soon as they are there."""
        if not self.wanted:
            return []
        found, self.work = self.work.answer() if self.work else "", None
        if isinstance(found, str):
            return remarks(self.driver)
        take_over(self.driver, found)
        return found["remarks"]

    def close(self):
        """Do without them."""
        if self.work:
            self.work.stop()


def of_heir(d):
    """Return the remarks that a driver of a process of its own has found out, and what else it has to tell."""
    try:
        return {"remarks": remarks(d), **told_of(d)}
    finally:
        d.sandbox.close()


def remarks(d):
    """Return what is to be said of a pair that works: a sentence for each thing that a bad network may do to it."""
    d.roles.wire = False  # a remark has no ladder
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
    """Return a client that has just been started, and our server, which may not show what it hears."""
    d.open_stage()
    d.stage.awaits_resend = False
    return our_server(d, form)[:2]


def sends_again(d, window, peer):
    """Wait, up to PATIENCE seconds, until a client goes on without an answer; return whether it has sent again."""
    end = time.monotonic() + PATIENCE
    while not d.stage.outlast(window, 0) and (left := end - time.monotonic()) > 0 and d.stage.idle_until() < end:
        d.stage.pause(min(window.processes.limit() or 0, left))
        if peer.hears():
            return True
    return bool(peer.hears())


def reply_lost_or_late(d, form, _):
    """Have the client say something to which no answer comes; and, if it goes on without it, have that come then.

    Return what is to be said, and the client with our server if they are in the middle of a conversation after that.
    So does each of these.
    """
    window, peer = client_and_ours(d, form)
    word, said = form.fit(d.word()), form.fit(d.word())
    d.type(window, said)
    if not (came := peer.hears()):
        return [], None
    if came.count(said.encode()) > 1 or sends_again(d, window, peer):
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
