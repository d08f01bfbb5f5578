"""How a conversation ends, and what comes after: programs that leave, are killed, and are started again."""
import contextlib
import re
import time

from lab12.driver import formats, home
from lab12.driver.words import crash, doing, the
from lab12.finder.trying import tries_for_ever
from lab12.rubric import halves
from lab12.rubric.checks import Known, Read, Told, Untried
from lab12.stage.window import Miss, brief

# What keeps an error to the one client whose handler it was in (socketserver, BaseServer.handle_error; asyncio).
CONTAINS = re.compile(r"\bsocketserver\b|\bstart_server\(|\bstart_unix_server\(")
BEFORE = {"pair": ("message", "reply"), "chat": ("message",)}  # checks on which it depends that users are asked
# Seconds that a client is given, from its start, to find out that there is no server; where it tries for ever.
TRYING, IN_VAIN = 16.0, 4.0
LINES = 24  # that a server's user types at most until one of them reaches the next client


def server_survives(d):
    """Check that the server stays sound when its client is killed: it neither crashes nor shows what nobody sent."""
    halves.learn_from_ours(d)
    d.ready()
    d.pass_others(d.client)
    spun, asked, shown_before = d.server.unsettled, d.server.asks(), d.server.screen.text
    d.client.dies()
    if crash(d.server):
        raise Miss("the server to take it", f"it {doing(d.server)}")
    if d.server.unsettled and not spun:
        raise Miss("the server to wait for the next client", f"it {doing(d.server)}")
    d.stale = d.server.asks() and not asked
    if phantom := phantom_of(d):
        raise Miss("the server to notice that nobody is there", f"it shows a message that nobody sent: {phantom!r}")
    asking = d.server.screen.lines[d.server.screen.row].strip()
    told = [line.strip() for line in d.server.news().splitlines() if line.strip() not in ("", asking)]
    told = next((line for line in told if line not in shown_before), "")
    for _ in range(2):  # over TCP only the second send to a peer that has gone fails (RFC 9293, 3.5.2)
        if d.server.asks() and not home.is_over(d, d.server) and (d.stale or d.roles.transport == "tcp"):
            d.type(d.server, d.word())
    if crash(d.server):
        says = f"shows {brief(told, 60)}, but " if told else ""
        raise Miss("the server to ask for nothing, or to take what is typed, once nobody is there" if told else
                   "the server to notice that nobody is there",
                   f"it {says}asks for a reply all the same and, given one, {doing(d.server)}")
    breaks_off(d)


def breaks_off(d):
    """Check that the server takes the reset of a connection: what a client leaves unread when it is killed makes one.

    A connection that is closed with unread bytes is reset (RFC 9293, 3.10.4; RFC 2525, 2.17).
    """
    if d.roles.transport != "tcp":
        return
    running = d.server if halves.free(d) else None
    stale, failed = d.stale, running and crash(running)
    try:
        server, peer = halves.our_client(d, d.format or formats.LINES, running)
    except Miss:
        d.stale = True
        return  # it lets ours in only in a form that could not be learnt
    if not server.alive() or crash(server) != failed:
        d.stale = True
        return  # what ours has said first was not right: an answer to a challenge, say
    peer.resets()
    d.stale = stale or not running
    ended = not server.alive() and server.terminal.status != 0  # in words of its own
    if ended or crash(server) and crash(server) != failed:
        d.stale = True
        if server.alive() and CONTAINS.search(d.roles.server.whole) and "ConnectionResetError" in crash(server):
            d.notices.add("the server prints a traceback when a connection is reset, and serves on: its handler may "
                          "catch ConnectionError")
            return
        raise Miss("the server to take it when a connection is reset, as by a client that is killed with unread bytes",
                   f"it {doing(server)}")


def phantom_of(d):
    """Return the line in which a server has just shown a message that nobody sent, '' if there is none."""
    said = [crossing for crossing in d.crossings if crossing.author.startswith("client") and crossing.shown][-1:]
    phantom = said[0].line.replace(said[0].text, "").rstrip() if said else ""
    news = [line.rstrip() for line in d.server.news().splitlines()]
    return phantom if phantom and d.server.alive() and phantom in news else ""


def bring_next_client(d):
    """Have the client killed, if that has not been done, and start another one."""
    if d.stale or d.client.alive():
        d.ready()
        d.client.dies()
    d.stale = True
    if not d.server.alive():
        raise Miss("the server to wait for the next client", f"it {doing(d.server)}")
    home.choose_again(d, d.server)
    d.replace_client()
    menu = d.menu(d.server)
    if d.server.asks() and d.client.asks() and not (menu and menu.receives):
        d.type(d.server, d.word())  # the reply that the last one was still to get


def answer_next_client(d):
    """Check that what the server's user types reaches the next client.

    A thread that still asks for one who has gone takes the line from the one that asks now, or it does not, as chance
    has it: such a user types it again. What comes after that is tried in new windows, and the words are counted on, so
    that nothing tells how often it was.
    """
    count, told = d.count, None
    d.stale = d.roles.server.threads
    for _ in range(1 if d.pauses or not d.stale else LINES):
        try:
            d.server.says().shown_by(d.client)
            break
        except Miss as miss:
            told = told or Told(miss, d)
            if not d.server.alive() or not d.server.asks():
                raise told from None
    else:
        raise told
    d.count = count + LINES


def press_ctrl_c_in_both(d):
    """Check that Ctrl-C ends both programs, without a traceback."""
    d.ready()
    d.stale = True
    both = [d.server, d.client]
    press_ctrl_c(d, both if d.stage.network.private else both[::-1])  # the first to close keeps its port for a while


def press_ctrl_c(d, windows):
    """Press Ctrl-C in one window after the other, and check that they end quietly."""
    for window in windows:
        if window is d.server:
            d.stood = d.wire.standing()
        if window.alive():
            window.presses("Ctrl-C")
        if window is d.server and "asyncio" in d.roles.server.whole and ends_as_asyncio_does(d, window):
            continue
        if crash(window):
            raise Miss(f"{the(window)} to end quietly", f"it {doing(window)}")
        if window.alive():
            raise Miss(f"{the(window)} to end", f"it {doing(window)}")


def ends_as_asyncio_does(d, server):
    """Return whether all that a server has to say at its end is what asyncio says by itself, which changes with Python.

    From 3.12 on it waits for its clients to go (Server.wait_closed); 3.11 takes a cancelled connection for an error.
    """
    if server.alive():
        d.stage.step("its clients are killed", lambda: [client.kill() for client in d.clients])
    return server.terminal.status == 0 and "Exception in callback StreamReaderProtocol." in server.output


def start_again(d, clients):
    """Have the server killed while it talks, and start it again, with so many clients."""
    refuse_to_wait(d)
    if not (d.stage and d.clients and d.server and not d.server.alive()):
        d.ready()
    d.kill_all(server_first=True)
    if not d.stood:
        doubt_luck(d)
    d.stale, d.clients = True, []
    d.start_server(patient=False)
    for _ in range(clients):
        d.start_client()


def sets_no_reuse(d):
    """Return whether the source shows a TCP server that binds without SO_REUSEADDR (socket(7))."""
    return d.roles.transport == "tcp" and "no SO_REUSEADDR" in d.roles.server.mistakes


def refuse_to_wait(d):
    """Go by the source where a server that cannot be started again would keep all other hand-ins waiting."""
    if d.stage and not d.stage.network.private and sets_no_reuse(d):
        raise Read("the server to set SO_REUSEADDR before bind", "it does not, so its port stays taken for a minute")


def doubt_luck(d):
    """Go by the source where chance decides whether the port is free: it depends on which side closed first."""
    if sets_no_reuse(d):
        raise Read("the server to set SO_REUSEADDR before bind",
                   "it does not: it can be started again only if its client was the first to close the connection")


def stop_word_ends_client(d):
    """Check that the likeliest stop word ends the client, and leaves the server in good order."""
    words = stop_words(d)
    with until_typed(d):
        d.ready()
        theirs = is_the_servers(d, words[0])
        heard = words[0] in d.roles.client.stops  # it is sent, and the client ends on it as well
        typist, other = (d.server, d.client) if theirs and heard else (d.client, d.server)
        d.give_turn(typist)
        asked = d.server.asks()
        d.leave(typist, words)
        d.stage.wake(d.client)
    phantom = "" if d.client.alive() and not home.menu_of(d, d.client) else phantom_of(d)
    home.leave(d, d.client)
    if d.client.alive() and other.asks() and (other is d.client or not d.client.asks()):
        d.type(other, d.word())  # some end only after one more reply
    if d.client.alive() and theirs and not heard:
        d.stale = True
        raise nobodys(words[0])
    if d.client.alive():
        raise Miss(f"the client to end on {words[0]!r}", f"it {doing(d.client)}")
    d.stale = True
    if "reply" not in d.passed and "ConnectionResetError" in (crash(d.server) or ""):
        raise Untried("reply")  # the client has left with a reply unread, which resets the connection (RFC 2525, 2.17)
    for window in d.client, d.server:
        if crash(window):
            raise Miss(f"{words[0]!r} to end the conversation in good order", f"{the(window)} {doing(window)}")
        if window.unsettled:
            raise Miss("the server to wait for the next client", f"it {doing(window)}")
    if typist is d.client and not asked:
        asks_nobody(d, words[0], phantom)


@contextlib.contextmanager
def until_typed(d):
    """Say of a word that could not be typed, since no user was asked, that this follows from what failed before."""
    try:
        yield
    except Miss:
        needed = next((name for name in (*BEFORE[d.roles.kind], "turns") if name not in d.passed), None)
        if not needed:
            raise
        d.stale = True
        raise Untried(needed) from None


def asks_nobody(d, word, phantom):
    """Check that a server whose client has left does not go on to ask for replies, and crash on one."""
    for _ in range(2):  # only the second send to a peer that has gone fails (RFC 9293, 3.5.2)
        if d.server.alive() and d.server.asks() and not home.is_over(d, d.server):
            d.type(d.server, d.word())
    if crash(d.server):
        shows = f"shows a message that nobody sent ({phantom!r}), " if phantom else ""
        raise Miss(f"{word!r} to end the conversation in good order",
                   f"the server {shows}asks for a reply all the same and, given one, {doing(d.server)}")


def is_the_servers(d, word):
    """Return whether the server looks for this word in what its own user types, and the client does not."""
    return word in d.roles.server.typed_stops and word not in d.roles.client.typed_stops


def nobodys(word):
    """Return the Miss of a word that only the server's user leaves with, so that a client's user has none."""
    return Read("a word that ends the conversation, such as exit",
                f"neither program looks for one that is typed at a client ({word!r} is for the server's user)")


def stop_words(d):
    """Return the words on which the scripts end, the likeliest first; raises Read if there are none."""
    client, server = d.roles.client, d.roles.server
    words = [word for word in {**client.stops, **server.stops} if not d.roles.stops or word in d.roles.stops]
    words = to_be_typed(words, client, server)
    if d.roles.kind == "chat":  # with a word of its own a chat's server ends everything
        words = [word for word in words if not is_the_servers(d, word)] or words
    words.sort(key=lambda word: (word not in client.typed_stops, word not in server.typed_stops,
                                 word not in client.stops, word != "exit"))
    words += [menu.leaves for menu in client.menus if menu.leaves]
    if not words:
        raise Read("a word that ends the conversation, such as exit", "neither program looks for one")
    return words


def to_be_typed(words, client, server):
    """Return those of these words that a user may type; a command, /quit, also where a client sends it by itself."""
    return [word for word in words if not is_of_a_handshake(word, client, server)] or [
        word for word in words if re.match(r"[/!:\\]\w", word) and word in server.stops]


def is_of_a_handshake(word, client, server):
    """Return whether no user is to type this word: one program sends it by itself, and the other one looks for it.

    Where both look for it, both do: each says so when it ends.
    """
    typed = {*client.typed_stops, *server.typed_stops}
    if word in client.stops and word in server.stops:
        begins = [{text.split()[0] for text in (*one.said, *one.openers) if text.strip()} for one in (client, server)]
        return word not in typed and word in begins[0] & begins[1]
    return word not in typed and word in (server.said if word in client.stops else client.said)


def own_words(d):
    """Return the words on which a client's user ends: not those of the server's user, where the client has its own."""
    client, server = d.roles.client, d.roles.server
    heard = [word for word in server.stops if word not in server.typed_stops or word in client.stops]
    words = *(client.typed_stops or client.stops), *heard
    return to_be_typed(dict.fromkeys(words), client, server)


def stops_on_exit(d):
    """Check that exit is among the words on which a client's user ends."""
    words = own_words(d) or stop_words(d)
    if "exit" not in words:
        raise Known("exit to end the conversation", f"it ends on {' or '.join(map(repr, words))}")


def serves_itself(d):
    """Return whether a program that was started as a client, and has found no server, waits for clients itself."""
    script = d.roles.client
    if script is not d.roles.server or script.peer or not d.sees:
        return False
    return bool(d.wire.listening("tcp")) or script.transport == "udp" and script.port in d.wire.listening("udp")


def client_without_server(d):
    """Check that a client that finds no server says so in words of its own, and ends.

    One that calls without pause would come by the port of a connection that has just ended, where its call waits for a
    second instead of being refused (RFC 9293, 3.6): so it has a network of its own.
    """
    d.open_stage()
    d.stale, begun = True, time.monotonic()
    with contextlib.suppress(Miss):
        d.start_client()
        if d.client.asks() and not home.menu_of(d, d.client):
            d.type(d.client, d.word())
    if d.clients:
        home.leave(d, d.client)
    if (d.roles.serverless or serves_itself(d)) and d.client.alive() and not crash(d.client):
        return  # there is no server that could be missing: it waits for others
    script = d.roles.client
    most = IN_VAIN if d.client.alive() and tries_for_ever(script.source, script.modules) else TRYING
    late = "" if d.stage.outlast(d.client, begun + most - time.monotonic()) else f", even after {most:.0f} seconds"
    if late:
        d.facts["waited out"] = True  # nothing that is found out elsewhere makes it come sooner
    if d.clients:
        home.leave(d, d.client)  # it may have come back there once nobody has answered in time
    if d.client.alive():
        raise Miss("the client to say that there is no server, and to end", f"it {doing(d.client)}{late}")
    if crash(d.client):
        raise Miss("the client to say so in words of its own", f"it {doing(d.client)}")
    if d.clients and not d.client.told.strip():
        raise Miss("the client to say so in words of its own", f"it {doing(d.client)}, and shows nothing")
