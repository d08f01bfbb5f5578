"""Choosing: for whom a message is, where its author says that with each one: an address in one line, or a number."""
import pytest
from performing import performed
from sources import CALL, HALL

from lab12.finder.source import read
from lab12.rubric.checks import PASSED

HEARS = """import socket, threading
desk = socket.socket(type=socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 7661))
def hear():
    while True:
        data, (host, port) = desk.recvfrom(999)
        print(host, port, data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    line = input("To whom (ip port): ")
    parts = line.split()
    desk.sendto(input("Text: ").encode(), (parts[0], int(parts[1])))
"""
CALLER = """import socket, threading
link = socket.socket(type=socket.SOCK_DGRAM)
link.connect(("127.0.0.1", 7661))
def hear():
    while True:
        print(link.recv(999).decode())
link.send(b"hello")
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input("> ").encode())
"""
COUNTER = HALL + """links = []
def hear(link, number):
    while data := link.recv(999):
        print(f"{number}: {data.decode()}")
def answer():
    while True:
        number = int(input("Client number: "))
        text = input("Reply: ")
        if number < len(links):
            links[number].sendall(text.encode())
threading.Thread(target=answer, daemon=True).start()
while True:
    links.append(hall.accept()[0])
    threading.Thread(target=hear, args=(links[-1], len(links) - 1), daemon=True).start()
"""
GUEST = CALL + """def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(input("> ").encode())
"""
NAMES = "starts", "listens", "message", "reply", "turns"


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("section, server, client", [
    ("udp-pair", HEARS, CALLER), ("tcp-pair", COUNTER, GUEST),
    ("tcp-pair", COUNTER.replace("{number}: ", "").replace("number}", ""), GUEST)])
def test_a_server_whose_user_says_with_each_reply_for_whom_it_is(tmp_path, section, server, client):
    outcomes, _ = performed(tmp_path, section, {"server.py": server, "client.py": client}, *NAMES)
    assert outcomes == dict.fromkeys(NAMES, PASSED)


@pytest.mark.parametrize("asks, answer", [
    ("host, port = input('Where? ').split()\n    desk.sendto(input('? ').encode(), (host, int(port)))",
     "{host} {port}"),
    ("line = input('Where? ')\n    port, host = line.strip().split(',')\n"
     "    desk.sendto(input('? ').encode(), (host, int(port)))", "{port},{host}"),
    ("line = input('Where? ')\n    word, text = line.split()\n    desk.sendto(input('? ').encode(), place)", None),
    ("who = int(input('Which? '))\n    desk.sendto(input('? ').encode(), people[who])", "{index}"),
    ("who = input('Which? ')\n    desk.sendto(input('? ').encode(), people[int(who) - 1])", "{number}"),
    ("who = int(input('Which? '))\n    desk.sendto(input('? ').encode(), places[who])", None),
    ("who = int(input('Which? '))\n    desk.sendto(people[who].encode(), place)", None)])
def test_what_is_asked_for_with_each_message_tells_for_whom_it_is(asks, answer):
    [script] = read("a.py", "import socket\ndesk = socket.socket(type=socket.SOCK_DGRAM)\ndesk.bind(('', 5000))\n"
                    "people, places = [], [('10.0.0.1', 5)]\nwhile True:\n    data, place = desk.recvfrom(999)\n"
                    f"    people.append(place)\n    print(data)\n    {asks}\n")
    assert ([menu.goes_on for menu in script.menus] or [None]) == [answer]
