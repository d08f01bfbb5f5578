"""What a sheet says of lengths and byte orders that differ, of what goes out bare, and of who waits before he has sent.

All of it is a reading of the sources: nothing is run here.
"""
import sys
from types import SimpleNamespace

import pytest

from lab12.finder.syntax import is_everybody
from lab12.grader import hints
from lab12.grader.coroutines import other_stream
from lab12.grader.framed import framing, takes_apart
from lab12.grader.hints_on_halves import server_half
from lab12.grader.patience import by_timer
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


@pytest.mark.parametrize("sent, turned", [
    ("'!I', socket.htonl(len(text))", True), ("'I', socket.htonl(len(text))", False), ("'!I', len(text)", False)])
@pytest.mark.skipif(sys.byteorder == "big", reason="htonl turns nothing around here")
def test_a_length_that_is_turned_around_twice(sent, turned):
    client = source(CALL + "import struct\ntext = input().encode()\n"
                    f"link.sendall(struct.pack({sent}) + text)\n", "client")
    server = source(HALL + "import struct\nlink, _ = hall.accept()\nsize = struct.unpack('!I', link.recv(4))[0]\n"
                    "print(link.recv(size))\n")
    assert ("sent as 4 bytes, big and turned around by htonl" in framing(client, server)) == turned


HEADS = "import struct\nclass Head(struct.Struct):\n    def __init__(self):\n        super().__init__('{}')\n" \
    "head = Head()\n"


@pytest.mark.parametrize("sent, read, told", [
    ("HI", "!HI", f"line 10: '!HI' is read here, 6 bytes, big, and 'HI' is sent, 8 bytes, {sys.byteorder}"),
    ("<HI", "!HI", "'!HI' is read here, 6 bytes, big, and '<HI' is sent, 6 bytes, little (a.py, line 9)"),
    ("!HI", ">HI", ""),
    ("HI", "@HI", ""),
    ("!HI", "!4s", ""),  # no length is read by it
])
def test_a_head_of_two_numbers_that_is_written_in_another_way(sent, read, told):
    client = source(CALL + HEADS.format(sent) + "body = input().encode()\n"
                    "link.sendall(head.pack(1, len(body)) + body)\n", "client")
    server = source(HALL + HEADS.format(read) + "link, _ = hall.accept()\ngot = link.recv(head.size)\n"
                    "kind, size = head.unpack(got)\nprint(link.recv(size))\n" if read != "!4s" else
                    HALL + HEADS.format(read) + "link, _ = hall.accept()\nprint(head.unpack(link.recv(4))[0])\n")
    said = framing(client, server)
    assert told in said if told else "is read here" not in said


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


BANNER = HALL + "LINES = ['Welcome', 'One question at a time']\nwhile True:\n    link, _ = hall.accept()\n    " \
    "for line in LINES:\n        link.send({said})\n        {then}\n    while data := link.recv(999):\n" \
    "        print(data)\n"
COUNTS = CALL + "for _ in range(2):\n    {hears}\nwhile True:\n    link.send(input().encode())\n"


@pytest.mark.parametrize("said, then, hears, told", [
    ("line.encode()", "pass", "print(link.recv(99))", True),
    ("line.encode()", "link.recv(9)", "print(link.recv(99)); link.send(b'ok')", False),
    ("(line + '\\n').encode()", "pass", "print(link.recv(99))", False),
    ("line.encode()", "pass", "kept = link.recv(99)", False),
    ("line.encode()", "pass", "size = int(link.recv(4)); print(link.recv(size))", False),
])
def test_as_many_recv_as_lines_that_are_sent_in_a_loop(said, then, hears, told):
    server = source(BANNER.format(said=said, then=then))
    client = source(COUNTS.format(hears=hears), "client", "c.py")
    words = "c.py, line 4: each recv of this loop is to give one of the messages that a.py, line 7 sends"
    assert takes_apart(client, server).startswith(words) == told


def test_one_message_to_each_client_is_no_row():
    server = source(HALL + "room = []\ndef tell(text):\n    for one in room:\n        one.send(text)\n")
    assert not takes_apart(source(COUNTS.format(hears="print(link.recv(99))"), "client"), server)


ASYNC = """import asyncio
async def talk(reader, writer):
    while True:
        line = await reader.readline()
        {notices}
        print(line)
        writer.write((await asyncio.to_thread(input)).encode())
async def main():
    await asyncio.start_server(talk, '127.0.0.1', 5000)
asyncio.run(main())
"""


@pytest.mark.parametrize("notices, told", [("pass", "readline gives an empty line once the other side has gone"),
                                           ("if not line: break", "the part that receives has noticed it")])
def test_a_stream_that_is_not_looked_at_has_noticed_nothing(notices, told):
    result = Result("stops", "", MISSED, expected="'exit' to end the conversation in good order", seen="the server "
                    "shows a message that nobody sent ('client:'), asks for a reply all the same and goes on")
    roles = SimpleNamespace(transport="tcp", kind="pair")
    assert told in hints.lost(result, roles, source(ASYNC.format(notices=notices)), source(CALL, "client"))


@pytest.mark.parametrize("connects, told", [("", "station.py, line 4: UDP has no connection"),
                                            ("s.connect(('', 5000))\n", "it waits too long, or tries too often")])
def test_what_sends_for_ever_over_udp_hears_of_no_server(connects, told):
    client = source(f"import socket, time\ns = socket.socket(type=socket.SOCK_DGRAM)\n{connects}while True:\n    "
                    "s.sendto(b'x', ('127.0.0.1', 5000)); time.sleep(1)\n", "client", "station.py")
    result = Result("alone", "", MISSED, seen="it waits for a clock, even after 16 seconds")
    assert told in hints.alone(result, SimpleNamespace(transport="udp", kind="pair"), None, client)


PINGS = CALL + "def ping():\n    link.send(b'PING')\n    {timer}\nthreading.Thread(target=print, daemon={daemon})" \
    ".start()\nping()\nwhile input() != 'exit':\n    pass\n"


@pytest.mark.parametrize("timer, thread, told", [
    ("threading.Timer(5, ping).start()", "True", True),
    ("t = threading.Timer(5, ping); t.daemon = True; t.start()", "True", False),
    ("t = threading.Timer(5, ping); t.start(); t.cancel()", "True", False),
    ("pass", "True", False), ("threading.Timer(5, ping).start()", "False", False),
    ("Timer()\nclass Timer: pass", "True", False),
])
def test_a_timer_that_starts_the_next_one(timer, thread, told):
    said = by_timer(source(PINGS.format(timer=timer, daemon=thread), "client"))
    assert said.startswith("a.py, line 5: a Timer is a thread of its own") == told == bool(said)


def test_a_timer_beside_a_thread_that_is_no_daemon_is_not_the_only_cause():
    text = PINGS.format(timer="threading.Timer(5, ping).start()", daemon="True").replace(", daemon=True", "")
    assert not by_timer(source(text, "client"))


@pytest.mark.parametrize("shown, ends", [("print('no', file=sys.stderr)", False), ("print('no', file=lines)", True)])
def test_what_is_printed_to_the_screen_sends_no_newline(shown, ends):
    text = f"{CALL}import sys\nlines = link.makefile('w')\n{shown}\nlink.sendall(input().encode())\n"
    assert source(text, "client").sends_ends == ends


TASK = """import asyncio
async def hear(reader, writer):
    while line := await {hears}.readline():
        print(line)
async def main():
    reader, writer = await asyncio.open_connection('127.0.0.1', 5000)
    {between}
    task = asyncio.create_task(hear({handed}))
    while text := await asyncio.to_thread(input):
        {says}.write(text.encode())
asyncio.run(main())
"""


@pytest.mark.parametrize("hears, between, handed, says, told", [
    ("writer", "pass", "reader, writer", "writer", "a.py, line 3: writer is a StreamWriter, which has no readline: "
                                                   "reader.readline is meant."),
    ("reader", "pass", "reader, writer", "reader", "a.py, line 10: reader is a StreamReader, which has no write: "
                                                   "writer.write is meant."),
    ("reader", "pass", "reader, writer", "writer", ""),
    ("writer", "writer = Lines(reader, writer)", "reader, writer", "writer", ""),
    ("writer", "pass", "writer, reader", "writer", ""), ("writer", "pass", "reader, open('a')", "writer", ""),
])
def test_a_stream_that_is_taken_for_the_other(hears, between, handed, says, told):
    text = TASK.format(hears=hears, between=between, handed=handed, says=says)
    assert other_stream(source(text, "client")) == told
