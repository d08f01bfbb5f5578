"""Told to start: servers that wait for clients only once their own user has said so."""
import pytest
from performing import performed

from lab12.finder.source import read

PART = """import socket
print("start, help or quit")
while True:
    order = input("> ").strip()
    if order == "start":
        break
    elif order == "quit":
        {away}
    {asks}
door = socket.create_server(("127.0.0.1", 6501))
while True:
    link, _ = door.accept()
    while (text := link.recv(999).decode()) not in ("", "bye"):
        print("Guest:", text)
        link.sendall(input("Reply: ").encode())
    link.close()
"""
GUEST = """import socket
link = socket.create_connection(("127.0.0.1", 6501))
while (text := input("Say: ")) != "bye":
    link.sendall(text.encode())
    print("Host:", link.recv(999).decode())
"""
HALL = """import socket, threading
links = []
def serve(link):
    while data := link.recv(999):
        for other in links:
            if other is not link:
                other.sendall(data)
    links.remove(link)
def wait():
    door = socket.create_server(("127.0.0.1", 6501))
    while True:
        links.append(door.accept()[0])
        threading.Thread(target=serve, args=links[-1:], daemon=True).start()
{before}
while True:
    order = input("console> ").strip().lower()
    if order == "open":
        {opened}
    elif order == "close":
        break
    else:
        print("open or close")
"""
MEMBER = """import socket, threading
link = socket.create_connection(("127.0.0.1", 6501))
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "bye":
    link.sendall(text.encode())
"""


@pytest.mark.parametrize(("away", "asks", "answer"), [
    ("raise SystemExit", "print('what?')", {"choice": "start"}), ("exit()", "continue", {"choice": "start"}),
    ("print('no')", "print('what?')", None), ("exit()", "name = input('Who? ')", None)])
def test_the_word_that_opens_a_server_is_known_beside_the_one_that_ends_it(away, asks, answer):
    """Where neither word ends the program, or more is asked there, the source does not say which is to be typed."""
    [script] = read("desk.py", PART.format(away=away, asks=asks).replace("elif", "if"))
    assert ({"choice": "start"} in [question.answers for question in script.questions]) is bool(answer)


@pytest.mark.parametrize(("before", "opened", "first"), [
    ("", "wait()", True), ("", "threading.Thread(target=wait, daemon=True).start()", True),
    ("threading.Thread(target=wait, daemon=True).start()", "print('it is open')", False)])
def test_a_console_that_opens_a_server_is_answered_before_the_talk(before, opened, first):
    """One beside which the server runs from the start is not."""
    [script] = read("hall.py", HALL.format(before=before, opened=opened))
    assert script.role == "server" and script.kind == "chat"
    assert ([question.answers for question in script.questions] == [{"choice": "open"}]) is first


@pytest.mark.usefixtures("copies")
def test_a_pair_talks_once_its_server_is_told_to_start(tmp_path):
    names = "starts", "message", "reply", "turns"
    text = PART.format(away="raise SystemExit", asks="").replace("elif", "if")
    made, _ = performed(tmp_path, "tcp-pair", {"desk.py": text, "guest.py": GUEST}, *names)
    assert made == dict.fromkeys(names, "passed")


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("opened", ["wait()", "threading.Thread(target=wait, daemon=True).start()"])
def test_a_chat_begins_once_its_server_is_told_to_open(opened, tmp_path):
    names = "starts", "message", "turns"
    text = HALL.format(before="", opened=opened)
    made, _ = performed(tmp_path, "tcp-chat", {"hall.py": text, "member.py": MEMBER}, *names)
    assert made == dict.fromkeys(names, "passed")
