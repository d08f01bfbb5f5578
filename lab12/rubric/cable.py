"""The cable: the network is cut once while they talk, and what is typed then must not be shown.

A text that reaches the other window all the same went another way: by a file, by memory, by a socket of the file
system. This holds whatever the messages look like on the wire. TCP delivers what was sent once the network is there
again, and the conversation goes on. Over UDP it is lost, so that is tried when the programs are about to be ended.
"""
import contextlib
import functools
import time

from lab12.driver.words import shows, the
from lab12.guard.sandbox import Sandbox
from lab12.stage.borrowing import send_now
from lab12.stage.network import Unavailable
from lab12.stage.sharing import in_common
from lab12.stage.window import Miss

BY = {"client": "message", "server": "reply"}  # the side that types: the check that is about it
BEFORE = {"lost": {"tcp": ("client", "server"), "udp": ("client",)}, "again": {"udp": ("server",)}}
AGAIN = 3.0  # seconds in which TCP sends again what was lost (RFC 6298, 2.4), and a busy computer shows it, at most


def pull(d, name):
    """Cut the network before the check of this name, if it is time for that; note down what is shown even so.

    Of those that do not get that far it is only asked whether they talk apart, if nobody can read what they send.
    """
    roles = BEFORE.get(name, {}).get(d.roles.transport, ())
    if not roles or "turns" not in d.passed and not ("cipher" in d.facts and "message" in d.passed):
        return
    try:
        if not d.stage:
            d.open_stage()
            d.stale = True
        if not d.stage.network.private:
            raise Unavailable("there is no private network that can be cut")
        if not d.wire.sees:
            raise Unavailable("this kernel shows nobody what crosses the network (packet(7))")
        if "turns" in d.passed:
            with stale_after_miss(d):  # one that has shown what did not come by the network may wait for that
                d.ready()
                for role in roles if d.roles.kind == "pair" else roles[:1]:
                    if ended := not all(window.alive() for window in d.windows()):
                        d.stale = True  # what connects anew for each message may end while it cannot
                        d.ready()
                    if role == "server" and (ended or roles == ("server",)):
                        d.say(d.client, [d.server])  # it is asked for a reply then
                    say_in_vain(d, role)
        with stale_after_miss(d):
            if {"cipher", "another way"} & set(d.facts) and name == "lost" and d.sandbox.home:
                prove_apart(d)
        d.stale = d.stale or "ended" in d.facts  # of their turns, which are so many and no more, some are over now
    except Unavailable as why:
        d.notices.add(f"it was not proved that messages pass by the network alone: {why}")


@contextlib.contextmanager
def stale_after_miss(d):
    """Go on after a Miss, which says that the programs are not in the middle of a conversation any more."""
    try:
        yield
    except Miss:
        d.stale = True


def say_in_vain(d, role):
    """Type something while the network is cut, and see which windows show it; over TCP have it delivered then."""
    author = d.client if role == "client" else d.server
    listeners = [window for window in d.windows() if window is not author and window.alive()]
    d.give_turn(author)
    text, mark, start = d.word(), d.wire.read(), len(d.stage.notes)
    d.stage.network.cut()
    try:
        d.type(author, text)
        found = [window for window in listeners if shows(window, text)]
    finally:
        d.stage.network.cut(False)
    if found:
        d.facts.setdefault("another way", {})[role] = the(found[0]), d.stage.pictured(start)
    if found or d.roles.transport == "udp" or author.processes.calling():
        d.stale = True  # a call is tried again only after seconds: tcp_syn_retries in tcp(7)
        return
    pids = [pid for window in d.windows() for pid in window.processes]
    d.stage.step("the network is there again", lambda: send_now(pids))
    arrived = functools.partial(shows, listeners[0], text) if d.roles.kind == "pair" and "on enter" not in d.facts \
        else functools.partial(d.wire.carried, text, mark)
    end = time.monotonic() + AGAIN
    while not arrived() and time.monotonic() < end:
        time.sleep(AGAIN / 50)  # the kernel does not let us hasten it
        d.stage.settle()
    if d.roles.kind == "pair" and not d.arrives(listeners[0], text):
        d.stale = True


def prove_apart(d):
    """Have them talk apart. What fails only once, or in one folder as well, proves nothing."""
    before, proved = d.facts.get("another way"), False
    before = before and dict(before)
    try:
        missed = talk_apart(d)
        proved = not missed or talk_apart(d) == missed and talk_apart(d, together=True) != missed
    finally:
        if not proved:
            d.facts.pop("another way", None)
            d.facts |= {"another way": before} if before else {}


def talk_apart(d, together=False):
    """Have them talk with no folder in common and no other socket: what nobody can read may only be a signal there.

    Each folder is as it was handed in: some start only where nothing is left of an earlier time.
    Return who types what is not shown, "" if all is; `together`, for comparison, they have one folder in common.
    """
    d.open_stage()
    roles = d.roles

    def folder(room):
        return d.stage.guarded(Sandbox(room, hosts=d.sandbox.hosts))

    with folder(roles.room):
        d.start_server()
        try:
            d.roles = roles if together else roles.elsewhere()
            for _ in range(1 if roles.kind == "pair" else 2):
                with contextlib.nullcontext() if together else folder(roles.other_room):
                    d.start_client()
        finally:
            d.roles = roles
    role = "client"
    try:
        shared = d.stage.network.named_sockets() or in_common([[*window.processes] for window in d.windows()])
        if shared and not together:
            raise Miss("no other sockets", f"there are some: {', '.join(shared)}")
        d.say(d.client, [d.server] if roles.kind == "pair" else d.clients[1:])
        role = "server"
        if roles.kind == "pair" and "reply" in d.passed:
            d.say(d.server, [d.client])
        role = ""
    except Miss:
        for one in ("client", "server") if role == "client" else ("server",):
            d.facts.setdefault("another way", {})[one] = None, d.stage.pictured(len(d.stage.notes))
    d.stale = True
    return role


def faked(d):
    """Return {check: (expected, seen, ladder)} of those that took for a message what came while the network was cut."""
    return {BY[role]: ("what is typed to be shown because it has crossed the network",
                       f"{window} shows it even while the network is cut: nothing that crossed the network holds it"
                       if window else "it is not shown where the programs have no folder and no other socket in common:"
                       " nothing that crossed the network holds it", wire)
            for role, (window, wire) in d.facts.get("another way", {}).items()}
