"""The pair over UDP: the same conversation without a connection. 25 marks."""
from lab12.rubric.kit import marks

SECTION = "udp pair"


@marks(3, hint="Does recvr2 send what input() returned, encoded, and recvr1 take it with recvfrom and print it?")
def test_message_reaches_the_server(pair):
    """A message typed in recvr2.py is shown by recvr1.py."""
    pair.client.types("hello").shown_by(pair.server)


@marks(3, hint="Does recvr1 send the reply with sendto to the address that recvfrom returned?")
def test_reply_reaches_the_client(pair):
    """The reply typed in recvr1.py is shown by recvr2.py."""
    pair.client.types("hello").shown_by(pair.server)
    pair.server.types("hey").shown_by(pair.client)


@marks(2, hint="Is there a loop around receiving, asking and sending, in both scripts?")
def test_conversation_goes_on(pair):
    """Messages and replies go on, turn after turn."""
    for turn in range(1, 5):
        pair.client.types(f"message {turn}").shown_by(pair.server)
        pair.server.types(f"reply {turn}").shown_by(pair.client)


@marks(2, hint="print('Client', {message}) gives the braces; input('Enter Reply ') asks with one space at the end.")
def test_transcript(pair):
    """Both windows show the practical's conversation exactly, to the letter."""
    pair.client.types("Heello im deepi")
    pair.server.types("hey deepi")
    pair.client.types("how are you")
    pair.server.types("im good")
    pair.client.types("im good too")
    pair.server.shows_exactly(
        "Client {'Heello im deepi'}\nEnter Reply hey deepi\n"
        "Client {'how are you'}\nEnter Reply im good\n"
        "Client {'im good too'}\nEnter Reply ")
    pair.client.shows_exactly(
        "Enter Message Heello im deepi\n{'hey deepi'}\n"
        "Enter Message how are you\n{'im good'}\n"
        "Enter Message im good too\n")


@marks(1, hint="Take host and port from sys.argv[1:], with 127.0.0.1 and 12345 as defaults.")
def test_host_and_port_can_be_given(lab):
    """Both scripts take another host and port from the command line."""
    host, port = ("127.0.0.2" if lab.stage.network.private else "127.0.0.1"), lab.stage.port("udp", 5001)
    server, client = lab.start_server(host, port), lab.start_client(host, port)
    client.types("hello").shown_by(server)


@marks(1, hint="encode() and decode() use UTF-8; a message is text, whatever quotes and letters are in it.")
def test_any_text(pair):
    """Quotes, braces and letters of any language arrive as they were typed."""
    for text in "it's", 'she said "hi"', "{'x'}", "नमस्ते ñ 你好 🙂":
        pair.client.types(text).shown_by(pair.server)
        pair.server.types(text).shown_by(pair.client)


@marks(1, hint="An empty datagram is a message like any other: nothing says that somebody has left.")
def test_empty_message(pair):
    """An empty message and an empty reply arrive as such, and the conversation goes on."""
    pair.client.types("")
    pair.server.types("")
    pair.client.types("still there").shown_by(pair.server)


@marks(1, hint="recvfrom(1024) throws away what is longer: give it room for the longest datagram, 65,507 bytes.")
def test_long_message(pair):
    """A message of 4,000 letters arrives whole, and so does such a reply."""
    pair.client.types("m" * 4000).shown_by(pair.server)
    pair.server.types("r" * 4000).shown_by(pair.client)


@marks(1, hint="recvfrom(1024) throws away what is longer: give it room for the longest datagram, 65,507 bytes.")
def test_message_of_60000_bytes(lab):
    """A message of 60,000 bytes, from a file, arrives whole."""
    message = "x" * 59_992 + " the end"
    server = lab.start_server()
    lab.try_client(stdin=f"{message}\n")
    server.shows(message)


@marks(1, hint="A datagram holds 65,507 bytes: compare before you send, say so, and ask again.")
def test_message_too_long_for_a_datagram(lab):
    """A message that no datagram holds is refused with a clear line, and the user is asked again."""
    server = lab.start_server()
    client = lab.try_client(stdin="x" * 65_508 + "\nshort\n")
    client.shows("Too long")
    server.shows("short")


@marks(1, hint="Send the reply to the address that came with this message, not to an earlier or a fixed one.")
def test_each_client_gets_its_own_reply(lab):
    """With two clients each reply goes to the one whose message it answers."""
    server, one, two = lab.start_server(), lab.start_client(), lab.start_client()
    one.types("from one").shown_by(server)
    two.types("from two")
    server.types("to one").shown_by(one)
    server.shows("from two")
    server.types("to two").shown_by(two)
    one.shows_nothing()


@marks(1, hint="nc ends a line with a newline: drop it from the end of the datagram, and end the reply with one.")
def test_netcat_is_a_client(lab):
    """A datagram that ends in a newline is the same message, and its reply ends in one too."""
    server, peer = lab.start_server(), lab.peer()
    for data in b"hello\n", b"hello\r\n":
        peer.sends(data)
        server.shows("hello").shows_no("\\")
        server.types("hey")
        peer.expects(b"hey\n")


@marks(1, hint="Decode with errors='replace', and print what a peer sends through repr: print({message}) does.")
def test_hostile_bytes_are_shown_harmlessly(lab):
    """Bytes that are not UTF-8, and escape sequences, do recvr1.py no harm."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"\xff\x1b[2Jx")
    server.shows("\\x1b[2Jx")
    server.types("fine")
    server.goes_on()


@marks(1, hint="UDP has no connection to close: recvr2 sends exit, recvr1 prints Client left and waits for the next.")
def test_server_outlives_its_client(pair):
    """When the client leaves with exit, recvr1.py says so and serves the next one."""
    pair.client.types("hello").shown_by(pair.server)
    pair.server.types("hey")
    pair.client.types("exit")
    pair.client.ends(0)
    pair.server.shows("Client left")
    pair.start_client().types("I am the next").shown_by(pair.server)


@marks(1, hint="On exit recvr1 sends the word and ends; recvr2 takes it for the end and prints Server left.")
def test_server_leaves_on_exit(pair):
    """exit at Enter Reply ends both scripts with status 0, and recvr2.py shows Server left."""
    pair.client.types("hello").shown_by(pair.server)
    pair.server.types("exit")
    pair.client.shows("Server left")
    pair.server.ends(0)
    pair.client.ends(0)


@marks(1, hint="input() raises EOFError at the end of the input: take it for exit.")
def test_end_of_input_is_exit(pair):
    """The end of the input (Ctrl-D) ends each script as exit does."""
    pair.client.presses("Ctrl-D")
    pair.client.ends(0)
    pair.server.shows("Client left")
    pair.start_client().types("hello").shown_by(pair.server)
    pair.server.presses("Ctrl-D")
    pair.server.ends(0)


@marks(1, hint="signal.signal(signal.SIGINT, signal.SIG_DFL) at the start has Ctrl-C end the program quietly.")
def test_ctrl_c_ends_quietly(lab):
    """Ctrl-C ends each script at once and without a traceback, wherever it waits."""
    server = lab.start_server()
    server.presses("Ctrl-C")
    server.ends()
    server, client = lab.start_server(), lab.start_client()
    client.presses("Ctrl-C")
    client.ends()
    server.shows("Client left")
    client = lab.start_client()
    client.types("hello").shown_by(server)
    client.presses("Ctrl-C")
    client.ends()
    server.presses("Ctrl-C")
    server.ends()


@marks(1, hint="connect() the socket: only then does a UDP client hear ConnectionRefusedError.")
def test_client_says_that_there_is_no_server(lab):
    """Without a server recvr2.py says so in one line, after the first message, and ends with status 1."""
    client = lab.start_client()
    client.types("hello")
    client.shows("no server at 127.0.0.1:")
    client.ends(1)


@marks(1, hint="Catch OSError around bind and connect, check 0 <= port <= 65535, and print one line with sys.exit.")
def test_bad_addresses_are_explained(lab):
    """A taken port, an unknown host and a port out of range give one clear line and status 1."""
    lab.start_server()
    for script, host, port in (("recvr1.py", "127.0.0.1", lab.port), ("recvr1.py", "no.such.host.invalid", 5000),
                               ("recvr2.py", "no.such.host.invalid", 5000), ("recvr1.py", "127.0.0.1", 70000),
                               ("recvr2.py", "127.0.0.1", 70000)):
        window = lab.open(script, host, port)
        window.ends(1)
        window.shows_one_line(str(port))
