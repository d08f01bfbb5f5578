"""Stuck: what keeps a chat from hearing or reaching somebody is told by the source, and only where it is so."""
import re

import pytest

from lab12.finder.source import read
from lab12.grader import errors, hints, late, locks, stuck, watching
from lab12.grader.faults import Fault
from lab12.grader.reading import Source

SELECT = """import select, socket
door = socket.create_server(("", 5000))
watched = [door]
clients = []
while True:
    for one in select.select(watched, [], [])[0]:
        if one is door:
            conn, address = door.accept()
            {kept}.append(conn)
"""
KEYS = """import socket
s = socket.socket(type=socket.SOCK_DGRAM)
s.bind(("", 5000))
clients = {{}}
while True:
    data, address = s.recvfrom(999)
    clients[{key}] = address
    for one in clients.values():
        s.sendto(data, one)
"""
PUT = KEYS.replace("clients[{key}] = address", "put({key}, address)").replace(
    "while True", "def put(who, place): clients[who] = place\nwhile True")
ANEW = """import socket
door = socket.create_server(("", 5000)); {first}
while True:
    conn, address = door.accept()
    {each}
    for one in clients:
        one.sendall(b"somebody is here")
"""
LOCK = """import socket, threading
lock = threading.{kind}()
clients = []
def tell(text):
    with lock:
        for one in clients:
            one.sendall(text)
def serve(conn):
    while data := conn.recv(999):
        {held}
            tell(data)
"""
TAKES, GIVES = "lock.acquire()\n        ", "lock.release()"
LEAVES = """import threading
class Room:
    def __init__(self):
        self.lock, self.clients = threading.Lock(), []
    def remove(self, conn):
        with self.lock:
            self.clients.remove(conn)
"""
LATE = """import socket, threading
s = socket.create_connection(("127.0.0.1", 5000))
{before}
while (text := input()) != "end":
    s.sendall(text.encode())
{after}
"""
SEEN = """import socket
s = socket.socket(type=socket.SOCK_DGRAM)
clients = []
while who := s.recvfrom(999)[1]:
    if who {test} clients:
        clients.append(who)
    for one in clients:
        s.sendto(b"all", one)
"""
KNOWN = """import socket
s, clients, known = socket.create_server(("", 5000)), [], open("known.txt").read().split()
while True:
    conn, address = s.accept()
    if {test}:
        clients.append(conn)
    for one in clients:
        one.send(b"all")
"""
THREAD = "threading.Thread(target=print, daemon=True).start()"
LOOP = """import asyncio
async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 5000)
    while True:
        writer.write({asked}.encode())
"""


@pytest.mark.parametrize("find, wrong, right, said", [
    (watching.not_watched, SELECT.format(kept="clients"), SELECT.format(kept="watched"), "line 8: .*watched.append"),
    (watching.not_watched, SELECT.format(kept="clients"),
     SELECT.format(kept="clients") + "            keep(conn, watched)\ndef keep(one, all): all.append(one)\n",
     "line 8: "),
    (stuck.never_filled, SEEN.format(test="in"), SEEN.format(test="not in"), "line 5: .*who not in clients"),
    (stuck.never_filled, SEEN.format(test="in"), SEEN.format(test="in") + "clients.append(s)\n", "line 5: "),
    (stuck.never_filled, SEEN.format(test="in"), SEEN.format(test="in") + "clients += [s]\n", "line 5: "),
    (stuck.never_filled, KNOWN.format(test="address[0] in known"), KNOWN.format(test="address"),
     r"line 5: only a client whose address\[0\] is in known is put on clients"),
    (stuck.same_key, KEYS.format(key="'last'"),
     KEYS.format(key="'last'").replace("clients[", "clients = {}\n    clients["), "line 7: "),
    (stuck.same_key, KEYS.format(key="'last'"), KEYS.format(key="address"), "line 7: .*the same key, 'last'"),
    (locks.lock_twice, LOCK.format(kind="Lock", held="with lock:"), LOCK.format(kind="Lock", held="if data:"),
     r"line 11: .*tell waits for lock itself \(line 5\)"),
    (locks.lock_twice, LOCK.format(kind="Lock", held="with lock:"), LOCK.format(kind="RLock", held="with lock:"),
     "RLock"),
    (locks.lock_twice, LOCK.format(kind="Lock", held=f"{TAKES}if data:") + f"        {GIVES}\n",
     LOCK.format(kind="Lock", held=f"{TAKES}{GIVES}\n        if data:"), r"line 12: .*tell waits for lock itself"),
    (locks.lock_twice, LOCK.format(kind="Lock", held=f"{TAKES}try:") + f"        finally:\n            {GIVES}\n",
     LOCK.format(kind="RLock", held=f"{TAKES}try:") + f"        finally:\n            {GIVES}\n", "line 12: "),
    (stuck.same_host, KEYS.format(key="address[0]"), KEYS.format(key="address"),
     r"line 7: .*kept by address\[0\], its host alone.*host and port: address\."),
    (stuck.same_host, KEYS.format(key="ip").replace("    clients[", "    ip = address[0]\n    clients["),
     KEYS.format(key="address[0], address[1]"), "line 8: .*kept by ip, its host alone"),
    (stuck.same_host, PUT.format(key="address[0]"), PUT.format(key="address"),
     r"line 8: .*kept by address\[0\], its host alone.*host and port: address\."),
    (stuck.same_host, PUT.format(key="address[0]"), PUT.format(key="address[0]") + "put(address, address)\n", "line 8"),
    (stuck.made_anew, ANEW.format(first="clients = []", each="clients = [conn]"),
     ANEW.format(first="clients = []", each="clients.append(conn)"), "line 5: this makes clients anew"),
    (stuck.made_anew, ANEW.format(first="pass", each="clients = []\n    clients.append(conn)"),
     ANEW.format(first="clients = []", each="clients = clients + [conn]"), "line 5: clients is made anew here"),
    (stuck.made_anew, ANEW.format(first="clients = {}", each="clients = {address: conn}"),
     ANEW.format(first="clients = {}", each="clients[address] = conn"), "line 5: this makes clients anew"),
    (late.starts_late, LATE.format(before="", after=THREAD), LATE.format(before=THREAD, after=""),
     "line 6: .*once the loop in line 4 has ended"),
    (late.starts_late, LATE.format(before="", after=THREAD), LATE.format(before="", after=f"{THREAD}\ninput()"),
     "line 6: "),
    (late.starts_late, LATE.format(before="", after=THREAD), LATE.format(before="", after=f"go = lambda: {THREAD}"),
     "line 6: "),
    (late.starts_late, LATE.format(before="", after=THREAD),
     LATE.format(before="", after=THREAD).replace("encode())", "encode())\n    if s.recv(9): break"), "line 6: "),
    (locks.lock_twice, LOCK.format(kind="Lock", held="with lock:"), LEAVES, "for ever"),
    (stuck.stops_loop, LOOP.format(asked="input('> ')"), LOOP.format(asked="(await asyncio.to_thread(input))"),
     "line 5: while input"),
])
def test_what_is_stuck_is_said_only_where_it_is(find, wrong, right, said):
    told = [find(Source(script, "server")) for text in (wrong, right) for script in read("a.py", text)]
    assert re.search(said, told[0]) and told[1:] == [""]


@pytest.mark.parametrize("code, words, line, said, never", [
    ("n = int(c.recv(4))", "ValueError: invalid literal for int() with base 10: b'\\x00\\x00\\x00\\t'", 4,
     "a number in binary", "several messages"),
    ("people = []\npeople.append((c, 1))\nfor one in people:\n    one.sendall(b'')",
     "AttributeError: 'tuple' object has no attribute 'sendall'", 7, "one is a pair here, as it was put on the list in "
     "line 5", "accept gives"),
    ("socket = s\nsocket.gethostname()", "AttributeError: 'socket' object has no attribute 'gethostname'", 5,
     "line 4 has given its name to a socket", "may be"),
])
def test_errors_that_follow_from_another_line(code, words, line, said, never):
    [script] = read("a.py", f"import socket\ns = socket.create_server(('', 5000))\nc, a = s.accept()\n{code}\n")
    told = errors.explain(Fault(Source(script, "server"), words, line))
    assert said in told and never not in told


@pytest.mark.parametrize("sends, said", [("s.send(b'hello')", "client.py, line 3 sends it otherwise"),
                                         ("s.send(pickle.dumps('hello'))", "")])
def test_a_pickle_is_missed_where_the_other_program_makes_none(sends, said):
    [server] = read("server.py", "import pickle, socket\ns = socket.create_server(('', 5000))\nc, a = s.accept()\n"
                                 "pickle.loads(c.recv(999))\n")
    [client] = read("client.py", f"import pickle, socket\ns = socket.create_connection(('', 5000))\n{sends}\n"
                                 "pickle.loads(s.recv(999))\n")
    fault = Fault(Source(server, "server"), "UnpicklingError: pickle data was truncated", 4)
    told = hints.other_format(fault, Source(client, "client"))
    assert said in told and bool(told) == bool(said)


@pytest.mark.parametrize("test, told", [
    ("if one[0] != who[0]:\n                door.sendto(data, one)", True),
    ("if one[0] == who[0]:\n                continue\n            door.sendto(data, one)", True),
    ("if one != who:\n                door.sendto(data, one)", False),
    ("if one[0] == who[0]:\n                door.sendto(data, one)", False),
    ("same = (lambda: one[0] == who[0])()", False), ("1 if one[0] == who[0] else 2", False),
    ("x = 1 if who else one[0] == who[0]", False),
    ("if one[0] != name[0]:\n                door.sendto(data, one)", False)])
def test_an_author_who_is_left_out_with_all_others_of_his_computer(test, told):
    [script] = read("s.py", "import socket\ndoor = socket.socket(type=socket.SOCK_DGRAM)\ndoor.bind(('', 5000))\n"
                            "room, name = set(), 'x'\nwhile True:\n    data, who = door.recvfrom(99)\n"
                            "    room.add(who)\n"
                            f"    if data:\n        for one in room:\n            {test}\n")
    said = stuck.compares_hosts(Source(script, "server"))
    assert said.startswith("s.py, line 10: this compares the hosts alone") == told == bool(said)


@pytest.mark.parametrize("takes, gives, told", [
    ("lock.acquire()\n        room.append(data)", "", True),
    ("lock.acquire()\n        room.append(data)\n        lock.release()", "", False),
    ("with lock:\n            room.append(data)", "", False),
    ("if not lock.acquire(blocking=False):\n            return", "", False),
    ("if not lock.acquire(False):\n            return", "", False),
    ("if lock.acquire(timeout=0.1):\n            return", "", False),
    ("lock.acquire(True)\n        room.append(data)", "", True),
    ("lock.acquire()\n        room.append(data)", "def back():\n    lock.release()\n", False)])
def test_a_lock_that_is_not_given_back(takes, gives, told):
    """A release that stands before the loop, or after it, gives back another one."""
    [script] = read("s.py", f"import socket, threading\nlock, room = threading.Lock(), []\n{gives}def talk(c):\n"
                            f"    lock.acquire()\n    room.append(c)\n    lock.release()\n"
                            f"    while data := c.recv(9):\n        {takes}\ndoor = socket.create_server(('', 5000))\n"
                            "talk(door.accept()[0])\n")
    said = locks.never_released(Source(script, "server"))
    assert ("lock is taken here and not given back" in said) == told == bool(said)


@pytest.mark.parametrize("does, told", [
    ("        return\n    lock.release()", True), ("        lock.release()\n        return\n    lock.release()", False),
    ("        pass\n    lock.release()", False)])
def test_a_return_with_a_lock_that_is_taken(does, told):
    [script] = read("s.py", "import socket, threading\nlock, room = threading.Lock(), []\ndef tell(data):\n"
                            f"    lock.acquire()\n    for c in room:\n        c.send(data)\n    if room[1:]:\n{does}\n")
    said = locks.never_released(Source(script, "server"))
    assert said.startswith("s.py, line 8: this returns with lock taken (line 4) and not given") == told == bool(said)


def test_a_list_that_is_made_beside_another_one_is_known():
    [script] = read("s.py", SELECT.partition("\n")[0] + "\ndoor = socket.create_server(('', 5000))\n"
                    "watched, room = [door], []\nwhile True:\n    for one in select.select(watched, [], [])[0]:\n"
                    "        if one is door:\n            room.append(door.accept()[0])\n"
                    "        else:\n            print(one.recv(9))\n")
    assert watching.not_watched(Source(script, "server")).startswith(
        "s.py, line 7: what is accepted here is never put on watched")
