"""To whom: chats in which each message begins with the name of the one whom it is for, and goes to nobody else."""
import pytest
from performing import performed

from lab12.finder.menus import IDENTITY
from lab12.finder.source import read

DESK = """import select, socket, threading
from queue import Queue
boxes = {}
def serve(link):
    name = link.recv(99).decode()
    boxes[name] = Queue()
    while True:
        if not boxes[name].empty():
            link.sendall(boxes[name].get().encode())
        if not select.select([link], [], [], 0.2)[0]:
            continue
        if not (text := link.recv(999).decode()):
            return
        to, _, said = text[1:].partition(" ")
        print(name, "to", to, said)
        if to in boxes:
            boxes[to].put(f"{name}: {said}")
door = socket.create_server(("127.0.0.1", 7301))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
GUEST = """import select, socket, threading
link = socket.create_connection(("127.0.0.1", 7301))
name = input("Your name: ")
link.sendall(name.encode())
def hear():
    while True:
        if select.select([link], [], [], 0.5)[0]:
            print(link.recv(999).decode())
threading.Thread(target=hear, daemon=True).start()
print("{help}")
while True:
    line = input()
    if line == "/end":
        break
    {looks}:
        link.sendall(line.encode())
    {others}
"""


@pytest.mark.parametrize("shown, looks, others, say", [
    ("/end, >user message", 'elif line[0] == ">"', "", ">{addressee} "),
    ("write @name: text", 'elif line.startswith("@")', "", "@{addressee}: "),
    ("/tell <name> <text>", 'elif line.startswith("/tell ")', "", "/tell {addressee} "),
    ("/end, >user message", 'elif line[0] == ">"', "else:\n        link.sendall(b'all ' + line.encode())", None),
    ("type > to speak", 'elif line[0] == ">"', "", None)])
def test_what_stands_before_a_message_for_one_other(shown, looks, others, say):
    """Where the help says that a name stands there, and nothing can be said without it."""
    [script] = read("guest.py", GUEST.format(help=shown, looks=looks, others=others))
    assert script.verbs.get("say") == say


@pytest.mark.parametrize("text, kind", [
    (DESK, "chat"), (DESK.replace("boxes[name]", "box").replace("boxes[to]", "box"), "pair")])
def test_a_box_for_each_client_into_which_others_put_makes_a_chat(text, kind):
    [script] = read("desk.py", text)
    assert script.kind == kind


@pytest.mark.usefixtures("copies")
def test_who_says_each_message_to_one_other_is_heard_by_him(tmp_path):
    """The server passes it on a moment later, when its thread looks round again: no user presses Enter for that."""
    guest = GUEST.format(help=">user message", looks='elif line[0] == ">"', others="")
    names = "starts", "message", "promptly", "turns"
    made, _ = performed(tmp_path, "tcp-chat", {"desk.py": DESK, "guest.py": guest}, *names)
    assert made == dict.fromkeys(names, "passed")


HALL = """import socket, threading
members = {{}}
def serve(link):
    name = link.recv(99).decode()
    members[name] = link
    while data := link.recv(999).decode():
        {first}
            to, text = {split}
            if to in members:
                members[to].send(f"{{name}}: {{text}}".encode())
            else:
                link.send(b"nobody of that name is here")
        {others}
    del members[name]
door = socket.create_server(("127.0.0.1", 7302))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
GUEST_OF_HALL = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7302))
link.sendall(input("Your name: ").encode())
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(input().encode())
"""
TO_ALL = "else:\n            for one in members.values():\n                one.send(data.encode())"


@pytest.mark.parametrize("first, split, others, say", [
    ("if ':' in data:", "data.split(':', 1)", "", "{addressee}:"),
    ("if '->' in data:", "data.strip().split('->', 1)", "", "{addressee}->"),
    ("if ':' in data:", "data.split(':', 1)", TO_ALL, None),
    ("if data[0] == '@':", "data[1:].split(':', 1)", "", None),
    ("if ':' in data:", "data.split(':')[0], data", "", None), ("if ':' in data:", "split(':', data)", "", None)])
def test_a_server_that_passes_each_message_on_to_whom_it_names_first(first, split, others, say):
    """Where another way leads to all, nobody need be named."""
    [script] = read("hall.py", HALL.format(first=first, split=split, others=others))
    assert script.kind == "chat" and script.verbs.get("say") == say


def test_a_table_in_which_a_word_is_looked_up_is_none_of_people():
    text = HALL.format(first="if ':' in data:", split="data.split(':', 1)", others="").replace(
        "members[to].send(", "link.send(members[to] + ").replace("members[name] = link", "members[name] = b''")
    assert "say" not in read("hall.py", text)[0].verbs


@pytest.mark.usefixtures("copies")
def test_a_name_is_put_before_each_message_where_only_the_server_shows_that(tmp_path):
    hall = HALL.format(first="if ':' in data:", split="data.split(':', 1)", others="")
    names = "starts", "message", "promptly", "turns"
    made, _ = performed(tmp_path, "tcp-chat", {"hall.py": hall, "guest.py": GUEST_OF_HALL}, *names)
    assert made == dict.fromkeys(names, "passed")


# A server that looks for the one who is named in a function of its own, once it has looked how many parts there are.
POST = """import socket, threading
boxes = {{}}
def deliver(author, whom, what):
    for who, end in {every}:
        if who == whom{also}:
            end.send(f"{{author}} says {{what}}".encode())
def serve(link):
    name = link.recv(99).decode()
    boxes[name] = link
    while data := link.recv(999).decode():
        parts = data.split(" <- ", 1)
        if len(parts) == 2:
            to, text = parts
            print(name, to, text)
            deliver(name, to, text)
    del boxes[name]
door = socket.create_server(("127.0.0.1", 7302))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""


@pytest.mark.parametrize("every, also, say", [
    ("boxes.items()", "", "{addressee} <- "), ("[*boxes.items()]", "", None), ("boxes.items()", "[0]", None)])
def test_a_server_that_looks_in_a_loop_for_whom_a_message_names(every, also, say):
    [script] = read("post.py", POST.format(every=every, also=also))
    assert script.verbs.get("say") == say


# A client that takes apart itself what its user types, and a server that has a table of all by their names.
PARTS = """import json, socket, threading
link = socket.create_connection(("127.0.0.1", 7303))
name = input("Your name: ")
link.sendall(json.dumps({{"from": name, "{key}": None, "text": None}}).encode())
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    words = input().split(" ", {most})
    if len(words) > 1:
        link.sendall(json.dumps({{"from": name, "{key}": words[0], "text": words[1]}}).encode())
"""
TABLE = """import json, socket, threading
desk = {}
def serve(link):
    while data := link.recv(999):
        said = json.loads(data)
        print(said)
        if said["receiver"] is None:
            desk[said["from"]] = link
        elif said["receiver"] in desk:
            desk[said["receiver"]].send((said["from"] + ": " + said["text"]).encode())
door = socket.create_server(("127.0.0.1", 7303))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""


@pytest.mark.parametrize("key, most, say", [("receiver", 1, "{addressee} "), ("to", 1, "{addressee} "),
                                            ("colour", 1, None), ("receiver", 2, None)])
def test_a_client_that_sends_in_a_table_for_whom_a_message_is(key, most, say):
    """What is typed is parted in two; a table of something else names nobody."""
    text = PARTS.format(key=key, most=most).replace("words = input().split", "line = input()\n    words = line.split")
    [script] = read("parts.py", text)
    assert script.verbs.get("say") == say


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("files", [
    {"post.py": POST.format(every="boxes.items()", also=""), "guest.py": GUEST_OF_HALL},
    {"table.py": TABLE, "parts.py": PARTS.format(key="receiver", most=1)}])
def test_who_is_named_where_a_message_begins_hears_it(files, tmp_path):
    names = "starts", "message", "promptly", "turns"
    made, _ = performed(tmp_path, "tcp-chat", files, *names)
    assert made == dict.fromkeys(names, "passed")


TO_ALL_BY_WORD = "if {test}:\n            for one in members.values():\n                one.send(text.encode())"


@pytest.mark.parametrize("split, test, say", [
    ("data.split(':', 1)", "to == 'all'", "all:"), ("data.split(' ', 1)", "to.lower() == 'everyone'", "everyone "),
    ("data.split('|', 1)", "to in ('team', 'everybody')", "team|"), ("data.split(':', 1)", "text == 'team'", None),
    ("data.split(':', 1)", "to != 'team'", None), ("data.split(':', 1)", "to == name", None)])
def test_a_word_for_all_stands_where_a_name_may(split, test, say):
    """It is known with the sign behind it; a test of the text, or one that a name fails, is none for that word."""
    others = TO_ALL_BY_WORD.format(test=test)
    [script] = read("hall.py", HALL.format(first="if data[1:]:", split=split, others=others))
    assert script.kind == "chat" and script.verbs.get("say") == say


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("split, word", [("data.split(':', 1)", "all"), ("data.split(' ', 1)", "everyone")])
def test_a_message_to_all_is_seen_by_all_who_are_there(split, word, tmp_path):
    hall = HALL.format(first="if data[1:]:", split=split, others=TO_ALL_BY_WORD.format(test=f"to == '{word}'"))
    names = "starts", "message", "turns", "everybody"
    made, _ = performed(tmp_path, "tcp-chat", {"hall.py": hall, "guest.py": GUEST_OF_HALL}, *names)
    assert made == dict.fromkeys(names, "passed")


COUNTED = """import socket, threading
links, number = {}, 3
def serve(number, link):
    link.sendall(f"Your id is {number}\\n".encode())
    for line in link.makefile():
        to, text = line.strip().split("|", 1)
        if int(to) in links:
            links[int(to)].sendall(f"from {number}: {text}\\n".encode())
    del links[number]
door = socket.create_server(("127.0.0.1", 7303))
while True:
    link, _ = door.accept()
    number += 1
    links[number] = link
    threading.Thread(target=serve, args=(number, link), daemon=True).start()
"""
COUNTED_GUEST = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7303))
def hear():
    for line in link.makefile():
        print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while True:
    choice = input("1 send, 2 who, 3 quit: ")
    if choice == "1":
        to = input("{asked}")
        text = input("Text: ")
        link.sendall(f"{{to}}|{{text}}\\n".encode())
    elif choice == "2":
        print("anybody")
    elif choice == "3":
        break
"""


@pytest.mark.parametrize("asked, is_whom", [
    ("Id: ", True), ("To client id: ", True), ("Client number: ", True), ("Your id: ", False), ("Message id: ", False),
    ("Room id: ", False)])
def test_a_number_of_another_client_is_asked_for_with_each_message(asked, is_whom):
    """The id of the user himself, of a room or of a message is none."""
    [script] = read("guest.py", COUNTED_GUEST.format(asked=asked))
    assert (IDENTITY in [menu.goes_on for menu in script.menus]) is is_whom


@pytest.mark.usefixtures("copies")
def test_who_is_known_by_a_number_is_sent_to_by_that(tmp_path):
    """It is the number that his own window shows: the first one has 4."""
    files = {"hall.py": COUNTED, "guest.py": COUNTED_GUEST.format(asked="To id: ")}
    names = "starts", "message", "promptly", "turns"
    made, _ = performed(tmp_path, "tcp-chat", files, *names)
    assert made == dict.fromkeys(names, "passed")
