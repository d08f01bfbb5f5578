"""The finder reads every hand-in of the zoo as a person does, under any names, and what single cases show."""
import json
import os
import subprocess
import sys
import textwrap
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from handins import CLIENT, PAIR, SERVER, chosen, lay, one, packed

from lab12.finder import handin, names, parsing, traits, unpack
from lab12.finder.source import LIMIT, read
from lab12.finder.syntax import HOSTNAME
from lab12.finder.trying import tries_for_ever
from lab12.grader.reading import Source

try:
    import tomllib
except ImportError:  # Python 3.10
    tomllib = pytest.importorskip("tomli")

ZOO = Path(__file__).parents[1] / "zoo"
VERDICTS = tomllib.loads((ZOO / "verdicts.toml").read_text(encoding="utf-8"))
SECTIONS = [(name, section) for name in VERDICTS for section in handin.SECTIONS if section in VERDICTS[name]]


def wanted(verdict):
    """Return the paths of the pair that a person would mark."""
    return verdict.get("server", ""), verdict.get("client", "")


# The zoo


@cache
def read_once(name):
    """Return a hand-in of the zoo as the finder reads it; it is read once for all tests."""
    return handin.find(ZOO / name)


def test_every_hand_in_has_a_verdict():
    """Every folder of the zoo has its verdict, and every verdict its folder."""
    assert {path.name for path in ZOO.iterdir() if path.is_dir()} == set(VERDICTS)
    assert len(VERDICTS) >= 44


def test_what_real_classes_showed_often_occurs_twice():
    """Each axis that was counted in real hand-ins is shown by two hand-ins at least."""
    shown = Counter(value for verdict in VERDICTS.values() for value in verdict["shows"])
    once = {value for value, times in shown.items() if times < 2}
    rare = {"fake", "library", "sound", "folder", "threads", "port", "name", "mistake", "stop", "chat", "line"}
    assert {value.split(":")[0] for value in once} <= rare


@pytest.mark.parametrize("name", VERDICTS)
def test_roles(name):
    """Each file's role is the one that a person gives it."""
    found = read_once(name)
    roles = {}
    for script in found.scripts:  # over both transports, a file is two
        roles[script.path] = ", ".join(filter(None, [roles.get(script.path), found.label(script)]))
    want = VERDICTS[name]["files"]
    assert {path: roles.get(path, "none") for path in {**want, **roles}} == want


@pytest.mark.parametrize("name", VERDICTS)
def test_pairs(name):
    """Each section is marked by the pair that a person would choose, and the others are missing."""
    found = read_once(name)
    want = {section: wanted(VERDICTS[name][section]) if section in VERDICTS[name] else None
            for section in handin.SECTIONS}
    assert {section: chosen(found, section) for section in handin.SECTIONS} == want


@pytest.mark.parametrize(("name", "section"), [(n, s) for n, s in SECTIONS if "stops" in VERDICTS[n][s]])
def test_traits(name, section):
    """Stop words, set-up questions and arguments are those that the two programs have."""
    verdict, pair = VERDICTS[name][section], read_once(name).pairs[section][0]
    both = (pair.server, pair.client)
    assert {word for script in both for word in script.stops} == set(verdict["stops"])
    assert [len(script.questions) for script in both] == verdict["setup"]
    assert [len(pair.server.command("server")), len(pair.client.command("client"))] == verdict["argv"]


@pytest.mark.parametrize(("shown", "mistake"), [
    ("_name_", "_name_"), ("port is a str", "port is text"), ("missing module", "module "),
    ("no encode", "no encode"), ("no SO_REUSEADDR", "no SO_REUSEADDR"),
    ("phantom empty message", "empty not noticed")])
def test_likely_mistakes(shown, mistake):
    """Where a person saw a mistake that the source shows, it is found there, with its line."""
    names = [name for name in VERDICTS if f"mistake: {shown}" in VERDICTS[name]["shows"]]
    for name in names:
        servers = [pairs[0].server for pairs in read_once(name).pairs.values() if pairs]
        assert any(key.startswith(mistake) for server in servers for key in server.mistakes), name
    assert names


@pytest.mark.parametrize(("one", "other"), [("a.py", "b.py"), ("b.py", "a.py"), ("client.py", "server.py")])
@pytest.mark.parametrize(("name", "section"), SECTIONS)
def test_names_do_not_decide(name, section, one, other, tmp_path):
    """The same pair is found under other names, even wrong ones (of two peers, a name may say who is who)."""
    verdict = VERDICTS[name][section]
    found = read_once(name)
    server, client = found.pairs[section][0].server, found.pairs[section][0].client
    shows = set(VERDICTS[name]["shows"])
    peers = section == "udp-pair" and "udp: both bind" in shows or "port: both listen" in shows
    if not (server and client) or server is client or peers or "library: own module" in shows:
        pytest.skip("no two files whose roles differ, or more than two")
    renamed = handin.find(lay(tmp_path, {one: server.source, other: client.source}))
    assert verdict and chosen(renamed, section) == (one, other)


@pytest.mark.parametrize("name", VERDICTS)
def test_the_same_in_a_zip(name, tmp_path):
    """A zip of a hand-in, and a folder with nothing in it but that zip, are read as the hand-in itself."""
    files = unpack.files(ZOO / name)
    members = {path.relative_to(ZOO).as_posix(): path.read_bytes() for path in files}
    archive = packed(tmp_path / "x.zip", members)
    want = {s: chosen(read_once(name), s) for s in handin.SECTIONS}
    for path in (archive, tmp_path):
        with handin.opened(path) as found:
            assert not found.left_out
            got = {s: chosen(found, s) for s in handin.SECTIONS}
        assert got == {s: pair and tuple(p and f"{name}/{p}" for p in pair) for s, pair in want.items()}


# What only single cases show


def test_two_peers():
    """Of two programs that both bind, the one whose name or place says so is the server."""
    found = read_once("udp-peers-threads")
    assert chosen(found, "udp-pair") == ("peer1.py", "peer2.py")


def test_a_function_named_listen_makes_no_server():
    """A client's own function listen() is not the socket's."""
    source = CLIENT + "\n\ndef listen():\n    s.recv(10)\n\n\nlisten()\n"
    assert one(source).role == "client"


WHERE = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', {}))\nwhile True:\n    {}\n"


@pytest.mark.parametrize(("body", "answers"), [
    ("s.sendto(input('Text? ').encode(), (input('IP? '), int(input('Port? '))))", {"IP?": "{host}", "Port?": "{port}"}),
    ("text = input('Text? ')\n    ip, port = input('Where? ').split(':')\n    s.sendto(text.encode(), (ip, int(port)))",
     {"Where?": "{address}"}),
    ("s.sendto(input('Text? ').encode(), ('', 5))", {})])
def test_where_a_message_is_to_go_is_asked_with_each(body, answers, tmp_path):
    """The other program's address is typed then; of two such files that both wait one is taken for the client."""
    assert {menu.prompt: menu.goes_on for menu in one(WHERE.format(7001, body)).menus} == answers
    for name, port in ("one.py", 7001), ("two.py", 7002):
        (tmp_path / name).write_text(WHERE.format(port, f"{body}\n    print(s.recvfrom(99))"))
    with handin.opened(tmp_path) as found:
        assert {script.role for script in found.scripts} == ({"server", "client"} if answers else {"server"})


@pytest.mark.parametrize(("first", "second", "client"), [
    ("talk.py", "talk2.py", "talk.py"), ("a.py", "b.py", "a.py"), ("server.py", "client.py", "client.py"),
    ("host.py", "guest.py", "guest.py")])
def test_of_two_that_call_each_other_the_one_that_speaks_first_is_the_client(first, second, client, tmp_path):
    """But for what their names say, be that no more than a number."""
    code = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', {}))\nwhile True:\n"
    parts = ["    s.sendto(input().encode(), ('127.0.0.1', {}))\n", "    print(s.recv(99))\n"]
    (tmp_path / first).write_text(code.format(7001) + "".join(parts).format(7002))
    (tmp_path / second).write_text(code.format(7002) + "".join(parts[::-1]).format(7001))
    with handin.opened(tmp_path) as found:
        assert [script.path for script in found.scripts if script.role == "client"] == [client]


@pytest.mark.parametrize(("answer", "leaves"), [
    ("first = take(link)", True), ("print('hello')", False), ("talk()", False)])
def test_a_client_that_waits_for_an_answer_to_its_name(answer, leaves):
    """It may do so by a function that gives what comes."""
    source = f"{CLIENT}\ndef take(link):\n    while True:\n        return link.recv(99)\ndef talk():\n" \
        f"    while True:\n        print(take(s))\ns.send(b'anna')\n{answer}\nwhile True:\n" \
        "    s.send(input().encode())\n    print(take(s))\n"
    assert one(source).leave is leaves


def test_a_method_named_connect_that_gives_the_socket():
    """What the name stands for then is the socket, as in the method itself: its connect() is no method of the script's.
    """
    source = "import socket\nclass Line:\n    def __init__(self, link):\n        self.link = link\n" \
        "    def connect(self):\n        self.link.connect(('', 5000))\n        return self.link\n" \
        "line = Line(socket.socket())\nlink = line.connect()\n"
    assert one(source).role == "client"


@pytest.mark.parametrize(("test", "asks", "answer"), [
    ("if what == 'chat':\n        {}", "take(input('What? '))", "chat"),
    ("if what == 'chat':\n        {}", "take(what=input('What? '))", "chat"),
    ("if what == 'chat':\n        {}", "it = input('What? ')\ntake(it)", "chat"),
    ("if what == 'admin':\n        print('!')\n    {}", "take(input('What? '))", None),
    ("if what == 'admin':\n        {0}\n    else:\n        {0}", "take(input('What? '))", None)])
def test_a_word_without_which_no_conversation_begins(test, asks, answer):
    """A function that is handed what was typed sends it on, and goes on with that word only."""
    source = "import socket\ns = socket.socket()\ns.connect(('', 5000))\ndef talk():\n    while True:\n" \
        f"        s.send(input().encode())\ndef take(what):\n    s.send(what.encode())\n    {test.format('talk()')}\n" \
        f"{asks}\n"
    assert [question.answers.get("choice") for question in one(source).questions] == [answer]


@pytest.mark.parametrize(("then", "role"), [
    ("button.clicked.connect(say)", "server"), ("button.clicked.connect(lambda: say())", "server"),
    ("box.returnPressed.connect(link.close)", "server"), ("link.connect(where)", "both"),
    ("link.connect(('', 5001))", "both")])
def test_what_a_button_is_connected_to_is_no_server(then, role):
    """In Qt a signal has a connect() as a socket has; it is given what is to be called."""
    assert one("import socket\nlink = socket.create_server(('', 5000))\nwhere = ('', 5001)\ndef say():\n"
               f"    link.send(b'')\n{then}\n").role == role


@pytest.mark.parametrize(("source", "reason", "role"), [
    ("import socket\ns = socket.socket()\ns.bind(('', 5000))\ns.listen()\nwhile True:\nc, a = s.accept()\n",
     "IndentationError: expected an indented block after 'while' statement on line 5, line 6", "server"),
    ("import socket\ns = socket.socket()\ns.connect(('localhost', 5000)\ns.send(b'x')\n",
     "SyntaxError: ", "client"),
    ("import socket\ns = socket.socket()\ns.connect(('localhost', 5000))\nprint 'x'\n",
     "SyntaxError: Missing parentheses in call to 'print'", "client"),
    ("import socket\ns = socket.socket()\n\tx = 1\ns.listen()\n",
     "IndentationError: unexpected indent, line 3", "server"),
    ("import socket\0\n", "", "")])
def test_syntax_errors(source, reason, role):
    """A script that Python refuses still has its role, and the reason in one line."""
    script = one(source)
    assert script.error.startswith(reason) and script.error and "\n" not in script.error
    assert script.role == role


@pytest.mark.parametrize(("wrong", "right"), [
    ("while True\n    s.recv(9)", "while True:\n    s.recv(9)"), ("s.send((b'x')\nt = 1", "s.send((b'x'))\nt = 1"),
    ("def f():\n    print 'x'\n    g()", "def f():\n    print('x')\n    g()"),
    ("try:\n    f()\nexcept OSError, why:\n    g()", "try:\n    f()\nexcept OSError as why:\n    g()"),
    ("def f():\n    a b c\n    g()\nx ? y\nh()", "def f():\n    pass\n    g()\npass\nh()"),
    ("while True:\ng()", ""), ("a b c\n" * 31, ""), ("x = 1\n  y = 2", ""), ("\0", "")])
def test_the_few_lines_that_python_refuses(wrong, right):
    """They are mended, or emptied, and the rest keeps its shape; an indentation is not guessed."""
    assert parsing.mended(wrong) == right


def test_a_function_named_listen_in_a_script_that_python_refuses():
    """It is none of the socket's, so what sends datagrams is over UDP."""
    source = ("import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ndef listen():\n    s.recvfrom(9)\n"
              "while True\n    s.sendto(input().encode(), ('127.0.0.1', 5000))\n")
    assert one(source).transport == "udp"


@pytest.mark.parametrize("source", [
    "(" * 5000, "x=" + "-" * 50_000 + "1", "a" + "+a" * 30_000, "[" * 90 + "]" * 90, "x" * (LIMIT + 1), "",
    "\udcff", "def f(" + ",".join(f"a{i}" for i in range(5000)) + "): pass", "def f(a=1, /, b=2): pass",
    "import socket\n" + "if x:\n " * 3000,
    "x = 0x" + "f" * 5000 + "\nif input() == 0x" + "f" * 5000 + ":\n    pass\nelse:\n    f(f'{x}')\n"])
def test_strange_sources(source):
    """No source makes the reader raise."""
    assert one(source).role == ""


@pytest.mark.parametrize("source", [
    "".join(f"m{i} = input()\n" for i in range(200)) + "".join(
        f"if m{i} == '{i}':\n    s = socket(2, SOCK_DGRAM)\nelse:\n    s = socket()\n" for i in range(200)),
    "".join(f"def f{i}():\n    f{i + 1}()\n    if x == 'a':\n        s = socket(2, SOCK_DGRAM)\n    else:\n"
            "        s.listen()\n" for i in range(190)),
    "if x == 0:\n    a()\n" + "".join(f"elif x == {i}:\n    a()\n" for i in range(491)) + "s.listen()\n",
    "s.listen(1)\nc, a = s.accept()\nwhile True:\n    m = c.recv(1024)\n    r = input()\n    if r == 'exit':\n"
    "        break\n" + "".join(f"    elif m == b'{i}':\n        c.send(b'{i}')\n" for i in range(400)),
    "s.listen(1)\nc, a = s.accept()\nwhile True:\n    m = c.recv(1024)\n    r = input()\n    if r == 'exit':\n"
    "        break\n" + "".join(f"    elif m == b'{i}':\n        print(c.recv({i}))\n" for i in range(450)),
    "".join(f"def f{i}(m):\n    if m == 'go {i}':\n" + "".join(f"        f{j}(m)\n" for j in range(50))
            for i in range(50)) + "s.listen(1)\nc, a = s.accept()\nf0(c.recv(1024))\n"])  # each calls all others
def test_long_sources(source):
    """A long source is read without a word about its length; how fast is no test's to say."""
    assert all(not script.error for script in read("a.py", source))


def test_addresses_are_followed_through_names():
    """Host and port are found behind constants, defaults, tuples and f-strings; other machines are listed."""
    script = one("import socket\nNET = '172.16.10'\nPORT = int('9' '000')\n"
                          "def main(host=f'{NET}.7'):\n    address = (host, PORT)\n    s = socket.socket()\n"
                          "    s.connect(address)\nmain()  # not 192.168.0.1.5\n")
    assert (script.host, script.port, script.addresses) == ("172.16.10.7", 9000, [])
    assert one("HOST = '10.0.0.5'; ME = '127.0.0.1'").addresses == ["10.0.0.5"]
    bind = "import socket\ns = socket.socket()\ns.bind((socket.gethostbyname({}), 5000))\ns.listen()\ns.accept()"
    assert [one(bind.format(name)).host for name in ("'localhost'", "'127.0.0.1'", "socket.gethostname()")] == [
        "localhost", "127.0.0.1", HOSTNAME]


def test_command_lines():
    """What a script wants on its command line is filled in, whichever way it asks."""
    usages = {"udp-argv-one-file": ["client", "127.0.0.1", "5000"], "tcp-argv": ["127.0.0.1", "5000"],
              "tcp-argparse": ["--port", "5000"], "tcp-classic": []}
    for name, usage in usages.items():
        [pair] = [pairs[0] for pairs in read_once(name).pairs.values() if pairs]
        assert pair.client.command("client", port=5000) == usage


@pytest.mark.parametrize(("loop", "bare", "prompts"), [
    ("while True:\n    s.send(input('> ').encode())", False, True),
    ("while True:\n    s.send(input().encode())", True, False),
    ("while True:\n    print('> ', end='')\n    s.send(input().encode())", False, False),
    ("while True:\n    print(s.recv(9).decode(), end='')\n    s.send(input().encode())", True, False),
    ("for line in sys.stdin:\n    s.send(line.encode())", True, False),
    ("while True:\n    sys.stdout.write('> ')\n    s.send(sys.stdin.readline().encode())", False, False),
    ("while True:\n    s.send(sys.stdin.readline().encode())", True, False),
    ("async def ask(loop):\n    while True:\n        text = await loop.run_in_executor(None, input)", True, False),
])
def test_whether_there_is_a_prompt(loop, bare, prompts):
    """Where the kernel does not tell whether a program waits for its user, its source says what the screen shows."""
    script = one("import socket\nimport sys\ns = socket.socket()\ns.connect(('127.0.0.1', 5000))\n" + loop)
    assert (script.bare, script.prompts) == (bare, prompts)


PROBE = ("def mine():\n    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as p:\n"
         "        p.connect(('8.8.8.8', 80))\n        {}\n")


@pytest.mark.parametrize(("then", "host", "addresses", "probe"), [
    ("return p.getsockname()[0]", "8.8.8.8", [], "8.8.8.8"),
    ("p.send(b'1')\n        return p.getsockname()[0]", None, ["8.8.8.8"], "")])
def test_an_address_by_which_a_script_asks_for_its_own(then, host, addresses, probe):
    """It calls nobody there, and runs wherever there is a network; one that sends there means that address."""
    script = one(f"{UDP}{PROBE.format(then)}s.bind((mine(), 5000))\ns.recv(9)\n")
    assert (script.host, script.port, script.addresses, script.probe) == (host, 5000, addresses, probe)


WHOM = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n" \
    "s.bind(('', int(input('Port: '))))\nwhile True:\n    {}\n    s.sendto(text.encode(), (host, int(port)))\n"


@pytest.mark.parametrize(("parted", "say"), [
    ("whom, text = input().split(' ', 1)\n    host, port = whom.split(':')", "{address} "),
    ("line = input()\n    whom, _, text = line.partition(' ')\n    host, _, port = whom.rpartition(':')", "{address} "),
    ("whom, text = input().split('|')\n    host, port = whom.split(':')", "{address}|"),
    ("whom, text = input().split(' ', 1)\n    port, host = 5000, whom", None)])
def test_each_message_begins_with_the_address_of_whom_it_is_for(parted, say):
    """So what such a program asks for before is its own port, and two copies of it may talk."""
    script = one(WHOM.format(parted))
    assert (script.verbs.get("say"), script.peer) == (say, bool(say))
    assert script.wants == ["own port"]


@pytest.mark.parametrize(("to", "wants"), [("('<broadcast>', port)", "own port"), ("('127.0.0.1', port)", "port")])
def test_the_port_of_everybody_is_the_own_one(to, wants):
    """A broadcast goes to the port at which each of them waits, the sender too."""
    assert one(f"{UDP}port = int(input('? '))\ns.bind(('', port))\ns.sendto(b'', {to})\n").wants == [wants]


def test_a_name_of_a_function_is_not_the_one_of_the_module():
    """What a function calls by the same name is a value of its own."""
    source = f"{UDP}port = int(input('? '))\ns.bind(('', port))\ndef say(text):\n    {{}}port = 7000\n" \
        "    s.sendto(text, ('', port))\n"
    assert one(source.format("")).wants == ["own port"] and one(source.format("global port\n    ")).wants == ["port"]


def test_a_part_without_a_role():
    """A client that looks up its own address with a datagram socket is of one transport."""
    source = ("import socket\nchoice = input('1 show my address, 2 chat: ')\nif choice == '1':\n"
              "    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    u.connect(('8.8.8.8', 80))\n"
              "else:\n    s = socket.create_connection(('', 5000))\n    s.send(input().encode())\n")
    assert (one(source).transport, one(source).role) == ("tcp", "client")


@pytest.mark.parametrize("last, others", [("call()", ["2", "3"]), ("exit()", ["2"]), ("print('?')", ["2"])])
def test_choices_that_begin_a_conversation_as_well(last, others):
    """Where the first thing of a menu fails, the next one is tried."""
    source = "import socket\nlink = socket.socket()\ndef call():\n    link.connect(('', 5000))\n" \
        f"way = input('Way? ')\nif way == '1':\n    call()\n" \
        f"elif way == '2':\n    call()\nelif way == '3':\n    {last}\n" \
        "while True:\n    link.send(input().encode())\n"
    [question] = one(source).questions
    assert (question.answers["choice"], question.others) == ("1", others)


@pytest.mark.parametrize("does, others", [("link.send(b'hello')", ["J"]), ("exit()", [])])
def test_of_a_word_that_is_asked_for_alone_both_ways_are_tried(does, others):
    """Nobody can tell from the source what the other one is for: yes is ja, and no is nein."""
    source = "import socket\nlink = socket.create_connection(('', 5000))\n" \
        f"if input('Shall we say hello (J/N)? ') == 'J':\n    {does}\n" \
        "while True:\n    print(link.recv(99))\n    link.send(input().encode())\n"
    [question] = one(source).questions
    assert question.others == others


def test_ways_to_choose():
    """A match, and a dictionary of functions, are read as ifs; a constant in the source has chosen already."""
    functions = ("import socket\ndef t():\n    s = socket.socket()\n    s.connect(('', 5000))\n"
                 "def u():\n    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    s.sendto(b'', ('', 5001))\n")
    ways = {"match input('? '):\n    case '1' | 'a':\n        t()\n    case _:\n        u()\n": ["1", "2"],
            "d = {'x': t, 'y': u}\nk = input('? ')\nd[k]()\n": ["x", "y"]}
    for choice, words in ways.items():
        both = read("a.py", functions + choice)
        assert [one.questions[0].answers["choice"] for one in both] == words
        assert [one.port for one in both] == [5000, 5001]
    assert one(f"{functions}KIND = 'udp'\nif KIND == 'udp':\n    u()\nelse:\n    t()\n").transport == "udp"


@pytest.mark.parametrize("prompt", ["Message: ", "Message for the server: ", "Type something: ", "Enter a number: ",
                                    "For the chat room (press enter to send): ", "IP or host or port: "])
@pytest.mark.parametrize("send", ["s.send(input('{}').encode())", "m = input('{}')\ns.send(m.encode())",
                                  "s.send(bytes(input('{}'), 'utf-8'))"])
def test_the_only_thing_that_is_asked_is_the_message(send, prompt):
    """Whatever its prompt speaks of; what goes into an address is none."""
    source = "import socket\n{}s = socket.create_connection(({}, 5000))\n{}\nprint(s.recv(99))\n"
    client = one(source.format("", "'localhost'", send.format(prompt)))
    assert (client.asks, client.questions) == (True, [])
    asked = one(source.format("host = input('Where? ')\n", "host", send.format(prompt)))
    assert (asked.asks, [question.wants for question in asked.questions]) == (True, ["host"])
    assert not one(source.format("host = input('Message: ')\n", "host", "s.send(host.encode())")).asks


@pytest.mark.parametrize(("choice", "words"), [
    ("a = input('h or j? ')\nhost() if a == 'h' else join()\n", ["h", "j"]),
    ("a = input('h or j? ')\n{'h': host, 'j': join}[a]()\n", ["h", "j"]),
    ("a = input('h or j? ')\n{'h': host, 'j': join}[a[0]]()\n", ["h", "j"]),
    ("while (a := input('h or j? ')) not in ('h', 'j'):\n    print('h or j!')\nif a == 'h':\n    host()\n"
     "else:\n    join()\n", ["h", "j"])])
def test_a_choice_of_the_side(choice, words):
    functions = ("import socket\ndef host():\n    s = socket.create_server(('', 5000)).accept()[0]\n"
                 "    while True:\n        print(s.recv(99))\n        s.send(input('> ').encode())\ndef join():\n"
                 "    s = socket.create_connection(('', 5000))\n    while True:\n        s.send(input('> ').encode())\n"
                 "        print(s.recv(99))\n")
    [question] = one(functions + choice).questions
    assert (question.wants, question.answers) == ("role", dict(zip(["server", "client"], words, strict=True)))


def test_both_transports_at_once():
    """A program that finds its server over UDP and talks with it over TCP is of one transport."""
    source = ("import socket\ndef find():\n    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
              "    u.sendto(b'?', ('255.255.255.255', 5001))\n    return u.recvfrom(99)[1][0]\n"
              "if input('look for it? ') == 'y':\n    host = find()\nelse:\n    host = input('host: ')\n"
              "s = socket.create_connection((host, 5000))\nwhile True:\n    s.send(input().encode())\n")
    assert one(source).role == "client"


def test_a_parameter_leads_a_menu():
    """What a menu leads to is told from the word that it gives to one function for both roles."""
    script = one("import socket\ns = socket.socket()\ndef start(role):\n    if role == 'server':\n        s.listen()\n"
                 "    else:\n        s.connect(('', 5000))\nwhile True:\n    c = input('? ')\n    if c == '0':\n"
                 "        exit()\n    elif c == '1':\n        start('server')\n    elif c == '2':\n"
                 "        start('client')\n")
    assert [question.answers for question in script.questions] == [{"server": "1", "client": "2"}]


def test_who_is_passed_on_to():
    """Passing messages on to each of several is a chat; asking each of them the same, to find somebody, is not."""
    each = "import socket\ns = socket.socket()\ns.listen()\nfor one in all:\n    s.sendto({}, (one, 5001))\n"
    assert [one(each.format(what)).kind for what in ("b'?'", "message")] == ["pair", "chat"]


BOTH_ROLES = "def a():\n    s.listen()\ndef b():\n    s.connect(('', 1))\n"


@pytest.mark.parametrize(("start", "use", "answers"), [
    ("def go(x):\n    if x == 'h':\n        a()\n    else:\n        b()", "go('{}')", {"server": "1", "client": "2"}),
    ("class A:\n    def go(self, n, x):\n        if x == 'h':\n            a()\n        else:\n            b()\n"
     "d = A()", "d.go('n', '{}')", {"server": "1", "client": "2"}),
    ("def go(n, /, x):\n    if x == 'h':\n        a()\n    else:\n        b()", "go('h', '{}')",
     {"server": "1", "client": "2"}),
    ("def go(x):\n    x = x.lower()\n    if x == 'h':\n        a()\n    else:\n        b()", "go('{}')", None),
    ("def go(n, x):\n    if x == 'h':\n        a()\n    else:\n        b()", "go(*n, '{}')", None)])
def test_texts_that_functions_are_called_with(start, use, answers):
    """Which side of an if is done is told from a text that a function is called with, and only where it is certain."""
    host, visit = use.format("h"), use.format("v")
    script = one(f"import socket\ns = socket.socket()\n{BOTH_ROLES}{start}\nc = input('? ')\nif c == '1':\n    {host}\n"
                 f"else:\n    {visit}\n")
    assert [question.answers for question in script.questions] == ([answers] if answers else [])


@pytest.mark.parametrize(("path", "another"), [
    ("Ex03_DNS/server.py", True), ("lab/file_transfer/c.py", True), ("Arpita/server.py", False), ("crchat.py", False),
    ("chat_with_file_transfer/s.py", False), ("12a/echo.py", True), ("12b_http.py", False),
    ("文件下载/s.py", True), ("传文件/s.py", False), ("Transferencia_de_archivos/s.py", True), ("archivos/s.py", False),
    ("Dateiübertragung/s.py", True), ("聊天_文件传输_chat.py", False),
    ("send_file.py", True), ("lab/downFile.py", True), ("chat_send_file.py", False), ("profile_server.py", False)])
def test_other_practicals(path, another):
    """A name tells another practical by whole words, unless it tells this one too."""
    assert names.is_of_another(path) == another


@pytest.mark.parametrize(("prompt", "wants"), [
    ("Which transport? ", "text"), ("Server port: ", "port"), ("Room key: ", "key"), ("Password: ", "password"),
    ("Press any key ", "text"), ("Choose a room: ", "choice")])
def test_what_a_prompt_asks_for(prompt, wants):
    """A question is answered by what its words ask for."""
    [question] = one(f"import socket\ns = socket.socket()\nx = input({prompt!r})\ns.connect(('', 1))\n"
                     "while True:\n    s.send(input().encode())\n").questions
    assert question.wants == wants


def test_a_number_is_no_key():
    """Where a number is wanted, no key of letters is typed."""
    [question] = one("import socket\ns = socket.socket()\nx = int(input('Secret key: '))\ns.connect(('', 1))\n"
                     "while True:\n    s.send(input().encode())\n").questions
    assert question.wants == "number"


@pytest.mark.parametrize(("text", "wants"), [
    ("s.settimeout(float(input('Seconds to wait for the server: ')))", ["number"]),
    ("n = float(input('Timeout: '))\ns.settimeout(n)", ["number"]),
    ("def ask():\n    return float(input('Timeout: '))\ns.settimeout(ask())", ["number"]),
    ("def ask():\n    return float(input('Text: '))\nn = ask()\ns.send(str(n).encode())", ["text"]),
    ("n = float(input('Text: '))\nt = f'{n}!'\ns.send(t.encode())", ["text"]),
    ("def out(n):\n    s.send(str(n).encode())\nout(float(input('Text: ')))", ["text"])])
def test_a_number_with_a_fraction_is_a_number(text, wants):
    """float() reads a limit of time; what is sent is a message, in which it is a mistake."""
    script = one(f"import socket\ns = socket.socket()\n{text}\nwhile True:\n    s.send(input().encode())\n")
    assert [question.wants for question in script.questions] == wants


@pytest.mark.parametrize(("binds", "role"), [
    ("    try:\n        s.bind(('', 9))\n    except OSError:\n        s.bind(('', random.randint(1, 9)))\n", "client"),
    ("    port = random.randint(1, 9)\n    chat(port)\ndef chat(port):\n    s.bind(('', port))\n", "client"),
    ("    port = random.randint(1, 9)\n    s.bind(('', port))\ndef b():\n    port = 5000\n    s.bind(('', port))\n",
     "both")])
def test_ports_by_chance(binds, role):
    """Who draws a port is a client; a program that draws one in one function, and not in another, is both."""
    assert one(f"{UDP}import random\ndef a():\n{binds}    s.sendto(b'', ('', 9000))\n").role == role


@pytest.mark.parametrize("lacks", [{"tkinter", "_tkinter"}, {"_tkinter"}, set()])
def test_a_python_without_tkinter(lacks, monkeypatch):
    """Debian's has it in a package of its own: a program that imports it can be tried once that is installed."""
    monkeypatch.setattr(traits, "find_spec", lambda name: None if name in lacks else name)
    needs = "needs tkinter, which Python has, but not as it is installed here: on Debian and Ubuntu, sudo apt install "
    assert one(f"{WINDOW}input()\n").by_hand == (f"{needs}python3-tk" if lacks else "")


TCP = "import socket, sys\ns = socket.socket()\n"
UDP = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
WINDOW = "import tkinter as tk\nimport socket\ns = socket.create_connection(('', 1))\n"
MENU = ("import socket\ns = socket.create_connection(('', 1))\nwhile True:\n    c = input('choice: ')\n"
        "    if c == '1':\n        s.send(input('text: ').encode())\n    elif c == '2':\n        {}\n        {}\n")


LOOP = "import socket\ns = socket.socket()\nwhile True:\n    line = input()\n"


@pytest.mark.parametrize(("source", "verbs"), [
    ("    if line == 'CONNECT':\n        s.connect(('', 1))\n    elif line.startswith('/msg '):\n"
     "        s.send(line[5:].encode())\n", {"connect": "CONNECT", "say": "/msg "}),
    ("    if line == 'CONNECT':\n        s.connect(('', 1))\n    else:\n        s.send(line.encode())\n",
     {"connect": "CONNECT"}),
    ("    if line.split()[0] == 'open':\n        s.connect((line.split()[1], 1))\n    elif not line:\n"
     "        print('open <host> <port>')\n", {"connect": "open {host} {port}"}),
    ("    if line.startswith('/pm '):\n        s.send(line.encode())\n    else:\n        s.send(line.encode())\n", {}),
    ("    if line == 'quit':\n        break\n    s.send(line.encode())\n", {}),
    ("    key = line[:4]\n    if key == 'chat':\n        s.send(line.encode())\n    elif key == 'file':\n"
     "        s.send(line.encode())\n", {"say": "chat "}),
    ("    end = line[-4:]\n    if end == 'chat':\n        s.send(line.encode())\n", {}),
])
def test_words_that_come_before_a_message(source, verbs):
    """What connects, and what stands before a text that is sent, is found where nothing else leads there."""
    assert one(LOOP + ("" if "connect" in source else "    s.connect(('', 1))\n") + source).verbs == verbs


def test_a_name_that_is_given_many_texts_is_looked_at_once():
    """Neither how often a name is tidied nor that it is made of itself takes the time in which a script is read."""
    asks = "".join(f"def ask{number}(s):\n    text = s.recv(99)\n    text = text.strip()\n    return text\n"
                   for number in range(60))
    code = LOOP + "    s.connect(('', 1))\n    text = line.lower()\n    key, _, rest = line.partition(' ')\n" \
        "    word = key.strip()\n    if text == 'hi':\n        print()\n" \
        "    elif word == 'chat':\n        s.send(line.encode())\n"
    script = one(asks + code)
    assert (script.error, script.verbs) == ("", {"say": "chat "})


@pytest.mark.parametrize(("source", "attribute", "value"), [
    ("for letter in text:\n    print(letter, end='', flush=True)\n    time.sleep(0.1)", "slowly", True),
    ("for link in links:\n    link.send(text)\n    time.sleep(0.1)", "slowly", False),
    ("PAUSE = 1\ntime.sleep(0.1)\ntime.sleep(PAUSE)\ntime.sleep(60)\ntime.sleep(wait)\n", "sleeps", 1.0),
    ("ROOM_PASSWORD = 'python123'", "password", "python123"),
    ("if pwd != 'admin':\n    exit()", "password", "admin"),
    ("PASSWORD_FILE = 'pw.txt'\nPASSWORD_PROMPT = 'Password:'", "password", ""),
    ("if password == 'back':\n    exit()", "password", ""),
    ("self.key = 'room9'\nif key != self.key:\n    exit()", "key", "room9"),
    ("KEY = 'caesar'\nPIN = '4711'", "password", "4711"),
    (f"{UDP}def a():\n    port = random.randint(1, 9)\n    s.bind(('', port))\ndef b():\n    port = 5000\n"
     "    s.bind(('', port))\n", "role", "both"),
    (f"{UDP}d, a = s.recvfrom(9)\ns.sendto(b'x', a)\n", "role", "server"),
    (f"{UDP}def chat(a):\n    s.sendto(b'x', a)\n    d, a = s.recvfrom(9)\n", "role", "client"),
    (f"{UDP}a = ('', 5000)\ns.sendto(b'x', a)\nd, a = s.recvfrom(9)\n", "role", "client"),
    (f"{UDP}import random\nport = random.randint(1, 9)\ns.bind(('', port))\n", "draws_port", True),
    (f"{UDP}s.bind(('', 5000))\n", "draws_port", False),
    (f"{TCP}MOST = 4\nkept = []\ns.listen()\nwhile True:\n    c, a = s.accept()\n    if len(kept) >= MOST:\n"
     "        c.close()\n        continue\n    kept.append(c)\n", "room", 4),
    (f"{TCP}kept = []\ns.listen()\nwhile True:\n    c, a = s.accept()\n    if len(kept) < 3:\n"
     "        kept.append(c)\n    else:\n        c.close()\n", "room", 3),
    (f"{UDP}kept = {{}}\nwhile True:\n    data, a = s.recvfrom(99)\n    parts = data.split()\n"
     "    if len(parts) == 2:\n        continue\n    kept[a] = parts\n", "room", None),
    (f"{WINDOW}class Chat(tk.Frame):\n    pass\n", "by_hand",
     "opens windows of its own (tkinter), in which nobody can type here"),
    (f"{TCP}import cv2\ncv2.imshow('x', cv2.imread('x'))\n", "by_hand",
     "opens windows of its own (cv2), in which nobody can type here"),
    (f"{TCP}import cv2\ns.send(cv2.imread('x'))\n", "by_hand", ""),
    (f"{UDP}import threading\nt = threading.Thread()\nt.start\n", "mistakes", {"not called": 5}),
    (f"{TCP}port = '5000'\ns.connect(('', port))\n", "mistakes", {"port is text": 4}),
    (f"{TCP}class A:\n    def __init__(self, port):\n        self.port = port\n    def go(self):\n"
     "        s.connect(('', self.port))\nport = '5000'\nA(int(port)).go()\n", "mistakes", {}),
    (f"{TCP}try:\n    s.connect((sys.argv[1], int(sys.argv[2])))\nexcept OSError:\n    exit()\n", "arguments",
     ["host", "port"]),
    (f"{TCP}try:\n    s.connect((sys.argv[1], 1))\nexcept IndexError:\n    s.connect(('', 1))\n", "arguments", []),
    # a table tells by its words what is wanted, and how many there are is asked of the words as well
    (f"{TCP}talk({{'host': sys.argv[1], 'port': int(sys.argv[2]), 'alias': sys.argv[3]}})\n", "arguments",
     ["host", "port", "name"]),
    (f"{TCP}w = sys.argv[1:]\nif len(w) == 1:\n    s.connect((sys.argv[1], 1))\nelse:\n    s.connect(('', 1))\n",
     "arguments", []),
    (f"{TCP}s.listen()\ndef out(c):\n    c.close()\nwhile True:\n    if s.recv(9) == b'sair':\n        out(s)\n",
     "stops", {"sair": 7}),
    (f"{TCP}import sys\nwhile True:\n    line = sys.stdin.readline().strip()\n    if line == 'halt':\n        break\n"
     "    s.send(line.encode())\n", "typed_stops", ("halt",)),
    (f"{TCP}word = 'halt'\nwhile (text := input()) != word:\n    s.send(text.encode())\n", "stops", {"halt": 4}),
    (f"{TCP}word = 'halt'\nword = input()\nwhile (text := input()) != word:\n    s.send(text.encode())\n", "stops", {}),
    (f"{TCP}import argparse\np = argparse.ArgumentParser()\np.add_argument('-e', '--end-word', default='bye')\n"
     "a = p.parse_args()\nwhile (text := input()) != a.end_word:\n    s.send(text.encode())\n", "stops", {"bye": 7}),
    (f"{TCP}import argparse\np = argparse.ArgumentParser()\np.add_argument('-p', '--port', default=7000)\n"
     "s.connect(('', p.parse_args().port))\n", "port", 7000),
    (f"{TCP}def one(c):\n    while c.recv(9):\n        pass\n    c.close()\nwhile True:\n    if s.recv(9) == b'NICK':\n"
     "        one(s)\n", "stops", {}),
    (f"{TCP}def serve(c):\n    name = ''\n    while True:\n        if not name:\n            name = c.recv(9)\n"
     "            if not name:\n                break\n        else:\n            text = c.recv(99)\n"
     "            s.send(text)\n", "mistakes", {"empty not noticed": 11}),
    (f"{TCP}s.listen()\nwhile True:\n    c, a = s.accept()\n    name = c.recv(9)\n    if name == b'root':\n"
     "        word = c.recv(9)\n        if word != b'12345':\n            c.close()\n            continue\n", "stops",
     {}),
    (f"{TCP}s.listen()\ndef out(c):\n    c.close()\nwhile True:\n    text = s.recv(9).decode()\n"
     "    if text.startswith('out '):\n        if names[all.index(s)] == 'root':\n            out(text[4:])\n", "stops",
     {}),
    *((f"{TCP}def chat():\n    while True:\n        text = input('Message: ')\n        if text == 'exit':\n"
       "            return True\n        s.send(text.encode())\n        s.recv(9)\n"
       f"def bye():\n    while input('Was it fun? ') != 'yes':\n        pass\n{begin}", "questions", [])
      for begin in ["if chat():\n    bye()\n", "left = chat()\nbye()\n", "if not chat():\n    exit()\nbye()\n"]),
    (f"{UDP}def keys():\n    import msvcrt\n", "by_hand", ""),
    (f"{TCP}import msvcrt\nprint 'key?'\nif msvcrt.kbhit():\n    s.send(msvcrt.getch())\n", "by_hand", ""),
    (f"{TCP}s.listen()\nwho = ''\nfor name in ('anna', 'bert'):\n    who = who + ' ' + name\nc, a = s.accept()\n"
     "c.send(who)\n", "mistakes", {"no encode": 8, "accepts once": 7}),
    *((f"{UDP}import random\nRATE, n = .3, random.randint(1, 3)\nwhile True:\n    d, a = s.recvfrom(99)\n"
       f"    {losing}\n", "loses", line) for losing, line in {
           "if random.random() < RATE:\n        continue\n    s.sendto(d, a)": 7,
           "if not (n == 1):\n        s.sendto(d, a)": 7,
           "if random.random() < RATE:\n        s.sendto(b'yes', a)\n    else:\n        s.sendto(b'no', a)": 0,
           "if not random.getrandbits(1):\n        s.sendto(d.upper(), a)": 7,
           "drop = random.random() < RATE\n    if not drop:\n        s.sendto(d, a)": 8,
           "if random.choice([True, False]):\n        s.sendto(d, a)": 7,
           "if RATE and random.random() < RATE:\n        continue\n    s.sendto(d, a)": 7,
           "n = len(d)\n    if n == 1:\n        s.sendto(d, a)": 0,
           "if n == 1:\n        s.sendto(b'lucky you', a)": 0,
           "if n == 1:\n        s.sendto(f'{n} {random.random()}'.encode(), a)": 0,
           "name = input() or f'guest{random.randint(1, 9)}'\n    if name:\n        s.sendto(name.encode(), a)": 0,
           "def choice():\n        return int(input())\n    if int(choice()) == 1:\n        s.sendto(d, a)": 0,
           "if int(d) == n:\n        s.sendto(b'won', a)": 0}.items()),
    (f"{TCP}s.listen()\none, _ = s.accept()\ntwo, _ = s.accept()\nwhile d := one.recv(9):\n    two.send(d)\n", "kind",
     "chat"),
    (f"{TCP}s.listen()\none, _ = s.accept()\nwhile d := one.recv(9):\n    one.send(d)\ntwo, _ = s.accept()\n"
     "while d := two.recv(9):\n    two.send(d)\n", "kind", "pair"),
    (f"{UDP}import argparse\nargparse.ArgumentParser().add_argument('n', choices=5)\n", "commands", {"": ["role"]}),
])
def test_what_is_read(source, attribute, value):
    """What decides how a script is driven is not mistaken for something that looks like it."""
    assert getattr(one(source), attribute) == value


ROLES = ("import argparse\nimport socket\np = argparse.ArgumentParser()\n{}a = p.parse_args()\n"
         "s = socket.socket()\ndef serve():\n    s.listen()\ndef join():\n    s.connect(('', 5000))\n{}\n")
SWITCH = "p.add_argument({!r}, action='store_true')\n"


@pytest.mark.parametrize(("switches", "test", "server", "client"), [
    (["--server"], "serve() if a.server else join()", ["--server"], []),
    (["-c"], "if not a.c:\n    serve()\nelse:\n    join()", [], ["-c"]),
    (["--server", "--client"], "if a.server:\n    serve()\nelif a.client:\n    join()", ["--server"], ["--client"]),
    (["--verbose"], "if a.verbose:\n    print()\nserve()\njoin()", [], [])])
def test_roles_by_switches(switches, test, server, client):
    """A program that serves or connects by a switch is given the one that its role takes."""
    script = one(ROLES.format("".join(map(SWITCH.format, switches)), test))
    assert (script.command("server"), script.command("client")) == (server, client)


@pytest.mark.parametrize("cases", ["case ['/help']:\n        pass\n    case _:",
                                   "case m if m[1:]:\n        pass\n    case _:"])
def test_a_match_of_more_than_words(cases):
    """No case of a match is lost."""
    source = "import socket\ns = socket.create_connection(('', 1))\nmatch input().split():\n"
    assert "send" in one(f"{source}    {cases}\n        s.send(b'')\n").lines


@pytest.mark.parametrize(("last", "leaves", "receives"), [("print(1)", "", "2"), ("break", "2", "")])
def test_menus_that_receive(last, leaves, receives):
    """A choice that waits for what comes and then ends the talk is the way out."""
    [menu] = one(MENU.format("print(s.recv(9))", last)).menus
    assert (menu.goes_on, menu.leaves, menu.receives) == ("1", leaves, receives)


@pytest.mark.parametrize(("name", "menus"), [("reply", 0), ("text", 1)])
def test_a_question_that_is_asked_once_more_makes_no_menu_of_itself(name, menus):
    """A reply that is asked for again where it is too long, and never sent, is no choice beside another question."""
    source = ("import socket\nc, _ = socket.create_server(('', 5000)).accept()\nwhile c.recv(99):\n"
              f"    reply = input('Reply ')\n    while len(reply) > 9:\n        {name} = input('Shorter ')\n"
              "    if reply == 'exit':\n        break\n")
    assert len(one(source).menus) == menus


def test_a_module_of_their_own_is_not_missing(tmp_path):
    """A module that was handed in beside the script is not called missing."""
    source = "import config, colours\n" + SERVER
    script = handin.find(lay(tmp_path, {"server.py": source, "config.py": "A = 1\n"})).scripts[1]
    assert [name for name in script.mistakes if name.startswith("module")] == ["module colours"]


# Text around programs


@pytest.mark.parametrize("fence", [
    "```python\n{}```\n", "~~~\n{}~~~\n", "````py\n{}````\n", "  ```\n{}  ```\n"])
def test_fences(fence, tmp_path):
    """Programs in the fences of a README are found, and numbered with the other blocks."""
    blocks = [fence.format(block) for block in (SERVER, "Client {'hi'}\n", CLIENT)]
    found = handin.find(lay(tmp_path, {"README.md": "# Hi\n\n" + "Output:\n".join(blocks)}))
    assert chosen(found, "tcp-pair") == ("README.md#1", "README.md#3")


@pytest.mark.parametrize(("second", "programs"), [
    (CLIENT, 2), ("import socket\ns = socket.socket()\ns.connect(door.getsockname())\n", 1)])
def test_two_programs_in_one_fence(second, programs, tmp_path):
    """Two that stand one after the other in a block are two programs, unless the second needs what the first made."""
    first = f"{SERVER}door = socket.socket()\n"
    scripts = handin.find(lay(tmp_path, {"README.md": f"# Hi\n\n```python\n{first}{second}```\n"})).scripts
    assert [script.source for script in scripts] == ([first, second] if programs == 2 else [first + second])


@pytest.mark.parametrize(("cell", "program"), [
    ("print('Client: %s'\n      % data)\n!ls", "print('Client: %s'\n      % data)\n# ls"),
    ('MENU = """\n!!! Welcome !!!\n% of all\n"""\n%time', 'MENU = """\n!!! Welcome !!!\n% of all\n"""\n# time'),
    ("x = 10 \\\n% 3", "x = 10 \\\n% 3"), ("if x:\n    !ls\n    y = !ls", "if x:\n    # ls\n    y = []  # ls"),
    ("%%time\nx = 1", "# %time\nx = 1"), ("%%bash\nls -l", "# %%bash\n# ls -l"), ("%%!\nls -l", "# %%!\n# ls -l"),
    ("%%script python3\nx = 1", "# %script python3\nx = 1"), ("%%script sh --bg\nls", "# %%script sh --bg\n# ls"),
    ("%%writefile names.txt\nann", "# %%writefile names.txt\n# ann"), ("%%writefile a.py\nx", "# %writefile a.py\nx")])
def test_what_is_no_python_in_a_notebook(cell, program, tmp_path):
    """A line is Jupyter's where a statement begins, not where one goes on; a cell of another language all is."""
    cells = [{"cell_type": "code", "source": source} for source in (SERVER, cell)]
    scripts = handin.find(lay(tmp_path, {"lab.ipynb": json.dumps({"cells": cells})})).scripts
    assert [script.source for script in scripts] == [f"{SERVER}\n\n{program}"]


@pytest.mark.parametrize(("code", "sources"), [
    ("print('hi')", [SERVER.strip(), CLIENT.strip()]), (f"{SERVER}\nprint('hi')", [f"{SERVER}\nprint('hi')"])])
def test_a_notebook_of_text(code, sources, tmp_path):
    """A program that became text on its way into a notebook is read; one that is quoted beside a program is not."""
    cells = [("markdown", f'Wait for a client."""\n\n{SERVER}'), ("raw", CLIENT), ("code", code)]
    cells = [{"cell_type": kind, "source": source.splitlines(True)} for kind, source in cells]
    scripts = handin.find(lay(tmp_path, {"lab.ipynb": json.dumps({"cells": cells})})).scripts
    assert [script.source.strip() for script in scripts] == sources


def test_fences_in_a_list(tmp_path):
    """A fence in an entry of a list stands further in, with all that is in it (CommonMark, 5.2)."""
    blocks = [textwrap.indent(f"```python\n{block}```\n", "    ") for block in (SERVER, CLIENT)]
    text = "# Hi\n\n" + "".join(f"{number}. Program:\n\n{block}\n" for number, block in enumerate(blocks, 1))
    scripts = handin.find(lay(tmp_path, {"README.md": text})).scripts
    assert [(script.source, script.error) for script in scripts] == [(SERVER, ""), (CLIENT, "")]


def test_pasted_programs_end_where_prose_begins(tmp_path):
    """The text between and after pasted programs is no part of them."""
    text = f"PRACTICAL 12\nServer:\n{SERVER}\nClient\n{CLIENT}\nOUTPUT\nClient: hi\nbye\n"
    scripts = handin.find(lay(tmp_path, {"12b.txt": text})).scripts
    assert [script.source for script in scripts] == [SERVER, CLIENT]


def test_prose_is_no_program(tmp_path):
    """Text that only speaks of sockets, pictures and other files are left alone."""
    files = {"notes.txt": "We import socket programming from the book.\n", "a.png": b"\x89PNG\0import socket",
             "b": b"\x7fELF\0import socket\n", "c.docx": b"PK", "__pycache__/x.py": SERVER,
             ".hidden.py": SERVER, "venv/pyvenv.cfg": "", "venv/x.py": SERVER}
    assert handin.find(lay(tmp_path, files)).scripts == []


@pytest.mark.parametrize("encode", [
    lambda text: text.encode("utf-16"), lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: ("# caf\xe9\n" + text).encode("cp1252"), lambda text: text.replace("\n", "\r\n").encode()])
def test_encodings(encode, tmp_path):
    """Whatever an editor wrote before and between the letters, the program is read."""
    lay(tmp_path, {name: encode(text) for name, text in PAIR.items()})
    assert chosen(handin.find(tmp_path), "tcp-pair") == ("server.py", "client.py")


def test_hundreds_of_scripts_are_paired_by_what_is_likely(tmp_path):
    """Not each of so many servers is weighed against each client."""
    lay(tmp_path, {f"{name}{n}.py": source for n in range(150) for name, source in PAIR.items()})
    assert len(handin.find(tmp_path).pairs["tcp-pair"]) < 5_000


def test_names_that_say_a_script_is_not_meant(tmp_path):
    """An echo in camelCase is another practical's, test steps are no scripts, and what lies in the trash comes last."""
    assert names.is_of_another("tcpEchoServer.py") and not names.is_of_another("tcpChatServer.py")
    folder = lay(tmp_path, {"Trash/server.py": SERVER, "Trash/client.py": CLIENT, "features/steps/server.py": SERVER,
                            "work/server.py": SERVER, "work/client.py": CLIENT})
    assert chosen(handin.find(folder), "tcp-pair") == ("work/server.py", "work/client.py")
    assert "features/steps/server.py" not in {script.path for script in handin.find(folder).scripts}


UNIT = """import unittest, server, client
one, two = server.serve(), client.Client("t")
class TestNames({}):
    def {}(self):
        two.sock.send(input("> ").encode())
"""


@pytest.mark.parametrize("base, function, is_test", [
    ("unittest.TestCase", "setUp", True), ("object", "test_names", True), ("object", "names", False)])
def test_a_test_of_both_is_neither(base, function, is_test, tmp_path):
    """What unittest is to run is no server and no client, though it imports both; by its import alone it is no test."""
    source = SERVER + UNIT.format(base, function)
    folder = lay(tmp_path, {"server.py": SERVER, "client.py": CLIENT, "names_of_both.py": source})
    assert ("names_of_both.py" in {script.path for script in handin.find(folder).scripts}) != is_test


def test_the_order_of_sets_decides_nothing():
    """What the finder says does not hang on the seed of hashes, another one in each process (PYTHONHASHSEED)."""
    command = sys.executable, "-m", "lab12.finder.handin", ZOO / "semester-lab"
    said = {subprocess.run(command, text=True, check=True, cwd=ZOO.parents[1], capture_output=True,
                           env={**os.environ, "PYTHONHASHSEED": str(seed)}).stdout for seed in range(6)}
    assert len(said) == 1


TRIES = """import socket, time
{before}
while {test}:
    link = socket.socket()
    try:
        link.connect(("127.0.0.1", 5000))
        break
    except OSError:
        {failed}
    {after}
while True:
    link.sendall(input().encode())
    print(link.recv(999))
"""
POLLS = """import socket, time
link = socket.socket(type=socket.SOCK_DGRAM)
link.settimeout(1)
while True:
    text = input()
    while True:
        link.sendto(text.encode(), ("127.0.0.1", 5000))
        try:
            print(link.recvfrom(999))
            break
        except {error}:
            {failed}
"""


@pytest.mark.parametrize("form, parts, for_ever", [
    (TRIES, {}, True), (TRIES, {"test": "1"}, True), (TRIES, {"test": "tries < 9"}, False),
    (TRIES, {"after": "tries += 1"}, True), (TRIES, {"after": "if tries > 9: break"}, False),
    (TRIES, {"failed": "continue", "after": "if done(link): break"}, True), (TRIES, {"failed": "raise"}, False),
    (TRIES, {"failed": "give_up(link)"}, False), (TRIES, {"failed": "time.sleep(end - time.time())"}, False),
    (TRIES, {"failed": "input('Again? ')"}, False), (TRIES, {"before": "threading.Timer(9, end).start()"}, False),
    (TRIES, {"before": "threading.Thread(target=run).start()\ntime.sleep(9)"}, False),
    (TRIES, {"before": "for _ in range(9): time.sleep(1)"}, False),
    (TRIES, {"before": "def once():\n    link.recv(9)\nfor _ in range(9): once()"}, False),
    (POLLS, {"error": "TimeoutError", "failed": "pass"}, True),
    (POLLS, {"error": "OSError", "failed": "exit()"}, False),
    (POLLS, {"error": "TimeoutError", "failed": "tries += 1\n            if tries > 9: break"}, False)])
def test_who_tries_for_ever(form, parts, for_ever):
    """Only where nothing but success ends it: who counts, looks at the time or asks its user may come to an end."""
    usual = {"before": "", "test": "True", "failed": "time.sleep(1)", "after": ""}
    assert tries_for_ever(form.format(**usual | parts)) == for_ever


@pytest.mark.parametrize("seconds, waits", [
    ("", True), ("guest.settimeout(None)", True), ("guest.settimeout(1)", False), ("door.settimeout(1)", True),
    ("guest.setblocking(False)", False)])
def test_who_keeps_all_others_waiting(seconds, waits):
    """A server that hears one client after the other waits for each, unless for a moment only."""
    server = ("import socket\nguests = []\ndoor = socket.create_server(('', 5000))\nwhile True:\n"
              f"    guest, _ = door.accept()\n    {seconds or 'pass'}\n    guests.append(guest)\n"
              "    for guest in guests:\n        said = guest.recv(99)\n"
              "        for other in guests:\n            other.sendall(said)\n")
    assert ("one by one" in read("server.py", server)[0].mistakes) == waits


def test_arguments_that_become_parts_of_addresses():
    """Two numbers on the command line are told apart by what becomes of them, whatever they are called."""
    [script] = read("peer.py", "import argparse, socket\np = argparse.ArgumentParser()\n"
                    "p.add_argument('me', type=int)\np.add_argument('other', type=int)\na = p.parse_args()\n"
                    "s = socket.socket()\ns.bind(('', a.me))\ns.listen()\n"
                    "socket.create_connection(('127.0.0.1', a.other))\n")
    assert script.commands == {"": ["own port", "port"]} and script.peer


KEY = ("import socket, sys\nkey = sys.argv[2]\ns = socket.socket()\ns.connect(('', int(sys.argv[1])))\n"
       "def code(text, key):\n    return ''.join(chr(ord(c) + {}(key)) for c in text)\n"
       "while True:\n    s.send(code(input(), key).encode())\n")


def test_a_number_on_the_command_line_that_is_read_later():
    """What int() reads of the command line is no name, wherever it is read."""
    assert [one(KEY.format(kind)).command("client", port=5000) for kind in ("int", "len")] == [
        ["5000", "1"], ["5000", "Anna"]]


def test_the_command_line_by_another_name():
    """args = sys.argv is the command line, too, where args is nothing else."""
    source = "import socket, sys\nargs = sys.argv\n{}s = socket.socket()\ns.connect((args[1], int(args[2])))\n"
    assert one(source.format("")).arguments == ["host", "port"]
    assert one(source.format("if len(args) != 3:\n    sys.exit()\n")).arguments == ["host", "port"]
    assert one(source.format("args = open('a').read().split()\n")).arguments == []


@pytest.mark.parametrize(("prompt", "wants"), [
    ("Maximum number of users? ", "number"), ("Número máximo de clientes: ", "number"), ("Your user id: ", "choice")])
def test_how_many_there_may_be_is_not_one(prompt, wants):
    """A server that takes so many users at the most is not told that this is one."""
    source = (f"import socket\nn = int(input({prompt!r}))\ns = socket.socket()\ns.bind(('', 5000))\ns.listen()\n"
              "taken = []\nwhile len(taken) < n:\n    taken.append(s.accept())\n")
    assert one(source).questions[0].wants == wants


CLASS = ("import socket\nclass Client:\n    def over_tcp(self):\n"
         "        s = socket.socket()\n        s.connect(('', 5000))\n        while True:\n"
         "            s.send(input().encode())\n    def over_udp(self):\n"
         "        s = socket.socket(type=socket.SOCK_DGRAM)\n"
         "        while True:\n            s.sendto(input().encode(), ('', 5001))\n"
         "kind = input('1 or 2? ')\nif kind == '1':\n    Client().over_udp()\nelse:\n    Client().over_tcp()\n")


def test_a_method_of_a_class_of_both_transports():
    """Of a class only the method that is called tells over what: Client().over_udp()."""
    both = read("a.py", CLASS)
    assert [(one.transport, one.questions[0].answers["choice"]) for one in both] == [("tcp", "2"), ("udp", "1")]


def test_a_module_for_each_transport():
    """Functions of one name in two modules are told apart by the module, and hints name the one that is meant."""
    start = "import socket\ndef start():\n" \
        "    s = socket.socket({})\n    s.bind(('', {}))\n    talk(s)\ndef talk(s):\n"
    tcp = start.format("", 5000) + (
        "    s.listen()\n    c, a = s.accept()\n    print(c.recv(9))\n    c.send(b'hi')\n")
    udp = start.format("type=socket.SOCK_DGRAM", 5001) + "    data, a = s.recvfrom(9)\n    print(data)\n"
    both = read("a.py", "import on_tcp, on_udp\nkind = input('TCP or UDP? ')\nif kind == 'TCP':\n"
                "    on_tcp.start()\nelse:\n    on_udp.start()\n", [("on_tcp.py", tcp), ("on_udp.py", udp)])
    assert [(one.transport, one.port, one.lines["bind"]) for one in both] == [
        ("tcp", 5000, "on_tcp.py, line 4"), ("udp", 5001, "on_udp.py, line 4")]
    assert [Source(one, "server").at("bind") for one in both] == ["on_tcp.py, line 4: ", "on_udp.py, line 4: "]
    assert "recv" not in both[1].lines
