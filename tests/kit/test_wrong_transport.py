"""A UDP program that is wrong from the start: a socket for TCP, no port of its own, another port or first word."""
from types import SimpleNamespace

import pytest
from performing import performed
from sources import HALL, source

from lab12.driver import formats
from lab12.driver.formats import Format
from lab12.finder.source import read
from lab12.grader import grade, hints, lost, verdict, whereto
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, Result
from lab12.rubric.scheme import read_scheme

ANSWERS = """import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 5000))
while True:
    data, peer = sock.recvfrom(2048)
    print(data.decode())
    sock.sendto(input().encode(), peer)
"""
ASKS = """import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    sock.sendto(input().encode(), ("127.0.0.1", 5000))
    print(sock.recvfrom(2048)[0].decode())
"""
CROWD = """import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 5000))
people = {}
while True:
    data, addr = sock.recvfrom(1024)
    kind, _, rest = data.decode().partition(":")
    if kind == "JOIN":
        people[addr] = rest
        continue
    print(rest)
    for other in people:
        if other != addr:
            sock.sendto(rest.encode(), other)
"""
MEMBER = """import socket, threading
server = ("127.0.0.1", 5000)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.sendto(f"JOIN:{input('Name: ')}".encode(), server)
def show():
    while True:
        print(sock.recvfrom(1024)[0].decode())
threading.Thread(target=show, daemon=True).start()
while True:
    sock.sendto(f"MSG:{input()}".encode(), server)
"""


def changed(text, old, new):
    assert old in text
    return text.replace(old, new)


def reading(text):
    [script] = read("a.py", text)
    return script.transport, script.role


@pytest.mark.parametrize("text, slip, role", [
    (ANSWERS, ("SOCK_DGRAM", "SOCK_STREAM"), "server"), (ASKS, ("SOCK_DGRAM", "SOCK_STREAM"), "client"),
    (CROWD, ("SOCK_DGRAM", "SOCK_STREAM"), "server"), (MEMBER, ("socket.AF_INET, socket.SOCK_DGRAM", ""), "client"),
    (ANSWERS, ("sock.bind", "sock.connect"), "server"), (ANSWERS, ('sock.bind(("127.0.0.1", 5000))\n', ""), "server"),
    (CROWD, ('sock.bind(("127.0.0.1", 5000))\n', ""), "server")])
def test_what_it_does_tells_what_it_is(text, slip, role):
    assert reading(text) == reading(changed(text, *slip)) == ("udp", role)


@pytest.mark.parametrize("more, transport", [
    ("", "udp"), ("conn, peer = sock.accept()\n", "tcp"), ("door = socket.socket()\n", "tcp")])
def test_a_listen_alone_makes_no_tcp_of_what_speaks_udp(more, transport):
    text = changed(ANSWERS, "while True:\n", f"sock.listen(5)\n{more}while True:\n")
    assert reading(text)[0] == transport


def test_who_connects_and_sends_first_is_no_server():
    asks = changed(ASKS, "while True:\n", 'sock.connect(("127.0.0.1", 5000))\nwhile True:\n')
    asks = changed(asks, 'sendto(input().encode(), ("127.0.0.1", 5000))', "send(input().encode())")
    asks = changed(asks, "    print(sock.recvfrom(2048)[0].decode())", "    data, peer = sock.recvfrom(99)\n"
                   "    print(data.decode())\n    sock.sendto(b'thanks', peer)")
    assert reading(asks) == ("udp", "client")


def test_a_socket_for_tcp_is_named_whatever_python_says_of_it():
    server, client = source(changed(ANSWERS, "SOCK_DGRAM", "SOCK_STREAM")), source(ASKS, "client", name="b.py")
    seen = Result("starts", "", MISSED, expected="the server to start", seen="it has ended")
    assert hints.named(seen, server, client) == "a.py, line 2: SOCK_STREAM is TCP, and sendto and recvfrom are for " \
        "UDP: SOCK_DGRAM."
    assert whereto.for_datagrams(source(ANSWERS)) == whereto.for_datagrams(client) == ""


def test_who_connects_where_it_should_bind_is_told_so():
    server = source(changed(ANSWERS, "sock.bind", "sock.connect"))
    assert whereto.unbound(server) == "a.py, line 3: connect is for a client: a server takes the port with " \
        "bind((host, port))."


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("slip, seen", [
    (('sock.bind(("127.0.0.1", 5000))\n', ""), "the server waits at none"),
    (("5000))\npeople", "5001))\npeople"), "the server waits at port 5001")])
def test_nobody_waits_where_the_clients_of_a_chat_call(tmp_path, slip, seen):
    files = {"server.py": changed(CROWD, *slip), "client.py": MEMBER}
    outcomes, _ = performed(tmp_path, "udp-chat", files, "starts", "listens", "message", seen=True)
    words = f"the client looks for a server at port 5000, where nobody waits; {seen}"
    assert outcomes["message"] == [MISSED, words]
    assert outcomes["listens"][0] == MISSED and outcomes["listens"][1] in (words, "it waits at none: it waits for the "
                                                                           "network")


@pytest.mark.usefixtures("copies")
def test_a_client_that_shows_one_message_costs_the_server_nothing(tmp_path):
    once = changed(MEMBER, "    while True:\n        print(", "    if True:\n        print(")
    outcomes, _ = performed(tmp_path, "udp-chat", {"server.py": CROWD, "client.py": once}, "starts", "listens",
                            "message", "turns", "client_half", "server_half")
    assert (outcomes["message"], outcomes["turns"], outcomes["server_half"]) == (PASSED, MISSED, PASSED)


@pytest.mark.usefixtures("copies")
def test_what_its_client_never_says_costs_the_server_nothing(tmp_path):
    other = changed(MEMBER, "JOIN:", "HELLO:")
    outcomes, _ = performed(tmp_path, "udp-chat", {"server.py": CROWD, "client.py": other}, "starts", "listens",
                            "message", "server_half")
    assert (outcomes["message"], outcomes["server_half"]) == (MISSED, NOT_TRIED)


@pytest.mark.usefixtures("copies")
def test_a_server_that_has_ended_did_wait_where_it_was_called(tmp_path):
    dies = changed(CROWD, "    kind, _, rest = data.decode().partition(':')".replace("'", '"'), "    kind, rest = data")
    outcomes, _ = performed(tmp_path, "udp-chat", {"server.py": dies, "client.py": MEMBER}, "starts", "listens")
    assert (outcomes["starts"], outcomes["listens"]) == (MISSED, PASSED)


def test_what_a_server_says_first_is_not_what_a_client_has_to_hear():
    form = Format({"client": b""}, {"client": b""}, ((("client", b"anna"), ("server", b"bert is here")), ()))
    assert formats.of_clients(form).greetings == ((("client", b"anna"),), ())
    assert formats.of_clients(None) is None


@pytest.mark.usefixtures("copies")
def test_a_port_that_an_error_has_closed_was_there(tmp_path):
    hall = """import asyncio
class Hall(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.people, self.transport = set(), transport
    def datagram_received(self, data, addr):
        for other in [one for one in self.people if one != addr] or [addr]:
            self.transport.sendto(data)
        self.people.add(addr)
async def main():
    await asyncio.get_running_loop().create_datagram_endpoint(Hall, local_addr=("127.0.0.1", 5000))
    await asyncio.Event().wait()
asyncio.run(main())
"""
    files = {"server.py": hall, "client.py": MEMBER}
    outcomes, _ = performed(tmp_path, "udp-chat", files, "starts", "listens", "message")
    assert (outcomes["starts"], outcomes["listens"], outcomes["message"]) == (PASSED, PASSED, MISSED)


def test_of_sections_without_a_mark_one_in_which_something_was_handed_in_counts():
    empty, half = (grade.Section(name, verdict.MISSING, "", server) for name, server in (
        ("tcp-pair", None), ("udp-chat", "server.py")))
    half.asks = False
    assert grade.chosen([empty, half], read_scheme(None)) == [half]


def test_a_client_over_udp_beside_a_server_over_tcp_is_refused_by_nobody():
    """It may wait for an answer for ever; what is said of TCP does not help it."""
    result = Result("alone", "", MISSED, expected="the client to say that there is no server", seen="it waits")
    told = hints.alone(result, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), source(ASKS, "client"))
    assert told.startswith("a.py, line 5: UDP has no connection")


PEER = """import asyncio
async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("0.0.0.0", 5000))
    while True:
        text = await asyncio.to_thread(input)
        transport.sendto(text.encode(), ("255.255.255.255", 5000))
asyncio.run(main())
"""


@pytest.mark.parametrize("slip, role", [(None, "both"), (('5.255", 5000)', '5.255", 5001)'), "server")])
def test_who_sends_to_everybody_at_its_own_port_with_asyncio_is_a_peer(slip, role):
    assert reading(changed(PEER, *slip) if slip else PEER) == ("udp", role)


@pytest.mark.parametrize("more, asks", [("", True), (", allow_broadcast=True", False)])
def test_a_broadcast_of_asyncio_needs_its_own_word_for_the_option(more, asks):
    peer = source(changed(PEER, '("0.0.0.0", 5000)', f'("0.0.0.0", 5000){more}'))
    said = lost.not_passed_on(peer, source("", "client", "b.py"))
    assert ("allow_broadcast=True at create_datagram_endpoint" in said) is asks and "setsockopt" not in said


@pytest.mark.parametrize("slip, kind", [
    (None, "chat"), (("rest.encode(), other", "other, rest.encode()"), "chat"),
    (("for other in people:\n        if other != addr:\n            sock.sendto(rest.encode(), other)",
      "for part in rest.split():\n        sock.sendto(part.encode(), addr)"), "pair")])
def test_an_address_before_the_bytes_makes_no_pair_of_a_chat(slip, kind):
    [script] = read("a.py", changed(changed(CROWD, *slip) if slip else CROWD, "people = {}", "people = {}\nseen = []"))
    assert script.kind == kind
