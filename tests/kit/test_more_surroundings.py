"""More surroundings: what the two programs agree on, when a loop ends, and what is taken for something else."""
import re
from types import SimpleNamespace

import pytest
from sources import source

from lab12.driver.formats import wrapped
from lab12.driver.recorder import COMPLAINT
from lab12.finder.handin import find
from lab12.finder.rows import glued
from lab12.finder.source import read
from lab12.grader import anew, errors, hints, hints_on_endings, hints_on_talk, unasked
from lab12.grader.errors_of_keys import other_keys
from lab12.grader.faults import Fault, complaints
from lab12.grader.framed import by_lines
from lab12.grader.order import leaves_loop
from lab12.grader.own_lists import own_instead
from lab12.grader.passing import other_spelling
from lab12.grader.unreached import before_loop
from lab12.grader.vain import leaves_but_for
from lab12.rubric.checks import MISSED, Result

HALL = "import json, pickle, socket, sys, threading\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import json, pickle, socket, sys, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\n"
TELLS = """class Room:
    def tell(self, guest, *words):
        for word in words:
            guest.sendall(word.encode({end}))
    def run(self):
        guest, _ = hall.accept()
        self.tell(guest, "hello", str(7))
        while data := guest.recv(999):
            self.tell(guest, data.decode())
Room().run()
"""


@pytest.mark.parametrize("text, where", [
    (TELLS.format(end=""), 9), (TELLS.format(end="").replace("word.encode()", "word.encode() + b'\\n'"), None),
    (TELLS.format(end="").replace(', str(7)', ""), None),
    ("link, _ = hall.accept()\nfor word in ('hello', '7'):\n    link.send(word.encode())\n", 5),
    ("people = []\ndef tell(*people):\n    for one in people:\n        one.send(b'hello')\ntell(*people)\n", None)])
def test_messages_that_a_loop_sends_in_a_row(text, where):
    server = source(HALL + text)
    assert server.mistake("sends twice") == (f"a.py, line {where}: " if where else "")
    [client] = read("c.py", f"{CALL}print(link.recv(999))\nnumber = int(link.recv(999))\n")
    assert bool(glued(server.script, client)) == bool(where or "b'\\n'" in text)


def test_a_user_who_is_asked_by_iter_is_asked():
    text = "print(link.recv(9))\nfor text in iter(input, 'exit'):\n    link.send(text.encode())\n"
    result = Result("message", "", MISSED, waits=["the client waits for the network"])
    client = source(CALL + text, "client")
    told = unasked.nobody_asked(result, client, source(f"{HALL}hall.accept()\n"))
    assert "ask for a message with input()" not in told


READS = """import asyncio
async def serve(reader, writer):
    async for line in reader:
        print(line)
async def main():
    await asyncio.start_server(serve, '127.0.0.1', 5000)
asyncio.run(main())
"""


@pytest.mark.parametrize("typed, told", [("sys.stdin.readline().strip()", True), ("sys.stdin.readline()", False),
                                         ("input()", True), ("input() + '\\n'", False)])
def test_lines_that_a_stream_is_gone_through_for(typed, told):
    client = source(f"{CALL}while True:\n    text = {typed}\n    link.sendall(text.encode())\n", "client", "c.py")
    said = by_lines(client, source(READS))
    assert said.startswith("a.py, line 3: this reads up to a newline, and c.py, line 5 sends none") == told


@pytest.mark.parametrize("sends, told", [("json", "what comes is no pickle: c.py, line 3 sends json"),
                                         ("pickle", "only a part")])
def test_one_format_at_each_end(sends, told):
    server = source(f"{HALL}print(pickle.loads(hall.accept()[0].recv(99)))\n")
    client = source(f"{CALL}link.send({sends}.dumps([input()]))\n", "client", "c.py")
    seen = "the server has ended: UnpicklingError: invalid load key, '{'., line 3"
    assert told in hints.named(Result("message", "", MISSED, steps=[("", seen)], seen=seen), server, client)


SAYS = "while True:\n    link.send(json.dumps({}).encode())\n"


@pytest.mark.parametrize("sent, told", [
    ("{'user': 1, 'msg': input()}", r"a\.py, line 5: what comes has no 'text': c\.py, line 4 sends 'user', 'msg'"),
    ("{'user': 1, 'text': input()}", "$"), ("dict(msg=input())", "$"), ("{'msg': input(), **more}", "$")])
def test_a_key_that_nobody_sends(sent, told):
    server = source(f"{HALL}while True:\n    note = json.loads(hall.accept()[0].recv(99))\n    print(note['text'])\n")
    assert re.match(told, other_keys(server, source(CALL + SAYS.format(sent), "client", "c.py")))


@pytest.mark.parametrize("loop, does, told", [
    ("while going", "if text != b'exit':\n        going = False", True),
    ("while True", "if text != b'bye': break", True),
    ("while going", "if text == b'exit':\n        going = False", False),
    ("while True", "if text != b'y': break", False),
    ("while True", "if text != b'exit':\n        c.send(text)\n        continue\n    break", False)])
def test_a_loop_that_ends_at_all_but_the_stop_word(loop, does, told):
    server = source(f"{HALL}c, _ = hall.accept()\ngoing = True\n{loop}:\n    text = c.recv(99)\n    {does}\n")
    assert leaves_but_for(server).startswith("a.py, line 7: this ends the loop at everything but ") == told


@pytest.mark.parametrize("reads, other, told", [
    ("sys.stdin.readline()", "link.recv(9).strip()", True), ("sys.stdin.readline().strip()", "link.recv(9)", False)])
def test_a_line_of_the_keyboard_never_equals_the_stop_word(reads, other, told):
    client = source(f"{CALL}while True:\n    text = {reads}\n    if text == 'exit':\n        break\n"
                    f"    link.send(text.encode())\n    print({other})\n", "client")
    ends = Result("stops", "", MISSED, expected="the client to end on 'exit'", seen="it waits for the keyboard")
    said = hints_on_endings.stops(ends, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client)
    assert ("a line of sys.stdin has its newline at the end" in said) == told


@pytest.mark.parametrize("where, told", [
    ("if link.recv(9) != b'OK':\n    print('the word is wrong')\n    sys.exit(1)",
     "c.py, line 3: PASSWORD is 'b' here"),
    ("try:\n    link.recv(9)\nexcept OSError:\n    print('the word is wrong')\n    sys.exit(1)", "nobody waits")])
def test_a_client_that_its_server_turns_away(where, told):
    server = source(f"{HALL}PASSWORD = 'a'\nprint(hall.accept()[0].recv(9) == PASSWORD.encode())\n")
    client = source(f"{CALL}PASSWORD = 'b'\nlink.send(PASSWORD.encode())\n{where}\n", "client", "c.py")
    result = Result("starts", "", MISSED, expected="the client to start", seen="it has ended with status 1",
                    screens={"client": ["the word is wrong"]})
    assert told in hints_on_talk.starts(result, SimpleNamespace(transport="tcp", kind="pair"), server, client)


def test_who_connects_the_socket_that_listens_is_a_server():
    text = "import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 5000))\ns.listen()\nc, _ = s.accept()\n" \
        "while True:\n    print(c.recv(99))\n    c.send(input().encode())\n"
    server = source(text)
    assert (server.script.role, server.script.port) == ("server", 5000)
    result = Result("starts", "", MISSED, expected="the server to start", seen="ConnectionRefusedError")
    said = hints_on_talk.starts(result, SimpleNamespace(transport="tcp", kind="pair"), server, source(CALL, "client"))
    assert said.startswith("a.py, line 3: connect is for a client")


def test_a_name_that_is_imported_already_is_not_the_one_that_is_meant():
    one = source("from net import get_text, write_text\nwrite_text(get_text())\n", modules=[
        ("net.py", "def write_text(text): pass\n")])
    told = errors.explain(Fault(one, "ImportError: cannot import name 'get_text' from 'net' (net.py)", 1))
    assert "it has write_text" not in told and "net has no get_text" in told


EACH = """class Guest(threading.Thread):
    everyone = []
    def __init__(self, link):
        super().__init__()
        self.link = link
        self.everyone{}
    def run(self):
        while data := self.link.recv(99):
            for one in self.everyone:
                if one is not self:
                    one.link.sendall(data)
while True:
    Guest(hall.accept()[0]).start()
"""


@pytest.mark.parametrize("adds, told", [
    (" = [self]", r"a\.py, line 8: this makes a list of its own for each Guest.*line 4"), (".append(self)", "$")])
def test_an_object_that_makes_its_own_list_of_all(adds, told):
    assert re.match(told, own_instead(source(HALL + EACH.format(adds))))


@pytest.mark.parametrize("word, looks, told", [
    ("msg", "word == 'MSG'", True), ("MSG", "word == 'MSG'", False), ("msg", "word.upper() == 'MSG'", False),
    ("hello", "word == 'MSG'", False)])
def test_a_word_in_other_letters(word, looks, told):
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n"
                    f"    word, text = link.recv(99).decode().split(' ', 1)\n    if {looks}:\n        print(text)\n")
    client = source(f"{CALL}while True:\n    link.send(f'{word} {{input()}}'.encode())\n", "client", "c.py")
    assert other_spelling(client, server).startswith("c.py, line 4: this sends 'msg' first") == told


@pytest.mark.parametrize("body, line", [("    return\n", 8), ("    if data == b'exit':\n            return\n", None)])
def test_a_loop_over_what_came_before_it_that_is_left_at_once(body, line):
    server = source(f"{HALL}def talk(link):\n    data = link.recv(99)\n    while data:\n        print(data)\n"
                    f"        pass\n    {body}    link.close()\n")
    assert leaves_loop(server).startswith(f"a.py, line {line}: this return leaves the loop") == bool(line)


@pytest.mark.parametrize("sends, told", [("text.encode()", "c.py, line 4 sends what was typed as it is"),
                                         ("base64.b64encode(text.encode())", "recv gives a part of a message")])
def test_what_is_no_base64(sends, told):
    server = source(f"{HALL}import base64\nprint(base64.b64decode(hall.accept()[0].recv(99)))\n")
    client = source(f"{CALL}text = input()\nlink.send({sends})\n", "client", "c.py")
    words = "Error: Invalid base64-encoded string: number of data characters (9) cannot be 1 more than a multiple of 4"
    assert told in errors.explain(Fault(server, words, 4, other=client))
    assert wrapped(server.script.whole.replace("json, ", "")) == "base64"


@pytest.mark.parametrize("name, text, known", [
    ("settings.ini", "[server]\nhost = 192.168.1.9\nport = 7100\n", ("192.168.1.9", 7100, ["192.168.1.9"])),
    ("config.json", '{"host": "localhost", "port": 7100}', ("localhost", 7100, [])),
    (".env", "CHAT_PORT=7100\n", (None, 7100, [])),
    ("config.json", '{"a": {"host": "10.0.0.1", "port": 7100}, "b": {"host": "10.0.0.2", "port": 7101}}',
     (None, None, [])),
])
def test_an_address_in_a_file_beside(tmp_path, name, text, known):
    (tmp_path / name).write_text(text)
    (tmp_path / "server.py").write_text(
        f"import socket\nhost, port = look_up('{name}')\nhall = socket.create_server((host, port))\n"
        "link, _ = hall.accept()\nwhile True:\n    print(link.recv(99))\n    link.send(input().encode())\n")
    [script] = find(tmp_path).scripts
    assert (script.host or None, script.port, script.addresses) == known


@pytest.mark.parametrize("loop", ["while (text := input()):\n    print(ask(text))",
                                  "while True:\n    text = input()\n    print(ask(text))"])
def test_a_function_that_connects_for_each_message(loop):
    client = source("import socket\ndef ask(text):\n    with socket.create_connection(('', 5000)) as link:\n"
                    f"        link.send(text.encode())\n        return link.recv(99)\n{loop}\n", "client", "c.py")
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    print(link.recv(99))\n")
    told = anew.calls_each_time(client, server)
    assert told.startswith("c.py, line 3: this connects anew for each message") and "once (a.py, line 3)" in told


@pytest.mark.parametrize("makes, once", [("yield hall.accept()[0]", True),
                                         ("while True:\n        yield hall.accept()[0]", False)])
def test_who_goes_through_what_a_generator_gives_calls_it_once(makes, once):
    server = source(f"{HALL}def guests():\n    {makes}\nfor guest in guests():\n    print(guest.recv(99))\n")
    assert bool(server.mistake("accepts once")) == once


TWO = """import socket
out = socket.socket(type=socket.SOCK_DGRAM)
here = socket.socket(type=socket.SOCK_DGRAM)
here.bind(('127.0.0.1', {}))
while True:
    {}.sendto(input().encode(), ('127.0.0.1', 5000))
    print(here.recv(99))
"""


@pytest.mark.parametrize("port, sends, told", [(0, "out", True), (0, "here", False), (5001, "out", False)])
def test_who_sends_through_one_socket_and_hears_through_another(port, sends, told):
    client = source(TWO.format(port, sends), "client")
    said = anew.hears_elsewhere(client)
    assert said.startswith("a.py, line 6: this socket sends, and the one of line 7 hears") == told


@pytest.mark.parametrize("inside, told", [("link.send(input().encode())", True),
                                          ("link.send(input().encode())\n    text = link.recv(99)", False)])
def test_a_recv_before_the_loop(inside, told):
    text = f"link, _ = hall.accept()\ntext = link.recv(99)\nwhile True:\n    print(text)\n    {inside}\n"
    server = source(HALL + text)
    assert before_loop(server).startswith("a.py, line 4: this stands before the loop (line 5)") == told


def test_an_error_that_was_printed_knows_the_other_program():
    """What Python says of a text that is no JSON stands on the screen, and the other program has sent it."""
    server = source(f"{HALL}print(json.loads(hall.accept()[0].recv(99)))\n")
    client = source(f"{CALL}link.send(str({{'text': input()}}).encode())\n", "client", "c.py")
    said = "closing: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
    result = Result("message", "", MISSED, screens={"server": [said]})
    [fault] = complaints(result, {"server": server, "client": client})
    assert COMPLAINT.search(said) and errors.explain(fault).startswith("c.py, line 3: str() of a dictionary is no JSON")


@pytest.mark.parametrize("name, text, stops", [
    ("settings.ini", "[chat]\nport = 7100\nbye = over\n", ["over"]),
    ("set.json", '{"chat": {"bye": "over"}}', ["over"]),
    ("settings.ini", "[chat]\nport = 7100\n", [])])
@pytest.mark.parametrize("key, does", [('["chat"]["bye"]', "break"), ('.get("chat", "bye")', "break"),
                                       ('["chat"]["bye"]', "print('no')")])
def test_a_stop_word_may_stand_in_a_file(name, text, stops, key, does, tmp_path):
    """It is one only where the client leaves for it."""
    (tmp_path / name).write_text(text)
    (tmp_path / "guest.py").write_text(
        f"import socket, setup\ncfg = setup.read('{name}')\nlink = socket.create_connection(('127.0.0.1', 7100))\n"
        f"while True:\n    text = input()\n    if text == cfg{key}:\n        {does}\n"
        "    link.sendall(text.encode())\n    print(link.recv(99))\n")
    [script] = find(tmp_path).scripts
    assert list(script.stops) == list(script.typed_stops) == (stops if does == "break" else [])
