"""Complaints: what a program says itself of what was typed is quoted, and what has come to ours in its place."""
from types import SimpleNamespace

import pytest
from chat_sources import TCP
from sources import CALL, HALL, PASSES_ON, source

from lab12.driver.recorder import COMPLAINT
from lab12.grader import hints, hints_on_halves, hints_on_talk
from lab12.rubric.checks import MISSED, Result
from lab12.stage.peer import what_came

PAIR = SimpleNamespace(transport="tcp", kind="pair")
ASKS = """import socket
link = socket.create_connection(("127.0.0.1", 7501))
while True:
    text = input("Please type: ")
    if text not in ("1", "2"):
        print("Invalid number!")
        continue
    link.send(text.encode())
"""
WAITS = """import socket
way = input("1 or 2? ")
door = socket.create_server(("127.0.0.1", 7501))
link, _ = door.accept()
while True:
    link.send(input().encode())
"""


def half(expected, seen, screens=(), waits=()):
    return Result("client_half", "", MISSED, expected=expected, seen=seen, screens=dict(screens), waits=list(waits))


@pytest.mark.parametrize("lines, told", [
    (["Please type: kilo1", "Invalid number!", "Please type:"], True),
    (["Invalid number!", "Please type: kilo1"], False),
    (["Please type: kilo1", "Please type:"], False), (["Please type: kilo1", "Invalid name!"], False)])
def test_what_a_program_says_to_what_was_typed(lines, told):
    said = "a.py, line 6: 'Invalid number!' is what it says to what was typed. What does it look for before this line?"
    client, server = source(ASKS, "client"), source(WAITS)
    result = half("'kilo1' to reach our server", "it received nothing", {"client": lines})
    assert (hints_on_halves.client_half(result, TCP, server, client) == said) == told
    result = half("the server to show 'kilo1'", "it shows nothing new, and nothing like it was sent", {"client": lines})
    assert (hints_on_talk.where_lost(result, client, server) == said) == told


@pytest.mark.parametrize("answer, told", [("You are not connected with anyone", True), ("Thank you", False)])
def test_what_a_server_answers_in_place_of_passing_on(answer, told):
    server = source(f"import threading\n{HALL}def serve(link):\n    while text := link.recv(99):\n"
                    f"        link.send(b'{answer}')\nwhile True:\n"
                    "    threading.Thread(target=serve, args=hall.accept()[:1]).start()\n")
    talks = "while True:\n    link.send(input().encode())\n    print(link.recv(99).decode())\n"
    client = source(CALL + talks, "client")
    result = Result("message", "", MISSED, expected="client 2 to show 'kilo1'", seen="it shows nothing new",
                    steps=[("you type 'kilo1' in client", "nobody shows it")], screens={"client": ["kilo1", answer]})
    said = hints_on_talk.message(result, SimpleNamespace(transport="tcp", kind="chat"), server, client)
    assert (f"{answer!r} is what the server says to what was typed" in said) == told == bool(COMPLAINT.search(answer))


@pytest.mark.parametrize("seen, said", [
    ("it received nothing", "a.py, line 8: nothing of what was typed has come to ours from here: is this line "
     "reached?"),
    ("it received b'1'", "a.py, line 8: b'1' is what has come to ours, and 'kilo1' was typed. Does this line send "
     "that, and all of it?"),
    (what_came(b"1" * 5200), f"a.py, line 8: b'{'1' * 58} is what has come to ours, and 'kilo1' was typed. Does this "
     "line send that, and all of it?"),
    ("it waits", "a.py, line 8: what was typed does not come from here to where ours waits for it.")])
def test_what_has_come_in_place_of_what_was_typed(seen, said):
    result = half("'kilo1' to reach our server", seen)
    assert hints_on_halves.client_half(result, TCP, source(WAITS), source(ASKS, "client")) == said


def test_a_server_whose_user_is_asked_before_it_listens():
    result = half("a server at 127.0.0.1:7501", "our client gets: Connection refused", waits=[
        "the server waits for the keyboard"])
    said = hints_on_halves.server_half(result, PAIR, source(WAITS), source(ASKS, "client"))
    assert said.startswith("a.py, line 3: it does not come to this line: its user is asked first")


@pytest.mark.parametrize("seconds, waits, said", [
    ("10", "the server waits for a clock", "a.py, line 2: this program does nothing for 10 s here"),
    ("0.5", "the server waits for a clock", "a.py, line 4: does the server come to this line"),
    ("10", "the server waits for a connection", "a.py, line 4: does the server come to this line")])
def test_a_server_that_sleeps_for_long_before_it_listens(seconds, waits, said):
    server = source(f"import time\ntime.sleep({seconds})\n{HALL}hall.accept()\n")
    result = Result("listens", "", MISSED, expected="the server to wait at a TCP port", seen="it waits at none",
                    waits=[waits])
    assert hints.hint(hints.listens, result, PAIR, server, source(ASKS, "client")).startswith(said)


def test_a_chat_server_that_is_not_there_is_not_asked_whom_it_tells():
    result = half("a server at 127.0.0.1:7501", "our client gets: Connection refused")
    said = hints_on_halves.server_half(result, TCP, source(HALL + PASSES_ON), source(CALL, "client"))
    assert "Whom" not in said and said != ""


LOGS_IN = """import socket
link = socket.create_connection(("127.0.0.1", 7501))
answer = link.recv(99).decode()
if answer != "yes":
    raise SystemExit(print(f"Login failed: {answer}"))
while data := link.recv(99):
    print(data)
    link.send(input().encode())
"""


@pytest.mark.parametrize("shown, said", [
    ("Login failed: no such name", "a.py, line 5: 'Login failed: no such name' is what it says before it ends. What "
     "does it look for before this line?"),
    ("Welcome", "a.py, line 6: its loop ends at once. What does it take for the end there?")])
def test_what_a_program_says_before_it_ends_by_itself(shown, said):
    """It has caught its own error, and its status is 0."""
    result = Result("starts", "", MISSED, expected="the client to start, and to go on", screens={
        "client": ["Hello", shown]}, seen="it has ended with status 0")
    assert hints_on_talk.starts(result, TCP, source(HALL), source(LOGS_IN, "client")) == said
    silent = source("import socket, threading\nlink = socket.create_connection(('', 5000))\nthreading.Thread("
                    "target=lambda: link.send(input().encode()), daemon=True).start()\nwhile True:\n    try:\n"
                    "        print(link.recv())\n    except:\n        break\n", "client")
    assert hints_on_talk.starts(result, TCP, source(HALL), silent).startswith("a.py, line 6: recv() has to be told")
    unbound = source("import socket\nhall = socket.socket()\nhall.listen()\nlink, address = hall.accept()\n")
    assert hints_on_talk.starts(result, TCP, unbound, source(LOGS_IN, "client")).startswith("a.py, line 3: bind((host")


@pytest.mark.parametrize("takes, said", [
    ("name = link.recv(99)\n", "a.py, line 5: after it has shown a message the server must ask its user, with input()"),
    ("", "a.py, line 4: what ours has sent comes in here.")])
def test_a_server_that_takes_a_name_first_and_asks_nobody(takes, said):
    """What ours has said may have been taken for the name: that its user is not asked is what is wrong with it."""
    server = source(f"{HALL}link, _ = hall.accept()\n{takes}while data := link.recv(99):\n    print(data)\n"
                    "    link.send(data.upper())\n")
    result = half("the server to show what our client sends ('kilo1')", "it shows nothing new")
    assert hints_on_halves.server_half(result, PAIR, server, source(CALL, "client")).startswith(said)


@pytest.mark.parametrize("asks, said", [
    ("", "a.py, line 3: what is sent stands in the program, and nobody is asked: have its user type each message"),
    ("input()\n", "a.py, line 5: this program does nothing for 20 s here")])
def test_a_client_that_sleeps_and_asks_nobody(asks, said):
    client = source(f"{CALL}link.send(b'one')\nimport time\ntime.sleep(20)\n{asks}", "client")
    result = Result("message", "", MISSED, expected="the client to ask its user for something", seen="it waits for a "
                    "clock", waits=["the client waits for a clock"])
    assert hints.hint(hints.message, result, TCP, source(WAITS), client).startswith(said)


def test_of_many_bytes_that_have_come_only_the_first_are_named():
    assert what_came(b"0" * 5200) == f"it received {b'0' * 200!r} and 5,000 bytes more"
    assert what_came(b"0" * 200) == f"it received {b'0' * 200!r}"
