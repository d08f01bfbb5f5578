"""Transports: one program over TCP and UDP is read as one of each, however its user, or its author, has it be both."""
import pytest

from lab12.driver import hosts
from lab12.finder.source import read
from lab12.finder.wants import wanted
from lab12.grader import vain
from lab12.grader.reading import Source

STREAM = "import socket\ndef start():\n    s = socket.create_connection(('', 5000))\n    while True:\n" \
    "        s.send(input().encode())\n        print(s.recv(99))\n"
GRAM = "import socket\ndef start():\n    s = socket.socket(type=socket.SOCK_DGRAM)\n    while True:\n" \
    "        s.sendto(input().encode(), ('', 5001))\n        print(s.recv(99))\n"
FILES = [("stream.py", STREAM), ("gram.py", GRAM)]
OF_CLASSES = """import socket, threading
class {base}:
    def talk(self):
        while True:
            self.say(input())
class Stream({base}):
    def start(self):
        self.s = socket.create_connection(("", 5000))
        threading.Thread(target=self.hear).start()
        self.talk()
    def say(self, text):
        self.s.send(text.encode())
    def hear(self):
        while True:
            print(self.s.recv(99))
class Gram({base}):
    def start(self):
        self.s = socket.socket(type=socket.SOCK_DGRAM)
        threading.Thread(target=self.hear).start()
        self.talk()
    def say(self, text):
        self.s.sendto(text.encode(), ("", 5001))
    def hear(self):
        while True:
            print(self.s.recvfrom(99))
kind = input("tcp or udp? ")
{choice}
"""


def told(both):
    """Return (transport, role, port that it calls, what is answered to its first question) of each Script."""
    return [(one.transport, one.role, one.targets[0] if one.targets else one.port,
             one.questions[0].answers.get("choice") if one.questions else None) for one in both]


@pytest.mark.parametrize("choice", [
    "if kind == 'tcp':\n    one = Stream()\nelif kind == 'udp':\n    one = Gram()\nelse:\n    exit(1)\none.start()",
    "one = Gram() if kind == 'udp' else Stream()\none.start()",
    "ways = {'tcp': Stream, 'udp': Gram}\nways[kind]().start()",
    "way = Stream if kind == 'tcp' else Gram\none = way()\none.start()"])
def test_a_class_that_is_chosen(choice):
    """Over what a program is depends on the class of an object; a thread's start() is none of its methods."""
    both = read("a.py", OF_CLASSES.format(base="Talks", choice=choice))
    assert told(both) == [("tcp", "client", 5000, "tcp"), ("udp", "client", 5001, "udp")]


@pytest.mark.parametrize("choice", [
    "import stream, gram\nway = stream if kind == '1' else gram\nway.start()",
    "import stream as s, gram as g\nif kind == '1':\n    way = s\nelse:\n    way = g\nway.start()",
    "import stream, gram\nif kind == '2':\n    gram.start()\nelse:\n    stream.start()"])
def test_a_module_that_is_chosen(choice):
    both = read("a.py", f"kind = input('1 or 2? ')\n{choice}\n", FILES)
    assert told(both) == [("tcp", "client", 5000, "1"), ("udp", "client", 5001, "2")]


MENU = """import socket
def hear():
    s = socket.socket(type=socket.SOCK_DGRAM)
    while True:
        s.sendto(input("> ").encode(), ("", 5001))
def call():
    s = socket.create_connection(("", 5000))
    while True:
        s.send(input("> ").encode())
while True:
    kind = input("1 udp, 2 tcp, 3 udp once more, 0 out: ")
    if kind == "1":
        hear()
    elif kind == "2":
        call()
    elif kind == "3":
        hear()
    elif kind == "0":
        break
"""


def test_what_a_menu_of_both_transports_ends_with():
    """What leaves it stands behind what is over one transport, and is not left out with that."""
    both = read("a.py", MENU)
    asked = [next(question for question in one.questions if question.prompt.startswith("1 udp")) for one in both]
    assert [one.transport for one in both] == ["tcp", "udp"] and [question.leaves for question in asked] == ["0", "0"]


SERVERS = """import socket
from threading import Thread
class Both:
    def __init__(self):
        self.door, self.post = None, None
        self.there, self.known = [], []
    def start(self):
        self.door = socket.socket()
        self.door.bind(("", 5000))
        self.door.listen()
        self.post = socket.socket(type=socket.SOCK_DGRAM)
        self.post.bind(("", 5001))
        Thread(target=self.accepting).start()
        Thread(target=self.reading).start()
    def accepting(self):
        while True:
            link, _ = self.door.accept()
            self.there.append(link)
            Thread(target=self.talk, args=(link,)).start()
    def talk(self, link):
        while data := link.recv(99):
            for one in self.there:
                one.send(data)
    def reading(self):
        while True:
            data, who = self.post.recvfrom(99)
            self.known.append(who)
            for one in self.known:
                self.post.sendto(data, one)
{more}
Both().start()
"""


def test_two_servers_side_by_side():
    """A program that serves over TCP in one thread and over UDP in another is both, where they share nothing."""
    assert told(read("a.py", SERVERS.format(more=""))) == [("tcp", "server", 5000, None), ("udp", "server", 5001, None)]


@pytest.mark.parametrize("old, new", [("self.known.append(who)", "self.there.append(who)"),
                                      ("{more}", "caller = socket.create_connection(('', 5002))")])
def test_two_parts_of_one_server(old, new):
    """Where one looks at what the other keeps, or it calls somebody else, the two are parts of one."""
    assert len(read("a.py", SERVERS.replace(old, new).format(more=""))) == 1


@pytest.mark.parametrize("does, servers", [
    ("self.post.sendto(b'5000', who)", 1),
    ("if data.decode() == 'where?':\n                self.post.sendto(str(PORT).encode(), who)", 1),
    ("print(data, who)\n            self.post.sendto(b'5000', who)", 1),
    ("print(data, who)\n            self.post.sendto(b'welcome', who)", 2),
    ("print(data)\n            self.post.sendto(input().encode() or b'5000', who)", 2),
    ("print(data)", 2), ("text = data.decode()\n            self.post.sendto(text.upper().encode(), who)", 2),
    ("Thread(target=self.tell, args=(data, who)).start()", 2),
    ("print(who)\n            self.post.sendto(input().encode(), who)", 2)])
def test_a_server_that_only_says_where_it_is_is_no_second_one(does, servers):
    """What comes over UDP is a message where it is shown, passed on or answered by a user: else it looks for a server.
    """
    passes = "self.known.append(who)\n            for one in self.known:\n                self.post.sendto(data, one)"
    assert passes in SERVERS
    found = read("a.py", SERVERS.replace(passes, does).format(more=""))
    assert [one.transport for one in found] == ["tcp", "udp"][:servers]


@pytest.mark.parametrize("says, over", [
    ("link.send(input().encode())", "tcp"), ("post.sendto(input().encode(), ('', 5001))", "udp"),
    ("link.send(input().encode())\n    post.sendto(b'I am here', ('', 5001))", "udp")])
@pytest.mark.parametrize("made", ["socket.socket()", "socket.socket(socket.AF_INET, socket.SOCK_STREAM)"])
def test_a_client_that_only_looks_for_its_server_over_udp(made, says, over):
    found = read("a.py", "import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.sendto(b'?', ('', 5001))\n"
                 f"port = int(post.recvfrom(9)[0])\nlink = {made}\nlink.connect(('', port))\nwhile True:\n    {says}\n")
    assert [one.transport for one in found] == [over]


@pytest.mark.parametrize("choice, server, client", [
    ("way = serve if word == '1' else call\nway()", "1", "2"),
    ("if word == 'c':\n    way = call\nelif word == 's':\n    way = serve\nway()", "s", "c")])
def test_a_function_that_is_chosen_tells_the_side(choice, server, client):
    """Which side a program is may be told by the function that another name is given."""
    source = ("import socket\ndef serve():\n    s = socket.create_server(('', 5000))\n    c, a = s.accept()\n"
              "    while True:\n        c.send(input().encode())\n"
              "def call():\n    s = socket.create_connection(('', 5000))\n"
              f"    while True:\n        s.send(input().encode())\nword = input('? ')\n{choice}\n")
    [script] = read("a.py", source)
    assert script.role == "both" and script.questions[0].answers == {"server": server, "client": client}


@pytest.mark.parametrize("prompt, wants", [
    ("Message for the server: ", "text"), ("Mensagem para o servidor: ", "text"), ("Server: ", "host"),
    ("IP of the server for your messages: ", "host"), ("Your name for messages: ", "name")])
def test_a_message_for_the_server_is_not_where_it_is(prompt, wants):
    assert wanted(prompt) == wants


@pytest.mark.parametrize("names, told", [(["10.0.0.7"], "10.0.0.7 is"), (["10.0.0.7", "10.0.0.8"],
                                                                         "10.0.0.7 and 10.0.0.8 are")])
def test_one_address_is_and_two_are(names, told):
    assert hosts.these(names) == told


@pytest.mark.parametrize("kind, called", [("property", "self.place"), ("cached_property", "self.place"),
                                          ("staticmethod", "self.place()")])
@pytest.mark.parametrize("own", ["host, port", "place, port"])
def test_an_address_that_is_a_property_is_called(kind, called, own):
    """Or what is called like one of the script's functions: only what names a function is the slot of a signal."""
    calls = called if own.startswith("host") else own.partition(",")[0]
    [script] = read("a.py", "import socket\nfrom functools import cached_property\nclass Link:\n"
                    f"    @{kind}\n    def place(self=None):\n        return ('127.0.0.1', 7301)\n"
                    f"    def call(self, {own}):\n        self.link = socket.socket()\n"
                    f"        self.link.connect({calls})\n        while True:\n"
                    "            self.link.send(input().encode())\n            print(self.link.recv(99))\n"
                    "Link().call(('127.0.0.1', 7301), 0)\n")
    assert (script.role, script.transport) == ("client", "tcp")


@pytest.mark.parametrize("code", [
    "from multiprocessing.connection import Client\nlink = Client(('127.0.0.1', 7302), 'AF_INET', b'key')\n",
    "import socket\nlink = socket.create_connection(('127.0.0.1', 7302), 10, ('', 0))\n",
    "import socket\nPLACE = ('127.0.0.1', 7302)\nlink = socket.create_connection(PLACE, None, ('', 0))\n"])
def test_what_comes_after_an_address_is_none(code):
    [script] = read("a.py", code + "while True:\n    link.send(input())\n    print(link.recv())\n")
    assert (script.host, script.port) == ("127.0.0.1", 7302)


@pytest.mark.parametrize("gives, bare", [("Guest(link)", False), ("link", True)])
def test_what_a_method_makes_an_object_of_has_that_class_s_methods(gives, bare):
    [script] = read("a.py", "import socket\nclass Guest:\n    def __init__(self, link):\n        self.link = link\n"
                    "    def send(self, text):\n        self.link.sendall(text.encode())\nclass Hall:\n"
                    "    def __init__(self):\n        self.door = socket.create_server(('', 7303))\n"
                    f"    def welcome(self):\n        link, _ = self.door.accept()\n        return {gives}\n"
                    "hall = Hall()\nguest = hall.welcome()\nwhile True:\n    guest.send(input())\n")
    assert ("no encode" in script.mistakes) is bare


@pytest.mark.parametrize("does, role", [
    ("s.sendto(input().encode(), ('127.0.0.1', 7413))", "client"), ("print(s.recv(99))", "server"),
    ("print(s.recvfrom(99))\n    s.sendto(input().encode(), ('127.0.0.1', 7413))", "server")])
def test_who_only_sends_is_no_server(does, role):
    """Whatever port it sends from."""
    [script] = read("a.py", "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 7414))\n"
                    f"while True:\n    {does}\n")
    assert script.role == role


@pytest.mark.parametrize("takes, to, role", [
    ("data, who = s.recvfrom(99)", "who", "server"), ("pair = s.recvfrom(99)", "pair[1]", "server"),
    ("pair = s.recvfrom(99)\n    who = pair[1]", "who", "server"),
    ("pair = s.recvfrom(99)\n    data, who = pair", "who", "server"),
    ("pair = s.recvfrom(99)", "('', 5000)", "client"), ("pair = s.recvfrom(99)", "kept[1]", "client")])
def test_who_only_answers_over_udp_is_a_server_that_lacks_its_port(takes, to, role):
    """However it takes apart what recvfrom gives."""
    [script] = read("a.py", "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\nkept = ['', ('', 5000)]\n"
                    f"while True:\n    {takes}\n    s.sendto(input().encode(), {to})\n")
    assert script.role == role


UNCONNECTED = """import socket
link = socket.socket()
{also}
while text := input():
    link.send(text.encode())
    print(link.recv(999))
"""


@pytest.mark.parametrize("also, role, told", [
    ("", "client", "a.py, line 2: this socket is never connected: link.connect((host, port)), before anything is sent"),
    ("link.connect(('', 5000))", "client", ""), ("link.bind(('', 5000))", "client", ""),
    ("import asyncio; asyncio.open_connection('', 5000)", "client", "")])
def test_a_client_that_never_connects(also, role, told):
    """By what it does with its socket it is one; there was said to be none."""
    [script] = read("a.py", UNCONNECTED.format(also=also))
    assert (script.transport, script.role) == ("tcp", role)
    said = vain.connects_nowhere(Source(script, "client"))
    assert said.startswith(told) and bool(told) == bool(said)


def test_a_socket_that_is_handed_on_is_talked_through():
    handed = "import socket\ndef talk(con):\n    con.send(input().encode())\nlink = socket.socket()\ntalk(link)\n"
    assert read("a.py", handed)[0].role == "client"


def test_what_asks_nobody_or_makes_no_socket_is_no_client():
    assert read("a.py", UNCONNECTED.replace("input()", "'x'").format(also=""))[0].role == ""
    assert read("a.py", UNCONNECTED.replace("socket.socket()", "made()").format(also=""))[0].role == ""
