"""More siblings: questions and commands in other guises, and two things that have changed places."""
import pytest
from handins import lay

from lab12.finder import handin
from lab12.finder.source import read
from lab12.grader import accepting, errors, hints, order, own_lists, placed, repeats, stuck, typed
from lab12.grader.faults import Fault
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED, Result
from tests.kit.sources import CALL, HALL, source


@pytest.mark.parametrize("loop, prompt, wants", [
    ("what in ('Room name: ', 'Password: ', 'Your name: ')", "what", ["group", "password", "name"]),
    ("key, what in [('r', 'Room name: '), ('n', 'Your name: ')]", "what", ["group", "name"]),
    ("what in ('Room name', 'Your name')", "f'{what}: '", ["group", "name"]),
    ("n in (1, 2)", "f'Line {n}: '", ["text"])])
def test_questions_that_a_loop_asks_in_turn(loop, prompt, wants):
    script = source(f"{CALL}for {loop}:\n    link.sendall(input({prompt}).encode())\n"
                    "while (text := input()) != 'exit':\n    link.sendall(text.encode())\n", "client").script
    assert [one.wants for one in script.questions] == wants


SPOKEN = """import socketserver
class Talk(socketserver.StreamRequestHandler):
    here = {}
    def tell(self, text):
        self.wfile.write(text.encode())
    def handle(self):
        for raw in self.rfile:
            word, _, rest = raw.decode().partition(" ")
            if word == "SEND":
                TELLS
            else:
                self.tell("SEND text, please")
socketserver.ThreadingTCPServer(("", 5000), Talk).serve_forever()
"""


@pytest.mark.parametrize("tells, said", [
    ("[other.tell(rest) for other in self.here.values()]", "SEND "),
    ("self.tell(rest)", None)])  # it is answered, and nobody else is told
def test_a_word_before_each_message_that_a_method_of_the_others_sends(tells, said):
    assert source(SPOKEN.replace("TELLS", tells)).script.verbs.get("say") == said


@pytest.mark.parametrize("handed, told", [
    ("link, pool", "line 5: work takes pool, link, and is handed link for pool and pool for link here: "
     "the two have changed places, work(pool, link)."),
    ("pool, link", "")])
def test_two_arguments_each_by_the_name_of_the_other(handed, told):
    server = source(f"{HALL}def work(pool, link):\n    pool.submit(print, link.recv(99))\n"
                    f"work({handed})\n")
    said = errors.explain(Fault(server, "AttributeError: 'socket' object has no attribute 'submit'", 4))
    assert (told in said) if told else "changed places" not in said


@pytest.mark.parametrize("through, told", [("self.server", True), ("other_server", False)])
def test_the_server_of_all_is_no_socket_of_one(through, told):
    server = source("import socketserver\nclass Talk(socketserver.BaseRequestHandler):\n    def handle(self):\n"
                    f"        {through}.sendall(self.request.recv(99))\n"
                    "socketserver.TCPServer(('', 5000), Talk).serve_forever()\n")
    said = errors.explain(Fault(server, "AttributeError: 'TCPServer' object has no attribute 'sendall'", 4))
    assert ("the socket of this one is self.request: self.request.sendall(...)" in said) == told


@pytest.mark.parametrize("key, told", [("self.friend[1]", "self.friend, not self.friend[1]"),
                                       ("friend[0]", "friend, not friend[0]")])
def test_the_whole_address_is_named_as_it_is_written(key, told):
    peer = source(f"import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ndata, friend = s.recvfrom(9)\n"
                  f"s.sendto(data, {key})\n")
    said = errors.explain(Fault(peer, "TypeError: sendto(): AF_INET address must be tuple, not int", 4))
    assert f"both host and port: {told}." in said


KEYS = "import sys\nwhole = ''\nwhile True:\n    key = sys.stdin.read(1)\n    if key == '\\n':\n" \
    "        link.sendall(whole.encode())\n        whole = ''\n    else:\n        {}\n"


@pytest.mark.parametrize("puts, told", [("whole = key", True), ("whole += key", False), ("whole = whole + key", False)])
def test_a_key_that_takes_the_place_of_those_before_it(puts, told):
    said = typed.typed_in_vain(source(CALL + KEYS.format(puts), "client"))
    assert said.startswith("a.py, line 11: whole is the last key alone here, and those before it are lost: "
                           "whole += key.") == told == bool(said)


ENDS = HALL + "ends = {{}}\ndef pump(name, link, to):\n" \
    "    for text in link.makefile():\n        ends[{}].send(text)\n" \
    "for name, other in (('left', 'right'), ('right', 'left')):\n    link, _ = hall.accept()\n    ends[name] = link\n" \
    "    threading.Thread(target=pump, args=(name, link, other)).start()\n"


@pytest.mark.parametrize("key, told", [("name", True), ("to", False)])
def test_what_comes_from_one_end_goes_to_the_other(key, told):
    said = stuck.to_its_author(source(ENDS.format(key)))
    assert said.startswith("a.py, line 6: name is the end from which this has come, so it goes back to its author: "
                           "ends[to].") == told == bool(said)


ROOMS = HALL + "rooms = {}\ndef talk(link, room, name):\n    here = GIVEN\n    here[name] = link\n    MORE\n" \
    "    for other in here.values():\n        other.send(link.recv(99))\n"


@pytest.mark.parametrize("given, more, told", [
    ("rooms.get(room, {})", "print(name)", True), ("rooms.setdefault(room, {})", "print(name)", False),
    ("rooms.get(room, {})", "rooms[room] = here", False)])
def test_a_default_that_the_table_does_not_keep(given, more, told):
    said = own_lists.default_not_kept(source(ROOMS.replace("GIVEN", given).replace("MORE", more)))
    assert said.startswith("a.py, line 5: get gives a new {} to each who comes, and rooms keeps none of them, so "
                           "nobody else is in it: rooms.setdefault(room, {}).") == told == bool(said)


FILES = """import socket, threading
def files():
    door = socket.create_server(("", 5000))
    while True:
        link, _ = door.accept()
        while data := link.recv(99):
            print(data)
"""
CHAT = """threading.Thread(target=files).start()
talk = socket.socket(type=socket.SOCK_DGRAM)
talk.bind(("", 5000))
people = set()
while True:
    data, who = talk.recvfrom(99)
    people.add(who)
    for one in people:
        talk.sendto(data, who)
"""


@pytest.mark.parametrize("chat, transport", [(CHAT, "udp"), ("files()\n", "tcp")])
def test_files_that_a_udp_chat_takes_over_tcp_are_no_talk_with_one_client(chat, transport):
    [script] = [one for one in read("a.py", FILES + chat, ()) if one.transport == transport]
    assert bool(accepting.talks_in_its_loop(Source(script, "server"))) == (transport == "tcp")


TYPED = "while True:\n    text = input()\n"


@pytest.mark.parametrize("talks, role", [
    ("    s.sendall(text.encode())\n    print(s.recv(99))\n", "client"),
    ("    print(s.recv(99))\n    s.sendall(text.encode())\n", "server")])  # it has forgotten listen and accept
def test_who_binds_and_speaks_first_is_to_be_the_client(talks, role):
    client = source(f"import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 5000))\n{TYPED}{talks}", role)
    assert client.script.role == role
    said = errors.explain(Fault(client, "OSError: [Errno 98] Address already in use", 3))
    assert ("a client calls it: connect in the place of bind." in said) == (role == "client")


def test_a_client_that_binds_and_connects_is_told_of_its_port():
    client = source("import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 5000))\n"
                    f"s.connect(('127.0.0.1', 5001))\n{TYPED}    s.sendall(text.encode())\n", "client")
    said = errors.explain(Fault(client, "OSError: [Errno 98] Address already in use", 3))
    assert "leave bind out" in said and "in the place of bind" not in said


@pytest.mark.parametrize("sends, told", [
    ("data.encode()", ".decode() to be shown, and sent as it is: data, without .encode()."),
    ("b'says ' + data.encode()", "what recv gives is made into text with .decode(), not encode.")])
def test_bytes_that_are_sent_as_they_have_come(sends, told):
    server = source(f"{HALL}link, _ = hall.accept()\ndata = link.recv(99)\nlink.sendall({sends})\n")
    assert told in errors.explain(Fault(server, "AttributeError: 'bytes' object has no attribute 'encode'", 5))


WRITES = "out = link.makefile('w')\nwhile True:\n    text = input()\n    {}\n    {}\n"


@pytest.mark.parametrize("one, two, told", [
    ("out.flush()", "out.write(text)", "a.py, line 6: this stands before what is written in line 7, so each message "
     "stays in the buffer until the next one: out.flush() behind it."),
    ("out.write(text)", "out.flush()", "")])
def test_a_flush_that_comes_before_what_is_written(one, two, told):
    assert placed.never_flushed(source(CALL + WRITES.format(one, two), "client")) == told


def test_what_is_written_to_the_screen_is_not_sent():
    client = source(f"{CALL}import sys\nout = link.makefile('w')\ndef hear():\n    while True:\n"
                    "        for line in link.makefile():\n            sys.stdout.write(line)\n"
                    "threading.Thread(target=hear).start()\nwhile True:\n    out.write(input())\n", "client")
    assert client.sends == "a.py, line 11: "


@pytest.mark.parametrize("test, told", [("one is link", True), ("one is not link", False)])
def test_a_screen_that_is_written_letter_by_letter_hides_no_test(test, told):
    server = source(f"{HALL}import sys\nroom = []\ndef slowly(text):\n    for letter in text:\n"
                    "        sys.stdout.write(letter)\ndef talk(link):\n    while text := link.recv(99).decode():\n"
                    f"        slowly(text)\n        for one in room:\n            if {test}:\n"
                    "                one.sendall(text.encode())\n")
    assert ("this sends to the client that has said it, and to no other" in stuck.to_its_author(server)) == told


COUNTS = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\nnumber = 0\nwhile True:\n" \
    "    s.sendto(f'{{number}}|{{input()}}'.encode(), ('127.0.0.1', 5000))\n    {}\n"
ONCE = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5000))\nlast = -1\nwhile True:\n" \
    "    number, text = s.recvfrom(99)[0].decode().split('|')\n    if int(number) == last:\n        continue\n" \
    "    {}\n    print(text)\n"


@pytest.mark.parametrize("after, keeps, told", [
    ("print(s.recv(99))", "last = int(number)", True), ("number += 1", "last = int(number)", False),
    ("number = 1 - number", "last = int(number)", False), ("print(s.recv(99))", "print(number)", False)])
def test_a_number_that_is_the_same_with_each_message(after, keeps, told):
    said = repeats.same_number(source(COUNTS.format(after), "client"), source(ONCE.format(keeps)))
    assert said.startswith("a.py, line 5: number is 0 with each message, and a.py, line 7 takes what has the number "
                           "of the last one for the same again: number += 1 after each.") == told == bool(said)


JOINED = """import socket
s, here = socket.socket(type=socket.SOCK_DGRAM), {}
s.bind(("", 5000))
while True:
    data, who = s.recvfrom(999)
    text = data.decode()
    if text.startswith("JOIN:"):
        here[who] = text[5:]
    else:
        for other in here:
            if other != who:
                s.sendto(f"{here[who]}: {text}".encode(), other)
"""
JOINS = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto(f'{}{{input()}}'.encode(), " \
    "('127.0.0.1', 5000))\nwhile True:\n    s.sendto(input().encode(), ('127.0.0.1', 5000))\n"


@pytest.mark.parametrize("word, told", [("JOIN ", True), ("JOIN:", False)])
def test_a_key_that_is_never_put_in_since_the_word_for_it_differs(word, told):
    server, client = source(JOINED), source(JOINS.format(word), "client")
    result = Result("starts", "", MISSED, expected="the server to go on", seen="it has ended", waits=[
        "the server has ended: KeyError: ('127.0.0.1', 40000), line 12"])
    said = hints.named(result, server, client)
    assert ("The word must be the same in both" in said) == told


PEER = """import socket, threading
def hear():
    link, _ = socket.create_server(("127.0.0.1", {own})).accept()
    while data := link.recv(99):
        print(data)
threading.Thread(target=hear).start()
out = socket.create_connection(("127.0.0.1", {other}))
while text := input():
    out.sendall(text.encode())
"""


@pytest.mark.parametrize("folders, calls, told", [
    (("one", "two"), 5001, "two/peer.py, line 7: this calls port 5001, at which it waits itself; one/peer.py waits "
     "at port 5000."),
    (("one", "two"), 5000, ""), (("one", "lessons/two"), 5001, None)])
def test_one_of_two_peers_in_folders_of_their_own_calls_itself(tmp_path, folders, calls, told):
    """One that lies elsewhere is another lesson's, and talks with itself."""
    found = handin.find(lay(tmp_path, {f"{folders[0]}/peer.py": PEER.format(own=5000, other=5001),
                                       f"{folders[1]}/peer.py": PEER.format(own=5001, other=calls)}))
    pair = found.pairs["tcp-pair"][0]
    if told is None:
        assert pair.server is pair.client
    else:
        server, client = Source(pair.server, "server"), Source(pair.client, "client")
        assert pair.server is not pair.client
        assert (order.calls_itself(server, client) or order.calls_itself(client, server)) == told
