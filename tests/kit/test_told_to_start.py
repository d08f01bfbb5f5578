"""Told to start: servers that wait for clients only once their own user has said so."""
import pytest
from chat_sources import MEMBER
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
    files = {"hall.py": HALL.format(before="", opened=opened), "member.py": MEMBER.format(port=6501, stop="bye")}
    made, _ = performed(tmp_path, "tcp-chat", files, *names)
    assert made == dict.fromkeys(names, "passed")


# A chat that its users enter by a word; its client has the same name for that word and for each message.
LOBBY = """import socket
hall = socket.socket(type=socket.SOCK_DGRAM)
hall.bind(("127.0.0.1", 6502))
there = {}
while True:
    data, who = hall.recvfrom(999)
    text = data.decode()
    if text == "/enter":
        name, who = hall.recvfrom(999)
        there[who] = name.decode()
        hall.sendto(b"you are in", who)
    elif text == "/go":
        hall.sendto(b"/go", there.pop(who) and who)
    elif who in there:
        print(there[who], text)
        for one in there:
            if one != who:
                hall.sendto(f"{there[who]}: {text}".encode(), one)
"""
ENTERS = """import socket, threading
hall = socket.socket(type=socket.SOCK_DGRAM)
hall.connect(("127.0.0.1", 6502))
def hear():
    while (text := hall.recv(999).decode()) != "/go":
        print(text)
line = input("Write /enter to come in: ")
if line.lower() == "/enter":
    hall.send(line.encode())
    hall.send(input("Who are you? ").encode())
    print(hall.recv(999).decode())
    threading.Thread(target=hear).start()
    line = input()
    while line.find("/go") == -1:
        hall.send(line.encode())
        line = input()
    hall.send(b"/go")
"""


@pytest.mark.usefixtures("copies")
def test_a_chat_is_entered_by_the_word_behind_which_all_talk_stands(tmp_path):
    names = "starts", "message", "turns", "stops"
    made, _ = performed(tmp_path, "udp-chat", {"lobby.py": LOBBY, "enters.py": ENTERS}, *names)
    assert made == dict.fromkeys(names, "passed")


@pytest.mark.parametrize("old, new, asked", [
    ("", "", ["choice", "name"]), ('if line.lower() == "/enter":', "if line:", ["name"]),
    ("    line = input()\n    while line", "line = input()\nif line:\n    while line", ["name"])])
def test_a_word_behind_which_not_all_talk_stands_is_not_asked_for(old, new, asked):
    [script] = read("enters.py", ENTERS.replace(old, new))
    assert [question.wants for question in script.questions] == asked


@pytest.mark.parametrize("test, stops", [
    ('line.find("/go") == -1', ["/go"]), ('line.find("/go") < 0', ["/go"]), ('line.lower().find("/go") != 0', ["/go"]),
    ('line.find("/go") > 2', []), ('line.find("/") == -1', [])])
def test_a_stop_word_may_be_looked_for_by_its_place(test, stops):
    text = ENTERS.replace(' != "/go"', "").replace('line.find("/go") == -1', test)
    [script] = read("enters.py", text)
    assert list(script.stops) == stops


@pytest.mark.parametrize("grows, stops", [("kept += link.recv(99).decode()", []), ("kept = input()", ["over"])])
def test_the_end_of_what_is_put_together_is_no_stop_word(grows, stops):
    [script] = read("reads.py", "import socket\nlink = socket.create_connection(('127.0.0.1', 6503))\nkept = input()\n"
                    f"while kept.find('over') < 0:\n    {grows}\n    link.sendall(kept.encode())\n")
    assert list(script.stops) == stops
