"""Naming: a server that takes the first message of each client for its name, beside a client that says none."""
from types import SimpleNamespace

import pytest
from sources import CALL, HALL, source

from lab12.grader import hints
from lab12.grader.naming import unnamed

DESK = HALL + """link, _ = hall.accept()
name = link.recv(99).decode()
print("here is", name)
while data := link.recv(999):
    print(name, data.decode())
    link.sendall(input("> ").encode())
"""
GUEST = CALL + """while True:
    link.sendall(input("> ").encode())
    print(link.recv(999).decode())
"""
SAID = "a.py, line 4: the first message of each client is taken for its name here, and b.py sends no name"


def test_a_pair_that_stands_still_since_the_first_message_is_a_name():
    server, client = source(DESK), source(GUEST, "client", "b.py")
    roles = SimpleNamespace(transport="tcp", kind="pair")
    result = SimpleNamespace(expected="the server to ask its user for something", seen="it waits for the network",
                             waits=["the server waits for the network", "the client waits for the network"], screens=[])
    assert hints.reply(result, roles, server, client).startswith(SAID)


@pytest.mark.parametrize("old, new, client", [
    ("name = link", "size = link", GUEST), ("", "", GUEST.replace("while True", "link.send(b'anna')\nwhile True")),
    ("", "", GUEST.replace("while True", "who = input('Name: ')\nwhile True")),
    ("name = link.recv(99).decode()\n", "link.sendall(b'Name: ')\nname = link.recv(99).decode()\n", GUEST),
    ("name = link.recv(99).decode()\n", "name = 'guest'\n", GUEST),
    ("", "", GUEST.replace("input(\"> \")", "('NAME ' + input())")), ("name = link", "filename = link", GUEST),
    ("", "", GUEST.replace("> ", "Your name, and then your messages: ")),
    ("", "", GUEST.replace("while", "def say(text): link.sendall(text.encode())\nsay('anna')\nwhile"))])
def test_no_name_is_missed_that_is_said_or_is_none(old, new, client):
    assert unnamed(source(DESK), source(GUEST, "client", "b.py")).startswith(SAID)
    assert unnamed(source(DESK.replace(old, new, 1)), source(client, "client", "b.py")) == ""


CROWD = HALL + """here = {}
def serve(link):
    nick = link.recv(99).decode()
    here[link] = nick
    while data := link.recv(999):
        print(nick, data.decode())
        for other in here:
            if other is not link:
                other.sendall(data)
    del here[link]
while True:
    threading.Thread(target=serve, args=hall.accept()[:1], daemon=True).start()
"""


def test_in_a_chat_the_name_is_taken_in_the_thread_of_a_client():
    said = unnamed(source(CROWD), source(GUEST, "client", "b.py"))
    assert said.startswith("a.py, line 5: the first message of each client is taken for its name here")
