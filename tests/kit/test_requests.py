"""Requests: chats in which two talk once one has asked the other by name, and that one has agreed."""
import pytest
from performing import performed

from lab12.finder.source import read

DESK = """import socket, threading
people, partners, asked = {{}}, {{}}, {{}}
def serve(link):
    name = link.recv(99).decode()
    people[name] = link
    while data := link.recv(4096):
        text = data.decode().strip()
        if name in partners:
            people[partners[name]].sendall(f"{{name}}: {{text}}".encode())
        elif {test}:
            other = text.split()[-1]
            if other in people:
                asked[other] = name
                people[other].sendall(f"{shown}".encode())
        elif text == "{yes}" and name in asked:
            other = asked.pop(name)
            partners[name], partners[other] = other, name
            link.sendall(b"you may talk")
        else:
            link.sendall(b"nobody hears you")
    other = partners.pop(name, "")
    partners.pop(other, "")
    del people[name]
door = socket.create_server(("127.0.0.1", 7401))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
GUEST = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7401))
link.sendall(input("Your name: ").encode())
def hear():
    while data := link.recv(4096):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "bye":
    link.sendall(text.encode())
"""
WANTS = "{name} wants to chat with you (y/n)"


@pytest.mark.parametrize(("test", "shown", "yes", "agreed"), [
    ("text.startswith('connect ')", WANTS, "y", ("connect {addressee}", "y")),
    ("text.startswith('/talk ')", "accept {name}? yes or no", "yes", ("/talk {addressee}", "yes")),
    ("text.startswith('connect ')", "{name} is here", "y", ()),           # nobody is asked to agree
    ("text.startswith('connect ')", WANTS, "certainly", ()),              # nor does the server look for that answer
    ("text == 'anybody'", WANTS, "y", ())])                               # nor is anybody named
def test_two_who_have_to_agree(test, shown, yes, agreed):
    [script] = read("desk.py", DESK.format(test=test, shown=shown, yes=yes))
    assert script.request == agreed


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize(("word", "shown", "yes"), [
    ("connect", WANTS, "y"), ("request", "{name} calls: yes/no?", "yes")])
def test_who_is_asked_by_name_agrees_and_both_talk(word, shown, yes, tmp_path):
    """The one who comes after one has gone is asked as well."""
    desk = DESK.format(test=f"text.startswith('{word} ')", shown=shown, yes=yes)
    names = "starts", "message", "promptly", "turns", "next_client"
    made, _ = performed(tmp_path, "tcp-chat", {"desk.py": desk, "guest.py": GUEST}, *names)
    assert made == dict.fromkeys(names, "passed")
