"""Told: what a user tells a program before it talks, on its command line, at a question, or as it is started."""
from types import SimpleNamespace

import pytest

from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader import hints
from lab12.grader.reading import Source
from lab12.grader.verdict import missing, no_message
from lab12.rubric.checks import MISSED, Result

MEMBER = """import socket, sys
class Member:
    def __init__(self, door, nick):
        self.link = socket.create_connection(door)
        self.link.send(nick.encode())
    def talk(self):
        while (text := input()) != "over":
            self.link.send(text.encode())
            print(self.link.recv(999).decode())
if len(sys.argv) != 3:
    exit("Usage: member.py <server_address> <nick>")
try:
    Member((sys.argv[1], 7301), nick=sys.argv[2]).talk()
except {caught}:
    print("bye")
"""
TWO_ENDS = """import socket, sys
from threading import Thread
port, link = int(sys.argv[2]), socket.socket()
if sys.argv[1] == "wait":
    link.bind(("localhost", port))
    link.listen()
    link, _ = link.accept()
elif sys.argv[1] == "call":
    link.connect(("localhost", port))
def listen():
    while True:
        print(link.recv(999).decode())
def connect():
    while True:
        link.send(input().encode())
Thread(target=listen).start()
Thread(target=connect).start()
"""
SERVER = """import socket
while True:
    try:
        port = int(input("Which port? "))
        door = socket.socket()
        door.bind(("127.0.0.1", port))
        door.listen()
        {found}
    except:
        print("That one is taken")
link, _ = door.accept()
while text := link.recv(999):
    print(text.decode())
    link.send({reply})
"""
COPY = """import socket, threading
door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
door.bind(("", {own}))
other = input("IP of the other: "), int(input("Port of the other: "))
def hear():
    while True:
        print(door.recvfrom(999))
threading.Thread(target=hear).start()
while True:
    door.sendto(input("> ").encode(), other)
"""
KEYS = """import socket, sys, tty
tty.setraw(sys.stdin)
link, line = socket.create_connection(("127.0.0.1", 7302)), ""
while True:
    key = sys.stdin.read(1)
    if key == "{key}":
        break
    line += key
    if key == "\\r":
        link.send(line.encode())
        print(link.recv(999))
"""

WHO = """import socket
link = socket.create_connection(("127.0.0.1", 7304))
while True:
    text = input("Your name? ")
    if {test}:
        link.send(text.encode())
        {then}
while True:
    link.send(input().encode())
    print(link.recv(999))
"""
ROOM = """import socket
class Room:
    def __init__(self, port, {name}=""):
        self.door, self.word = socket.create_server(("", port)), {name}
    def run(self):
        link, _ = self.door.accept()
        if link.recv(99).decode() == self.word:
            print(link.recv(999))
{made}({name}="apple", port=7305).run()
"""
CALLS = """import socket, time
there = "{there}"
link = socket.socket()
while True:
    try:
        link.connect(({where}, 7306))
        break
    except:
        time.sleep(2)
while True:
    link.send(input("{there}: ").encode())
"""
ANSWERS = """import socket
class Link:
    def is_ack(self, message):
        if message[1:] == b"ACK":
            return True
    def is_end(self, text):
        if text == "over":
            return True
"""
TALKS = """from link import *
link = Link()
door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    message = input()
    door.sendto(message.encode(), ("127.0.0.1", 7307))
    if link.is_end({text}):
        break
    came, _ = door.recvfrom(999)
    link.is_ack(came)
"""


def the(text):
    [script] = read("a.py", text)
    return script


@pytest.mark.parametrize("caught, wants", [
    ("(KeyboardInterrupt, EOFError)", ["host", "name"]), ("OSError", ["host", "name"]),
    ("Exception", []), ("(IndexError, OSError)", [])])
def test_a_try_for_ctrl_c_makes_no_word_optional(caught, wants):
    assert the(MEMBER.format(caught=caught)).arguments == wants


@pytest.mark.parametrize("then, wants", [
    ("raise Exception('no address')", ["host"]), ("exit('no address')", ["host"]), ("sys.exit()", ["host"]),
    ("link.connect(('localhost', 7301))", [])])
def test_a_try_that_ends_in_an_error_makes_no_word_optional(then, wants):
    call = f"try:\n    link.connect((sys.argv[1], 7301))\nexcept IndexError:\n    {then}\n"
    assert the(f"import socket, sys\nlink = socket.socket()\n{call}link.send(input().encode())\n").arguments == wants


@pytest.mark.parametrize("other, wants", [("f'guest{randint(1, 9)}'", ["name"]), ("'guest'", [])])
def test_a_name_is_told_where_chance_gives_one_else(other, wants):
    for text in f"nick = sys.argv[1] if len(sys.argv) > 1 else {other}\n", \
            f"if 1 < len(sys.argv):\n    nick = sys.argv[1]\nelse:\n    nick = {other}\n":
        assert the("import socket, sys\nfrom random import randint\n" + text + """
link = socket.create_connection(("localhost", 7301))
link.send(f"{nick}: {input()}".encode())
""").arguments == wants


def test_a_function_that_is_called_like_the_socket_s_takes_no_address_from_it():
    script = the(TWO_ENDS)
    assert script.commands == {"server": ["wait", "port"], "client": ["call", "port"]}
    assert script.command("server")[1] == script.command("client")[1]


@pytest.mark.parametrize("found, reply, wants", [
    ("break", "input('> ').encode()", ["own port"]), ("break", "text.upper()", ["own port"]),
    ("pass", "text.upper()", [])])  # that loop is never left
def test_a_server_asks_for_its_port_until_it_has_one(found, reply, wants):
    assert [one.wants for one in the(SERVER.format(found=found, reply=reply)).questions] == wants


@pytest.mark.parametrize("own, said", [
    ("7303", "binds port 7303: two computers are meant"), ("int(input('My port: '))", "")])
def test_copies_that_wait_at_one_port_are_meant_for_two_computers(own, said, tmp_path):
    (tmp_path / "talk.py").write_text(COPY.format(own=own))
    [pair] = find(tmp_path).pairs["udp-pair"]
    assert said in missing(pair) if said else pair.client is pair.server


@pytest.mark.parametrize("key, stops", [("\\x03", []), ("\\x04", []), ("q", ["q"])])
def test_a_key_that_ends_a_program_is_no_stop_word(key, stops):
    assert list(the(KEYS.format(key=key)).stops) == stops


@pytest.mark.parametrize("test, then, before", [
    ("text[:5] == 'I am '", "break", "I am "), ("text[0:5] == 'I am '", "break", "I am "),
    ("text.startswith('I am ')", "break", "I am "), ("text[5:] == 'I am '", "break", ""), ("text", "break", ""),
    ("text[:5] == 'I am '", "continue", ""), ("startswith(text, 'I am ')", "break", "")])
def test_what_an_answer_has_to_begin_with(test, then, before):
    assert the(WHO.format(test=test, then=then)).questions[0].before == before


@pytest.mark.parametrize("test, prompt, before", [
    ("not text.startswith('hi, I am')", "Say 'hi, I am <name>'", "hi, I am "),
    ("not text.startswith('hi, I am')", "Your name?", "hi, I am"), ("text[:5] != 'I am '", "Who?", "I am "),
    ("text.startswith('hi, I am')", "Your name?", ""), ("text[:5] == 'I am '", "Who?", "")])
def test_a_loop_asks_until_an_answer_begins_so(test, prompt, before):
    """The blank behind it is the one that the prompt has."""
    script = the(f"""import socket
link, text = socket.create_connection(("127.0.0.1", 7304)), ""
while {test}:
    text = input("{prompt}")
link.send(text.encode())
while True:
    link.send(input().encode())
    print(link.recv(999))
""")
    assert script.questions[0].before == before


@pytest.mark.parametrize("name, made, word", [
    ("password", "Room", "apple"), ("colour", "Room", ""), ("password", "other.Connection", "")])
def test_a_password_that_an_object_is_made_with(name, made, word):
    assert the(ROOM.format(name=name, made=made)).password == word


@pytest.mark.parametrize("talks", [
    "for line in sys.stdin:", "for line in iter(input, 'end'):", "while line := input():"])
def test_a_loop_over_stdin_is_a_conversation(talks):
    """So another loop, that asks until it is told a number, comes before it."""
    script = the(f"""import socket, sys
def ask(prompt):
    while not (text := input(prompt)).isdigit():
        print("digits")
    return int(text)
mine, theirs = ask("Port of mine: "), ask("Port of yours: ")
door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
door.bind(("", mine))
{talks}
    door.sendto(line.encode(), ("127.0.0.1", theirs))
    print(door.recvfrom(99))
""")
    assert ([one.wants for one in script.questions], script.peer) == (["own port", "port"], True)


@pytest.mark.parametrize("kept, compared, word", [
    ("SENHA = 'maçã-7'", "card['senha'] != SENHA", "maçã-7"), ("", "card['pwd'] == 'apple'", "apple"),
    ("", "card.get('pwd') == 'apple'", "apple"), ("", "card['colour'] == 'green'", ""),
    ("kennwort = 'apfel'", "line.strip() == kennwort", "apfel"), ("clave = input()", "line == clave", ""),
    ("def ask(line, mdp='pomme'):\n    return line == mdp", "ask(line)", "pomme")])
def test_a_password_in_other_languages_and_in_a_card(kept, compared, word):
    assert the(f"""import json, socket
{kept}
link, _ = socket.create_server(("", 7305)).accept()
line = link.recv(99).decode()
card = json.loads(line)
if {compared}:
    print(link.recv(999))
""").password == word


@pytest.mark.parametrize("there, where, placeholder", [
    ("192.168.x.x", "there", True), ("10.0.0.XX", "there", True), ("192.168.1.7", "there", False),
    ("server ip addr", "there", True), ("ur ip", "there", True),
    ("LAPTOP-7", "there", False), ("192.168.x.x", "'127.0.0.1'", False)])
def test_what_only_stands_for_an_address(there, where, placeholder):
    script = the(CALLS.format(there=there, where=where))
    assert (script.placeholder, there in script.names) == (
        (there, 2) if placeholder else (), there == "LAPTOP-7")
    client, server = Source(script, "client"), Source(the(SERVER), "server")
    result = Result("message", "message", MISSED, seen="it waits for a clock", expected="the client to ask")
    roles = SimpleNamespace(kind="pair", transport="tcp", client=script, server=server.script)
    said = f"a.py, line 2: '{there}' only stands for an address"
    assert (said in hints.message(result, roles, server, client)) == placeholder
    if placeholder:
        assert there in no_message(result, SimpleNamespace(roles=roles))[1]


@pytest.mark.parametrize("given, meant", [
    ("there = '10.0.0.x'", True), ("there = input('Server IP: ') or '10.0.0.x'", False),
    ("there = '10.0.0.x' if len(sys.argv) < 2 else sys.argv[1]", False),
    ("there = '10.0.0.x'\nif len(sys.argv) > 1:\n    there = sys.argv[1]", False),
    ("usual = '10.0.0.x'\nthere = sys.argv[1] if sys.argv[1:] else usual", False),
    ("def pick(one):\n    return one\nother = input('Server IP: ')\nthere = pick(other if other else 'localhost')\n"
     "if not other:\n    print(pick('10.0.0.x'))", False),
    ("usual = '10.0.0.x'\nthere = usual", True)])
def test_an_address_that_is_only_the_default_stands_for_none(given, meant):
    """Where its user may tell another one, what is lost is not lost for want of an address."""
    script = the(CALLS.format(there="> ", where="there").replace("there = \"> \"", f"import sys\n{given}"))
    assert script.placeholder == (("10.0.0.x", 3) if meant else ())


@pytest.mark.parametrize("text, typed", [("message", ("over",)), ("came", ())])
def test_a_name_in_a_file_that_is_imported_is_another_one(text, typed):
    [script] = read("a.py", TALKS.format(text=text), [("link.py", ANSWERS)])
    assert script.typed_stops == typed


I_AM = """import socket
{before}
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    s.connect(("10.0.0.7", 7309))
    print("I am", s.getsockname())
except OSError:
    raise SystemExit
{then}
while True:
    s.{send}(input("> ").encode(){to})
    print(s.{recv}(999))
"""
HEARS = "def talk():\n    while True:\n        print(s.recv(99))"
MADE = "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"


@pytest.mark.parametrize("before, then, send, probe", [
    ("", "", "send", ""), ("", MADE, "sendto", "10.0.0.7"), (HEARS, "", "getsockname", ""),
    (MADE, "", "send", ""), (f"{MADE}\ns.sendto(b'', ('127.0.0.1', 7310))", MADE, "sendto", "10.0.0.7"),
    (HEARS.replace("talk()", "talk(s)"), "talk(s)", "send", "")])
def test_one_who_asks_for_an_address_and_talks_to_it_calls_it(before, then, send, probe):
    """A socket that is used for nothing else, before its name stands for another one, only asks for its own."""
    script = the(I_AM.format(before=before, then=then, send=send, to=", ('127.0.0.1', 7310)" * (send == "sendto"),
                             recv={"send": "recv", "sendto": "recvfrom"}.get(send, "close")))
    assert (script.probe, script.addresses) == (probe, [] if probe else ["10.0.0.7"])
    assert probe or script.port == 7309


SIGNS_UP = """import socket
link = socket.create_connection(("127.0.0.1", 7308))
print("{shown}")
{asks}
while True:
    link.send(input().encode())
    print(link.recv(999))
"""


@pytest.mark.parametrize("shown, asks, before", [
    ("Type '/signup username password' to sign up", "link.send(input('$').encode())", "/signup "),
    ("/register <name> <password>", "link.send(input('$').encode())", "/register "),
    ("Type /list to see who is there", "link.send(input('$').encode())", "")])
def test_one_signs_up_in_one_line_as_is_shown(shown, asks, before):
    [question] = the(SIGNS_UP.format(shown=shown, asks=asks)).questions
    assert (question.before, bool(question.after), question.wants == "name") == (before, bool(before), bool(before))


CALLED = """import socket, sys
{taken}
    link = socket.create_connection((host, port))
    while True:
        link.send(input().encode())
{calls}
"""


@pytest.mark.parametrize("taken, calls, wants", [
    ("def main(words):\n    host, port = words[1], int(words[2])", "main(sys.argv)", ["host", "port"]),
    ("def main(words):\n    host, port = words[1], int(words[2])", "main(sys.argv)\nmain(['', 'here', 1])", []),
    ("def main(argv):\n    if len(argv) != 2:\n        sys.exit()\n    host, port = argv[0], int(argv[1])",
     "main(sys.argv[1:])", ["host", "port"]),
    ("def main(argv):\n    if not argv:\n        sys.exit()\n    host, port = argv[0], 7000", "main(sys.argv[1:])",
     ["host"]),
    ("def main(argv):\n    host, port = argv[0] if argv else '', 7000", "main(sys.argv[1:])", []),
    ("def main(argv=None):\n    if argv is None:\n        argv = sys.argv[1:]\n    host, port = argv[0], int(argv[1])",
     "main()", ["host", "port"]),
    ("class Main:\n  def run(self, words):\n    host, port = words", "Main().run(sys.argv[1:])", ["host", "port"]),
    ("async def main(words):\n    host, port = words[1], int(words[2])", "run(main(sys.argv))", ["host", "port"]),
    ("def main(host, port=7000):", "main(*sys.argv[1:])", ["host"]),
    ("def main(program, host, port):", "main(*sys.argv)", ["host", "port"]),
    ("def main(host, port=7000):", "words = sys.argv[1:]\nif len(words) != 1:\n    sys.exit()\nmain(*words)", ["host"]),
    ("def main(host, port=7000):", "words = sys.argv[1:]\nwords.append('localhost')\nmain(*words)", []),
    ("def main(host, port=7000):", "host, *more = sys.argv[1:]\nmain(host, *more)", ["host"]),
    ("def main(host, port):", "def run(words):\n    main(*words)\nrun(sys.argv[1:])", ["host", "port"]),
    ("def main(words):\n    match words:\n        case [host, port]:\n            port = int(port)\n        case _:\n"
     "            sys.exit()", "main(sys.argv[1:])", ["host", "port"]),
    ("def main(host='', port=7000):", "match sys.argv:\n    case [_, host]:\n        main(host)\n    case _:\n"
     "        print('a host?')", ["host"]),
    ("def main():\n    port = 7000\n    match sys.argv[1:]:\n        case [host]:\n            pass\n        case []:\n"
     "            host = ''", "main()", []),
    ("def main():", "if len(sys.argv) == 3:\n    host, port = sys.argv[1], int(sys.argv[2])\nelse:\n    sys.exit()\n"
     "main()", ["host", "port"])])
def test_a_command_line_that_is_handed_to_a_function(taken, calls, wants):
    assert the(CALLED.format(taken=taken, calls=calls)).arguments == wants


def test_a_match_of_a_command_line_tells_two_sides_apart():
    script = the("""import socket, sys
match sys.argv[1:]:
    case ["wait", port]:
        link, _ = socket.create_server(("", int(port))).accept()
        print(link.recv(99))
    case ["call", host, port]:
        socket.create_connection((host, int(port))).send(input().encode())
    case _:
        sys.exit("wait or call?")
""")
    assert script.commands == {"server": ["wait", "port"], "client": ["call", "host", "port"]}
