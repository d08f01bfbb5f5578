"""Faults that are known by one guise, in another one: the hint that fits this source, and where it stays silent."""
from types import SimpleNamespace

import pytest
from performing import performed

from lab12.grader import (
    accepting,
    errors,
    framed,
    keys,
    late,
    order,
    own_lists,
    passing,
    queues,
    stopped,
    stuck,
    watching,
)
from lab12.grader.errors_of_addresses import other_allowed
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, PASSED
from tests.kit.sources import CALL, HALL, source

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


@pytest.mark.parametrize("given, told", [
    ("[each for each in room if each is not one]", True), ("list(room)", True), ("room[:]", True), ("room", False)])
def test_a_copy_of_the_list_that_a_thread_is_handed(given, told):
    said = own_lists.copied_for_each(source(
        f"{HALL}room = []\ndef talk(one, others):\n    while data := one.recv(99):\n        for other in others:\n"
        "            if other is not one:\n                other.sendall(data)\nwhile True:\n"
        "    one, _ = hall.accept()\n    room.append(one)\n"
        f"    threading.Thread(target=talk, args=(one, {given})).start()\n"))
    assert said.startswith("a.py, line 12: this copies room as it is now") == told == bool(said)


@pytest.mark.parametrize("each, told", [
    ("room.values()", "line 7: values() gives what is kept under each, name (line 6), and sendto wants the "
     "address, who: for one in room."), ("names", "line 8: sendto wants an address")])
def test_a_loop_over_names_that_sends_to_addresses(each, told):
    server = source("import socket\nhall = socket.socket(type=socket.SOCK_DGRAM)\nhall.bind(('', 5000))\nroom = {}\n"
                    "while name := hall.recvfrom(99):\n    name, who = name; room[who] = name\n"
                    f"    for one in {each}:\n        hall.sendto(name, one)\n")
    said = errors.explain(Fault(server, "TypeError: sendto(): AF_INET address must be tuple, not str", 8))
    assert told in said


@pytest.mark.parametrize("given, told", [
    ("None, talk, None, (one)", "args=(one,)."), ("target=talk, args=(one)", "args=(one,)."),
    ("target=talk, args=(one,)", "")])
def test_an_argument_without_its_comma_for_a_thread_of_ones_own(given, told):
    server = source(f"{HALL}class Talk(threading.Thread):\n    daemon = True\ndef talk(one): pass\nwhile True:\n"
                    f"    one, _ = hall.accept()\n    Talk({given}).start()\n")
    said = errors.explain(Fault(server, "TypeError: talk() argument after * must be an iterable, not socket", None))
    assert said.replace(": (one,).", ": args=(one,).").endswith(told) and bool(said) == bool(told)


@pytest.mark.parametrize("asked, told", [
    ("body", "line 4: what comes has no 'body': b.py, line 5 sends 'text'."), ("text", "there is no 'text'")])
def test_a_key_that_is_handed_by_its_name(asked, told):
    server = source(f"import json\n{HALL}print(json.loads(hall.accept()[0].recv(99))['{asked}'])\n")
    client = source("import json, socket\nlink = socket.create_connection(('127.0.0.1', 5000))\ndef tell(**what):\n"
                    "    link.sendall(json.dumps(what).encode())\ntell(text=input())\n", "client", "b.py")
    assert told in errors.explain(Fault(server, f"KeyError: '{asked}'", 4, other=client))


@pytest.mark.parametrize("made, kind", [("Guest(hall.accept()[0])", "chat"), ("Guest('log.txt')", "pair")])
def test_an_object_of_each_that_is_kept_makes_a_chat(made, kind):
    server = source(f"{HALL}class Guest:\n    def __init__(self, link):\n        self.link = link\nroom = []\n"
                    f"link, _ = hall.accept()\nwhile True:\n    one = {made}\n    room.append(one)\n")
    assert server.script.kind == kind


@pytest.mark.parametrize("does, told", [("get(line)", "one.out.put(line) is meant here."), ("put(line)", "")])
def test_a_message_that_is_to_be_put_into_a_queue(does, told):
    said = queues.never_put(source(
        f"import queue\n{HALL}class Guest:\n    def __init__(self, link):\n        self.link = link\n"
        "        self.out = queue.Queue()\n    def write(self):\n        while text := self.out.get():\n"
        "            self.link.sendall(text)\nroom = []\ndef read(me):\n    for line in me.link.makefile():\n"
        f"        for one in room:\n            one.out.{does}\n"))
    assert said.endswith(told) and bool(said) == bool(told)


@pytest.mark.parametrize("made, event", [("selectors.DefaultSelector()", "selectors.EVENT_READ"),
                                         ("select.poll()", "select.POLLIN")])
def test_the_event_is_that_of_what_watches(made, event):
    said = watching.never_registered(source(
        f"import socket, {made.partition('.')[0]}\nhall = socket.create_server(('', 5000))\nall = {made}\n"
        f"all.register(hall, {event})\nwhile True:\n    link, _ = hall.accept()\n"))
    assert said.endswith(f"all.register(link, {event}).")


@pytest.mark.parametrize("sent, told", [
    ("'REP:' + text.encode()", ".encode() makes bytes of the second part alone: ('REP:' + text).encode()."),
    ("'REP:' + data", ".decode() what recv has given")])
def test_a_text_before_what_is_encoded_already(sent, told):
    server = source(f"{HALL}link, _ = hall.accept()\ndata = link.recv(9)\ntext = input()\nlink.sendall({sent})\n")
    said = errors.explain(Fault(server, 'TypeError: can only concatenate str (not "bytes") to str', 6))
    assert said.startswith("a.py, line 6: text and bytes cannot be joined") and told in said


@pytest.mark.parametrize("kept, loop, told", [
    ("room[number] = one", "other in room", True), ("room[one] = number", "other in room", False),
    ("room[number] = one", "other in room.values()", False)])
def test_a_key_that_is_no_connection(kept, loop, told):
    said = keys.by_key(source(f"{HALL}room, number = {{}}, 0\ndef talk(one, number):\n    while data := one.recv(99):\n"
                              f"        for {loop}:\n            try:\n                other.sendall(data)\n"
                              "            except Exception:\n                pass\nwhile True:\n"
                              f"    one, _ = hall.accept()\n    {kept}\n"
                              "    threading.Thread(target=talk, args=(one, number)).start()\n"))
    assert said.startswith("a.py, line 8: other is a key of room, number (line 13), and no connection: "
                           "room[other].sendall(...)") == told == bool(said)


@pytest.mark.parametrize("loop, told", [
    ("while part := link.recv(99):\n        text += part", True),
    ("while True:\n        part = link.recv(99)\n        if not part:\n            break\n        text += part", True),
    ("while part := link.recv(99):\n        text += part\n        if text.endswith(b'.'):\n            break", False),
    ("while part := link.recv(99):\n        text += part\n        print(text)", False),
    ("while len(text) < 9:\n        part = link.recv(9)\n        if not part:\n            break\n        text += part",
     False)])
def test_a_loop_that_waits_for_the_end_of_all(loop, told):
    said = framed.to_the_end(source(f"{HALL}while True:\n    link, _ = hall.accept()\n    text = b''\n    {loop}\n"
                                    "    print(text)\n    link.sendall(input().encode())\n"))
    assert said.startswith("a.py, line 6: this loop ends only once the other side has gone") == told == bool(said)


@pytest.mark.parametrize("waits, told", [("text == 'QUIT'", True), ("text == 'quit'", False),
                                         ("text.lower() == 'quit'", False), ("text in ('QUIT', 'quit')", False)])
def test_a_stop_word_in_capitals(waits, told):
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = link.recv(99).decode()\n    if {waits}:\n"
                    "        break\n    print(text)\n    link.sendall(input().encode())\n")
    client = source(f"{CALL}while True:\n    text = input()\n    link.sendall(text.encode())\n    if text == 'quit':\n"
                    "        break\n    print(link.recv(99).decode())\n", "client", "b.py")
    left = SimpleNamespace(steps=[("you type 'quit' in client", "the server shows 'quit'")])
    said = stopped.unequal_by_newline(left, server, client)
    assert said.startswith("a.py, line 6: the server waits for 'QUIT' here, and the client sends 'quit'") == told
    assert bool(said) == told


@pytest.mark.parametrize("sent, begins", [
    ("b'MSG ' + text", "MSG "), ("('MSG ' + text).encode()", "MSG "), ("f'{name}: {text}'.encode()", ""),
    ("f'MSG {text}'.encode()", "MSG "), ("text.encode()", ""), ("b'MSG ' + text); link.send(b'OK'", "")])
def test_what_a_script_puts_before_each_message(sent, begins):
    assert source(f"{HALL}link, _ = hall.accept()\ntext = input()\nlink.send({sent})\n").script.mark == begins


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("reply, outcome", [("b'MSG ' + input('> ')", PASSED), ("input('> ').encode() + 1", MISSED)])
def test_a_client_that_takes_off_what_its_server_would_put_before_each_reply(tmp_path, reply, outcome):
    """No message has come back, so ours learn only from the server's source what stands before one."""
    server = f"{HALL}link, _ = hall.accept()\nwhile data := link.recv(99):\n    print(data)\n    link.send({reply})\n"
    client = f"{CALL}while True:\n    link.send(input('? ').encode())\n    print(link.recv(99)[4:].decode())\n"
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": server, "client.py": client}, "starts", "message", "reply",
                        "client_half")
    assert made == {"starts": PASSED, "message": PASSED, "reply": MISSED, "client_half": outcome}


@pytest.mark.parametrize("text, told", [("'S>' + text", "('S>' + text).encode()"), ("text", "text.encode()")])
def test_bytes_of_a_sum_are_those_of_all_of_it(text, told):
    server = source(f"{HALL}link, _ = hall.accept()\ntext = input()\nlink.send(bytes({text}))\n")
    said = errors.explain(Fault(server, "TypeError: string argument without an encoding", 5))
    assert said.startswith(f"a.py, line 5: bytes() of a text needs the encoding: {told}, ")


@pytest.mark.parametrize("first, then, told", [("False", "True", True), ("True", "True", False), ("False", "", False)])
def test_a_flag_that_an_object_puts_up_after_the_start_of_its_thread(first, then, told):
    after = f"        self.on = {then}\n" if then else ""
    said = late.flag_down(source(
        f"{CALL}class Talk:\n    def __init__(self):\n        self.on = {first}\n    def hear(self):\n"
        "        while self.on:\n            print(link.recv(99))\n    def start(self):\n"
        f"        threading.Thread(target=self.hear).start()\n{after}        link.send(input().encode())\n"
        "Talk().start()\n", "client"))
    assert said.startswith("a.py, line 11: on becomes True only here, after the thread has been") == told == bool(said)


@pytest.mark.parametrize("heard, told", [("data = one.recv(99)\n    pass_on(data)", True),
                                         ("while data := one.recv(99):\n        pass_on(data)", False)])
def test_a_server_that_hears_ours_once(heard, told):
    said = order.answers_once(source(
        f"{HALL}room = []\ndef pass_on(data):\n    for one in room:\n        one.sendall(data)\n"
        f"while True:\n    one, _ = hall.accept()\n    {heard}\n"), None)
    assert said.startswith("a.py, line 9: this is done once for each connection") == told == bool(said)
