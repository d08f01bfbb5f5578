"""More pairs: what another sample of public programs of two has taught, each rebuilt in a small program of ours."""
import pytest

from lab12.finder.handin import find
from lab12.finder.menus import KEY
from lab12.finder.source import read
from lab12.grader import grade

ANSWERS = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind((socket.gethostname(), 5600))
while True:
    told, who = post.recvfrom(4096)
    print("there:", told.decode())
    post.sendto(input("here: ").encode(), who)
"""
ASKS = """import socket
other = ("{host}", 5600)
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind((socket.gethostname(), 5601))
while (told := input("here: ")) != "over":
    post.sendto(told.encode(), other)
    print("there:", post.recvfrom(4096)[0].decode())
"""


def the(text):
    [script] = read("a.py", text)
    return script


def test_what_is_made_of_itself_is_read():
    """The text of a datagram stands for several things, one of them made of itself: data = data + end."""
    for added in "b'!'", "'!'":
        script = the(f"import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5600))\n"
                     "while True:\n    data, who = post.recvfrom(99)\n    print(data)\n"
                     f"    data = data + {added}\n    post.sendto(data, who)\n")
        assert (script.role, script.error, "no encode" in script.mistakes) == ("server", "", added == "'!'")


def test_who_has_a_port_of_its_own_calls_a_computer_all_the_same(tmp_path):
    assert the(ASKS.format(host="ROOM-7-PC3")).names == ["ROOM-7-PC3"]
    (tmp_path / "answers.py").write_text(ANSWERS)
    (tmp_path / "asks.py").write_text(ASKS.format(host="192.168.7.5"))
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "udp-pair"]
    assert section.verdict == "works" and section.reason.endswith("but it runs only where 192.168.7.5 is.")


PEER = """import socket, threading
line = socket.socket(type=socket.SOCK_DGRAM)
line.bind(("127.0.0.1", {own}))
def hear():
    while True:
        print("there:", line.recvfrom(4096)[0].decode())
threading.Thread(target=hear).start()
while True:
    line.sendto(input("here: ").encode(), ("127.0.0.1", {other}))
"""
TRIAL = """import socket
line = socket.socket(type=socket.SOCK_DGRAM)
while True:
    line.sendto(input("here: ").encode(), ("127.0.0.1", 5701))
    print("there:", line.recvfrom(4096)[0].decode())
"""


def test_two_that_call_each_other_belong_together(tmp_path):
    """Each has a port of its own: what counts is where the one sends, and that it is the other's."""
    (tmp_path / "left.py").write_text(PEER.format(own=5701, other=5702))
    (tmp_path / "right.py").write_text(PEER.format(own=5702, other=5701))
    (tmp_path / "trial.py").write_text(TRIAL)
    first = find(tmp_path).pairs["udp-pair"][0]
    assert {first.server.path, first.client.path} == {"left.py", "right.py"}


MOVED = """import socket
def moved(text, by):
    return "".join(chr(ord(letter) + by) if letter.isalpha() else letter for letter in text)
{opened}
while True:
"""
TELLS = """    text = input("Message: ")
    link.sendall(moved(text, int(input("Key: "))).encode())
"""
HEARS = """    came = link.recv(9999).decode()
    print("shown as", came)
    print("meant is", moved(came, -int(input("Its key: "))))
"""
WAITS = "link, _ = socket.create_server(('', 5711)).accept()"
CALLS = "link = socket.create_connection(('127.0.0.1', 5711))"


@pytest.mark.parametrize("answer, verdict, says", [
    (TELLS, "works", ""), ("", "one way", "line 6: after it has shown a message the server must ask its user")])
def test_the_key_of_a_cipher_is_asked_with_each_message(answer, verdict, says, tmp_path):
    """It is no message, and no line of one: a server that asks for nothing else asks nobody for a reply."""
    (tmp_path / "server.py").write_text(MOVED.format(opened=WAITS) + HEARS + answer)
    (tmp_path / "client.py").write_text(MOVED.format(opened=CALLS) + TELLS + HEARS * bool(answer))
    [server] = [one for one in find(tmp_path).scripts if one.path == "server.py"]
    assert (server.asks, {menu.goes_on for menu in server.menus}) == (bool(answer), {KEY})
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "tcp-pair"]
    assert section.verdict == verdict
    [reply] = [one for one in section.results if one.name == "reply"]
    assert says in reply.hint
