"""Few words: one word of a program is wrong, or lacks, and what a student is told names that one."""
import pytest
from performing import performed
from sources import CALL, HALL, PASSES_ON, source

from lab12.grader import (
    anew,
    broadcasting,
    collecting,
    comparing,
    errors,
    errors_of_keys,
    events,
    lost_at_clients,
    lost_in_pairs,
    mixups,
    own_lists,
    placed,
    rounds,
    slips,
    stuck,
    unseen,
    whereto,
)
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, PASSED, Result


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


@pytest.mark.parametrize("leaves, told", [("room.clear()", True), ("room.remove(who)", False)])
def test_a_list_that_is_emptied_where_one_leaves(leaves, told):
    said = mixups.clears_all(source(
        f"import socket\nhall = socket.socket(type=socket.SOCK_DGRAM)\nroom = []\nwhile True:\n"
        f"    text, who = hall.recvfrom(99)\n    room.append(who)\n    if text == b'/quit':\n        {leaves}\n"
        "    for one in room:\n        hall.sendto(text, one)\n"))
    wanted = "a.py, line 8: this takes all off room, where one of them has left: room.remove(who)."
    assert said == (wanted if told else "")


@pytest.mark.parametrize("sends, told", [("call()", True), ("link", False)])
def test_one_more_connection_for_each_message(sends, told):
    said = anew.connects_each_time(source(
        "import socket, threading\ndef call():\n    return socket.create_connection(('127.0.0.1', 5000))\n"
        f"link = call()\nthreading.Thread(target=lambda: print(link.recv(99))).start()\nwhile True:\n"
        f"    {sends}.sendall(input().encode())\n", "client"))
    assert said.startswith("a.py, line 7: call() opens one more connection for each message") == told == bool(said)


@pytest.mark.parametrize("asks, told", [("get('mesage')", True), ("get('message')", False), ("get('n', 1)", False)])
def test_a_key_that_is_asked_for_with_get(asks, told):
    server = source(f"{HALL}import json\nlink, _ = hall.accept()\ntold = json.loads(link.recv(99))\n"
                    f"print(told.{asks})\n")
    client = source(f"{CALL}import json\nlink.send(json.dumps({{'message': input()}}).encode())\n", "client", "b.py")
    said = errors_of_keys.other_keys(server, client)
    assert said.startswith("a.py, line 6: what comes has no 'mesage': b.py, line 4 sends 'message'") \
        == told == bool(said)


@pytest.mark.parametrize("name, told", [("handler", True), ("handle", False)])
def test_a_handler_of_a_pair_that_nobody_calls(name, told):
    server = source("import socketserver\nclass Talk(socketserver.BaseRequestHandler):\n"
                    f"    def {name}(self):\n        print(self.request.recv(99))\n        self.request.sendall(b'')\n"
                    "socketserver.TCPServer(('', 5000), Talk).serve_forever()\n")
    client = source(f"{CALL}link.send(input().encode())\n", "client", "b.py")
    result = Result("message", "", MISSED, expected="the server to show 'a'", seen="it shows nothing new")
    said = lost_in_pairs.where_lost(result, client, server)
    assert ("socketserver calls handle(), and Talk has none" in said) == told


def test_both_that_accept_gives_put_on_a_list():
    server = source(f"{HALL}room = []\nwhile True:\n    room += hall.accept()\n    print(room[-1].recv(99))\n")
    said = errors.explain(Fault(server, "AttributeError: 'tuple' object has no attribute 'recv'", 6))
    assert said.startswith("a.py, line 5: += puts both that accept gives on room") and "room.append(conn)" in said


@pytest.mark.parametrize("test, told", [("link.recv(99)", True), ("data := link.recv(99)", False)])
def test_a_client_of_a_chat_that_throws_every_other_message_away(test, told):
    shows = "link.recv(99)" if told else "data"
    client = source(f"{CALL}def hear():\n    while {test}:\n        print({shows})\n"
                    "threading.Thread(target=hear).start()\nwhile True:\n    link.send(input().encode())\n", "client")
    said = lost_at_clients.not_shown(client, source(f"{HALL}{PASSES_ON}"))
    assert ("a.py, line 4: what this recv gives is thrown away" in said) == told


def test_a_class_that_is_given_its_host_and_port_the_other_way_round():
    server = source("import socket\nclass Hall:\n    def __init__(self, port, host=''):\n"
                    "        self.door = socket.socket()\n        self.door.bind((host, port))\nHall('', 5000)\n")
    said = errors.explain(Fault(server, "TypeError: str, bytes or bytearray expected, not int", 5))
    assert said.startswith("a.py, line 6: Hall takes port, host, and is given '', 5000: host becomes a number")


@pytest.mark.parametrize("spares, told", [("room.remove(one)", True), ("continue", False)])
def test_an_author_who_is_taken_off_to_be_left_out(spares, told):
    said = stuck.takes_author_off(source(
        f"{HALL}room = []\ndef tell(text, author):\n    for one in room:\n        if one is author:\n"
        f"            {spares}\n        else:\n            one.sendall(text)\n"))
    assert said.startswith("a.py, line 7: this takes the author of each message off room for good") \
        == told == bool(said)


@pytest.mark.parametrize("then, told", [("", True), ("        bell.notify()\n", False)])
def test_a_condition_that_nobody_notifies(then, told):
    said = events.by_event(source(
        f"{HALL}bell, said = threading.Condition(), []\ndef put(text):\n    with bell:\n"
        f"        said.append(text)\n{then}"
        "def pump():\n    while True:\n        with bell:\n            bell.wait()\n            print(said.pop())\n"
        "threading.Thread(target=pump).start()\n"))
    assert ("this waits until bell is notified, and nobody ever does so: bell.notify()" in said) == told == bool(said)


@pytest.mark.parametrize("how, told", [("SHUT_RD", True), ("SHUT_WR", False)])
def test_a_side_that_is_ended_before_anything_is_received(how, told):
    said = placed.hears_no_side(source(f"{CALL}link.shutdown(socket.{how})\nprint(link.recv(99))\n", "client"))
    assert said.startswith("a.py, line 3: SHUT_RD ends what this socket receives") == told == bool(said)


@pytest.mark.parametrize("compared, told", [("self", True), ("self.link", False)])
def test_a_connection_that_is_compared_with_its_handler(compared, told):
    said = slips.compares_handler(source(
        "import asyncio\nroom = []\nclass Guest(asyncio.Protocol):\n    def connection_made(self, link):\n"
        "        self.link = link\n        room.append(link)\n    def data_received(self, data):\n"
        f"        for one in room:\n            if one is not {compared}:\n                one.write(data)\n"))
    assert said.startswith("a.py, line 9: room holds self.link (line 6), and one is compared with self") == told
    assert told == bool(said)


@pytest.mark.parametrize("whom, told", [("room[0]", True), ("one", False)])
def test_a_loop_that_sends_to_the_first_each_time(whom, told):
    said = stuck.same_each_time(source(
        "import socket\nhall = socket.socket(type=socket.SOCK_DGRAM)\nroom = []\nwhile True:\n"
        "    text, who = hall.recvfrom(99)\n    room.append(who)\n    for one in room:\n        if one != who:\n"
        f"            hall.sendto(text, {whom})\n"))
    assert said.startswith("a.py, line 9: the loop goes through room as one, and this sends to room[0]") == told
    assert told == bool(said)


@pytest.mark.parametrize("writes, told", [("encode()", True), ("encode('utf-16')", False)])
def test_what_is_written_in_utf_8_and_read_in_another_encoding(writes, told):
    server = source(f"{HALL}link, _ = hall.accept()\nprint(link.recv(99).decode('utf-16'))\n")
    client = source(f"{CALL}link.send(input().{writes})\n", "client", "b.py")
    words = "UnicodeDecodeError: 'utf-16-le' codec can't decode byte 0x31 in position 8: truncated data"
    said = errors.explain(Fault(server, words, 4, other=client))
    assert said.startswith("a.py, line 4: this reads UTF-16, and b.py, line 3 writes UTF-8") == told


@pytest.mark.parametrize("each, told", [("link", True), ("one", False)])
def test_a_loop_that_takes_the_name_of_the_author(each, told):
    said = rounds.lends_own_name(source(
        f"{HALL}room = []\ndef serve(link):\n    data = link.recv(99)\n    for {each} in room:\n"
        f"        if {each} is not link:\n            {each}.send(data)\n"))
    assert said.startswith("a.py, line 6: this loop gives link, who has said it, another value") == told == bool(said)


@pytest.mark.parametrize("makes, told", [("Guest.room = []", True), ("self.name = []", False)])
def test_a_list_of_a_class_that_each_object_empties(makes, told):
    said = own_lists.own_instead(source(
        f"{HALL}class Guest:\n    room = []\n    def __init__(self, link):\n        {makes}\n        self.link = link\n"
        "        Guest.room.append(self)\nGuest(hall.accept()[0])\n"))
    assert said.startswith("a.py, line 6: this empties Guest.room for each Guest that is made") == told == bool(said)


@pytest.mark.parametrize("given, told", [("others", True), ("*others", False)])
def test_a_list_for_a_function_that_takes_each_by_itself(given, told):
    server = source(f"{HALL}room = {{}}\ndef tell(text, *names):\n    for one in names:\n"
                    "        room[one].sendall(text)\n"
                    f"def serve(name):\n    others = [one for one in room]\n    tell(b'', {given})\n")
    said = errors.explain(Fault(server, "TypeError: unhashable type: 'list'", 6))
    assert said.startswith("a.py, line 9: tell takes each by itself (*names, line 4), and others is a list") == told


@pytest.mark.parametrize("whom, told", [("hall.getsockname()", True), ("who", False)])
def test_an_answer_to_the_server_itself(whom, told):
    said = whereto.to_own_name(source(
        "import socket\nhall = socket.socket(type=socket.SOCK_DGRAM)\nhall.bind(('', 5000))\nwhile True:\n"
        f"    text, who = hall.recvfrom(99)\n    hall.sendto(input().encode(), {whom})\n"))
    assert said.startswith("a.py, line 6: getsockname() is the address of this program itself") == told == bool(said)
    assert not told or said.endswith("as recvfrom gives it: who.")


@pytest.mark.parametrize("body, told", [("print(link.recv(99))", True),
                                        ("while True:\n        print(link.recv(99))", False)])
def test_a_timer_that_receives_once(body, told):
    client = source(f"{CALL}def hear():\n    {body}\nthreading.Timer(0.1, hear).start()\nwhile True:\n"
                    "    link.send(input().encode())\n", "client")
    said = lost_at_clients.not_shown(client, source(f"{HALL}{PASSES_ON}"))
    assert said.startswith("a.py, line 4: this is done once, and then the thread is at its end") == told


@pytest.mark.parametrize("more, told", [("", True), ("        return text\n", False)])
def test_a_method_that_receives_and_gives_nothing(more, told):
    said = placed.gives_nothing(source(
        f"{HALL}class Peer:\n    def __init__(self, link):\n        self.link = link\n    def heard(self):\n"
        f"        text = self.link.recv(99).decode()\n{more}peer = Peer(hall.accept()[0])\n"
        "while text := peer.heard():\n    print(text)\n"))
    assert said.startswith("a.py, line 7: heard ends here and gives nothing (None), and line 9 wants") == told
    assert told == bool(said)


LINES = """import socket, threading
door, members = socket.create_server(("127.0.0.1", 7317)), []
def serve(link):
    kept = ""
    while data := link.recv(999).decode():
        kept += data
        lines = kept.split("\\n")
        kept = lines[-1]
        for line in lines{}:
            print(line)
            for one in members:
                if one is not link:
                    one.sendall(f"{{line}}\\n".encode())
while True:
    members.append(door.accept()[0])
    threading.Thread(target=serve, args=members[-1:]).start()
"""
SAYS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7317))
def hear():
    for line in link.makefile():
        print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(f"{input()}\\n".encode())
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("which, outcome", [("", MISSED), ("[:-1]", PASSED)])
def test_a_part_of_a_message_that_is_shown_in_a_line_of_its_own(which, outcome, tmp_path):
    files = {"server.py": LINES.format(which), "client.py": SAYS}
    made, _ = performed(tmp_path, "tcp-chat", files, "starts", "message", "turns", "pieces")
    assert made == {"starts": PASSED, "message": PASSED, "turns": PASSED, "pieces": outcome}


@pytest.mark.parametrize("which, told", [("", True), ("[:-1]", False)])
def test_a_loop_over_lines_that_takes_the_unfinished_one(which, told):
    said = collecting.takes_unfinished(source(LINES.format(which)))
    assert said.startswith("a.py, line 9: lines[-1] is no whole line yet, and is kept (line 8)") == told == bool(said)
