"""Halves: a server alone with clients of ours, a client alone with a server of ours, in the hand-in's own format.

Two programs that have talked with each other have shown that both halves work. Where they have not, ours speak as far
as they could learn it from what has crossed the network: the greeting, and what stands around a message.
"""
import re
from contextlib import suppress
from dataclasses import replace

from lab12.driver.formats import LINES, alike, likely, overheard, wrapped
from lab12.driver.prompts import asked_for
from lab12.driver.words import crash, doing, shows, the
from lab12.finder.joining import misspelt
from lab12.finder.kinds import is_group
from lab12.rubric import cable
from lab12.rubric.checks import Told, Unspoken
from lab12.stage.peer import Peer, what_came
from lab12.stage.window import Miss
from lab12.wire.capture import holds

# Errors that no message brings about, however it is written.
OWN_FAULT = re.compile(r"(?:Name|Type|Attribute|Import|ModuleNotFound|Syntax|Indentation|Tab|UnboundLocal|FileNotFound"
                       r"|Permission|BlockingIO)Error|check_hostname|certificate|\berror: (?:argument|required)\b")
SHORT, PARTS = re.compile(r"IndexError|ValueError: not enough values"), r"\.r?(?:split|partition)\(\s*[\"'b]"
NOTHING = "it received nothing"
CLIENTS = 3    # of a chat, that have said something
QUESTIONS = 4  # that a server may ask over the network before our client is in


def attempt(d, talk):
    """Have one of ours talk in one format after the other; raises the Miss of the first if none of them will do.

    Where a server has shown the message of another one, it is the Miss of that one.

    Raises Unspoken where ours may just not know the right words. They cannot have been learnt from the programs of the
    hand-in if nothing has ever come through between those.
    """
    if "turns" in d.passed:
        doubt(d, talk)  # they have shown that both halves work
        return
    first, tried = None, set()
    script = d.roles.server if talk in (serve_ours, serve_our_clients) else d.roles.client
    while forms := [form for form in likely(d, script) if alike(form) not in tried]:
        d.open_stage()
        d.stale = True
        try:
            talk(d, forms[0])
            d.format = d.format or forms[0]
            return
        except Miss as miss:
            if strayed(d):
                first = None
                continue  # once more in the same format, where the client looks for its server
            miss = Told(miss, d)
            further = first and "to ask for a reply" in miss.expected and "to ask for a reply" not in first.expected
            first = miss if not first or further or fails(miss) and not fails(first) else first
            tried.add(alike(forms[0]))
            if talk is serve_our_clients and says_nothing(d.roles.server):
                break  # in whatever format
    if "message" in d.passed and "cipher" not in d.facts and can_talk_apart(d):
        prove_apart(d)
    if why := unspoken(d, "server" if talk in (serve_ours, serve_our_clients) else "client", first.seen,
                       " ".join(first.story["waits"])):
        d.stale = True
        raise Unspoken(why)
    raise first


def says_nothing(script):
    """Tell whether a server sends nothing to anybody, as its source says: so it passes nothing on."""
    return not re.search(r"(?:send|write|put)\w*\s*\(|\bfile\s*=", script.whole)  # print(text, file=link)


def fails(told):
    """Tell whether a program has failed with an error of its own, whatever it was sent."""
    screens = [line for lines in told.story["screens"].values() for line in lines]
    return bool(OWN_FAULT.search(" ".join([told.seen, *told.story["waits"], *screens])))


def doubt(d, talk):
    """Have one of ours talk with a half of two that have talked, if it knows how: all may have come another way.

    That it is not understood proves nothing. Then the two talk once more where no other way is left.
    """
    role, ours = ("server", "client") if talk in (serve_ours, serve_our_clients) else ("client", "server")
    forms = CLIENTS if (d.roles.kind, ours) == ("chat", "server") else 1  # it may name who has said something
    if role in d.facts.get("took ours", ()) or not can_talk_apart(d) or not (
            d.format and d.format.is_steady(ours, forms)):
        return
    d.open_stage()
    d.stale = True
    try:
        talk(d, d.format)
    except Miss:
        prove_apart(d)
        if "another way" in d.facts:
            raise


def can_talk_apart(d):
    """Return whether it can be tried, and has not been, if they talk where no other way than the network is left."""
    return bool(d.sandbox.home and d.sees and not {"another way", "apart"} & set(d.facts))


def prove_apart(d):
    """Have two talk there that have talked, one of which does not understand ours."""
    d.facts["apart"] = True
    with cable.stale_after_miss(d):
        cable.prove_apart(d)


def unspoken(d, role, seen, now=""):
    """Return why a half has not understood ours, other than by a fault of its own; '' if it should have.

    What it does `now` tells whether it has ended at the first message.
    """
    script = d.roles.server if role == "server" else d.roles.client
    told = d.roles.kind == "chat" and role == "server" and wrapped(script.whole) != "TLS"
    understood = {"reached", "passed on"} & set(d.facts) if told else ()
    came = "message" if role == "server" or d.roles.kind == "chat" else "reply"
    if role == "client" and script.leave and came in d.passed and "waits for the network" in seen:
        return "the client waits for an answer to what it sends before its messages, and ours gave none that it took"
    crossed = any(crossing.carried for crossing in d.crossings)
    unsaid = told and d.roles.client and not crossed and [
        word for word in script.joins if word not in d.roles.client.whole]
    if OWN_FAULT.search(seen) or came in d.passed or understood and not unsaid:
        return ""
    if unsaid:
        return f"the server takes in only a client that has said {unsaid[0]!r} first, and ours learn what to say " \
            f"from {d.roles.client.name}, which never says it"
    if "Address already in use" in seen and (d.roles.serverless or "SO_REUSE" in script.source):
        return f"the {role} waits at a port that all copies of it share, and ours would have to be the only one there"
    if str(script.host).count(":") > 1:
        return f"the {role} is at {script.host}, over IPv6, and ours speak over IPv4"
    hosts = {host for host, _ in d.wire.called_at(script.transport)} if role == "client" else set()
    if hosts and all(":" in host for host in hosts):
        return f"the client calls {min(hosts)}, over IPv6, and ours speak over IPv4"
    if groups := [host for host in script.sends_to if role == "client" and is_group(host)]:
        return f"the client speaks to the group {min(groups)}, which ours has not joined"
    if d.roles.calls_back:
        return "each of the two programs waits for the other's call and calls it, and ours speaks over one connection"
    if what := wrapped(script.whole):
        what = f"the {role} speaks in a form of its own ({what})"
    elif crossed:
        what = ""
    elif role == "client" and script.leave and re.search("waits for the network|ended with status 0", seen):
        what = "the client waits for an answer to what it sends before its messages"
    elif role == "server" and SHORT.search(now) and re.search(PARTS, script.source):
        what = "the server takes each message to pieces at a sign that has to be in it"
    elif role == "server" and not d.roles.client and "say" in script.verbs:
        what = f"the server looks for {script.verbs['say'].strip()!r} before each message"
    elif role == "server" and (script.joins or script.login or script.takes_in and d.roles.client
                               and d.roles.client.by_hand):
        word = next(iter(script.joins), "")
        what = f"the server takes in only a client that has said {word!r} first" if word else \
            "the server wants something of a client before its messages (a name?)"
    return what and f"{what}, which ours could not learn, since no message has come through between the two programs"


def strayed(d):
    """Return whether a client has just looked for its server at another port than ours, for the first time; note it."""
    ours, called = [peer.port for peer in d.stage.peers if peer.serves], d.wire.called()
    if not ours or not called or called[0] in ours or "calls" in d.facts:
        return False
    d.facts["calls"] = called[0]
    return True


def learn_from_ours(d):
    """Learn from what the client tells a server of ours how it writes, where nobody sees what it tells its own."""
    if d.format or d.sees or "told ours" in d.facts:
        return
    d.facts["told ours"] = True
    d.open_stage()
    d.stale = True
    with suppress(Miss):
        window, peer, came = our_server(d, LINES)
        for _ in range(2):  # it may wait for a name, and for the first message
            if not window.asks():
                peer.sends(LINES.framed("server", d.word()))
                came += peer.hears()
        reaches(d, LINES, window, peer, "our server", came)


def free(d):
    """Return whether the server that runs just now waits for a client, since the last one has left."""
    return bool(d.stage and d.server and d.server.alive() and not d.server.asks() and not d.server.unsettled
                and not any(client.alive() for client in d.clients))


def our_client(d, form, window=None, number=0):
    """Return a server, started alone if none is given, and a client of ours that has reached it and greeted it."""
    if not window:
        d.open_stage()
        window = d.start_server()
    ports = d.server_ports() or {d.roles.server.port or d.port}
    peer = Peer(d.stage, d.roles.transport, f"our client {number + 1}" if number else "our client")
    if place := awaited(d, ports):
        peer.comes_from(place)
    peer.connects((d.roles.address_of(d.roles.server), min(ports)))
    d.ours.add(number)
    for author, data in form.greeting(number):
        if author == "client":
            peer.sends(renamed(d, form, number, respelt(d, data)))
    d.settle_in(window)
    answer_questions(d, form, peer, number)
    return window, peer


def awaited(d, ports):
    """Return the address to which the server of a UDP pair sends, wherever a message has come from; None elsewhere.

    That is sound only where the client of the hand-in waits there.
    """
    server, client = d.roles.server, d.roles.client
    there = [port for port in server.targets if isinstance(port, int) and 0 < port < 65536 and port not in ports]
    if (d.roles.transport, d.roles.kind) != ("udp", "pair") or server is client or len(there) != 1 or (
            client and there != [client.port]):
        return None
    return d.roles.address_of(client), there[0]


def respelt(d, greeting):
    """Return a greeting with the word that the server wants, where the client of the hand-in spells it otherwise."""
    sent, _, wanted, _ = misspelt(d.roles.server, d.roles.client) or ("", 0, "", 0)
    return wanted.encode() + greeting.removeprefix(sent.encode()) if sent and greeting.startswith(
        sent.encode()) else greeting


def renamed(d, form, number, greeting):
    """Return a greeting with a name that nobody has: it was learnt from a client that may still be there."""
    old, new = (d.roles.name_of("client", one).encode() for one in (number % len(form.greetings), number))
    return re.sub(rb"\b%s\b" % re.escape(old), new, greeting)


def answer_questions(d, form, peer, number):
    """Give our client's name, or whatever else the server asks for over the network."""
    for _ in range(QUESTIONS):
        want = asked_for(peer.hears().decode(errors="replace"))
        if form.greetings or not want:
            return
        peer.sends(form.framed("client", d.answer(want, "client", number)))


def our_server(d, form):
    """Start a server of ours, and the client; return the client's window, our end, and what the client greets with."""
    script = d.roles.client
    peer = Peer(d.stage, script.transport, "our server")
    sends_to = [port for port in script.targets if isinstance(port, int)] if script.transport == "udp" else []
    known = "port" not in script.wants and (sends_to or [script.port])[0]  # it may bind one, too
    none = "port" not in script.wants and set(script.targets) == {0}  # still to be filled in
    port = 0 if none else d.facts.get("calls") or known or d.address_for("client")[1]
    if not 0 < port < 65536:
        raise Miss("the client to look for a server at a port from 1 to 65535", f"its port is {port}")
    d.refuse_stranger(script.transport, port)
    if not d.stage.network.private:
        d.stage.network.becomes_free(script.transport, port)
    peer.listens(("0.0.0.0", port))
    server = d.roles.server
    if script.transport == "udp" and server and script.port in server.targets and script.port not in script.targets:
        peer.ear = script.port  # it is told there, whatever socket it sends through
    window = d.start_client()
    if script.transport == "tcp":
        if window.asks() and not peer.called():
            return window, peer, b""  # it connects once its user has said something: see reaches
        peer.accepts()
    came = b""
    for author, data in form.greeting():
        came += peer.hears()
        if author == "server":
            peer.sends(data)
    d.settle_in(window)
    return window, peer, came + peer.hears()


def shows_after(d, window, act, text):
    act()
    d.fetch(window, text)
    if not shows(window, text):
        d.stage.wake_sleepers()
    return shows(window, text)


def heard_by(d, peer, word):
    """Return what one of ours has received, among which this word is to be: a thread that sleeps may send it on."""
    heard = peer.hears()
    if not holds(heard, word):
        d.stage.wake_sleepers()
        heard += peer.hears()
    return heard


def shown_of(window):
    """Return in words what a window shows, or the error in it."""
    return f"it {doing(window)}" if crash(window) else window.shown_words()


def reaches(d, form, window, peer, receiver, came=b""):
    """Type a word in a window, and check that it reaches one of ours; `came` has come before that, by itself."""
    word = form.fit(d.word())
    d.type(window, word)
    if peer.awaits():
        peer.accepts()
    data = heard_by(d, peer, word)
    if not holds(data, word):
        seen = f"{the(window)} {doing(window)}" if crash(window) else what_came(data) if data else NOTHING
        raise Miss(f"{word!r} to reach {receiver}", seen)
    if not d.format and word.encode() in data:
        d.format = overheard("client" if peer.serves else "server", word, data)
        if came and (d.roles.kind == "pair" or not d.sees):  # a name, which another client has to give as well
            d.format = replace(d.format, greetings=((("client", came),),))


# A pair


def serve_ours(d, form):
    """Check that the server shows what a client of ours sends, and that its reply comes."""
    window, peer = our_client(d, form, d.start_server())
    word, first = form.fit(d.word()), window.asks()
    if first:  # its user speaks before the client's
        reaches(d, form, window, peer, "our client")
    if not shows_after(d, window, lambda: peer.sends(form.framed("client", word)), word):
        raise Miss(f"the server to show what our client sends ({word!r})", shown_of(window))
    if first:
        return
    if not window.asks():
        raise Miss("the server to ask for a reply", f"it {doing(window)}")
    reaches(d, form, window, peer, "our client")


def visit_ours(d, form):
    """Check that the client sends what is typed to a server of ours, and shows the reply."""
    window, peer, came = our_server(d, form)
    if not window.asks():
        peer.sends(form.framed("server", form.fit(d.word())))
        came += peer.hears()
    reaches(d, form, window, peer, "our server", came)
    if window.asks() and not d.roles.client.threads:  # that was a name, or the like
        reaches(d, form, window, peer, "our server")
    word = form.fit(d.word())
    if not shows_after(d, window, lambda: peer.sends(form.framed("server", word)), word) and not (
            in_time(d, window, word)):
        raise Miss(f"the client to show the reply of our server ({word!r})", shown_of(window))


def in_time(d, window, word):
    """Return whether a client that waits for a time only shows what has come after that, once it waits again.

    No user answers as soon as its limit asks for: it had given up before, as it should.
    """
    script = d.roles.client
    if script.transport != "udp" or script.threads or "settimeout" not in script.whole or not window.asks():
        return False
    d.type(window, d.word())
    return shows(window, word)


# A chat


def serve_our_clients(d, form):
    """Check that the server passes on what one client of ours says to another one."""
    window = d.start_server()
    one, other = (our_client(d, form, window, number)[1] for number in range(2))
    for _ in range(1 if says_nothing(d.roles.server) else 2):  # with some one is only in once it has said something
        word = form.fit(d.word())
        one.sends(form.framed("client", word))
        if holds(heard := heard_by(d, other, word), word):
            return
        other.sends(form.framed("client", form.fit(d.word())))
        one.hears()
    raise Miss(f"another client of ours to receive {word!r}", what_came(heard) if heard else NOTHING)


def visit_our_room(d, form):
    """Check that the client sends what is typed to a server of ours, and shows what another client says there."""
    window, peer, _ = our_server(d, form)
    reaches(d, form, window, peer, "our server")
    word = form.fit(d.word())
    peer.sends(form.framed("server", word))
    if not d.arrives(window, word):
        raise Miss(f"the client to show what our server passes on ({word!r})", shown_of(window))
