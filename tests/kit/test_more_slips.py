"""Slips with queues, events, keys, selectors, classes of threads and messages in parts are told where they are made."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import (
    accepting,
    anew,
    broadcasting,
    collecting,
    comparing,
    coroutines,
    events,
    framed,
    frameworks,
    keys,
    late,
    leaving,
    locks,
    mixups,
    own_lists,
    passing,
    placed,
    queues,
    repeats,
    slips,
    stuck,
    unreached,
    unseen,
    vain,
    watching,
)

QUEUE = HALL + """import queue
letters, guests = queue.Queue(), []
def postman():
    while True:
        author, data = letters.get()
        for one in guests:
            if one is not author:
                one.sendall(data)
def listen(guest):
    pass
    while data := guest.recv(999):
        letters.put((guest, data))
threading.Thread(target=postman, daemon=True).start()
while True:
    guest, _ = hall.accept()
    guests.append(guest)
    threading.Thread(target=listen, args=(guest,), daemon=True).start()
"""
MAIL = """import asyncio, queue
boxes = {}
async def deliver(writer, box):
    while True:
        writer.write(await box.get())
async def serve(reader, writer):
    box = asyncio.Queue()
    boxes[writer] = box
    task = asyncio.create_task(deliver(writer, box))
    while line := await reader.readline():
        for other in boxes:
            if other is not writer:
                await boxes[other].put(line)
async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", 5000) as server:
        await server.serve_forever()
asyncio.run(main())
"""
PROCESSES = HALL + """import multiprocessing, queue
heard, guests = multiprocessing.Queue(), {}
def listen(guest, number, heard):
    while data := guest.recv(999):
        heard.put((number, data))
def tell():
    while True:
        number, data = heard.get()
        for one, link in guests.items():
            if one != number:
                link.sendall(data)
threading.Thread(target=tell, daemon=True).start()
number = 0
while True:
    guest, _ = hall.accept()
    number += 1
    guests[number] = guest
    multiprocessing.Process(target=listen, args=(guest, number, heard), daemon=True).start()
"""
PARTS = HALL + """import struct
guests = []
def whole(link, size):
    data = b""
    while len(data) < size:
        part = link.recv(size - len(data))
        if not part:
            return None
        data += part
    return data
def message(link):
    head = whole(link, 4)
    if head is None:
        return None
    size, = struct.unpack("!I", head)
    return whole(link, size)
def post(link, data):
    link.sendall(struct.pack("!I", len(data)) + data)
def serve(link):
    guests.append(link)
    while (said := message(link)) is not None:
        print(said.decode())
        for one in guests:
            if one is not link:
                post(one, said)
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],)).start()
"""
LINES = HALL + """writers = []
def serve(link):
    reader = link.makefile()
    writer = link.makefile("w")
    writers.append(writer)
    for line in reader:
        print(line.rstrip("\\n"))
        for one in writers:
            if one is not writer:
                one.write(line)
                one.flush()
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],)).start()
"""
TYPES = CALL + """link.sendall(input("> ").encode() + b"\\n")
for line in link.makefile():
    print(line)
"""
STOPS = CALL + """stop = threading.Event()
def speak():
    while not stop.is_set():
        link.sendall(input().encode())
def hear():
    while not stop.is_set():
        data = link.recv(999)
        if not data:
            stop.set()
            break
        print(data.decode())
one, other = threading.Thread(target=speak), threading.Thread(target=hear)
one.start()
other.start()
one.join()
stop.set()
"""
NAMES = HALL + """guests = {}
def tell(name, text):
    if name in guests:
        link = guests.get(name)
        link.sendall(text.encode())
def tell_all(text, author):
    for name in guests:
        if name != author:
            tell(name, text)
def serve(link):
    name = link.recv(99).decode()
    guests[name] = link
    while data := link.recv(999):
        tell_all(data.decode(), name)
"""
ROOMS = HALL + """rooms = {}
def serve(link):
    room = link.recv(99).decode()
    if room not in rooms:
        rooms[room] = []
    rooms[room].append(link)
    while data := link.recv(999):
        for one in rooms[room]:
            one.sendall(data)
"""
WATCHED = HALL + """import selectors
chosen, guests = selectors.DefaultSelector(), []
def enter(door):
    link, _ = door.accept()
    guest = Guest(link)
    guests.append(guest)
    chosen.register(link, selectors.EVENT_READ | selectors.EVENT_WRITE, data=guest)
def attend(link, mask, guest):
    if mask & selectors.EVENT_READ:
        data = link.recv(999)
        for other in guests:
            if other is not guest:
                other.out += data
    if mask & selectors.EVENT_WRITE and guest.out:
        sent = link.send(guest.out)
        guest.out = guest.out[sent:]
chosen.register(hall, selectors.EVENT_READ, data=None)
while True:
    for key, mask in chosen.select():
        if key.data is None:
            enter(key.fileobj)
        else:
            attend(key.fileobj, mask, key.data)
"""
CLASS = HALL + """class Guest(threading.Thread):
    guests = []
    def __init__(self, link):
        super().__init__()
        self.link = link
        self.guests.append(self)
    def run(self):
        while data := self.link.recv(999):
            for one in self.guests:
                if one is not self:
                    one.link.sendall(data)
while True:
    link, _ = hall.accept()
    Guest(link).start()
"""
JOINS = """import socket
post, guests = socket.socket(type=socket.SOCK_DGRAM), set()
post.bind(("127.0.0.1", 5000))
while True:
    data, address = post.recvfrom(999)
    if data == b"hello":
        guests.add(address)
    for one in guests - {address}:
        post.sendto(data, one)
"""
SENDS_ALONE = """import socket, threading
post, there = socket.socket(type=socket.SOCK_DGRAM), ("127.0.0.1", 5000)
def hear():
    while True:
        print(post.recvfrom(999)[0].decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    text = input()
    post.sendto(text.encode(), there)
"""
SHOWS = CALL + """while True:
    link.sendall(input().encode())
    data = link.recv(999)
    print(f"Server: {data.decode()}")
"""
OPEN = HALL + """link, _ = hall.accept()
while data := link.recv(999):
    print(data.decode())
    link.sendall(input().encode())
"""
HELD = HALL + """lock, guests = threading.Lock(), []
def serve(link):
    while True:
        pass
        data = link.recv(999)
        with lock:
            for one in guests:
                one.sendall(data)
while True:
    guests.append(hall.accept()[0])
    threading.Thread(target=serve, args=guests[-1:]).start()
"""
SPEAKS = CALL + """def speak():
    while True:
        text = input()
        if text == "over":
            link.shutdown(socket.SHUT_RDWR)
            break
        link.sendall(text.encode())
def hear():
    while data := link.recv(999):
        print(data.decode())
one, other = threading.Thread(target=speak), threading.Thread(target=hear)
one.start()
other.start()
one.join()
other.join()
link.close()
"""
WORD = CALL + """while True:
    text = input()
    if text == "exit":
        link.sendall(b"bye")
        break
    link.sendall(text.encode())
"""
READS = HALL + """def serve(link):
    lines = link.makefile()
    while True:
        text = lines.readline()
        if not text:
            break
        print(text)
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],)).start()
"""
STREAM = """import asyncio
room = []
def tell(but, text):
    [one.write(text.encode()) for one in room if one is not but]
async def serve(reader, writer):
    while True:
        data = await reader.read(200)
        if not data:
            break
        text = data.decode()
        tell(writer, text)
        if text == "bye":
            break
asyncio.start_server(serve, "127.0.0.1", 5000)
"""
EARLY = """import socket, threading
link, there = socket.socket(), ("127.0.0.1", 5000)
def hear(wire):
    while data := wire.recv(999):
        print(data.decode())
link.connect(there)
threading.Thread(target=hear, args=(link,)).start()
while True:
    link.sendall(input().encode())
"""
COMMANDS = HALL + """def tell_all(text):
    print(text)
link, _ = hall.accept()
while True:
    text = link.recv(999).decode()
    if not text:
        break
    if text.startswith("/who"):
        link.sendall(b"you")
    else:
            tell_all(text)
"""
ENDS = HALL + """link, _ = hall.accept()
while True:
    text = link.recv(999).decode()
    if text == "over":
        break
    print(text)
"""
ENDS_EACH = HALL + """link, _ = hall.accept()
link.send(b'one at a time')
while True:
    link, _ = hall.accept()
    while text := link.recv(999):
        print(text)
"""


@pytest.mark.parametrize("look, text, right, wrong, told", [
    (queues.by_queue, QUEUE, "        letters.put((guest, data))", "        pass",
     "7: this waits for what is put into letters, and nothing ever is: letters.put((author, data)) where"),
    (queues.by_queue, QUEUE, "letters.put((guest, data))", "letters.get()",
     "14: get() takes a message out of letters, and waits until there is one. Nobody puts any in: "
     "letters.put((auth"),
    (queues.by_queue, QUEUE, "    while True:\n        author", "    if guests:\n        author",
     "7: this takes one message out of the queue, and then the thread is at its end"),
    (queues.by_queue, QUEUE, "    pass", "    letters = queue.Queue()",
     "12: this makes a queue of its own, letters, for listen alone: line 7 means that of line 4."),
    (queues.by_queue, MAIL, "asyncio.Queue()", "queue.Queue()", "5: get() of a queue.Queue waits, and the whole event"),
    (queues.by_queue, PROCESSES, "multiprocessing.Queue()", "queue.Queue()",
     "4: this queue is for threads: the process"),
    (broadcasting.never_told, QUEUE, "threading.Thread(target=postman, daemon=True).start()\n", "",
     "5: postman sends to all clients, and is never called: it goes on and on, so it needs a thread of its own"),
    (unreached.never_comes_back, QUEUE, "threading.Thread(target=postman, daemon=True).start()", "postman()",
     "15: postman never comes back from its loop (line 6), so nothing behind this line is done. Start a thread "
     "for it: threading.Thread(target=postman, daemon=True).start()."),
    (unreached.never_comes_back, MAIL, "asyncio.create_task(deliver(writer, box))", "await deliver(writer, box)",
     "9: deliver never comes back from its loop (line 4), so nothing behind this line is done. "
     "asyncio.create_task("),
    (coroutines.never_awaited, MAIL, "task = asyncio.create_task(deliver(writer, box))", "deliver(writer, box)",
     "9: without await nothing of deliver runs, this only makes a coroutine: asyncio.create_task(deliver("),
    (slips.never_started, PROCESSES, "daemon=True).start()\nnumber", "daemon=True)\nnumber",
     "14: this thread is made, and never started: threading.Thread(target=tell, daemon=True).start()."),
    (slips.never_started, PROCESSES, "heard), daemon=True).start()", "heard), daemon=True)",
     "20: this process is made, and never started: multiprocessing.Process(target=listen, "),
    (slips.by_process, PROCESSES, "        heard.put((number, data))",
     "        for one in guests:\n            guests[one].sendall(data)",
     "21: each process has a copy of its own of the list of clients"),
    (stuck.same_key, PROCESSES, "    number += 1\n", "", "18: each client is kept by the same key, 0, in the place"),
    (collecting.never_whole, PARTS, "data += part", "data = part", "11: data is given the newest part alone here"),
    (collecting.never_whole, PARTS, "len(data) < size", "len(data) <= size",
     "7: once all has come this loop goes round once more, and recv of 0 bytes gives b'', which is taken for "
     "the end"),
    (placed.never_flushed, LINES, "                one.flush()\n", "",
     "12: what is written to a file of a socket stays in its buffer until that is full: one.flush() after each "
     "message."),
    (framed.to_the_end, LINES, "in reader:", "in reader.readlines():",
     "8: readlines() waits until the other side has gone"),
    (events.by_event, STOPS, "stop = threading.Event()\n", "stop = threading.Event()\nstop.set()\n",
     "4: stop is set here, before anything begins, and the loop of line 6 goes on only while it is not"),
    (events.by_event, STOPS, "        print(data.decode())", "        print(data.decode())\n        stop.set()",
     "14: stop is set after the first message, whatever that was, which ends this loop. It belongs in the if"),
    (unreached.starts_behind_join, STOPS, "other.start()\none.join()", "one.join()\nother.start()",
     "16: join waits here until one has ended, in which the user is asked, and the thread that receives is "
     "started only"),
    (vain.never_heard, STOPS, "target=hear", "target=speak",
     "14: this starts speak a second time, and hear, which receives, is never started: target=hear is meant "
     "here."),
    (keys.by_key, NAMES, "guests[name] = link", "guests[link] = name",
     "14: this keeps name under link, and line 6 looks for a connection under name: guests[name] = link."),
    (keys.by_key, NAMES, "guests.get(name)", "guests.get('name')",
     "6: 'name' in quotes is a text, and nobody is kept under that in guests: guests.get(name), without quotes."),
    (keys.by_key, ROOMS, "    if room not in rooms:\n        rooms", "    rooms",
     "6: this makes rooms[room] anew with each who comes"),
    (broadcasting.link_for_name, NAMES, "tell_all(data.decode(), name)", "tell_all(data.decode(), link)",
     "16: link is a connection, and line 10 compares author with names: give the author's name here."),
    (watching.by_selector, WATCHED, "EVENT_READ | selectors.EVENT_WRITE", "EVENT_READ",
     "9: nobody asks here whether something can be sent, so line 17 is never done"),
    (watching.by_selector, WATCHED,
     "    chosen.register(link, selectors.EVENT_READ | selectors.EVENT_WRITE, data=guest)\n", "",
     "6: what is accepted here is told to no selector, so nothing that it says is heard: chosen.register(link, "),
    (watching.by_selector, WATCHED, "other.out += data", "guest.out += data",
     "15: the loop goes through the clients as other, and this puts it to guest.out each time: other.out."),
    (repeats.never_cut, WATCHED, "        guest.out = guest.out[sent:]\n", "",
     "17: what has been sent stays in guest.out"),
    (frameworks.no_run, CLASS, "def run(self)", "def running(self)",
     "9: start() has run() done in the thread, and Guest has none, so nothing is done: running has to be "
     "called run."),
    (passing.shared_name, CLASS, "self.link.recv", "link.recv",
     "10: every Guest reads link here, which the next accept (a.py, line 15) overwrites: from then on all read "
     "from the newest client. self.link is the thread's own."),
    (own_lists.own_list, CLASS, "        self.guests.append", "        self.guests = []\n        self.guests.append",
     "8: each client has a Guest of its own, and so a list of its own here"),
    (comparing.talks_never, JOINS, 'b"hello"', '"hello"',
     "6: what recv gives is bytes, and is never equal to the text 'hello': compare it with b'hello'."),
    (anew.socket_each_time, SENDS_ALONE, "    post.sendto",
     "    out = socket.socket(type=socket.SOCK_DGRAM)\n    out.sendto",
     "9: this opens a socket for each message, with a port of its own, and to the server that is somebody else "
     "each time: send through post, at which it hears"),
    (unseen.left_out_f, SHOWS, 'print(f"', 'print("',
     "6: without an f before its quotes this text is shown as it stands, braces and all: f'Server: "
     "{data.decode()}'."),
    (unreached.leaves_otherwise, COMMANDS, "            tell_all(text)\n",
     "            tell_all(text)\n            break\n",
     "14: this break leaves the loop after the first message that is no command. It belongs in the if that "
     "looks"),
    (comparing.word_without_end, WORD, "        break\n", "",
     "6: 'exit' is looked for here (line 5), and the loop goes on after it: break, behind this line."),
    (unseen.never_empty, READS, "        if not text:\n            break\n", "",
     "6: readline gives an empty line once the other side has gone, again and again, and here that is taken "
     "for a message"),
    (unseen.never_empty, STREAM, "        if not data:\n            break\n", "",
     "7: read gives b'' once the other side has gone, again and again, and here that is taken for a message"),
    (late.starts_early, EARLY, "link.connect(there)\nthreading.Thread(target=hear, args=(link,)).start()",
     "threading.Thread(target=hear, args=(link,)).start()\nlink.connect(there)",
     "6: this starts the thread before the socket is connected (line 7): connect first."),
    (accepting.accepts_anew, ENDS, "while True:\n", "while True:\n    link, _ = hall.accept()\n",
     "5: this waits for another client before each message, though one is there already (line 3): leave this "
     "line out."),
    (accepting.accepted_in_vain, ENDS_EACH, "link, _ = hall.accept()\nlink.send(b'one at a time')\n",
     "link, _ = hall.accept()\n",
     "3: the client that is accepted here is never heard: line 5 waits for another one, which takes its name. "
     "Leave this line out."),
    (coroutines.never_awaited, MAIL, "                await boxes[other].put(line)",
     "                boxes[other].put(line)",
     "13: without await nothing of put is done, this only makes a coroutine: await boxes[other].put(line)."),
    (coroutines.never_awaited, MAIL, "        writer.write(await box.get())",
     "        line = box.get()\n        writer.write(line)",
     "5: without await nothing of get is done, this only makes a coroutine: await box.get()."),
    (locks.held_while_hearing, HELD, "        data = link.recv(999)\n",
     "        with lock:\n            data = link.recv(999)\n",
     "8: lock is held while this waits for one client, and the threads of all others wait for lock until he "
     "says"),
    (slips.ends_one_thread, SPEAKS, "            link.shutdown(socket.SHUT_RDWR)\n", "",
     "6: this ends the thread that asks, and no other: the one that receives (line 10) waits for the server."),
    (comparing.constant_in_or, ENDS, 'text == "over"', 'text == "over" or "out"',
     "6: this is always true, since 'out' alone is: text in ('over', 'out') is meant."),
])
def test_a_slip_is_told_and_nothing_is_said_without_it(look, text, right, wrong, told):
    assert right in text
    role = "client" if "create_connection" in text or text is SENDS_ALONE else "server"
    assert look(source(text, role)) == ""
    said = look(source(text.replace(right, wrong), role))
    assert said.startswith(f"a.py, line {told}"), said


@pytest.mark.parametrize("starts, said", [
    ("await hear(reader)",
     "7: hear comes back only at the end of the connection from its loop (line 3), so nothing behind this line "
     "is done. asyncio.create_task(hear(reader)) starts it, and goes on."),
    ("task = asyncio.create_task(hear(reader))", ""),
])
def test_a_coroutine_that_hears_before_its_user_is_asked(starts, said):
    text = "import asyncio\nasync def hear(reader):\n    while line := await reader.readline():\n        " \
        f"print(line)\nasync def main():\n    reader, writer = await asyncio.open_connection('', 1)\n    {starts}\n " \
        "   while True:\n        writer.write((await asyncio.to_thread(input)).encode())\nasyncio.run(main())\n"
    assert unreached.never_comes_back(source(text, "client")).removeprefix("a.py, line ") == said


@pytest.mark.parametrize("text, told", [(NAMES, True), (WATCHED, True), (ENDS, False), (HALL + "def tell(name):\n    "
    "guests[name].send(b'')\n", False)])
def test_whoever_tells_each_by_a_name_passes_on(text, told):
    assert source(text).passes_on == told


def test_an_event_that_nothing_sets_before_its_loops():
    alone = STOPS.replace("while not stop", "while stop").replace("\nstop.set()\n", "\n")
    told = events.by_event(source(alone, "client"))
    assert told == "a.py, line 5: stop is not set at first, so this loop is never entered: while not stop.is_set()."
    begun = STOPS.replace("while not stop", "while stop").replace("\none.start()", "\nstop.set()\none.start()")
    assert events.by_event(source(begun, "client")) == ""


def test_a_loop_that_receives_in_its_head_looks_at_once():
    assert leaving.tested_late(source(OPEN)) == ""


@pytest.mark.parametrize("right, wrong, told", [
    ("line)\n", "line.rstrip())\n", "a.py, line 4: this reads up to a newline, and a.py, line 12 sends none, since"),
    ("in reader", "in [reader.read()]", ""),
])
def test_whoever_takes_the_newline_off_sends_none(right, wrong, told):
    """What is passed on as it has come has the newline that its author has given it."""
    client = source(TYPES, "client")
    assert framed.by_lines(source(LINES), client) == ""
    said = framed.by_lines(source(LINES.replace(right, wrong)), client)
    assert said.startswith(told) and bool(said) == bool(told)


RELAY = """import socket, struct
def serve(one, all):
    {first}
    while True:
        head = one.recv(4)
        body = one.recv(struct.unpack("!I", head)[0])
        for other in all:
            other.sendall(head + body)
"""


@pytest.mark.parametrize("first, told", [
    ("one.sendall(b'somebody is new')", "a.py, line 3: this goes out without its length, and b.py, line 17"),
    ("pass", "")])
def test_a_server_that_passes_on_the_length_with_the_message(first, told):
    said = framed.framing(source(RELAY.format(first=first)), source(PARTS, "client", "b.py"))
    assert said.startswith(told) and bool(said) == bool(told)


@pytest.mark.parametrize("order, told", [("<", "the length is read as 2 bytes, little here, and sent as 2 bytes, big"),
                                         (">", "")])
def test_a_byte_order_that_stands_in_a_struct_and_a_file_read_by_numbers(order, told):
    hears = source(f"import socket, struct\nSIZE = struct.Struct('{order}H')\nc, _ = socket.create_server(('', 5000))."
                   "accept()\nf = c.makefile('rb')\nwhile True:\n    print(f.read(SIZE.unpack(f.read(2))[0]))\n")
    says = source("import socket, struct\nSIZE = struct.Struct('>H')\nc = socket.create_connection(('', 5000))\n"
                  "while data := input().encode():\n    c.sendall(SIZE.pack(len(data)) + data)\n", "client")
    said = framed.framing(says, hears)
    assert told in said and bool(said) == bool(told) and framed.by_lines(says, hears) == ""


@pytest.mark.parametrize("right, wrong, told", [
    ('struct.pack("!I", len(data)) + data', "data", "b.py, line 17: a length is read here before each message, and "
     "a.py, line 20 sends none."),
    ("post(one, said)", "one.sendall(said)", "a.py, line 27: this goes out without its length, and b.py, line 17 "
     "takes its first"),
])
def test_a_message_that_goes_out_without_its_length(right, wrong, told):
    server, client = source(PARTS.replace(right, wrong)), source(PARTS, "client", "b.py")
    assert framed.framing(source(PARTS), client) == ""
    said = framed.framing(server, client)
    assert said.startswith(told)


@pytest.mark.parametrize("sent, looked, then, told", [
    ('{"kind": "text", "body": text}', 'told["kind"] == "talk"', "",
     "a.py, line 3: this sends 'kind': 'text', and b.py, line 4 looks for 'talk' alone"),
    ('{"kind": "talk", "body": text}', 'told["kind"] == "talk"', "", ""),
    ('{"kind": "text", "body": text}', 'told.get("kind") == "talk"', "", "a.py, line 3: this sends 'kind': 'text'"),
    ('{"kind": "text", "body": text}', 'told["kind"] == "talk"', "print(told['body'])", ""),
    ('{"kind": "ping"}', 'told["kind"] == "talk"', "", ""),
])
def test_a_word_of_a_kind_that_nobody_looks_for(sent, looked, then, told):
    client = source(f"{CALL}link.sendall(json.dumps({sent}).encode())\n", "client")
    hears = f"{HALL}told = json.loads(hall.accept()[0].recv(999))\nif {looked}:\n    print(told['body'])\n{then}"
    server = source(hears, name="b.py")
    said = mixups.other_kind(client, server)
    assert said.startswith(told) and bool(said) == bool(told)
