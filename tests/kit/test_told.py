"""Told: what a user tells a program before it talks, on its command line, at a question, or as it is started."""
import pytest

from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader.verdict import missing

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


def the(text):
    [script] = read("a.py", text)
    return script


@pytest.mark.parametrize("caught, wants", [
    ("(KeyboardInterrupt, EOFError)", ["host", "name"]), ("OSError", ["host", "name"]),
    ("Exception", []), ("(IndexError, OSError)", [])])
def test_a_try_for_ctrl_c_makes_no_word_optional(caught, wants):
    assert the(MEMBER.format(caught=caught)).arguments == wants


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
