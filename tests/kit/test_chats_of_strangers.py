"""Chats of strangers: what their rooms, words and first lines have taught, each in a small program of its own."""
from types import SimpleNamespace

import pytest
from chat_sources import TCP, source
from performing import performed

from lab12.driver import recorder
from lab12.driver.roles import Roles
from lab12.finder.source import Script, read
from lab12.grader import causes, errors, hints, hints_on_talk, hints_on_text, slips
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, PASSED, Result

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


COUNTS = """import socket
link = socket.create_connection(("127.0.0.1", 7603))
while True:
    text = input()
    size = len({of})
    head = f"{size:>8}"
    link.sendall(head.encode())
    link.sendall(text.encode())
"""
AT_ONCE = """import socket, selectors
door, guests, ready = socket.create_server(("127.0.0.1", 7603)), [], selectors.DefaultSelector()
ready.register(door, selectors.EVENT_READ)
while True:
    for key, _ in ready.select():
        if key.fileobj is door:
            guests.append(door.accept()[0])
            guests[-1].setblocking({waits})
            ready.register(guests[-1], selectors.EVENT_READ)
        else:
            size = int(key.fileobj.recv(8))
            text = key.fileobj.recv(size)
            for one in guests:
                one.sendall(f"{size:>8}".encode() + text)
"""


def told_of(name, came, client, server):
    seen = f"the server has ended: ValueError: invalid literal for int() with base 10: {came}, line 11"
    return hints.named(Result(name, "", MISSED, seen=seen), source(server), source(client, "client"))


@pytest.mark.parametrize("of, told", [("text", "line 5: len(text) counts letters"),
                                      ("text.encode()", "only a part of a length")])
def test_a_length_that_counts_letters_may_be_written_in_a_line_of_its_own(of, told):
    client, server = COUNTS.replace("{of}", of), AT_ONCE.replace("{waits}", "True")
    assert told in told_of("letters", "b' 21'", client, server)


@pytest.mark.parametrize("waits, told", [("True", "Call it in a loop"), ("False", "raises BlockingIOError")])
def test_who_does_not_wait_cannot_receive_a_whole_length_at_once(waits, told):
    assert told in told_of("pieces", "b'   '", COUNTS.replace("{of}", "text"), AT_ONCE.replace("{waits}", waits))


TAKES_FILES = """import socket, threading
door, guests = socket.create_server(("127.0.0.1", 7604)), []
def take_file(link, name):
    while True:
        try:
            with open(name, "{mode}") as file:
                while data := link.recv(999):
                    file.write(data)
        except OSError:
            return
def serve(link):
    while text := link.recv(99).decode():
        if text.startswith("/file "):
            take_file(link, text[6:])
        for one in guests:
            one.send(text.encode())
while True:
    guests.append(door.accept()[0])
    threading.Thread(target=serve, args=(guests[-1],)).start()
"""


@pytest.mark.parametrize("mode, line", [("wb", 12), ("r", 7)])
def test_what_receives_a_file_is_not_what_receives_a_message(mode, line):
    assert source(TAKES_FILES.replace("{mode}", mode)).receives == f"a.py, line {line}: "


@pytest.mark.parametrize("host, address", [("127.0.0.6", "127.0.0.6"), ("0.0.0.0", "127.0.0.1"), (None, "127.0.0.1")])
def test_a_server_is_called_at_the_address_of_this_computer_where_it_waits(host, address):
    script = Script("a.py", "", host=host)
    assert Roles("tcp-chat", script, None, {}, {}, "", "").address_of(script) == address


STREAM = """import asyncio
async def hear(lines):
    while True:
        print((await lines.read(99)).decode())
async def main():
    lines, out = await asyncio.open_connection("127.0.0.1", 7605)
    {before}
    {hears}
    {after}
    while True:
        out.write((await asyncio.to_thread(input)).encode())
asyncio.run(main())
"""
TASK, READS = "task = asyncio.create_task(hear(lines))", "print(await lines.read(99))"


@pytest.mark.parametrize("before, hears, after, told", [
    ("pass", TASK, READS, "line 9: this waits for what comes from lines, and line 4 does so at the same time"),
    (READS, TASK, "pass", ""), ("pass", "await asyncio.gather(hear(lines), hear(lines))", "pass", "line 4")])
def test_one_coroutine_at_a_time_receives_from_a_connection(before, hears, after, told):
    client = source(STREAM.format(before=before, hears=hears, after=after), "client")
    missed = Result("turns", "", MISSED, expected="client 2 to show 'x'",
                    seen="it shows nothing new, though the server has sent it")
    for said in slips.two_readers(client), hints_on_talk.turns(missed, TCP, source(AT_ONCE), client):
        assert told in said and ("ends the second one" in said) == bool(told)


DEAF_LATER = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7606))
def hear():
    for _ in range({times}):
        print(link.recv(999).decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""
HALL = """import socket, threading
door, guests = socket.create_server(("127.0.0.1", 7606)), []
def serve(link):
    while text := link.recv(999):
        for one in guests:
            if one is not link:
                one.send(text)
while True:
    guests.append(door.accept()[0])
    threading.Thread(target=serve, args=(guests[-1],)).start()
"""


def test_that_the_server_has_sent_what_a_client_does_not_show_is_said_in_each_turn(tmp_path):
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": HALL, "client.py": DEAF_LATER.replace("{times}", "1")},
                        "starts", "message", "turns", seen=True)
    assert made["message"] == [PASSED, ""]
    assert made["turns"] == [MISSED, "it shows nothing new, though the server has sent it"]


FILL_IN = """import asyncio
class Guest:
    def __init__(self, host, port):
        self.host = host
        self.port = port
    async def talk(self):
        lines, out = await asyncio.open_connection(self.host, self.port)
        out.write((await asyncio.to_thread(input, "Say: ")).encode())
asyncio.run(Guest({host}, 7607).talk())
"""


@pytest.mark.parametrize("host, told", [
    ("'<server ip>'", "line 9: '<server ip>' only stands for an address"), ("'YOUR_IP'", "line 9: 'YOUR_IP' only"),
    ("'enter the address here'", "line 9"), ("input('Enter the address: ')", ""), ("'ip-server'", ""),
    ("'server'", "")])
def test_what_only_stands_for_an_address_is_no_computer_s_name(host, told):
    client = source(FILL_IN.format(host=host), "client")
    assert told in causes.filled_in(client) and bool(told) == bool(client.script.placeholder)
    error = Fault(client, "gaierror: [Errno -2] Name or service not known", 7)
    assert told in errors.explain(error)


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


@pytest.mark.parametrize("sent, told", [("b'anna: hel'", "End each message"), (r"b'hello\n'", "the last newline")])
def test_only_what_ends_in_a_newline_has_a_last_one(sent, told):
    """A list of who is there may end in one."""
    room = f"{TAKES_FILES}\ndef names():\n    guests[0].send(b'anna\\n')\n"
    guest = "import socket\ns = socket.create_connection(('', 7604))\nwhile True:\n    print(s.recv(99).decode())\n"
    result = Result("pieces", "", MISSED, expected="the client to wait for the rest", seen="it shows 'anna: hel'",
                    steps=[(f"our server sends {sent}", "")])
    assert told in hints_on_text.pieces(result, TCP, source(room), source(guest, "client"))


def test_an_error_that_is_caught_and_printed_is_found_on_the_screen_and_in_the_source():
    words = "module 'socket' has no attribute 'SOCK_STREM'"
    script = source("import socket\ntry:\n    s = socket.socket(socket.AF_INET, socket.SOCK_STREM)\n"
                    "except Exception as error:\n    print(error)\n")
    assert errors.explain(Fault(script, words)).startswith("a.py, line 3: the module socket has no SOCK_STREM")
    window, room = object(), SimpleNamespace(at_will=True, prompts={})
    room.asked = {window: read("a.py", "import socket\ninput('Say: ')\n")[0].asked}
    assert recorder.COMPLAINT.search(words)
    assert recorder.Recorder.bare(room, window, f"Say: {words}") == words  # a thread may have asked before


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
