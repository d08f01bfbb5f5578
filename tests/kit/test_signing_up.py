"""Signing up: a loop in which the server says whether a name will do, and the first words of a client that it takes."""
import pytest
from sources import source

from lab12.driver.roles import Roles
from lab12.finder.source import read
from lab12.finder.syntax import HOSTNAME
from lab12.grader import errors
from lab12.grader.faults import Fault
from lab12.grader.unseen import stays
from lab12.rubric.chats import how_many_hold

REGISTERS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 7331))
def register():
    while True:
        name = input("USERNAME: ")
        link.send(name.encode())
        answer = link.recv(99).decode()
        if {test}:
            break
        print("taken")
def hear():
    while True:
        print(link.recv(99).decode())
def talk():
    while True:
        link.send(input().encode())
register()
threading.Thread(target=hear).start()
{then}
"""


@pytest.mark.parametrize("test, then, wants, stops", [
    ("answer == 'True'", "talk()", ["name"], []), ("name == 'quit'", "talk()", [], ["quit"]),
    ("answer == 'True'", "print('over')", [], ["True"])])
def test_who_signs_up_is_let_in_by_an_answer(test, then, wants, stops):
    """What answers him is no stop word, and his name is no message; where nothing talks later, that loop does."""
    [script] = read("a.py", REGISTERS.format(test=test, then=then))
    assert [one.wants for one in script.questions] == wants and [*script.stops] == stops


# Who joins is asked for a name beside accept; what is said then is received elsewhere, for ever.
TAKES = """import socket, threading
hall, people = socket.create_server(("127.0.0.1", 7331)), {{}}
def serve(one):
    while True:
        data = one.recv(999)
        for other in people:
            other.send(data)
while True:
    one, _ = hall.accept()
    while True:
        {first}
    people[one] = parts
    threading.Thread(target=serve, args=(one,)).start()
"""
SPLITS = "try:\n            parts = one.recv(99).split(b'&')\n            print(parts[{}])\n        except {}:\n" \
    "            {}"


@pytest.mark.parametrize("first", ["parts = one.recv(99)", SPLITS.format(1, "IndexError", "break")])
def test_what_is_received_beside_accept_is_not_what_spins(first):
    [script] = read("a.py", TAKES.format(first=first))
    assert script.mistakes["empty not noticed"] == 5


@pytest.mark.parametrize("first, line", [
    (SPLITS.format(1, "IndexError", "break"), None), (SPLITS.format(1, "IndexError", "pass"), 12),
    (SPLITS.format(0, "IndexError", "break"), 12), (SPLITS.format(1, "OSError", "break"), 12),
    ("try:\n            parts = int(one.recv(99))\n        except ValueError:\n            break", None),
    ("try:\n            parts, rest = one.recv(99).split(b'&')\n        except Exception:\n            break", None),
    ("try:\n            parts, _, rest = one.recv(99).partition(b'&')\n        except Exception:\n            break",
     12)])
def test_nothing_that_cannot_be_taken_apart_is_noticed(first, line):
    text = TAKES.format(first=first).replace("data = one.recv(999)", "data = b'hello'")
    [script] = read("a.py", text)
    assert script.mistakes.get("empty not noticed") == line


@pytest.mark.parametrize("packets, parts", [
    ([b"        12", b"anna: hello!"], 1), ([b"anna: he", b"llo!"], 2), ([b"3", b"anna: hel", b"lo", b"!", b"0"], 3),
    ([b"anna: hel", b"LO!"], 0), ([b"anna: hello!", b"bert: x"], 1)])
def test_a_length_that_comes_by_itself_is_no_part_of_a_message(packets, parts):
    assert how_many_hold(packets, b"hello!") == parts


LISTENS = """import socket
where = input("Which host? 'local' for this one: ")
host = socket.gethostbyname(socket.gethostname()) if where == "local" else where
door = socket.create_server((host, 7331))
while True:
    print(door.accept()[0].recv(99))
"""


def test_who_types_the_host_of_a_server_need_not_name_this_computer():
    [server] = read("a.py", LISTENS)
    roles = Roles("tcp-chat", server, None, {}, {}, "", "")
    server.host = HOSTNAME
    assert roles.address_of(server) == "127.0.0.1" != next(iter(roles.hosts.values()))
    server.questions.clear()
    assert roles.address_of(server) == next(iter(roles.hosts.values()))


@pytest.mark.parametrize("made, words", [
    ("float", "could not convert string to float: '127.0.0.1'"),
    ("int", "invalid literal for int() with base 10: '127.0.0.1'")])
def test_an_address_is_no_number(made, words):
    text = f"import socket\nhost = input('Host: ')\nsocket.create_connection(({made}(host), 7331))\n"
    said = errors.explain(Fault(source(text, "client"), f"ValueError: {words}", 3))
    assert said == f"a.py, line 3: '127.0.0.1' is an address, which is a text: leave {made}() out. Only the port is " \
                   "a number."


def test_what_comes_in_a_loop_that_lets_somebody_in_is_no_message():
    client = source(REGISTERS.format(test="answer == 'True'", then="talk()"), "client", "b.py")
    deep = REGISTERS.replace("    while True:\n        name", "    while True:\n      while True:\n        name")
    assert client.at("recv") == source(deep.format(test="answer == 'True'", then="talk()"), "client", "b.py").at(
        "recv").replace("14", "13") == "b.py, line 13: "


@pytest.mark.parametrize("test, said", [
    ("data.decode() != ''", 1), ("data != b''", 1), ("len(data) > 0", 1), ("len(data)", 1), ("data", 1),
    ("data == b''", 0), ("data.decode() != 'x'", 0), ("data[0] > 0", 0)])
def test_a_loop_that_does_nothing_where_nothing_has_come(test, said):
    text = f"while True:\n    data = link.recv(99)\n    if {test}:\n        print(data)\n"
    assert bool(stays(source(f"import socket\nlink = socket.create_server(('', 7331)).accept()[0]\n{text}"))) == said
