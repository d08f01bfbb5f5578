"""Names are read as Python does: data of one function is no data of another one, unless one hands it to the other."""
import copy
import json
import pickle
import time

import pytest

from lab12.finder.nodes import walk
from lab12.finder.scopes import FIELDS
from lab12.finder.source import read
from lab12.finder.tree import Tree

OF_TWO = "def hear():\n    data = link.recv(99)\ndef talk():\n    data = input()\n"
LINKS = "import socket, threading\nlink = socket.create_connection(('', 5000))\n"
START = "threading.Thread(target=hear).start()\ntalk()\n"
TALK = "def talk():\n    while True:\n        text = input()\n        link.sendall(text.encode())\n"


def names(text, name, *lines, modules=()):
    """Return the name that is spelled so in each of these lines; in several files they are numbered through."""
    nodes = [node for node in walk(Tree(text, modules).module) if type(node) in FIELDS and getattr(
        node, FIELDS[type(node)]) == name]
    return [next(getattr(node, FIELDS[type(node)]) for node in nodes if node.lineno == line and not hasattr(
        node, "file")) for line in lines]


@pytest.mark.parametrize("text, lines, one", [
    (OF_TWO, (2, 4), False),
    ("data = 0\ndef hear():\n    data = 1\n", (1, 3), False),
    ("data = 0\ndef hear():\n    global data\n    data = 1\n", (1, 4), True),
    ("data = 0\ndef hear():\n    print(data)\n", (1, 3), True),
    ("data = 0\ndef hear():\n    if data: pass\n    data += 1\n", (1, 3), False),
    ("def run():\n    data = 1\n    def hear():\n        nonlocal data\n        data = 2\n", (2, 5), True),
    ("def run():\n    data = 1\n    def hear():\n        data = 2\n", (2, 4), False),
    ("def run():\n    data = 1\n    def hear():\n        print(data)\n", (2, 4), True),
    ("data = 0\nshow = [data\n        for data in (1, 2)]\n", (1, 2), False),
    ("data = 0\nshow = [one for one in\n        data]\n", (1, 3), True),
    ("data = 0\nshow = [(data :=\n         one) for one in (1, 2)]\n", (1, 2), True),
    ("data = 0\nshow = lambda data: (\n    data)\n", (1, 3), False),
    ("data = 0\nclass Link:\n    data = 1\n    def hear(self):\n        print(data)\n", (1, 5), True),
    ("data = 0\nclass Link:\n    data = 1\n    def hear(self):\n        print(self.data)\n", (3, 5), True),
    ("class Link:\n    def hear(self):\n        self.data = 1\n    def talk(self):\n        data = 2\n", (3, 5), False),
    ("class Link:\n    def hear(self):\n        self.data = 1\n"
     "class Door:\n    def hear(self):\n        self.data = 2\n",
     (3, 6), False),
    ("class Link:\n    def hear(self):\n        self.data = 1\nclass Door(Link):\n    def hear(self):\n"
     "        self.data = 2\n", (3, 6), True),
    ("class Link:\n    def hear(self):\n        self.data = 1\n"
     "class Door:\n    def hear(self):\n        self.data = 2\n"
     "print(other.data)\n", (3, 7), True),
    ("try:\n    data = 1\nexcept OSError as data:\n    pass\ndef hear(data):\n    pass\n", (2, 3), True),
    ("try:\n    pass\nexcept OSError as data:\n    pass\ndef hear(data):\n    pass\n", (3, 5), False)])
def test_whose_a_name_is(text, lines, one):
    first, second = names(text, "data", *lines)
    assert (first == second) == one and (first != second) != one and (first in {second}) == one
    assert str(first) == str(second) == first == "data" and second in {"data"}  # as it is spelled


@pytest.mark.parametrize("text, lines", [
    ("def show(data):\n    pass\ndef hear():\n    data = 1\n    show(data)\n", (1, 4)),
    ("def show(data):\n    pass\ndef hear():\n    data = 1\n    show(data.decode())\n", (1, 4)),
    ("def show(data):\n    pass\ndef hear():\n    data = 1\n    Thread(target=show, args=(data,))\n", (1, 4)),
    ("def show(data):\n    pass\ndef hear():\n    data = 1\n    pool.submit(show, data)\n", (1, 4)),
    ("def show(data):\n    pass\nWAYS = {'a': show}\ndef hear():\n    data = 1\n    WAYS['a'](data)\n", (1, 5)),
    ("def show(data):\n    pass\ndef hear(way):\n    data = 1\n    way(data)\nhear(show)\n", (1, 4)),
    ("def hear():\n    data = 1\n    return data\ndef talk():\n    data = hear()\n", (2, 5)),
    ("def hear():\n    data = 1\n    yield data\ndef talk():\n    for data in hear(): pass\n", (2, 5)),
    ("class Link:\n    def __init__(self, data):\n        self.data = data\n"
     "def hear():\n    data = 1\n    Link(data)\n",
     (3, 5)),
    ("class Link:\n    def __init__(self, data): pass\nclass Door(Link): pass\n"
     "def hear():\n    data = 1\n    Door(data)\n",
     (2, 5)),
    ("@dataclass\nclass Link:\n    data: int\ndef hear():\n    data = 1\n    Link(data)\n", (3, 5)),
    ("def hear():\n    data = 1\n    came.put(data)\ndef show():\n    data = came.get()\n", (2, 5)),
    ("def hear():\n    data = 1\n    came[0] = data\ndef show():\n    for data in came: pass\n", (2, 5)),
    ("def hear(data):\n    came.remove(data)\ndef show():\n    for data in came: pass\n", (1, 4)),
    ("data = 1\ndef show(data=data):\n    pass\n", (1, 2))])
def test_what_is_handed_on_is_the_same(text, lines):
    first, second = names(text, "data", *lines)
    assert first == second


def test_what_is_handed_on_from_two():
    """A parameter is none of two that it may have its value from; what is known of them is known of it."""
    text = "def show(data):\n    print(data)\ndef hear():\n    data = link.recv(99)\n    show(data)\n" \
        "def talk():\n    data = 'hello'\n    show(data)\n"
    assert len(set(names(text, "data", 1, 4, 7))) == 3
    tree = Tree(text)
    [shown] = tree.of("print")[0].args
    assert [one.lineno for one in tree.given.get(shown.id)] == [4, 7] and tree.value(shown) == "hello"


@pytest.mark.parametrize("text, one", [
    ("from wire import data\nprint(data)", True), ("import wire\nprint(wire.data)", True),
    ("from wire import *\nprint(data)", True), ("import wire\ndata = wire.hear()", False)])
def test_names_of_several_files(text, one):
    tree = Tree(text, [("wire.py", "data = 5000\ndef hear():\n    return input()\n")])
    there, here = ([node for node in tree.nodes if "data" in (getattr(node, "id", ""), getattr(
        node, "attr", "")) and hasattr(node, "file") == of_wire] for of_wire in (True, False))
    assert (getattr(here[-1], "id", getattr(here[-1], "attr", "")) == there[0].id) == one
    assert (tree.value(here[-1]) == 5000) == one


def test_a_name_outside_its_tree():
    """It is copied with its nodes, is plain text in what is written, and equals what is spelled so in another tree."""
    first, second = names(OF_TWO, "data", 2, 4)
    [other] = names(OF_TWO, "data", 2)
    assert copy.deepcopy(first) is first and type(pickle.loads(pickle.dumps(first))) is str
    assert json.dumps([first]) == '["data"]' and first == other and second == other
    tree = Tree(OF_TWO)
    assert len(tree.given.get("data")) == 2 and {len(tree.given.get(one)) for one in tree.alike["data"]} == {1}


@pytest.mark.parametrize("test, missed", [("", 5), ("        if not data: break\n", None)])
def test_an_end_that_is_looked_for_in_what_is_typed(test, missed):
    """A test of what was typed is none of what has come, under whatever name."""
    text = f"{LINKS}def hear():\n    while True:\n        data = link.recv(99)\n{test}        print(data)\n" \
        "def talk():\n    while True:\n        data = input()\n" \
        "        if data:\n            link.sendall(data.encode())\n"
    assert read("a.py", text + START)[0].mistakes.get("empty not noticed") == missed


def test_a_word_that_only_the_other_one_says():
    text = f"{LINKS}def hear():\n    while True:\n        text = link.recv(99).decode()\n" \
        f"        if text == 'over':\n            break\n{TALK}{START}"
    [script] = read("a.py", text)
    assert script.stops == {"over": 6} and script.typed_stops == () and script.apart == {"over"}
    text = text.replace("'over'", "''").replace("input()\n", "input()\n        if text == 'end': break\n")
    [script] = read("a.py", text)
    assert script.typed_stops == ("end",) and not script.apart  # and not what one recv has to give


@pytest.mark.parametrize("prompt, use, wants", [("Your name: ", "link.sendall(text.encode())", "name"),
                                                ("Port: ", "link.connect(('', int(text)))", "port")])
def test_a_question_under_the_name_of_a_message(prompt, use, wants):
    """What one function asks once is a question, though another one asks again and again under that name."""
    text = f"import socket, threading\nlink = socket.socket()\nlink.connect(('', 5000))\n" \
        f"def begin():\n    text = input('{prompt}')\n    {use}\n{TALK}begin()\ntalk()\n"
    assert [one.wants for one in read("a.py", text)[0].questions] == [wants]


def test_each_class_has_its_own_address():
    text = "import socket, threading\n" \
        "class Ear:\n    def __init__(self, mine):\n        self.port = mine\n    def run(self):\n" \
        "        door = socket.create_server(('', self.port))\n" \
        "class Mouth:\n    def __init__(self, his):\n        self.port = his\n    def run(self):\n" \
        "        while True:\n            link = socket.create_connection(('127.0.0.1', self.port))\n" \
        "            link.sendall(input().encode())\n" \
        "ear = Ear(int(input('Port: ')))\nmouth = Mouth(int(input('Port: ')))\n" \
        "threading.Thread(target=ear.run).start()\nmouth.run()\n"
    assert [one.wants for one in read("a.py", text)[0].questions] == ["own port", "port"]


def test_each_function_has_its_own_values():
    text = "import socket\ndef other():\n    port, size, stop = 5000, 4096, 'over'\n    print(port, size, stop)\n" \
        "def main():\n    port, size, stop = 5001, 16, 'end'\n    link = socket.create_connection(('', port))\n" \
        "    while True:\n        text = input()\n        if text == stop:\n            break\n" \
        "        link.sendall(text.encode())\n        print(link.recv(size))\nmain()\n"
    [script] = read("a.py", text)
    assert (script.port, script.size, list(script.stops)) == (5001, 16, ["end"])


def test_a_connection_under_the_name_of_the_door():
    text = "import socket, sys\n" \
        "class Hall:\n    def run(self):\n        self.sock = socket.create_server(('', 5000))\n" \
        "        while True:\n            link, _ = self.sock.accept()\n            print({}.recv(99))\n" \
        "class Guest:\n    def run(self):\n        self.sock = socket.create_connection(('', 5000))\n" \
        "        while True:\n            self.sock.sendall(input().encode())\n" \
        "            print(self.sock.recv(99))\n" \
        "Hall().run() if sys.argv[1] == 'hall' else Guest().run()\n"
    assert "on listener" not in read("a.py", text.format("link"))[0].mistakes
    assert read("a.py", text.format("self.sock"))[0].mistakes["on listener"] == 7


@pytest.mark.parametrize("kept, kind", [("users[name] = queue", "chat"), ("print(name)", "pair")])
def test_a_queue_that_goes_with_a_connection(kept, kind):
    """Who keeps the queue from which a client is sent what is on it keeps the client."""
    text = "import asyncio\nusers = {}\nasync def write(writer, queue):\n    while True:\n" \
        "        writer.write(await queue.get())\nasync def serve(reader, writer):\n" \
        "    queue: asyncio.Queue = asyncio.Queue()\n    asyncio.create_task(write(writer, queue))\n" \
        f"    name = await reader.readline()\n    {kept}\n" \
        "    while line := await reader.readline():\n        await users[line[:4]].put(line)\n" \
        "async def main():\n    door = await asyncio.start_server(serve, '', 5000)\n    await door.serve_forever()\n" \
        "asyncio.run(main())\n"
    assert read("a.py", text)[0].kind == kind


@pytest.mark.parametrize("talk, typed", [
    ("        text = input()\n        if text == 'over': break\n        link.send(text.encode())\n", ("over",)),
    ("        if say() == 'over': break\n", ("over",)),
    ("        link.send(input().encode())\n", ())])
def test_a_word_that_both_may_say(talk, typed):
    """One that is looked for in what comes is looked for in what is typed as well, or is not."""
    text = f"{LINKS}def say():\n    text = input()\n    link.send(text.encode())\n    return text\n" \
        "def talk():\n    while True:\n        text = link.recv(99).decode()\n        if text == 'over': break\n" \
        f"{talk}talk()\n"
    [script] = read("a.py", text)
    assert script.stops == {"over": 10} and script.typed_stops == typed


@pytest.mark.parametrize("first, each", [
    ("tray = []\n", "def turn{0}():\n    data = tray.pop()\n    tray.append(data)\n"),
    ("class A0:\n    pass\n", "class A{1}(A{0}):\n    def __init__(self, data):\n        data = self\n")])
def test_many_of_one_name(first, each):
    """They are told apart, or joined, in a moment."""
    text = first + "".join(each.format(number, number + 1) for number in range(300))
    start = time.process_time()
    Tree(text)
    assert time.process_time() - start < 0.7


def test_a_value_that_is_handed_round():
    """Each name has a value once, however many functions hand it to each other."""
    text = "".join(f"def f{one}(data):\n    f{(one + 1) % 14}(data)\n    f{(one + 2) % 14}(data)\n"
                   f"def g{one}():\n    data = {one}\n    f{one}(data)\n" for one in range(14))
    assert {len(values) for values in Tree(text).given.values()} == {1, 14}
