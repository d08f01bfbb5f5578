"""What the checks of a chat stand on: which clients are in it, since when, and whether all programs still run well."""
from contextlib import contextmanager, suppress
from dataclasses import replace

from lab12.driver import formats, home
from lab12.driver.coming_back import passed_on, said_back
from lab12.driver.words import PASSED_ON, crash, crashes, doing, of_connection, shows, the
from lab12.rubric import endings, halves
from lab12.stage.window import Miss


@contextmanager
def first_message(d):
    """Learn from a first message that does not come through, if it is not shown later: see joined."""
    one, another = d.clients
    try:
        yield
        note_late(d, another)
        d.learn_format()
        d.format = formats.of_clients(d.format)  # ours are to join as these have, even if the chat does not go on
    except Miss as miss:
        if "nobody there" in d.facts:
            raise Miss(miss.expected, d.facts["nobody there"]) from None
        d.facts |= {"back": True} if said_back(d, one) else {}
        if not joined(d, one, another):
            hidden = formats.wrapped(d.roles.server.whole) == "TLS"  # then nobody can read what crosses
            said = [crossing.text.casefold() for crossing in d.crossings
                    if crossing.author == one.name and (hidden or d.wire.carried(crossing.text, 0))]
            d.learn_format()
            if any(passed_on(d, crossing) for crossing in d.crossings if crossing.author == one.name):
                d.facts["passed on"] = True
                seen = miss.seen.removesuffix(PASSED_ON)
                raise Miss(miss.expected, f"{seen}{PASSED_ON}") from None
            shown = [text in d.server.screen.text.casefold() for text in said]
            if any(shown):
                d.facts["reached"] = "all" if all(shown) else "some"
            raise


def note_late(d, listener):
    """Note down whether an earlier message has come only now, on a line of its own, together with the last one."""
    *earlier, last = d.crossings
    lines = [line for line in listener.news().splitlines() if last.text not in line]
    late = [crossing.text for crossing in earlier if crossing.author == last.author and not crossing.shown
            and any(crossing.text in line for line in lines)]
    d.facts |= {"late": late[0]} if late else {}


def note_lines(d, listener):
    """Note down the line in which a client that has typed nothing meanwhile, or the server, shows two messages."""
    for window in listener, d.server:
        texts = [crossing.text for crossing in d.crossings[-2:] if crossing.author != window.name]
        line = next((line for line in window.screen.lines if all(text in line for text in texts)), "")
        if len(texts) == 2 and line:
            d.facts.setdefault("one line", {})["server" if window is d.server else "client"] = line.strip()


def joined(d, one, another):
    """Return whether a client shows what another one says once it has said something itself.

    With some it is only in the chat from then on ("speaks first"), some look for what has come only then ("on enter").
    With others each must join a room, by a word that the programs look for ("rooms").
    """
    with suppress(Miss):
        another.says().shown_by(one, attempts=1)
    missed = [crossing for crossing in d.crossings if crossing.author == one.name]
    for crossing in missed:
        if shows(another, crossing.text) and d.wire.carried(crossing.text, crossing.mark):
            d.facts["on enter"] = True
            return True
    with suppress(Miss):
        one.says().shown_by(another)
        d.facts["speaks first"] = True
    return "speaks first" in d.facts or shown_on_empty(d, one, another) or d.joins() and (
        in_a_room(d, one, another) or in_a_room_at_once(d)) or by_a_word(d, one, another) or with_one_answer(d)


def by_a_word(d, one, another):
    """Return whether a client shows what another one says by a word for that, to all or to it alone: "/msg anna hello".
    """
    before = d.roles
    for word in before.words_told:
        d.roles = replace(before, said=word)
        with suppress(Miss):
            one.says().shown_by(another)
            if d.joins():  # as both have, see in_a_room
                d.facts["rooms"] = "entered" if d.roles.verb("client", "create") else "joined"
            return True
        if shown_on_empty(d, one, another) or shown_on_empty(d, one, another, when=True):
            return True
    d.roles = before
    return False


def with_one_answer(d):
    """Return whether one shows what another says if both answer alike what nobody can tell from the source: a code."""
    unknown = any(question.wants == "text" for question in d.roles.client.asked_of("client"))
    if not unknown or not d.crossings or d.crossings[-1].carried or not works_anew(d, one_for_all=True):
        return False
    d.one_for_all = True
    begin_anew(d)
    return True


def in_a_room_at_once(d):
    """Return whether one shows what another says if both join a room first of all: one who says anything is put out."""
    way = "made" if d.roles.verb("client", "create") else "joined"
    if not works_anew(d, facts={**d.facts, "rooms": way}):
        return False
    d.facts["rooms"] = way
    begin_anew(d)
    return True


def works_anew(d, **known):
    """Return whether one shows what another says if all begin anew, and this is known of them.

    That is tried on a stage of its own, beside this one, whose ports are its own as well.
    """
    if not d.private:
        return False
    other = d.heir()
    other.facts, other.crossings = dict(d.facts), list(d.crossings)
    for name, value in known.items():
        setattr(other, name, value)
    try:
        with suppress(Miss):
            begin_anew(other)
            return True
    finally:
        other.close()
    return False


def begin_anew(d):
    """Start a server and two clients, and check that one shows what the other says."""
    d.open_stage()
    d.start_server()
    one, another = d.start_client(), d.start_client()
    one.says().shown_by(another)


def shown_on_empty(d, one, another, when="empty"):
    """Return whether a client that has said something shows what another one says after an empty line.

    With another `when` it is after a line of its own.
    """
    said = [crossing for crossing in d.crossings if crossing.author == one.name]
    d.facts |= {"on enter": when, "speaks first": True}
    if said and not crash(another) and (not d.sees or passed_on(d, said[-1])) and d.arrives(another, said[-1].text):
        return True
    del d.facts["on enter"], d.facts["speaks first"]
    return False


def in_a_room(d, one, another):
    """Return whether a client shows what another one says once both have joined a room.

    Who has made the room may not be in it yet: then he enters it like all others ("rooms" is "entered").
    """
    for window in one, another:
        d.join(window)
    for way in ("made", "entered") if d.roles.verb("client", "create") else ("joined",):
        if way == "entered":
            d.join(one, words=["join"])
        with suppress(Miss):
            one.says().shown_by(another)
            d.facts["rooms"] = way
            break
    return "rooms" in d.facts


def unsettled(d):
    """Return the windows whose programs run on and wait for nothing; what comes next comes after their errors."""
    for window in (d.server, *d.clients):
        window.errors_before = crashes(window)
    return {window for window in (d.server, *d.clients) if window.unsettled}


def sound(d, before):
    """Check that no program has crashed, or begun to run on, since `unsettled` gave this."""
    if not d.server.alive():
        raise Miss("the server to go on", f"it {doing(d.server)}")
    for window in [d.server, *d.clients]:
        if window.unsettled and window not in before:
            raise Miss(f"{the(window)} to go on as before", f"it {doing(window)}")


def lose_first_client(d):
    """Kill a client, and check that this disturbs no other program; return the clients left."""
    victim = d.clients.pop(0)  # a server that passes messages on in order of arrival meets it first
    before, failed, mark = unsettled(d), crashes(d.server), d.wire.read()
    victim.dies()
    sound(d, before)
    no_phantom(d, victim, mark)
    if crashes(d.server) > failed and not of_connection(crash(d.server)):
        d.stale = True
        raise Miss("the server to take it", f"it {doing(d.server)}")
    return d.clients


def no_phantom(d, victim, mark):
    """Check that nobody is shown a message that one who has gone did not say: "anna: ", and nothing behind it.

    What comes right after it, such as "anna has left", may stand in the same line, but crosses the network by itself;
    of a server that sends "anna: " before each text, by itself, the network does not tell.
    """
    around = {crossing.line.replace(crossing.text, "").strip() for crossing in d.crossings
              if crossing.author == victim.name and crossing.text in crossing.line} - {""}
    said = [crossing for crossing in d.crossings if crossing.author == victim.name]
    earlier = [packet for wire in dict.fromkeys(crossing.wire for crossing in said) for packet in wire.since(
        0, mark if wire is d.wire else None)]
    sent = {text_of(packet) for packet in d.wire.since(mark)} & around - sent_before(
        earlier, around, [crossing.text for crossing in said])
    for window in d.clients:
        lines = [d.stage.bare(window, line).strip() for line in window.news().splitlines()]
        for text in sorted({line for line in lines if line in around} | {
                text for text in sent if any(line.startswith(text) for line in lines)}):
            raise Miss(f"{the(window)} to show only what somebody has said", f"it shows {text!r}, a message that "
                       "nobody sent")


def sent_before(packets, around, texts):
    """Return those of these words that cross in a packet of their own, and one of these texts in the next.

    Where a name is sent by itself before each message, it does not tell that there was one without a text.
    """
    found, last = set(), {}
    for packet in packets:
        ends, text = (packet.source, packet.target), text_of(packet)
        if last.get(ends) in around and any(one in text for one in texts):
            found.add(last[ends])
        last[ends] = text
    return found


def text_of(packet):
    return packet.data.decode(errors="replace").strip()


def whole_by_chance(d, said, listener):
    """Raise Miss if a long message was shown whole only since its parts came together.

    Over TCP each of them is a segment of its own, as the server has sent it on, if the network is seen; a client that
    takes what comes for a message by itself may get the first one alone, and the rest later.
    """
    client = d.roles.client
    if d.roles.transport == "tcp" and d.wire.sees and client and client.as_it_comes and d.roles.server.as_it_comes:
        d.owners.look(d.windows())
        ports = d.server_ports()
        came = [packet.data for packet, _, target in d.owners.owned(d.wire.since(said.mark)) if packet.data
                and packet.source in ports and listener in target]
        parts = how_many_hold(came, said.text.encode())
        if parts > 1:
            raise Miss(f"{the(listener)} to show all {len(said.text):,} letters, whenever they come",
                       f"it was sent them in {parts} parts, and shows them as one by chance")


def how_many_hold(packets, text):
    """Return how many of these packets hold something of a text that they hold one after the other; 0 if they do not.

    What crosses before it, such as its length, or behind it is none of its parts.
    """
    begins, at, held = b"".join(packets).find(text), 0, 0
    for packet in packets if begins >= 0 else ():
        held += at < begins + len(text) and at + len(packet) > begins
        at += len(packet)
    return held


def break_one_off(d):
    """Have a client of ours join and break its connection off, as one that is killed with unread bytes does.

    That resets the connection (RFC 9293, 3.10.4). Where one is in the chat only once it has said something, it does so.
    Over TLS ours could not even join: what was sent there cannot be sent
    again, and no client that is killed sends something like it.
    """
    if d.roles.transport == "tcp" and may_join(d) and formats.wrapped(d.roles.server.whole) != "TLS":
        with suppress(Miss):  # it may let ours in only in a form that could not be learnt
            form = d.format or formats.LINES
            _, peer = halves.our_client(d, form, d.server, len(d.clients) + 1)
            if "speaks first" in d.facts:
                peer.sends(form.framed("client", form.fit(d.word())))
            peer.resets()


def may_join(d):
    """Return whether there is an account, and room, for one more client than there are."""
    return not d.roles.accounts() and d.roles.most > len(d.clients) + 1


def chat_on(clients):
    """Check that two of those that are left hear each other, if there are two."""
    for author, other in (clients[:2], clients[1::-1]) if len(clients) > 1 else ():
        author.says().shown_by(other)


def start_late_client(d):
    """Start one more client, in the place of another one if there is no account or room for one more; return it."""
    if 0 < len(d.roles.accounts()) <= len(d.clients) or d.roles.most <= len(d.clients):
        d.clients.pop().dies()
    if d.roles.server and d.roles.server.rounds:  # then all others leave as well, and somebody new is there before
        while d.clients:
            d.clients.pop().dies()
        d.start_client()
    return d.start_client()


def first_client_leaves(d):
    """Check that the likeliest stop word ends a client and disturbs no other program; return the clients left."""
    words = endings.stop_words(d)
    with endings.until_typed(d):
        d.ready()
        d.give_turn(d.clients[0])
        leaver, before, failed = d.clients.pop(0), unsettled(d), crashes(d.server)
        d.leave(leaver, words)
        d.stage.wake(leaver)
    home.leave(d, leaver)
    if leaver.alive() and endings.is_the_servers(d, words[0]):
        raise endings.nobodys(words[0])
    if leaver.alive():
        raise Miss(f"the client to end on {words[0]!r}", f"it {doing(leaver)}")
    if crash(leaver):
        raise Miss(f"{words[0]!r} to end the client in good order", f"it {doing(leaver)}")
    sound(d, before)
    if crashes(d.server) > failed:
        raise Miss(f"{words[0]!r} to end the client in good order", f"the server {doing(d.server)}")
    return d.clients
