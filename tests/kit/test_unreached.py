"""Unreached: what a line in the wrong place keeps from being done, in the plainest pair there is, one slip in each."""
from types import SimpleNamespace

import pytest
from sources import CALL, source

from lab12.grader import accepting, anew, hints_on_halves, hints_on_talk, lost_in_pairs, unreached
from lab12.rubric.checks import MISSED, Result

PAIR = SimpleNamespace(transport="tcp", kind="pair")
SERVER = """import socket
door = socket.create_server(("127.0.0.1", 5000))
conn, addr = door.accept()
while True:
    data = conn.recv(1024)
    if not data:
        break
    print(data.decode())
    reply = input("Reply: ")
    conn.send(reply.encode())
"""
CLIENT = """import socket
link = socket.socket()
link.connect(("127.0.0.1", 5000))
while True:
    text = input("You: ")
    if text == "exit":
        break
    link.send(text.encode())
    print(link.recv(1024).decode())
"""


def pair(server=("", ""), client=("", "")):
    """Return the two sources, with one text of each replaced by another one."""
    assert server[0] in SERVER and client[0] in CLIENT
    return source(SERVER.replace(*server, 1)), source(CLIENT.replace(*client, 1), "client", name="b.py")


def missed(expected, seen="", waits=()):
    return Result("message", "", MISSED, expected=expected, seen=seen, waits=list(waits))


SENT = "    link.send(text.encode())\n    print(link.recv(1024).decode())\n"


@pytest.mark.parametrize("client, said", [
    ((SENT, "    print(link.recv(1024).decode())\n    link.send(text.encode())\n"),
     "b.py, line 8: it waits here for an answer, before it sends what was typed (line 9): the other program waits"),
    (("        break\n", "        print('bye')\n    break\n"),
     "b.py, line 8: this break is done each time, so nothing behind it in the loop ever is. It belongs in the if above "
     "it (line 6), one step further in."),
    (("        break\n", "        break\n    continue\n"), "b.py, line 8: this continue is done each time"),
])
def test_a_client_that_does_not_come_to_send(client, said):
    server, wrong = pair(client=client)
    result = missed("the server to show 'kilo1'", "nothing like it was sent")
    assert lost_in_pairs.where_lost(result, wrong, server).startswith(said)
    assert hints_on_halves.client_half(missed("'kilo1' to reach our server"), PAIR, server, wrong).startswith(said)
    _, sound = pair()
    assert unreached.left_before(sound) == unreached.hears_before_sending(sound) == ""


@pytest.mark.parametrize("then, told", [("break", True), ("print(data)\n        break", False), ("continue", False)])
def test_a_loop_that_is_left_as_soon_as_something_comes(then, told):
    server, client = pair(("    if not data:\n        break\n", f"    if data:\n        {then}\n"))
    said = lost_in_pairs.where_lost(missed("the server to show 'kilo1'", "though it was sent"), client, server)
    assert said.startswith("a.py, line 6: this leaves the loop as soon as something has come") is told
    half = hints_on_halves.server_half(missed("the server to show 'kilo1'"), PAIR, server, client)
    assert half.startswith("a.py, line 6: this leaves the loop as soon as something has come") is told
    assert unreached.leaves_at_something(pair()[0]) == ""


def test_a_client_that_connects_anew_where_the_server_accepts_once():
    again = 'link.connect(("127.0.0.1", 5000))\nwhile True:\n', 'while True:\n    link = socket.socket()\n    ' \
        'link.connect(("127.0.0.1", 5000))\n'
    said = "b.py, line 5: this connects anew for each message, and the server accepts once (a.py, line 3), and talks"
    result = missed("the server to show 'kilo1'", "though it was sent")
    assert hints_on_talk.turns(result, PAIR, *pair(client=again)).startswith(said)
    assert anew.calls_each_time(*pair()[::-1]) == ""
    each = source(SERVER.replace("conn, addr", "while True:\n  conn, addr").replace("\nwhile True", "\n  while True"))
    assert anew.calls_each_time(pair(client=again)[1], each) == ""


@pytest.mark.parametrize("server, told", [
    (("while True:\n", 'reply = input("Reply: ")\nwhile True:\n'), True), (("", ""), False)])
def test_a_server_whose_user_is_asked_before_the_loop(server, told):
    without = SERVER.replace(*server, 1)
    if told:
        without = without.replace('    reply = input("Reply: ")\n', "")
    result = missed("the server to ask its user for something", "it waits for the network", [
        "the server waits for the network"])
    said = hints_on_talk.reply(result, PAIR, source(without), pair()[1])
    assert said.startswith("a.py, line 4: its user is asked here, before the loop, and line 10 sends the same") is told


HEARS = "def hear():\n    while True:\n        print(link.recv(9))\nhears = threading.Thread(target=hear)\n"


@pytest.mark.parametrize(("look", "text"), [
    (unreached.behind_endless, "def talk(one):\n    while True:\n        print(one.recv(9))\n    one.send(b'bye')"),
    (unreached.behind_endless, "while True:\n    print(link.recv(9))\ndef tell(data):\n    link.send(data)"),
    (unreached.leaves_at_something, "def said():\n    while True:\n        data = link.recv(9)\n        if data:\n"
     "            return data\n        if not data:\n            return None"),
    (unreached.leaves_at_something, "while True:\n    name = link.recv(9)\n    if name:\n        break\n"
     "    print('none', name)\nprint(name)"),
    (unreached.hears_before_sending, "while True:\n    text = input()\n    link.send(b'TEXT')\n    link.recv(9)\n"
     "    link.send(text.encode())"),
    (unreached.hears_one, "def first():\n    print(link.recv(9))\n    hear()\n" + HEARS.replace("=hear)", "=first)")),
    (unreached.hears_one, "def hear():\n    print(link.recv(9))\n    for text in link.makefile():\n"
     "        print(text)\nthreading.Thread(target=hear).start()"),
    (unreached.hears_one, "def hear():\n    print(link.recv(9))\ndef turn():\n    link.send(input().encode())\n"
     "    threading.Thread(target=hear).start()\nwhile True:\n    turn()"),
    (unreached.hears_one, "class Ear(threading.Thread):\n    def run(self):\n        print(link.recv(9))\n"
     "        Ear().start()\nEar().start()"),
    (unreached.joined_first, HEARS + "hears.join(1)\nlink.send(input().encode())"),
    (unreached.joined_first, HEARS + "if late:\n    hears.join()\nelse:\n    link.send(input().encode())"),
    (unreached.joined_first, HEARS + "hears.join()\ndef bye():\n    print('over')\nlast = threading.Thread(target=bye)"
     "\nlast.start()\nbye()"),
    (unreached.joined_first, HEARS + "def ask():\n    link.send(input().encode())\n"
     "asks = threading.Thread(target=ask)\nhears.start()\nasks.start()\nhears.join()\ninput('Enter ')"),
    (unreached.joins_each, HEARS + "def greet():\n    link.send(b'hi')\nboth = threading.Thread(target=greet), hears\n"
     "for one in both:\n    one.start()\n    one.join()"),
    (accepting.accepts_one, "while True:\n    one, _ = link.accept()\n    break\nwhile True:\n    print(one.recv(9))"),
    (accepting.starts_without_end, "while True:\n    ready.wait()\n    threading.Thread(target=talk).start()")])
def test_what_is_reached_in_another_way_is_not_called_unreached(look, text):
    assert look(source(f"{CALL}{text}\n", "client")) == ""


def test_a_client_that_asks_again_for_the_server_connects_once():
    asks = "while True:\n    link = socket.socket()\n    try:\n        link.connect((input(), 5000))\n        break\n" \
        "    except OSError:\n        print('not there')\nwhile True:\n    link.send(input().encode())\n"
    assert anew.calls_each_time(source("import socket\n" + asks, "client"), source(SERVER)) == ""


@pytest.mark.parametrize("asks", [
    "says = threading.Thread(target=say)\nhears.join()\nsays.start()\n", "hears.join()\nsay()\n",
    "hears.join()\nlink.send(input().encode())\n"])
def test_a_join_of_the_thread_that_receives_before_the_one_that_asks(asks):
    text = f"{CALL}{HEARS}def say():\n    while True:\n        link.send(input().encode())\nhears.start()\n{asks}"
    said = unreached.joined_first(source(text, "client"))
    assert "join waits here until hears has ended" in said and "Leave it out: the thread goes on by itself" in said

@pytest.mark.parametrize("loops, told", [
    ("for one in both:\n    one.start()\n    one.join()\n", True),
    ("for one in both:\n    one.start()\nfor one in both:\n    one.join()\n", False),
    ("for one in both:\n    one.start()\n    one.join(1)\n", False),
    ("for one in both[:1]:\n    one.start()\n    one.join()\n", False)])
def test_a_thread_that_is_started_after_the_end_of_the_one_before(loops, told):
    text = f"{CALL}def hear():\n    while True:\n        print(link.recv(9))\ndef say():\n    while True:\n" \
        "        link.send(input().encode())\nboth = [threading.Thread(target=hear), threading.Thread(target=say)]\n" \
        f"{loops}"
    said = unreached.starts_behind_join(source(text, "client"))
    assert said.startswith("a.py, line 12: join waits here until this one thread has ended") is told
    assert bool(said) is told
