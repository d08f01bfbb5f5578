"""The checks of a chat: one server, three clients, each of whom is to be heard by all others."""
import contextlib

from lab12.driver import formats
from lab12.driver.words import crash, doing, how_much, shows, the
from lab12.rubric import endings, halves, pairs
from lab12.rubric.checks import Known, check
from lab12.stage.window import Miss

listens, pieces = pairs.listens, pairs.pieces
alone, exit_word = endings.alone, endings.exit_word


def others(d, author):
    return [client for client in d.clients if client is not author]


@check()
def starts(d):
    """The server and the clients start, and go on running."""
    d.open_stage()
    d.start_server()
    d.start_client()
    pairs.goes_on(d)
    d.start_client()
    pairs.goes_on(d)


@check(needs="starts")
def message(d):
    """What one client says is shown by another."""
    one, another = d.clients
    try:
        d.say(one, [another])
        note_late(d, another)
    except Miss as miss:
        d.facts |= {"back": True} if d.said_back(one) else {}
        if not joined(d, one, another):
            said = [crossing for crossing in d.crossings if d.wire.carried(crossing.text, 0)]
            d.format = formats.learn(d)
            if any(d.passed_on(crossing) for crossing in d.crossings if crossing.author == one.name):
                d.facts["passed on"] = True
                raise Miss(miss.expected, f"{miss.seen}, though the server has sent it") from None
            if said and said[0].text.casefold() in d.server.screen.text.casefold():
                d.facts["reached"] = True
            raise


def note_late(d, listener):
    """Note down whether an earlier message has come only now, on a line of its own, together with the last one."""
    *earlier, last = d.crossings
    lines = [line for line in listener.news().splitlines() if last.text not in line]
    late = [crossing.text for crossing in earlier if crossing.author == last.author and not crossing.shown
            and any(crossing.text in line for line in lines)]
    d.facts |= {"late": late[0]} if late else {}


def joined(d, one, another):
    """Return whether a client shows what another one says once it has said something itself.

    With some it is only in the chat from then on ("speaks first"), some look for what has come only then ("on enter").
    """
    with contextlib.suppress(Miss):
        d.say(another, [one], attempts=1)
    missed = [crossing for crossing in d.crossings if crossing.author == one.name]
    for crossing in missed:
        if shows(another, crossing.text) and d.wire.carried(crossing.text, crossing.mark):
            d.facts["on enter"] = True
            return True
    with contextlib.suppress(Miss):
        d.say(one, [another])
        d.facts["speaks first"] = True
    return "speaks first" in d.facts


@check(needs="message")
def promptly(d):
    """A message is shown as soon as it comes."""
    if "on enter" in d.facts:
        raise Known("a client to show what comes while its user thinks", "it shows that only after the next Enter")
    if "late" in d.facts:
        raise Known("a client to show what comes as soon as it comes",
                    f"it shows {d.facts['late']!r} only together with the next message")


@check(needs="message")
def screen(d):
    """The server's own screen shows it too."""
    text = d.crossings[-1].text
    if text.casefold() not in d.server.screen.text.casefold():
        raise Known(f"the server to show {text!r}", "it does not")


@check(needs="message")
def own(d):
    """Nobody gets his own message back."""
    if d.said_back(d.clients[0]):
        raise Known("the sender to see his message once, as he typed it", "it comes back to him as well")


@check(needs="message")
def everybody(d):
    """What one client says is shown by all others."""
    d.ready()
    for author in (d.clients[1], d.clients[2]):
        d.say(author, others(d, author))


@check(needs="message")
def turns(d):
    """The chat goes on for several turns."""
    d.ready()
    for _ in range(2):
        for author in d.clients[:2]:
            d.say(author, [client for client in d.clients[:2] if client is not author])
    d.format = formats.learn(d)


@check(needs="message", form=True)
def braces(d):
    """The practical's braces are around a message: {'hello'}."""
    text = d.crossings[0].text
    if f"{{{text!r}}}" not in d.clients[1].screen.text:
        line = next((line for line in d.clients[1].screen.lines if text in line), "")
        raise Known(f"{{{text!r}}}", f"it shows {d.stage.bare(d.clients[1], line)!r}")


@check(needs="turns")
def letters(d):
    """Letters of any language arrive."""
    d.ready()
    d.say(d.clients[1], [d.clients[0]], f"{pairs.LETTERS} {d.word()}")
    pairs.readable(d.clients[0])


@check(needs="turns")
def long(d):
    """A message of 2,500 letters arrives whole."""
    d.ready()
    text = pairs.much()
    d.type(d.clients[0], text)
    if not d.arrives(d.clients[1], text):
        raise Miss(f"{the(d.clients[1])} to show all {pairs.LONG:,} letters", how_much(d.clients[1], text))
    d.say(d.clients[1], [d.clients[0]])


@check(needs="turns")
def lost(d):
    """A client that is killed harms nobody."""
    d.ready()
    victim = d.clients.pop(0)  # whoever passes on messages in the order of arrival meets it before all others
    before = restless(d)
    victim.dies()
    sound(d, before)
    for _ in range(2):  # only the second send to somebody who has gone fails (RFC 9293, 3.5.2)
        d.say(d.clients[0], [d.clients[1]])
        d.say(d.clients[1], [d.clients[0]])
    sound(d, before)


def restless(d):
    """Return the windows that run on and wait for nothing."""
    return {window for window in (d.server, *d.clients) if window.restless}


def sound(d, before):
    """Check that nobody has crashed, or begun to run on, since `restless` gave this."""
    if not d.server.alive():
        raise Miss("the server to go on", f"it {doing(d.server)}")
    for window in [d.server, *d.clients]:
        if window.restless and window not in before:
            raise Miss(f"{the(window)} to go on as before", f"it {doing(window)}")


@check(needs="turns")
def next_client(d):
    """Somebody who joins later can chat too."""
    d.ready()
    if 0 < len(d.roles.accounts()) <= len(d.clients):
        d.clients.pop().dies()  # nobody else has an account
    late = d.start_client()
    d.say(late, [d.clients[0]])
    d.say(d.clients[0], [late])


@check(needs="message")
def stops(d):
    """A stop word ends a client, and the others chat on."""
    words = endings.stop_words(d)
    d.ready()
    leaver, before, failed = d.clients.pop(0), restless(d), crash(d.server)
    d.leave(leaver, words)
    if leaver.alive():
        raise Miss(f"the client to end on {words[0]!r}", f"it {doing(leaver)}")
    if crash(leaver):
        raise Miss(f"{words[0]!r} to end the client in good order", f"it {doing(leaver)}")
    sound(d, before)
    if crash(d.server) and crash(d.server) != failed:
        raise Miss(f"{words[0]!r} to end the client in good order", f"the server {doing(d.server)}")
    d.say(d.clients[0], [d.clients[1]])
    d.say(d.clients[1], [d.clients[0]])


@check(needs="turns")
def quiet(d):
    """Ctrl-C ends a client and the server without a traceback."""
    d.ready()
    d.spoilt = True
    endings.press_ctrl_c(d, [d.clients[-1], d.server])


@check(needs="turns")
def again(d):
    """All can be started again at once."""
    endings.start_again(d, clients=2)
    d.say(d.clients[0], [d.clients[1]])
    endings.doubt_luck(d)


@check()
def server_half(d):
    """The server talks with clients of ours, too."""
    if "turns" not in d.passed:
        halves.attempt(d, halves.serve_our_crowd)


@check()
def client_half(d):
    """The client talks with a server of ours, too."""
    if "turns" not in d.passed:
        halves.attempt(d, halves.visit_our_room)


CHAT = [starts, listens, message, promptly, own, screen, braces, turns, everybody, letters, long, next_client, lost,
        stops, exit_word, quiet, again, pieces, client_half, server_half, alone]
