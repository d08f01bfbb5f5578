"""Indirect: faults that are reached by way of functions, objects and loops of one's own are told all the same."""
import pytest
from sources import source

from lab12.grader import broadcasting, events, leaving, order, slips, unseen, vain, watching

HALL = "import socket\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\n"


@pytest.mark.parametrize("value, told", [
    ("False", True), ("None", True), ("True", False), ("False\nready = 1", False)])
def test_a_name_that_is_never_given_what_its_if_asks_for(value, told):
    client = source(f"{CALL}ready = {value}\ndef say(it):\n    if ready:\n        link.sendall(it)\n", "client")
    said = vain.never_so(client)
    assert said.endswith("(line 3), and nothing ever gives it another value: so line 6 is never reached.") == told
    assert bool(said) == told


def test_a_length_that_is_told_as_text_with_percent():
    text = f"{CALL}def whole(n):\n    data = b''\n    while len(data) < n:\n        data += link.recv(n)\n" \
        "    return data\ndef hear():\n    return whole(int(whole(4)))\n"
    assert source(text, "client").tells_length == "a.py, line 9: "
    assert source(f"{CALL}link.sendall(b'%04d' % len(data) + data)\n", "client").tells_length == "a.py, line 3: "
    assert not source(f"{CALL}for one in input():\n    link.send(bin(ord(one))[2:].zfill(8).encode())\n").tells_length
    assert not source(f"{CALL}link.sendall(b'%s' % len(data))\nprint('%4d' % 5)\n", "client").tells_length


@pytest.mark.parametrize("used, told", [("print(answer())", True), ("pass", False)])
def test_a_recv_that_a_function_only_looks_at(used, told):
    client = source(f"{CALL}def has_come():\n    return link.recv(99) != b''\ndef answer():\n    return link.recv(99)\n"
                    f"while True:\n    link.send(input().encode())\n    if has_come():\n        {used}\n", "client")
    said = order.throws_away(client)
    assert said.startswith("a.py, line 4: what this recv gives is only looked at, and thrown away, and line 6") == told


@pytest.mark.parametrize("inside, sent, told", [
    ("print(data)", "data", True), ("spread(data)", "data", False), ("print(data)", "b'one has left'", False)])
def test_a_loop_over_all_behind_the_one_that_receives(inside, sent, told):
    server = source(f"{HALL}room = []\ndef spread(data):\n    for one in room:\n        one.send(data)\ndef serve(c):\n"
                    f"    while True:\n        data = c.recv(99)\n        if not data:\n            break\n"
                    f"        {inside}\n    for one in room:\n        one.send({sent})\nserve(hall.accept()[0])\n")
    said = order.relays_after(server)
    assert said.startswith("a.py, line 13: this stands outside of the loop that receives (line 8)") == told
    assert bool(said) == told


@pytest.mark.parametrize("base, hears, kind", [
    ("", "self.door.recvfrom(99)", "pair"), ("", "self.hear()", "pair"), ("", "next(self.people)", "chat")])
def test_an_object_that_gives_what_has_come_is_no_crowd(base, hears, kind):
    """A loop over it goes through messages, one after the other, and not through clients."""
    server = source("import socket\nclass Box:\n    def __init__(self):\n        self.door = socket.socket(type=2)\n"
                    "        self.door.bind(('', 5000))\n    def hear(self):\n        return self.door.recvfrom(99)\n"
                    f"    def __iter__(self):\n        return self\n    def __next__(self):\n        return {hears}\n"
                    "box = Box()\nfor text, one in box:\n    print(text)\n    box.door.sendto(input().encode(), one)\n")
    assert server.script.kind == kind


@pytest.mark.parametrize("end, starts, told", [
    ("break", "talk(links)", True), ("continue", "talk(links)", False),
    ("break", "threading.Thread(target=talk, args=(links,)).start()", False)])
def test_a_break_that_ends_the_loop_which_hears_all(end, starts, told):
    server = source(f"{HALL}import threading\nlinks = [hall.accept()[0], hall.accept()[0]]\ndef talk(links):\n"
                    "    turn = 0\n    while True:\n        data = links[turn % 2].recv(99)\n        if not data:\n"
                    f"            {end}\n        links[1 - turn % 2].send(data)\n        turn += 1\n{starts}\n")
    assert leaving.breaks_all(server).startswith("a.py, line 10: this break ends the loop that hears all") == told


@pytest.mark.parametrize("sets, told", [
    ("pass", True), ("go.set()", False), ("threading.Timer(1, go.set).start()", False), ("tell(go)", False)])
def test_an_event_that_nothing_sets(sets, told):
    server = source(f"{HALL}import threading\ngo = threading.Event()\ndef say():\n    while True:\n        go.wait()\n"
                    f"        go.clear()\ndef hear():\n    {sets}\n")
    said = events.by_event(server)
    assert said.startswith("a.py, line 7: this waits until go is set, and nothing ever sets it: go.set()") == told
    assert bool(said) == told


@pytest.mark.parametrize("sends, other, told", [
    ("data", "", True), ("b'MSG ' + data", "", False), ("data", "    else:\n        print(text)\n", False)])
def test_what_is_shown_only_where_it_begins_with_a_word(sends, other, told):
    client = source(f"{CALL}while text := link.recv(99).decode():\n    if text.startswith('MSG '):\n"
                    f"        print(text[4:])\n{other}", "client", "b.py")
    server = source(f"{HALL}c, _ = hall.accept()\nwhile data := c.recv(99):\n    c.send({sends})\n")
    said = unseen.shown_if(client, server)
    assert said.startswith("b.py, line 4: only what begins with 'MSG ' is shown, and a.py sends none") == told
    assert bool(said) == told


@pytest.mark.parametrize("part, told", [
    ("room[1:]", "room[1:] leaves the first client on the list out"), ("room[:-1]", "room[:-1] leaves the last client"),
    ("room[:]", ""), ("room[2:]", ""), ("room", "")])
def test_a_loop_over_a_part_of_the_clients(part, told):
    server = source(f"{HALL}room = []\ndef spread(text):\n    for one in {part}:\n        one.send(text)\n"
                    "while True:\n    room.append(hall.accept()[0])\n    spread(room[-1].recv(99))\n")
    said = broadcasting.sliced(server)
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("name, more, told", [
    ("start", "", True), ("run", "", False), ("start", "    def run(self):\n        pass\n", False)])
def test_a_thread_whose_start_is_its_own(name, more, told):
    server = source(f"{HALL}import threading\nclass Guest(threading.Thread):\n    def __init__(self, link):\n"
                    f"        super().__init__()\n        self.link = link\n    def {name}(self):\n"
                    f"        print(self.link.recv(99))\n{more}Guest(hall.accept()[0]).start()\n")
    said = slips.starts_itself(server)
    assert said.startswith("a.py, line 8: start() is what makes a thread of it and calls run()") == told == bool(said)


@pytest.mark.parametrize("watched, told", [
    ("[sys.stdin]", "a.py, line 4: select watches what stands on this list, and link does not"),
    ("[sys.stdin, link]", ""), ("[*both]", "")])
def test_a_socket_that_select_does_not_watch(watched, told):
    client = source(f"{CALL}import select, sys\nboth = {watched}\nwhile True:\n    for one in select.select("
                    "both, [], [])[0]:\n        if one is link:\n            print(link.recv(99))\n", "client")
    said = watching.never_watched(client)
    assert said.startswith(told) and bool(said) == bool(told)
