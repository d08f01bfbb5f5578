"""What a sheet says of lengths and byte orders that differ, of what goes out bare, and of who waits before he has sent.

All of it is a reading of the sources: nothing is run here.
"""
import sys
from types import SimpleNamespace

import pytest

from lab12.finder.syntax import is_everybody
from lab12.grader import hints
from lab12.grader.framed import framing
from lab12.grader.hints_on_halves import server_half
from lab12.rubric.checks import MISSED, Result
from tests.kit.sources import CALL, HALL, source

CHAT = SimpleNamespace(transport="tcp", kind="chat")
OTHER = {"little": "big", "big": "little"}[sys.byteorder]
SENDS = CALL + "text = input().encode()\nlink.sendall(len(text).to_bytes(2, {order}) + text)\n"
READS = HALL + "link, _ = hall.accept()\nsize = int.from_bytes(link.recv(2), {order})\nprint(link.recv(size))\n"


@pytest.mark.parametrize("sent, read, said", [
    ("sys.byteorder", f"'{OTHER}'", f"read as 2 bytes, {OTHER} here, and sent as 2 bytes, native"),
    ("byteorder=sys.byteorder", f"'{OTHER}'", f"read as 2 bytes, {OTHER} here, and sent as 2 bytes, native"),
    ("sys.byteorder", f"'{sys.byteorder}'", ""),
    ("sys.byteorder", "byteorder=sys.byteorder", ""),
    ("sys.argv[1]", "'big'", ""),  # nobody knows
])
def test_the_order_of_the_computer_is_told_as_such(sent, read, said):
    told = framing(source(SENDS.format(order=sent), "client"), source(READS.format(order=read)))
    assert said in told if said else "byte order" not in told


FRAMES = """import socket, struct
hall, room = socket.create_server(('127.0.0.1', 5000)), {}
def tell(one, text):
    one.sendall(struct.pack("!I", len(text)) + text)
def serve(one, name):
    GREETS
    while text := one.recv(struct.unpack("!I", one.recv(4))[0]):
        for other in room:
            tell(other, text)
"""
UNFRAMES = "import socket, struct\nlink = socket.create_connection(('127.0.0.1', 5000))\nwhile True:\n    " \
    "print(link.recv(struct.unpack('!I', link.recv(4))[0]))\n"


@pytest.mark.parametrize("greets, bare", [
    ("one.sendall('{} is here'.format(name).encode())", True),
    ("one.sendall(('%s is here' % name).encode())", True),
    ("one.sendall((name + ' is here').encode())", True),
    ("one.sendall(b'here is ' + name)", True),
    ("tell(one, '{} is here'.format(name).encode())", False),
    ("one.sendall(b'%04d' % len(name) + name)", False),
])
def test_a_greeting_that_is_put_together_goes_out_bare(greets, bare):
    server = source(FRAMES.replace("GREETS", greets))
    assert (server.bare_words == "a.py, line 6: ") == bare
    assert ("a.py, line 6: this goes out without its length" in framing(server, source(UNFRAMES, "client"))) == bare


NAMES = """room = {}
def serve(one):
    name = one.recv(99).decode()
    group = one.recv(99).decode()
    room.setdefault(group, []).append(one)
    while text := one.recv(999):
        for other in room[group]:
            if other is not one:
                other.sendall(name.encode() + b": " + text)
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],)).start()
"""


@pytest.mark.parametrize("between, said", [("", True), ("print(link.recv(99))\n", False)])
def test_what_ours_sends_in_a_row_is_taken_apart_as_well(between, said):
    client = CALL + "name, group = input('name: '), input('group: ')\nlink.sendall(name.encode())\n" + between + \
        "link.sendall(group.encode())\nwhile True:\n    link.sendall(input().encode())\n"
    result = Result("server_half", "", MISSED, expected="another client of ours to receive 'x'", seen="nothing")
    told = server_half(result, CHAT, source(HALL + NAMES), source(client, "client"))
    assert ("this takes for two messages what" in told) == said


STATION = """import socket
link = socket.socket(type=socket.SOCK_DGRAM)
link.connect(("127.0.0.1", 5000))
def hear():
    print(link.recv(999).decode())
while True:
    hear()
    link.send(input("> ").encode())
"""


@pytest.mark.parametrize("typed, seen, said", [
    ((), "it waits for the network", "it waits here before it has sent anything"),
    ([("you type 'x' in client", "the client has ended")], "it has ended: ConnectionRefusedError", "catch it, say so"),
])
def test_only_what_was_sent_comes_back(typed, seen, said):
    result = Result("alone", "", MISSED, expected="the client to say that there is no server, and to end", seen=seen)
    result.steps = [("client is started", "it waits for the network"), *typed]
    client = source(STATION, "client")
    assert said in hints.alone(result, SimpleNamespace(transport="udp", kind="pair"), None, client)


@pytest.mark.parametrize("host, everybody", [("127.255.255.255", True), ("127.0.0.255", False), ("127.0.0.1", False)])
def test_one_address_of_loopback_is_all_programs_of_a_computer(host, everybody):
    tree = source("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.setsockopt(1, socket.SO_BROADCAST, 1)\n"
                  f"s.sendto(b'x', ('{host}', 5000))\n").tree
    assert is_everybody(tree, host) == everybody
