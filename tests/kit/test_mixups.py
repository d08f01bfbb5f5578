"""Mixups: of two things that have changed places the right one is told, and nothing is said of sound programs."""
import pytest
from chat_sources import GREETS, HALL, TALKS, TCP
from handins import lay
from sources import source

from lab12.driver.formats import wrapped
from lab12.finder import handin
from lab12.finder.tree import Tree
from lab12.grader import broadcasting, errors, grade, hints_on_talk, lost, mixups
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

ROOM = f"""{HALL}
def tell(text, author):
    for one in room:
        if one != author:
            try:
                one.send(text.encode())
            except:
                one.close()
def serve(link, where):
    while True:
        said = link.recv(999)
        if not said:
            break
        line = "somebody: " + said.decode()
        {{call}}
while True:
    link, where = hall.accept()
    if {{test}}:
        room.append({{kept}})
    threading.Thread(target=serve, args=(link, where)).start()
"""
SOUND = {"call": "tell(line, link)", "test": "link not in room", "kept": "link"}


@pytest.mark.parametrize("change, told", [
    ({}, None),
    ({"call": "tell(link, line)"}, "line 18: tell takes text and then author, and is handed link for text here: the "
     "two have changed places, tell(line, link)."),
    ({"call": "tell(text=line, author=link)"}, None), ({"call": "tell(said.decode(), link)"}, None),
    ({"test": "where not in room", "kept": "link"}, None),  # both come of accept
    ({"test": "where not in names", "kept": "link"}, None),  # another list
    ({"test": "link not in room", "kept": "names"}, "line 22: room is looked through for link, and gets names: "
     "room.append(link).")])
def test_which_of_two_stands_where_the_other_belongs(change, told):
    server = source(ROOM.format(**SOUND | change))
    found = mixups.swapped(server) or mixups.keeps_another(server)
    assert found == (f"a.py, {told}" if told else "")
    assert not told or lost.not_passed_on(server, source(TALKS, "client")) == found


HANDLER = """import socketserver
class Talk(socketserver.StreamRequestHandler):
    people = []
    def handle(self):
        self.people.append(self)
        for line in self.rfile:
            print(line)
            for one in self.people:
                if one is not self:
                    one.wfile.write(line)
class Door({bases}):
    daemon_threads = True
Door(("127.0.0.1", 7501), Talk).serve_forever()
"""


@pytest.mark.parametrize("bases, late", [
    ("socketserver.TCPServer, socketserver.ThreadingMixIn", True), ("socketserver.ThreadingTCPServer", False),
    ("socketserver.ThreadingMixIn, socketserver.TCPServer", False)])
def test_a_mix_in_comes_first(bases, late):
    server = source(HANDLER.format(bases=bases))
    assert mixups.mixed_in_late(server) == ("" if not late else "a.py, line 11: ThreadingMixIn must come first: behind "
                                            "TCPServer it does nothing, and one client is served after the other. class"
                                            " Door(socketserver.ThreadingMixIn, socketserver.TCPServer)")
    assert (mixups.mixed_in_late(server) == lost.not_passed_on(server, source(TALKS, "client"))) == late


FRAMED = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7501))
def say(text):
    data = text.encode()
    size = str(len(data)).encode()
    size += b" " * (64 - len(size))
    {sends}
while True:
    say(input())
"""
READS = f"""{HALL}
def serve(link):
    while True:
        size = link.recv(64).decode()
        print(link.recv(int(size)).decode())
serve(hall.accept()[0])
"""


@pytest.mark.parametrize("sends, late", [
    ("link.send(data); link.send(size)", True), ("link.send(size); link.send(data)", False),
    ("link.send(size + data)", False), ("link.send(size); link.send(data); link.send(size)", False)])
def test_a_length_behind_its_message_is_told_where_it_is_sent(sends, late):
    client, server = source(FRAMED.format(sends=sends), "client"), source(READS)
    told = "a.py, line 7: the length goes out behind the message here (line 7), and is read before it: send the " \
        "length first."
    assert mixups.length_behind(client) == (told if late else "")
    fault = Fault(server, "ValueError: invalid literal for int() with base 10: 'hello'", 8, other=client)
    assert (errors.explain(fault) == told) == late


@pytest.mark.parametrize("asks, gives, told", [
    ("NAME?", "NAME", True), ("NAME", "NAME", False), ("NAME", "NAMES", True), ("NAME", None, False)])
def test_a_word_at_which_a_name_is_given_that_is_never_sent(asks, gives, told):
    server = source(GREETS.replace("    name = link.recv(99)", f"    link.send('{asks}'.encode())\n    name = "
                                   "link.recv(99)"))
    client = source(f"""import socket, threading
mine = input("Name: ")
link = socket.create_connection(("127.0.0.1", 7501))
def hear():
    while True:
        text = link.recv(999).decode()
        if {f'text == "{gives}"' if gives else '"NAME" in text'}:
            link.send(mine.encode())
        else:
            print(text)
threading.Thread(target=hear).start()
while True:
    text = f"{{mine}}: {{input()}}"
    link.send(text.encode())
""", "client")
    found = mixups.other_keyword(server, client)
    assert found.startswith(f"a.py, line 7: this gives the name at {gives!r}, and the server asks for it with {asks!r} "
                            "(a.py, line 11)") == told and bool(found) == told


def test_what_works_once_each_has_said_something_is_told_of_the_word(tmp_path):
    server = GREETS.replace("    name = link.recv(99)", "    link.send(b'NAMES')\n    name = link.recv(99)")
    client = """import socket, threading
mine = input("Name: ")
link = socket.create_connection(("127.0.0.1", 7501))
def hear():
    while True:
        text = link.recv(999).decode()
        if text == "NAME":
            link.send(mine.encode())
        else:
            print(text)
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""
    found = grade.grade(lay(tmp_path, {"server.py": server, "client.py": client}))
    [chat] = [one for one in found.sections if one.name == "tcp-chat"]
    assert chat.verdict == "works" and any("gives the name at 'NAME'" in note for note in chat.notes)


@pytest.mark.parametrize("loop, early", [
    ("one.send(text)\n            return", True), ("one.send(text)\n        return", False),
    ("if one is not link:\n                one.send(text)\n                break", True),
    ("if names[0] == one:\n                one.send(text)\n                break", False),
    ("link.send(text)\n            break", False),
    ("one.send(text)\n            one.recv(1)\n            break", False)])
def test_a_loop_over_all_that_is_left_after_the_first(loop, early):
    server = source(f"{HALL}def serve(link):\n    while text := link.recv(99):\n        for one in room:\n            "
                    f"{loop}\n")
    assert bool(broadcasting.stops_after_first(server)) == early


@pytest.mark.parametrize("through", ["self.people", "list(self.people)"])
def test_a_loop_over_the_keys_of_an_object_s_dictionary(through):
    text = f"""{HALL}
class Room:
    def __init__(self):
        self.people = {{}}
    def enter(self, name, link):
        self.people[name] = link
    def tell(self, text):
        for one in {through}:
            one.send(text)
"""
    fault = Fault(source(text), "AttributeError: 'str' object has no attribute 'send'", 12)
    assert errors.explain(fault) == "a.py, line 12: self.people is a dictionary whose keys are names: a loop over it " \
        "gives those, not the sockets. Go through self.people.values(), or through self.people.items() for both."


def test_a_server_whose_loop_over_all_ends_early_is_told_so_and_not_what_it_says_at_the_end():
    text = f"{HALL}def serve(link):\n    while text := link.recv(99):\n        if text == b'end':\n            " \
        "link.send(b'that was the end')\n        for one in room:\n            one.send(text)\n            break\n" \
        "while True:\n    room.append(hall.accept()[0])\n    threading.Thread(target=serve, args=room[-1:]).start()\n"
    missed = Result("message", "", MISSED, expected='client 2 to show "x"', seen="it shows nothing new",
                    screens={"client": ["that was the end"]})
    assert hints_on_talk.message(missed, TCP, source(text), source(TALKS, "client")).startswith("a.py, line 10: ")


TABLES = {"CONFIG = {'host': '127.0.0.1', 'port': 7001}": ("CONFIG['host']", "CONFIG['port']"),
          "CONFIG = dict(host='127.0.0.1')\nCONFIG['port'] = '7001'": ("CONFIG.get('host')", "int(CONFIG['port'])"),
          "import os": ("os.environ.get('HOST', '127.0.0.1')", "int(os.getenv('PORT', '7001'))"),
          "class At:\n    places = {1: {'host': '127.0.0.1', 'port': 7001}}": ("At.places[1]['host']",
                                                                                "At.places[1].get('port', 5)")}


@pytest.mark.parametrize("given, parts", TABLES.items())
def test_an_address_is_read_out_of_a_dictionary(given, parts):
    script = source(f"import socket\n{given}\nlink = socket.create_connection(({parts[0]}, {parts[1]}))\n").script
    assert (script.host, script.port) == ("127.0.0.1", 7001) and "port is text" not in script.mistakes


def test_what_is_handed_over_by_a_dictionary_and_a_stop_word_in_one():
    text = "import socket\nGIVEN = dict(host='127.0.0.1', port=7001, leave='bye')\ndef call(host, port, **_):\n    " \
        "return socket.create_connection((host, port))\nlink = call(**GIVEN)\nwhile (text := input()) != " \
        "GIVEN['leave']:\n    link.send(text.encode())\n"
    script = source(text, "client").script
    assert (script.host, script.port, [*script.stops]) == ("127.0.0.1", 7001, ["bye"])


@pytest.mark.parametrize("text", [
    "def serve(of):\n    return socket.create_server((of['host'], of['port']))\nserve(GIVEN)\n",
    "class Hall:\n    def __init__(self, of):\n        self.of = of\n        self.door = socket.socket()\n"
    "    def serve(self):\n        self.door.bind((self.of['host'], self.of['port']))\nHall(GIVEN).serve()\n"])
def test_an_address_is_looked_up_in_a_table_that_is_handed_over(text):
    script = source(f"import socket\nGIVEN = {{'host': '10.1.1.1', 'port': 7001}}\n{text}").script
    assert (script.host, script.port) == ("10.1.1.1", 7001)


def test_a_table_s_part_may_be_unknown():
    tree = Tree("A = {'x': 1, **B, 2: [3]}\nread = parser.get('part', 'HOST')\n")
    words = {"A['x']": 1, "A[2]": (3,), "A['y']": None, "A.get('y', 7)": 7, "read": None, "A[[]]": None,
             "other.get('port', 9)": 9}
    assert {word: tree.value(Tree(word).module.body[0].value) for word in words} == words


@pytest.mark.parametrize("text, told", [
    ("f'{len(body):<{HEADER}}'.encode()", True), ("str(len(body)).zfill(4)", True), ("int(header.decode())", True),
    ("int(take(link, 8))", True), ("int(input('of 8'))", False), ("int(round(x, 2))", False),
    ("int(input('length: '))", False), ("f'{len(room)} are here'", False), ("print(f'{name:<10}')", False)])
def test_a_length_as_text_is_a_form_of_its_own(text, told):
    assert wrapped(text) == ("a length before each message" if told else "")


def test_a_client_whose_user_is_asked_over_the_network_belongs_to_its_server(tmp_path):
    """A window beside it is no likelier to be meant, though its loop cannot be told from its source."""
    server = f"""{HALL}def serve(link):
    name = link.recv(99).decode()
    room.append(link)
    while text := link.recv(999):
        for one in room:
            one.send(text)
while True:
    link, _ = hall.accept()
    link.send(b"Your name?")
    threading.Thread(target=serve, args=(link,)).start()
"""
    window = "import socket, tkinter\nlink = socket.create_connection(('127.0.0.1', 7501))\ntop = tkinter.Tk()\n" \
        "field = tkinter.Entry(top)\nfield.bind('<Return>', lambda _: link.send(field.get().encode()))\n" \
        "while True:\n    top.update()\n    print(link.recv(99))\n"
    found = handin.find(lay(tmp_path, {"server.py": server, "client_a_window.py": window, "client_text.py": TALKS}))
    first, second = found.pairs["tcp-chat"]
    assert (first.client.path, second.client.path) == ("client_text.py", "client_a_window.py")
    assert first.score > second.score + 2


def test_a_number_of_clients_is_no_length_of_the_message_before_it():
    greets = "def greet(link, people):\n    link.send(b'welcome')\n    link.send(str(len(people)).encode())\n"
    assert mixups.length_behind(source(greets)) == ""


def test_a_name_that_is_now_the_listening_socket_and_now_a_client_is_no_mixup():
    turns = "for one in ready:\n    if one is door:\n        link, where = one.accept()\n    else:\n" \
        "        links.remove(one)\n"
    told = errors.explain(Fault(source(turns), "ValueError: list.remove(x): x not in list", 5))
    assert "listens" not in told


def test_a_list_of_words_may_be_looked_through_for_the_text_that_they_are_of():
    adds = "if text not in seen:\n    for word in text.split():\n        seen.append(word)\n"
    assert mixups.keeps_another(source(adds)) == ""
