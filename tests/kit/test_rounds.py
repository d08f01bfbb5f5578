"""Rounds: loops that go round too few times or do too much in each round, and other slips of a chat that is a class."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import (
    errors,
    frameworks,
    hints_on_talk,
    late,
    lost,
    lost_at_clients,
    mixups,
    patience,
    rounds,
    stuck,
    typed,
    vain,
    whereto,
)
from lab12.grader.faults import Fault

SERVER = """import socket, threading
class Hall:
    def __init__(self):
        self.clients = []
    def run(self):
        self.door = socket.create_server(("127.0.0.1", 5000))
        while True:
            link, addr = self.door.accept()
            self.clients.append(link)
            worker = threading.Thread(target=self.serve, args=(link,), daemon=True)
            worker.start()
    def serve(self, link):
        try:
            while True:
                data = link.recv(1024)
                if not data:
                    break
                self.spread(data, link)
        except OSError:
            pass
        finally:
            link.close()
    def spread(self, data, author):
        for other in self.clients:
            if other is not author:
                other.sendall(data)
Hall().run()
"""
CLIENT = """import socket, threading
name = input("Name: ")
link = socket.create_connection(("127.0.0.1", 5000))
def hear():
    while True:
        try:
            data = link.recv(1024)
        except OSError:
            break
        if not data:
            break
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    text = input()
    if text == "/quit":
        break
    link.sendall(f"{name}: {text}".encode())
"""
STREAMS = """import asyncio
writers = set()
async def serve(reader, writer):
    writers.add(writer)
    while line := await reader.readline():
        for other in writers:
            if other is not writer:
                other.write(line)
    writers.discard(writer)
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 5000)
    async with server:
        await server.serve_forever()
asyncio.run(main())
"""
SPEAKS = """import asyncio
async def hear(reader):
    while line := await reader.readline():
        print(line.decode())
async def speak(writer):
    while text := await asyncio.to_thread(input):
        writer.write(text.encode())
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 5000)
    await asyncio.gather(hear(reader), speak(writer))
asyncio.run(main())
"""


def changed(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def not_passed_on(server=SERVER, client=CLIENT):
    return lost.not_passed_on(source(server), source(client, "client", "b.py"))


def not_shown(client=CLIENT):
    return lost_at_clients.not_shown(source(client, "client", "b.py"), source(SERVER))


@pytest.mark.parametrize("slip, said", [
    (("        while True:\n            link, addr", "        for _ in range(1):\n            link, addr"),
     "a.py, line 7: this loop accepts 1 client and is over: while True."),
    (("self.spread(data, link)", "self.spread(data, link)\n                link.close()"),
     "a.py, line 19: link is closed here in each round, and used again in the next one (line 15)."),
    (("                other.sendall(data)", "                other.sendall(data)\n                other.close()"),
     "a.py, line 27: other is closed here as soon as something was sent to it, and stays on the list"),
    (("self.spread(data, link)", "self.spread(data, link)\n                input('Next? ')"),
     "a.py, line 19: the server waits here for its own user, so nothing that comes (line 15) goes on before"),
    (("other.sendall(data)", "print(data)"),
     "a.py, line 26: this loop goes through the clients (line 24), and shows the message here in place of sending it"),
    (("    def serve(self, link):\n", "    def serve(self, link):\n        self.clients = [link]\n"),
     "a.py, line 13: this is done for each client, and makes self.clients anew for all of them"),
    (("self.spread(data, link)", "self.spread(data, link)\n                self.clients.remove(link)"),
     "a.py, line 19: this takes link off self.clients with each message, not only at the end"),
    (("link.recv(1024)", "link.recvs(1024)"),
     "a.py, line 15: a socket has no recvs; recv is meant. The error is not seen, since a.py, line 19 hides it."),
    (("                other.sendall(data)", "                return other.sendall(data)"),
     "a.py, line 26: this return leaves the loop over the clients (line 24) after the first one"),
])
def test_why_a_server_does_not_pass_on(slip, said):
    assert not_passed_on(changed(SERVER, slip)).startswith(said)
    assert not any(text in not_passed_on() for text in (said, rounds.few_rounds(source(SERVER)) or said))


@pytest.mark.parametrize("slip, said", [
    (("while True:\n    text", "for turn in range(3):\n    text"),
     "b.py, line 14: this loop goes round 3 times and is over, whatever was said"),
    (('    text = input()\n', '    name = input("Name: ")\n    text = input()\n'),
     "b.py, line 15: this asks for the name again before each message: ask once, before the loop of line 14."),
])
def test_why_a_client_is_not_heard(slip, said):
    assert not_passed_on(client=changed(CLIENT, slip)).startswith(said)
    assert said not in not_passed_on()


@pytest.mark.parametrize("slip, said", [
    (("        print(data.decode())\n", "        print(data.decode())\n        break\n"),
     "b.py, line 13: this break leaves the loop after the first message"),
    (("        print(data.decode())\n", "        print(data.decode())\n        link.close()\n"),
     "b.py, line 13: link is closed here in each round"),
])
def test_why_a_client_shows_one_message(slip, said):
    assert not_shown(changed(CLIENT, slip)).startswith(said)
    assert said not in not_shown()


def test_two_answers_are_waited_for():
    once = f"{CALL}while True:\n    link.send(input().encode())\n    data = link.recv(99)\n    print(data)\n"
    twice = changed(once, ("    data = link.recv(99)\n", "    data = link.recv(99)\n    data = link.recv(99)\n"))
    assert rounds.heard_twice(source(twice, "client")) == "a.py, line 6: this waits for one message more, and what " \
        "came before it (line 5) is never looked at: leave one of the two out."
    assert rounds.heard_twice(source(once, "client")) == ""


HEARD = """import socket, threading
hall, people = socket.create_server(("", 5000)), []
def take(link):
    {}
    return link.recv(99)
def serve(link):
    print(link.recv(99))
    name = link.recv(99)
    while True:
        text = take(link)
        for one in people:
            one.send(text)
while True:
    people.append(hall.accept()[0])
    threading.Thread(target=serve, args=(people[-1],)).start()
"""


@pytest.mark.parametrize("first, told", [
    ("print(link.recv(99).decode())", True), ("logging.info(link.recv(99))", True), ("print('it comes')", False),
    ("size = link.recv(1)", False), ("print(link.recv(99)) if link in people else None", False)])
def test_what_is_received_to_be_printed_is_lost(first, told):
    """Each message in turn, that is: what is said once, as a greeting is, may well be printed."""
    said = rounds.heard_twice(source(HEARD.format(first), "server"))
    assert said == ("a.py, line 5: this waits for one message more, and what came before it (line 4) is only printed, "
                    "so every other message is lost: receive it once, and print and go on with that." if told else "")


KINDS = f"""{CALL}while True:
    link.send(input().encode())
    data = link.recv(99)
    if data == b"over":
        break
    else:
        {{then}}
"""


@pytest.mark.parametrize("then, first, said", [
    ("data = link.recv(99)\n        print(len(data))", "", True), ("print(link.recv(99))", "", True),
    ("print(link.recv(99))", 'link.send(b"text")', False),  # a word that says what comes next
    ("print(data, link.recv(99))", "", False),
    ("if data:\n            pass\n        if data == b'list':\n            print(data)\n        else:\n"
     "            print(link.recv(99))", "", False),
    ("while data:\n            print(data)\n            if data == b'end':\n                pass\n            else:\n"
     "                data = link.recv(99)", "", False)])
def test_what_is_only_compared_with_a_word_is_the_message(then, first, said):
    client = source(KINDS.format(then=then), "client")
    server = source(f"{CALL}while True:\n    print(link.recv(99))\n    {first}\n    link.send(input().encode())\n")
    told = rounds.heard_twice(client, server)
    assert told == ("a.py, line 9: this waits for one message more, and what came before it (line 5) is only compared "
                    "with a word: leave this out, and go on with data." if said else "")
    assert rounds.heard_twice(client) == ""


LOGIN = "for _ in range(3):\n    link.send(input('Password: ').encode())\n    if link.recv(9) == b'yes':\n" \
    "        break\n"
TRIES = "for _ in range(5):\n    try:\n        link.connect(('', 5))\n    except OSError:\n        pass\n"


@pytest.mark.parametrize("text", [
    LOGIN, TRIES, "for _ in range(200):\n    link.send(input().encode())\n",
    "for _ in range(count()):\n    link.send(input().encode())\n",
    "for _ in range(3):\n    print(_)\n", "for _ in range(3, 0):\n    link.send(input().encode())\n"])
def test_so_many_rounds_are_meant(text):
    assert rounds.few_rounds(source(CALL + text, "client")) == ""


@pytest.mark.parametrize("caught, told", [("(KeyboardInterrupt, EOFError)", True), ("OSError", False)])
def test_a_try_for_the_end_of_the_program_makes_no_tries_of_its_rounds(caught, told):
    text = f"{CALL}try:\n    for _ in range(1):\n        link.send(input().encode())\nexcept {caught}:\n    pass\n"
    assert rounds.few_rounds(source(text, "client")).startswith("a.py, line 4: this loop goes round 1 time") is told


def test_a_server_that_serves_so_many_turns_says_so_though_it_looks_for_the_end():
    text = f"{HALL}link, addr = hall.accept()\nfor turn in range(2):\n    data = link.recv(99)\n    if not data:\n" \
        "        break\n    print(data)\n    link.send(input().encode())\n"
    assert rounds.few_rounds(source(text)).startswith("a.py, line 4: this loop goes round 2 times")


@pytest.mark.parametrize("text", [
    "while True:\n    link, addr = hall.accept()\n    print(link.recv(9))\n    link.close()\n",
    "link, addr = hall.accept()\nwhile True:\n    data = link.recv(9)\n    if not data:\n        link.close()\n"
    "        break\n",
    "link, addr = hall.accept()\nwhile True:\n    data = link.recv(9)\n    link.close()\n    break\n",
    "link, addr = hall.accept()\nwhile True:\n    log = open('log')\n    log.write(link.recv(9).decode())\n"
    "    log.close()\n"])
def test_what_is_closed_at_its_end(text):
    assert rounds.closed_each_time(source(HALL + text)) == ""


def test_a_server_that_looks_after_what_its_user_types_only_now_and_then():
    text = changed(SERVER, ("self.spread(data, link)", "self.spread(data, link)\n                if data == b'ask':\n"
                            "                    input('Go on? ')"))
    assert rounds.asks_in_turn(source(text)) == ""


@pytest.mark.parametrize("text", [
    changed(SERVER, ("        self.clients = []", "        self.clients = []\n        self.log = []"),
            ("    def serve(self, link):\n", "    def serve(self, link):\n        self.log = [link]\n")),
    "import socketserver\nclass Hall(socketserver.BaseRequestHandler):\n    def handle(self):\n"
    "        self.clients = []\n        self.request.recv(9)\n        for one in self.clients:\n"
    "            one.send(b'x')\n"])
def test_a_list_of_each_clients_own(text):
    assert rounds.kept_anew(source(text)) == ""


def test_a_server_that_accepts_once_and_ends():
    once = changed(SERVER, ("        while True:\n            link, addr", "        if True:\n            link, addr"))
    assert hints_on_talk.accepts_and_ends(source(once)).startswith("a.py, line 8: this is done once, and then the")
    assert hints_on_talk.accepts_and_ends(source(SERVER)) == ""


def test_a_time_limit_around_the_whole_loop():
    text = changed(SERVER, ("            self.clients.a", "            link.settimeout(1)\n            self.clients.a"))
    assert patience.puts_out(source(text)).endswith("line 20 takes that for the end: who thinks for longer is put out")


def test_a_name_that_is_kept_in_an_object_is_used():
    text = changed(CLIENT, ("    text = input()\n", "    self.name = input('Name: ')\n    text = input()\n"),
                   ("{name}: ", "{self.name}: "))
    assert typed.typed_in_vain(source(text, "client")) == ""


def test_what_only_a_thread_starts_is_not_called():
    assert vain.never_called(source(changed(SERVER, ("def run", "def start"), ("Hall().run()", "Hall()")))).startswith(
        "a.py, line 5: start is never called")
    for sound in (SERVER, changed(SERVER, ("def run", "def start"), ("Hall().run()", "Hall().start()"))):
        assert vain.never_called(source(sound)) == ""


@pytest.mark.parametrize("text, words, number, said", [
    ("from socket import *\ns = socket.socket()\n", "AttributeError: type object 'socket' has no attribute 'socket'", 2,
     "a.py, line 2: after from socket import * (line 1) socket is the class, no module: write socket(AF_INET, ...)"),
    (changed(SERVER, ("__init__", "_init_")), "AttributeError: 'Hall' object has no attribute 'clients'", 9,
     "a.py, line 3: Python calls __init__, with two underscores on each side, when one of the class is made; this is "
     "called _init_"),
    (changed(SERVER, ("Hall().run()", "Hall.run()")),
     "TypeError: Hall.run() missing 1 required positional argument: 'self'", 27,
     "a.py, line 27: Hall is the class, and run is to be called of one of them: Hall().run(...)."),
    (f"{HALL}lock = threading.Lock()\nwith lock():\n    pass\n", "TypeError: '_thread.lock' object is not callable", 4,
     "a.py, line 4: a lock is no function: with lock:, without parentheses."),
    (SPEAKS, "TypeError: Passing coroutines is forbidden, use tasks explicitly.", 10,
     "a.py, line 10: asyncio.wait takes tasks: asyncio.create_task(...)"),
    (f"{HALL}hall.recvfrom()\n", "TypeError: recvfrom() takes at least 1 argument (0 given)", 3,
     "a.py, line 3: recvfrom has to be told how many bytes it may take at most: recvfrom(1024)."),
    (f"{CALL}while True:\n    text = int(input('Message: '))\n    link.send(text)\n",
     "ValueError: invalid literal for int() with base 10: 'hello'", 4,
     "a.py, line 4: int() takes numbers only, and what was typed is a message"),
    (changed(STREAMS, ("    while line := await reader.readline():\n",
                       "    while True:\n        line = reader.readline()\n")),
     "RuntimeWarning: coroutine 'StreamReader.readline' was never awaited", None,
     "a.py, line 6: readline gives its value only with await before it."),
])
def test_errors_that_python_names(text, words, number, said):
    assert errors.explain(Fault(source(text), words, number)).startswith(said)


def test_an_int_that_is_asked_for_is_a_number():
    text = f"{CALL}port = int(input('Port: '))\n"
    assert "is no number" in errors.explain(Fault(source(text, "client"), "ValueError: invalid literal for int() with "
                                                  "base 10: 'x'", 3))


def test_a_server_of_asyncio_that_only_begins():
    text = changed(STREAMS, ("    async with server:\n        await server.serve_forever()\n", ""))
    assert frameworks.serves_no_longer(source(text)) == "a.py, line 11: start_server only begins to wait, and goes " \
        "on: main() ends, and all with it. await server.serve_forever() has to follow."
    assert frameworks.serves_no_longer(source(STREAMS)) == ""


def test_one_coroutine_after_the_other():
    text = changed(SPEAKS, ("    await asyncio.gather(hear(reader), speak(writer))",
                            "    await speak(writer)\n    await hear(reader)"))
    told = lost_at_clients.not_shown(source(text, "client", "b.py"), source(STREAMS))
    assert told == "b.py, line 11: hear begins only once speak (line 10) has ended, and so shows nothing before: " \
        "await asyncio.gather(...) of both."
    assert late.awaits_first(source(SPEAKS, "client")) == ""


def test_the_numbers_of_the_kinds_of_sockets():
    text = "import socket\ns = socket.socket({})\nprint(s.recvfrom(99))\ns.sendto(b'', ('', 5))\n"
    assert [bool(whereto.for_datagrams(source(text.format(kinds), "client"))) for kinds in ("2, 1", "2, 2", "")] == [
        True, False, True]
    assert mixups.no_such_method(source(SERVER)) == ""


ROOMS = """import socket, threading
from collections import defaultdict
rooms = defaultdict(dict)
def tell(room, line, author):
    for link in list(rooms[room]):
        if link is not author:
            link.sendall(line.encode())
def serve(link):
    name, room = link.recv(99).decode().split()
    rooms[room][link] = name
    tell(room, f"{name} has joined", link)
    try:
        while data := link.recv(99):
            tell(room, f"{name}: {data.decode()}", link)
    except OSError:
        pass
door = socket.create_server(("127.0.0.1", 5000))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""


@pytest.mark.parametrize("slip, said", [
    (("    rooms[room][link] = name\n", ""), "3: nobody is ever put on rooms, so there is nobody to send to"),
    (('tell(room, f"{name}: {data.decode()}", link)', 'tell(f"{name}: {data.decode()}", room, link)'),
     "14: tell takes room and then line and then author, and is handed room for line, and a message for room"),
])
def test_rooms_that_nobody_is_in_or_hears(slip, said):
    def told(text):
        return lost.not_passed_on(source(text), source(CLIENT, "client", "b.py"), alone=True)

    assert told(changed(ROOMS, slip)).startswith(f"a.py, line {said}")
    assert said not in told(ROOMS)


def test_rooms_are_filled_in_other_ways():
    for of, put in (("list", "rooms[room].append(link)"), ("set", "rooms[room].add(link)")):
        text = changed(ROOMS, ("defaultdict(dict)", f"defaultdict({of})"), ("rooms[room][link] = name", put))
        assert stuck.never_filled(source(text)) == ""
        empty = changed(text, (f"    {put}\n", ""))
        assert put.replace("room]", "...]").replace("link", "...") in stuck.never_filled(source(empty))


def test_a_function_that_is_handed_things_the_other_way_round_on_purpose():
    text = changed(ROOMS, ('tell(room, f"{name} has joined", link)', "tell('all', room, link)"))
    assert mixups.misplaced(source(text)) == mixups.misplaced(source(ROOMS)) == ""
