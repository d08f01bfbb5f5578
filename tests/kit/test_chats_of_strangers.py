"""Chats of strangers: what their rooms, words and first lines have taught, each in a small program of its own."""

import pytest
from performing import CROWD, performed

from lab12.driver.roles import Roles
from lab12.finder.source import Script, read
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED

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


@pytest.mark.parametrize("host, address", [("127.0.0.6", "127.0.0.6"), ("0.0.0.0", "127.0.0.1"), (None, "127.0.0.1")])
def test_a_server_is_called_at_the_address_of_this_computer_where_it_waits(host, address):
    script = Script("a.py", "", host=host)
    assert Roles("tcp-chat", script, None, {}, {}, "", "").address_of(script) == address


DEAF_LATER = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7309))
def hear():
    for _ in range({times}):
        print(link.recv(999).decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""


def test_that_the_server_has_sent_what_a_client_does_not_show_is_said_in_each_turn(tmp_path):
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": CROWD, "client.py": DEAF_LATER.replace("{times}", "1")},
                        "starts", "message", "turns", seen=True)
    assert made["message"] == [PASSED, ""]
    assert made["turns"] == [MISSED, "it shows nothing new, though the server has sent it"]


KEPT = """import socket
class Door:
    def __init__(self, host, port=7608):
        self.at = {kept}
        self.link = socket.socket(type=socket.SOCK_DGRAM)
    def open(self):
        self.link.bind(self.at)
door = Door("192.168.1.7", 7609)
door.open()
"""


@pytest.mark.parametrize("kept, host, port", [
    ("(host, port)", "192.168.1.7", 7609), ("host, 7610", "192.168.1.7", 7610), ("(host, len(host))", None, None)])
def test_an_address_that_an_object_keeps_whole_is_the_one_it_is_made_with(kept, host, port):
    [script] = read("a.py", KEPT.format(kept=kept))
    assert (script.host, script.port) == (host, port)


ORDERED = """import socket
link = socket.create_connection(("127.0.0.1", 5000))
while True:
    text = input()
    if {test}:
        order = "GO"
    else:
        order = f"SAY {{text}}"
    link.send(order.encode())
    if order == "GO":
        break
"""


@pytest.mark.parametrize("test, word", [("text.lower() == '/leave'", "/leave"), ("text.startswith(':q')", ":q"),
                                        ("len(text) > 99", "GO")])
def test_the_word_that_is_typed_and_not_what_the_program_makes_of_it_ends_a_talk(test, word):
    [script] = read("a.py", ORDERED.format(test=test))
    assert list(script.stops) == [word]


SIGNED = """import socket
link = socket.create_connection(("127.0.0.1", 7611))
while True:
    text = input()
    {begins}:
        {rest}
        if {test}:
            break
    link.send(text.encode())
"""


@pytest.mark.parametrize("begins, rest, test, word", [
    ("if text and text[0] == '/'", "pass", "text[1:] == 'quit'", "/quit"),
    ("if text.startswith('!')", "rest = text[1:].lower()", "rest == 'quit'", "!quit"),
    ("if text[0] == '/'", "pass", "text == 'quit'", "quit"), ("if text", "pass", "text[1:] == 'quit'", "quit")])
def test_what_has_been_cut_off_a_stop_word_is_typed_before_it(begins, rest, test, word):
    [script] = read("a.py", SIGNED.format(begins=begins, rest=rest, test=test))
    assert list(script.stops) == [word] and script.typed_stops == (word,)


DROPS = """import socket
post, guests, names = socket.socket(type=socket.SOCK_DGRAM), [], {{}}
post.bind(("127.0.0.1", 7612))
def put_out(address, name):
    {does}
    print(name, "has gone")
while True:
    data, address = post.recvfrom(999)
    text = data.decode()
    if address not in guests:
        guests.append(address)
        names[address] = text
    elif text == "/away":
        {when}put_out(address, names[address])
    else:
        for one in guests:
            post.sendto(data, one)
"""


@pytest.mark.parametrize("does, when, stops", [
    ("guests.remove(address)", "", ["/away"]), ("names.pop(address)", "", []),
    ("guests.remove(address)", "if len(guests) > 9: ", [])])
def test_who_is_taken_off_the_list_in_a_function_leaves(does, when, stops):
    [script] = read("a.py", DROPS.format(does=does, when=when))
    assert list(script.stops) == stops


HELD = """import asyncio
class Members:
    def __init__(self):
        self.all = {{}}
    def put(self, name, link):
        {does}
members = Members()
async def serve(lines, writer):
    members.put(await lines.readline(), writer)
    while text := await lines.readline():
        print(text)
async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 7614) as door:
        await door.serve_forever()
asyncio.run(main())
"""


@pytest.mark.parametrize("does, kind", [("self.all[name] = link", "chat"), ("print(name, link)", "pair")])
def test_who_is_kept_by_a_method_is_one_of_many(does, kind):
    [script] = read("a.py", HELD.format(does=does))
    assert script.kind == kind


ALONE = """import socket
link = socket.create_server(("127.0.0.1", 7615)).accept()[0]
for line in link.makefile():
    print(line)
    link.sendall(b"ok\\n")
"""


def test_of_several_forms_it_is_told_what_came_of_the_one_that_was_understood(tmp_path):
    """What is sent without a newline is not shown; what has one is, and nobody is asked."""
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": ALONE}, "server_half", seen=True)
    assert made["server_half"][0] == MISSED and "nothing new" not in made["server_half"][1]


LOBBY = """import socket, threading
door, rooms = socket.create_server(("127.0.0.1", 7616)), {{}}
def serve(link, nick, room):
    while text := link.recv(999):
        for one in rooms[room]:
            one.send(nick + text)
while True:
    link, _ = door.accept()
    {asks}
    rooms.setdefault(room, []).append(link)
    threading.Thread(target=serve, args=(link, nick, room)).start()
"""
IN_WINDOWS = """import socket, tkinter
link = socket.create_connection(("127.0.0.1", 7616))
window = tkinter.Tk()
window.mainloop()
"""


@pytest.mark.parametrize("asks, outcome", [
    ("link.send(b'ROOM')\n    room, nick = link.recv(99), link.recv(99)", NOT_TRIED),
    ("link.send(b'Welcome')\n    room, nick = 'hall', b'somebody'", PASSED)])
def test_what_a_server_wants_first_is_not_known_where_nobody_can_try_its_client(asks, outcome, tmp_path):
    files = {"server.py": LOBBY.format(asks=asks), "client.py": IN_WINDOWS}
    assert performed(tmp_path, "tcp-chat", files, "server_half")[0] == {"server_half": outcome}


@pytest.mark.parametrize("daemons, outcome", [("    daemon_threads = True\n", PASSED), ("", MISSED)])
def test_a_server_whose_threads_keep_it_from_ending_does_not_end_on_ctrl_c(daemons, outcome, tmp_path):
    """So it is with socketserver while a client is there: server_close waits for its thread (Python docs)."""
    server = f"""import socketserver
room = []
class Talk(socketserver.BaseRequestHandler):
    def handle(self):
        room.append(self.request)
        while data := self.request.recv(999):
            for one in room:
                if one is not self.request:
                    one.send(data)
        room.remove(self.request)
class Door(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
{daemons}try:
    with Door(("127.0.0.1", 7432), Talk) as door:
        door.serve_forever()
except KeyboardInterrupt:
    print("over")
"""
    client = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7432))
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
try:
    while True:
        link.send(input().encode())
except KeyboardInterrupt:
    pass
"""
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": server, "client.py": client}, "starts", "message",
                            "turns", "quiet")
    assert outcomes["quiet"] == outcome


@pytest.mark.parametrize("called, told", [("127.0.7.4", "looks for a server at 127.0.7.4, where nobody waits"),
                                          ("127.0.7.5", "")])
def test_a_chat_over_udp_whose_clients_call_another_address(called, told, tmp_path):
    """What is said there is heard by nobody, and no list of the server's is to be looked at for that."""
    server = """import socket
door = socket.socket(type=socket.SOCK_DGRAM)
door.bind(("127.0.7.5", 7433))
room = set()
while True:
    text, one = door.recvfrom(999)
    room.add(one)
    print(text.decode())
    for other in room - {one}:
        door.sendto(text, other)
"""
    client = f"""import socket, threading
class Home:
    host = "{called}"
link = socket.socket(type=socket.SOCK_DGRAM)
link.sendto(b"hello", (Home.host, 7433))
def hear():
    while True:
        print(link.recv(999).decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendto(input().encode(), (Home.host, 7433))
"""
    files = {"server.py": server, "client.py": client}
    outcomes, facts = performed(tmp_path, "udp-chat", files, "starts", "listens", "message")
    assert [outcomes["listens"], outcomes["message"]] == [MISSED if told else PASSED] * 2
    assert told in facts.get("nobody there", "")
