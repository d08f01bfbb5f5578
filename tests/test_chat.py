"""The chat: one server, any number of clients, over TCP (25 marks) and over UDP (10 marks)."""
from functools import partial

from lab12.rubric.kit import marks
from lab12.stage.window import Miss

SECTION = "tcp chat"
udp = partial(marks, section="udp chat")


@marks(3, hint="Go through the list of clients and send each line to all but the one that it came from.")
def test_message_reaches_everybody(chat):
    """A message of one client is shown by the server and by all other clients, with the number of its author."""
    one, two, three = chat.joins(), chat.joins(), chat.joins()
    two.types("hello everybody")
    for window in chat.server, one, three:
        window.shows("Client 2 {'hello everybody'}")
    three.types("hello 2")
    for window in chat.server, one, two:
        window.shows("Client 3 {'hello 2'}")


@marks(2, hint="Leave the sender out when you pass a message on: if client is not sender.")
def test_nobody_hears_himself(chat):
    """A message does not come back to the one who sent it."""
    chat.joins()
    peer = chat.peer()
    peer.hears()
    peer.sends(b"hello\n")
    peer.expects(b"")


@marks(2, hint="Number the clients as accept returns them, and tell the others when one has joined.")
def test_joining_is_shown(chat):
    """The server shows nothing at first, then numbers those who join, and the others see it."""
    chat.server.shows_exactly("")
    one = chat.joins()
    chat.server.shows("Client 1 joined")
    chat.joins()
    chat.server.shows("Client 2 joined")
    one.shows("Client 2 joined")


@marks(2, hint="When recv returns nothing: remove the client from the list, close its socket, tell the others.")
def test_leaving_is_shown(chat):
    """exit ends a client with status 0; the server and the others show that it has left, and chat on."""
    one, two, three = chat.joins(), chat.joins(), chat.joins()
    two.types("exit")
    two.ends(0)
    for window in chat.server, one, three:
        window.shows("Client 2 left")
    one.types("hello 3").shown_by(three)
    chat.joins().types("I am new").shown_by(one)


@marks(2, hint="Catch ConnectionError for each client on its own, and do not remove from a list that you go through.")
def test_lost_client_harms_nobody(chat):
    """Clients that are killed or cut off are noticed, and the others chat on."""
    one, two = chat.joins(), chat.joins()
    peers = [chat.peer(f"a client of ours ({number})") for number in (3, 4, 5)]
    two.dies()
    one.shows("Client 2 left")
    for number, peer in enumerate(peers, 3):
        peer.resets()
        one.shows(f"Client {number} left")
    six = chat.joins()
    one.types("anybody there?").shown_by(six)
    six.types("me").shown_by(one)


@marks(1, hint="Each client needs a thread of its own, or select: a recv for one must not keep the others waiting.")
def test_silent_client_holds_up_nobody(chat):
    """A client that never says anything does not keep the others from talking."""
    chat.peer("a client of ours that is silent")
    two, three = chat.joins(), chat.joins()
    three.types("hello 2").shown_by(two)
    two.types("hello 3").shown_by(three)


@marks(2, hint="The client needs a thread that receives and shows, beside the one that asks.")
def test_messages_come_while_one_is_typing(chat):
    """What arrives while one is typing is shown at once; what was half typed stays, on screen and in what is sent."""
    one, two = chat.joins(), chat.joins()
    one.presses("half a ")
    two.types("I interrupt")
    one.shows("Client 2 {'I interrupt'}")
    if one.screen.lines[-1] != "Enter Message half a ":
        raise Miss("what was half typed to stand behind the prompt", f"the last line is {one.screen.lines[-1]!r}")
    one.types("sentence")
    two.shows("Client 1 {'half a sentence'}")


@marks(1, hint="print(f'Client {number}', {message}) gives the braces; input('Enter Message ') asks.")
def test_chat_transcript(chat):
    """The windows of server and clients look exactly like the practical's, with numbers."""
    one, two = chat.joins(), chat.joins()
    two.types("it's me")
    two.types("")
    two.types("exit")
    chat.server.shows_exactly("Client 1 joined\nClient 2 joined\n"
                              "Client 2 {\"it's me\"}\nClient 2 {''}\nClient 2 left\n")
    one.looks_like("Client 2 joined\nClient 2 {\"it's me\"}\nClient 2 {''}\nClient 2 left\nEnter Message ")
    two.looks_like("Enter Message it's me\nEnter Message \nEnter Message exit\n")


@marks(1, hint="Keep what comes after the last newline for later; one recv may bring several messages.")
def test_chat_messages_in_pieces(chat):
    """Messages in pieces, and several at once, come out whole and in order."""
    one, peer = chat.joins(), chat.peer()
    peer.sends(b"hel")
    one.shows_nothing()
    peer.sends(b"lo\r\n\ntwo\nthr")
    one.shows("Client 2 {'hello'}\nClient 2 {''}\nClient 2 {'two'}")
    peer.sends(b"ee\n")
    one.shows("Client 2 {'three'}")


@marks(1, hint="What a client says last must reach the others: read until recv returns nothing.")
def test_last_words_are_heard(chat):
    """What a client says just before it leaves still reaches the others."""
    one = chat.joins()
    chat.try_client(stdin="first\nlast words\n")
    one.shows("Client 2 {'first'}\nClient 2 {'last words'}\nClient 2 left")


@marks(2, hint="sendall waits until the client has read: send without waiting, and drop who is far behind.")
def test_stalled_reader_harms_nobody(chat):
    """A client that does not read what it is sent keeps nobody waiting."""
    chat.peer("a client of ours that never reads", buffer=4096)
    listener, talker = chat.peer("a client of ours that reads"), chat.peer("a client of ours that talks")
    listener.hears()
    heard, text = b"", b"x" * 1000
    for _ in range(100):
        talker.streams((text + b"\n") * 64)
        heard += listener.hears()
    talker.sends(b"the end\n")
    heard += listener.hears()
    if heard.count(text) != 6400 or b"the end" not in heard:
        raise Miss("all 6400 lines to reach the client that reads", f"{heard.count(text)} reached it")


@marks(1, hint="Set a limit to what you keep of a line that has not ended, and drop the client that exceeds it.")
def test_endless_line_is_dropped(chat):
    """A client that sends a line without end is dropped, and the others chat on."""
    one, peer = chat.joins(), chat.peer()
    for _ in range(20):
        peer.streams(b"x" * 32768)
    one.shows_anywhere("Client 2 left")
    three = chat.joins()
    three.types("hello 1").shown_by(one)


@marks(1, hint="Decode with errors='replace', and print what a peer sends through repr: print({message}) does.")
def test_hostile_bytes_in_the_chat(chat):
    """Bytes that are not UTF-8, NUL and escape sequences are shown harmlessly by server and clients."""
    one, peer = chat.joins(), chat.peer()
    peer.sends(b"\xff\x00\x1b[2Jx\n")
    for window in chat.server, one:
        window.shows("Client 2 {'\ufffd\\x00\\x1b[2Jx'}")
    one.types("fine")
    chat.server.shows("Client 1 {'fine'}")


@marks(2, hint="When recv returns nothing in the client's thread: print Server left and end the program.")
def test_server_ends(chat):
    """Ctrl-C ends the server quietly; the clients show Server left and end with status 0; it can be started again."""
    one, two = chat.joins(), chat.joins()
    two.presses("half typed")
    chat.server.presses("Ctrl-C")
    chat.server.ends()
    for window in one, two:
        window.shows("Server left")
        window.ends(0)
    chat.start_server()
    chat.joins()


@marks(1, hint="Catch EOFError (end of the input) and KeyboardInterrupt around input(), and leave as exit does.")
def test_chat_clients_leave_quietly(chat):
    """The end of the input ends a client with status 0, and Ctrl-C without a traceback."""
    one, two, three = chat.joins(), chat.joins(), chat.joins()
    two.presses("Ctrl-D")
    two.ends(0)
    one.shows("Client 2 left")
    three.presses("Ctrl-C")
    three.ends()
    one.shows("Client 3 left")


@marks(1, hint="Catch OSError around create_server and create_connection and print one line with sys.exit.")
def test_chat_addresses_are_explained(chat):
    """No server, and a taken port, give one clear line and status 1."""
    second = chat.open("chat_server.py", "127.0.0.1", chat.port)
    second.ends(1)
    second.shows_one_line(str(chat.port))
    lonely = chat.open("chat_client.py", "127.0.0.1", chat.stage.port("tcp", 5001))
    lonely.ends(1)
    lonely.shows_one_line("no server at 127.0.0.1:")


@udp(3, hint="Keep the addresses that recvfrom returned, and send each message to all but its author's.")
def test_udp_message_reaches_everybody(chat):
    """Over UDP too a message is shown by the server and all other clients, with the number of its author."""
    one, two, three = chat.joins(), chat.joins(), chat.joins()
    two.types("hello everybody")
    for window in chat.server, one, three:
        window.shows("Client 2 {'hello everybody'}")
    two.shows_nothing_but("hello everybody")


@udp(2, hint="A client that starts sends an empty datagram: without a connection nobody knows of it.")
def test_udp_joining_is_shown(chat):
    """A client announces itself; the server shows that it has joined, and so do the others."""
    one = chat.joins()
    chat.server.shows("Client 1 joined")
    chat.joins()
    for window in chat.server, one:
        window.shows("Client 2 joined")


@udp(2, hint="A client that leaves sends exit: without a connection nobody would know.")
def test_udp_leaving_is_shown(chat):
    """exit, the end of the input or Ctrl-C at a client are told to the server, and the others see it."""
    one, two, three, four = chat.joins(), chat.joins(), chat.joins(), chat.joins()
    two.types("exit")
    two.ends(0)
    for window in chat.server, one:
        window.shows("Client 2 left")
    three.presses("Ctrl-D")
    three.ends(0)
    one.shows("Client 3 left")
    four.presses("Ctrl-C")
    four.ends()
    one.shows("Client 4 left")


@udp(1, hint="Somebody unknown who sends a message is a client from then on: nc -u has no way to say more.")
def test_udp_netcat_joins_by_talking(chat):
    """A message from an unknown address joins too; a bare newline is an empty message; an empty datagram is none."""
    one, peer = chat.joins(), chat.peer()
    peer.sends(b"hello\n")
    one.shows("Client 2 joined\nClient 2 {'hello'}")
    peer.sends(b"\n")
    one.shows("Client 2 {''}")
    peer.sends(b"")
    one.shows_nothing()
    one.types("hello 2")
    if b"Client 1 {'hello 2'}" not in (heard := peer.hears()):
        raise Miss("the client of ours to be sent the answer", f"it was sent {heard!r}")


@udp(1, hint="Catch the errors of recvfrom and sendto: a client that has gone must not stop the server.")
def test_udp_lost_client_harms_nobody(chat):
    """A client that is killed does not keep the others from chatting."""
    one, two, three = chat.joins(), chat.joins(), chat.joins()
    two.dies()
    one.types("anybody there?").shown_by(three)
    three.types("me").shown_by(one)
    one.types("good").shown_by(three)


@udp(1, hint="connect() the client's socket: only then does it hear ConnectionRefusedError.")
def test_udp_client_says_that_there_is_no_server(lab):
    """Without a server the client says so in one line and ends with status 1."""
    client = lab.try_client()
    if client.alive():
        client.types("hello")
    client.shows_anywhere("no server at 127.0.0.1:")
    client.ends(1)
