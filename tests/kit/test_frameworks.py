"""Frameworks: chats whose server has select, asyncio or socketserver wait for it, with one slip in each."""
from types import SimpleNamespace

import pytest
from sources import source

from lab12.grader import errors, frameworks, hints_on_talk, lost, stuck, unasked
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

SELECT = """import select, socket
door = socket.create_server(("127.0.0.1", 5000))
links = [door]
while True:
    ready, _, _ = select.select(links, [], [])
    for one in ready:
        if one is door:
            conn, addr = door.accept()
            links.append(conn)
        else:
            data = one.recv(1024)
            print(data.decode())
            for other in links:
                if other is not door and other is not one:
                    other.sendall(data)
"""
LOOKS = """import select, socket, sys
link = socket.create_connection(("127.0.0.1", 5000))
while True:
    ready, _, _ = select.select([link, sys.stdin], [], [])
    for one in ready:
        if one is link:
            print(link.recv(1024).decode())
        else:
            link.send(sys.stdin.readline().encode())
"""
ASYNCIO = """import asyncio
writers = set()
async def serve(reader, writer):
    writers.add(writer)
    while line := await reader.readline():
        print(line.decode())
        for other in writers:
            if other is not writer:
                other.write(line)
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 5000)
    await server.serve_forever()
asyncio.run(main())
"""
SERVED = """import socketserver
links = []
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        links.append(self.request)
        while data := self.request.recv(1024):
            print(data.decode())
            for other in links:
                if other is not self.request:
                    other.sendall(data)
        links.remove(self.request)
server = socketserver.ThreadingTCPServer(("127.0.0.1", 5000), Handler)
server.serve_forever()
"""


@pytest.mark.parametrize("text, old, new, said", [
    (SELECT, "one.recv", "conn.recv", "a.py, line 11: conn is the client that was accepted last, and one the one"),
    (SELECT, "select(links, [], [])", "select([], links, [])", "a.py, line 5: the first list is of those that may"),
    (ASYNCIO, "        print(line.decode())\n", "        print(line.decode())\n        answer = input('you: ')\n",
     "a.py, line 7: input() holds the whole program until its user has typed something"),
    (SERVED, "ThreadingTCPServer", "TCPServer", "a.py, line 12: TCPServer serves one client after the other"),
    (SERVED, "def handle", "def handel", "a.py, line 4: socketserver calls handle(), and Handler has none"),
])
def test_what_keeps_a_server_from_passing_on(text, old, new, said):
    assert old in text
    client = source(LOOKS, "client", name="b.py")
    assert lost.not_passed_on(source(text.replace(old, new)), client).startswith(said)
    assert frameworks.in_framework(source(text)) == ""


@pytest.mark.parametrize("old, new", [
    (", sys.stdin]", "]"), ("[link, sys.stdin]", "links"), ("[link, sys.stdin]", "[link.fileno()]")])
def test_a_select_that_does_not_watch_the_keyboard(old, new):
    client = source(LOOKS.replace(old, new), "client")
    result = Result("message", "", MISSED, expected="the client to ask its user for something", seen="it waits")
    told = "fileno" not in new
    said = "a.py, line 4: this watches the socket alone, so the keyboard is never looked at (line 9)"
    assert unasked.nobody_asked(result, client, source(SELECT)).startswith(said) is told
    assert bool(frameworks.watches_no_keyboard(client)) is told
    assert frameworks.watches_no_keyboard(source(LOOKS, "client")) == ""
    named = LOOKS.replace("[link, sys.stdin]", "both").replace("while", "both = [link, sys.stdin]\nwhile")
    assert frameworks.watches_no_keyboard(source(named, "client")) == ""


def test_a_writer_that_gets_its_own_message_alone():
    said = "a.py, line 8: this sends to the client that has said it, and to no other"
    assert stuck.to_its_author(source(ASYNCIO.replace("other is not writer", "other is writer"))).startswith(said)
    assert stuck.to_its_author(source(ASYNCIO)) == ""


@pytest.mark.parametrize("text, old, new, words, said", [
    (ASYNCIO, "start_server(serve,", "start_server(serve(),",
     "serve() missing 2 required positional arguments: 'reader' and 'writer'",
     "a.py, line 11: start_server is to be given the function itself"),
    (SERVED, "Handler)\n", "Handler())\n", "BaseRequestHandler.__init__() missing 3 required positional arguments: "
     "'request', 'client_address', and 'server'", "a.py, line 12: a server of socketserver is to be given the class"),
    (ASYNCIO, "start_server(serve,", "start_server(serve,", "serve() missing 1 required positional argument: 'writer'",
     "a.py, line 11: serve is called without 'writer'")])
def test_a_handler_that_is_called_where_it_is_handed_over(text, old, new, words, said):
    line = 11 if text is ASYNCIO else 12
    changed = source(text.replace("(socketserver.Base", "(socketserver.Base").replace(old, new))
    assert errors.explain(Fault(changed, f"TypeError: {words}", line)).startswith(said)


@pytest.mark.parametrize("runs, told", [
    ("server.handle_request()", True), ("while True:\n    server.handle_request()", False),
    ("server.serve_forever()", False)])
def test_a_server_that_serves_one_request(runs, told):
    server, client = source(SERVED.replace("server.serve_forever()", runs)), source(LOOKS, "client")
    result = Result("starts", "", MISSED, expected="client 2 to start, and to go on", seen="Connection refused",
                    waits=["the server has ended with status 0"])
    said = hints_on_talk.starts(result, SimpleNamespace(kind="chat", transport="tcp"), server, client)
    assert said.startswith("a.py, line 13: handle_request() serves one request, and then the server ends") is told


def test_a_handler_that_is_cut_off_before_it_takes_its_client_off_the_list():
    words = "OSError: [Errno 9] Bad file descriptor"
    told = errors.explain(Fault(source(SERVED), words, 10))
    assert told.startswith("a.py, line 6: receiving raises an error when a client is killed, and so line 11 is not")
    loop, after = SERVED[SERVED.index("        while"):].split("        links.remove")
    loop = "        try:\n" + loop.replace("        ", "         ")
    tried = f"{loop}        finally:\n            links.remove{after}"
    sound = SERVED[:SERVED.index("        while")] + tried
    assert "receiving raises" not in errors.explain(Fault(source(sound), words, 11))


@pytest.mark.parametrize("added", [
    "if one is door:\n            conn, addr = door.accept()\n            print(conn.recv(9))",
    "if one is door:\n            conn, addr = door.accept()\n        elif one is conn:\n"
    "            print(conn.recv(9))"])
def test_the_client_that_has_just_come_may_be_heard_by_its_name(added):
    assert frameworks.hears_last(source(SELECT.partition("if one")[0] + added + "\n")) == ""


@pytest.mark.parametrize(("look", "text"), [
    (frameworks.watches_for_writing, "ready, _, _ = select(links, [], [])\n_, free, _ = select([], links, [], 0)"),
    (frameworks.watches_no_keyboard, "while True:\n    ready, _, _ = select([link], [], [], 1)\n    if kbhit():\n"
     "        link.send(input().encode())"),
    (frameworks.watches_no_keyboard, "def run(links):\n    while True:\n        ready, _, _ = select(links, [], [])\n"
     "        if link not in ready:\n            link.send(input().encode())\nrun([link, sys.stdin])"),
    (frameworks.hears_last, "() = door.accept()\n() = select(links, [], [])"),
    (frameworks.one_at_a_time, "import socketserver\nclass Talk(BaseRequestHandler):\n    def handle(self):\n"
     "        while True:\n            self.request.recv(9)\nclass Many(TCPServer):\n"
     "    def process_request(self, request, address):\n        Thread(target=self.serve, args=(request,)).start()"),
    (frameworks.handle_misspelt, "class Tells(BaseRequestHandler):\n    def tell(self, data):\n"
     "        self.request.send(data)\nclass Talk(Tells):\n    def handle(self):\n        self.tell(b'hello')"),
    (frameworks.serves_one, "def once():\n    server.handle_request()\nwhile True:\n    once()"),
    (frameworks.handler_made, "def made(room):\n    async def talk(reader, writer):\n        pass\n    return talk\n"
     "start_server(made([]), 'localhost', 5000)")])
def test_a_framework_that_is_used_in_another_way_is_used_well(look, text):
    assert look(source(text + "\n")) == ""
