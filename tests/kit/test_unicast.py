"""Unicast: a chat in which each message is for one, and what else lies in a folder of lessons beside it."""
import pytest
from performing import performed
from sources import CALL, HALL, source

from lab12.finder.menus import ADDRESSEE
from lab12.finder.pairing import Pair
from lab12.finder.source import read
from lab12.grader import candidates
from lab12.grader.faults import faults
from lab12.rubric.checks import MISSED, PASSED, Result


@pytest.mark.parametrize("prompt, whose", [
    ("Enter To Client: ", True), ("Send it to which user? ", True), ("To the friend: ", True),
    ("Message to the client: ", False), ("Reply to user: ", False), ("Connect to client: ", False), ("Room: ", False)])
def test_whom_a_message_is_for_is_asked_in_many_words(prompt, whose):
    [script] = read("a.py", f"{CALL}while True:\n    whom = input({prompt!r})\n    text = input('Text: ')\n"
                            "    link.sendall(f'{whom}:{text}'.encode())\n")
    assert [menu.goes_on for menu in script.menus] == [ADDRESSEE] * whose


def test_a_letter_that_cannot_be_sent_comes_before_what_that_brings_about():
    came = "the server goes on, after an error in a thread: ValueError: not enough values, line 4; client 2 " \
        "has ended: UnicodeEncodeError: 'ascii' codec can't encode it, line 9"
    result = Result("letters", "", MISSED, steps=[("you type 'x' in client 2", came)], seen="")
    found = faults(result, {"server": source(""), "client": source("", "client", "b.py")})
    assert [(fault.role, fault.line) for fault in found] == [("client", 9), ("server", 4)]


def test_what_sends_by_itself_is_tried_with_one_server_only():
    [server], [other] = read("a.py", HALL), read("b.py", HALL)
    texts = [f"import time\n{CALL}while True:\n    link.send({sent}.encode())\n    time.sleep(1)\n"
             for sent in ("input()", "'beat'")]
    talks, beats = (read("c.py", text)[0] for text in texts)
    pairs = [Pair("tcp-pair", *both) for both in (
        (server, talks), (server, beats), (other, talks), (other, beats), (None, beats))]
    assert candidates.once_each(pairs) == pairs[:3]


ROOMS = HALL + """rooms = {"hall": [], "yard": []}
def serve(link):
    link.send(b"There are two: hall, yard\\n")
    room = rooms.get(link.recv(99).decode().strip(), rooms["hall"])
    room.append(link)
    while True:
        READS
        if not data:
            break
        print(data.decode())
        for one in list(room):
            if one is not link:
                one.sendall(data)
    room.remove(link)
while True:
    link, _ = hall.accept()
    threading.Thread(target=serve, args=(link,), daemon=True).start()
"""
SAYS = CALL + """def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(input().encode())
"""
CAUGHT = "try:\n            data = link.recv(999)\n        except ConnectionError:\n            data = b''"


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("reads, outcome", [("data = link.recv(999)", MISSED), (CAUGHT, PASSED)])
def test_one_who_is_in_the_chat_once_he_has_said_something_breaks_off_there(reads, outcome, tmp_path):
    """Before that he stands on no list, and whatever his end does to the server harms nobody."""
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": ROOMS.replace("READS", reads), "client.py": SAYS},
                            "starts", "listens", "message", "turns", "lost")
    assert outcomes == {"starts": PASSED, "listens": PASSED, "message": PASSED, "turns": PASSED, "lost": outcome}
