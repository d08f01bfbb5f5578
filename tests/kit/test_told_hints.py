"""What a sheet says of stop words, locks, threads that ask, and of one who is asked once is true of the source."""
from types import SimpleNamespace

import pytest

from lab12.finder.source import read
from lab12.grader import hints, mask, verdict
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED, Result

STOPS = """import socket
link = socket.create_connection(("127.0.0.1", 7401))
while True:
    text = input("> ")
    link.send(text.encode())
    came = link.recv(999).decode()
    if {name} == "over":
        break
    print(came)
"""
STOPS_OF_ASYNCIO = """import asyncio
class Talk:
    def connection_made(self, wire):
        self.wire = wire
        self.wire.sendto(input("> ").encode())
    def datagram_received(self, data, address):
        if data.decode() == "over":
            self.wire.close()
        else:
            self.connection_made(self.wire)
async def main():
    await asyncio.get_running_loop().create_datagram_endpoint(Talk, remote_addr=("127.0.0.1", 7402))
    await asyncio.sleep(99)
asyncio.run(main())
"""
THREADS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7403))
def hear():
    while True:
        try:
            print(link.recv(999).decode())
        except:
            break
def speak():
    while True:
        link.send(input().encode())
threading.Thread(target=hear).start()
{asks}
"""
LOCKS = """import socket, threading
door, lock = socket.socket(type=socket.SOCK_DGRAM), threading.Lock()
def hear():
    while True:
        with lock:
            print(door.recvfrom(999)[0].decode())
threading.Thread(target=hear).start()
while True:
    {first}
    text = input("> ")
    {then}
    door.sendto(text.encode(), ("127.0.0.1", 7404))
"""
ONCE = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7405))
def hear():
    while True:
        print(link.recv(999).decode())
threading.Thread(target=hear).start()
link.send(input("Your name: ").encode())
{loop}
    link.send(input("> ").encode())
"""
TO_ALL = """import socket, threading
OVER, there = "over", []
def serve(link):
    there.append(link)
    while True:
        text = link.recv(999).decode()
        if text != OVER:
            for one in there:
                {send}
door = socket.create_server(("", 7406))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""

OWN_THREAD = """import socket, threading
class Half(threading.Thread):
    def __init__(self, link, speaks):
        super().__init__()
        self.link, self.speaks = link, speaks
    def run(self):
        while True:
            if self.speaks:
                self.link.send(input().encode())
            else:
                print(self.link.recv(999).decode())
link = socket.create_connection(("127.0.0.1", 7407))
for speaks in (True, False):
    Half(link, speaks).start()
"""
AROUND = """import socket
link = socket.create_connection(("127.0.0.1", 7408))
print(link.recv(99).decode())
try:
    while True:
        link.send(input().encode())
{}:
    print("over")
"""
BESIDE = """import socket
try:
    link = socket.create_connection(("127.0.0.1", 7409))
except:
    raise SystemExit("nobody there")
while True:
    link.send(input().encode())
"""
IN_THREADS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7410))
def hear():
    while True:
        data = link.recv(999)
{}        print(data.decode())
def speak():
    while True:
        text = input()
        link.send(text.encode())
        if text == "over":
            break
    print('x')
one = threading.Thread(target=hear)
two = threading.Thread(target=speak)
one.start(); two.start()
one.join(); two.join()
"""


STOPS_OF_TWO = """import socket, threading
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 5000))
def hear():
    while True:
        data, who = sock.recvfrom(999)
        if data.decode() == "over":
            break
        print(data.decode())
threading.Thread(target=hear).start()
while True:
    sock.sendto(input().encode(), ("127.0.0.1", 5001))
"""


def source(text, role="client"):
    [script] = read("a.py", text)
    return Source(script, role)


def hint(name, text, seen, expected, kind="pair", transport="tcp", server=TO_ALL):
    client, server = source(text), source(server, "server")
    return getattr(hints, name)(Result(name, name, MISSED, seen=seen, expected=expected), SimpleNamespace(
        kind=kind, transport=transport, client=client.script, server=server.script), server, client)


@pytest.mark.parametrize("text, told", [
    (STOPS.format(name="came"), "a.py, line 7: this looks for the stop word in what comes, not in what is typed"),
    (STOPS.format(name="text"), "a.py, line 7: after the stop word leave the loop"),
    (STOPS_OF_TWO, "a.py, line 7: this looks for the stop word in what comes"),
    (STOPS_OF_ASYNCIO, "a.py, line 7: this looks for the stop word in what comes")])
def test_a_stop_word_that_is_only_looked_for_in_what_comes(text, told):
    assert hint("stops", text, "it waits for the keyboard", "the client to end on 'over'").startswith(told)


def test_asyncio_sends_no_empty_datagram():
    seen = "it waits for the network"
    told = hint("empty", STOPS_OF_ASYNCIO, seen, "the server to ask its user for something", transport="udp")
    assert told.startswith("a.py, line 5: asyncio sends no empty datagram before Python 3.13")
    assert "asyncio" not in hint("empty", LOCKS.format(first="pass", then="pass"), seen, "the server to ask", "pair",
                                 "udp")


@pytest.mark.parametrize("asks, seen, told", [
    ("threading.Thread(target=speak).start()", "it has ended: KeyboardInterrupt", "a.py, line 11: this asks in"),
    ("speak()", "it has ended: KeyboardInterrupt", ""),
    ("threading.Thread(target=speak).start()", "it has ended: KeyboardInterrupt, line 3", "")])
def test_ctrl_c_goes_to_the_main_thread(asks, seen, told):
    said = hint("quiet", THREADS.format(asks=asks), seen, "client 3 to end quietly", "chat")
    assert said.startswith(told) if told else "asks in a thread" not in said


@pytest.mark.parametrize("first, then, told", [
    ("lock.acquire()", "lock.release()", True), ("pass", "lock.acquire(); lock.release()", False),
    ("lock.acquire(); lock.release()", "pass", False)])
def test_a_lock_that_is_held_while_its_user_thinks(first, then, told):
    said = hint("promptly", LOCKS.format(first=first, then=then), "it shows that only after the next Enter",
                "a client to show what comes while its user thinks", "chat", "udp")
    assert said.startswith("a.py, line 10: the lock is held while input() waits") == told
    assert not told or "(a.py, line 5)" in said


@pytest.mark.parametrize("loop, told", [("if True:", True), ("while True:", False)])
def test_one_who_is_asked_for_one_message(loop, told):
    said = hint("turns", ONCE.format(loop=loop), "it waits for the network", "the client to ask its user for something",
                "chat")
    assert said.startswith("a.py, line 9: its user is asked for one message") == told


@pytest.mark.parametrize("send, meant", [
    ("one.send(text.encode())", False), ("if one is not link: one.send(text.encode())", True)])
def test_a_comparison_with_a_word_spares_nobody(send, meant):
    said = hint("own", ONCE, "it comes back to him as well", "the sender to see his message once", "chat",
                server=TO_ALL.format(send=send))
    assert ("meant to be left out" in said) == meant and ("leave the author out" in said) != meant


@pytest.mark.parametrize("shown, said", [
    ("calls 192.168.x.x here", "calls 192.168.x.x here"), ("took 192.168 s", "took NUMBER s"),
    ("took 0.1234.", "took NUMBER.")])
def test_what_stands_for_an_address_is_no_number(shown, said):
    assert mask.masked(shown, [], "/nowhere") == said


LIST = """import socket
there, door = [], socket.socket(type=socket.SOCK_DGRAM)
door.bind(("", 7407))
while True:
    text, who = door.recvfrom(999)
    if "over" in text.decode():
        {then}
        continue
    if who not in there:
        there.append(who)
    for one in there:
        door.sendto(text, one)
"""
FLAG = """import socket, threading
link, running = socket.create_connection(("127.0.0.1", 7408)), True
def hear():
    while True:
        try:
            print(link.recv(999).decode())
        except OSError:
            pass
threading.Thread(target=hear{daemon}).start()
while running:
    text = input()
    if text == "over":
        running == False
        break
    link.send(text.encode())
"""


@pytest.mark.parametrize("then, stops", [
    ("there.remove(who)", ["over"]), ("there.discard(who)", ["over"]), ("seen.remove('a')", []),
    ("muted.remove(who)", []), ("waiting.discard(who)", []),
    ("there.remove(who); other.append(who)", []), ("print(who)", [])])
def test_a_word_for_which_a_client_is_taken_off_the_list(then, stops):
    assert list(source(LIST.format(then=then), "server").script.stops) == stops


@pytest.mark.parametrize("daemon, seen, told", [
    ("", "it waits for the network", True), (", daemon=True", "it waits for the network", False),
    ("", "it waits for the keyboard", False)])
def test_a_flag_that_is_not_set_and_a_thread_that_goes_on(daemon, seen, told):
    said = hint("stops", FLAG.format(daemon=daemon), seen, "the client to end on 'over'")
    assert "line 13: this compares, and changes nothing" in said
    assert ("And the thread of a.py, line 9 keeps it alive: daemon=True" in said) == told


@pytest.mark.parametrize("method, told", [
    ("error_received", "a.py, line 11: asyncio calls this where nobody is"), ("other", "a.py: UDP has no connection")])
def test_asyncio_says_that_nobody_is_there(method, told):
    text = STOPS_OF_ASYNCIO.replace("async def", f"    def {method}(self, error):\n        print(error)\nasync def")
    assert hint("alone", text, "it waits for the network", "the client to say that there is no server, and to end",
                transport="udp").startswith(told)


def test_what_was_said_of_a_message_is_not_what_ctrl_c_has_done():
    screens = {"server": ["[ERROR] invalid literal for int() with base 10: 'x'"]}
    result = Result("quiet", "quiet", MISSED, seen="it has ended: KeyboardInterrupt, line 5", screens=screens,
                    expected="the server to end quietly")
    both = source(STOPS), source(LIST.format(then="pass"), "server")
    assert hints.named(result, both[1], both[0]) == ""
    result.name = "message"
    assert "int()" in hints.named(result, both[1], both[0])


def test_what_an_except_has_printed_comes_before_the_socket_that_it_has_closed():
    """It is what went wrong, and so is an error of the other program: the closed socket comes of it."""
    client = source("import socket\nlink = socket.create_connection(('', 5000))\nwhile True:\n    try:\n"
                    "        print(mesage)\n    except Exception as error:\n        print(error)\n"
                    "        link.close()\n    link.send(input().encode())\n")
    server = source(LIST.format(then="pass"), "server")
    closed = "OSError: [Errno 9] Bad file descriptor, line"
    result = Result("message", "message", MISSED, expected="client 2 to show 'hello'", screens={
        "client": ["name 'mesage' is not defined"]}, seen=f"the client has ended: {closed} 9")
    assert "the name mesage is given no value before" in hints.named(result, server, client)
    result.screens = {}
    assert "closed" in hints.named(result, server, client)
    result.steps = [("client is started", f"the server goes on, after an error: {closed} 3; the client has ended: "
                     "NameError: name 'other' is not defined, line 5")]
    assert "the name other is given no value before" in hints.named(result, server, client)


CAESAR = """import socket
def shift(text, by):
    made = ""
    for one in text:
        made += chr((ord(one) - 97 + by) % 26 + 97) if {test} else one
    return made
door = socket.socket(type=socket.SOCK_DGRAM)
while True:
    door.sendto(shift(input(), 4).encode(), ("127.0.0.1", 7409))
    print(shift(door.recvfrom({size})[0].decode(), -4))
"""


@pytest.mark.parametrize("test, told", [
    ("one.isalpha()", "a.py, line 5: isalpha() is true of the letters of all languages"),
    ("one.isascii() and one.isalpha()", ""), ("one in 'abc'", "")])
def test_a_cipher_for_26_letters(test, told):
    said = hint("letters", CAESAR.format(test=test, size=999), "it shows nothing new", "the client to show 'ñ'")
    assert said.startswith(told) and (told or "isalpha" not in said)


@pytest.mark.parametrize("size, named", [(999, False), (65535, True)])
def test_a_letter_that_is_cut_with_the_rest(size, named):
    screens = {"client": ["[ERROR] 'utf-8' codec can't decode byte 0xc3 in position 998: unexpected end of data"]}
    result = Result("long", "long", MISSED, seen="it shows nothing new", screens=screens, expected="the client to show")
    server = source(LIST.format(then="pass").replace("999", "65535"), "server")
    assert bool(hints.named(result, server, source(CAESAR.format(test="one.isalpha()", size=size)))) == named


HIDES = """import socket
link, _ = socket.create_server(("", 7410)).accept()
while True:
    try:
        print(link.recv({size}).decode())
    except {caught}:
        print("Gone?")
"""
ONE = """import socket
link = socket.create_connection(("127.0.0.1", 7411))
{loop}
    link.send({text}.encode())
"""


@pytest.mark.parametrize("size, caught, told", [
    ("", "Exception", True), ("999", "Exception", False), ("", "ConnectionError", False)])
def test_a_recv_that_is_not_told_how_much(size, caught, told):
    said = hint("server_half", ONE, "it shows nothing new", "the server to show what our client sends ('a')",
                server=HIDES.format(size=size, caught=caught))
    assert said.startswith("a.py, line 5: recv() has to be told how many bytes it may take: recv(1024)") == told


@pytest.mark.parametrize("loop, text, said", [
    ("if True:", "input()", "The client asks its user for one message, and ends."),
    ("if True:", "'a'", "The client runs to its end at once: nobody is asked for a message."),
    ("while link:", "input()", "The client runs to its end at once: nobody is asked for a message.")])
def test_one_who_is_asked_and_ends_is_asked(loop, text, said):
    starts = Result("starts", "starts", MISSED, seen="it has ended with status 0", expected="the client to start")
    pair = SimpleNamespace(server=source(HIDES.format(size=9, caught="OSError"), "server").script,
                           client=source(ONE.format(loop=loop, text=text)).script)
    assert verdict.start_trouble(starts, pair) == said


def test_one_who_is_asked_only_where_to_is_asked_for_no_message():
    client = source('import socket\nlink = socket.create_connection((input("Host: "), int(input("Port: "))))\n').script
    pair = SimpleNamespace(server=source(HIDES.format(size=9, caught="OSError"), "server").script, client=client)
    starts = Result("starts", "starts", MISSED, seen="it has ended with status 0", expected="the client to start")
    assert verdict.start_trouble(starts, pair) == (
        "The client asks only where to, and ends: nobody is asked for a message.")


@pytest.mark.parametrize("text, said", [
    ("'a'", "a.py, line 4: what is sent stands in the program, and nobody is asked"),
    ("input()", "a.py, line 4: it asks")])
def test_one_who_asks_nobody_is_not_said_to_ask(text, said):
    assert hint("client_half", ONE.format(loop="if True:", text=text), "it has ended with status 0",
                "the client to ask its user for something").startswith(said)


@pytest.mark.parametrize("text, seen, said", [
    (OWN_THREAD, "it has ended: KeyboardInterrupt", "a.py, line 9: this asks in a thread"),
    (AROUND.format("except Exception as e"), "it has ended: KeyboardInterrupt, line 6",
     "a.py, line 7: `except Exception` does not catch KeyboardInterrupt, which Ctrl-C raises in line 6"),
    (AROUND.format("except KeyboardInterrupt"), "it has ended: KeyboardInterrupt, line 3",
     "a.py: KeyboardInterrupt is caught in a part of it only"),
    (BESIDE, "it has ended: KeyboardInterrupt, line 7",
     "a.py, line 7: Ctrl-C raises KeyboardInterrupt here, and the except of line 4 is around other lines")])
def test_what_catches_ctrl_c_and_what_does_not(text, seen, said):
    assert hint("quiet", text, seen, "the client to end quietly").startswith(said)


@pytest.mark.parametrize("seen, told", [("OSError: [Errno 9] Bad file descriptor, line 6", False),
                                        ("NameError: name 'gone' is not defined, line 6", True)])
def test_who_accepts_one_client_has_nobody_to_talk_with(seen, told):
    server = source("import socket\ndoor = socket.create_server(('', 7406))\nlink, _ = door.accept()\nwhile True:\n"
                    "    print(link.recv(99).decode())\n    link.send(input().encode())\n", "server")
    result = Result("next_client", "next_client", MISSED, expected="the server to show 'a'",
                    seen="it shows nothing", waits=[f"the server has ended: {seen}"])
    assert bool(hints.named(result, server, source(STOPS.format(name="text")))) is told
    assert hints.next_client(result, None, server, None).startswith("a.py, line 3: accept is called once")


@pytest.mark.parametrize("empty, told", [("", ", and leave the loop there where it gives b''."), (
    "        if not data:\n            break\n", "which wakes recv.")])
def test_a_stop_word_ends_one_thread_and_another_one_waits(empty, told):
    """The join that waits stands where nobody has said anything yet: nothing is shut down before it."""
    text = IN_THREADS.format(empty)
    said = hint("stops", text, "it waits for the network", "the client to end on 'over'")
    line = text[:text.index("if text")].count("\n") + 1
    assert said.startswith(f"a.py, line {line}: this ends the thread that asks")
    assert said.endswith(told) and "Shut the connection down here" in said
    closed = text.replace("            break\n    print('x')", "            link.close()\n            break")
    assert "ends the thread that asks" not in hint("stops", closed, "it waits for the network",
                                                   "the client to end on 'over'")
