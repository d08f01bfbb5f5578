"""Group chats: what those that nobody here wrote have taught of rooms, menus, options and words of their own."""
import shutil
import subprocess
from dataclasses import replace
from types import SimpleNamespace

import pytest
from performing import CROWD, performed
from sources import source

from lab12.driver import prompts, words
from lab12.driver.formats import Sample
from lab12.finder import traits
from lab12.finder.mistakes import removes_in_loop
from lab12.finder.source import read
from lab12.grader import grade, hints, unseen
from lab12.grader.reading import Source
from lab12.rubric import chats
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, Result
from lab12.rubric.pieces import has_no_end
from lab12.stage import settling
from lab12.stage.window import Window
from lab12.wire.capture import Packet

pytestmark = pytest.mark.usefixtures("copies")  # what performs checks is no fit for pickle

TRACEBACK = 'Traceback (most recent call last):\n  File "/home/anna/a.py", line 7, in <module>\n    call()\n'
HANDLED = "\nDuring handling of the above exception, another exception occurred:\n"
LATER = TRACEBACK.replace("7", "9")


@pytest.mark.parametrize("shown, error", [
    ("Error al conectar: [Errno 111] Connection refused", None),
    ("Error: the server is not there", None), ("bye\nKeyboardInterrupt", None),
    (f"{TRACEBACK}KeyboardInterrupt", "KeyboardInterrupt, line 7"),
    (f"{TRACEBACK}OSError: [Errno 98] Address already in use\n{HANDLED}\n{LATER}AttributeError: no",
     "OSError: [Errno 98] Address already in use, line 7"),
    (f"{TRACEBACK}OSError: [Errno 9] Bad file\n{HANDLED}\n{LATER}AttributeError: no",
     "AttributeError: no, line 9"),
    ("Exception: [Errno 111] Connection refused", None),
    (f"{TRACEBACK}Exception: no room", "Exception: no room, line 7"),
    (f"Exception in thread Thread-1 (send):\n{TRACEBACK}_queue.Empty", "_queue.Empty, line 7"),
    (f"{TRACEBACK}gate.Error: no room\nError: bye", "Error: no room, line 7"),
    ('  File "/home/anna/a.py", line 7\nSyntaxError: invalid syntax', "SyntaxError: invalid syntax, line 7"),
])
def test_what_is_said_in_words_of_its_own_may_begin_with_error(shown, error):
    window = SimpleNamespace(screen=SimpleNamespace(text=f"{shown}\n"), told=f"{shown}\n", alive=lambda: False,
                             terminal=SimpleNamespace(command=["python", "a.py"]))
    window.error = lambda: Window.error(window)
    assert words.crash(window) == error


@pytest.mark.parametrize("line, want", [
    ("Введите пароль", "password"), ("Enter your name", "name"), ("Как к вам обращаться?", "name"),
    ("Which room (blue/red)?", "choice"),
    ("Masukkan nama", "name"), ("Nhập tên của bạn", "name"), ("Password:", "password"),
    ("Enter /nick NAME to have a name", None), ("anna has entered, her name is new", None),
    ("Type a message, or your name, and press Enter", None), ("Type <name> in a line", None),
    ("Type users to see who is here", None), ("Please enter 'exit' to leave the room:", None),
    ("Enter password to see the messages", "password"),
    ("Enter room to list its people", "choice"), ("Type your name to see who is here", "name"),
    ("1 to sign in, 2 to leave", "choice"), ("[1] Log in  [2] Sign up", "choice"), ("1 of 2 seats is free", None),
    ("anna: 1 is more than 2 is", None), ("1, 2, 3", None)])
def test_a_line_of_the_server_s_asks_by_its_first_word_too(line, want):
    assert (prompts.asked_for(line) if prompts.asks(line) else None) == want


LISTS = """import argparse, json, socket, threading
import tkinter
given = argparse.ArgumentParser()
given.add_argument("--no-gui", action="store_true")
given = given.parse_args()
post, guests = socket.socket(type=socket.SOCK_DGRAM), []
post.bind(("127.0.0.1", 7302))
def show():
    root = tkinter.Tk()
    root.mainloop()
if not given.no_gui:
    threading.Thread(target=show).start()
while True:
    data, address = post.recvfrom(999)
    said = data.decode()
    if said.startswith("JOIN "):
        guests.append(address)
        post.sendto(b"OK", address)
        continue
    print(said)
    for one in guests:
        if one != address:
            post.sendto(data, one)
"""
LAGS = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
post.connect(("127.0.0.1", 7302))
class Guest:
    def enter(self):
        while True:
            self.nick = input("Nick: ")
            post.send(f"JOIN {self.nick}".encode())
            if post.recv(999) == b"OK":
                return True
    def chat(self):
        post.settimeout(0.1)
        while True:
            text = input("> ")
            if text:
                post.send(f"{self.nick}: {text}".encode())
            try:
                print(post.recv(999).decode())
            except TimeoutError:
                pass
    def start(self):
        if self.enter():
            self.chat()
Guest().start()
"""


def test_a_switch_does_without_windows_and_who_lags_behind_presses_enter(tmp_path):
    pytest.importorskip("tkinter", reason="this Python has no tkinter")
    made, _ = performed(tmp_path, "udp-chat", {"server.py": LISTS, "client.py": LAGS},
                     "starts", "message", "promptly", "turns", "everybody")
    assert made == {"starts": PASSED, "message": PASSED, "promptly": MISSED, "turns": PASSED, "everybody": PASSED}


@pytest.mark.parametrize("but, outcome", [("one is not link", PASSED), ("True", MISSED)])
def test_who_looks_only_when_he_presses_enter_sees_his_own_words_then(but, outcome, tmp_path):
    looks = """import socket
link = socket.create_connection(("127.0.0.1", 7309))
link.setblocking(False)
while True:
    text = input("> ")
    if text:
        link.send(text.encode())
    try:
        print(link.recv(999).decode())
    except BlockingIOError:
        pass
"""
    server = CROWD.replace("one is not link", but)
    made, facts = performed(tmp_path, "tcp-chat", {"server.py": server, "client.py": looks}, "starts", "message", "own")
    assert (made["message"], made["own"], facts["on enter"]) == (PASSED, outcome, "True")


LODGE = """import socket, threading
door = socket.create_server(("127.0.0.1", 7303))
rooms = {}
def serve(link):
    lines = link.makefile()
    what, key, word = [next(lines).strip() for _ in range(3)]
    if what == "1":
        rooms[key] = word, []
    if rooms.get(key, ("",))[0] != word:
        return link.close()
    rooms[key][1].append(link)
    for line in lines:
        for one in rooms[key][1]:
            if one is not link:
                one.sendall(line.encode())
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""
LODGER = """import socket, threading
nick = input("Your name: ")
link = socket.create_connection(("127.0.0.1", 7303))
def say(text):
    link.sendall(f"{text}\\n".encode())
print("1: create a room")
print("2: join a room")
while True:
    try:
        what = input("> ")
        if what == "1" or what == "2":
            break
    except EOFError:
        link.close()
        raise SystemExit
say(what)
say(input("id: "))
say(input("password: "))
def hear():
    for line in link.makefile():
        print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while True:
    say(f"{nick}: {input()}")
"""


def test_the_first_makes_a_room_and_the_others_join_it(tmp_path):
    [script] = read("client.py", LODGER)
    assert [(one.wants, one.answers) for one in script.questions] == [
        ("name", {}), ("choice", {"choice": "1", "later": "2"}), ("group", {}), ("password", {})]
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": LODGE, "client.py": LODGER}, "starts", "message",
                        "everybody")
    assert made == {"starts": PASSED, "message": PASSED, "everybody": PASSED}


@pytest.mark.parametrize("test, wants", [('what in ("a", "b")', "choice"), ('what == "bye"', "choice"),
                                         ('len(what) == 1', "text")])
def test_a_loop_that_insists_on_one_of_several_words_is_a_menu(test, wants):
    [script] = read("client.py", "import socket\nlink = socket.create_connection(('127.0.0.1', 7303))\nwhile True:\n"
                    f"    what = input('> ')\n    if {test}:\n        break\nlink.send(what.encode())\n"
                    "while True:\n    link.send(input().encode())\n")
    assert [one.wants for one in script.questions] == [wants]


def test_a_name_and_a_password_of_few_bytes_may_come_together_too():
    text = "import socket\nlink, _ = socket.create_server(('', 7303)).accept()\n{}\nprint(link.recv(999))\n"
    for lines, said in ("who = link.recv(24).decode()\nword = link.recv(24).decode()", 4), \
            ("size = int(link.recv(24).decode())\nwho = link.recv(24)", None), \
            ("a = link.recv(4)\nb = link.recv(4)", None):
        [script] = read("server.py", text.format(lines))
        assert script.mistakes.get("hears twice") == said


@pytest.mark.parametrize("asks, wants", [('int(input("Escolha uma opcao:\\n "))', ["choice"]),
                                         ('input("Escolha uma opcao:\\n ")', [])])
def test_a_number_that_is_asked_for_outside_of_loops_as_well_is_no_message(asks, wants):
    text = f"""import socket, threading
link = socket.create_connection(("127.0.0.1", 7303))
def menu():
    option = {asks}
def hear():
    while data := link.recv(999):
        if data == b"menu":
            menu()
menu()
threading.Thread(target=hear).start()
while True:
    link.send(input().encode())
"""
    [script] = read("client.py", text)
    assert [one.wants for one in script.questions] == wants and script.asks


def test_a_server_over_tls_is_not_asked_to_take_in_a_client_of_ours_that_breaks_off():
    """What was sent over TLS cannot be sent again: a server that ends at such a client would lose a mark for that."""
    server = SimpleNamespace(whole="import ssl\nlink = context.wrap_socket(link, server_side=True)\n")
    roles = SimpleNamespace(transport="tcp", server=server, accounts=dict, most=9)
    chats.break_one_off(SimpleNamespace(roles=roles, clients=[]))


BESIDE = """import socket, threading
post = socket.socket(type=socket.SOCK_DGRAM)
def give(name):
    wire = socket.socket()
    wire.connect(("127.0.0.1", 7304))
    with open(name, "rb") as file:
        wire.send(file.read())
    wire.recv(9)
def hear():
    while True:
        data, _ = post.recvfrom(600)
        print(data.decode())
def talk():
    while (text := input()) != "bye":
        if text.startswith("give "):
            threading.Thread(target=give, args=(text[5:],)).start()
        post.sendto(text.encode(), ("127.0.0.1", 7304))
threading.Thread(target=hear).start()
talk()
"""


def test_the_lines_of_hints_are_of_the_chat_and_not_of_the_files_beside_it():
    [script] = read("client.py", BESIDE)
    client = Source(script, "client")
    assert script.size == 600 and client.receives == "client.py, line 11: " and client.hearer == "client.py, line 18: "
    told = hints.alone(Result("alone", "", MISSED, seen="it waits"), SimpleNamespace(transport="udp"), None, client)
    assert told.startswith("client.py, line 11: UDP has no connection")


def test_a_line_that_is_put_in_quotes_is_no_cause():
    quoted = "import socket\nlink, _ = socket.create_server(('', 7305)).accept()\n'''\nprint(link.recv(9)" \
        ".decode('ascii'))\n'''\n# data.decode('ascii')\nprint(link.recv(9))\n"
    said = "import socket\nlink = socket.create_connection(('', 7305))\nlink.send(input().encode('ascii'))\n"
    server, client = (Source(read(f"{role}.py", text)[0], role)
                      for role, text in (("server", quoted), ("client", said)))
    told = hints.letters(Result("letters", "", MISSED, seen="it shows nothing new"),
                         SimpleNamespace(kind="chat"), server, client)
    assert server.holding("ascii") == "" and told.startswith("client.py, line 3: this encoding knows English")


DEAF = """import socket, ssl, threading
keys = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
keys.load_cert_chain("cert.pem", "key.pem")
door, members = socket.create_server(("127.0.0.1", 7306)), []
def serve(link):
    while data := link.recv(999):
        print(data.decode())
        for one in members:
            one.send(data)
while True:
    threading.Thread(target=serve, args=(keys.wrap_socket(door.accept()[0], server_side=True),)).start()
"""
MEMBER = """import socket, ssl, threading
keys = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
keys.check_hostname, keys.verify_mode = False, ssl.CERT_NONE
link = keys.wrap_socket(socket.create_connection(("127.0.0.1", 7306)))
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_what_a_server_over_tls_shows_has_come_to_it(tmp_path):
    """Nobody can read it on the network; our own clients, which cannot speak TLS, are no measure of the server."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-subj", "/CN=a", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"], check=True,
                   capture_output=True)
    made, facts = performed(tmp_path, "tcp-chat", {"server.py": DEAF, "client.py": MEMBER}, "starts", "message",
                            "server_half")
    assert made == {"starts": PASSED, "message": MISSED, "server_half": NOT_TRIED} and facts["reached"] == "all"


ELSE = "        data = link.recv(64)\n        if data:\n            tell(data)\n        else:\n            "


@pytest.mark.parametrize("loop, said", [
    ("        size = link.recv(64).decode()\n        if size:\n            tell(size)\n", "server.py, line 5: once"),
    ("        if data := link.recv(64):\n            tell(data)\n", "server.py, line 4: once the"),
    ("        data = link.recv(64)\n        if data:\n            tell(data)\n        else:\n            break\n",
     ""),
    ("        data = link.recv(64)\n        if data:\n            continue\n        return\n", ""),
    ("        data = link.recv(64)\n        if other:\n            tell(data)\n", ""),
    (f"{ELSE}drop(link)\n", "server.py, line 5: once the client has gone, recv gives b'', again and again, and the el"),
    (f"{ELSE}if link in ready:\n                ready.remove(link)\n", "server.py, line 5: once the client has gone"),
    (f"{ELSE.replace('else', 'elif tell(data)')}pass\n", ""), (f"{ELSE}link.close()\n", ""), (f"{ELSE}end(link)\n", ""),
    ("        for one in select.select(ready, [], [])[0]:\n            if data := one.recv(9):\n                "
     "tell(data)\n            else:\n                ready.remove(one)\n", "")])
def test_a_loop_that_does_nothing_at_the_end_of_a_connection(loop, said):
    [script] = read("server.py", f"import socket\ndef serve(link):\n    while True:\n{loop}serve(socket.create_server("
                    "('', 7307)).accept()[0])\ndef drop(link):\n    ready.remove(link)\n"
                    "def end(link):\n    link.close()\n")
    told = unseen.stays(Source(script, "server"))
    assert told.startswith(said) and bool(told) == bool(said)


@pytest.mark.parametrize("loop, naps", [
    ("        time.sleep(2)\n        print(link.recv(99))\n", 2.0),
    ("        time.sleep(2)\n        link.send(input().encode())\n        print(link.recv(99))\n", 0.0),
    ("        print(link.recv(99))\n    time.sleep(2)\n", 0.0),
    ("        time.sleep(60)\n        link.recv(9)\n", 0.0),
    ("        link.settimeout(0.5)\n        link.recv(99)\n        link.send(waiting.get())\n", 0.5),
    ("        for one in select.select([link], [], [], 0.5)[0]:\n            one.recv(99)\n        one.send(w.get())\n",
     0.5),
    ("        for one in select.select([link], [], [], 0.5)[0]:\n            print(one.recv(99))\n", 0.0),
    ("        link.settimeout(0.5)\n        print(link.recv(99))\n", 0.0)])
def test_what_a_program_sleeps_between_two_looks_for_what_has_come(loop, naps):
    [script] = read("client.py", "import socket, time\nlink = socket.create_connection(('', 7308))\ndef hear():\n    "
                    f"while True:\n{loop}hear()\n")
    assert script.naps == naps


NAPS = """import socket, threading, time
link = socket.create_connection(("127.0.0.1", 7309))
def hear():
    while True:
        time.sleep(1.5)
        print(link.recv(999).decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""


def test_who_sleeps_before_he_looks_is_waited_for(tmp_path):
    made, facts = performed(tmp_path, "tcp-chat", {"server.py": CROWD, "client.py": NAPS}, "starts", "message",
                            "promptly")
    assert made == {"starts": PASSED, "message": PASSED, "promptly": MISSED} and facts["naps"] == "1.5 seconds"
    assert facts["dawdles"]  # so that further conversations are held side by side


@pytest.mark.parametrize("word, stops", [('b"\\x01"', []), ('"\\x04"', []), ('b"bye"', ["bye"])])
def test_a_kind_of_message_is_no_stop_word(word, stops):
    [script] = read("client.py", "import socket\nlink = socket.create_connection(('', 7310))\nwhile True:\n    kind = "
                    f"link.recv(1)\n    if kind == {word}:\n        break\n    link.send(input().encode())\n")
    assert list(script.stops) == stops


SPLITS = """import socket
link, _ = socket.create_server(('', 7311)).accept()
while data := link.recv(128):
    print(data.decode().split("|")[1])
    link.sendall(b"one more has come\\n")
"""


@pytest.mark.parametrize("part, error, said", [
    ("data.decode().split('|')[1]", "IndexError: list index out of range", "list is shorter"),
    ("data[data.index(b'|') + 1:]", "ValueError: subsection not found", "there is no b'|' in what has come")])
def test_a_part_of_a_message_lacks_the_sign_at_which_it_is_split(part, error, said):
    server, client = (Source(read(name, text)[0], name[:-3]) for name, text in (
        ("server.py", SPLITS.replace('data.decode().split("|")[1]', part)), ("client.py", MEMBER)))
    long = Result("long", "", MISSED, expected="client 2 to show all 2,500 letters", seen="it shows about 100 of them",
                  waits=[f"the server goes on, after an error in a thread: {error}, line 4"])
    roles = SimpleNamespace(transport="tcp", kind="chat")
    assert hints.named(long, server, client) == ""
    assert "line 3: recv(128) takes at most 128 bytes; 2,500 were sent" in hints.long(long, roles, server, client)
    assert "so one becomes several" in hints.long(long, roles, server, client)
    assert said in hints.named(replace(long, name="message"), server, client)


def test_what_has_no_end_has_nothing_behind_its_last_newline():
    server, client = (Source(read(name, text)[0], name[:-3]) for name, text in (
        ("server.py", SPLITS), ("client.py", MEMBER)))
    bare = Result("pieces", "", MISSED, expected="something that marks the end of each message, such as a newline",
                  seen="messages are sent bare")
    said = hints.pieces(bare, SimpleNamespace(transport="tcp", kind="chat"), server, client)
    assert "End each message with" in said and "behind the last newline" not in said


HAUNTED = """import socket, threading
door, members = socket.create_server(("127.0.0.1", 7309)), []
def serve(link):
    name, data = f"guest {len(members)}", b" "
    while data:
        try:
            data = link.recv(999)
        except ConnectionError:
            break
        if data or LAST:
            for one in members:
                if one is not link:
                    one.send(f"{name}: {data.decode()}".encode())
    members.remove(link)
    for one in members:
        one.send(f"{name} has left".encode())
while True:
    members.append(door.accept()[0])
    threading.Thread(target=serve, args=members[-1:]).start()
"""


@pytest.mark.parametrize("last, outcome", [("True", MISSED), ("False", PASSED)])
def test_nobody_is_shown_what_one_who_has_gone_did_not_say(last, outcome, tmp_path):
    files = {"server.py": HAUNTED.replace("LAST", last), "client.py": NAPS.replace("time.sleep(1.5)", "pass")}
    made, _ = performed(tmp_path, "tcp-chat", files, "starts", "message", "turns", "lost")
    assert made == {"starts": PASSED, "message": PASSED, "turns": PASSED, "lost": outcome}


@pytest.mark.parametrize("last, outcome", [("True", MISSED), ("False", PASSED)])
def test_of_a_name_that_is_sent_by_itself_the_screen_tells(last, outcome, tmp_path):
    """What stands before a message crosses the network by itself, be it before "has left" or before nothing."""
    tell = "def tell(one, name, text):\n    one.send(f'{name}: '.encode())\n    one.send(f'{text}\\n'.encode())\ndoor,"
    server = HAUNTED.replace("LAST", last).replace("door,", tell, 1)
    server = server.replace('one.send(f"{name}: {data.decode()}".encode())', "tell(one, name, data.decode())").replace(
        'one.send(f"{name} has left".encode())', "tell(one, name, 'has left')")
    client = NAPS.replace("while True:\n        time.sleep(1.5)", "for line in link.makefile():").replace(
        "print(link.recv(999).decode())", "print(line.rstrip())")
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": server, "client.py": client}, "starts", "message", "turns",
                        "lost")
    assert made == {"starts": PASSED, "message": PASSED, "turns": PASSED, "lost": outcome}


@pytest.mark.parametrize("sends, before", [
    ([b"anna: ", b"hello\n"], {"anna:"}), ([b"anna: hello\n", b"anna: "], set()), ([b"anna: ", b"bye\n"], set())])
def test_a_name_that_is_sent_by_itself_before_each_message_is_no_message(sends, before):
    packets = [Packet("tcp", 7309, 40001, data) for data in sends]
    assert chats.sent_before([*packets, Packet("tcp", 7309, 40002, b"hello\n")], {"anna:"}, ["hello"]) == before


OPTIONS = """import argparse, socket
parser = argparse.ArgumentParser()
parser.add_argument("-port", type=int)
parser.add_argument("-passcode")
given = parser.parse_args()
passcode = given.passcode
BEFORE
if len(passcode) > 5:
    raise SystemExit
door = socket.socket()
door.bind(("127.0.0.1", given.port))
door.listen()
while True:
    link, _ = door.accept()
    link.send(b"welcome" if link.recv(99).decode() == passcode else b"away")
"""


@pytest.mark.parametrize("before, typed", [
    ("", ["-port", "7", "-passcode", "Secre"]), ("passcode = passcode or 'open'", ["-port", "7"]),
    ("if passcode is None: passcode = 'open'", ["-port", "7"])])
def test_an_option_is_needed_where_a_program_fails_without_it(before, typed):
    script = read("server.py", OPTIONS.replace("BEFORE", before))[0]
    assert script.command("server", own=7, password=script.password) == typed
    defaults = OPTIONS.replace("type=int", "type=int, default=5000").replace('"-passcode"', '"-passcode", default="a"')
    assert read("server.py", defaults)[0].command("server") == []


@pytest.mark.parametrize("check, short", [
    ("if len(password) > 5:\n    raise SystemExit\n", "Secre"),
    ("while len(password) >= 5:\n    password = input()\n", "Secr"),
    ("def fits(password):\n    if len(password) > 5:\n        return False\n    return True\n", "Secre"),
    ("if len(password) > 5:\n    print('hello')\nelse:\n    raise SystemExit\n", ""),
    ("def fits(password):\n    return len(password) >= 6\n", ""),
    ("def fits(password):\n    if len(password) >= 6:\n        return\n    raise ValueError\n", ""),
    ("while True:\n    password = input()\n    if len(password) >= 8:\n        break\n", "")])
def test_a_password_is_short_only_where_a_long_one_is_refused(check, short):
    """A least number of letters is no most."""
    assert read("server.py", f"import socket\ndoor = socket.socket()\n{check}")[0].password == short


@pytest.mark.parametrize("switch", ["--no-gui", "--headless", "--console", "--cli", "--terminal"])
def test_a_switch_does_without_windows_only_where_there_are_some(switch, monkeypatch):
    monkeypatch.setattr(traits, "find_spec", lambda name: "there")  # whether this Python has tkinter or not
    script = read("server.py", LISTS.replace("--no-gui", switch))[0]
    assert (script.by_hand, script.command("server")) == ("", [switch])
    assert read("server.py", LISTS.replace("--no-gui", switch).replace("import tkinter", ""))[0].command("server") == []


def test_the_password_of_the_source_is_given_on_the_command_line_too(tmp_path):
    gate = """import socket, sys
door = socket.create_server(("127.0.0.1", 7311))
link, _ = door.accept()
while text := link.recv(99).decode():
    print(text)
    link.send(input().encode())
"""
    client = """import socket, sys
password = sys.argv[1]
if password != "apple-9":
    sys.exit("no")
link = socket.create_connection(("127.0.0.1", 7311))
while True:
    link.send(input().encode())
    print(link.recv(99).decode())
"""
    made, _ = performed(tmp_path, "tcp-pair", {"server.py": gate, "client.py": client}, "starts", "message")
    assert made == {"starts": PASSED, "message": PASSED}


def test_a_server_in_twisted_is_one_too():
    script = read("server.py", """from twisted.internet import protocol, reactor
guests = set()
class Guest(protocol.Protocol):
    def connectionMade(self):
        guests.add(self.transport)
    def dataReceived(self, data):
        for one in guests:
            one.write(data)
made = protocol.Factory()
made.protocol = Guest
reactor.listenTCP(7312, made)
reactor.run()
""")[0]
    assert (script.role, script.kind, script.transport, script.port) == ("server", "chat", "tcp", 7312)


PERMITS = """import socket, threading
door, members = socket.create_server(("127.0.0.1", 7313)), []
def serve(link):
    while data := link.recv(999):
        if b"may I" in data:
            link.send(b"yes")
        else:
            for one in members:
                one.send(data)
while True:
    members.append(door.accept()[0])
    threading.Thread(target=serve, args=members[-1:]).start()
"""
PERMITTED = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7313))
def show():
    while data := link.recv(999).decode():
        if data == "yes":
            link.send(f"anna: {said}".encode())
        else:
            print(data)
threading.Thread(target=show, daemon=True).start()
while True:
    said = input()
    link.send(b"may I")
"""


def test_where_nothing_says_what_ends_a_message_none_is_taken_for_whole(tmp_path):
    files = {"server.py": PERMITS, "client.py": PERMITTED}
    made, _ = performed(tmp_path, "tcp-chat", files, "starts", "message", "turns", "pieces")
    assert made == {"starts": PASSED, "message": PASSED, "turns": PASSED, "pieces": MISSED}


@pytest.mark.parametrize("before, behind, without", [
    ("may Ianna: ", "", True), ("anna: ", "", True), ("anna: ", chr(10), False), ("9", "", False), (chr(9), "", False)])
def test_a_length_or_a_sign_says_where_a_message_ends(before, behind, without):
    said = [Sample("client", word, f"{before}{word}{behind}".encode()) for word in ("kohureka1", "rufesabe2")]
    assert has_no_end(said) is without


def test_what_handles_an_error_takes_nobody_off_before_one_has_gone():
    def source(text):
        return Source(read("server.py", text)[0], "server")

    of_the_dead = """import socket
door, clients = socket.create_server(("", 7314)), []
while True:
    clients.append(door.accept()[0])
    for one in clients:
        try:
            one.send(b"all")
        except OSError:
            clients.remove(one)
        """
    assert not removes_in_loop(source(of_the_dead).tree, of_the_dead=False)
    assert removes_in_loop(source(of_the_dead).tree) == 9
    others = of_the_dead.replace("        except OSError:\n    ", "        finally: pass\n")
    assert removes_in_loop(source(others).tree, of_the_dead=False) == 9


GREETS = """import socket, threading, time
print("Welcome")
time.sleep(0.3)
print("How nice that you are here")
time.sleep(0.3)
print("Who are you?")
time.sleep(0.3)
name = input("Name: ")
link = socket.create_connection(("127.0.0.1", 7315))
def show():
    while data := link.recv(99):
        print(data.decode())
threading.Thread(target=show, daemon=True).start()
for word in "one", "two", "three":
    time.sleep(0.3)
    print(f"Hello {name}, this is line {word}")
while True:
    link.send(f"{name}: {input('> ')}".encode())
"""


def test_who_is_greeted_at_length_waits_for_his_turn(tmp_path, monkeypatch):
    monkeypatch.setattr(settling, "NOD", 0.1)
    monkeypatch.setattr(settling, "BEAT", 0.1)
    monkeypatch.setattr(settling, "QUIET", 0.1)
    monkeypatch.setattr(traits, "INTRO", (0.5, 9.0))
    files = {"server.py": HAUNTED.replace("LAST", "False").replace("7309", "7315"), "client.py": GREETS}
    made, _ = performed(tmp_path, "tcp-chat", files, "starts", "message", "everybody")
    assert set(made.values()) == {PASSED}


LEDGER = """import socket, threading
door, known, inside = socket.create_server(("127.0.0.1", 7315)), {}, {}
def serve(link):
    lines = link.makefile("r", encoding="utf-8")
    for line in lines:
        what, name, word = line.split()
        if what == "1":
            known[name] = word
        elif known.get(name) == word:
            break
        link.send(b"done\\n" if what == "1" else b"no\\n")
    link.send(b"welcome\\n")
    inside[link] = name
    for line in lines:
        print(name, line, end="")
        for one in list(inside):
            if one is not link:
                one.send(f"{name}: {line}".encode())
while True:
    threading.Thread(target=serve, args=door.accept()[:1], daemon=True).start()
"""
ENTERS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7315))
lines = link.makefile("r", encoding="utf-8")
def hear():
    for line in lines:
        print(line, end="")
while True:
    print("MENU")
    choice = input("Your choice: ")
    if choice not in ("1", "2"):
        continue
    name, word = input("name: "), input("password: ")
    link.send(f"{choice} {name} {word}\\n".encode())
    if lines.readline() == "welcome\\n":
        break
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode() + b"\\n")
"""


@pytest.mark.parametrize("menu, then", [
    ("1 sign up, 2 log in", {"then": "2"}), ("1) Register 2) Iniciar sesión", {"then": "2"}),
    ("1 log in, 2 quit", {}), ("1 public, 2 private", {})])
def test_the_choice_of_one_who_has_signed_up(menu, then):
    assert read("client.py", ENTERS.replace("MENU", menu))[0].questions[0].answers == {"choice": "1"} | then


def test_one_who_has_signed_up_logs_in(tmp_path):
    files = {"server.py": LEDGER, "client.py": ENTERS.replace("MENU", "1 sign up, 2 log in")}
    made, _ = performed(tmp_path, "tcp-chat", files, "starts", "message")
    assert made == {"starts": PASSED, "message": PASSED}


ACKNOWLEDGES = """import socket
door = socket.create_server(("127.0.0.1", 7316))
link, _ = door.accept()
while text := link.recv(9999).decode():
    print(text)
    link.send(b"taken")
    link.send(input("answer: ").encode())
"""
WANTS_IT_SOON = """import socket
link = socket.create_connection(("127.0.0.1", 7316))
while True:
    link.send(input("text: ").encode())
    link.settimeout(1.5)
    if link.recv(5) != b"taken":
        raise SystemExit
    link.settimeout(None)
    print(link.recv(9999).decode())
"""


def test_who_ends_while_the_network_is_cut_is_started_again_for_the_other_s_turn(tmp_path):
    """As one does that gives up, or connects anew for each message: it would have gone on otherwise."""
    names = ["starts", "message", "reply", "turns", "lost"]
    files = {"server.py": ACKNOWLEDGES, "client.py": WANTS_IT_SOON}
    made, facts = performed(tmp_path, "tcp-pair", files, *names)
    assert made == dict.fromkeys(names, PASSED) | {"lost": MISSED} and "another way" not in facts


CLOSES = """import socket, threading
links = []
def serve(link):
    while (data := link.recv(9999)) and data != b"HEARD":
        for one in links:
            if one is not link:
                one.send(data)
    links.remove(link)
    link.close()
def accept(door):
    while True:
        links.append(door.accept()[0])
        threading.Thread(target=serve, args=links[-1:], daemon=True).start()
with socket.create_server(("127.0.0.1", 7317)) as door:
    threading.Thread(target=accept, args=(door,), daemon=True).start()
    while input() != "shutdown":
        pass
"""
HEARS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7317))
def hear():
    while data := link.recv(9999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""


@pytest.mark.parametrize("heard, expected", [
    ("exit", "the client to end on 'exit'"), ("", "a word that ends the conversation, such as exit")])
def test_a_word_of_the_server_s_own_user_ends_no_client(heard, expected, tmp_path):
    (tmp_path / "server.py").write_text(CLOSES.replace("HEARD", heard))
    (tmp_path / "client.py").write_text(HEARS)
    sections = {section.name: section for section in grade.grade(tmp_path).sections}
    [stops] = [result for result in sections["tcp-chat"].results if result.name == "stops"]
    assert (stops.outcome, stops.expected) == (MISSED, expected)
    assert ("compare what was typed" in stops.hint) == (not heard)


CIRCLE = """import socket, threading
door, users, circles = socket.create_server(("127.0.0.1", 7316)), {}, {}
def serve(link):
    lines = link.makefile(encoding="utf-8")
    name = lines.readline().strip()
    users[name], circles[name] = link, []
    for line in lines:
        kind, _, text = line.partition(" ")
        if kind == "+":
            circles[name].append(text.strip())
        else:
            print(text, end="")
            for one in circles[name]:
                users[one].sendall(text.encode())
while True:
    threading.Thread(target=serve, args=door.accept()[:1], daemon=True).start()
"""
BEFRIENDS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7316))
link.send(input("Your name: ").encode() + b"\\n")
def hear():
    for line in link.makefile(encoding="utf-8"):
        print(line, end="")
threading.Thread(target=hear, daemon=True).start()
while True:
    choice = input("1 add a friend, 2 write, 3 leave: ")
    if choice == "1":
        link.sendall(f"+ {input('WHO: ')}\\n".encode())
    elif choice == "2":
        link.sendall(f"- {input('Text: ')}\\n".encode())
    else:
        break
"""


@pytest.mark.parametrize("who, enters, befriends", [
    ("Name of the friend", "", "1"), ("Your name", "1", ""), ("Username yang ingin ditambahkan", "", "1"),
    ("Name to add", "", "1"), ("Nome para adicionar", "", "1"), ("Nama kamu", "1", "")])
def test_a_choice_that_asks_for_a_friend_s_name_asks_for_another_user_s(who, enters, befriends):
    [script] = read("client.py", BEFRIENDS.replace("WHO", who))
    [menu] = script.menus
    assert (menu.goes_on, menu.leaves, menu.enters, menu.befriends) == ("2", "9", enters, befriends)


def test_whom_messages_go_to_is_told_where_a_menu_asks_for_it(tmp_path):
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": CIRCLE, "client.py": BEFRIENDS.replace("WHO", "Friend")},
                        "starts", "message", "turns", "everybody", "next_client")
    assert made == {"starts": PASSED, "message": PASSED, "turns": PASSED, "everybody": PASSED,
                    "next_client": PASSED}


ASKS_WHO = """import socket, threading
door = socket.create_server(("127.0.0.1", 7318))
users = {}
def serve(link):
    with link, link.makefile() as lines:
        link.sendall(b"Your name?\\n")
        name = next(lines).strip()
        if not name.isalpha():
            return
        users[name] = link
        for line in lines:
            for other in users.values():
                if other is not link:
                    other.sendall(f"{name}: {line}".encode())
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""
SHOWS_BEHIND = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7318))
def hear():
    for line in link.makefile():
        print(line, end="")
print("say: ", end="", flush=True)
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall(f"{input()}\\n".encode())
    print("say: ", end="", flush=True)
"""


def test_a_question_of_the_server_behind_the_client_s_own_prompt(tmp_path):
    """Whether it is shown before or after that is up to chance, if two threads show them."""
    made, _ = performed(tmp_path, "tcp-chat", {"server.py": ASKS_WHO, "client.py": SHOWS_BEHIND}, "starts", "message")
    assert made == {"starts": PASSED, "message": PASSED}


def test_of_lines_that_stand_at_the_end_of_one_another_the_whole_question_comes_first():
    """The last words of a question may have been one before: "Name?", and then "Password for this name?"."""
    lines = ["name?", "this name?", "for this name?", "password for this name?", "Your password for this name?"]
    sent = [Packet("tcp", 7318, 40000 + number, f"Type {line}\n{line}\n".encode()) for number, line in enumerate(lines)]
    d = SimpleNamespace(wire=SimpleNamespace(since=lambda mark: sent))
    found = prompts.behind(d, f"say: {lines[-1]}")
    assert found == sorted(found, key=len, reverse=True) == lines[::-1]
    assert prompts.asked_for(found[0]) == "password" and prompts.asked_for(found[-1]) == "name"


POST = """import socket
post, guests = socket.socket(type=socket.SOCK_DGRAM), set()
post.bind(("127.0.0.1", 7390))
while True:
    data, address = post.recvfrom(999)
    if data == b"here":
        guests.add(address)
        continue
    print(data.decode())
    for one in guests - {address}:
        post.sendto(data, one)
"""
WRITER = """import socket, threading
post, there = socket.socket(type=socket.SOCK_DGRAM), ("127.0.0.1", 7390)
post.sendto(b"here", there)
def hear():
    while True:
        print(post.recvfrom(999)[0].decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    text = input()
    {out}.sendto(text.encode(), there)
"""


@pytest.mark.parametrize("out, own", [("post", "passed"), ("socket.socket(type=socket.SOCK_DGRAM)", "missed")])
def test_one_s_own_message_comes_back_at_another_socket(tmp_path, out, own):
    """The server knows the socket at which a client hears, and its messages come from one that it has not seen."""
    made, _ = performed(tmp_path, "udp-chat", {"server.py": POST, "client.py": WRITER.format(out=out)}, "starts",
                        "message", "own")
    assert made == {"starts": "passed", "message": "passed", "own": own}


PARTS = """import socket, threading
door, members = socket.create_server(("127.0.0.1", 7309)), []
def serve(link):
    while data := link.recv({size}):
        for one in members:
            if one is not link:
                one.sendall(data)
while True:
    members.append(door.accept()[0])
    threading.Thread(target=serve, args=members[-1:], daemon=True).start()
"""
GATHERS = """import select, socket, threading, time
link = socket.create_connection(("127.0.0.1", 7309))
def hear():
    while select.select([link], [], []):
        time.sleep(0.1)
        {hears}
threading.Thread(target=hear, daemon=True).start()
while True:
    link.sendall((input() + "\\n").encode())
"""
BY_CHANCE = "print(link.recv(9999).decode())"
IN_LINES = "print(*link.recv(9999).decode().split('\\n'), sep='\\n')"


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("size, hears, outcome", [
    (1000, BY_CHANCE, MISSED), (9999, BY_CHANCE, PASSED), (1000, IN_LINES, PASSED)])
def test_a_message_that_is_whole_only_since_its_parts_came_together(tmp_path, size, hears, outcome):
    files = {"server.py": PARTS.format(size=size), "client.py": GATHERS.format(hears=hears)}
    outcomes, _ = performed(tmp_path, "tcp-chat", files, "starts", "listens", "message", "turns", "long", seen=True)
    assert outcomes["long"][0] == outcome
    assert ("in 3 parts, and shows them as one by chance" in outcomes["long"][1]) is (outcome == MISSED)


@pytest.mark.parametrize("then, said", [
    ("print('no hall'); continue", "ConnectionRefusedError is caught here, but the program goes on: end it there."),
    (None, "recv raises ConnectionRefusedError here: catch it, say so in one line, and end.")])
def test_who_is_told_that_nobody_is_there_and_goes_on_is_not_told_to_catch_it(then, said):
    hears = "        print(link.recv(999))\n"
    caught = f"        try:\n    {hears}        except ConnectionRefusedError:\n            {then}\n"
    client = source("import socket, threading\nlink = socket.socket(type=socket.SOCK_DGRAM)\n"
                    "link.connect(('127.0.0.1', 5000))\ndef hear():\n    while True:\n"
                    f"{caught if then else hears}threading.Thread(target=hear, daemon=True).start()\n"
                    "while True:\n    link.send(input().encode())\n", "client")
    result = Result("alone", "", MISSED, seen="it waits for the keyboard and the network")
    assert hints.alone(result, SimpleNamespace(transport="udp"), None, client).endswith(said)


NOTED = """import socket, threading
said, new = [], threading.Condition()
def write(link, at):
    while True:
        with new:
            new.wait_for(lambda: len(said) > at)
            lines, at = said[at:], len(said)
        for line in lines:
            link.sendall(line)
def read(link):
    for line in link.makefile("rb"):
        with new:
            said.append(line)
            new.notify_all()
def speak():
    while True:
        said.append(input().encode())
threading.Thread(target=speak).start()
door = socket.create_server(("127.0.0.1", 7437))
while True:
    link, _ = door.accept()
    threading.Thread(target=write, args=(link, len(said))).start()
    threading.Thread(target=read, args=(link,)).start()
"""


@pytest.mark.parametrize("change, kind", [(("", ""), "chat"), (("said[at:]", "said[-1:]"), "pair")])
def test_who_sends_each_what_is_new_on_a_list_serves_a_chat(change, kind):
    assert source(NOTED.replace(*change)).script.kind == kind
