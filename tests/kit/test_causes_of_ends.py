"""Causes of ends, of loops that go on, and of what is only named: each is told where it stands, and nowhere else."""
import re
from types import SimpleNamespace

import pytest
from sources import source

from lab12.grader import (
    broadcasting,
    errors,
    hints,
    hints_on_endings,
    hints_on_halves,
    hints_on_pieces,
    hints_on_talk,
    stopped,
    stuck,
    unasked,
    whereto,
)
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

HALL = "import socket, sys, threading\nhall = socket.create_server(('127.0.0.1', 5000))\n"
CALL = "import socket, sys, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\n"


@pytest.mark.parametrize("mistake, wrong, line, right", [
    ("runs here", "threading.Thread(target=print).run()\n", 3, "threading.Thread(target=print).start()\n"),
    ("runs here", "t = threading.Thread(target=print)\nt.run()\n", 4, "class S:\n    def run(self): pass\nS().run()\n"),
    ("runs here", "class G(threading.Thread):\n    def run(self): pass\ng = G()\ng.run()\n", 6,
     "class G(threading.Thread):\n    def run(self): pass\ng = G()\ng.start()\n"),
    ("ends pool", "while True:\n    c, a = hall.accept()\n    with ThreadPoolExecutor() as pool:\n"
     "        pool.submit(print)\n", 5,
     "with ThreadPoolExecutor() as pool:\n    while True:\n        c, a = hall.accept()\n"
     "        pool.submit(print)\n"),
    ("one by one", "while True:\n    kept.append(hall.accept()[0])\n    for i in range(len(kept)):\n"
     "        kept[i].recv(9)\n", 6,
     "c, a = hall.accept()\nfor i in range(5):\n    c.recv(9)\n"),
    ("same again", "c, a = hall.accept()\ndata = c.recv(9)\nwhile data != b'x':\n    print(data)\n"
     "    if input() == 'x':\n        break\n", 5,
     "c, a = hall.accept()\ndata = c.recv(9)\nwhile data != b'x':\n    if input() == 'x':\n"
     "        break\n"),
    ("same again", "c, a = hall.accept()\ndata = c.recv(9)\nwhile data:\n    print(data)\n", 5,
     "c, a = hall.accept()\ndata = c.recv(9)\nwhile data:\n    print(data)\n    data = c.recv(9)\n"),
    ("same again", "c, a = hall.accept()\ndata = c.recv(9)\nwhile data != b'':\n    c.sendall(data)\n", 5,
     "c, a = hall.accept()\ndata = c.recv(9)\nwhile data:\n    print(data)\n    break\n"),
    ("same again", "c, a = hall.accept()\ndata = c.recv(9)\nwhile data not in (b'1', b'2'):\n"
     "    c.sendall(b'1 or 2?')\n", 5,
     "c, a = hall.accept()\ndata = c.recv(9)\nwhile data not in (b'1', b'2'):\n    c.sendall(b'1 or 2?')\n"
     "    if input():\n        break\n"),
    ("accepts once", "c, a = hall.accept()\n", 3,
     "def welcome():\n    return hall.accept()[0]\nwhile True:\n    c = welcome()\n"),
    ("accepts once", "def welcome(door):\n    c, a = door.accept()\nwelcome(hall)\n", 4,
     "def welcome(door):\n    c, a = door.accept()\nsel.register(hall, selectors.EVENT_READ, welcome)\n"),
    ("not called", "text = input()\nif text.lower == 'exit':\n    pass\n", 4,
     "text = input()\nif text.lower() == 'exit':\n    pass\n"),
    ("not called", "text = input('> ').strip\n", 3, "strip = text.strip\n"),
])
def test_a_mistake_is_named_with_its_line(mistake, wrong, line, right):
    assert source(HALL + wrong).mistake(mistake) == f"a.py, line {line}: "
    assert source(HALL + right).mistake(mistake) == ""


@pytest.mark.parametrize("after, said", [
    ("            break\n", r"a\.py, line 7: this break leaves the loop"), ("", "$")])
def test_a_loop_that_sends_to_one_client_only(after, said):
    script = source(f"{HALL}def tell(data, author):\n    for one in people:\n        if one is not author:\n"
                    f"            one.sendall(data)\n{after}")
    assert re.match(said, broadcasting.stops_after_first(script))


@pytest.mark.parametrize("asks, test, said", [
    ("sys.stdin.readline()", "'exit'", r"c\.py, line 4: a line of sys\.stdin has its newline"),
    ("sys.stdin.readline().strip()", "'exit'", "$"), ("input()", "'exit\\n'", r"c\.py, line 4: input\(\) gives"),
    ("input()", "'exit'", "$")])
def test_a_stop_word_that_is_never_met_for_a_newline(asks, test, said):
    talk = f"while True:\n    if (text := {asks}) == {test}:\n        break\n    link.sendall(text.encode())\n"
    client = source(CALL + talk, "client", "c.py")
    word = next(iter(client.script.stops.values()))
    assert re.match(said, hints_on_endings.newline_kept(client, word, client.line(word)))


@pytest.mark.parametrize("sent, got, test, said", [
    ("text.encode()", "", "'exit\\n'", r"a\.py, line 6: this waits for 'exit\\n', and the client sends 'exit' \(c\.py"),
    ("(text + '\\n').encode()", "", "'exit'", r"a\.py, line 6: what comes ends with the newline .* \(c\.py, line 5\)"),
    ("(text + '\\n').encode()", ".strip()", "'exit'", "$"), ("(text + '\\n').encode()", "", "'exit\\n'", "$"),
    ("text.encode()", "", "'exit'", "$"), ("text.encode()", ".strip()", "'exit'", "$"),
    ("(text + '\\n').encode()", ".replace('\\n', '')", "'exit'", "$"),
    ("(text + '\\n').encode()", "[:-1]", "'exit'", "$"),
    ("(text + '\\n').encode()", "", "'exit' or text == 'exit\\n'", "$"),
    ("(text + '\\n').encode()", "\n    text = line_of(text)", "'exit'", "$"),
    ("(text + '\\n').encode()", "\n    text, _, _ = text.partition('\\n')", "'exit'", "$"),
    ("(text + '\\n').encode()", "\n    text = text.lower()", "'exit'", r"a\.py, line 7: what comes ends with")])
def test_a_stop_word_that_differs_by_a_newline(sent, got, test, said):
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = link.recv(99).decode(){got}\n"
                    f"    if text == {test}:\n        break\n    print(text)\n    link.send(input().encode())\n")
    client = source(f"{CALL}while True:\n    text = input()\n    link.send({sent})\n    if text == 'exit':\n"
                    "        break\n    print(link.recv(99).decode())\n", "client", "c.py")
    shown = Result("stops", "", MISSED, steps=[("you type 'exit' in the client", "the server shows 'exit'")])
    assert re.match(said, stopped.unequal_by_newline(shown, server, client))
    assert stopped.unequal_by_newline(Result("stops", "", MISSED), server, client) == ""  # nobody has seen it come


@pytest.mark.parametrize("reads, told", [
    ("return link.recv(99).decode()", True), ("return link.recv(99).decode().strip()", False),
    ("text = link.recv(99)\n    return text.decode()", True),
    ("text = b''\n    while not text.endswith(b'\\n'):\n        text += link.recv(1)\n    return text.decode()", True),
    ("text = b''\n    while not text.endswith(b'\\n'):\n        text += link.recv(1)\n    return text[:-1]", False),
    ("text = b''\n    while (part := link.recv(1)) != b'\\n':\n        text += part\n    return text.decode()", False),
    ("return lines.readline()", True), ("return lines.readline().rstrip()", False), ("return input()", False)])
def test_a_stop_word_that_differs_by_a_newline_behind_a_function_of_its_own(reads, told):
    server = source(f"{HALL}link, _ = hall.accept()\nlines = link.makefile()\ndef read():\n    {reads}\nwhile True:\n"
                    "    text = read()\n    if text == 'exit':\n        break\n    print(text)\n")
    client = source(f"{CALL}def say(text): link.sendall((text + '\\n').encode())\nwhile True:\n    text = input()\n"
                    "    say(text)\n    if text == 'exit':\n        break\n", "client", "c.py")
    shown = Result("stops", "", MISSED, steps=[("you type 'exit' in the client", "the server shows 'exit'")])
    assert ("what comes ends with the newline" in stopped.unequal_by_newline(shown, server, client)) is told


@pytest.mark.parametrize("made, said", [("text.encode('latin-1')", r"c\.py, line 3: this encodes otherwise than a\.py"),
                                        ("text.encode()", "$")])
def test_bytes_that_the_other_program_has_made_otherwise(made, said):
    fault = Fault(source(HALL), "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 1: invalid "
                  "continuation byte", 2)
    client = source(f"{CALL}link.sendall({made})\n", "client", "c.py")
    assert re.match(said, hints.other_encoding(fault, client))


def test_a_greeting_without_length_keeps_the_client_waiting():
    """Whatever sends it, also the stream of asyncio."""
    server = source("import asyncio, struct\nasync def talk(r, w):\n    w.write(b'hello')\nasync def put(w, b):\n"
                    "    w.write(struct.pack('!H', len(b)) + b)\nasync def main():\n"
                    "    await asyncio.start_server(talk, '', 5)")
    client = source(f"{CALL}import struct\ndef get():\n    return link.recv(struct.unpack('!H', link.recv(2))[0])\n"
                    "get()\nlink.sendall(input().encode())\n", "client", "c.py")
    result = Result("message", "", MISSED, waits=["the client waits for the network"])
    assert unasked.nobody_asked(result, client, server).startswith("a.py, line 3: this goes out without its length")


def test_no_client_is_asked_to_bind():
    client = source("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto(input().encode(), ('', 5))\n"
                    "print(s.recv(9).decode())\n", "client", "c.py")
    assert "bind" not in hints_on_halves.not_taken(Result("client_half", "", MISSED), client, source(HALL))


def test_what_binds_nothing_and_what_is_over_another_transport():
    udp = source("import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.sendto(s.recvfrom(9)[0], s)\n")
    assert whereto.unbound(udp) == "a.py, line 2: a server needs bind((host, port))."
    assert whereto.unbound(source(HALL)) == ""
    assert hints_on_talk.mixed(source(HALL), udp) and not hints_on_talk.mixed(source(HALL), source(CALL, "client"))


@pytest.mark.parametrize("made, place", [("str(data).encode()", "a.py, line 5: "), ("str(data, 'utf-8').encode()", ""),
                                         ("str(number).encode()", "")])
def test_bytes_that_are_made_a_text_of_themselves(made, place):
    assert source(f"{HALL}c, a = hall.accept()\ndata = c.recv(99)\nc.sendall({made})\n").sends_repr == place


@pytest.mark.parametrize("text, calls, place", [
    (HALL, ("bind", "listen"), "a.py, line 2"), (CALL, ("connect",), "a.py, line 2"), (HALL, ("connect",), "a.py")])
def test_a_place_is_found_whatever_the_call_is_named(text, calls, place):
    assert source(text).place(*calls) == place


@pytest.mark.parametrize("code, words, line, said", [
    ("import asyncio\nasync def main(): pass\nasyncio.run(main)",
     "ValueError: a coroutine was expected, got <function main at 0x7f>", 5, r"asyncio\.run\(main\(\)\)"),
    ("people = {}\ndef go(c):\n    people[c.fileno()] = c\n    print(people[c])", "KeyError: <socket.socket fd=4>", 6,
     r"line 6: the keys of people are c\.fileno\(\) \(a\.py, line 5\), and this asks for c alone"),
])
def test_errors_and_what_repairs_them(code, words, line, said):
    told = errors.explain(Fault(source(HALL + code + "\n"), words, line))
    assert re.search(said, told), told


@pytest.mark.parametrize("code, words, line, said", [
    ("class S:\n    def go(self):\n        c = hall.accept()\n        self.talk(c)\n"
     "    def talk(self, c):\n        c.recv(9)",
     "AttributeError: 'tuple' object has no attribute 'recv'", 8, "line 5: accept gives two things"),
    ("def hear():\n    return udp.recvfrom(9)\nhear().decode()",
     "AttributeError: 'tuple' object has no attribute 'decode'", 5, "line 4: recvfrom gives two things"),
    ("def join(name, address):\n    members[name] = address[0]\nudp.sendto(b'', members['a'])",
     "TypeError: sendto(): AF_INET address must be tuple, not str", 5,
     r"line 4: address\[0\] is the host alone, and sendto \(a\.py, line 5\).*keep address\."),
])
def test_an_error_is_led_back_to_what_was_kept(code, words, line, said):
    told = errors.explain(Fault(source(f"{HALL}{code}\n"), words, line))
    assert re.search(said, told), told


@pytest.mark.parametrize("sends, said", [
    ("c.sendall(b'hello\\n')\nwhile True:\n    print(c.recv(99))", "End each message"),
    ("for text in c.makefile():\n    print(text)", "as makefile")])
def test_whose_messages_have_an_end(sends, said):
    """A newline behind what a server sends is none behind what its client sends."""
    server = source(f"{HALL}c, a = hall.accept()\n{sends}\n")
    client = source(f"{CALL}while True:\n    link.sendall(input().encode())\n    print(link.recv(99))\n", "client")
    result, roles = Result("pieces", "", MISSED, expected="the server to show"), SimpleNamespace(
        transport="tcp", kind="pair")
    assert said in hints_on_pieces.pieces(result, roles, server, client)


@pytest.mark.parametrize("code, words, line, said", [
    ("c = hall.accept()[2]", "IndexError: tuple index out of range", 3, r"\[0\] and \[1\]"),
    ("c = hall.accept()[0]\nwhile True:\n    print(int(c.recv(99)))", "ValueError: invalid literal for int() with base "
     "10: 'hello'", 5, "a text is shown as it is"),
    ("c = hall.accept()[0]\nn = int(c.recv(99))", "ValueError: invalid literal for int() with base 10: 'hello3'", 4,
     "several messages may have come"),
    ("import socketserver\nsocketserver.UDPServer\nclass H:\n    def handle(self):\n        self.request.sendto(b'')",
     "AttributeError: 'tuple' object has no attribute 'sendto'", 7, "over UDP self.request is a pair"),
])
def test_what_was_taken_for_something_else(code, words, line, said):
    told = errors.explain(Fault(source(f"{HALL}{code}\n"), words, line))
    assert re.search(said, told), told


@pytest.mark.parametrize("test, said", [("one is link", r"a\.py, line 7: this sends to the client that has said it"),
                                        ("one is not link", "$"), ("name == wanted", "$")])
def test_a_loop_that_sends_to_the_author_alone(test, said):
    script = source(f"{HALL}def talk(link):\n    while data := link.recv(99):\n        for name, one in people:\n"
                    f"            if True:\n                if {test}:\n                    one.sendall(data)\n")
    assert re.match(said, stuck.to_its_author(script))


@pytest.mark.parametrize("method", [False, True])
def test_an_author_that_is_handed_on_is_the_author(method):
    own, me, tab = ("self.", "self, ", "    ") if method else ("", "", "")
    text = (f"def tell(data, sender):\n    for one in people:\n        if one == sender:\n            one.send(data)\n"
            f"def talk(link):\n    while data := link.recv(99):\n        {own}tell(data, link)\n").replace(
        "def tell(", f"def tell({me}").replace("def talk(", f"def talk({me}")
    text = "class Room:\n" * method + "".join(f"{tab}{row}\n" for row in text.splitlines())
    told = stuck.to_its_author(source(f"{HALL}{text}"))
    assert told.startswith(f"a.py, line {5 + method}: this sends to the client that has said it")


@pytest.mark.parametrize("test, told", [("==", "a.py, line 11: this sends to the client that has said it"), ("!=", "")])
def test_an_author_is_known_by_what_hears_it_for_him(test, told):
    text = f"def hear(link):\n    return link.recv(99)\npeople = {{}}\nwhile True:\n    for ready in watched():\n" \
        f"        data = hear(ready)\n        for one in people:\n            if data:\n" \
        f"                if one {test} ready:\n                    one.send(data)\n"
    said = stuck.to_its_author(source(f"{HALL}{text}"))
    assert said.startswith(told) and bool(told) == bool(said)


def test_a_process_has_no_keyboard():
    server = source(f"{HALL}import multiprocessing\ndef talk(c):\n    c.send(input().encode())\n"
                    "multiprocessing.Process(target=talk).start()\n")
    result = Result("reply", "", MISSED, expected="the server to ask", waits=[
        "the server goes on, after an error: EOFError: EOF when reading a line, line 5"])
    assert "a process of its own has no keyboard" in hints.named(result, server, source(CALL, "client", "c.py"))


STAYS = HALL + """guests = []
def serve(guest):
    try:
        while True:
            if text := guest["link"].recv(999):
                for other in guests:
                    if other is not guest:
                        other["link"].send(text)
    except OSError:
        print("an error")
    finally:
        guest["link"].close()
while True:
    link, _ = hall.accept()
    guests.append({"link": link})
    threading.Thread(target=serve, args=(guests[-1],)).start()
"""


SENDS = '                        other["link"].send(text)\n'


@pytest.mark.parametrize("old, new, told", [
    ("", "", True), ("    finally:\n", "    finally:\n        guests.remove(guest)\n", False),
    (SENDS, f"                        try:\n    {SENDS}                        except OSError:\n"
            "                            pass\n", False)])
def test_one_who_has_gone_stays_on_the_list_and_his_error_ends_another(old, new, told):
    server = source(STAYS.replace(old, new, 1))
    result = Result("lost", "", MISSED, expected='client 3 to show "hello"', seen="it shows nothing new", screens={})
    said = hints.lost(result, SimpleNamespace(transport="tcp", kind="chat"), server, source(CALL, "client", "b.py"))
    assert (said == "a.py, line 14: this closes a connection, which stays in guests, and the loop in a.py, line 10 "
            "still sends to it. Take it off guests before: guests.remove(...), or del guests[...].") is told
