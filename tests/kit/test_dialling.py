"""Dialling: a client whose user says in the middle of it all where the server is, by a word, and talks by another."""
import pytest
from performing import performed
from sources import CALL

from lab12.finder.modules import from_above
from lab12.finder.source import read
from lab12.rubric.checks import PASSED

POST = """import json, socket
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind(("127.0.0.1", 7641))
names = {}
while True:
    data, who = post.recvfrom(65535)
    order = json.loads(data)
    does, rest = order["does"], order["rest"]
    if does == "register":
        names[who] = rest[0]
        answer = "you are " + rest[0]
    elif does == "all" and who in names:
        answer = "sent"
        for other in names:
            if other != who:
                post.sendto((names[who] + ": " + " ".join(rest)).encode(), other)
    else:
        answer = "what is that?"
    post.sendto(answer.encode(), who)
"""
DESK = """import json, socket, threading
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 0))
server = None
HELP = '''/join <server_ip> <port>   say where the server is
/register <handle>         say who you are
/all <message>             say something to all'''
def hear():
    while True:
        print(desk.recvfrom(65535)[0].decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    words = input().split()
    if not words:
        print(HELP)
    elif words[0] == "/join":
        server = words[1], int(words[2])
    elif server is None:
        print("join first")
    else:
        desk.sendto(json.dumps({"does": words[0][1:], "rest": words[1:]}).encode(), server)
"""


@pytest.mark.usefixtures("copies")
def test_who_says_first_where_the_server_is_then_a_name_and_talks_by_a_word(tmp_path):
    names = "starts", "listens", "message", "turns", "everybody", "letters"
    outcomes, _ = performed(tmp_path, "udp-chat", {"server.py": POST, "client.py": DESK}, *names)
    assert outcomes == dict.fromkeys(names, PASSED)


CALLS = "import socket\nlink = socket.socket(AF, socket.SOCK_DGRAM)\nwhere = None\nwhile True:\n    line = input()\n"
SAYS = "    else:\n        link.sendto(line.encode(), where)\n"


@pytest.mark.parametrize("does, word", [
    ("if line.startswith('/connect'):\n        _, host, port = line.split()\n        where = host, int(port)\n"
     "        link.sendto(b'hi', (host, int(port)))\n", "/connect {host} {port}"),
    ("if line.split()[0] == 'open':\n        link.sendto(b'hi', ('127.0.0.1', int(line.split()[1])))\n", "open {port}"),
    ("if line.split()[0] == 'open':\n        go(line.split()[1], line.split()[2])\n", "open {host} {port}"),
    ("if line.startswith('/msg'):\n        _, user, text = line.split(' ', 2)\n"
     "        link.sendto(text.encode(), people[user])\n", "")])
def test_a_word_that_says_where_the_server_is_has_its_address_behind_it(does, word):
    [script] = read("a.py", "def go(where, door):\n    link.sendto(b'hi', (where, int(door)))\n" + CALLS
                    + f"    {does}{SAYS}")
    assert script.verbs.get("connect", "") == word


@pytest.mark.parametrize("says, does, word", [
    ("Command (e.g., %connect 127.0.0.1 6789): ", "words[0] == '%connect'", "%connect {host} {port}"),
    ("for example: open localhost 6789 anna", "words[0] == 'open'", "open {host} {port} {name}"),
    ("zum Beispiel \"/verbinde 10.0.0.7 6789\"", "words[0] == '/verbinde'", "/verbinde {host} {port}"),
    ("por ejemplo: /unir 6789 127.0.0.1", "words[0] == '/unir'", "/unir {port} {host}"),
    ("e.g. nc 127.0.0.1 6789", "words[0] == 'open'", "open"), ("e.g. /open room1", "words[0] == '/open'", "/open"),
    ("e.g. python a.py 127.0.0.1 6789", "words[0] == 'open'", "open")])
def test_an_example_of_the_command_that_calls_tells_what_stands_behind_it(says, does, word):
    [script] = read("a.py", f"import socket\nlink = socket.socket()\nwhile True:\n    words = input({says!r}).split()\n"
                    f"    if {does}:\n        link.connect(known(words))\n"
                    "    else:\n        link.send(' '.join(words).encode())\n")
    assert script.verbs["connect"] == word


@pytest.mark.parametrize("takes", [
    "word, _, rest = line.partition(' ')\n    host, port = rest.split()\n",
    "word, rest = line.split(' ', 1)\n    host, port = rest.strip().split(':')\n",
    "word, rest = line.split()[0], line[6:]\n    parts = rest.split()\n    host, port = parts[0], parts[1]\n",
    "word, *rest = line.split()\n    host, port = line.split()[1], line.split()[2]\n"])
def test_the_word_may_have_been_taken_away_before_the_rest_is_parted(takes):
    first, second = takes.split("\n    ", 1)
    inside = second.replace("\n    ", "\n        ")
    [script] = read("a.py", "import socket\nlink = socket.socket()\nwhile True:\n    line = input()\n"
                    f"    {first}\n    if word == 'call':\n        {inside}        link.connect((host, int(port)))\n"
                    "    elif word == 'say':\n        link.send(line.encode())\n")
    assert script.verbs["connect"] == "call {host} {port}"


def test_over_tcp_too_where_no_help_tells_it():
    [script] = read("a.py", "import socket\nlink = socket.socket()\nwhile True:\n    words = input().split()\n"
                    "    if words[0] == 'connect':\n        link.connect((words[1], int(words[2])))\n"
                    "    else:\n        link.send(' '.join(words).encode())\n")
    assert script.verbs["connect"] == "connect {host} {port}"
    assert "connect" not in read("a.py", f"{CALL}while True:\n    link.send(input().encode())\n")[0].verbs


@pytest.mark.parametrize("said, word", [
    ("/register <handle>  Say who you are", "/register "), ("Type /nick NAME first", "/nick "), ("/join <room>", None),
    ("/msg <user> <text>", None), ("https://example.org/name <you>", None), ("your name: ", None)])
def test_the_word_for_a_name_is_told_by_the_help_where_the_client_sends_all_lines_as_they_are(said, word):
    [script] = read("a.py", f"{CALL}print({said!r})\nwhile True:\n    link.sendall(input().encode())\n")
    assert script.verbs.get("nick") == word


FROM_ABOVE = """import os, socket
door = socket.create_server(("127.0.0.1", 7642))
link, _ = door.accept()
while data := link.recv(999):
    print(data.decode())
    with open("first_task/notes/said.txt", "a") as file:
        file.write(data.decode())
    link.sendall(input("> ").encode())
"""
BESIDE = "import help_us\nlink = help_us.call()\nwhile True:\n    link.sendall(input('> ').encode())\n" \
    "    print(link.recv(999).decode())\n    open(f'./first_task/notes/{help_us.NAME}.txt', 'w').write('x')\n"
HELP_US = "import socket\nNAME = 'anna'\ndef call():\n    return socket.create_connection(('127.0.0.1', 7642))\n"


@pytest.mark.usefixtures("copies")
def test_a_program_that_names_its_own_folder_is_started_in_the_one_above(tmp_path):
    """What it imports is found all the same: Python looks for that beside the file that is started."""
    (tmp_path / "first_task" / "notes").mkdir(parents=True)
    outcomes, _ = performed(tmp_path, "tcp-pair", {
        "first_task/server.py": FROM_ABOVE, "first_task/client.py": BESIDE, "first_task/help_us.py": HELP_US,
        "first_task/notes/kept.txt": "kept"}, "starts", "listens", "message", "reply", "turns")
    assert outcomes == dict.fromkeys(("starts", "listens", "message", "reply", "turns"), PASSED)


@pytest.mark.parametrize("path, says, above", [
    ("one/a.py", "open('one/names.txt')", 1), ("one/a.py", "open(f\"./one/{name}.txt\")", 1),
    ("a/one/a.py", "open('one/keys/cert.pem')", 1), ("one/a.py", "open('two/names.txt')", 0),
    ("one/a.py", "print('one/two')", 0), ("a.py", "open('one/names.txt')", 0)])
def test_the_folder_in_which_a_program_is_started(path, says, above):
    assert from_above(path, [f"{CALL}{says}\n"]) == above


@pytest.mark.parametrize("word, nick", [
    ("hi, my name is ", True), ("ola, meu nome eh ", True), ("I'm ", True), ("me llamo ", True), ("we are ", False)])
def test_a_phrase_says_who_somebody_is(word, nick):
    [script] = read("a.py", f"{CALL}who = ''\nwhile True:\n    line = input()\n    if line.startswith({word!r}):\n"
                    f"        who = line[{len(word)}:]\n        link.sendall(who.encode())\n"
                    "    elif who:\n        link.sendall(line.encode())\n")
    assert script.verbs.get("nick", "") == word * nick
