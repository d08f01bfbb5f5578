"""Chats of strangers: what their rooms, words and first lines have taught, each in a small program of its own."""
import pytest
from performing import performed

from lab12.finder.source import read
from lab12.rubric.checks import PASSED

pytestmark = pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle

INN = """import socket, threading
door = socket.create_server(("127.0.0.1", 7601))
rooms, places = {"hall": []}, {}
def take(link, size):
    kept = bytearray()
    while len(kept) < size:
        part = link.recv(size - len(kept))
        if not part:
            raise ConnectionError
        kept.extend(part)
    return bytes(kept)
def frame(link):
    return take(link, int(take(link, 4))).decode()
def tell(link, text):
    link.sendall(b"%04d" % len(text.encode()) + text.encode())
def obey(link, line):
    words = line.split()
    what = words[0].lower()
    if what == "/make":
        rooms.setdefault(words[1], [])
        tell(link, "Made")
        return
    if what == "/enter":
        rooms[words[1]].append(link)
        places[link] = words[1]
        return
    if what == "/quit":
        link.close()
        return
    tell(link, "Unknown word")
def serve(link):
    try:
        while True:
            line = frame(link)
            if line.startswith("/"):
                obey(link, line)
            elif link not in places:
                tell(link, "Enter a room first: /enter <room>")
            else:
                for one in rooms[places[link]]:
                    tell(one, line)
    except (OSError, ValueError):
        pass
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""
GUEST = """import socket, sys, threading
link = socket.create_connection(("127.0.0.1", 7601))
def hear():
    while size := link.recv(4):
        print(link.recv(int(size)).decode())
threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin:
    text = line.rstrip()
    link.sendall(b"%04d" % len(text.encode()) + text.encode())
    if text == "/quit":
        break
"""


def test_who_has_made_a_room_enters_it_like_all_others(tmp_path):
    made, facts = performed(tmp_path, "tcp-chat", {"server.py": INN, "client.py": GUEST}, "starts", "message", "turns")
    assert made == {"starts": PASSED, "message": PASSED, "turns": PASSED}
    assert facts["rooms"] == "entered"


def test_words_are_looked_for_in_what_functions_of_the_script_have_received():
    """A return that only ends what is done for one line does not end the conversation."""
    [script] = read("server.py", INN)
    assert script.verbs == {"create": "/make ", "join": "/enter "}
    assert list(script.stops) == ["/quit"]
    [script] = read("client.py", GUEST)
    assert script.typed_stops == ("/quit",)


@pytest.mark.parametrize("test, verbs", [('line.startswith("hello ")', {"nick": "hello "}),
                                         ('line["kind"] == "hello"', {})])
def test_a_kind_of_message_is_no_word_that_is_typed(test, verbs):
    [script] = read("a.py", f"""import json, socket
link, names = socket.create_connection(("127.0.0.1", 7602)), []
def take():
    return json.loads(link.recv(999))
while True:
    line = take()
    if {test}:
        names.append(line)
""")
    assert script.verbs == verbs
