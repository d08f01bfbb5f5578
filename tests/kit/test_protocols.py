"""Protocols of asyncio, files of sockets and handlers: one slip in each, and what the sheet says of it."""
import pytest
from sources import CALL, HALL, source

from lab12.finder.kinds import kind
from lab12.finder.tree import Tree
from lab12.grader import coroutines, errors, frameworks, hints_on_halves, lost, lost_in_pairs, placed, unreached
from lab12.grader.faults import Fault

CHAT = """import asyncio
class Chat(asyncio.Protocol):
    everyone = []
    def connection_made(self, transport):
        self.transport = transport
        Chat.everyone.append(self)
    def data_received(self, data):
        for other in Chat.everyone:
            if other is not self:
                other.transport.write(data)
    def connection_lost(self, exc):
        Chat.everyone.remove(self)
async def main():
    server = await asyncio.get_running_loop().create_server(Chat, "127.0.0.1", 5000)
    await server.serve_forever()
asyncio.run(main())
"""
DESK = """import asyncio
class Desk(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport
    def datagram_received(self, data, addr):
        print(data.decode())
        asyncio.create_task(self.answer(addr))
    async def answer(self, addr):
        self.transport.sendto((await asyncio.to_thread(input)).encode(), addr)
async def main():
    await asyncio.get_running_loop().create_datagram_endpoint(Desk, local_addr=("127.0.0.1", 5000))
    await asyncio.Event().wait()
asyncio.run(main())
"""
SERVED = """import socketserver
members = {}
class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        name = self.rfile.readline().decode().strip()
        members[name] = self.wfile
        for raw in self.rfile:
            self.tell(raw, name)
    def tell(self, raw, skip):
        others = [out for who, out in members.items() if who != skip]
        for out in others:
            out.write(raw)
socketserver.ThreadingTCPServer(("127.0.0.1", 5000), Handler).serve_forever()
"""
TALKS = """import socket
with socket.create_server(("127.0.0.1", 5000)) as door:
    link, addr = door.accept()
    with link, link.makefile("r") as lines, link.makefile("w") as out:
        for line in lines:
            print(line.rstrip("\\n"))
            out.write(input() + "\\n")
            out.flush()
"""
READS = f"{CALL}lines = link.makefile('r')\nwhile (text := input()) != 'exit':\n" \
    "    link.sendall((text + '\\n').encode())\n    print(lines.readline().rstrip('\\n'))\n"


class NOTHING:
    """A result in which a message was neither seen nor lost."""

    seen, expected, waits, name, screens, steps = "", "", [], "reply", {}, []


def changed(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("text, slip, said", [
    (CHAT, ("data_received", "data_recieved"),
     "a.py, line 7: asyncio calls data_received(), and Chat has none: nothing calls data_recieved()."),
    (CHAT, ("create_server(Chat,", "create_server(Chat(),"),
     "a.py, line 14: create_server is to be given the class itself, of which it makes one for each connection: Chat,"),
    (CHAT, ("other.transport.write", "self.transport.write"),
     "a.py, line 10: the loop goes through the clients as other, and this sends to self.transport each time."),
    (CHAT, ("        Chat.everyone.append", "        Chat.everyone = []\n        Chat.everyone.append"),
     "a.py, line 6: this is done for each client, and makes Chat.everyone anew for all of them"),
    (SERVED, ("ThreadingTCPServer", "TCPServer"), "a.py, line 13: TCPServer serves one client after the other"),
    (SERVED, ("        for raw in self.rfile:", "        return\n        for raw in self.rfile:"),
     "a.py, line 7: this return is done each time, so nothing behind it (line 8) ever is"),
    (SERVED, ("who != skip", "who == skip"),
     "a.py, line 10: this keeps the client that has said it, and no other: `is not` in the place of `is`"),
])
def test_why_a_server_does_not_pass_on(text, slip, said):
    client = source(READS, "client", "b.py")
    assert lost.not_passed_on(source(changed(text, slip)), client).startswith(said)
    assert said not in lost.not_passed_on(source(text), client)


@pytest.mark.parametrize("loop, part, made", [
    ("for guest in guests", "guest.link", "chat"), ("for guest in guests", "guest['link']", "chat"),
    ("for guest in guests", "other", "pair"), ("for guest in sel.select()", "guest.link", "pair"),
    ("for guest in ready", "guest.link", "pair")])
def test_what_a_loop_sends_to_may_be_a_part_of_each(loop, part, made):
    text = f"import socket\nhall = socket.create_server(('', 5000))\nother = hall.accept()[0]\nready = sel.select()\n" \
        f"def tell(text):\n    {loop}:\n        link = {part}\n        link.sendall(text)\n"
    assert kind(Tree(text)) == made


def test_an_object_for_each_client_that_is_kept_makes_a_chat():
    alone = changed(CHAT, ("other.transport.write", "self.transport.write"))
    assert kind(Tree(CHAT)) == kind(Tree(alone)) == "chat"
    assert kind(Tree(changed(alone, ("Chat.everyone.append(self)", "print(self)")))) == "pair"
    assert kind(Tree(changed(alone, ("asyncio.Protocol", "Guest")))) == "pair"


@pytest.mark.parametrize("slip, said", [
    (("datagram_received", "data_received"), "a.py, line 5: asyncio calls datagram_received(), and Desk has none"),
    (("asyncio.create_task(self.answer(addr))", "self.answer(addr)"), "asyncio.create_task(self.answer(addr))."),
])
def test_why_a_desk_does_not_answer(slip, said):
    desk = source(changed(DESK, slip))
    assert said in lost_in_pairs.where_lost(NOTHING, source(READS, "client", "b.py"), desk)
    assert frameworks.hook_misspelt(source(DESK)) == coroutines.never_awaited(source(DESK)) == ""


def test_names_of_another_framework_are_its_own():
    assert frameworks.hook_misspelt(source("from twisted.internet import protocol\nclass Chat(protocol.Protocol):\n"
                                           "    def connectionMade(self):\n        pass\n" + HALL)) == ""


@pytest.mark.parametrize("text, slip, said", [
    (DESK, ("    await asyncio.Event().wait()\n", ""),
     "a.py, line 11: create_datagram_endpoint only begins to wait, and goes on: main() ends, and all with it. await "
     "asyncio.Event().wait() has to follow."),
    (CHAT, ("    await server.serve_forever()\n", ""),
     "a.py, line 14: create_server only begins to wait, and goes on: main() ends, and all with it. await "
     "server.serve_forever() has to follow.")])
def test_a_server_that_only_begins(text, slip, said):
    assert frameworks.serves_no_longer(source(changed(text, slip))) == said
    assert frameworks.serves_no_longer(source(text)) == ""


def test_a_file_that_a_with_names_is_not_flushed():
    assert placed.never_flushed(source(changed(TALKS, ("            out.flush()\n", "")))) == "a.py, line 7: what is " \
        "written to a file of a socket stays in its buffer until that is full: out.flush() after each message."
    assert placed.never_flushed(source(TALKS)) == ""


def test_all_lines_at_once_and_a_reply_without_a_newline():
    client, server = source(READS, "client", "b.py"), source(changed(TALKS, ("in lines:", "in lines.readlines():")))
    told = hints_on_halves.not_taken(NOTHING, server, client)
    assert told.startswith("a.py, line 5: readlines() waits until the other side has gone")
    bare = source(changed(TALKS, (' + "\\n"', "")))
    assert "this reads up to a newline, and a.py, line 7 sends none" in lost.by_lines(bare, client)
    assert lost.by_lines(source(TALKS), client) == ""


def test_a_thread_that_is_never_started_costs_a_half_by_its_name():
    client = source(f"{CALL}def hear():\n    print(link.recv(99))\nthreading.Thread(target=hear)\nwhile True:\n"
                    "    link.send(input().encode())\n", "client")
    assert hints_on_halves.not_taken(NOTHING, client, source(TALKS)).startswith("a.py, line 5: this thread is made")


@pytest.mark.parametrize("text", [
    "def one():\n    if hall:\n        return\n    hall.recv(9)\n", "def one():\n    hall.recv(9)\n    return\n",
    "def one():\n    return\n    print('never')\n"])
def test_a_return_in_its_place(text):
    assert unreached.behind_return(source(HALL + text)) == ""


@pytest.mark.parametrize("text, words, number, said", [
    (changed(TALKS, ('input() + "\\n"', '(input() + "\\n").encode()')),
     "TypeError: write() argument must be str, not bytes", 7,
     "a.py, line 7: this file is one of text, as makefile gives without a \"b\" in its mode"),
    (changed(TALKS, ('makefile("r")', 'makefile("rb")')), "TypeError: a bytes-like object is required, not 'str'", 6,
     "a.py, line 6: what recv gives is bytes, and here they meet a text"),
    (SERVED, "AttributeError: 'str' object has no attribute 'write'", 12,
     "a.py, line 12: this is a text, which has no write. Is it a name, and what can be written to beside it?"),
    (changed(CHAT, ("        self.transport = transport\n", "")),
     "AttributeError: 'Chat' object has no attribute 'transport'", 9,
     "a.py, line 9: self.transport is given a value nowhere in the class Chat"),
    (f"{CALL}for data in iter(link.recv(9), b''):\n    pass\n", "TypeError: iter(v, w): v must be callable", 3,
     "a.py, line 3: iter with two arguments wants something to call again and again, and not what one call gives: "
     "iter(lambda: link.recv(9), b'')."),
    ("from config import HOST\n", "ModuleNotFoundError: No module named 'config'", 1,
     "a.py, line 1: config.py was not handed in, and Python has none."),
    ("import sockett\n", "ModuleNotFoundError: No module named 'sockett'", 1,
     "a.py, line 1: no module is called sockett; the one of Python is socket."),
    (changed(DESK, (".encode(), addr)", ".encode())")),
     "TypeError: AF_INET address must be tuple, not NoneType", None,
     "a.py, line 9: this names nobody to whom it is to be sent: sendto(data, address)."),
])
def test_errors_that_python_names(text, words, number, said):
    assert errors.explain(Fault(source(text), words, number)).startswith(said)
