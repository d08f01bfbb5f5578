"""Asking: what a script asks for is read from its source, however it asks, and where its user stops."""
import pytest
from sources import source

from lab12.driver.roles import Roles
from lab12.finder import names
from lab12.finder.handin import find
from lab12.finder.modules import idle
from lab12.finder.source import read
from lab12.rubric.pieces import through_one_file

PEER = """import socket, threading
{class_}
def ask(what):
    while True:
        try:
            port = int(input(what + " (1024-65535): "))
        except ValueError:
            print("A number, please")
            continue
        if {valid}:
            return port
def hear(line):
    while True:
        print(line.link.recvfrom(999)[0].decode())
line = Line(ask("My port"), ask("The other's port"))
threading.Thread(target=hear, args=(line,), daemon=True).start()
while (text := input("> ")) != "exit":
    line.link.sendto(text.encode(), ("127.0.0.1", line.theirs))
"""
OF_DATA = """from dataclasses import dataclass
@dataclass
class Line:
    mine: int
    theirs: int
    def __post_init__(self):
        self.link = socket.socket(type=socket.SOCK_DGRAM)
        self.link.bind(("", self.mine))
"""
AT_COLON = """import socket
def at(text):
    {parts}
    return host, int(port)
link = socket.create_connection(at(input("Where is the server? ")))
while True:
    link.send(input().encode())
    print(link.recv(999))
"""


def the(text):
    [script] = read("a.py", text)
    return script


def test_ports_that_are_insisted_on_are_asked_before_the_conversation():
    peer = the(PEER.format(class_=OF_DATA, valid="1024 <= port"))
    assert [(one.prompt, one.wants) for one in peer.questions] == [
        ("My port (1024-65535): ", "own port"), ("The other's port (1024-65535): ", "port")]
    assert peer.peer
    nothing = the(PEER.format(class_=OF_DATA, valid="line.link.send(b'x')"))  # in that loop something goes out
    assert nothing.questions == []
    assert not the(PEER.format(class_=OF_DATA.replace("@dataclass", "@other"), valid="1024 <= port")).peer


@pytest.mark.parametrize("parts, wants", [
    ('host, port = text.rsplit(":", 1)', "address"),
    ('host, _, port = text.strip().partition(":")', "address"),
    ('both = text.split(":"); host, port = both[0], both[1]', "address"),
    ('host, port = text.split(",")', "host"),
    ('host, port = text, 5000', "host"),
])
def test_an_address_may_be_typed_as_one_text(parts, wants):
    [question] = the(AT_COLON.format(parts=parts)).questions
    assert question.wants == wants


def test_an_address_of_ones_own_and_on_the_command_line():
    own = the("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\n"
              "host, port = input('Wait at: ').split(':')\ns.bind((host, int(port)))\n"
              "while True:\n    data, who = s.recvfrom(99)\n    print(data)\n    s.sendto(input().encode(), who)\n")
    assert [question.wants for question in own.questions] == ["own address"]
    assert own.wants == ["own host", "own port"]
    asked = AT_COLON.format(parts='host, port = text.split(":")').replace("import socket", "import socket, sys")
    given = the(asked.replace('input("Where is the server? ")', "sys.argv[1]"))
    assert given.command("client", "192.168.1.7", 5000) == ["192.168.1.7:5000"]


@pytest.mark.parametrize("asks", [
    'asyncio.to_thread(input, "Your name: ")',
    'asyncio.get_running_loop().run_in_executor(None, input, "Your name: ")',
])
def test_what_a_thread_of_asyncio_asks_is_asked(asks):
    client = the(f"""import asyncio
async def main():
    while True:
        name = await {asks}
        lines, writer = await asyncio.open_connection("127.0.0.1", 5000)
        writer.write(name.encode() + b"\\n")
        if await lines.readline() == b"OK\\n":
            break
    while True:
        text = await asyncio.to_thread(input, "> ")
        if text == "ende":
            break
        writer.write(text.encode())
asyncio.run(main())
""")
    assert [question.wants for question in client.questions] == ["name"]
    assert list(client.stops) == ["ende"]
    assert client.typed_stops == ("ende",)
    assert client.prompts


@pytest.mark.parametrize("loop, answers", [
    ("word = ''\nwhile word != '/JOIN':\n    word = input('/JOIN comes first: ')\n", {"choice": "/JOIN"}),
    ("word = ''\nwhile word != '/JOIN':\n    word = input('/JOIN comes first: ')\n    if word == '/JOIN':\n"
     "        break\n", {"choice": "/JOIN"}),
    ("while True:\n    word = input('/JOIN comes first: ')\n    if word == '/JOIN':\n        break\n",
     {"choice": "/JOIN"}),
    ("word = ''\nwhile word != 'q':\n    word = input('h for help, q: ')\n    if word == 'h':\n        print('!')\n",
     None)])
def test_a_word_without_which_a_loop_goes_on_is_the_answer(loop, answers):
    [script] = read("c.py", f"import socket\n{loop}link = socket.create_connection(('', 5000))\nwhile True:\n"
                    "    link.send(input().encode())\n    print(link.recv(99))\n")
    assert (script.questions[0].answers == answers) is (answers is not None)


def test_a_choice_that_is_insisted_on_is_no_stop_word():
    phone = the("""import socket
def dial():
    way = ""
    while way not in ("w", "c"):
        way = input("(w)ait or (c)all? ")
    if way == "w":
        return socket.create_server(("", 5000)).accept()[0]
    return socket.create_connection(("127.0.0.1", 5000))
link = dial()
while (text := input("> ")) != "hang up":
    link.sendall(text.encode())
    print(link.recv(999))
""")
    assert list(phone.stops) == ["hang up"]
    assert phone.role == "both"


@pytest.mark.parametrize("source, both", [
    ("f = s.makefile('rw')\nf.write('x')", True),
    ("self.f = self.s.makefile(mode='rw')\nprint('x', file=self.f)", True),
    ("return s.makefile('rw')", True),
    ("f = s.makefile('rw', encoding='utf-8')\nfor text in f: print(text)\ns.sendall(b'x')", False),
    ("f = s.makefile('rwb')\nf.write(b'x')", False),
])
def test_a_file_for_both_ways_is_one_only_if_both_are_gone(source, both):
    assert through_one_file(source) is both


@pytest.mark.parametrize("told, found", [
    ('sys.path.insert(0, os.path.join(os.path.dirname(__file__), "src"))', True),
    ('sys.path.append(str(Path(__file__).parent / "src"))', True),
    ('sys.path += []', False),
])
def test_modules_are_found_where_a_starter_says(told, found, tmp_path):
    package = tmp_path / "src/talking"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""A package."""\nfrom .net import wait\n')
    (package / "ports.py").write_text("PORT = 5000\n")
    (package / "net.py").write_text(
        "import socket\nfrom talking.ports import PORT\n\n\n"
        "def wait():\n    return socket.create_server(('', PORT)).accept()[0]\n"
        "\n\ndef call():\n    return socket.create_connection(('127.0.0.1', PORT))\n")
    talk = "while text := input('> '):\n    link.sendall(text.encode())\n    print(link.recv(999))\n"
    (tmp_path / "server.py").write_text(f"import os, sys\n{told}\nfrom talking import wait\nlink = wait()\n{talk}")
    (tmp_path / "client.py").write_text(f"import os, sys\n{told}\nfrom talking.net import call\nlink = call()\n{talk}")
    pairs = find(tmp_path).pairs["tcp-pair"]
    if not found:
        assert ("server.py", "client.py") not in [(pair.server.path, pair.client.path) for pair in pairs]
        return
    assert [(pair.server.path, pair.client.path) for pair in pairs] == [("server.py", "client.py")]
    assert pairs[0].server.port == pairs[0].client.port == 5000
    assert not any("module talking" in script.mistakes for script in (pairs[0].server, pairs[0].client))


@pytest.mark.parametrize("does, module", [
    ("def main():\n    loop = asyncio.new_event_loop()\n"
     "    loop.run_until_complete(loop.create_datagram_endpoint(Talk, local_addr=('', 5000)))\n"
     "    loop.run_forever()\nmain()\n", False),
    ("desk = socketserver.TCPServer(('', 5000), Talk)\nwhile True:\n    desk.handle_request()\n", False),
    ("curses.wrapper(draw)\n", False),
    ("class Desk:\n    def __init__(self):\n        self.door = socket.create_server(('', 5000))\n"
     "        while True:\n            self.serve(self.door.accept()[0])\ndesk = Desk()\n", False),
    ("HOST, PORT = '', int('5000')\nlink = socket.create_server((HOST, PORT)).accept()[0]\n", True),
    ("link = socket.create_connection((input('Host? '), 5000))\n", True),
    ("class Desk:\n    def __init__(self):\n        self.door = socket.create_server(('', 5000))\n"
     "desk = Desk()\n", True),
    ("loop = asyncio.new_event_loop()\n"
     "reads, writes = loop.run_until_complete(asyncio.open_connection('', 5000))\n", True),
    ("names = dict()\nnames.update(host='', port=5000)\n", True)])
def test_a_file_that_another_one_imports_is_a_program_where_it_goes_on_by_itself(does, module):
    assert idle("import asyncio, curses, socket, socketserver\n" + does) is module


@pytest.mark.parametrize("text, word", [
    ("Commands begin with /: /msg TEXT, /quit", "/msg "),
    ("usage: SEND <text> | QUIT", "SEND "),
    ("try: send TEXT", "send "),
    ("/w <user> <text> or /nick <name> or /say [words]", "/say "),
    ("CHAT ROOM of the first year", ""),
    ("CONNECT <host> <port>", ""),
    ("JOIN <room>", ""),
])
def test_the_word_before_a_message_is_the_one_that_a_script_names(text, word):
    assert the(f"import socket\ns = socket.create_connection(('', 5000))\nprint({text!r})\n").usage == word


@pytest.mark.parametrize("help, word", [("type :line TEXT or :end", ":end"), ("type end to leave", "end"), ("", "end")])
def test_a_stop_word_has_the_sign_with_which_it_is_shown(help, word):
    client = the(f"import re, socket\ns = socket.create_connection(('', 5000))\nwhile True:\n"
                 f"    found = re.match(':([a-z]+)', input({help!r}))\n    if found[1] == 'end':\n        break\n"
                 "    s.send(found[2].encode())\n")
    assert list(client.stops) == [word]


def test_what_is_handed_on_is_neither_a_stop_word_nor_ends_a_turn():
    ask = ("import socket\ns = socket.create_connection(('', 5000))\n"
           "def ask():\n    while True:\n        word = input()\n"
           "        if word in ('yes', 'no'):\n            return {}\nwhile True:\n    text = ask()\n"
           "    s.send(text.encode())\n    print(s.recv(99))\n")
    assert the(ask.format("word")).turns == ()
    assert list(the(ask.format("word")).stops) == []
    assert the(ask.format("True")).turns == ("yes", "no")


@pytest.mark.parametrize("code, most, rounds", [
    ("while True:\n    one, _ = door.accept()\n    two, _ = door.accept()\n", 2, True),
    ("one, _ = door.accept()\ntwo, _ = door.accept()\nthree, _ = door.accept()\n", 3, False),
    ("one, _ = door.accept()\n", None, False),
    ("while True:\n    one, _ = door.accept()\n", None, False),
    ("one, _ = door.accept()\nwhile True:\n    two, _ = door.accept()\n", None, False),
    ("for _ in range(2):\n    one, _ = door.accept()\n", 2, False),
    ("def carry(one, two):\n    while data := one.recv(9):\n        two.send(data)\n"
     "while True:\n    one, _ = door.accept()\n", 2, True),
    ("def answer(one, two):\n    while data := one.recv(9):\n        one.send(data)\n        two.send(data)\n"
     "while True:\n    one, _ = door.accept()\n", None, False),
    ("def carry(one, all):\n    while data := one.recv(9):\n        for two in all:\n            two.send(data)\n"
     "while True:\n    one, _ = door.accept()\n", None, False),
])
def test_how_many_a_server_takes_at_a_time(code, most, rounds):
    server = the(f"import socket\ndoor = socket.create_server(('', 5000))\n{code}")
    assert (server.most, server.rounds) == (most, rounds)


@pytest.mark.parametrize("loop, told", [
    ("while len(links) < n:", True), ("for _ in range(n):", True), ("for _ in range(0, n):", True),
    ("for _ in range(0, n, 1):", True),
    ("while len(links) != n:", True), ("while len(links) > n:", False), ("while True:", False)])
def test_a_server_whose_user_says_how_many_come(loop, told):
    """They are two then, for all have to be there before anybody is heard."""
    server = the(f"import socket\nn = int(input('How many? '))\ndoor = socket.create_server(('', 5000))\n"
                 f"links = []\n{loop}\n    links.append(door.accept()[0])\n")
    assert server.most == (2 if told else None)
    assert [question.answers for question in server.questions] == [{"number": "2"} if told else {}]


def test_a_folder_that_is_called_outdated():
    assert names.is_outdated("tests_OUTDATED/client.py") and not names.is_outdated("dated/client.py")


def test_what_a_client_puts_before_a_text_by_itself_is_not_typed():
    server = the("import socket, threading\ndoor = socket.create_server(('', 5000))\nlinks = []\n"
                 "def serve(link):\n    while True:\n        text = link.recv(99).decode()\n"
                 "        if text.startswith('ALL '):\n            for other in links:\n"
                 "                other.send(text[4:].encode())\n"
                 "while True:\n    link, _ = door.accept()\n    links.append(link)\n"
                 "    threading.Thread(target=serve, args=(link,)).start()\n")
    client = "import socket\ns = socket.create_connection(('', 5000))\nwhile True:\n    s.send(({}input()).encode())\n"
    assert server.verbs["say"] == "ALL "
    for before, typed in ("'ALL ' + ", ""), ("", "ALL "), ("'NAME ' + ", "ALL "):
        roles = Roles("tcp-chat", server, the(client.format(before)), {}, {}, "", "")
        assert roles.verb("client", "say") == typed


@pytest.mark.parametrize("test, turn, ending", [
    ("text.endswith(' K')", None, " K"), ("text.endswith('over')", "over", ""), ("text == 'over'", "over", ""),
    ("text == 'over ' + name", None, ""),
])
def test_the_end_of_a_message_hands_the_turn_over(test, turn, ending):
    side = the("import socket, sys\nlink = socket.create_connection(('127.0.0.1', 5000))\nlines = link.makefile()\n"
               "def talk():\n    while True:\n        text = input()\n        link.send(text.encode())\n"
               f"        if {test}:\n            return True\n"
               f"def hear():\n    for text in lines:\n        print(text)\n"
               f"        if {test}:\n            return True\n"
               "while True:\n    talk()\n    hear()\n")
    roles = Roles("tcp-pair", side, side, {}, {}, "", "")
    assert (roles.turn, roles.ending) == (turn, ending)
    assert not set(side.stops) & {"K", "over"}


def test_words_that_are_classes_of_their_own():
    code = """import socket
link = socket.create_connection(("127.0.0.1", 5000))
class Word{base}:
    known = {{}}
    def __init_subclass__(cls):
        Word.known[cls.name] = cls()
class Name(Word):
    name = "nick"
    def run(self, rest):
        link.sendall(b"N" + rest.encode())
class Enter(Word):
    name = "join"
    def run(self, rest):
        link.sendall(b"J" + rest.encode())
class Tell(Word):
    name = "tell"
    def run(self, rest):
        link.sendall(b"T" + rest.encode())
class Go(Word):
    name = "go"
    def run(self, rest):
        raise SystemExit
while True:
    word, _, rest = input().partition(" ")
    Word.known[word].run(rest)
"""
    client = the(code.format(base=""))
    assert client.verbs == {"nick": "nick ", "join": "join ", "say": "tell "}
    assert list(client.stops) == ["go"]
    assert the(code.format(base="").replace("(Word)", "")).verbs == {}


@pytest.mark.parametrize("line, wants, answers", [
    ("mine, other = map(int, input('Ports: ').split())", "own port+port", {"sign": " "}),
    ("mine, other = [int(word) for word in input('Ports: ').split(', ')]", "own port+port", {"sign": ", "}),
    ("mine, other = input('Ports: ').split(';'); mine, other = int(mine), int(other)", "own port+port", {"sign": ";"}),
    ("mine = other = int(input('Port: '))", "own port", {}),
])
def test_several_things_may_be_asked_for_in_one_line(line, wants, answers):
    peer = the(f"import socket\n{line}\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', mine))\n"
               "while True:\n    s.sendto(input().encode(), ('127.0.0.1', other))\n    print(s.recv(99))\n")
    assert [(question.wants, question.answers) for question in peer.questions] == [(wants, answers)]


@pytest.mark.parametrize("split, use, says", [
    ("input().partition(' ')", "links[int(who)]", "{number} "),
    ("input().split(':', 1)", "links[int(who)]", "{number}:"),
    ("input().split(' ', 1)", "links.get(int(who))", "{number} "), ("input().partition(' ')", "links[who]", None),
    ("('1', '', input())", "links[int(who)]", None),
])
def test_a_number_stands_before_an_answer(split, use, says):
    names = "who, text" if ".split" in split else "who, _, text"
    server = the("import socket\ndoor = socket.create_server(('', 5000))\nlinks = {}\n"
                 "for number in range(9):\n    links[number] = door.accept()[0]\nwhile True:\n"
                 f"    {names} = {split}\n    {use}.send(text.encode())\n")
    assert server.verbs.get("say") == says
    client = the("import socket\ns = socket.create_connection(('', 5000))\nwhile True:\n    s.send(input().encode())\n")
    roles = Roles("tcp-pair", server, client, {}, {}, "", "")
    assert (roles.verb("server", "say"), roles.verb("client", "say")) == (says or "", "")


@pytest.mark.parametrize("kind, wants", [
    ("place", ["--listen", "own address", "--to", "address"]), ("str", ["--listen", "own host", "--to", "host"]),
])
def test_an_option_may_be_an_address_as_one_text(kind, wants):
    peer = the("import argparse, socket\ndef place(text):\n    host, _, port = text.rpartition(':')\n"
               "    return host, int(port)\nparser = argparse.ArgumentParser()\n"
               f"parser.add_argument('--listen', type={kind}, required=True)\n"
               f"parser.add_argument('--to', type={kind}, required=True)\ngiven = parser.parse_args()\n"
               "s = socket.socket(type=socket.SOCK_DGRAM)\n"
               + "s.bind({})\nwhile True:\n    s.sendto(input().encode(), {})\n".format(*(
                   ("given.listen", "given.to") if kind == "place" else ("(given.listen, 1)", "(given.to, 1)"))))
    assert peer.commands == {"": wants}


@pytest.mark.parametrize("ask", [
    "where = TABLE[input('Which? ')]", "choice = input('Which? ')\nwhere = TABLE.get(choice)",
    "while (choice := input('Which? ')) not in TABLE:\n    print('?')\nwhere = TABLE[choice]",
])
def test_a_table_of_addresses_has_a_key_for_this_computer(ask):
    code = ("import socket\nTABLE = {{'a': ('10.0.0.7', 5000), 'b': ('127.0.0.1', {})}}\n" + ask.replace("{", "{{")
            + "\ns = socket.create_connection(where)\nwhile True:\n    s.send(input('> ').encode())\n")
    assert [question.answers for question in the(code.format(5000)).questions] == [{"choice": "b"}]
    assert the(code.format("'no port'")).questions[0].answers != {"choice": "b"}


def test_a_match_with_a_guard_is_read():
    server = the("""import socket, threading
door = socket.create_server(("", 5000))
names = {}
def serve(link):
    for line in link.makefile():
        match line.split(" ", 1):
            case ["/nick", name]:
                names[link] = name
            case _ if link not in names:
                link.send(b"/nick first")
            case _:
                for other in names:
                    other.send(line.encode())
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
""")
    assert server.verbs == {"nick": "/nick "}
    assert server.kind == "chat"


@pytest.mark.parametrize("word, said, verbs", [
    ("HELLO", "say MSG", {"nick": "HELLO ", "say": "MSG "}), ("JOIN", "JOIN <name>", {"nick": "JOIN ", "say": "MSG "}),
    ("JOIN", "say MSG", {"say": "MSG "}), ("WAVE", "WAVE <hand>", {"say": "MSG "})])
def test_a_table_of_words_of_which_one_is_for_a_name(word, said, verbs):
    """JOIN is one where a text of the program says so; it may be for a room."""
    assert the(f"""import socket, threading
there = {{}}
def enter(link, rest):
    there[link] = rest
def message(link, rest):
    for other in there:
        other.send(rest.encode())
TABLE = {{"{word}": enter, "MSG": message}}
def serve(link):
    link.send(b"{said}")
    for line in link.makefile():
        verb, _, rest = line.partition(" ")
        if action := TABLE.get(verb):
            action(link, rest)
door = socket.create_server(("", 5000))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
""").verbs == verbs


@pytest.mark.parametrize("said, does, verbs", [
    ("/join <name>", "there[link] = line[6:]", {"nick": "/join "}),
    ("/join <name> to enter a room", "there[link] = line[6:]", {"join": "/join "}),
    ("/join <name>", "room = line[6:]\n            there[link] = room", {"join": "/join "}),
    ("/join <name>", "rooms[line[6:]] = link", {"join": "/join "}),
    ("/join <name>", "enter(link, line[6:])", {"join": "/join "}),
    ("/join <username> opens the room", "rooms['all'].append(line[6:])", {"nick": "/join "})])
def test_a_name_may_be_that_of_a_room(said, does, verbs):
    """JOIN <name> is for a user's name, unless the same text, or what is done for it, is about a room."""
    assert the(f"""import socket, threading
there, rooms = {{}}, {{}}
def enter(link, room):
    there[link] = room
def serve(link):
    link.send(b"{said}")
    for line in link.makefile():
        if line.startswith("/join "):
            {does}
        elif link in there:
            for other in there:
                other.send(line.encode())
door = socket.create_server(("", 5000))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
""").verbs == verbs


@pytest.mark.parametrize("table, commands", [
    ("{1: 5601, 2: 5602}", {"server": ["1"], "client": ["2"]}),
    ("{1: 5601, 2: 5602, 3: 5603}", {"": []}),
    ("{1: 'one', 2: 'two'}", {"": []}),
])
def test_a_number_says_which_of_two_a_copy_is(table, commands):
    side = the(f"import socket, sys\nme = int(sys.argv[1])\nPORTS = {table}\n"
               "s = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', PORTS[me]))\nwhile True:\n"
               "    s.sendto(input().encode(), ('127.0.0.1', PORTS[3 - me]))\n    print(s.recv(99))\n")
    assert side.commands == commands


def test_two_starters_of_one_class(tmp_path):
    (tmp_path / "node.py").write_text(
        "import socket, threading\n\n\nclass Node:\n    def __init__(self, here, there):\n"
        "        self.here, self.there = here, there\n\n    def hear(self):\n"
        "        door = socket.create_server(('127.0.0.1', self.here))\n        print(door.accept()[0].recv(99))\n\n"
        "    def run(self):\n        threading.Thread(target=self.hear).start()\n"
        "        link = socket.create_connection(('127.0.0.1', self.there))\n        while text := input():\n"
        "            link.sendall(text.encode())\n")
    for name, ports in ("alpha", "7171, 7272"), ("beta", "7272, 7171"):
        (tmp_path / f"{name}.py").write_text(f"from node import Node\n\nNode({ports}).run()\n")
    [pair] = find(tmp_path).pairs["tcp-pair"]
    assert (pair.server.path, pair.client.path) == ("alpha.py", "beta.py")
    assert (pair.server.port, pair.server.targets) == (7171, [7272])


def test_a_word_is_looked_for_in_a_datagram():
    server = the("import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5000))\nthere = set()\n"
                 "while True:\n    data, who = s.recvfrom(99)\n"
                 "    if data.startswith(b'!join '):\n        there.add(who)\n"
                 "    for one in there:\n        s.sendto(data, one)\n")
    assert server.verbs == {"join": "!join "}


@pytest.mark.parametrize("host, guest", [("Host().start()", "Guest().start()"),
                                         ("mine = Host()\n        mine.start()", "his = Guest()\n        his.start()")])
def test_a_method_is_that_of_the_class_that_is_named(host, guest):
    script = the("import socket\nclass Base:\n    def talk(self, link):\n        while True:\n"
                 "            link.send(input('> ').encode())\n            print(link.recv(99))\n"
                 "class Host(Base):\n    def start(self):\n        door = socket.create_server(('', 5000))\n"
                 "        self.talk(door.accept()[0])\nclass Guest(Base):\n    def start(self):\n"
                 "        self.talk(socket.create_connection(('', 5000)))\nwhile True:\n    choice = input('? ')\n"
                 f"    if choice == '1':\n        {host}\n    elif choice == '2':\n        {guest}\n"
                 "    elif choice == '3':\n        break\n")
    assert script.questions[0].answers == {"server": "1", "client": "2"}


ASKS_BOTH = """import socket
def ask(text, *words):
    while True:
        word = input(f"{text} ({words}): ")
        if word in words:
            return word
kind = ask("Kind", "tcp", "udp")
side = ask("Side", "server", "client")
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
if side == "server":
    s.bind(("127.0.0.1", 7000))
    if kind == "tcp":
        s.listen()
        link, _ = s.accept()
        while data := link.recv(99):
            link.send(input().encode())
    else:
        while True:
            data, who = s.recvfrom(99)
            s.sendto(input().encode(), who)
else:
    s.connect(("127.0.0.1", 7000))
    while True:
        s.send(input().encode())
        print(s.recv(99))
"""


def test_a_function_that_asks_for_one_of_some_words():
    """What it returns is chosen by the user, as what input() does is; where any other word will do, it is the usual."""
    found = read("chat.py", ASKS_BOTH)
    assert [(one.transport, [question.answers for question in one.questions[:2]]) for one in found] == [
        (way, [{"choice": way}, {"server": "server", "client": "client"}]) for way in ("tcp", "udp")]


@pytest.mark.parametrize("begin", ["for one in link.recv(4096).splitlines():",
                                   "lines = link.recv(4096).splitlines()\n    for one in lines:"])
@pytest.mark.parametrize("guards", [(" if rest", " if names[link]"), ("", "")])
def test_a_match_of_the_first_word_of_a_line_that_came_may_have_guards(guards, begin):
    server = the("import socket\nfrom select import select\ndoor = socket.create_server(('', 5000))\nnames = {}\n"
                 "def tell(text, author):\n    for link in names:\n        if link is not author:\n"
                 "            link.sendall(text.encode())\ndef hear(link):\n"
                 f"    {begin}\n        words = one.decode()\n"
                 "        word, _, rest = words.partition(' ')\n        match word.upper():\n"
                 f"            case 'JOIN'{guards[0]}:\n                names[link] = rest\n"
                 f"            case 'MSG'{guards[1]}:\n                tell(rest, link)\n"
                 "            case _:\n                link.sendall(b'ERR unknown')\nwhile True:\n"
                 "    for ready in select([door, *names], [], [])[0]:\n"
                 "        if ready is door:\n            names[door.accept()[0]] = ''\n"
                 "        else:\n            hear(ready)\n")
    assert server.verbs == {"join": "JOIN ", "say": "MSG "}


MENU = """import socket
def talk():
    link = socket.create_connection(("127.0.0.1", 5000))
    while (text := input("> ")) != "end":
        link.send(text.encode())
        print(link.recv(999))
while True:
    choice = {ask}
    if choice == {one}:
        talk()
        {then}
    elif choice == {two}:
        {out}
"""


@pytest.mark.parametrize("ask, one, two, then, out, leaves", [
    ("input('1 talk 2 go: ')", "'1'", "'2'", "print('over')", "break", "2"),
    ("int(input('1 talk 2 go: '))", 1, 2, "print('over')", "raise SystemExit(exit())", "2"),
    ("input('1 talk 2 go: ')", "'1'", "'2'", "break", "break", None),  # the conversation ends the program
    ("input('1 talk 2 go: ')", "'1'", "'2'", "print('over')", "print('5 o clock')", ""),
])
def test_a_menu_that_a_program_comes_back_to(ask, one, two, then, out, leaves):
    [menu] = the(MENU.format(ask=ask, one=one, two=two, then=then, out=out)).questions
    assert (menu.wants, menu.answers, menu.leaves) == ("choice", {"choice": "1"}, leaves)


BOTH = """import socket
def serve():
    door = socket.socket()
    address = input("Address: "), int(input("Port: "))
    most = int(input("{most}: "))
    door.bind(address)
    door.listen()
    print("room for", most)
    talk(door.accept()[0])
def visit():
    link = socket.socket()
    link.connect((input("Address: "), int(input("Port: "))))
    talk(link)
def talk(link):
    name = input("Name: ")
    while True:
        link.send(f"{name}: {input()}".encode())
        print(link.recv(999).decode())
kind = input("1 to open a room, 2 to go there: ")
if kind == "1":
    serve()
{other}:
    visit()
"""


@pytest.mark.parametrize("other", ["else", "elif kind == '2'"])
@pytest.mark.parametrize("most", ["Maximum number of guests", "En çok (maksimum) kaç kişi"])
def test_one_program_for_both_asks_each_side_what_it_wants_of_it(other, most):
    script = the(BOTH.replace("{other}", other).replace("{most}", most))
    asked = {role: [one.wants for one in script.asked_of(role)] for role in ("server", "client")}
    assert asked == {"server": ["own host", "own port", "number", "name", "role"],
                     "client": ["host", "port", "name", "role"]}


def test_what_both_sides_are_asked_before_they_part_is_of_neither():
    script = the(BOTH.replace("{other}", "else").replace("{most}", "Most").replace(
        'if kind == "1":\n    serve()\nelse:\n    visit()\n',
        'if kind in ("1", "2"):\n    nick = input("Nick: ")\n    if kind == "1":\n        serve()\n    else:\n'
        '        visit()\n'))
    [nick] = [one for one in script.questions if one.prompt == "Nick: "]
    assert nick.role == "" and {one.role for one in script.questions} == {"", "server", "client"}


@pytest.mark.parametrize("prompt, port, makes, answers", [
    ("Secret key (a number): ", "7305", "chr(ord(one) + key)", {"number": "3"}),
    ("Shift by: ", "7305", "chr(ord(one) ^ key)", {"number": "3"}), ("Key: ", "7305", "chr(key)", {"number": "3"}),
    ("Your age: ", "7305", "one", {}), ("Port: ", "key", "chr(9)", {}),
    ("Key: ", "int(input('Port: '))", "chr(9)", {})])
def test_the_key_of_a_cipher_is_a_small_number(prompt, port, makes, answers):
    """A letter may become none that can be shown, or read again, where it is moved far."""
    script = the(f"import socket\nkey = int(input('{prompt}'))\nlink = socket.create_connection(('localhost', {port}))"
                 f"\nwhile True:\n    link.send(''.join({makes} for one in input()).encode())\n"
                 "    print(link.recv(99))\n")
    assert script.questions[0].answers == answers


@pytest.mark.parametrize("copy, names", [
    ("_, *rest = sys.argv", "rest[0], rest[1]"), ("_, host, *rest = sys.argv", "host, rest[0]"),
    ("words = list(sys.argv)\nwords.pop(0)", "words[0], words[1]"), ("words = sys.argv\ndel words[0]", "words"),
    ("words = []\nfor word in sys.argv:\n    if word != 'c.py':\n        words.append(word)", "words[0], words[1]"),
    ("words = [word for word in sys.argv if word != 'c.py']", "words[0], words[1]"),
    ("later = ['a', 'b']\nhost, port = sys.argv[1], sys.argv[2]\nlater.pop(0)", "host, port")])
def test_a_copy_of_the_command_line_is_read_as_what_is_left_of_it(copy, names):
    [script] = read("c.py", f"import socket, sys\n{copy}\nhost, port = {names}\nlink = socket.create_connection((host, "
                    "int(port)))\nwhile True:\n    link.send(input().encode())\n    print(link.recv(99))\n")
    assert script.arguments == ["host", "port"]


@pytest.mark.parametrize("test, both, wants", [
    ("len(sys.argv) == 2", "host, port = sys.argv[1], 5000", ["host"]),
    ("len(sys.argv) < 3", "host, port = sys.argv[1], 5000", ["host"]),
    ("len(sys.argv) == 2", "host, port = 'localhost', 5000", []),
    ("len(sys.argv) < 2", "host, port = '', 5000\nelif len(sys.argv) < 3:\n    host, port = sys.argv[1], 5000", [])])
def test_a_word_of_the_command_line_that_both_sides_of_a_test_take_has_to_be_there(test, both, wants):
    [script] = read("c.py", f"import socket, sys\nif {test}:\n    {both}\nelse:\n    host = sys.argv[1]\n    port = "
                    "int(sys.argv[2])\nlink = socket.create_connection((host, port))\nwhile True:\n"
                    "    link.send(input().encode())\n    print(link.recv(99))\n")
    assert script.arguments == wants


@pytest.mark.parametrize("given, wants", [
    ("host, port", ["host", "port"]), ("host, port=5000", ["host"]), ("port, host", ["port", "host"])])
@pytest.mark.parametrize("words", ["*sys.argv[1:3]", "*sys.argv[1:]"])
def test_a_part_of_the_command_line_that_is_spread(given, wants, words):
    [script] = read("c.py", f"import socket, sys\ndef main({given}):\n    link = socket.create_connection((host, "
                    "int(port)))\n    while True:\n        link.send(input().encode())\n        "
                    f"print(link.recv(99))\nmain({words})\n")
    assert script.arguments == wants


def test_what_a_prompt_shows_of_a_file_that_is_written_later_is_not_known():
    """It stands in a file beside the script, empty as it was handed in."""
    [script] = read("a.py", "import socket\nfrom kept import LAST\nif LAST == '':\n    LAST = input('Host: ')\n"
                    "elif input(f'Again to {LAST}? ') == 'no':\n    LAST = input('Another host: ')\n"
                    "link = socket.create_connection((LAST, 7604))\nwhile True:\n    link.send(input('> ').encode())\n",
                    [("kept.py", "LAST = ''\n")])
    assert [one.prompt for one in script.questions] == ["Host: ", "Again to ...? ", "Another host: "]


@pytest.mark.parametrize("ask", ["input('Encore (o/n) ? ')", "input('Encore (o/n) ? ').strip().lower()[:1]"])
def test_a_question_between_may_be_asked_where_it_is_answered(ask):
    script = source("import socket\ns = socket.create_connection(('127.0.0.1', 5000))\nwhile True:\n"
                    "    s.sendall(input('Message : ').encode())\n    print(s.recv(999).decode())\n"
                    f"    if {ask} == 'n':\n        break\n", "client").script
    assert [(menu.prompt, menu.goes_on, menu.leaves) for menu in script.menus] == [("Encore (o/n) ?", "y", "n")]


def test_a_word_that_does_as_the_end_of_the_input_does_is_a_stop_word():
    """It may stand in a function that is handed to a thread; a choice before all does something else."""
    text = ("import socket, threading\ns = socket.create_connection(('127.0.0.1', 5000))\ndef speak(link):\n"
            "    line = input()\n    if line == 'over':\n        raise EOFError\n    link.sendall(line.encode())\n"
            "def go(step):\n    while True:\n        step()\n"
            "threading.Thread(target=go, args=(lambda: speak(s),)).start()\n"
            "while True:\n    print(s.recv(999))\n")
    assert list(source(text, "client").script.stops) == ["over"]
    assert not source(text.replace("raise EOFError", "print('no')"), "client").script.stops


@pytest.mark.parametrize("asks, test, word", [
    ("    def goes_on(self):\n        self.text = input()\n        return self.text != 'over'\n",
     "while talk.goes_on():\n    s.sendall(talk.text.encode())\n", "over"),
    ("    def is_over(self, text):\n        return text == 'over'\n",
     "while True:\n    text = input()\n    if talk.is_over(text):\n        break\n    s.sendall(text.encode())\n",
     "over"),
    ("    pass\n", "over = False\nwhile not over:\n    text = input()\n    s.sendall(text.encode())\n"
     "    over = text == 'over'\n", "over"),
    ("    def is_over(self, text):\n        return text == 'over'\n",
     "while True:\n    text = input()\n    if not talk.is_over(text):\n        s.sendall(text.encode())\n", ""),
    ("    pass\n", "first = s.recv(99) == b'BEGIN'\nwhile True:\n    if not first:\n        break\n"
     "    s.sendall(input().encode())\n", ""),
    ("    pass\n", "while True:\n    text = input()\n    is_loud = text == 'over'\n    if is_loud:\n"
     "        print('!')\n    s.sendall(text.encode())\n", "")])
def test_a_stop_word_that_is_asked_for_by_a_name_or_a_function(asks, test, word):
    """What is asked once, before all talk, is no such word, nor what only says how a message is shown, or passed on."""
    script = source("import socket\ns = socket.create_connection(('127.0.0.1', 5000))\nclass Talk:\n" + asks
                    + "talk = Talk()\n" + test, "client").script
    assert (list(script.stops), script.typed_stops) == (([word], (word,)) if word else ([], ()))
