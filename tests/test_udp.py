"""The pair over UDP: what is promised without a connection, besides what test_pair.py asks of both transports."""
from lab12.rubric.checks import check

SECTIONS = ("udp-pair",)


@check(needs="message", hint="A datagram holds 65,507 bytes: compare before you send, say so, and ask again.")
def too_long(lab):
    """A message that no datagram holds is refused with a clear line, and the user is asked again."""
    server = lab.start_server()
    client = lab.try_client(stdin="x" * 65_508 + "\nshort\n")
    client.shows("Too long")
    server.shows("short")


@check(needs="turns", hint="Send the reply to the address that came with this message, not to an earlier or a fixed "
                           "one.")
def own_replies(lab):
    """With two clients each reply goes to the one whose message it answers."""
    server, one, two = lab.start_server(), lab.start_client(), lab.start_client()
    one.types("from one").shown_by(server)
    two.types("from two")
    server.types("to one").shown_by(one)
    server.shows("from two")
    server.types("to two").shown_by(two)
    one.shows_nothing()


@check(needs="turns", hint="nc ends a line with a newline: drop it from the end of the datagram, and end the reply "
                           "with one.")
def netcat(lab):
    """A datagram that ends in a newline is the same message, and its reply ends in one too."""
    server, peer = lab.start_server(), lab.peer()
    for data in b"hello\n", b"hello\r\n":
        peer.sends(data)
        server.shows("hello").shows_no("\\")
        server.types("hey")
        peer.expects(b"hey\n")
