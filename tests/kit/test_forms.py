"""Forms: where a message ends, in how many bytes it is taken, and when it is shown, as two sources tell."""
from types import SimpleNamespace

import pytest
from sources import source

from lab12.grader import comparing, errors, framed, hints, late, lost, order, passing, stuck, typed, vain, whereto
from lab12.grader.collecting import takes_little
from lab12.grader.faults import Fault
from lab12.rubric import chats
from lab12.rubric.checks import MISSED, Result

HALL = "import socket\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\n"


@pytest.mark.parametrize("body, off", [
    ("    for line in lines:\n        line = line.strip()\n        spread(line)\n", 10),
    ("    for line in lines:\n        spread(line.rstrip())\n", 10),
    ("    for line in lines:\n        print(line.strip())\n        spread(line)\n", 0),
    ("    for line in lines:\n        word = line.strip()\n        if word != 'end':\n            spread(line)\n", 0),
    ("    for line in lines:\n        spread(line.strip() + '\\n')\n", 0)])
def test_a_newline_that_is_taken_off_and_not_put_back(body, off):
    server = source(f"{HALL}room = []\ndef spread(text):\n    for one in room:\n        one.sendall(text.encode())\n"
                    f"def serve(c):\n    lines = c.makefile()\n{body}serve(hall.accept()[0])\n")
    client = source(f"{CALL}for line in link.makefile():\n    print(line)\n", "client", "b.py")
    told = framed.by_lines(server, client)
    assert told == (f"b.py, line 3: this reads up to a newline, and a.py, line 6 sends none, since a.py, line {off} "
                    'has taken it off: end each message there with one (text + "\\n").' if off else "")


@pytest.mark.parametrize("data, off", [("c.recv(99)", ""), ("c.recv(99).rstrip()", "a.py, line 6: ")])
def test_a_newline_that_is_taken_off_something_else(data, off):
    """Of what is sent only the last part has the end of the message."""
    server = source(f"{HALL}room = []\ndef serve(c):\n    name = c.recv(99).decode().strip()\n"
                    f"    while data := {data}:\n        text = f'{{name}}: {{data.decode()}}'\n"
                    "        for one in room:\n            one.sendall(text.encode())\n"
                    "            one.sendall(name.encode() + b': ' + data)\nserve(hall.accept()[0])\n")
    assert server.takes_ends_off == off


def test_a_handler_and_async_for_read_lines():
    client = source(f"{CALL}for line in link.makefile():\n    print(line)\n", "client")
    for passes in ("class Seat(StreamRequestHandler):\n    def handle(self):\n        for raw in self.rfile:\n"
                   "            room[0].wfile.write(raw)\n",
                   "async def seat(reader, writer):\n    async for raw in reader:\n        room[0].write(raw)\n"):
        assert framed.by_lines(source(f"import asyncio\nfrom socketserver import StreamRequestHandler\n{passes}"),
                               client) == ""


@pytest.mark.parametrize("seen, told", [
    ('it shows "apple2", though the server has sent it', "a.py, line 4: 'apple2', the message before, comes out here"),
    ('it shows "anna: apple2", though the server has sent it', "a.py, line 4: 'apple2', the message before"),
    ('it shows "apple1", though the server has sent it', ""), ("it shows nothing new", "")])
def test_a_client_that_is_one_message_behind(seen, told):
    result = Result("message", "", MISSED, expected='client 2 to show "apple3"', seen=seen, steps=[
        (f"you type 'MSG apple{number}' in client", "") for number in (1, 2, 3)])
    client = source(f"{CALL}for line in link.makefile():\n    print(line)\n", "client")
    said = order.one_behind(result, client)
    assert said.startswith(told) if told else said == ""


@pytest.mark.parametrize("expected, line, size", [
    ("the client to show all 2,500 letters", "b.py, line 6", 64),
    ("the server to show all 2,500 letters", "a.py, line 4", 999)])
def test_the_recv_that_cuts_is_the_one_of_the_conversation_and_of_who_shows_it(expected, line, size):
    """Not the one for the greeting, nor that of the other program."""
    server = source(f"{HALL}c, _ = hall.accept()\nwhile data := c.recv(999):\n    c.send(input().encode())\n")
    client = source(f"{CALL}print(link.recv(4096))\nwhile True:\n    link.send(input().encode())\n"
                    "    print(link.recv(64))\n", "client", "b.py")
    result = Result("long", "", MISSED, expected=expected, seen="it shows about 60 of them")
    told = hints.long(result, SimpleNamespace(kind="pair", transport="tcp"), server, client)
    assert told.startswith(f"{line}: recv({size}) takes at most {size} bytes")


@pytest.mark.parametrize("keys, ends", [("stdin.read(1)", False), ("stdin.readline()", True)])
def test_a_key_has_no_newline(keys, ends):
    client = source(f"{CALL}import sys\nwhile True:\n    link.send(sys.{keys}.encode())\n", "client")
    assert client.sends_ends == ends


@pytest.mark.parametrize("shows, told", [
    ("sys.stdout.write(text)", True), ("sys.stdout.write(text + '\\n')", False), ("print(text, end='')", True),
    ("print(text, end='', flush=True)", False), ("print(text)", False)])
def test_what_is_held_back_for_want_of_a_newline(shows, told):
    client = source(f"{CALL}import sys\nwhile text := link.recv(99).decode():\n    {shows}\n", "client")
    assert late.held_back(client).startswith("a.py, line 5: what is written without a newline") == told


def test_what_is_held_back_is_shown_by_the_next_question():
    """Python writes what it has kept before input() waits, in the same block."""
    text = f"{CALL}def look():\n    print(link.recv(99).decode(), end='')\n"
    assert late.held_back(source(f"{text}    return input()\nlook()\n", "client")) == ""
    assert late.held_back(source(f"{text}look()\n", "client")).startswith("a.py, line 4: ")


@pytest.mark.parametrize("tells, sends, told", [
    ("f'{name}: {text}'", "one.send(message.encode())", True), ("name + text", "one.send(message.encode())", True),
    ("f'{name}: {text}\\n'", "one.send(message.encode())", False),
    ("f'{name}: {text}'", "one.send((message + '\\n').encode())", False)])
def test_a_newline_that_the_server_takes_off_is_what_its_client_waits_for(tells, sends, told):
    """Other texts of the server's have one: a welcome."""
    server = source(f"{HALL}room, name = [], 'anna'\ndef tell(message):\n    for one in room:\n        {sends}\n"
                    "c, _ = hall.accept()\nroom.append(c)\nc.send(b'Welcome\\n')\nwhile data := c.recv(99):\n"
                    f"    text = data.decode().strip()\n    tell({tells})\n")
    client = source(f"{CALL}kept = b''\nwhile data := link.recv(99):\n    kept += data\n    while b'\\n' in kept:\n"
                    "        line, kept = kept.split(b'\\n', 1)\n        print(line.decode())\n", "client", "b.py")
    assert framed.passes_on_bare(server, client).startswith(
        "b.py, line 6: this waits for a newline, and a.py, line 12 passes each message on without one") == told


@pytest.mark.parametrize("loop, told", [
    ("for text in link.makefile():\n    print(text, end='')", False),
    ("lines = link.makefile()\nfor text in lines:\n    print('they:', text, end='')", False),
    ("lines = link.makefile()\nwhile text := lines.readline():\n    print(f'> {text}', end='')", False),
    ("for text in link.makefile():\n    print(text.strip(), end='')", True),
    ("for text in link.makefile():\n    print(f'{text} | ', end='')", True)])
def test_a_line_that_is_shown_as_it_was_read_has_its_newline(loop, told):
    assert bool(late.held_back(source(f"{CALL}{loop}\n", "client"))) == told


@pytest.mark.parametrize("body, starts, told", [
    ("yield data", "Thread(target=hear).start()", True), ("print(data)", "Thread(target=hear).start()", False),
    ("yield data", "hear()", True), ("yield data", "for data in hear():\n    print(data)", False)])
def test_a_generator_of_which_nothing_runs(body, starts, told):
    client = source(f"{CALL}from threading import Thread\ndef hear():\n    while data := link.recv(99):\n"
                    f"        {body}\n{starts}\n", "client")
    assert vain.yields_in_vain(client).startswith("a.py, line 6: with a yield in it hear is a generator") == told


@pytest.mark.parametrize("keeps, told", [("Guest.link = link", True), ("self.link = link", False)])
def test_a_connection_that_is_kept_in_a_class(keeps, told):
    whose = keeps.partition(" ")[0]
    server = source(f"{HALL}import threading\nclass Guest(threading.Thread):\n    def __init__(self, link):\n"
                    f"        super().__init__()\n        {keeps}\n    def run(self):\n"
                    f"        while data := {whose}.recv(9):\n            print(data)\nwhile True:\n"
                    "    Guest(hall.accept()[0]).start()\n")
    assert passing.shared_name(server).startswith("a.py, line 9: Guest.link is one for all objects") == told


def test_who_shares_a_web_server_s_port_has_bound_it():
    server = source("from http.server import HTTPServer, BaseHTTPRequestHandler\n"
                    "HTTPServer(('', 5000), BaseHTTPRequestHandler).serve_forever()\n")
    assert whereto.unbound(server) == ""


def test_a_code_that_nobody_knows_is_asked_for_where_nothing_has_been_said_yet():
    """Whoever may know of none has said nothing: no grader fails for that."""
    driver = SimpleNamespace(roles=SimpleNamespace(client=SimpleNamespace(
        asked_of=lambda role: [SimpleNamespace(wants="text")])),
                             private=True, crossings=[])
    assert chats.with_one_answer(driver) is False


@pytest.mark.parametrize("sends, told", [
    ("link.send(text.encode())", True), ("link.send((text + '.').encode())", False),
    ("link.send(f'{text}.'.encode())", False),
    ("link.send((text + END).encode())", False), ("text += '.'\n    link.send(text.encode())", False),
    ("link.send(text.encode() + b'.')", False), ("link.send('%s.' % text)", False),
    ("link.send((text + chr(46)).encode())", False),
    ("link.send((text + '!').encode())", True)])
@pytest.mark.parametrize("until", ["not got.endswith('.')", "'.' not in got"])
def test_a_sign_that_never_comes(sends, told, until):
    server = source(f"{HALL}c, _ = hall.accept()\ngot = ''\nwhile {until}:\n    got += c.recv(1).decode()\n"
                    "print(got)\n")
    client = source(f"{CALL}END = '.'\nwhile True:\n    text = input()\n    {sends}\n", "client", "b.py")
    said = framed.by_sign(client, server)
    assert said.startswith("a.py, line 5: this receives until '.' comes, and b.py, line 6 sends none") == told
    assert told == bool(said)


@pytest.mark.parametrize("until, takes", [
    ("'exit' not in got", "got = c.recv(99).decode()"), ("not got.endswith('bye')", "got = c.recv(99).decode()"),
    ("'exit' not in got", "got += c.recv(99).decode()"), ("'?' not in got", "got = c.recv(99).decode(); n += 1")])
def test_what_ends_a_talk_is_no_end_of_a_message(until, takes):
    server = source(f"{HALL}c, _ = hall.accept()\ngot, n = '', 0\nwhile {until}:\n    {takes}\n    print(got)\n")
    client = source(f"{CALL}while True:\n    link.send(input().encode())\n", "client", "b.py")
    assert framed.by_sign(client, server) == ""


@pytest.mark.parametrize("told, most", [
    ("f'{len(data):02}'.encode()", 99), ("f'{len(data):04d}'.encode()", 0), ("len(data).to_bytes(1, 'big')", 255),
    ("len(data).to_bytes(2, 'big')", 0), ("struct.pack('!B', len(data))", 255),
    ("str(len(data)).zfill(3).encode()", 999),
    ("struct.pack('!H', len(data))", 0)])
def test_a_length_that_cannot_tell_so_many_bytes(told, most):
    client = source(f"{CALL}import struct\nwhile True:\n    data = input().encode()\n    link.sendall({told} + data)\n",
                    "client", "b.py")
    result = Result("long", "", MISSED, expected="the server to show all 2,500 letters", seen="it shows about 20")
    said = hints.long(result, SimpleNamespace(kind="pair", transport="tcp"), source(HALL), client)
    assert (f"b.py, line 6: the length that is told here is {most} at most" in said) == bool(most)
    assert most or "one recv" in said


def test_a_codec_of_both_programs_is_named_in_both():
    server = source(f"{HALL}c, _ = hall.accept()\nc.sendall(input().encode('latin-1'))\n")
    client = source(f"{CALL}print(link.makefile(encoding='latin-1').readline())\n", "client", "b.py")
    result = Result("letters", "", MISSED, expected="the client to show 'ñ'", seen="it shows nothing new")
    told = hints.letters(result, SimpleNamespace(kind="chat"), server, client)
    assert told.startswith("b.py, line 3: this encoding") and told.endswith("take them here and in a.py, line 4.")


def test_the_bytes_that_asyncio_takes_at_a_time():
    server = source("import asyncio\nasync def serve(reader, writer):\n    while data := await reader.read(200):\n"
                    "        print(data.decode())\nasyncio.start_server(serve, '127.0.0.1', 5000)\n")
    client = source(f"{CALL}while True:\n    print(link.recv(1024))\n", "client", "b.py")
    result = Result("long", "", MISSED, expected="client 2 to show all", seen="it shows about 800 of them")
    roles = SimpleNamespace(kind="chat", transport="tcp")
    assert hints.long(result, roles, server, client).startswith("a.py, line 3: read(200) takes at most 200 bytes")
    cut = "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 0: unexpected end of data"
    assert "and read(200) has cut one in the middle" in errors.explain(Fault(server, cut, 4))


@pytest.mark.parametrize("seen, told", [
    ("it shows 'anna: ñ: b: c'", "a.py, line 6: this makes ': ' of each ' ' in a message"),
    ("it shows 'anna: ñb c'", "")])
def test_a_sign_that_is_replaced_wherever_it_stands(seen, told):
    server = source(f"{HALL}c, _ = hall.accept()\nwhile True:\n    data = c.recv(99).decode()\n"
                    "    data = data.replace(' ', ': ')\n    c.send(data.encode())\n")
    result = Result("letters", "", MISSED, expected='the client to show "ñ b c"', seen=seen)
    said = hints.letters(result, SimpleNamespace(kind="chat"), server, source(CALL, "client"))
    assert said.startswith(told) and ("this makes" in said) == bool(told)


def test_what_is_in_a_comment_makes_no_thread_a_daemon():
    text = f"{CALL}import threading\ndef hear():\n    link.recv(9)\none = threading.Thread(target=hear)\n{{}}" \
        "one.start()\n"
    assert [source(text.format(line), "client").daemons for line in (
        "", "# one.daemon = True\n", "one.daemon = False\n", "one.daemon = True\n", "one.setDaemon(True)\n")] == [
            False, False, False, True, True]


def test_of_two_that_receive_in_a_loop_the_one_for_the_name_comes_last():
    server = source(f"{HALL}c, name = hall.accept()[0], ''\nwhile True:\n    if not name:\n        name = c.recv(99)\n"
                    "    else:\n        text = c.recv(99)\n")
    assert server.receives == "a.py, line 8: "


def test_a_codec_that_has_a_name():
    server = source(f"{HALL}CODEC = 'latin-1'\nc, _ = hall.accept()\nwhile data := c.recv(99):\n"
                    "    print(data.decode(CODEC))\n")
    result = Result("letters", "", MISSED, expected="the server to show 'ñ'", seen="it shows 'Ã±'")
    assert hints.letters(result, SimpleNamespace(kind="pair"), server, source(CALL, "client")).startswith(
        "a.py, line 6: this encoding knows the letters of western Europe only")


@pytest.mark.parametrize("sends, told", [("HELLO", "text (line 5) is never used for more than a test"), ("text", "")])
def test_a_text_that_is_only_tested_before_something_else_is_sent(sends, told):
    client = source(f"{CALL}HELLO = '> '\nwhile True:\n    text = input(HELLO)\n    if text == 'end':\n        break\n"
                    f"    link.send({sends}.encode())\n", "client")
    said = typed.typed_in_vain(client)
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("sends, told", [
    ("    if text == 'end':\n        link.send(text.encode())\n        break\n", True),
    ("    if text in ('end', 'stop'):\n        print(text)\n        link.send(f'{text}!'.encode())\n", True),
    ("    if text != 'end':\n        link.send(text.encode())\n", False),
    ("    if text == 'end':\n        link.send(text.encode())\n        break\n    link.send(text.encode())\n", False),
    ("    if text == 'end':\n        link.send(text.encode())\n    else:\n        link.send(text.encode())\n", False),
    ("    if text == 'say':\n        link.send(text.encode())\n        link.send(input().encode())\n", False),
    ("    if text == 'say':\n        link.send(text.encode())\n        also()\n", False),
    ("    if text == 'end':\n        link.send(text.encode())\n        break\n    say()\n", False)])
def test_a_text_that_is_sent_only_if_it_is_the_stop_word(sends, told):
    own = "def also():\n    link.send(input().encode())\ndef say():\n    link.send(text.encode())\n"
    client = source(f"{CALL}{own}while True:\n    text = input()\n{sends}", "client")
    said = typed.typed_in_vain(client)
    assert bool(said) == told and told == ("and what else is typed is sent nowhere" in said)
    assert not told or lost.not_passed_on(source(HALL, "server"), client) == said


@pytest.mark.parametrize("place, told", [("    ", True), ("    if text == 'end':\n        ", False), ("", False)])
def test_a_side_that_is_ended_while_more_is_to_be_sent(place, told):
    client = source(f"{CALL}while True:\n    text = input()\n    link.send(text.encode())\n"
                    f"{place}link.shutdown(socket.SHUT_WR)\n", "client")
    assert order.ends_its_side(client).startswith("a.py, line 6: after this nothing more can be sent") == told


@pytest.mark.parametrize("mode, told", [("'rb'", 9), ("'r'", 6)])
def test_the_bytes_of_a_file_are_not_what_is_typed(mode, told):
    client = source(f"{CALL}def give(path):\n    with open(path, {mode}) as file:\n"
                    "        while part := file.read(999):\n            link.send(part)\n"
                    "while (text := input()) != 'end':\n    if text != 'file':\n        link.send(text.encode())\n"
                    "    else:\n        give('notes')\n", "client")
    assert client.sends == f"a.py, line {told}: "


@pytest.mark.parametrize("test, told", [
    ("if not link.recv(99):", True), ("if not (data := link.recv(99)):", False),
    ("data = link.recv(99)\n    if not data:", True), ("data = link.recv(99).decode()\n    if data == '':", True),
    ("data = link.recv(99)\n    if len(data) == 0:", True),
    ("size = link.recv(4)\n    if not size:", False),  # how long the next one is, it may be
    ("data = link.recv(99)\n    if data == b'over':", False),
    ("data = link.recv(99)\n    if not data or show(data):", False)])
def test_a_recv_that_is_only_tested(test, told):
    client = source(f"{CALL}while True:\n    {test}\n        break\n    print(link.recv(99))\n", "client")
    assert order.throws_away(client).startswith("a.py, line 4: what this recv gives is thrown away") == told


@pytest.mark.parametrize("call, kind, told", [("sendto(data)", "chat", True), ("sendto(data, one)", "chat", False)])
def test_a_loop_over_addresses_that_names_none(call, kind, told):
    server = source("import asyncio\nclass Radio(asyncio.DatagramProtocol):\n    def connection_made(self, wire):\n"
                    "        self.wire, self.all = wire, set()\n    def datagram_received(self, data, who):\n"
                    f"        self.all.add(who)\n        for one in self.all:\n            self.wire.{call}\n"
                    "async def main():\n    await asyncio.get_running_loop().create_datagram_endpoint(Radio, "
                    "local_addr=('', 5000))\nasyncio.run(main())\n")
    assert server.script.kind == kind
    assert passing.leaves_address_out(server).startswith("a.py, line 8: sendto needs the address as well") == told


@pytest.mark.parametrize("base, told", [("enum.Enum", True), ("str, enum.Enum", False), ("enum.StrEnum", False)])
def test_a_text_that_is_compared_with_a_member_of_an_enum(base, told):
    client = source(f"{CALL}import enum\nclass Word({base}):\n    END = 'end'\nwhile True:\n    text = input()\n"
                    "    if text == Word.END:\n        break\n    link.send(text.encode())\n", "client")
    assert comparing.enum_for_text(client).startswith("a.py, line 8: a text is never equal to a member") == told


@pytest.mark.parametrize("starts, told", [("room.append(c)", True), ("Thread(target=print, args=(c,)).start()", False)])
def test_clients_that_are_all_accepted_before_any_is_heard(starts, told):
    server = source(f"{HALL}from threading import Thread\nroom = []\nfor _ in range(5):\n    c, _ = hall.accept()\n"
                    f"    {starts}\nfor c in room:\n    print(c.recv(9))\n")
    assert stuck.accepts_first(server).startswith("a.py, line 5: 5 clients are accepted here") == told


@pytest.mark.parametrize("asks, told", [("input()", True), ("await asyncio.to_thread(input)", False)])
def test_ctrl_c_while_a_coroutine_asks(asks, told):
    client = source("import asyncio\nasync def main():\n    r, w = await asyncio.open_connection('', 5)\n"
                    f"    while text := {asks}:\n        w.write(text.encode())\nasyncio.run(main())\n", "client")
    result = Result("quiet", "", MISSED, expected="the client to end", seen="it waits for the keyboard")
    said = hints.quiet(result, None, source(HALL), client)
    assert ("line 4: while input() waits here, asyncio only notes" in said) == told


@pytest.mark.parametrize("hears, then, most", [
    ("link.recv(8)", "print(data)", 8), ("link.recv(8)", "while True:\n        print(link.recv(1024))", 0),
    ("link.recv(16)", "print(data)", 16), ("link.recv(1024)", "print(data)", 0),
    ("link.recv(1)", "print(data)", 0), ("link.recv(8)", "print(link.recv(int(data)))", 0),
    ("link.recv(8)", "print(link.recv(2048))", 0), ("link.recv(8)", "text += data", 0),
    ("link.recv(8)", "text = text + data", 0), ("link.recv(8)", "parts.append(data)", 0),
    ("link.recv(8)", "print(data.decode(), end='')", 0), ("link.recv(8)", "count += 1", 8),
    ("link.recv(size)", "print(data)", 8), ("link.recv(ask())", "print(data)", 0)])
def test_a_recv_that_takes_less_than_a_short_message(hears, then, most):
    """What works out how much it takes, or puts parts together, knows what it does."""
    said = f"a.py, line 6: recv takes at most {most} bytes here, and a message with a name before it has more: ask " \
        "for more, say 4096."
    text = f"{HALL}link, _ = hall.accept()\nname = link.recv(1024)\ntext, count, size = b'', 0, 8\n"
    assert takes_little(source(f"{text}while data := {hears}:\n    {then}\n")) == said * bool(most)


@pytest.mark.parametrize("binds, told", [
    ("", "a.py, line 4: bind((host, port)) is missing"),
    ("hall.bind(('', 0))\n", "a.py, line 3: port 0 is one by chance"),
    ("hall.bind(('', 5000))\n", "")])
def test_a_server_at_a_port_by_chance(binds, told):
    said = whereto.never_bound(source(f"import socket\nhall = socket.socket()\n{binds or 'pass'}\nhall.listen()\n"
                                      "link = hall.accept()[0]\n"))
    assert said.startswith(told) and bool(said) == bool(told)


@pytest.mark.parametrize("first, bare", [
    ("link.sendall(b'HELLO')\n", True), ("link.sendall(f'I am {name}'.encode())\n", True),
    ("link.sendall(struct.pack('!I', 5))\nlink.sendall(b'HELLO')\n", False),
    ("size = struct.pack('!I', 5)\nlink.sendall(size + b'HELLO')\n", False), ("", False)])
def test_a_greeting_without_its_length_where_lengths_are_told_in_the_same_place(first, bare):
    client = source(f"{CALL}import struct\nname = 'anna'\n{first}while True:\n    data = input().encode()\n"
                    "    link.sendall(struct.pack('!I', len(data)) + data)\n", "client", "b.py")
    server = source("import asyncio, struct\nasync def serve(reader, writer):\n    while True:\n        size, = "
                    "struct.unpack('!I', await reader.readexactly(4))\n        print(await reader.readexactly(size))\n"
                    "asyncio.run(asyncio.start_server(serve, '', 5000))\n")
    said = framed.framing(client, server)
    assert server.hears and bool(said) is bare
    assert not bare or said.startswith("b.py, line 5: this goes out without its length, and a.py, line 4 takes its")


@pytest.mark.parametrize("reads, once", [
    ("size = int(await reader.readexactly(8))\n        print(await reader.read(size))", True),
    ("size = int(await reader.readexactly(8))\n        print(await reader.readexactly(size))", False),
    ("size, kept = int(await reader.readexactly(8)), b''\n        while len(kept) < size:\n            kept += await "
     "reader.read(size - len(kept))\n        print(kept)", False),
    ("size, kept = int(await reader.readexactly(8)), b''\n        while size:\n            part = await reader.read("
     "size)\n            kept += part\n            size -= len(part)\n        print(kept)", False)])
def test_one_read_of_as_many_bytes_as_were_told_where_the_length_is_read_whole(reads, once):
    server = source(f"import asyncio\nasync def serve(reader, writer):\n    while True:\n        {reads}\n"
                    "asyncio.run(asyncio.start_server(serve, '', 5000))\n")
    result = Result("pieces", "", MISSED, expected="the server to wait for the rest of a message")
    said = hints.pieces(result, SimpleNamespace(kind="pair", transport="tcp"), server, source("", "client", "b.py"))
    assert ("line 5: read(n) may give fewer than n bytes: await reader.readexactly(n)" in said) is once


@pytest.mark.parametrize("made, told", [
    ("time.ctime()", True), ("data.decode()", False), ("note(data)", False), ("last()", False)])
def test_a_chat_server_that_sends_only_what_it_makes_itself(made, told):
    server = source("import socket, time\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                    "sock.bind(('', 5000))\npeople = set()\ndef last():\n    return lines[-1]\nwhile True:\n"
                    f"    data, who = sock.recvfrom(999)\n    people.add(who)\n    now = {made}\n"
                    "    for one in people - {who}:\n        sock.sendto(now.encode(), one)\n")
    said = typed.sends_only_own(server)
    assert said == ("a.py, line 8: what comes here is sent to none of the other clients, since the server sends only "
                    "what it makes itself (line 12): send each message to all but its author." if told else "")
    into = server.text.replace("data, who = sock.recvfrom(999)", "size, who = sock.recv_into(data), None")
    assert typed.sends_only_own(source(into.replace("now = time.ctime()", "now = bytes(data[:size])"))) == ""


LIMIT = "while True:\n    text = input()\n    {}\n        print('at most 140')\n        continue\n" \
    "    link.sendall(text.encode())\n"


@pytest.mark.parametrize("says, told", [
    (LIMIT.format("if len(text) > 140:"), "line 5: what has more than 140 letters is not sent"),
    (LIMIT.format("if 140 < len(text):"), "line 5: what has more than 140 letters is not sent"),
    ("while True:\n    text = input()\n    if len(text) <= 140:\n        link.sendall(text.encode())\n",
     "line 5: what has more than 140 letters is not sent"),
    ("while True:\n    text = input()\n    while len(text) >= 140:\n        text = input('Shorter: ')\n"
     "    link.sendall(text.encode())\n", "line 5: what has more than 140 letters is not sent"),
    (LIMIT.format("if len(text) > 3000:"), ""),
    ("while True:\n    text = input()\n    if len(text) > 140:\n        pass\n    link.sendall(text.encode())", ""),
    ("while True:\n    name = input('Name: ')\n    if len(name) > 30:\n        continue\n    break\n"
     "while True:\n    link.sendall(input().encode())\n", "")])
def test_a_limit_beyond_which_nothing_is_sent(says, told):
    client = source(f"{CALL}{says}", "client")
    result = Result("long", "", MISSED, expected="the server to show all 2,500 letters", seen="it shows nothing new")
    hint = hints.long(result, SimpleNamespace(kind="pair", transport="tcp"), source(HALL), client)
    assert hint.startswith(f"a.py, {told}") if told else "is not sent" not in hint
