"""Ends abroad: how strangers' programs end, hear that others do, and what is said of that, in the source and on sheets.
"""
import pytest
from performing import performed
from sources import CALL, HALL, source

from lab12.finder.source import read
from lab12.grader import errors, hints_on_ctrl_c, hints_on_endings, hints_on_text, leaving, slips, stopped
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, PASSED, Result


def missed(name, expected, seen, waits=()):
    return Result(name, "", MISSED, expected=expected, seen=seen, waits=list(waits))


@pytest.mark.parametrize("made, stops", [
    ("bytes('over', 'utf-8')", ["over"]), ("'over'.encode()", ["over"]), ("b'over'", ["over"]), ("input()", []),
    ("bytes(4)", [])])
def test_a_stop_word_that_is_kept_as_bytes(made, stops):
    text = f"import socket\nend = {made}\ndoor = socket.create_server(('127.0.0.1', 5000))\nlink, _ = door.accept()\n" \
        "while True:\n    came = link.recv(99)\n    if came == end:\n        break\n    print(came.decode())\n" \
        "    link.send(input().encode())\n"
    assert list(read("a.py", text)[0].stops) == stops


LAST = """def hear():
    while True:
        print(link.recv(99))
t = threading.Thread(target=hear{daemon})
t.start()
try:
    while True:
        link.send(input().encode())
finally:
    {ends}
"""


@pytest.mark.parametrize("ends, told", [
    ("link.close()\n    t.join()", True), ("link.close()\n    t.join(2)", False), ("t.join()\n    link.close()", False),
    ("link.shutdown(socket.SHUT_RDWR)\n    link.close()\n    t.join()", False), ("link.close()", False)])
@pytest.mark.parametrize("daemon", ["", ", daemon=True"])
def test_a_close_that_does_not_wake_the_thread_for_which_join_waits(ends, told, daemon):
    client = source(CALL + LAST.format(ends=ends, daemon=daemon), "client")
    said = "a.py, line 12: close() does not wake the recv in which another thread waits (line 5), and join() (line 13)"
    assert slips.wakes_nobody(client).startswith(said * told) and bool(slips.wakes_nobody(client)) == told
    quiet = missed("quiet", "the client to end", "it waits for the network")
    assert ("close() does not wake" in hints_on_ctrl_c.quiet(quiet, None, source(HALL), client)) == told
    over_udp = client.script.source.replace("socket.create_connection(('127.0.0.1', 5000))",
                                            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)")
    assert slips.wakes_nobody(source(over_udp, "client")) == ""
    for waits in "select.select([link], [], [], 1)", "link.setblocking(False)":
        looks = client.script.source.replace("while True:\n        print", f"while {waits} or not over:\n        print")
        assert slips.wakes_nobody(source(looks, "client")) == ""  # that wakes by itself
    assert slips.wakes_nobody(source(client.script.source.replace("link.close", "diary.close"), "client")) == ""


@pytest.mark.parametrize("waits, told", [
    ("it waits for a connection", True), ("it goes on, though its main thread has ended: KeyboardInterrupt", False)])
def test_an_except_that_takes_ctrl_c_for_the_next_client_comes_before_threads_that_go_on(waits, told):
    server = source(f"{HALL}def talk(link):\n    while data := link.recv(99):\n        print(data)\n"
                    "while True:\n    try:\n        link, _ = hall.accept()\n        t = threading.Thread(target=talk, "
                    "args=(link,))\n        t.start()\n        t.join()\n    except:\n"
                    "        link, _ = hall.accept()\n")
    hint = hints_on_ctrl_c.quiet(missed("quiet", "the server to end", waits), None, server, None)
    assert hint.startswith("a.py, line 12: Ctrl-C (KeyboardInterrupt) is caught here") == told
    assert ("a thread that never ends" in hint) is not told


@pytest.mark.parametrize("waits, told", [
    (["the server spins: 100 % of a core, and waits for nothing", "client 2 waits for the network"], True),
    (["the server waits for the network", "client 2 spins: 100 % of a core"], False)])
def test_a_server_that_spins_for_one_who_has_gone_keeps_the_next_one_out(waits, told):
    server = source(f"{HALL}while True:\n    link, _ = hall.accept()\n    while True:\n        data = link.recv(99)\n"
                    "        if data == b'end':\n            break\n        elif data:\n            print(data)\n")
    late = missed("next_client", 'the server to show "hello"', "it shows nothing new, though it was sent", waits)
    roles = type("Roles", (), {"kind": "pair", "transport": "tcp"})
    hint = hints_on_endings.next_client(late, roles, server, source(CALL, "client"))
    assert hint.startswith("a.py, line 9: once the client has gone, recv gives b''") == told


LEAVES = "text = ''\nwhile text != 'over':\n    {first}\n{then}link.close()\n"


@pytest.mark.parametrize("first, then, told", [
    ("text = input()\n    link.send(text.encode())", "link.send(text.encode())\n", True),
    ("text = input()\n    link.send(text.encode())", "", False),
    ("text = input()\n    link.send(text.encode())", "link.send(b'gone')\n", False),
    ("link.send(text.encode())\n    text = input()", "", False),
    ("link.send(text.encode())\n    text = input()", "link.send(text.encode())\n", False),
    ("text = input()\n    if text != 'over':\n        link.send(text.encode())", "link.send(text.encode())\n", False)])
def test_a_stop_word_that_is_sent_twice_may_come_as_one(first, then, told):
    client = source(CALL + LEAVES.format(first=first, then=then), "client")
    said = "a.py, line 7: the stop word has gone in the loop already (line 6), and goes once more here"
    assert stopped.sent_twice(client).startswith(said * told) and bool(stopped.sent_twice(client)) == told


def test_what_is_done_in_del_once_python_ends():
    text = f"{HALL}class Room:\n    def __del__(self):\n        print(time.strftime('%H'))\n"
    words = "ImportError: sys.meta_path is None, Python is likely shutting down"
    said = errors.explain(Fault(source(text), words, 5))
    assert said.startswith("a.py, line 4: Python calls __del__ once it ends")
    assert "__del__" not in errors.explain(Fault(source(text.replace("__del__", "leave")), words, 5))


@pytest.mark.parametrize("says, seen, told", [
    ("print('nobody there')", "it waits for the keyboard", "the program goes on: end, if need be after a few tries"),
    ("pass", "it waits for the keyboard", "say that there is no server, and end"),
    ("print('nobody there')", "it waits for the network", "say that there is no server, and end")])
def test_one_who_says_that_nobody_answers_in_time_and_asks_anew(says, seen, told):
    client = source("import socket\nlink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nlink.settimeout(5)\n"
                    "while True:\n    try:\n        link.sendto(input().encode(), ('127.0.0.1', 5000))\n"
                    f"        print(link.recvfrom(99))\n    except TimeoutError:\n        {says}\n", "client")
    alone = missed("alone", "the client to say that there is no server, and to end", seen)
    roles = type("Roles", (), {"kind": "chat", "transport": "udp"})
    assert hints_on_endings.alone(alone, roles, source(HALL), client).endswith(f"in time, {told}.")


@pytest.mark.parametrize("text, port", [
    ("reactor.connectTCP('localhost', 7312, made)\nreactor.run()\n", 7312),
    ("TCP4ClientEndpoint(reactor, 'localhost', 7313).connect(made)\nreactor.run()\n", 7313)])
def test_a_client_in_twisted_is_one_too(text, port):
    script = read("client.py", f"from twisted.internet import reactor\n{text}")[0]
    assert (script.role, script.transport, script.host, script.port) == ("client", "tcp", "localhost", port)


RELAYS = """import socket, threading
door, guests = socket.create_server(("127.0.0.1", 7314)), []
def serve(one):
    while data := one.recv(999):
        print("something came")
        for other in guests:
            if {whom}:
                other.sendall(data)
    guests.remove(one)
while True:
    guest, _ = door.accept()
    guests.append(guest)
    threading.Thread(target=serve, args=(guest,)).start()
"""
WRAPS = """import random, socket, threading
link = socket.create_connection(("127.0.0.1", 7314))
def mixed(data):
    return bytes(one ^ key for one, key in zip(data, random.Random(47).randbytes(len(data))))
def hear():
    while data := link.recv(999):
        print("said:", mixed(data).decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(mixed(input().encode()))
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("whom, own", [("True", MISSED), ("other is not one", PASSED)])
def test_what_comes_back_to_its_author_and_cannot_be_read_on_the_network(whom, own, tmp_path):
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": RELAYS.format(whom=whom), "client.py": WRAPS}, "starts",
                        "listens", "message", "promptly", "own")
    assert made["message"] == PASSED and made["own"] == own


GREETS = """import socket
door = socket.create_server(("127.0.0.1", 7315))
while True:
    guest, name = door.accept()[0], ""
    while text := guest.recv(999).decode():
        if not name:
            name = text
            guest.sendall(f"Good morning, {name}".encode())
            continue
        print(name, "says", text)
        guest.sendall(input("Your answer: ").encode())
    guest.close()
"""
GREETED = """import socket
link = socket.create_connection(("127.0.0.1", 7315))
text = input("> ")
while text != "end":
    link.sendall(text.encode())
    print(link.recv(999).decode())
    text = input("> ")
"""


@pytest.mark.usefixtures("copies")
def test_the_first_line_is_taken_for_a_name_in_each_new_conversation(tmp_path):
    """Nobody asks for that name, so that it is found out with the first message, and known from then on."""
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": GREETS, "client.py": GREETED}, "starts", "message", "reply",
                        "turns", "empty", "long", "stops")
    assert made.pop("empty") == made.pop("long") == MISSED and set(made.values()) == {PASSED}


@pytest.mark.parametrize("asks, told", [
    ("threading.Thread(target=hear).start()\nwhile True:\n    link.send(input().encode())\n",
     "only the server looks for"),
    ("while True:\n    link.send(input().encode())\n    hear()\n", "recv returns b''")])
def test_who_only_prints_without_end_once_the_server_has_hung_up_at_its_word(asks, told):
    """A thread that no longer prints leaves the user with a program that asks on."""
    client = source(f"{CALL}def hear():\n    while True:\n        print(link.recv(99).decode())\n{asks}", "client")
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = link.recv(99).decode()\n"
                    "    if text == 'over':\n        break\n    print(text)\n")
    result = missed("stops", "the client to end on 'over'", "it prints without end")
    roles = type("Roles", (), {"kind": "chat", "transport": "tcp"})
    assert told in hints_on_endings.stops(result, roles, server, client)


@pytest.mark.parametrize("made, test, told", [
    ("link.recv(99).decode().strip()", "not text", "strip"),
    ("link.recv(99).decode().rstrip()", "text == ''", "rstrip"),
    ("link.makefile().readline().rstrip()", "not text", "rstrip"),
    ("link.recv(99).decode()", "not text", ""), ("link.recv(99).decode().strip()", "text == 'over'", ""),
    ("input().strip()", "not text", "")])
def test_an_empty_line_that_has_come_and_is_taken_for_the_end_once_it_is_stripped(made, test, told):
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = {made}\n    if {test}:\n        break\n"
                    "    print(text)\n    link.send((input() + '\\n').encode())\n")
    client = source(f"{CALL}while True:\n    link.send((input() + '\\n').encode())\n    print(link.recv(99))\n",
                    "client")
    result = missed("empty", "the server to ask its user for something", "it waits for a connection")
    roles = type("Roles", (), {"kind": "pair", "transport": "tcp"})
    hint = hints_on_text.empty(result, roles, server, client)
    assert hint.startswith(f"a.py, line 6: {told}() (line 5) makes '' of an empty line") == bool(told)
    assert not told or f"test what {'readline' if 'readline' in made else 'recv'} gives before that" in hint
    assert leaving.stripped_to_nothing(source(server.text.replace("text", "name"))) == ""  # who it is has to be said


EITHER = """import socket
def host(port=7316):
    door = socket.socket()
    door.bind((socket.gethostname(), port))
    door.listen()
    return door.accept()[0]
def call(address, port):
    link = socket.socket()
    link.connect((address, port))
    return link
choice = input("Host or join (h/j): ")
if choice == "h":
    link = host(int(input("Port: ")))
elif choice == "j":
    address = input("Address: ")
    link = call(address, int(input("Port: ")))
    link.send(input("> ").encode())
while True:
    print(link.recv(999).decode())
    link.send(input("> ").encode())
"""


@pytest.mark.usefixtures("copies")
def test_who_joins_is_told_where_the_host_waits_which_asks_for_no_address(tmp_path):
    """The question for it is another role's: the host takes the address that belongs to its name."""
    made, _ = performed(tmp_path, "tcp-pair", {"either.py": EITHER}, "starts", "listens", "message", "reply")
    assert set(made.values()) == {PASSED}


WIDE_SERVER = """import socket
door = socket.create_server(("127.0.0.1", 7317))
while True:
    guest, _ = door.accept()
    while data := guest.recv(999):
        text = "I heard: " + data.decode("utf-16")
        print(text)
        guest.send(text.encode("utf-16"))
"""
WIDE_CLIENT = """import socket
link = socket.create_connection(("127.0.0.1", 7317))
while True:
    link.send(input("> ").encode("utf-16"))
    print(link.recv(999).decode("utf-16"))
"""


@pytest.mark.usefixtures("copies")
def test_a_half_that_speaks_utf_16_is_spoken_to_so(tmp_path):
    """Nothing is learnt from a server that only answers by itself, but from the source."""
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": WIDE_SERVER, "client.py": WIDE_CLIENT}, "starts", "message",
                        "reply", "client_half", "server_half")
    assert made["reply"] == made["server_half"] == MISSED and made["client_half"] == PASSED


@pytest.mark.parametrize("test, joins", [
    ("'<join>' in text", "<join> "), ("'/join' in text", "/join "), ("'join' in text", None),
    ("'<quit>' in text", None), ("'<join>' in rooms", None)])
def test_a_word_with_a_sign_that_is_looked_for_anywhere_in_what_has_come(test, joins):
    [script] = read("hall.py", f"""import socket
door, rooms = socket.create_server(("127.0.0.1", 7318)), dict()
while True:
    link, _ = door.accept()
    while text := link.recv(99).decode():
        if {test}:
            rooms.setdefault(text.split()[1], []).append(link)
        else:
            for others in rooms.values():
                for other in others:
                    other.send(text.encode())
""")
    assert script.verbs.get("join") == joins
