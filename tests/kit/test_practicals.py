"""Practicals: a file transfer and a calculator are told from a conversation, and a chat that sends files is neither."""
import pytest

from lab12.finder.practicals import other_practical
from lab12.finder.source import read

SERVER = "import socket\ndoor = socket.create_server(('', 5000))\nlink, _ = door.accept()\n"
CLIENT = "import socket\nlink = socket.create_connection(('', 5000))\n"
TALKS = "while True:\n    print(link.recv(99).decode())\n    link.send(input().encode())\n"
KEEPS = "with open('got', 'wb') as file:\n    while data := link.recv(99):\n        file.write(data)\n"
GIVES = "with open(input('Which? '), 'rb') as file:\n    link.sendall(file.read())\n"
LENDS = "def lend():\n    name = link.recv(99).decode()\n    for part in open(name):\n        hand_over(part)\n" \
    "def hand_over(part):\n    link.send(part.encode())\nlend()\n"
LOGS = "log = open('log.txt', 'a')\nwhile data := link.recv(99):\n    log.write(data.decode())\n    link.send(b'ok')\n"
WELCOMES = "link.send(open('welcome.txt').read().encode())\nwhile data := link.recv(99):\n    link.send(data)\n"
ASKS = "link.send(input('? ').encode())\nprint(link.recv(99).decode())\n"
WORKS_OUT = "a, sign, b = link.recv(99).decode().split()\na, b = float(a), float(b)\n" \
    "if sign == '*':\n    link.send(str(a * b).encode())\nelse:\n    link.send(str(a / b).encode())\n"
UNDERLINES = "n = int(link.recv(99))\nprint('=' * n, n / 2)\nlink.send(b'ok')\n"


@pytest.mark.parametrize("serves, calls, what", [
    (KEEPS, GIVES, "a file transfer"), (LENDS, ASKS, "a file transfer"), (WORKS_OUT, ASKS, "a calculator"),
    ("link.send(str(eval(link.recv(99))).encode())\n", ASKS, "a calculator"),
    (TALKS, TALKS, ""), (TALKS, KEEPS + GIVES, ""), (KEEPS + TALKS, GIVES + TALKS, ""), (LOGS, ASKS, ""),
    (WELCOMES, ASKS, ""), (UNDERLINES, ASKS, ""), (KEEPS, ASKS, "")])
def test_what_else_a_pair_is(serves, calls, what):
    """It is told by what both do with files, or with numbers, where the server asks its user for nothing."""
    [server], [client] = read("s.py", SERVER + serves), read("c.py", CLIENT + calls)
    assert other_practical(server, client) == what
