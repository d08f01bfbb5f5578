"""Surroundings: a fault that is told where it stands plainly is told in a method, or behind a helper, too."""
import re
import sys

import pytest
from sources import source

from lab12.finder.keeping import made_anew
from lab12.finder.rows import glued
from lab12.finder.source import read
from lab12.grader import errors
from lab12.grader.faults import Fault, complaints
from lab12.grader.framed import digits_differ
from lab12.grader.hidden import hidden
from lab12.grader.whereto import refused
from lab12.rubric.checks import MISSED, Result

HALL = "import socket, sys, threading\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import socket, sys, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\n"
ASYNC = """import asyncio, sys
async def call():
    reader, writer = await asyncio.open_connection('127.0.0.1', 5000)
    print(await reader.read(1024))
    number = int(await reader.read(1024))
    while True:
        writer.write(sys.stdin.readline().encode())
        print(await reader.read(1024))
asyncio.run(call())
"""
GREETS = """import asyncio
async def greet(reader, writer):
    writer.write(b'Welcome')
    await writer.drain()
    writer.write(b'7')
    while data := await reader.read(1024):
        print(data)
async def serve():
    server = await asyncio.start_server(greet, '127.0.0.1', 5000)
    await server.serve_forever()
asyncio.run(serve())
"""


@pytest.mark.parametrize("text, words, line, said", [
    (ASYNC, "ValueError: invalid literal for int() with base 10: b'7hello'", 5, "several messages may have come"),
    (f"{HALL}class Talk:\n    def __init__(self, link):\n        self.link = link\n    def run(self):\n"
     "        print(self.link.recv(99))\nTalk(hall.accept()).run()\n",
     "AttributeError: 'tuple' object has no attribute 'recv'", 7, r"a\.py, line 8: accept gives two things"),
    (f"{HALL}class Hall:\n    def shut(self):\n        hall.close()\n    def run(self):\n        while True:\n"
     "            link, _ = hall.accept()\n            print(link.recv(99))\n            self.shut()\nHall().run()\n",
     "OSError: [Errno 9] Bad file descriptor", 8,
     r"a\.py, line 10: self\.shut\(\) closes the listening socket \(line 5\)"),
    (f"{HALL}import contextlib\n@contextlib.contextmanager\ndef guest():\n    link, _ = hall.accept()\n    yield link\n"
     "    link.close()\nwhile True:\n    with guest() as link:\n        print(link.recv(99))\n    link.send(b'bye')\n",
     "OSError: [Errno 9] Bad file descriptor", 12,
     r"a\.py, line 10: this with closes the socket at its end, after line 11: what uses it belongs inside"),
    (f"{HALL}link, _ = hall.accept()\ndef tell(line):\n    link.send(line)\nname = link.recv(99).decode()\n"
     "tell('* ' + name)\ntell(link.recv(99))\n",
     "TypeError: a bytes-like object is required, not 'str'", 5,
     r"a\.py, line 7: tell sends what it is given .* hand it bytes: \('\* ' \+ name\)\.encode\(\)"),
])
def test_an_error_is_explained_where_its_cause_stands(text, words, line, said):
    told = errors.explain(Fault(source(text), words, line))
    assert re.search(said, told), told


@pytest.mark.parametrize("name, text, words, hidden", [
    ("selectors.py", HALL, "AttributeError: '_socket.socket' object has no attribute 'accept'", True),
    ("select.py", HALL, "AttributeError: '_socket.socket' object has no attribute 'accept'",
     "select" not in sys.builtin_module_names),  # in Debian's Python it is, and no file can hide it
    ("random.py", HALL, "AttributeError: 'int' object has no attribute 'accept'", False),
    ("os.py", HALL, "AttributeError: 'int' object has no attribute 'accept'", False),
])
def test_a_file_hides_what_socket_itself_imports(name, text, words, hidden):
    told = errors.explain(Fault(source(text, name=name), words, 2))
    assert told.startswith(f"{name}: a file of this name hides") == hidden


def test_a_traceback_through_a_file_that_nobody_imports_tells_that_it_hides_a_module():
    told = errors.explain(Fault(source(CALL, "client"), "OSError: [Errno 98] Address already in use", 9, "queue.py"))
    assert told.startswith("queue.py: a file of this name hides")


@pytest.mark.parametrize("between, missed", [("", "a.py, line 5: "), ("    if not data: raise EOFError\n", "")])
def test_the_end_is_missed_by_what_is_called_before_the_loop_too(between, missed):
    text = f"{HALL}link, _ = hall.accept()\ndef hear():\n    data = link.recv(99)\n{between}    print(data)\nhear()\n" \
        "while True:\n    link.send(input().encode())\n    hear()\n"
    assert source(text).mistake("empty not noticed") == missed


WELCOME = """while True:
    welcome(hall.accept()[0])
def serve(link):
    while data := link.recv(99):
        print(data)
def welcome(link):
    worker = threading.Thread(target=serve, args=(link,))
    worker.start()
    {}
"""


@pytest.mark.parametrize("last, where", [("worker.join()", "a.py, line 11: "), ("worker.join(5)", ""), (
    "print(worker.name)", ""), ("while input(): pass\n    worker.join()", "")])
def test_a_join_behind_the_start_of_the_same_function(last, where):
    assert source(HALL + WELCOME.format(last)).mistake("joins at once") == where


def test_a_line_of_the_keyboard_is_no_line_of_a_socket():
    """sys.stdin.readline() tells nothing of how the connection is read: two messages may still come as one."""
    [server], [client] = read("s.py", GREETS), read("c.py", ASYNC)
    assert glued(server, client) == 5
    assert source(GREETS).mistake("sends twice") == "a.py, line 5: "


@pytest.mark.parametrize("given, wanted", [
    ("_, where = sys.argv", ["host"]), ("_, here, there = sys.argv\nthere = int(there)", ["host", "port"])])
def test_a_word_is_told_by_where_it_goes(given, wanted):
    used = "there" if "there" in given else "5000"
    name = "where" if "where" in given else "here"
    text = "import socket, sys\ndef dial(at, door=7):\n    s = socket.create_connection((at, door))\n" \
        f"    s.send(b'')\n{given}\ndial({name}, {used})\nwhile True:\n    print(input())\n"
    [script] = read("a.py", text)
    assert script.arguments == wanted


@pytest.mark.parametrize("called, said", [("getaddrinfo('localhost', 5000)", r"give it socket\.AF_INET\.$"),
                                          ("gethostbyname('localhost')", "nobody waits where it connects to")])
def test_nobody_at_the_address_over_udp(called, said):
    server = source("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5000))\nwhile True:\n"
                    "    print(s.recvfrom(99))\n")
    client = source(f"import socket\nhere = socket.{called}\ns = socket.socket(type=socket.SOCK_DGRAM)\n"
                    "s.connect(('localhost', 5000))\nwhile True:\n    s.send(input().encode())\n"
                    "    print(s.recv(99))\n", "client")
    seen = "the client has ended: ConnectionRefusedError: [Errno 111] Connection refused, line 7"
    assert re.search(said, refused(Result("message", "", MISSED, expected="", seen=seen), server, client))
    assert refused(Result("message", "", MISSED, expected="", seen="it shows nothing new"), server, client) == ""


EVER = "{}while True:\n    try:\n{}    except {}\n"
BREAKS = "Exception:\n        break"


@pytest.mark.parametrize("before, does, then, said", [
    ("", ("word = link.recv(99).decode()", "link.send('a'.encode() + word)"), BREAKS,
     r"a\.py, line 6: text and bytes cannot be joined.*since line 7 hides it"),
    ("", ("word = link.recv(99)", "link.send('a'.encode() + word)"), BREAKS, "$"),
    ("", ("word = link.recv(99).decode()", "link.send('a'.encode() + word)"), "OSError as e:\n        print(e)", "$"),
    ("def add(text):\n    return b'a' + str(text)\n", ("link.send(add(link.recv(99)))",), BREAKS,
     r"a\.py, line 4: text and bytes cannot be joined.*since line 8 hides it"),
    ("def tell(word):\n    link.send(word)\n", ("word = link.recv(99).decode()", "tell('a'.encode() + word)"), BREAKS,
     r"a\.py, line 8: text and bytes cannot be joined.*since line 9 hides it"),
    ("def add(word):\n    return word + 'a'\n", ("word = link.recv(99)", "print(add('a'))"), BREAKS, "$"),
    ("link.settimeout(0)\n", ("print(link.recv(99))",), "OSError:\n        break",
     r"a\.py, line 3: after this recv \(line 6\) does not wait"),
    ("link.settimeout(0)\n", ("print(link.recv(99))",), "OSError:\n        pass", "$"),
    ("link.settimeout(9)\n", ("print(link.recv(99))",), BREAKS, "$"),
    ("link.settimeout(0)\n", ("print(link.recv(99))",), "BlockingIOError:\n        pass\n    except " + BREAKS, "$"),
    ("def show(text, who):\n    print(who, text)\n", ("show(link.recv(99))",), BREAKS,
     r"a\.py, line 7: show takes text, who \(line 3\), and is given link\.recv\(99\)\..*line 8 hides"),
    ("def show(text, who='he'):\n    print(who, text)\n", ("show(link.recv(99))",), BREAKS, "$"),
    ("class Show:\n    def it(self, text):\n        print(text)\n", ("Show().it()",), BREAKS,
     r"a\.py, line 8: it takes text \(line 4\), and is given nothing\."),
])
def test_what_an_except_hides_is_told(before, does, then, said):
    text = EVER.format(before, "".join(f"        {one}\n" for one in does), then)
    told = hidden(source(CALL + text, "client"))
    assert re.match(said, told), told


def test_a_try_around_the_loop_ends_it():
    text = "link.setblocking(False)\ntry:\n    while True:\n        print(link.recv(99))\nexcept OSError:\n    pass\n"
    assert hidden(source(CALL + text, "client")).startswith("a.py, line 3: after this recv (line 6) does not wait")


@pytest.mark.parametrize("start, said", [("Thread(None, print, 'a', (link))", r"a comma: \(link,\)"),
                                         ("Timer(9, print, (link))", r"a comma: \(link,\)"),
                                         ("Thread(target=print, args=(link))", r"a comma: args=\(link,\)")])
def test_a_comma_is_missing_wherever_the_arguments_stand(start, said):
    one = source(f"{CALL}threading.{start}.start()\n")
    assert one.mistake("no comma") == "a.py, line 3: "
    words = "TypeError: print() argument after * must be an iterable, not socket"
    assert re.search(said, errors.explain(Fault(one, words)))


def shown(text, words, role="server"):
    """Return what is told of an error that a program has caught, and printed without a line."""
    told = complaints(Result("message", "", MISSED, screens={role: [f"Error: {words}"]}), {role: source(text, role)})
    return errors.explain(told[0])


@pytest.mark.parametrize("text, words, said", [
    (f"{HALL}c, _ = hall.accept()\nwhile True:\n    print(c.readline())\n",
     "'socket' object has no attribute 'readline'", r"a\.py, line 5: a socket has no readline"),
    (f"{HALL}c, _ = hall.accept()\nprint(c.getline())\nwhile True:\n    print(c.getline())\n",
     "'socket' object has no attribute 'getline'", "a socket has no getline"),
    (f"{HALL}def main():\n    count = 0\n    def talk(c):\n        count += 1\n        print(count)\n",
     "cannot access local variable 'count' where it is not associated with a value",
     r"a\.py, line 6: count .* `nonlocal count` as its first line to mean the one of main"),
    (f"{HALL}count = 0\ndef talk(c):\n    count += 1\n    print(count)\n",
     "local variable 'count' referenced before assignment", r"a\.py, line 5: count .* `global count`"),
])
def test_an_error_that_was_printed_has_its_place_where_only_one_fits(text, words, said):
    assert re.match(said, shown(text, words)), shown(text, words)


READS = """def read(size):
    return link.recv(size)
while True:
    text = input()
    {}
    print(read(int(read({}))))
"""


@pytest.mark.parametrize("sends, size, said", [
    ("link.send(str(len(text)).zfill(4).encode() + text.encode())", 8, "sent as 4"),
    ("size = len(text)\n    link.send(f'{size:<6}'.encode() + text.encode())", 8, "sent as 6"),
    ("link.send(f'{len(text):08d}'.encode() + text.encode())", 8, ""), ("link.send(text.encode())", 8, "")])
def test_a_length_has_as_many_digits_at_both_ends(sends, size, said):
    sender, receiver = source(CALL + READS.format(sends, 9), "client", "c.py"), source(CALL + READS.format("", size))
    told = digits_differ(sender, receiver)
    assert said in told and bool(told) == bool(said)
    words = "ValueError: invalid literal for int() with base 10: b'0009hafo'"
    assert not said or errors.explain(Fault(receiver, words, 8, other=sender)) == told


def test_only_a_method_is_told_that_its_first_argument_is_self():
    words = "TypeError: {}() takes 1 positional argument but 2 were given"
    plain = source("def read(one): pass\nread(1, 2)\n")
    method = source("class R:\n    def read(self): pass\nR().read(1)\n")
    assert errors.explain(Fault(plain, words.format("read"), 2)).endswith("for 1 argument and called with 2.")
    assert errors.explain(Fault(method, words.format("R.read"), 3)).endswith("called with 2. The first one is self.")


def test_the_threads_of_each_client_are_no_list_of_clients():
    text = "while True:\n    link, _ = hall.accept()\n    all = [threading.Thread(target=print, args=(link,))]\n" \
        "    for one in all:\n        one.start()\n    for one in all:\n        one.join()\n"
    server = source(HALL + text)
    assert server.mistake("joins at once") == "a.py, line 9: " and made_anew(server.tree) is None


def test_an_address_under_a_key_is_no_part_of_one():
    server = source("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5000))\nlast = {}\n"
                    "while True:\n    data, who = s.recvfrom(99)\n    last['it'] = who[0]\n"
                    "    s.sendto(data, last['it'])\n")
    told = errors.explain(Fault(server, "TypeError: sendto(): AF_INET address must be tuple, not str", 8))
    assert "last, not" not in told and "both host and port" in told
