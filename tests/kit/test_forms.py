"""Forms: where a message ends, in how many bytes it is taken, and when it is shown, as two sources tell."""
from types import SimpleNamespace

import pytest

from lab12.finder.source import read
from lab12.grader import framed, hints, lost, order, passing, vain
from lab12.grader.reading import Source
from lab12.rubric import chats
from lab12.rubric.checks import MISSED, Result

HALL = "import socket\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\n"


def source(text, role="server", name="a.py"):
    [script] = read(name, text)
    return Source(script, role)


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
    assert order.held_back(client).startswith("a.py, line 5: what is written without a newline") == told


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
    assert lost.unbound(server) == ""


def test_a_code_that_nobody_knows_is_asked_for_where_nothing_has_been_said_yet():
    """Whoever may know of none has said nothing: no grader fails for that."""
    driver = SimpleNamespace(roles=SimpleNamespace(client=SimpleNamespace(questions=[SimpleNamespace(wants="text")])),
                             private=True, crossings=[])
    assert chats.with_one_answer(driver) is False


@pytest.mark.parametrize("sends, told", [
    ("link.send(text.encode())", True), ("link.send((text + '.').encode())", False),
    ("link.send(f'{text}.'.encode())", False),
    ("link.send((text + END).encode())", False), ("text += '.'\n    link.send(text.encode())", False),
    ("link.send(text.encode() + b'.')", False), ("link.send('%s.' % text)", False),
    ("link.send((text + '!').encode())", True)])
@pytest.mark.parametrize("until", ["not got.endswith('.')", "'.' not in got"])
def test_a_sign_that_never_comes(sends, told, until):
    server = source(f"{HALL}c, _ = hall.accept()\ngot = ''\nwhile {until}:\n    got += c.recv(1).decode()\n"
                    "print(got)\n")
    client = source(f"{CALL}END = '.'\nwhile True:\n    text = input()\n    {sends}\n", "client", "b.py")
    said = framed.by_sign(client, server)
    assert said.startswith("a.py, line 5: this receives until '.' comes, and b.py, line 6 sends none") == told
    assert told == bool(said)


@pytest.mark.parametrize("asks, told", [("input()", True), ("await asyncio.to_thread(input)", False)])
def test_ctrl_c_while_a_coroutine_asks(asks, told):
    client = source("import asyncio\nasync def main():\n    r, w = await asyncio.open_connection('', 5)\n"
                    f"    while text := {asks}:\n        w.write(text.encode())\nasyncio.run(main())\n", "client")
    result = Result("quiet", "", MISSED, expected="the client to end", seen="it waits for the keyboard")
    said = hints.quiet(result, None, source(HALL), client)
    assert ("line 4: while input() waits here, asyncio only notes" in said) == told
