"""Ends: a message ends with a sign, a dot or a word, which one of two programs sends, or its user types, or neither."""
from types import SimpleNamespace

import pytest
from performing import performed
from sources import source

from lab12.driver.lengths import lengths
from lab12.grader import framed, hints_on_pieces, hints_on_talk, signs
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, Result

pytestmark = pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle

SERVER = """import socket
door = socket.create_server(("127.0.0.1", 7801))
link, _ = door.accept()
lines = link.makefile("rw", encoding="utf-8")
def block():
    kept = []
    while line := lines.readline():
        if line == "{end}\\n":
            return kept
        kept.append(line)
while kept := block():
    print(*kept, end="")
    lines.write(input() + "\\n{end}\\n")
    lines.flush()
"""
CLIENT = """import socket
link = socket.create_connection(("127.0.0.1", 7801))
lines = link.makefile("rw", encoding="utf-8")
while True:
    while (line := input()) != "{end}":
        lines.write(line + "\\n")
    {sends}
    lines.flush()
    while (line := lines.readline()) not in ("", "{end}\\n"):
        print(line, end="")
"""
UNTIL = """import socket
door = socket.create_server(("127.0.0.1", 7802))
link, _ = door.accept()
while True:
    text = ""
    {until}
    print(text[:-3])
    link.send(input().encode() + b"END")
"""
BARE = """import socket
link = socket.create_connection(("127.0.0.1", 7802))
while True:
    link.send(({text}).encode())
    print(link.recv(999).decode()[:-3])
"""
COUNTS = """import socket, struct
door = socket.create_server(("127.0.0.1", 7803))
link, _ = door.accept()
def take(amount):
    got = b""
    while len(got) < amount:
        got += link.recv(amount - len(got)) or exit()
    return got
while True:
    text = take({reads})
    print(text.decode())
    link.sendall(input().encode())
"""
TELLS = """import socket
link = socket.create_connection(("127.0.0.1", 7803))
while (text := input().encode()) != b"exit":
    link.sendall(b"%03d" % len(text) + text)
    print(link.recv(999).decode())
"""
PAIR = SimpleNamespace(transport="tcp", kind="pair")
BY_TEST = "while not text.endswith('END'):\n        text += link.recv(999).decode()"
BY_BREAK = "while True:\n        text += link.recv(999).decode()\n        if 'END' in text:\n            break"


def test_who_alone_ends_his_message_with_a_line_of_its_own_types_that(tmp_path):
    files = {"server.py": SERVER.format(end="."), "client.py": CLIENT.format(end=".", sends='lines.write(".\\n")')}
    made, _ = performed(tmp_path, "tcp-pair", files, "starts", "message", "reply", "turns")
    assert set(made.values()) == {PASSED}


def test_ours_ends_its_messages_as_the_source_says(tmp_path):
    files = {"server.py": UNTIL.format(until=BY_TEST), "client.py": BARE.format(text="input()")}
    made, _ = performed(tmp_path, "tcp-pair", files, "starts", "message", "server_half")
    assert made == {"starts": PASSED, "message": MISSED, "server_half": PASSED}


@pytest.mark.parametrize("reads, half", [
    ("int(take(8))", PASSED), ("int(link.makefile('rb', 0).readline())", PASSED),
    ("struct.unpack('!H', take(2))[0]", PASSED), ("int.from_bytes(take(4), 'little')", PASSED),
    ("int(take(8)) + 1", NOT_TRIED)])
def test_ours_tells_the_length_as_the_server_reads_it_and_not_as_its_client_tells_it(tmp_path, reads, half):
    """One that never comes by what it was promised is not said to fail by its own fault: ours may not know how."""
    files = {"server.py": COUNTS.format(reads=reads), "client.py": TELLS}
    made, _ = performed(tmp_path, "tcp-pair", files, "starts", "message", "server_half")
    assert made == {"starts": PASSED, "message": MISSED, "server_half": half}


def test_what_may_stand_before_a_message():
    said = {name: told(9) for name, told in lengths("HEAD = 3\nint(read(link, 4))\nlisten(5)\nline[:line.index('\\n')]")
            .items()}
    assert said == {"line": b"9\n", "3 digits": b"009", "4 digits": b"0009"}
    assert lengths("HEAD = 3\nlink.recv(4)") == {}


@pytest.mark.parametrize("end", [".", "END"])
@pytest.mark.parametrize("sends, said", [
    ("pass", "a.py, line 8: this receives until '{}\\n' comes, and b.py, line 6 sends none: end each message there "
     "with it, in a line of its own."),
    ('lines.write("{}\\n")', "")])
def test_a_line_of_its_own_that_never_comes(end, sends, said):
    server = source(SERVER.format(end=end), "server", "a.py")
    client = source(CLIENT.format(end=end, sends=sends.format(end)), "client", "b.py")
    assert framed.by_sign(client, server) == said.format(end).replace("\n", "\\n")
    assert server.script.sign == f"\n{end}\n"


def test_a_reply_without_its_end_is_waited_for():
    server = source(SERVER.format(end=".").replace("\\n.\\n", "\\n"), "server", "a.py")
    client = source(CLIENT.format(end=".", sends='lines.write(".\\n")'), "client", "b.py")
    seen = Result("turns", "", MISSED, expected="the client to ask its user for something", seen="it waits")
    assert hints_on_talk.turns(seen, PAIR, server, client).startswith("b.py, line 9: this receives until '.\\n' comes")


@pytest.mark.parametrize("until, place", [(BY_TEST, 6), (BY_BREAK, 8)])
@pytest.mark.parametrize("text, told", [("input()", True), ("input() + 'END'", False)])
def test_a_word_at_the_end_that_never_comes(until, place, text, told):
    server = source(UNTIL.format(until=until), "server", "a.py")
    said = framed.by_sign(source(BARE.format(text=text), "client", "b.py"), server)
    assert said == told * (f"a.py, line {place}: this receives until 'END' comes, and b.py, line 4 sends none: end "
                           "each message there with it.")
    assert server.script.sign == "END"


@pytest.mark.parametrize("until", [
    "while 'END' not in text:\n        text += link.recv(999).decode()\n        print(text)",
    "while True:\n        text = link.recv(999).decode()\n        if text == 'END':\n            break",
    "while True:\n        text += link.recv(999).decode()\n        if not text:\n            break",
    "def show(what):\n        print(what)\n    while True:\n        text = link.recv(999).decode()\n"
    "        if text == 'END':\n            break\n        history.append(text)\n        show(text)"])
def test_a_word_that_ends_the_talk_ends_no_message(until):
    server = source(UNTIL.format(until=until), "server", "a.py")
    assert framed.by_sign(source(BARE.format(text="input()"), "client", "b.py"), server) == server.script.sign == ""


ANEW = """import socket
{before}
while True:
    text = input()
    {within}
    link.send(text.encode())
"""
CALLS = 'link = socket.create_connection(("127.0.0.1", 7802))'


TRIES = f"while True:\n    try:\n        {CALLS}\n        break\n    except OSError:\n        input('Again? ')"


@pytest.mark.parametrize("before, within, alone", [("", CALLS, True), (CALLS, "", False), (TRIES, "", False)])
def test_of_messages_with_a_connection_each_no_two_come_at_once(before, within, alone):
    seen = Result("pieces", "", MISSED, expected="something that marks the end of each message", seen="bare")
    server = source(UNTIL.format(until="text = link.recv(999).decode()"), "server", "a.py")
    client = source(ANEW.format(before=before, within=within), "client", "b.py")
    said = hints_on_pieces.pieces(seen, PAIR, server, client)
    assert ("a connection of its own" in said, "or two" in said) == (alone, not alone)


@pytest.mark.parametrize("greets, told", [
    ("link.sendall(b'*** hall ***')", True), ("link.sendall(f'hello {name}'.encode())", True),
    ("link.sendall(b'*** hall ***<END>')", False), ("link.sendall(f'hello {name}{END}'.encode())", False),
    ("say('*** hall ***')", False)])
def test_a_greeting_without_the_sign_that_ends_all_else(greets, told):
    server = source("import socket\nEND, name = '<END>', 'anna'\nlink, _ = socket.create_server(('', 5000)).accept()\n"
                    f"def say(text):\n    link.sendall((text + END).encode())\n{greets}\nsay(input())\n")
    client = source("import socket\nlink = socket.create_connection(('', 5000))\nkept = ''\n"
                    "while not kept.endswith('<END>'):\n    kept += link.recv(99).decode()\nprint(kept)\n", "client",
                    "b.py")
    said = signs.bare_of_sign(server, client)
    assert said.startswith("a.py, line 6: this goes out without '<END>', up to which b.py, line 4 reads") is told
    assert bool(said) is told

@pytest.mark.parametrize("greets, told", [
    ("link.sendall(b'Welcome')", True), ("link.sendall(f'hello {name}'.encode())", True),
    ("link.sendall(b'Welcome\\n')", False), ("say('Welcome')", False),
    ("END = '\\n'; link.send(f'Hi{END}'.encode())", False),
    ("log = open('l', 'w'); log.write('Hi')", False),
    ("class Way:\n    def send(self, text): say(text)\ndef end(way): way.send('Welcome')\nend(Way())", False),
    ("sys.stdout.write('Welcome')", False)])
@pytest.mark.parametrize("reads", [True, False])
def test_a_greeting_without_a_newline_to_who_reads_lines(greets, told, reads):
    server = source("import socket, sys\nname = 'anna'\nlink, _ = socket.create_server(('', 5000)).accept()\n"
                    f"def say(text):\n    link.sendall(f'{{text}}\\n'.encode())\n{greets}\nsay(input())\n")
    hears = "link.makefile().readline()" if reads else "link.recv(99)"
    client = source(f"import socket\nlink = socket.create_connection(('', 5000))\nprint({hears})\n", "client", "b.py")
    said = signs.bare_line(server, client)
    assert said.startswith("a.py, line 6: this goes out without a newline, and b.py, line 3 waits") is (told and reads)
    assert bool(said) is (told and reads)

@pytest.mark.parametrize("sends, test, told", [
    ("('MSG:' + text)", "text.startswith('MSG ')", True), ("f'MSG:{text}'", "text.startswith('MSG ')", True),
    ("('MSG ' + text)", "text.startswith('MSG ')", False), ("text", "text.startswith('MSG ')", False),
    ("f'MSG:{text}'", "text.startswith('MSG ') or text", False),
    ("f'MSG:{text}'", "text.startswith('/'):\n        print('a command')\n    if True", False),
    ("f'MSG:{text}'", "text.startswith('BYE'):\n        break\n    if text", False),
    ("('msg ' + text)", "text.upper().startswith('MSG ')", False),
    ("('msg ' + text)", "text.startswith('MSG ')", True), ("f'{text} MSG'", "text.startswith('MSG ')", False)])
def test_what_is_taken_only_where_it_begins_with_a_sign_that_the_other_writes_otherwise(sends, test, told):
    client = source("import socket\nlink = socket.create_connection(('', 5000))\nwhile True:\n    text = input()\n"
                    f"    link.sendall({sends}.encode())\n", "client", "b.py")
    server = source("import socket\nlink, _ = socket.create_server(('', 5000)).accept()\nwhile True:\n"
                    f"    text = link.recv(99).decode()\n    if {test}:\n        print(text[4:])\n")
    said = signs.begins_otherwise(client, server)
    assert said.startswith("a.py, line 5: only what begins with 'MSG ' is taken here, and b.py, line 5 sends") is told
    assert bool(said) is told


@pytest.mark.parametrize("sends, told", [
    ("say('MSG:' + text)", True), ("say(f'MSG:{text}')", True), ("say('MSG ' + text)", False), ("say(text)", False),
    ("say('MSG:' + text)\n    say(text)", False), ("tell('MSG:' + text)", True)])
def test_a_sign_that_is_sent_and_looked_for_behind_functions_of_their_own(sends, told):
    client = source("import socket\nlink = socket.create_connection(('', 5000))\n"
                    "def say(text): link.sendall((text + '\\n').encode())\n"
                    f"{'def tell(line): say(line)' * ('tell' in sends)}\n"
                    f"while True:\n    text = input()\n    {sends}\n", "client", "b.py")
    server = source("import socket\nlink, _ = socket.create_server(('', 5000)).accept()\ndef read_line():\n"
                    "    parts = []\n    while (part := link.recv(1)) != b'\\n':\n        parts.append(part)\n"
                    "    return b''.join(parts).decode()\nwhile True:\n    text = read_line()\n"
                    "    if text.startswith('MSG '):\n        print(text[4:])\n")
    said = signs.begins_otherwise(client, server)
    assert said.startswith("a.py, line 10: only what begins with 'MSG ' is taken here, and b.py, line ") is told
    assert bool(said) is told
