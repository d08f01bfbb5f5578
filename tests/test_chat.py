"""The chat, over TCP and over UDP: one server, any number of clients.

Each function is a check, and its docstring is the sentence on the mark sheet. How many marks it is worth stands in
lab12/rubric/handin.toml for whatever was handed in, and in kit.toml beside it for this kit's own scripts.
"""
from lab12.driver.coming_back import said_back
from lab12.grader import hints
from lab12.rubric import chats, endings, halves, pairs, silent
from lab12.rubric.checks import Known, check
from lab12.stage.window import Miss
from tests import test_pair

SECTIONS = "tcp-chat", "udp-chat"


@check(hint=hints.starts)
def starts(chat):
    """The server and the clients start, and go on running."""
    chat.open_stage()
    chat.start_server()
    for _ in range(2):
        chat.start_client()
        pairs.goes_on(chat)


listens = test_pair.listens


@check(needs="starts", hint=hints.message)
def message(chat):
    """What one client says is shown by another."""
    one, two = chat.clients
    with chats.first_message(chat):
        one.says().shown_by(two)


@check(needs="message", hint=hints.promptly)
def promptly(chat):
    """A message is shown as soon as it comes."""
    if "on enter" in chat.facts:
        raise Known("a client to show what comes while its user thinks", "it shows that only after the next Enter")
    if "late" in chat.facts:
        raise Known("a client to show what comes as soon as it comes",
                    f"it shows {chat.facts['late']!r} only together with the next message")
    if "naps" in chat.facts:
        raise Known("a client to show what comes as soon as it comes",
                    f"it sleeps for up to {chat.facts['naps']} before it looks for that")


@check(needs="message", hint=hints.own)
def own(chat):
    """Nobody gets his own message back."""
    if said_back(chat, chat.clients[0]):
        raise Known("the sender to see his message once, as he typed it", "it comes back to him as well")


@check(needs="message", hint=hints.screen)
def screen(chat):
    """The server's own screen shows it too."""
    text = chat.crossings[-1].text
    if text.casefold() not in chat.server.screen.text.casefold():
        raise Known(f"the server to show {text!r}", "it does not")


@check(needs="message", form=True, hint=hints.braces)
def braces(chat):
    """The practical's braces are around a message: {'hello'}."""
    two = chat.clients[1]
    text = next((c.text for c in chat.crossings if c.author != two.name and c.text in two.screen.text),
                chat.crossings[0].text)
    if f"{{{text!r}}}" not in two.screen.text:
        line = next((line for line in two.screen.lines if text in line), "")
        raise Known(f"{{{text!r}}}", f"it shows {chat.stage.bare(two, line)!r}")


@check(needs="message", hint=hints.turns)
def turns(chat):
    """The chat goes on for several turns."""
    chat.ready()
    one, two = chat.clients[:2]
    for _ in range(1 if chat.pauses else 2):
        one.says().shown_by(two)
        pairs.note_repeats(chat, two)
        two.says().shown_by(one)
        pairs.note_repeats(chat, one)
    chat.learn_format()


@check(needs="message", group="text", hint=hints.everybody)
def everybody(chat):
    """What one client says is shown by all others."""
    chat.ready()
    for author in chat.clients[1:]:
        author.says().shown_by(*(client for client in chat.clients if client is not author))
    chats.note_lines(chat, chat.clients[0])


@check(needs="turns", group="text", hint=hints.letters)
def letters(chat):
    """Letters of any language arrive."""
    chat.ready()
    one, two = chat.clients[:2]
    two.says(f"{pairs.LETTERS} {chat.word()}").shown_by(one)
    pairs.readable(one)


@check(needs="turns", group="long", hint=hints.long)
def long(chat):
    """A message of 2,500 letters arrives whole."""
    chat.ready()
    one, two = chat.clients[:2]
    said = one.says(pairs.much())
    said.shown_whole_by(two)
    chats.whole_by_chance(chat, said, two)
    two.says().shown_by(one)


@check(needs="turns", group="next", hint=hints.next_client)
def next_client(chat):
    """Somebody who joins later can chat too, even after one who says nothing."""
    chat.ready()
    with silent.somebody_silent(chat):
        late, one = chats.start_late_client(chat), chat.clients[0]
        late.says().shown_by(one)
        one.says().shown_by(late)


@check(needs="turns", group="lost", hint=hints.lost)
def lost(chat):
    """A client that is killed harms nobody."""
    halves.learn_from_ours(chat)
    chat.ready()
    before = chats.unsettled(chat)
    left = chats.lose_first_client(chat)
    for _ in range(2):  # only the second send to a peer that has gone fails (RFC 9293, 3.5.2)
        chats.chat_on(left)
    chats.break_one_off(chat)
    for _ in range(2):
        chats.chat_on(left)
    chats.sound(chat, before)


@check(needs="message", group="stops", hint=hints.stops)
def stops(chat):
    """A stop word ends a client, and the others chat on."""
    chats.chat_on(chats.first_client_leaves(chat))


exit_word = test_pair.exit_word


@check(needs="turns", group="next", hint=hints.quiet)
def quiet(chat):
    """Ctrl-C ends a client and the server without a traceback."""
    chat.ready()
    chat.stale = True
    endings.press_ctrl_c(chat, [chat.clients[-1], chat.server])


@check(needs="turns", group="again", hint=hints.again)
def again(chat):
    """All can be started again at once."""
    endings.start_again(chat, clients=2)
    one, two = chat.clients
    one.says().shown_by(two)
    endings.doubt_luck(chat)


pieces = test_pair.pieces


@check(group="ours", hint=hints.client_half)
def client_half(chat):
    """The client talks with a server of ours, too."""
    halves.attempt(chat, halves.visit_our_room)


@check(group="ours", hint=hints.server_half)
def server_half(chat):
    """The server talks with clients of ours, too."""
    halves.attempt(chat, halves.serve_our_clients)


alone = test_pair.alone


# What only the kit promises: its words, its wire, its endurance. Each is performed on a stage of its own.

@check(needs="message", hint="Number the clients in order of arrival, and put the number before each line that you "
                             "pass on.")
def numbered(lab):
    """A message is shown by the server and all other clients with the number of its author."""
    one, two, three = lab.join(3)
    two.types("hello everybody")
    for window in lab.server, one, three:
        window.shows("Client 2 {'hello everybody'}")
    three.types("hello 2")
    for window in lab.server, one, two:
        window.shows("Client 3 {'hello 2'}")


@check(needs="message", hint="Tell the server's user and the other clients when one has joined. Over UDP a client that "
                             "starts must say so, with an empty datagram: nobody else knows of it.")
def joining(lab):
    """The server shows nothing at first, then each client that joins; so do the other clients."""
    lab.start_server().shows_exactly("")
    one = lab.joins()
    lab.server.shows("Client 1 joined")
    lab.joins()
    for window in lab.server, one:
        window.shows("Client 2 joined")


@check(needs="turns", hint="Take a client that has left out of the list, and tell the others. Over TCP recv returns "
                           "nothing; over UDP the client must send exit.")
def leaving(lab):
    """exit ends a client with status 0; the server and the others show that it has left, and chat on."""
    one, two, three = lab.join(3)
    two.types("exit")
    two.ends(0)
    for window in lab.server, one, three:
        window.shows("Client 2 left")
    one.types("hello 3").shown_by(three)
    lab.joins().types("I am new").shown_by(one)


@check(needs="turns", hint="Catch EOFError (end of the input) and KeyboardInterrupt around input(), and leave as exit "
                           "does.")
def quiet_leaving(lab):
    """The end of the input ends a client with status 0, Ctrl-C without a traceback, and the others see both."""
    one, two, three = lab.join(3)
    two.presses("Ctrl-D")
    two.ends(0)
    one.shows("Client 2 left")
    three.presses("Ctrl-C")
    three.ends()
    one.shows("Client 3 left")


@check(needs="message", hint="The client needs a thread that receives and shows, beside the one that asks.")
def while_typing(lab):
    """What arrives while one is typing is shown at once; what was half typed stays, on screen and in what is sent."""
    one, two = lab.join(2)
    one.presses("half a ")
    two.types("I interrupt")
    one.shows("Client 2 {'I interrupt'}")
    if one.screen.lines[-1] != "Enter Message half a ":
        raise Miss("what was half typed to stand behind the prompt", f"the last line is {one.screen.lines[-1]!r}")
    one.types("sentence")
    two.shows("Client 1 {'half a sentence'}")


@check(needs="message", hint="print(f'Client {number}', {message}) gives the braces; input('Enter Message ') asks.")
def screens(lab):
    """The windows of server and clients look exactly like the practical's, with numbers."""
    one, two = lab.join(2)
    two.types("it's me")
    two.types("")
    two.types("exit")
    lab.server.shows_exactly("Client 1 joined\nClient 2 joined\n"
                             "Client 2 {\"it's me\"}\nClient 2 {''}\nClient 2 left\n")
    one.looks_like("Client 2 joined\nClient 2 {\"it's me\"}\nClient 2 {''}\nClient 2 left\nEnter Message ")
    two.looks_like("Enter Message it's me\nEnter Message \nEnter Message exit\n")


@check(needs="message", hint="Decode with errors='replace', and print what a peer sends through repr: print({message}) "
                             "does.")
def odd_bytes(lab):
    """Bytes that are not UTF-8, NUL and escape sequences are shown harmlessly by server and clients."""
    one = lab.joins()
    peer = lab.peer()
    peer.sends(lab.message(b"\xff\x00\x1b[2Jx"))
    for window in lab.server, one:
        window.shows("Client 2 {'\ufffd\\x00\\x1b[2Jx'}")
    one.types("fine")
    lab.server.shows("Client 1 {'fine'}")


@check(needs="starts", hint="Catch OSError around bind and connect, and print one line with sys.exit.")
def bad_addresses(lab):
    """No server, and a taken port, give one clear line and status 1."""
    lab.start_server()
    second = lab.open("server", "127.0.0.1", lab.port)
    second.ends(1)
    second.shows_one_line(str(lab.port))
    lonely = lab.try_client("127.0.0.1", lab.stage.port(lab.transport, 5001))
    if lonely.alive():
        lonely.types("hello")
    lonely.ends(1)
    lonely.shows_anywhere("no server at 127.0.0.1:")


@check(only="tcp-chat", needs="turns", hint="Catch ConnectionError for each client on its own, and do not remove from "
                                            "a list that you go through.")
def cut_off(lab):
    """Clients that are killed or cut off are noticed, and the others chat on."""
    one, two = lab.join(2)
    peers = [lab.peer(f"a client of ours ({number})") for number in (3, 4, 5)]
    two.dies()
    one.shows("Client 2 left")
    for number, peer in enumerate(peers, 3):
        peer.resets()
        one.shows(f"Client {number} left")
    six = lab.start_client(name="client 6")
    one.types("anybody there?").shown_by(six)
    six.types("me").shown_by(one)


@check(only="tcp-chat", needs="message", hint="Each client needs a thread of its own, or select: a recv for one must "
                                              "not keep the others waiting.")
def silent_client(lab):
    """A client that never says anything does not keep the others from talking."""
    lab.start_server()
    lab.peer("a client of ours that is silent")
    two, three = lab.join(2)
    three.types("hello 2").shown_by(two)
    two.types("hello 3").shown_by(three)


@check(only="tcp-chat", needs="message", hint="Keep what comes after the last newline for later; one recv may bring "
                                              "several messages.")
def split_lines(lab):
    """Messages in pieces, and several at once, come out whole and in order."""
    one = lab.joins()
    peer = lab.peer()
    peer.sends(b"hel")
    one.shows_nothing()
    peer.sends(b"lo\r\n\ntwo\nthr")
    one.shows("Client 2 {'hello'}\nClient 2 {''}\nClient 2 {'two'}")
    peer.sends(b"ee\n")
    one.shows("Client 2 {'three'}")


@check(only="tcp-chat", needs="message", hint="What a client says last must reach the others: read until recv returns "
                                              "nothing.")
def last_words(lab):
    """What a client says just before it leaves still reaches the others."""
    one = lab.joins()
    lab.try_client(stdin="first\nlast words\n")
    one.shows("Client 2 {'first'}\nClient 2 {'last words'}\nClient 2 left")


@check(only="tcp-chat", needs="starts", hint="sendall waits until the client has read: send without waiting, and drop "
                                             "a client that is far behind.")
def stalled_reader(lab):
    """A client that does not read what it is sent keeps nobody waiting."""
    lab.start_server()
    lab.peer("a client of ours that never reads", buffer=4096)
    listener, talker = lab.peer("a client of ours that reads"), lab.peer("a client of ours that talks")
    listener.hears()
    heard, text = b"", b"x" * 1000
    for _ in range(100):
        taken = talker.streams((text + b"\n") * 64)
        heard += listener.hears()
        if not taken:
            break
    talker.sends(b"the end\n")
    heard += listener.hears()
    if heard.count(text) != 6400 or b"the end" not in heard:
        raise Miss("all 6400 lines to reach the client that reads", f"{heard.count(text)} reached it")


@check(only="tcp-chat", needs="message", hint="Set a limit to what you keep of a line that has not ended, and drop the "
                                              "client that exceeds it.")
def endless_line(lab):
    """A client that sends a line without end is dropped, and the others chat on."""
    one = lab.joins()
    peer = lab.peer()
    for _ in range(20):
        peer.streams(b"x" * 32768)
    one.shows_anywhere("Client 2 left")
    lab.start_client(name="client 3").types("hello 1").shown_by(one)


@check(only="tcp-chat", needs="turns", hint="When recv returns nothing in the client's thread: print Server left and "
                                            "end the program.")
def server_ends(lab):
    """Ctrl-C ends the server quietly; the clients show Server left and end with status 0; it can be started again."""
    one, two = lab.join(2)
    two.presses("half typed")
    lab.server.presses("Ctrl-C")
    lab.server.ends()
    for window in one, two:
        window.shows("Server left")
        window.ends(0)
    lab.joins()


@check(only="udp-chat", needs="message", hint="An unknown address that sends a message is a client from then on: nc "
                                              "-u has no way to say more.")
def netcat(lab):
    """A message from an unknown address joins too; a bare newline is an empty message; an empty datagram is none."""
    one = lab.joins()
    peer = lab.peer()
    peer.sends(b"hello\n")
    one.shows("Client 2 joined\nClient 2 {'hello'}")
    peer.sends(b"\n")
    one.shows("Client 2 {''}")
    peer.sends(b"")
    one.shows_nothing()
    one.types("hello 2")
    if b"Client 1 {'hello 2'}" not in (heard := peer.hears()):
        raise Miss("the client of ours to be sent the answer", f"it was sent {heard!r}")
