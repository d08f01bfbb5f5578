"""Faults that are known by one guise, in another one: the hint that fits this source, and where it stays silent."""
import pytest

from lab12.grader import accepting, errors, passing, stuck
from lab12.grader.errors_of_addresses import other_allowed
from lab12.grader.faults import Fault
from tests.kit.sources import HALL, source

JSON = "TypeError: Object of type bytes is not JSON serializable"


@pytest.mark.parametrize("parts, item, kind, told", [
    ("'you:', data", 1, "str instance, bytes", "data is bytes, and what it is joined with is not: data.decode()."),
    ("data, 'says'", 0, "str instance, bytes", "data is bytes, and what it is joined with is not: data.decode()."),
    ("b'you:', name", 1, "a bytes-like object, str", "name is text, and what it is joined with is not: name.encode()."),
    ("data, data", 0, "str instance, bytes", "the parts are bytes, as recv gives them, and are joined by a text")])
def test_one_part_of_those_that_are_joined_is_of_another_kind(parts, item, kind, told):
    server = source(f"{HALL}data = hall.accept()[0].recv(9)\nname = input()\nwhole = ' '.join([{parts}])\n")
    said = errors.explain(Fault(server, f"TypeError: sequence item {item}: expected {kind} found", 5))
    assert said.startswith(f"a.py, line 5: {told}")


@pytest.mark.parametrize("text, sends, told", [
    ("input().encode()", "json.dumps({'a': text}).encode()",
     "line 5: .encode() makes bytes of this, and JSON holds text (a.py, line 6): leave it out here."),
    ("input().encode()", "json.dumps({'a': text})", "leave it out here, and encode the whole"),
    ("link.recv(9)", "json.dumps({'a': text}).encode()", "line 6: JSON holds text, and what recv gives is bytes"),
    ("link.recv(9)", "json.dumps({'a': text.encode()}).encode()", "makes bytes of text: leave that out.")])
def test_bytes_that_json_is_given_by_a_name(text, sends, told):
    server = source(f"import json\n{HALL}link, _ = hall.accept()\ntext = {text}\nlink.send({sends})\n")
    assert told in errors.explain(Fault(server, JSON, 6))


@pytest.mark.parametrize("sum_of, told", [
    ("b'MSG ' + text", "b'MSG ' is bytes, and text is text, so text.encode()."),
    ("head + text", ".decode() what recv has given")])
def test_a_text_behind_bytes_that_are_written_out(sum_of, told):
    server = source(f"{HALL}link, _ = hall.accept()\nhead = link.recv(4)\ntext = input()\nlink.send({sum_of})\n")
    said = errors.explain(Fault(server, "TypeError: can't concat str to bytes", 6))
    assert said.startswith("a.py, line 6: text and bytes cannot be joined: ") and told in said


@pytest.mark.parametrize("context, wrap, told", [
    ("create_default_context()", "c, server_side=True", "line 4: create_default_context() is a context for a client"),
    ("create_default_context(ssl.Purpose.CLIENT_AUTH)", "c, server_side=True", "line 5: TLS compares the name"),
    ("create_default_context()", "c", "line 5: TLS compares the name")])
def test_a_server_that_has_the_context_of_a_client(context, wrap, told):
    server = source(f"import ssl\n{HALL}keys = ssl.{context}\nc = keys.wrap_socket({wrap})\n")
    assert f"a.py, {told}" in errors.explain(Fault(server, "ValueError: check_hostname requires server_hostname", 5))


@pytest.mark.parametrize("allowed, told", [("ear", True), ("out", False)])
def test_an_attribute_that_may_not_broadcast_while_another_may(allowed, told):
    peer = source("import socket\nclass Peer:\n    def __init__(self):\n"
                  "        self.ear = socket.socket(type=socket.SOCK_DGRAM)\n"
                  "        self.out = socket.socket(type=socket.SOCK_DGRAM)\n"
                  f"        self.{allowed}.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)\n"
                  "        self.ear.bind(('', 5000))\n"
                  "    def say(self):\n        self.out.sendto(b'a', ('<broadcast>', 5000))\nPeer().say()\n")
    said = other_allowed(peer, peer.of("sendto"))
    assert said.startswith("a.py, line 9: self.out has not been allowed to send") == told == bool(said)


ROOM = "room = []\ndef talk(one):\n    while data := one.recv(99):\n        print(data)\n        for other in room:\n"
COMES = "def listen():\n    while True:\n        one, _ = hall.accept()\n        room.append(one)\n"


@pytest.mark.parametrize("test, said", [
    ("not other is not one", "line 8: this sends to the client that has said it, and to no other: if other is not one"),
    ("other == one", "line 8: this sends to the client that has said it, and to no other: if other != one"),
    ("not other == one", ""), ("not other is one", "")])
def test_a_test_that_is_denied_is_read_as_its_opposite(test, said):
    server = source(f"{HALL}{ROOM}            if {test}:\n                other.sendall(data)\n{COMES}"
                    "        threading.Thread(target=talk, args=(one,)).start()\nlisten()\n")
    told = stuck.to_its_author(server)
    assert said in told and bool(told) == bool(said)


@pytest.mark.parametrize("listens, talks, told", [
    ("threading.Thread(target=listen).start()", "talk", True),
    ("threading.Thread(target=listen).start()", "threading.Thread(target=talk, args=(one,)).start", False)])
def test_a_thread_that_is_none_of_a_client(listens, talks, told):
    heard = "        while data := one.recv(99):\n            print(data)\n" if told else f"        {talks}()\n"
    said = accepting.talks_in_its_loop(source(f"{HALL}{ROOM}            other.send(data)\n{COMES}{heard}{listens}\n"))
    assert said.startswith("a.py, line 13: the server talks here with one client until that has gone") == told
    assert bool(said) == told


def test_a_server_that_does_not_wait_at_accept_hears_one_after_the_other():
    assert not accepting.talks_in_its_loop(source(
        f"{HALL}hall.settimeout(1)\n{COMES}        while data := one.recv(99):\n            print(data)\nlisten()\n"))


@pytest.mark.parametrize("keeps, loop", [
    ("room[who] = one", "who, other in room.items()"), ("room[one] = who", "other, who in room.items()"),
    ("room.append((one, who))", "other, who in room"), ("room.append(one)", "other in room")])
def test_of_several_the_one_is_named_that_is_the_connection(keeps, loop):
    server = source(f"{HALL}room = {'{}' if '[' in keeps else '[]'}\ndef talk(one, who):\n    {keeps}\n"
                    f"    while data := one.recv(99):\n        for {loop}:\n            one.sendall(data)\n"
                    "while True:\n    threading.Thread(target=talk, args=hall.accept()).start()\n")
    assert passing.past_the_loop(server).endswith("this sends to one each time. Send to other.")
