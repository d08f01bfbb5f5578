"""Hints for chats of strangers: what is said of their lengths, keys, files, coroutines, addresses and errors."""
from types import SimpleNamespace

import pytest
from chat_sources import TCP
from sources import CALL, source

from lab12.driver import recorder
from lab12.finder.source import read
from lab12.grader import (
    causes,
    coroutines,
    errors,
    hints,
    hints_on_pieces,
    hints_on_talk,
    lost,
    lost_at_clients,
    lost_in_pairs,
    passing,
    unasked,
    unseen,
)
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

COUNTS = """import socket
link = socket.create_connection(("127.0.0.1", 7603))
while True:
    text = input()
    size = len({of})
    head = f"{size:>8}"
    link.sendall(head.encode())
    link.sendall(text.encode())
"""
AT_ONCE = """import socket, selectors
door, guests, ready = socket.create_server(("127.0.0.1", 7603)), [], selectors.DefaultSelector()
ready.register(door, selectors.EVENT_READ)
while True:
    for key, _ in ready.select():
        if key.fileobj is door:
            guests.append(door.accept()[0])
            guests[-1].setblocking({waits})
            ready.register(guests[-1], selectors.EVENT_READ)
        else:
            size = int(key.fileobj.recv(8))
            text = key.fileobj.recv(size)
            for one in guests:
                one.sendall(f"{size:>8}".encode() + text)
"""


def told_of(name, came, client, server):
    seen = f"the server has ended: ValueError: invalid literal for int() with base 10: {came}, line 11"
    return hints.named(Result(name, "", MISSED, seen=seen), source(server), source(client, "client"))


@pytest.mark.parametrize("of, told", [("text", "line 5: len(text) counts letters"),
                                      ("text.encode()", "only a part of a length")])
def test_a_length_that_counts_letters_may_be_written_in_a_line_of_its_own(of, told):
    client, server = COUNTS.replace("{of}", of), AT_ONCE.replace("{waits}", "True")
    assert told in told_of("letters", "b' 21'", client, server)


@pytest.mark.parametrize("waits, told", [("True", "Call it in a loop"), ("False", "raises BlockingIOError")])
def test_who_does_not_wait_cannot_receive_a_whole_length_at_once(waits, told):
    assert told in told_of("pieces", "b'   '", COUNTS.replace("{of}", "text"), AT_ONCE.replace("{waits}", waits))


TAKES_FILES = """import socket, threading
door, guests = socket.create_server(("127.0.0.1", 7604)), []
def take_file(link, name):
    while True:
        try:
            with open(name, "{mode}") as file:
                while data := link.recv(999):
                    file.write(data)
        except OSError:
            return
def serve(link):
    while text := link.recv(99).decode():
        if text.startswith("/file "):
            take_file(link, text[6:])
        for one in guests:
            one.send(text.encode())
while True:
    guests.append(door.accept()[0])
    threading.Thread(target=serve, args=(guests[-1],)).start()
"""


@pytest.mark.parametrize("mode, line", [("wb", 12), ("r", 7)])
def test_what_receives_a_file_is_not_what_receives_a_message(mode, line):
    assert source(TAKES_FILES.replace("{mode}", mode)).receives == f"a.py, line {line}: "


STREAM = """import asyncio
async def hear(lines):
    while True:
        print((await lines.read(99)).decode())
async def main():
    lines, out = await asyncio.open_connection("127.0.0.1", 7605)
    {before}
    {hears}
    {after}
    while True:
        out.write((await asyncio.to_thread(input)).encode())
asyncio.run(main())
"""
TASK, READS = "task = asyncio.create_task(hear(lines))", "print(await lines.read(99))"


@pytest.mark.parametrize("before, hears, after, told", [
    ("pass", TASK, READS, "line 9: this waits for what comes from lines, and line 4 does so at the same time"),
    (READS, TASK, "pass", ""), ("pass", "await asyncio.gather(asyncio.create_task(hear(lines)), say(out))", "pass", ""),
    ("pass", "await asyncio.gather(hear(lines), hear(lines))", "pass", "line 4")])
def test_one_coroutine_at_a_time_receives_from_a_connection(before, hears, after, told):
    client = source(STREAM.format(before=before, hears=hears, after=after), "client")
    missed = Result("turns", "", MISSED, expected="client 2 to show 'x'",
                    seen="it shows nothing new, though the server has sent it")
    for said in coroutines.two_readers(client), hints_on_talk.turns(missed, TCP, source(AT_ONCE), client):
        assert told in said and ("ends the second one" in said) == bool(told)


FILL_IN = """import asyncio
class Guest:
    def __init__(self, host, port):
        self.host = host
        self.port = port
    async def talk(self):
        lines, out = await asyncio.open_connection(self.host, self.port)
        out.write((await asyncio.to_thread(input, "Say: ")).encode())
asyncio.run(Guest({host}, 7607).talk())
"""


@pytest.mark.parametrize("host, told", [
    ("'<server ip>'", "line 9: '<server ip>' only stands for an address"), ("'YOUR_IP'", "line 9: 'YOUR_IP' only"),
    ("'enter the address here'", "line 9"), ("input('Enter the address: ')", ""), ("'ip-server'", ""),
    ("'server'", "")])
def test_what_only_stands_for_an_address_is_no_computer_s_name(host, told):
    client = source(FILL_IN.format(host=host), "client")
    assert told in causes.filled_in(client) and bool(told) == bool(client.script.placeholder)
    error = Fault(client, "gaierror: [Errno -2] Name or service not known", 7)
    assert told in errors.explain(error)


@pytest.mark.parametrize("sent, told", [("b'anna: hel'", "End each message"), (r"b'hello\n'", "the last newline")])
def test_only_what_ends_in_a_newline_has_a_last_one(sent, told):
    """A list of who is there may end in one."""
    room = f"{TAKES_FILES}\ndef names():\n    guests[0].send(b'anna\\n')\n"
    guest = "import socket\ns = socket.create_connection(('', 7604))\nwhile True:\n    print(s.recv(99).decode())\n"
    result = Result("pieces", "", MISSED, expected="the client to wait for the rest", seen="it shows 'anna: hel'",
                    steps=[(f"our server sends {sent}", "")])
    assert told in hints_on_pieces.pieces(result, TCP, source(room), source(guest, "client"))


SECRET = """import random, socket
from cryptography.fernet import Fernet
link = socket.create_connection(("127.0.0.1", 7613))
def encrypt(text, by):
    return "".join(chr(ord(letter) + by) for letter in text)
key = {key}
{tells}
while True:
    link.send({made})
    print(link.recv(999))
"""
CAESAR, TOKEN = "encrypt(input(), key).encode()", "Fernet(key).encrypt(input().encode())"


@pytest.mark.parametrize("key, tells, made, line", [
    ("random.randint(1, 25)", "pass", CAESAR, 6), ("Fernet.generate_key()", "pass", TOKEN, 6), ("7", "pass", CAESAR, 0),
    ("random.randint(1, 25)", "link.send(str(key).encode())", CAESAR, 0),
    ("told or random.randint(1, 25)", "pass", CAESAR, 0),
    ("Fernet.generate_key()", "link.send(public.encrypt(key))", TOKEN, 0),
    ("{}", "key['me'] = random.choice('ab')", "cipher(input())", 0)])
def test_a_key_that_each_program_draws_for_itself_is_told(key, tells, made, line):
    client = source(SECRET.format(key=key, tells=tells, made=made), "client")
    said = unseen.draws_key(client)
    assert said.startswith(f"a.py, line {line}: ") if line else said == ""
    assert (said in lost_at_clients.not_shown(client, source(AT_ONCE))) and (not line or said == lost.not_passed_on(
        source(AT_ONCE), client))


def test_an_error_that_is_caught_and_printed_is_found_on_the_screen_and_in_the_source():
    words = "module 'socket' has no attribute 'SOCK_STREM'"
    script = source("import socket\ntry:\n    s = socket.socket(socket.AF_INET, socket.SOCK_STREM)\n"
                    "except Exception as error:\n    print(error)\n")
    assert errors.explain(Fault(script, words)).startswith("a.py, line 3: the module socket has no SOCK_STREM")
    window, room = object(), SimpleNamespace(at_will=True, prompts={})
    room.asked = {window: read("a.py", "import socket\ninput('Say: ')\n")[0].asked}
    assert recorder.COMPLAINT.search(words)
    assert recorder.COMPLAINT.search("message: <built-in method decode of bytes object at 0x7f12>")
    assert recorder.Recorder.bare(room, window, f"Say: {words}") == words  # a thread may have asked before


@pytest.mark.parametrize("seen, told", [("it prints without end", ""), ("it waits for the network", "ValueError")])
def test_who_prints_without_end_after_his_stop_word_is_the_one_that_is_spoken_of(seen, told):
    result = Result("stops", "", MISSED, expected="the client to end on '/exit'", seen=seen, waits=[
        "the server goes on, after an error in a thread: ValueError: <socket> is not in list, line 3"])
    said = hints.named(result, source(AT_ONCE), source(COUNTS.replace("{of}", "text"), "client"))
    assert bool(said) == bool(told)


@pytest.mark.parametrize("seen, told", [("it prints without end", ""), ("it has ended with status 1", "recv(99)")])
def test_what_a_server_sends_without_end_is_no_fault_of_the_clients(seen, told):
    """A client that cannot read it, as half a letter, only tells that it has come."""
    result = Result("lost", "", MISSED, expected="the server to go on as before", seen=seen, waits=[
        "client 2 goes on, after an error in a thread: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc5 in "
        "position 98: unexpected end of data, line 9"])
    client = source(f"{CALL}while True:\n    print(link.recv(99).decode())\n", "client")
    said = hints.named(result, source(AT_ONCE), client)
    assert bool(said) == bool(told) and told in said


def test_a_prompt_with_the_user_s_name_is_no_part_of_what_a_line_shows():
    """A thread may have printed what has come behind it, or in a line of its own: chance decides."""
    [script] = read("a.py", "import socket\nnick = input('Name: ')\nwhile True:\n    input(f'{nick}: ')\n")
    assert script.asked == ("Name: ", "...: ")
    window, room = object(), SimpleNamespace(at_will=True, prompts={})
    room.asked = {window: [text.replace("...", "carl") for text in script.asked]}
    for shown in "carl: bert: hello", "bert: hello":
        assert recorder.Recorder.bare(room, window, shown) == "bert: hello"


FLOODS = """import socket
host, port = input("Host: "), int(input("Port: "))
link = socket.create_connection((host, port))
while True:
    link.send(b"{ping}")
"""


def test_a_client_that_asks_for_an_address_and_for_no_message():
    """The line of its question is none to which it does not come; and one that never receives is told so first."""
    client, seen = source(FLOODS, "client"), "it spins: 100 % of a core, and waits for nothing"
    server = source("import socket\ndoor = socket.create_server(('', 7601))\nlink, _ = door.accept()\nwhile True:\n"
                    "    print(link.recv(99))\n    link.send(input().encode())\n", "server", "b.py")
    assert unasked.nobody_asked(Result("message", "", MISSED, seen=seen), client, server).startswith(
        "a.py, line 5: what is sent here stands in the program, and its user is asked for no message")
    unseen_reply = Result("reply", "", MISSED, seen="it shows nothing new, and nothing like it was sent")
    assert lost_in_pairs.where_lost(unseen_reply, server, client) == "a.py: nothing is received here: recv, and print."


@pytest.mark.parametrize("sent, told", [
    ("b'ping'", "a.py, line 6: what is sent here stands in the program, and its user is asked for no message"),
    ("host.encode()", "a.py, line 7: it waits here for a message before it asks its user for one. One of the two")])
def test_a_client_that_speaks_by_itself_does_not_wait_for_the_other_to_speak_first(sent, told):
    client = source("import socket\nlink = socket.socket()\nhost = input('Host: ')\nlink.connect((host, 7603))\n"
                    f"for turn in range(4):\n    link.send({sent})\n    print(link.recv(99))\n", "client")
    seen = Result("message", "", MISSED, seen="it waits for the network", waits=["the client waits for the network"])
    assert unasked.nobody_asked(seen, client, source("", "server", "b.py")).startswith(told)


@pytest.mark.parametrize("sends, told", [
    ("one.send(said[one])", "said[one]"), ("text = said[one].upper()\n        one.send(text)", "said[one]"),
    ("for text in said.values():\n            one.send(text)", "")])
def test_a_loop_over_all_that_gives_each_his_own_words(sends, told):
    server = source("import select, socket\ndoor, room, said = socket.create_server(('', 7602)), [], {}\nwhile True:\n"
                    "    hear, tell, _ = select.select([door, *room], room, [])\n    for one in hear:\n"
                    "        if one is door:\n            room.append(door.accept()[0])\n        else:\n"
                    f"            said[one] = one.recv(99)\n    for one in tell:\n        {sends}\n")
    hint = passing.answers_each(server)
    assert f"this sends each client what it has said itself, {told}, and to nobody else" in hint if told else hint == ""


@pytest.mark.parametrize("around, told", [("", True), ("except OSError:\n            break\n        ", False)])
def test_an_error_that_is_caught_around_another_recv_is_not_caught(around, told):
    """The name is taken in the loop that accepts, with an except around all of that."""
    hears = f"try:\n            data = one.recv(99)\n        {around}" if around else "data = one.recv(99)\n        "
    server = source("import socket, threading\ndef talk(one):\n    while True:\n        " + hears + "print(data)\n"
                    "door = socket.create_server(('', 7605))\ntry:\n    while True:\n        link, _ = door.accept()\n"
                    "        name = link.recv(99)\n        threading.Thread(target=talk, args=(link,)).start()\n"
                    "except OSError:\n    print('closed')\n")
    fault = Fault(server, "ConnectionResetError: [Errno 104] Connection reset by peer", 5 if around else 4, thread=True)
    assert errors.explain(fault).startswith("a.py, line 4: the other side has gone, and recv says so") == told


KEPT_ALIVE = """import socket, threading
link = socket.create_connection(("", 7606))
def hear():
    while True:
        print(link.recv(99))
threading.Thread(target=hear{daemon}).start()
while (text := input()) != "bye":
    link.send(text.encode())
link.close()
"""


@pytest.mark.parametrize("daemon, told", [("", ""), (", daemon=True", "a.py, line 4: ")])
def test_what_came_of_a_client_that_is_kept_alive_is_not_why_it_does_not_end(daemon, told):
    server = source("import socket\ndoor = socket.create_server(('', 7606))\nlink, _ = door.accept()\n"
                    "link.getpeername()\n")
    fault = "OSError: [Errno 107] Transport endpoint is not connected, line 4"
    result = Result("stops", "", MISSED, expected="the client to end on 'bye'", seen="it waits for the network",
                    waits=[f"the server goes on, after an error in a thread: {fault}"])
    hint = hints.named(result, server, source(KEPT_ALIVE.replace("{daemon}", daemon), "client", "b.py"))
    assert hint.startswith(told) and bool(hint) == bool(told)


@pytest.mark.parametrize("code, words, line, said", [
    ("data = s.recv(99).decode()\nnumber = int(data[0])", "IndexError: string index out of range", 4,
     "a.py, line 3: this gives nothing once the other side has gone, and what is empty has no first letter (a.py, line "
     "4): test for it before, and leave the loop (if not data: break)."),
    ("name = input()\nprint(name[0])", "IndexError: string index out of range", 4, ""),
    ("import ssl\nssl.wrap_socket(\n    s, certfile='./cert.crt', keyfile='./key.pem')",
     "FileNotFoundError: [Errno 2] No such file or directory", 4, "a.py, line 4: ./cert.crt, or ./key.pem was not han"),
    ("try:\n    s.recv(9)\nexcept TimeoutError:\n    pass\ns.settimeout(1)\ns.recv(9)", "TimeoutError: timed out", 8,
     "a.py, line 8: the time limit (a.py, line 7) has run out, since nobody has spoken yet."),
    ("d = socket.create_server(('', 5))\nd.settimeout(2)\nd.accept()", "TimeoutError: timed out", 5,
     "a.py, line 5: the time limit (a.py, line 4) has run out, since nobody has called yet."),
    ("try:\n    s.recv(9)\nexcept TimeoutError:\n    pass", "TimeoutError: timed out", 4, "")])
def test_what_an_error_means_is_told_by_the_line_that_has_failed(code, words, line, said):
    text = f"import socket\ns = socket.create_connection(('', 7607))\n{code}\n"
    told = errors.explain(Fault(source(text), words, line))
    assert told.startswith(said) and bool(told) == bool(said)


@pytest.mark.parametrize("prompts, told", [(["In [1]: ", "In [2]: ", "In [3]: "], True), ([">>> "] * 3, True),
                                           (["", "", ">>> "], False)])
def test_a_record_of_what_was_typed_at_the_prompt_is_no_program(prompts, told):
    lines = ["import socket", "s = socket.socket()", "s.connect(('', 7608))"]
    text = "".join(f"{prompt}{one}\n" for prompt, one in zip(prompts, lines, strict=True))
    said = errors.explain(Fault(source(text, "client"), "SyntaxError: invalid syntax", 1))
    assert said.startswith("a.py, line 1: this is a record of what was typed at Python's own prompt") == told


@pytest.mark.parametrize("does, told", [
    ("logging.exception('gone', exc_info=error)", "line 8: an error that is caught is shown whole, here and wherever"),
    ("print('gone', error)", "line 5: what comes last may be half a message")])
def test_an_error_that_is_caught_and_shown_whole(does, told):
    server = source("import logging, socket\nhall = socket.create_server(('', 5000))\nlink, _ = hall.accept()\ntry:\n"
                    f"    data = link.recv(99)\n    print(data)\nexcept OSError as error:\n    {does}\n")
    result = Result("pieces", "", MISSED, expected="the server to take it that a message breaks off",
                    seen="it goes on, after an error: ConnectionResetError: [Errno 104] Connection reset by peer")
    said = hints.pieces(result, SimpleNamespace(kind="chat", transport="tcp"), server, server)
    assert said.startswith(f"a.py, {told}")


GATE = """import socket
gate = socket.socket(type=socket.SOCK_DGRAM)
gate.bind(("127.0.0.1", 7609))
guests = []
while True:
    data, whence = gate.recvfrom(999)
    print(data.decode())
    if {test}:
        guests.append(whence)
{blanks}for one in guests:
{blanks}    gate.sendto({sent}, one)
"""


@pytest.mark.parametrize("test, blanks, sent, told", [
    ("whence not in guests", 8, "data", True), ("whence not in guests", 8, "b'one more is here'", False),
    ("whence not in guests", 4, "data", False), ("data not in guests and data", 8, "data", False),
    ("whence in guests", 8, "data", False)])
def test_what_is_passed_on_only_where_its_author_is_new(test, blanks, sent, told):
    server = source(GATE.format(test=test, blanks=" " * blanks, sent=sent))
    said = passing.only_to_newcomers(server)
    assert said.startswith("a.py, line 10: this is done only where somebody is new") == told == bool(said)
    assert (lost.not_passed_on(server, source(CALL, "client")) == said) == told
