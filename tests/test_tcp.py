"""The pair over TCP: recvr1.py waits for a client and answers it, recvr2.py asks. 35 marks."""
from lab12.rubric.kit import marks

SECTION = "tcp pair"


@marks(4, hint="Does recvr2 send with sendall what input() returned, and recvr1 accept, receive and print it?")
def test_message_reaches_the_server(pair):
    """A message typed in recvr2.py is shown by recvr1.py."""
    pair.client.types("hello").shown_by(pair.server)


@marks(4, hint="Does recvr1 send the reply on the connection that accept returned, and recvr2 receive and print it?")
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


@marks(3, hint="print('Client', {message}) gives the braces; input('Enter Reply ') asks with one space at the end.")
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


@marks(1, hint="Nothing is to be printed before the first message: not even that the server has started.")
def test_server_starts_silently(lab):
    """recvr1.py shows nothing until the first message, and waits for a connection."""
    server = lab.start_server()
    server.shows_exactly("")
    lab.peer().sends(b"hello\n")
    server.shows("hello")


@marks(1, hint="Take host and port from sys.argv[1:], with 127.0.0.1 and 12345 as defaults.")
def test_host_and_port_can_be_given(lab):
    """Both scripts take another host and port from the command line."""
    host, port = ("127.0.0.2" if lab.stage.network.private else "127.0.0.1"), lab.stage.port("tcp", 5001)
    server = lab.start_server(host, port)
    client = lab.start_client(host, port)
    client.types("hello").shown_by(server)


@marks(2, hint="encode() and decode() use UTF-8; a message is text, whatever quotes and letters are in it.")
def test_any_text(pair):
    """Quotes, braces and letters of any language arrive as they were typed."""
    for text in "it's", 'she said "hi"', "{'x'}", "नमस्ते ñ 你好 🙂":
        pair.client.types(text).shown_by(pair.server)
        pair.server.types(text).shown_by(pair.client)


@marks(2, hint="An empty line sends no bytes unless something marks its end: end each message with a newline.")
def test_empty_message(pair):
    """An empty message and an empty reply arrive as such, and the conversation goes on."""
    pair.client.types("")
    pair.server.types("")
    pair.client.types("still there").shown_by(pair.server)


@marks(2, hint="recv(1024) returns what is there, up to 1024 bytes; read on until the newline that ends the message.")
def test_long_message(pair):
    """A message of 4,000 letters arrives whole, in one turn, and so does such a reply."""
    pair.client.types("m" * 4000).shown_by(pair.server)
    pair.server.types("r" * 4000).shown_by(pair.client)
    pair.client.types("next").shown_by(pair.server)


@marks(1, hint="Read until the newline, however many calls of recv it takes; send with sendall.")
def test_message_of_60000_bytes(lab):
    """A message of 60,000 bytes, from a file, arrives whole."""
    message = "x" * 59_992 + " the end"
    server = lab.start_server()
    lab.try_client(stdin=f"{message}\n")
    server.shows(message)


@marks(2, hint="TCP may deliver a message in pieces: gather what recv returns until a newline has come.")
def test_message_in_pieces(lab):
    """A message that arrives in pieces is shown once, when it is complete."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"hel")
    server.shows_nothing()
    peer.sends("lo dé".encode()[:-1])
    server.shows_nothing()
    peer.sends("é".encode()[-1:] + b"\n")
    server.shows("hello dé")


@marks(2, hint="One recv may bring several messages: split at the newline and keep what is left for the next turn.")
def test_several_messages_at_once(lab):
    """Messages that arrive at once, or while the user types, are answered one by one and in order."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"one\ntwo\n")
    server.shows("one")
    peer.sends(b"three\n")
    for message, reply in ("two", "first"), ("three", "second"):
        server.types(reply)
        peer.expects(reply.encode() + b"\n")
        server.shows(message)


@marks(1, hint="Decode with errors='replace', and print what a peer sends through repr: print({message}) does.")
def test_server_shows_hostile_bytes_harmlessly(lab):
    """Bytes that are not UTF-8, and escape sequences, from a client do recvr1.py no harm."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"\xff\x1b[2Jx\n")
    server.shows("\\x1b[2Jx")
    server.types("fine")
    server.goes_on()


@marks(1, hint="Decode with errors='replace', and print what a peer sends through repr: print({reply}) does.")
def test_client_shows_hostile_bytes_harmlessly(lab):
    """Bytes that are not UTF-8, and escape sequences, from a server do recvr2.py no harm."""
    peer, client = lab.server_peer(), lab.start_client()
    peer.accepts()
    client.types("hello")
    peer.sends(b"\xff\x1b[2Jx\n")
    client.shows("\\x1b[2Jx")
    client.types("fine")


@marks(1, hint="Drop a '\\r' before the newline: telnet and Windows end lines with both.")
def test_telnet_is_a_client(lab):
    """A line ended as telnet does it is the same message."""
    server = lab.start_server()
    lab.peer().sends(b"hello\r\n")
    server.shows("hello").shows_no("\\r")


@marks(2, hint="When recv returns nothing the client has gone: leave the inner loop and accept the next one.")
def test_server_outlives_its_client(pair):
    """When the client has left, recvr1.py says so and serves the next one."""
    pair.client.types("hello").shown_by(pair.server)
    pair.server.types("hey")
    pair.client.types("exit")
    pair.server.shows("Client left")
    pair.start_client().types("I am the next").shown_by(pair.server)


@marks(1, hint="Catch ConnectionError around receiving and sending: a reset client has left too.")
def test_server_survives_a_lost_client(lab):
    """A client that is cut off while recvr1.py types its reply does not stop the server."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"hello\n")
    server.shows("hello")
    peer.resets()
    server.types("are you there?")
    server.shows("Client left")
    lab.start_client().types("I am the next").shown_by(server)


@marks(1, hint="On exit close the connection and end; do not send the word: the server would show it.")
def test_client_leaves_on_exit(lab):
    """exit ends recvr2.py with status 0, and is not sent as a message."""
    peer, client = lab.server_peer(), lab.start_client()
    peer.accepts()
    client.types("exit")
    client.ends(0)
    peer.expects(b"")


@marks(2, hint="On exit recvr1 closes the connection and ends; recvr2 then receives nothing: it prints Server left.")
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
    client = pair.start_client()
    client.types("hello").shown_by(pair.server)
    pair.server.presses("Ctrl-D")
    pair.server.ends(0)
    client.shows("Server left")


@marks(1, hint="signal.signal(signal.SIGINT, signal.SIG_DFL) at the start has Ctrl-C end the program quietly.")
def test_ctrl_c_ends_quietly(lab):
    """Ctrl-C ends each script at once and without a traceback, wherever it waits."""
    server = lab.start_server()
    server.presses("Ctrl-C")
    server.ends()
    server, client = lab.start_server(), lab.start_client()
    client.presses("Ctrl-C")
    client.ends()
    client = lab.start_client()
    client.types("hello").shown_by(server)
    client.presses("Ctrl-C")
    client.ends()
    server.presses("Ctrl-C")
    server.ends()


@marks(1, hint="Catch ConnectionRefusedError around connect and print one line: which address, what to start.")
def test_client_says_that_there_is_no_server(lab):
    """Without a server recvr2.py says so in one line and ends with status 1."""
    client = lab.try_client()
    client.ends(1)
    client.shows_one_line("no server at 127.0.0.1:")


@marks(1, hint="socket.create_server sets SO_REUSEADDR: without it the port stays taken for a minute.")
def test_restart_at_once(lab):
    """After a conversation recvr1.py can be started again at once."""
    server, client = lab.start_server(), lab.start_client()
    client.types("hello").shown_by(server)
    server.types("exit")
    server.ends()
    again = lab.start_server()
    lab.start_client().types("here again").shown_by(again)


@marks(1, hint="Catch OSError around bind and connect, check 0 <= port <= 65535, and print one line with sys.exit.")
def test_bad_addresses_are_explained(lab):
    """A taken port, an unknown host and a port out of range give one clear line and status 1."""
    lab.start_server()
    lab.server_peer(70000 - 65536)  # where port 70000 ends up if nobody looks at it
    for script, host, port in (("recvr1.py", "127.0.0.1", lab.port), ("recvr1.py", "no.such.host.invalid", 5000),
                               ("recvr2.py", "no.such.host.invalid", 5000), ("recvr1.py", "127.0.0.1", 70000),
                               ("recvr2.py", "127.0.0.1", 70000)):
        window = lab.open(script, host, port)
        window.ends(1)
        window.shows_one_line(str(port))
