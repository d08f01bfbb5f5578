"""Single faults: a program with one mistake in it is told of that one, and its sound neighbour is not."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import (
    accepting,
    broadcasting,
    ciphers,
    collecting,
    comparing,
    errors,
    framed,
    hints,
    hints_on_text,
    late,
    lazy,
    leaving,
    locks,
    lost,
    mixups,
    overwritten,
    own_lists,
    passing,
    queues,
    signs,
    slips,
    stopped,
    stuck,
    verdict,
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


@pytest.mark.parametrize("whole, told", [("len(data)", True), ("len(data) - 8", False)])
def test_a_length_that_is_compared_with_the_header_in_it(whole, told):
    said = collecting.never_whole(source(
        f"{HALL}def hear(link):\n    data = b''\n    while True:\n        part = link.recv(16)\n"
        f"        if not data:\n            size = int(part[:8])\n        data += part\n"
        f"        if {whole} == size:\n            return data[8:]\nprint(hear(hall.accept()[0]))\n"))
    assert said.startswith("a.py, line 10: len(data) counts the header too, and size (line 8) does not") == told
    assert told == bool(said)


@pytest.mark.parametrize("tells, told", [
    ("str(len(text)).zfill(8)", True), ("str(len(text) + 8).zfill(8)", False), ("str(8 + len(text)).zfill(8)", False),
    ("str(len(head + text)).zfill(8)", False)])
def test_a_length_that_counts_its_header_is_no_mistake(tells, told):
    server = source(f"{HALL}def hear(link):\n    data = b''\n    while True:\n        part = link.recv(16)\n"
                    f"        if not data:\n            size = int(part[:8])\n        data += part\n"
                    f"        if len(data) == size:\n            return data[8:]\nprint(hear(hall.accept()[0]))\n")
    client = source(f"{CALL}text = input()\nlink.sendall(({tells} + text).encode())\n", "client", "b.py")
    assert bool(collecting.never_whole(server, client)) is told


@pytest.mark.parametrize("size, told", [("0", True), ("SIZE", True), ("1024", False)])
def test_a_recv_of_nothing(size, told):
    said = collecting.takes_little(source(f"{UDP}SIZE = 0\nprint(hall.recvfrom({size}))\n"))
    assert said.startswith("a.py, line 5: recvfrom of 0 bytes") == told == bool(said)


@pytest.mark.parametrize("others, told", [("list(others)", True), ("others", False)])
def test_a_list_that_is_copied_for_each_client(others, told):
    said = own_lists.own_list(source(
        f"{HALL}class Guest:\n    def __init__(self, link, others=[]):\n        self.link = link\n"
        f"        self.others = {others}\n        self.others.append(self)\n    def run(self):\n"
        "        for one in self.others:\n            one.link.sendall(self.link.recv(99))\n"
        "while True:\n    guest = Guest(hall.accept()[0])\n    threading.Thread(target=guest.run).start()\n"))
    assert said.startswith("a.py, line 6: each client has a Guest of its own, and so a list of its own") == told
    assert told == bool(said)


@pytest.mark.parametrize("place, told", [(1, True), (0, False)])
def test_the_address_of_a_pair_in_the_place_of_its_connection(place, told):
    server = source(f"{HALL}room = []\nwhile True:\n    link, where = hall.accept()\n    room.append((link, where))\n"
                    f"    for one in room:\n        one[{place}].send(b'')\n")
    said = errors.explain(Fault(server, "AttributeError: 'tuple' object has no attribute 'send'", 8))
    assert said.startswith("a.py, line 8: one[1] is where of what line 6 puts on the list, (link, where): one[0]") \
        == told


def test_an_address_that_has_its_name_and_is_decoded():
    server = source(f"{UDP}text, who = hall.recvfrom(99)\nprint(who.decode(), text)\nhall.sendto(b'', who)\n")
    said = errors.explain(Fault(server, "AttributeError: 'tuple' object has no attribute 'decode'", 5))
    assert said == "a.py, line 5: who is the address here, and text is the bytes (line 4): text.decode(...)."


@pytest.mark.parametrize("waits, told", [("", True), ("await ", False)])
def test_what_is_gathered_and_not_waited_for(waits, told):
    client = source(f"import asyncio\nasync def hear():\n    pass\nasync def main():\n    {waits}asyncio.gather(hear())"
                    "\nasyncio.run(main())\n", "client")
    said = errors.explain(Fault(client, "CancelledError", 3))
    assert said.startswith("a.py, line 5: nothing waits for this, so main() is over at once") == told


@pytest.mark.parametrize("name, told", [("write", True), ("read", False)])
def test_a_loop_over_what_select_was_not_asked_about(name, told):
    said = watching.always_empty(source(
        f"{HALL}import select\nlinks = [hall]\nwhile True:\n    read, write, _ = select.select(links, [], [])\n"
        f"    for one in {name}:\n        links.append(one.accept()[0])\n"))
    assert said.startswith("a.py, line 7: select was asked about [] there (line 6), so write is empty") == told
    assert told == bool(said)


@pytest.mark.parametrize("whom, told", [("who", True), ("one", False)])
def test_a_chat_over_udp_that_sends_to_its_author_each_time(whom, told):
    server = source(f"{UDP}known = set()\nwhile True:\n    text, who = hall.recvfrom(99)\n    known.add(who)\n"
                    f"    for one in known:\n        if one != who:\n            hall.sendto(text, {whom})\n")
    said = passing.past_the_loop(server)
    assert server.script.kind == "chat"
    assert said.startswith("a.py, line 10: the loop goes through the clients as one, and this sends to who") == told
    assert told == bool(said)


@pytest.mark.parametrize("words, said", [
    ("expected str instance, bytes found", "are bytes, as recv gives them, and are joined by a text: b''.join"),
    ("expected a bytes-like object, str found", "are texts, and are joined by bytes: ''.join")])
def test_parts_that_are_joined_by_another_kind(words, said):
    by = "''" if "bytes found" in words else "b''"
    server = source(f"{HALL}parts = [hall.accept()[0].recv(9)]\nprint({by}.join(parts))\n")
    assert said in errors.explain(Fault(server, f"TypeError: sequence item 0: {words}", 4))


@pytest.mark.parametrize("gets, told", [("room.pop(one)", True), ("room[one]", False)])
def test_a_member_that_is_taken_off_where_it_is_only_to_be_looked_up(gets, told):
    server = source(f"{HALL}room = {{}}\ndef tell(text):\n    for one in room:\n        {gets}.sendall(text)\n")
    said = errors.explain(Fault(server, "RuntimeError: dictionary changed size during iteration", 5))
    assert said.startswith("a.py, line 6: pop takes it off room, for good") == told


@pytest.mark.parametrize("back, told", [("(one, two)", True), ("(two, one)", False)])
def test_two_threads_that_carry_the_same_way(back, told):
    said = mixups.carries_one_way(source(
        f"{HALL}def carry(a, b):\n    while data := a.recv(99):\n        b.sendall(data)\none, _ = hall.accept()\n"
        f"two, _ = hall.accept()\nthreading.Thread(target=carry, args=(one, two)).start()\n"
        f"threading.Thread(target=carry, args={back}).start()\n"))
    assert said.startswith("a.py, line 9: both threads take from one and send to two") == told == bool(said)


@pytest.mark.parametrize("leaves, told", [("break", True), ("continue", False)])
def test_an_error_of_one_client_that_ends_the_loop_around_accept(leaves, told):
    said = leaving.breaks_accepting(source(
        f"{HALL}while True:\n    link, _ = hall.accept()\n    try:\n        while data := link.recv(99):\n"
        f"            print(data)\n    except ConnectionError:\n        {leaves}\n"))
    assert said.startswith("a.py, line 9: this break leaves the loop around accept (line 4)") == told == bool(said)


@pytest.mark.parametrize("made, told", [("Semaphore(1)", True), ("BoundedSemaphore()", True), ("Semaphore(9)", False)])
def test_a_semaphore_that_lets_in_one_client(made, told):
    said = locks.held_while_hearing(source(
        f"{HALL}slots = threading.{made}\ndef serve(link):\n    with slots:\n        while data := link.recv(99):\n"
        "            print(data)\nthreading.Thread(target=serve, args=hall.accept()[:1]).start()\n"))
    assert said.startswith("a.py, line 6: slots is held while this waits for one client") == told == bool(said)
    assert not told or "until he has gone" in said


@pytest.mark.parametrize("keeps, told", [("kept = part", True), ("kept += part", False)])
def test_a_line_of_which_the_newest_part_is_kept(keeps, told):
    said = collecting.never_whole(source(
        f"{HALL}link, _ = hall.accept()\nkept = b''\nwhile b'\\n' not in kept:\n    part = link.recv(99)\n"
        f"    {keeps}\nprint(kept)\n"))
    assert said.startswith("a.py, line 7: kept is given the newest part alone here") == told == bool(said)


@pytest.mark.parametrize("goes, told", [("", True), ("while True:\n        ", False)])
def test_a_thread_that_goes_through_what_was_said_once(goes, told):
    body = "for text in said:\n            for one in room:\n                one.sendall(text)\n"
    said = queues.goes_through_once(source(
        f"{HALL}said, room = [], []\ndef spread():\n    {goes}{body}threading.Thread(target=spread).start()\n"
        "while True:\n    room.append(hall.accept()[0])\n    said.append(room[-1].recv(99))\n"))
    assert said.startswith("a.py, line 5: this goes through said once, when the thread is started (line 8)") == told
    assert told == bool(said)


@pytest.mark.parametrize("port, told", [("mine", True), ("theirs", False)])
def test_two_copies_that_each_hear_themselves(port, told):
    server = source("import socket\nmine, theirs = int(input('My port: ')), int(input('Peer port: '))\n"
                    "link = socket.socket(type=socket.SOCK_DGRAM)\nlink.bind(('127.0.0.1', mine))\nwhile True:\n"
                    f"    link.sendto(input().encode(), ('127.0.0.1', {port}))\n    print(link.recvfrom(99))\n")
    said = verdict.to_own_port(server.script)
    assert said.startswith("a.py, line 6: what is typed is sent to mine, the port at which the same program waits "
                           "(line 4)") == told == bool(said)


@pytest.mark.parametrize("looks", [
    "match told['type']:\n    case 'join':\n        pass\n    case 'chat':\n        print(told['text'])\n",
    "kind = told['type']\nif kind in ('chat', 'say'):\n    print(told['text'])\n"])
def test_a_kind_of_message_that_no_case_names(looks):
    server = source(f"{HALL}import json\nlink, _ = hall.accept()\ntold = json.loads(link.recv(99))\n{looks}")
    text = f"{CALL}import json\ndef send(**what):\n    link.sendall(json.dumps(what).encode())\n" \
        "send(type='{}', text=input())\n"
    said = mixups.other_kind(source(text.format("message"), "client", "b.py"), server)
    assert said.startswith("b.py, line 6: this sends 'type': 'message', and a.py, line") and "'chat'" in said
    assert mixups.other_kind(source(text.format("chat"), "client", "b.py"), server) == ""


@pytest.mark.parametrize("off, told", [("self", True), ("self.wfile", False)])
def test_who_is_taken_off_a_list_on_which_something_of_his_stands(off, told):
    said = mixups.takes_another(source(
        "import socketserver\nroom = set()\nclass Talk(socketserver.StreamRequestHandler):\n    def setup(self):\n"
        "        super().setup()\n        room.add(self.wfile)\n    def finish(self):\n"
        f"        room.discard({off})\nsocketserver.ThreadingTCPServer(('', 5000), Talk).serve_forever()\n"))
    assert said.startswith("a.py, line 8: line 6 puts self.wfile on room, and this takes off self") \
        == told == bool(said)


WITHOUT = "import socket\nhall = socket.socket()\ntry:\n    hall.bind(('', 5000))\n    hall.listen()\n" \
    "except OSError as e:\n    print('Sorry:', e)\ntry:\n    link, _ = hall.accept()\nexcept OSError as e:\n" \
    "    print('Sorry:', e)\nprint(link.recv(99))\n"


@pytest.mark.parametrize("old, new, told", [
    ("", "", True), ("'Sorry:', e)\nprint", "'Sorry:', e)\n    raise SystemExit(1)\nprint", False),
    ("'Sorry:', e)\nprint", "'Sorry:', e)\nexit() if x else print", True), ("link, _ =", "door, _ =", False),
    ("print(link", "def talk():\n    print(link", True),
    ("    link, _ = hall.accept()", "    if hall is None:\n        link, _ = hall.accept()", False)])
def test_a_name_without_a_value_since_an_error_was_caught(old, new, told):
    server = source(WITHOUT.replace(old, new))
    line = 1 + server.text.splitlines().index(next(one for one in server.text.splitlines() if "recv" in one))
    fault = Fault(server, "NameError: name 'link' is not defined", line)
    said = errors.explain(fault)
    assert said.startswith("a.py, line 10: an error is caught here, and the program goes on without link") == told, said


@pytest.mark.parametrize("shown, said", [
    ("Sorry: [Errno 98] Address already in use", "a.py, line 4: the port is taken"),
    ("Sorry: something", "a.py, line 10: an error is caught here")])
def test_what_was_caught_before_a_name_had_no_value_comes_first(shown, said):
    result = Result("again", "", MISSED, expected="server 2 to start, and to go on",
                    seen="it has ended: NameError: name 'link' is not defined, line 12", screens={"server 2": [shown]},
                    waits=["server 2 has ended: NameError: name 'link' is not defined, line 12"])
    assert hints.named(result, source(WITHOUT), source(CALL, "client")).startswith(said)


LOOKS = "{door}room = []\nwhile True:\n    try:\n        link, _ = hall.accept()\n        {link}\n        " \
    "room.append(link)\n    except OSError:\n        pass\n    for one in room:\n        try:\n" \
    "            text = one.recv(99)\n        except OSError:\n            continue\n" \
    "        for other in room:\n            if other is not one:\n                other.send(text)\n"


@pytest.mark.parametrize("door, link, told", [
    ("hall.setblocking(False)\n", "", True), ("hall.settimeout(0)\n", "", True), ("hall.settimeout(0.1)\n", "", False),
    ("hall.setblocking(False)\n", "link.setblocking(0)", False), ("", "", False),
    ("hall.setblocking(False)\nhall.setblocking(True)\n", "", False),
    ("hall.setblocking(False)\n", "os.set_blocking(link.fileno(), False)", False),
    ("hall.setblocking(False)\nsocket.setdefaulttimeout(0)\n", "", False)])
def test_a_door_that_does_not_wait_and_connections_that_do(door, link, told):
    server = source(HALL + LOOKS.format(door=door, link=link or "pass"))
    said = accepting.waits_beside_the_door(server)
    assert bool(said) == told
    assert not told or "gives a socket that waits, though the listening one does not (line 3)" in said
    assert not told or said == lost.not_passed_on(server, source(CALL, "client"))


LETTERS = "while True:\n    text = input('? ')\n    for letter in {of}:\n        link.send({what})\n"


@pytest.mark.parametrize("of, what, hears, told", [
    ("text", "letter.encode()", "print(link.recv(99).decode())", True),
    ("text", "text.encode()", "print(link.recv(99).decode())", False),
    ("range(3)", "letter.encode()", "print(link.recv(99).decode())", False),
    ("text", "letter.encode()", "data += link.recv(99)", False),
    ("text", "letter.encode()", "print(link.recv(99).decode(), end='', flush=True)", False),
    ("text", "letter.encode()", "print(link.makefile().readline())", False)])
def test_each_letter_sent_by_itself(of, what, hears, told):
    server = source(f"{HALL}link, _ = hall.accept()\ndata = b''\nwhile True:\n    {hears}\n")
    client = source(CALL + LETTERS.format(of=of, what=what), "client", "b.py")
    said = signs.letter_by_letter(client, server)
    assert said.startswith("b.py, line 6: each letter of what was typed is sent by itself, and TCP joins") == told
    assert bool(said) == told


@pytest.mark.parametrize("body, waits, told", [
    ("if text == last:\n        print('Wrong!')\n        raise_it = exit()", "has ended with status 0", True),
    ("if text == last:\n        print('Wrong!')\n        raise_it = exit()", "waits for the network", False),
    ("if text == last:\n        exit()\n    if text == '':\n        exit()", "has ended with status 0", False),
    ("if text == last:\n        break\n    if text == '':\n        exit()", "has ended with status 0", False),
    ("if not text:\n        exit()", "has ended with status 0", False),
    ("if len(text) == 0:\n        exit()", "has ended with status 0", False),
    ("try:\n        link.send(text)\n    except ConnectionError:\n        exit()", "has ended with status 0", False)])
def test_a_server_that_ends_by_itself(body, waits, told):
    server = source(f"{HALL}link, _ = hall.accept()\nlast = ''\nwhile True:\n    text = link.recv(99)\n    {body}\n")
    result = Result("turns", "", MISSED, expected="client 2 to show 'kilo1'", seen="it shows nothing new",
                    waits=[f"the server {waits}"])
    said = leaving.ends_by_itself(result, server)
    assert said.startswith("a.py, line 9: the server ends here after 'Wrong!', and nobody has told it to") == told
    assert bool(said) == told


@pytest.mark.parametrize("statement, said", [("door.close", ""), ("worker.start", "a.py, line 12: this names what")])
def test_a_close_that_is_only_named_loses_no_message(statement, said):
    server = source(f"import threading\n{HALL}door = hall\ndef serve(link):\n    while text := link.recv(99):\n"
                    "        link.send(text.upper())\nwhile True:\n    link, _ = hall.accept()\n"
                    "    worker = threading.Thread(target=serve, args=(link,))\n    if link:\n"
                    f"        {statement}\n")
    told = lost.not_passed_on(server, source(CALL, "client"))
    assert told.startswith(said) and ("names what is to be done" in told) is bool(said)
    assert bool(server.mistake("not closed")) is (not said)


@pytest.mark.parametrize("lines", [
    "for _ in range(3):\n    if link.recv(99) == b'x':\n        exit()\n",
    "open = True\nwhile open:\n    open = link.recv(99) != b'x'\n    if input() == 'x':\n        exit()\n",
    "def exit(): print('bye')\nwhile True:\n    if link.recv(99) == b'x':\n        exit()\n",
    "def hear():\n    while True:\n        if link.recv(99) == b'x':\n            exit()\n"
    "threading.Thread(target=hear).start()\n"])
def test_a_server_that_ends_otherwise_than_by_its_one_exit(lines):
    server = source(f"{HALL}link, _ = hall.accept()\n{lines}")
    result = Result("turns", "", MISSED, expected="", seen="", waits=["the server has ended with status 0"])
    assert leaving.ends_by_itself(result, server) == ""
