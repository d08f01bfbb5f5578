"""Single faults: a program with one mistake in it is told of that one, and its sound neighbour is not."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import (
    broadcasting,
    ciphers,
    comparing,
    errors,
    framed,
    hints_on_text,
    late,
    lazy,
    locks,
    overwritten,
    queues,
    slips,
    stopped,
    stuck,
    watching,
    whereto,
)
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

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


@pytest.mark.parametrize("sends, said", [
    ("(one.send(data) for one in room)", "a generator expression does nothing"),
    ("map(lambda one: one.send(data), room)", "map() does nothing"),
    ("[one.send(data) for one in room]", ""), ("list(map(lambda one: one.send(data), room))", "")])
def test_what_is_never_gone_through(sends, said):
    told = lazy.never_drawn(source(f"{HALL}room = []\ndef tell(data):\n    {sends}\n"))
    assert told.startswith(f"a.py, line 5: {said}" if said else "") and bool(told) == bool(said)


def test_a_read_to_the_end_of_a_file_that_a_with_opens():
    text = f"{HALL}link, _ = hall.accept()\nwith link, link.makefile('rw') as lines:\n    while True:\n" \
        "        print(lines.{}())\n"
    assert framed.to_the_end(source(text.format("read"))).startswith("a.py, line 6: read() without a number")
    assert framed.to_the_end(source(text.format("readline"))) == ""


@pytest.mark.parametrize("first, told", [("False", True), ("True", False)])
def test_a_flag_that_is_up_only_once_its_thread_is_over(first, told):
    said = late.flag_down(source(
        f"{CALL}here = {first}\ndef hear():\n    while here:\n        print(link.recv(99))\n"
        "one = threading.Thread(target=hear)\none.start()\nhere = True\nwhile here:\n"
        "    link.send(input().encode())\n", "client"))
    assert said.startswith("a.py, line 9: here becomes True only here, after the thread has been started (line 8), "
                           "whose loop (line 5) ends while it is False (line 3)") == told == bool(said)


@pytest.mark.parametrize("back, told", [("-3", True), ("-4", False)])
def test_letters_that_are_moved_by_two_numbers(back, told):
    moves = "def move(text, by):\n    return ''.join(chr(ord(one) + by) for one in text)\n"
    client = source(f"{CALL}{moves}link.send(move(input(), 4).encode())\n", "client", "b.py")
    server = source(f"{HALL}{moves}link, _ = hall.accept()\nprint(move(link.recv(99).decode(), {back}))\n")
    result = Result("message", "", MISSED, expected='the server to show "kisumahi"', seen='it shows "Client: ljtvnbij"')
    said = ciphers.not_undone(result, client, server)
    assert said.startswith("b.py, line 5: each letter is moved by 4 here, and by -3 in a.py, line 6") == told
    assert told == bool(said)
    assert not ciphers.not_undone(Result("message", "", MISSED, expected='the server to show "kisumahi"',
                                         seen='it shows "Client: nothing"'), client, server)


def test_the_keys_of_a_dictionary_that_holds_lists():
    server = source(f"{HALL}rooms = {{}}\ndef join(name, link):\n    rooms.setdefault(name, [])\n"
                    "    rooms[name].append(link)\ndef tell(name):\n    for one in rooms:\n        one.sendall(b'')\n")
    said = errors.explain(Fault(server, "AttributeError: 'str' object has no attribute 'sendall'", 9))
    assert "in the lists that it holds (line 6): go through rooms[name]." in said
    plain = source(server.text.replace("rooms[name].append(link)", "rooms[name] = link"))
    assert "Go through rooms.values()" in errors.explain(Fault(plain, "AttributeError: 'str' object has no attribute "
                                                               "'sendall'", 9))


@pytest.mark.parametrize("more, told", [("", True), (" + b'\\n'", False)])
def test_a_line_that_is_taken_out_and_passed_on_without_its_end(more, told):
    server = source(f"{HALL}room = []\ndef serve(link):\n    kept = b''\n    while data := link.recv(99):\n"
                    "        kept += data\n        while b'\\n' in kept:\n"
                    "            line, kept = kept.split(b'\\n', 1)\n            for one in room:\n"
                    f"                one.sendall(line{more})\n")
    client = source(f"{CALL}def hear():\n    for line in link.makefile():\n        print(line)\nwhile True:\n"
                    "    link.sendall(input().encode() + b'\\n')\n", "client", "b.py")
    said = framed.by_lines(server, client)
    assert said.startswith("b.py, line 4: this reads up to a newline, and a.py, line 11 sends none, since a.py, "
                           "line 9") == told == bool(said)


@pytest.mark.parametrize("watched, told", [("[sys.stdin, hall]", True), ("[sys.stdin, link]", False)])
def test_a_connection_that_is_looked_for_and_not_watched(watched, told):
    said = watching.tested_unwatched(source(
        f"{HALL}import select, sys\nlink, _ = hall.accept()\nwhile True:\n    ready, _, _ = select.select({watched}, "
        "[], [])\n    if link in ready:\n        print(link.recv(99))\n"))
    assert said.startswith("a.py, line 6: select watches sys.stdin, hall, and link, for which line 7 looks") == told
    assert told == bool(said)


@pytest.mark.parametrize("whom, told", [("name", True), ("one", False)])
def test_a_loop_over_names_that_sends_to_its_author(whom, told):
    said = stuck.same_each_time(source(
        f"{HALL}room = {{}}\ndef tell(name, text):\n    for one in room:\n        if one != name:\n"
        f"            room[{whom}].sendall(text)\n"))
    assert said.startswith("a.py, line 7: the loop goes through room as one, and this sends to room[name]") == told
    assert told == bool(said)


def test_an_address_in_the_place_of_a_port():
    client = source("import socket\nlink = socket.socket(type=socket.SOCK_DGRAM)\nthere = ('127.0.0.1', 5000)\n"
                    "link.sendto(b'', ('127.0.0.1', there))\n", "client")
    said = errors.explain(Fault(client, "TypeError: 'tuple' object cannot be interpreted as an integer", 4))
    assert said.startswith("a.py, line 4: there is a whole address here, host and port, since line 3 has made it so")


@pytest.mark.parametrize("role, told", [("server", True), ("client", False)])
def test_a_limit_for_each_line_of_a_client(role, told):
    text = "import asyncio\nasync def talk(reader, writer):\n    while True:\n" \
        "        line = await asyncio.wait_for(reader.readline(), 30)\nasyncio.run(asyncio.start_server(talk, '', 5))\n"
    said = errors.explain(Fault(source(text, role), "TimeoutError", 4, thread=True))
    assert said.startswith("a.py, line 4: wait_for gives up after 30 s, and who thinks for longer is put out") == told
