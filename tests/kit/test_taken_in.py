"""Taken in: a server takes its clients in over TCP, and what they say comes over UDP, for the others."""
import pytest
from performing import performed

from lab12.finder.source import read
from lab12.finder.wants import wanted
from lab12.rubric.checks import PASSED

pytestmark = pytest.mark.usefixtures("copies")

DESK = """import socket, threading
rooms = {}
def welcome(link):
    room, port = link.recv(99).decode().split()
    rooms.setdefault(room, []).append((link.getpeername()[0], int(port)))
    link.send(b"come in")
def take_in():
    desk = socket.create_server(("127.0.0.1", 7041))
    while True:
        threading.Thread(target=welcome, args=desk.accept()[:1]).start()
def pass_on():
    post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    post.bind(("127.0.0.1", 7042))
    while True:
        data, author = post.recvfrom(999)
        print(data.decode())
        for room in rooms.values():
            for one in room:
                if one != author and author in room:
                    post.sendto(data, one)
threading.Thread(target=take_in).start()
pass_on()
"""
MEMBER = """import socket, threading
room = input("ルーム名: ")
post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
post.bind(("127.0.0.1", {port}))
link = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
link.connect(("127.0.0.1", 7041))
link.send(f"{{room}} {{post.getsockname()[1]}}".encode())
print(link.recv(99).decode())
def hear():
    while True:
        print(post.recvfrom(999)[0].decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    post.sendto(input().encode(), ("127.0.0.1", 7042))
"""


def told(source):
    return [(one.transport, one.role, one.kind, one.port) for one in read("a.py", source)]


def test_what_one_says_over_udp_is_shown_by_the_others(tmp_path):
    made, _ = performed(tmp_path, "udp-chat", {"desk.py": DESK, "member.py": MEMBER.format(port=0)},
                        "starts", "listens", "message", "turns")
    assert {*made.values()} == {PASSED}


def test_who_is_taken_in_over_tcp_and_heard_over_udp_is_in_a_chat_over_udp():
    assert told(DESK) == [("udp", "server", "chat", 7042)]


@pytest.mark.parametrize("old, new, over", [
    ('    link.send(b"come in")\n', "    while data := link.recv(99):\n        for one in rooms[room]:\n"
     "            one.send(data)\n", ["tcp"]),
    ("post.sendto(data, one)", "print(one)", ["tcp"]),
    ("for room in rooms.values()", "for room in [[author]]", ["tcp", "udp"])])
def test_a_server_over_both_that_is_more_than_a_door(old, new, over):
    """It passes on over TCP as well, or over UDP to nobody, or the two share nothing."""
    assert old in DESK
    assert [one.transport for one in read("a.py", DESK.replace(old, new))] == over


@pytest.mark.parametrize("port", [0, 7043])
def test_who_signs_in_over_tcp_is_a_client_whatever_port_he_binds(port):
    [script] = read("a.py", MEMBER.format(port=port))
    assert (script.transport, script.role, script.targets) == ("udp", "client", [7042])
    assert script.port in (port, 7042)


@pytest.mark.parametrize("prompt, want", [("ルーム名を入力してください : ", "group"), ("部屋の名前: ", "group"),
                                          ("房间名: ", "group"), ("방 이름: ", "group"), ("Your name: ", "name")])
def test_the_name_of_a_room_is_not_ones_own(prompt, want):
    assert wanted(prompt) == want
