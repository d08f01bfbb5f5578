"""The pair over TCP: what is promised of a connection, besides what test_pair.py asks of both transports."""
from lab12.rubric.checks import check

SECTIONS = ("tcp-pair",)


@check(needs="message", hint="Nothing is to be printed before the first message: not even that the server has started.")
def silent_start(lab):
    """The server shows nothing until the first message, and waits for a connection."""
    server = lab.start_server()
    server.shows_exactly("")
    lab.peer().sends(b"hello\n")
    server.shows("hello")


@check(needs="message", hint="TCP may deliver a message in pieces: gather what recv returns until a newline has come.")
def split_letter(lab):
    """A message that is split within a letter is shown once, when it is complete."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"hel")
    server.shows_nothing()
    peer.sends("lo dé".encode()[:-1])
    server.shows_nothing()
    peer.sends("é".encode()[-1:] + b"\n")
    server.shows("hello dé")


@check(needs="turns", hint="One recv may bring several messages: split at the newline, and keep what is left for the "
                           "next turn.")
def one_by_one(lab):
    """Messages that arrive at once, or while the user types, are answered one by one and in order."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"one\ntwo\n")
    server.shows("one")
    peer.sends(b"three\n")
    for message, reply in ("two", "first"), ("three", "second"):
        server.types(reply)
        peer.expects(reply.encode() + b"\n")
        server.shows(message)


@check(needs="turns", hint="Decode with errors='replace', and print what a peer sends through repr: print({reply}) "
                           "does.")
def odd_bytes_at_client(lab):
    """Bytes that are not UTF-8, and escape sequences, from a server do the client no harm."""
    peer, client = lab.server_peer(), lab.start_client()
    peer.accepts()
    client.types("hello")
    peer.sends(b"\xff\x1b[2Jx\n")
    client.shows("\\x1b[2Jx")
    client.types("fine")


@check(needs="message", hint="Drop a '\\r' before the newline: telnet and Windows end lines with both.")
def telnet(lab):
    """A line ended as telnet does it is the same message."""
    server = lab.start_server()
    lab.peer().sends(b"hello\r\n")
    server.shows("hello").shows_no("\\r")


@check(needs="turns", hint="When recv returns nothing, show what has come since the last newline before you stop.")
def last_line(lab):
    """A last message is shown even if its sender closes the connection without a newline."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"bye")
    peer.leaves()
    server.shows("bye")
    server.close()
    peer, client = lab.server_peer(), lab.start_client()
    peer.accepts()
    client.types("hello")
    peer.expects(b"hello\n")
    peer.sends(b"bye")
    peer.leaves()
    client.shows("bye")


@check(needs="turns", hint="Catch ConnectionError around receiving and sending: a client that is cut off has left, "
                           "too.")
def cut_off(lab):
    """A client that is cut off while the server's user types does not stop the server."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(b"hello\n")
    server.shows("hello")
    peer.resets()
    server.types("are you there?")
    server.shows("Client left")
    lab.start_client().types("I am the next").shown_by(server)


@check(needs="message", hint="On exit close the connection and end; do not send the word: the server would show it.")
def exit_is_not_sent(lab):
    """exit at the client ends it with status 0, and is not sent as a message."""
    peer, client = lab.server_peer(), lab.start_client()
    peer.accepts()
    client.types("exit")
    client.ends(0)
    peer.expects(b"")
