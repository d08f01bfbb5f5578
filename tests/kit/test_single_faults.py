"""Single faults: a program with one mistake in it is told of that one, and its sound neighbour is not."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import (
    broadcasting,
    comparing,
    errors,
    hints_on_text,
    locks,
    overwritten,
    queues,
    slips,
    stopped,
    watching,
    whereto,
)
from lab12.grader.faults import Fault

UDP = "import socket\nhall = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nhall.bind(('127.0.0.1', 5000))\n"


@pytest.mark.parametrize("normal, told", [("pass", True), ("lock.release()", False)])
def test_a_lock_that_is_given_back_after_an_error_alone(normal, told):
    said = locks.never_released(source(
        f"{HALL}lock, room = threading.Lock(), []\ndef tell(text):\n    lock.acquire()\n    for one in room:\n"
        f"        try:\n            one.send(text)\n        except OSError:\n            lock.release()\n"
        f"            return\n    {normal}\n"))
    assert said.startswith("a.py, line 5: lock is taken here, and given back only where an error is caught (line 10)") \
        == told == bool(said)


@pytest.mark.parametrize("numbers, said", [
    ("range(1, len(room))", "range(1, len(room)) leaves the first client on the list out, whoever has spoken: "
     "range(len(room))"),
    ("range(len(room) - 1)", "leaves the last client"), ("range(len(room))", ""), ("range(0, len(room))", ""),
    ("range(1, len(room), 2)", "")])
def test_a_loop_over_the_numbers_of_some_clients(numbers, said):
    told = broadcasting.sliced(source(
        f"{HALL}room = []\nwhile True:\n    one = pick()\n    if one is hall:\n        room.append(hall.accept()[0])\n"
        f"    else:\n        for n in {numbers}:\n            room[n].send(one.recv(99))\n"))
    assert said in told and bool(said) == bool(told)


@pytest.mark.parametrize("what, told", [("welcome", True), ("data=welcome", True), ("hear", False)])
def test_a_connection_that_is_registered_to_be_accepted(what, told):
    server = source(
        f"{HALL}import selectors\nwatch = selectors.DefaultSelector()\n"
        "def welcome(door):\n    link, _ = door.accept()\n"
        f"    watch.register(link, selectors.EVENT_READ, {what})\ndef hear(link):\n    print(link.recv(99))\n"
        "watch.register(hall, selectors.EVENT_READ, welcome)\n")
    said = errors.explain(Fault(server, "OSError: [Errno 22] Invalid argument", 6))
    assert ("a.py, line 7: link is a connection, and this has welcome called" in said) == told
    assert bool(watching.accepts_of_a_client(server)) == told


@pytest.mark.parametrize("kept, told", [("text", True), ("who", False)])
def test_what_was_said_in_the_place_of_who_has_said_it(kept, told):
    server = source(f"{UDP}room = set()\nwhile True:\n    text, who = hall.recvfrom(99)\n    room.add({kept})\n"
                    "    for one in room:\n        hall.sendto(text, one)\n")
    said = errors.explain(Fault(server, "TypeError: sendto(): AF_INET address must be tuple, not bytes", 9))
    assert ("a.py, line 7: this keeps text, what was said" in said and "room.add(who)" in said) == told


@pytest.mark.parametrize("made", ["class Place:\n    port: int = '5055'\nat = Place()\n", "at = {'port': '5055'}\n"])
def test_a_port_that_is_kept_in_quotes(made):
    port = "at.port" if "class" in made else "at['port']"
    server = source(f"import socket\nhall = socket.socket()\n{made}hall.bind(('', {port}))\n")
    fault = Fault(server, "TypeError: 'str' object cannot be interpreted as an integer", 3 + made.count("\n"))
    where = 2 + max(n for n, one in enumerate(made.splitlines(), 1) if "5055" in one)
    assert errors.explain(fault).startswith(f"a.py, line {where}: a port is a number, and '5055' in quotes is text")
    other = source(server.text.replace("'5055'", "given()"))
    assert "The port is text here" in errors.explain(Fault(other, fault.words, fault.line))


@pytest.mark.parametrize("sign, told", [(":", True), ("|", False)])
def test_a_text_that_is_sent_without_the_sign_it_is_split_at(sign, told):
    server = source(f"{HALL}link, _ = hall.accept()\nkind, rest = link.recv(99).decode().split('|')\n")
    client = source(f"{CALL}link.send(f'JOIN|{{input()}}'.encode())\nlink.send(f'SAY{sign}{{input()}}'.encode())\n",
                    "client", "b.py")
    words = "ValueError: not enough values to unpack (expected 2, got 1)"
    said = errors.explain(Fault(server, words, 4, other=client))
    assert said.startswith("b.py, line 4: this sends f'SAY:{input()}', without '|', at which a.py, line 4") == told
    assert told or "not as many parts" in said


@pytest.mark.parametrize("ends, told", [(r"end='\r'", True), (r"end='\r\n'", False), ("end=''", False)])
def test_what_is_drawn_over(ends, told):
    said = overwritten.drawn_over(source(
        f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = link.recv(99).decode()\n    print(text, {ends})\n"
        "    link.send(input('Reply: ').encode())\n    print('waiting', end='\\r')\n"))
    assert said.startswith(r"a.py, line 6: end='\r' goes back to the beginning of the line") == told == bool(said)


@pytest.mark.parametrize("strips, told", [("text.rstrip()", True), ("text = text.rstrip()", False)])
def test_a_text_that_is_to_be_changed_where_it_is(strips, told):
    server = source(f"{HALL}link, _ = hall.accept()\nfor line in link.makefile('rb'):\n    text = line.decode()\n"
                    f"    {strips}\n    if text == 'exit':\n        break\n    print(text)\n")
    client = source(f"{CALL}while True:\n    link.send((input() + '\\n').encode())\n", "client", "b.py")
    said = stopped.only_there(client, server)
    assert said.startswith("a.py, line 6: a text is never changed itself") == told
    assert bool(comparing.changed_in_vain(server)) == told


@pytest.mark.parametrize("reads, told", [
    ("raw = self.rfile.readline()", True), ("raw = self.rfile.readline().decode()", False)])
def test_a_line_of_bytes_that_is_shown_as_it_is(reads, told):
    server = source("import socketserver\nclass Talk(socketserver.StreamRequestHandler):\n    def handle(self):\n"
                    f"        {reads}\n        print(f'Client: {{raw}}')\n        self.wfile.write(input().encode())\n"
                    "socketserver.TCPServer(('', 5000), Talk).serve_forever()\n")
    assert hints_on_text.shows_bytes(server).startswith("a.py, line 5: b'...' is no text") == told


@pytest.mark.parametrize("empty, told", [("''", True), ("b''", False)])
def test_the_end_of_a_stream_that_is_looked_for_as_a_text(empty, told):
    said = comparing.never_empty_text(source(
        "import asyncio\nasync def talk(reader, writer):\n    while True:\n        data = await reader.read(99)\n"
        f"        if data == {empty}:\n            break\n        writer.write(data)\n"
        "async def main():\n    async with await asyncio.start_server(talk, '', 5000) as hall:\n"
        "        await hall.serve_forever()\nasyncio.run(main())\n"))
    assert said.startswith("a.py, line 5: what a stream gives is bytes, also b''") == told == bool(said)


@pytest.mark.parametrize("gives, told", [("args=pair", True), ("args=(pair[0],)", False)])
def test_both_that_accept_gives_for_one_argument(gives, told):
    server = source(f"{HALL}def serve(link):\n    print(link.recv(99))\nwhile True:\n    pair = hall.accept()\n"
                    f"    threading.Thread(target=serve, {gives}).start()\n")
    said = errors.explain(Fault(server, "TypeError: serve() takes 1 positional argument but 2 were given", thread=True))
    assert said.startswith("a.py, line 7: args=pair hands over both that accept gives") == told


@pytest.mark.parametrize("where, told", [("", True), ("    print(kept.get())\n    continue\n", False)])
def test_what_comes_and_waits_in_a_queue_for_enter(where, told):
    client = source(f"{CALL}import queue\nkept = queue.Queue()\ndef hear():\n    while data := link.recv(99):\n"
                    f"        kept.put(data)\nthreading.Thread(target=hear).start()\nwhile True:\n{where}"
                    "    link.send(input().encode())\n    while not kept.empty():\n        print(kept.get())\n",
                    "client")
    said = queues.emptied_after_input(client)
    assert said.startswith("a.py, line 12: what has come waits in kept until the user has pressed Enter (line 10)") \
        == told == bool(said)


@pytest.mark.parametrize("leaves, told", [("sys.exit()", True), ("os._exit(0)", False)])
def test_a_thread_that_ends_itself_where_the_main_one_receives(leaves, told):
    client = source(f"{CALL}def ask():\n    while True:\n        text = input()\n        if text == 'exit':\n"
                    f"            {leaves}\n        link.send(text.encode())\n"
                    "threading.Thread(target=ask).start()\nwhile True:\n    print(link.recv(99))\n", "client")
    said = slips.ends_one_thread(client)
    assert said.startswith("a.py, line 7: sys.exit() ends the thread in which it stands, and no other: the main one") \
        == told == bool(said)


@pytest.mark.parametrize("port, told", [("PORT + 1", True), ("PORT", False)])
def test_a_port_that_is_worked_out_where_it_is_given(port, told):
    server = source("import socket\nPORT = 5000\nhall = socket.create_server(('', PORT))\nhall.accept()\n")
    client = source("import socket\nPORT = 5000\ndef call(port):\n"
                    "    return socket.create_connection(('127.0.0.1', port))\n"
                    f"call({port}).send(input().encode())\n", "client", "b.py")
    said = whereto.port_changed(server, client)
    assert said.startswith("b.py, line 5: the client calls port PORT + 1, and the server") == told == bool(said)
