"""Few words: one word of a program is wrong, or lacks, and what a student is told names that one."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import broadcasting, comparing, errors, stuck, unseen
from lab12.grader.faults import Fault


@pytest.mark.parametrize("word, told", [("'OK'", True), ("b'OK'", False)])
def test_an_answer_that_is_compared_as_it_comes(word, told):
    said = comparing.bytes_for_text(source(f"{CALL}if link.recv(99) == {word}:\n    print(link.recv(99))\n", "client"))
    assert said.startswith("a.py, line 3: what recv gives is bytes, and is never equal to the text 'OK'") == told
    assert told == bool(said)


@pytest.mark.parametrize("given, told", [("", True), (" = []", False)])
def test_a_name_that_is_given_a_kind_and_no_value(given, told):
    server = source(f"{HALL}room: list[socket.socket]{given}\ndef serve(link):\n    room.append(link)\n"
                    "serve(hall.accept()[0])\n")
    said = errors.explain(Fault(server, "NameError: name 'room' is not defined", 5))
    assert said.startswith("a.py, line 3: this says of which kind room is to be, and gives it no value") == told


def test_a_with_of_accept_itself():
    server = source(f"{HALL}with hall.accept as (link, place):\n    print(link.recv(99))\n")
    said = errors.explain(Fault(server, "TypeError: 'method' object does not support the context manager protocol", 3))
    assert said.startswith("a.py, line 3: accept is called with parentheses, and gives two things")
    assert "conn, address = hall.accept(), and then with conn:" in said


@pytest.mark.parametrize("made, told", [
    ("base64.b64encode(text)", "base64.b64encode takes bytes, and this is text: base64.b64encode(text.encode())"),
    ("text", "Sockets carry bytes: send(text.encode())")])
def test_what_takes_bytes_alone(made, told):
    client = source(f"{CALL}import base64\ntext = input()\nlink.send({made})\n", "client")
    fault = Fault(client, "TypeError: a bytes-like object is required, not 'str'", 5)
    assert errors.explain(fault) == f"a.py, line 5: {told}."


@pytest.mark.parametrize("place, told", [("    ", True), ("", False)])
def test_a_set_of_clients_that_each_coroutine_makes(place, told):
    inside, outside = (f"{place}room = set()\n", "") if place else ("", "room = set()\n")
    said = broadcasting.each_its_own(source(
        f"import asyncio\n{outside}async def serve(reader, writer):\n{inside}    room.add(writer)\n"
        "    while data := await reader.read(99):\n        for one in room:\n            one.write(data)\n"
        "asyncio.run(asyncio.start_server(serve, '', 5000))\n"))
    assert said.startswith("a.py, line 3: this gives each client a list of its own") == told == bool(said)


@pytest.mark.parametrize("sign, told", [("==", True), ("!=", False)])
def test_a_list_of_those_who_have_the_address_of_the_author(sign, told):
    said = stuck.to_its_author(source(
        f"{HALL}room = {{}}\nclass Guest:\n    def __init__(self, link, place):\n"
        "        self.link, self.place = link, place\n    def run(self):\n        room[self.place] = self.link\n"
        f"        data = self.link.recv(99)\n"
        f"        others = [one for at, one in room.items() if at {sign} self.place]\n"
        "        for one in others:\n            one.sendall(data)\nGuest(*hall.accept()).run()\n"))
    assert said.startswith("a.py, line 10: this keeps the client that has said it, and no other") == told == bool(said)


@pytest.mark.parametrize("sign, more, told", [
    ("==", "", True), ("!=", "", False), ("==", "        else:\n            print(who, text)\n", False)])
def test_a_client_that_shows_what_its_own_user_says(sign, more, told):
    said = unseen.shows_own_alone(source(
        f"{CALL}name = input('Name: ')\ndef hear():\n    while True:\n        line = link.recv(99).decode()\n"
        f"        who, _, text = line.partition(': ')\n        if who {sign} name:\n            print(who, text)\n"
        f"{more}threading.Thread(target=hear).start()\n", "client"))
    assert said.startswith("a.py, line 8: only what its own user has said is shown") == told == bool(said)
    assert not told or said.endswith("who != name.")
