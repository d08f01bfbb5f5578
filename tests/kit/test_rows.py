"""Rows: what is sent in a row is found, however it is written, and only where the other program takes it apart."""

import pytest

from lab12.driver.roles import Roles
from lab12.finder.rows import PAIRS, Rows, glued
from lab12.finder.source import read
from lab12.finder.tree import Tree
from lab12.grader import framed
from lab12.grader.grade import grade
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED
from lab12.stage import waiting

SERVER = """import socket, threading
people = []
def tell(to, text):
    to.send(text.encode())
def serve(link, number):
{begins}
    while words := link.recv(1024):
        for one in people:
            one.send(words)
hall = socket.create_server(("", 5000))
while True:
    link, _ = hall.accept()
    {first}
    threading.Thread(target=serve, args=(link, len(people))).start()
"""
CLIENT = """import socket, threading
link = socket.create_connection(("127.0.0.1", 5000))
{begins}
def hear():
    while words := link.recv(1024).decode():
        {hears}
threading.Thread(target=hear).start()
while (text := input("> ")) != "bye":
    link.send(text.encode())
"""
APART = "print(link.recv(1024).decode())\nnumber = link.recv(1024)"


def scripts(begins, first="pass", ours=APART, hears="print(words)"):
    [server] = read("hub.py", SERVER.format(begins=begins, first=first))
    [client] = read("guest.py", CLIENT.format(begins=ours, hears=hears))
    return server, client


@pytest.mark.parametrize("begins, first, line", [
    ("    link.send(b'hello')\n    link.send(b'5')", "pass", 7),
    ("    link.send(b'hello\\n')\n    print('one more')\n    link.send(b'5\\n')", "pass", 8),
    ("    tell(link, 'hello')\n    tell(link, '5')", "pass", 4),
    ("    link.send(b'5')", "link.send(b'hello')", 6),
    ("    class Talk:\n        def __init__(self, to):\n            self.to = to\n            self.to.send(b'5')\n"
     "    link.send(b'hello')\n    Talk(link)", "pass", 9),
    ("    try:\n        link.send(b'hello')\n    finally:\n        link.send(b'5')", "pass", 9),
])
def test_what_is_sent_in_a_row(begins, first, line):
    server, client = scripts(begins, first)
    assert glued(server, client) == line and glued(client, server) == ""


@pytest.mark.parametrize("begins", [
    "    link.send(b'hello')", "    link.send(b'hello')\n    name = link.recv(99)\n    link.send(b'5')",
    "    link.send(b'hello')\n    link.send(input().encode())", "    link.send(b'hello')\n    people[0].send(b'5')",
    "    if number:\n        link.send(b'hello')\n    else:\n        link.send(b'5')",
    "    if number:\n        link.send(b'hello')\n        return\n    link.send(b'5')"])
def test_what_is_not_sent_in_a_row(begins):
    assert glued(*scripts(begins)) == ""


LOUNGE = """import asyncio, json, socketserver
def packed(**fields):
    return json.dumps(fields).encode()
async def enter(reader, {out}):
    {out}.write({first})
    {out}.write({second})
    while text := await reader.read(1000):
        print(text.decode())
async def main():
    await asyncio.start_server(enter, "127.0.0.1", 5000)
"""
VISITOR = """import asyncio, json
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 5000)
{reads}
"""


@pytest.mark.parametrize("out, first, second, reads, line", [
    ("out", 'b"hello"', 'b"5"', "    print(await reader.read(99))\n    print(await reader.read(99))", 6),
    ("out", "packed(a=1)", "packed(b=2)", "    while text := await reader.read(999):\n        print(json.loads(text))",
     6),
    ("out", 'b"hello"', 'b"5"', "    while text := await reader.read(999):\n        print(text)", ""),
    ("stdout", 'b"hello"', 'b"5"', "    print(await reader.read(99))\n    print(await reader.read(99))", "")])
def test_what_a_stream_of_asyncio_sends_in_a_row(out, first, second, reads, line):
    [server] = read("hub.py", LOUNGE.format(out=out, first=first, second=second))
    [client] = read("guest.py", VISITOR.format(reads=reads))
    assert glued(server, client) == line
    told = framed.takes_apart(Source(client, "client"), Source(server, "server"))
    assert ("guest.py, line 4: loads takes one text of JSON, and what hub.py, line 6" in told) == ("loads" in reads)


@pytest.mark.parametrize("link, some", [("link", True), ("link{}", False)])
def test_a_script_of_very_many_sends_is_not_looked_at_to_its_end(link, some):
    """Each of these may come after each other one, and all functions call each other."""
    answers = "".join(f"    if kind == {kind}:\n        {link.format(kind)}.send(b'{kind}')\n" for kind in range(160))
    text = "import socket\n" + "".join(f"def answer{number}(link, kind):\n{answers}    answer{(number + 1) % 9}()\n"
                                       for number in range(9))
    rows = Rows(Tree(text))
    assert len(rows.looked) == PAIRS and bool(rows.pairs) == some
    [script] = read("hub.py", text)
    assert bool(script.in_a_row) == some and len(script.in_a_row) <= PAIRS


@pytest.mark.parametrize("ours, hears, apart", [
    ("pass", "link.send(b'anna') if words == 'NAME' else print(words)", True),
    ("pass", "link.send(b'anna') if words == 'PASS' else print(words)", False), ("pass", "print(words)", False),
    ("print(link.makefile().readline())", "link.send(b'anna') if words == 'NAME' else print(words)", False),
    ("size = int(link.recv(4))", "print(words)", False)])
def test_to_whom_it_matters(ours, hears, apart):
    """One that reads line by line, or as many bytes as it was told, takes each message for one in any case."""
    server, client = scripts("    link.send(b'hello')\n    link.send(b'NAME')", ours=ours, hears=hears)
    assert bool(glued(server, client)) == apart


@pytest.mark.parametrize("begins, turns", [
    ("    link.send(b'hello\\n')\n    print()\n    link.send(b'5\\n')", True), ("    link.send(b'hello\\n')", False)])
def test_programs_that_may_have_both_at_once_take_turns(begins, turns):
    assert Roles("tcp-chat", *scripts(begins), {}, {}, "", "").sends_twice == turns


def test_two_recv_that_take_apart_what_came_at_once_are_named():
    server, client = [Source(script, role) for script, role in zip(
        scripts("    link.send(b'hello\\n')\n    link.send(b'5\\n')"), ("server", "client"), strict=True)]
    told = framed.takes_apart(client, server)
    assert told.startswith("guest.py, line 4: this takes for two messages what hub.py, line 7 sends")
    assert told.endswith("Read line by line here.") and not framed.takes_apart(server, client)


@pytest.mark.parametrize("begins, said", [
    ("if link.recv(99) == b'talk':\n    {}", False), ("way = link.recv(99).decode()\nif way == 'talk':\n    {}", True),
    ("way = link.recv(99).decode()\nif way.startswith('talk'):\n    {}", False),
    ("while (way := link.recv(99)) == b'talk':\n    {}", False)])
def test_a_word_that_is_to_come_alone(begins, said):
    """What is sent right after it may come with it."""
    talk = "print(link.recv(99))"
    server, client = [Source(read(file, f"import socket\n{text}")[0], file[:-3]) for file, text in (
        ("server.py", f"door = socket.create_server(('', 7310))\nlink, _ = door.accept()\n{begins.format(talk)}\n"),
        ("client.py", "s = socket.create_connection(('', 7310))\ns.send(b'talk')\ns.send(b'anna')\n"))]
    told = framed.takes_apart(server, client)
    assert told.startswith("server.py, line 5: what comes is compared with 'talk', and client.py, line 4 sends on "
                           "at once") if said else not told


@pytest.mark.parametrize("name, said", [
    ("name", True), ("name.ljust(16)", False), ("name.ljust(20)", True), ("f'{name:16}'", False),
    ("f'{name:<16}'", False),
    ("f'{name:<{SIZE}}'", False), ("'%-16s' % name", False), ("'{:<16}'.format(name)", False)])
def test_a_field_that_is_filled_up_is_not_taken_apart(name, said):
    server, client = [Source(read(file, f"import socket\n{text}")[0], file[:-3]) for file, text in (
        ("server.py", "door = socket.create_server(('', 7310))\nc, _ = door.accept()\nname = c.recv(16).decode()"
         ".strip()\nprint(name, c.recv(1024).decode())\n"),
        ("client.py", "SIZE = 16\nname = input()\ns = socket.create_connection(('', 7310))\n"
         f"s.send(({name}).encode())\ns.send(b'hello')\n"))]
    assert bool(framed.takes_apart(server, client)) == said


ROOM = """import socket, threading
people = []
def tell(words, author=None):
    for one in people:
        one is author or one.send(words)
def serve(link):
    link.send(b"5")
    try:
        while words := link.recv(1024):
            print(words.decode())
            tell(words, link)
    except ConnectionError:
        pass
    people.remove(link)
    tell(b"one has gone")
hall = socket.create_server(("", 5000))
while True:
    link, _ = hall.accept()
    link.send(b"hello")
    tell(b"one more")
    people.append(link)
    threading.Thread(target=serve, args=(link,), daemon=True).start()
"""


@pytest.mark.skipif(not waiting.available(), reason="programs take turns only where it is seen what they wait for")
def test_one_who_waits_for_what_came_with_the_greeting_is_not_kept_out_by_somebody_silent(tmp_path):
    """It waits for the next words of anybody, and what the silent one leaves behind are such words."""
    (tmp_path / "hub.py").write_text(ROOM)
    (tmp_path / "guest.py").write_text(CLIENT.format(begins=APART, hears="print(words)"))
    [section] = [one for one in grade(tmp_path).sections if one.name == "tcp-chat"]
    [late] = [result for result in section.results if result.name == "next_client"]
    assert late.outcome == MISSED and "says nothing" not in late.expected and "takes for two messages" in late.hint


ALL_SO_FAR = """import json, socket, threading
hall, people, said = socket.create_server(("127.0.0.1", 6044)), [], []
def serve(one):
    for note in said:
        one.sendall(json.dumps(note).encode())
    people.append(one)
    while data := one.recv(9999):
        said.append(json.loads(data))
        print(said[-1]["text"])
        for other in people:
            if other is not one:
                other.sendall(data)
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],), daemon=True).start()
"""
READS_ONE = """import json, socket, threading
link = socket.create_connection(("127.0.0.1", 6044))
def hear():
    while data := link.recv(9999):
        print(json.loads(data)["text"])
threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "exit":
    link.sendall(json.dumps({"text": text}).encode())
"""


@pytest.mark.skipif(not waiting.available(), reason="programs take turns only where it is seen what they wait for")
def test_who_fails_by_itself_is_not_kept_out_by_somebody_silent(tmp_path):
    """What was said so far comes at once, and its thread ends with an error; later ones would be heard."""
    (tmp_path / "hub.py").write_text(ALL_SO_FAR)
    (tmp_path / "guest.py").write_text(READS_ONE)
    [section] = [one for one in grade(tmp_path).sections if one.name == "tcp-chat"]
    [late] = [result for result in section.results if result.name == "next_client"]
    assert late.outcome == MISSED and "says nothing" not in late.expected and "Extra data" not in late.hint
    assert late.hint.startswith("guest.py, line 5: two JSON messages have come with one recv")
