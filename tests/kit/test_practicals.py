"""Practicals: a file transfer and a calculator are told from a conversation, and a chat that sends files is neither."""
from types import SimpleNamespace

import pytest

from lab12.finder.handin import find
from lab12.finder.practicals import of_internet, other_practical
from lab12.finder.source import read
from lab12.grader import candidates, grade, verdict
from lab12.rubric.checks import MISSED, PASSED, Result

SERVER = "import socket\ndoor = socket.create_server(('', 5000))\nlink, _ = door.accept()\n"
CLIENT = "import socket\nlink = socket.create_connection(('', 5000))\n"
TALKS = "while True:\n    print(link.recv(99).decode())\n    link.send(input().encode())\n"
KEEPS = "with open('got', 'wb') as file:\n    while data := link.recv(99):\n        file.write(data)\n"
GIVES = "with open(input('Which? '), 'rb') as file:\n    link.sendall(file.read())\n"
LENDS = "def lend():\n    name = link.recv(99).decode()\n    for part in open(name):\n        hand_over(part)\n" \
    "def hand_over(part):\n    link.send(part.encode())\nlend()\n"
LOGS = "log = open('log.txt', 'a')\nwhile data := link.recv(99):\n    log.write(data.decode())\n    link.send(b'ok')\n"
WELCOMES = "link.send(open('welcome.txt').read().encode())\nwhile data := link.recv(99):\n    link.send(data)\n"
ASKS = "link.send(input('? ').encode())\nprint(link.recv(99).decode())\n"
WORKS_OUT = "a, sign, b = link.recv(99).decode().split()\na, b = float(a), float(b)\n" \
    "if sign == '*':\n    link.send(str(a * b).encode())\nelse:\n    link.send(str(a / b).encode())\n"
RUNS = "import subprocess\nwhile True:\n    text = link.recv(99).decode().strip()\n    print(text)\n" \
    "    link.send({})\n"
SHELL = "subprocess.run({}, shell=True, capture_output=True).stdout"
PLAYS = "import random\n{}\nwhile True:\n    said = link.recv(99).decode()\n    print(said)\n    if {}:\n" \
    "        link.send(b'yes')\n"
KEPT = "games, who = {}, 'anna'\ndef look(line):\n    right = games[who]['right']\n    return int(line) == right\n" \
    "games[who] = {'right': bin(random.randrange(9)).count('1')}"
UNDERLINES = "n = int(link.recv(99))\nprint('=' * n, n / 2)\nlink.send(b'ok')\n"


@pytest.mark.parametrize("serves, calls, what", [
    (KEEPS, GIVES, "a file transfer"), (LENDS, ASKS, "a file transfer"), (WORKS_OUT, ASKS, "a calculator"),
    ("print(eval(link.recv(99)))\nlink.send(b'done')\n", ASKS, "a calculator"),
    (TALKS, TALKS, ""), (TALKS, KEEPS + GIVES, ""), (KEEPS + TALKS, GIVES + TALKS, ""), (LOGS, ASKS, ""),
    (WELCOMES, ASKS, ""), (UNDERLINES, ASKS, ""), (KEEPS, ASKS, "")])
def test_what_else_a_pair_is(serves, calls, what):
    """It is told by what both do with files, or with numbers, where the server asks its user for nothing."""
    [server], [client] = read("s.py", SERVER + serves), read("c.py", CLIENT + calls)
    assert other_practical(server, client) == what
    assert not other_practical(server, client, crosses=True)


@pytest.mark.parametrize("serves, what", [
    (RUNS.format(SHELL.format("text")), "a remote shell"),
    (RUNS.format(SHELL.format("text.split()")), "a remote shell"),
    (RUNS.format(SHELL.format("['bash', '-c', text]")), "a remote shell"),
    (RUNS.format(SHELL.format("text[:]")), "a remote shell"),
    (RUNS.format(SHELL.format("['notify-send', 'Chat', text]")), ""),
    (RUNS.format(SHELL.format("'say ' + text")), ""), (RUNS.format(SHELL.format("f'echo {text}'")), ""),
    (RUNS.format(SHELL.format("text[5:]")), ""), (RUNS.format(SHELL.format("'date'")), ""),
    (RUNS.format("input().encode()").replace("print(", "subprocess.getoutput("), ""),
    ("text = link.recv(9)\nprint(text)\nlink.send(str(int(text) ** 2).encode())\n", "a calculator"),
    ("link.send(str(eval(link.recv(99))).encode())\n", "a calculator"),
    ("text = link.recv(99).decode()\nprint(text)\ntry:\n    told = str(eval(text))\nexcept Exception as error:\n"
     "    told = str(error)\nlink.send(told.encode())\n", "a calculator"),
    ("said = eval(link.recv(99))\nprint(said['text'])\nlink.send(str(said).encode())\n", ""),
    ("link.send(eval(link.recv(99))['text'].encode())\n", ""), ("print(eval(link.recv(99)))\nlink.send(b'ok')\n", ""),
    ("def half(n):\n    n = n / 2\n    return n\ntext = link.recv(9)\nprint(text)\ntext = half(float(text.decode()))\n"
     "link.send(str(text).encode())\n", "a calculator"),
    ("n = int(link.recv(9))\nprint('=' * n, n / 2)\nlink.send(b'ok')\n", ""),
    ("n, text = int(link.recv(9)), b''\nwhile len(text) < n:\n    text += link.recv(n - len(text))\nlink.send(text)\n",
     ""),
    ("n = int(link.recv(9))\ntext = link.recv(n + 1)\nprint(text)\nlink.send(b'got ' + text)\n", ""),
    ("try:\n    n = str(int(link.recv(9)) + 1)\nexcept ValueError:\n    n = 'what?'\nlink.send(n.encode())\n", ""),
    ("n = int(link.recv(9)[5:])\nprint(n)\nlink.send(str(n + 1).encode())\n", ""),
    (PLAYS.format("right = random.randint(1, 9)", "int(said) == right"), "a game"),
    (PLAYS.format("hand = random.choice(['stone', 'paper'])", "said == hand"), "a game"),
    (PLAYS.format("word = random.choice(WORDS).lower()", "said in word"), "a game"),
    (PLAYS.format(KEPT, "look(said)"), "a game"),
    (PLAYS.format("number = 7", "random.random() < 0.3 and int(said) == number"), ""),
    (PLAYS.format("code = str(random.randint(1000, 9999))", "said == code"), ""),
    (PLAYS.format("own = random.urandom(4).hex()", "said.startswith('x') and said[1:] == own"), ""),
    (PLAYS.format("mark = str(random.random())", "said == mark"), ""),
    (PLAYS.format("hue = random.choice(HUES)", "said == 'over'"), ""),
    (PLAYS.format("right = random.randint(1, 9)", "int(said) == right").replace("b'yes'", "input().encode()"), "")])
def test_what_is_no_conversation_though_the_server_shows_what_comes(serves, what):
    """A remote shell runs all that comes; in a game what comes is compared with what chance has drawn."""
    [server], [client] = read("s.py", SERVER + serves), read("c.py", CLIENT + ASKS)
    assert other_practical(server, client, crosses=True).partition(",")[0] == what


ASKS_OFTEN = "while True:\n    " + ASKS.replace("\n", "\n    ")
POSTS = "link.send(f'MAIL FROM:<{input()}>\\r\\n'.encode())\nprint(link.recv(99))\n"
FETCHES = "link.send(f'GET /{input()} HTTP/1.1\\r\\n\\r\\n'.encode())\nprint(link.recv(99))\n"
LENDS_PAGES = "print(link.recv(99).decode())\nlink.send(b'HTTP/1.1 200 OK\\r\\n\\r\\n<h1>Hello</h1>')\n"


@pytest.mark.parametrize("serves, calls, what", [
    (LENDS_PAGES, FETCHES, "a program for web pages"), (LENDS_PAGES + TALKS, FETCHES, ""), (LENDS_PAGES, ASKS, ""),
    (LENDS, FETCHES, ""), ("said = link.recv(99)\nif b'MAIL FROM:' == said:\n    link.send(b'no mail')\n", POSTS, ""),
    ("'HTTP/1.1 is another protocol'\nlink.send(link.recv(99))\n", FETCHES, ""),
    ("print('HTTP/1.1 is another protocol')\nlink.send(link.recv(99))\n", FETCHES, ""),
    ("link.send(link.recv(99) or b'We speak no HTTP/1.1')\n", FETCHES, "")])
def test_what_speaks_as_the_servers_of_the_internet_do_is_no_conversation(serves, calls, what):
    """Where both do: whatever is typed is a part of their protocol. One that only looks for its words is none."""
    [server], [client] = read("s.py", SERVER + serves), read("c.py", CLIENT + calls)
    assert other_practical(server, client, crosses=True) == what


@pytest.mark.parametrize("calls, what", [
    (POSTS, "mail"), (FETCHES, "web"), (POSTS.replace("f'MAIL FROM:<{input()}>", "'a1 SELECT INBOX"), "mail")])
def test_a_program_for_mail_or_the_web_is_nobodys_client(calls, what, tmp_path):
    """Alone it is of another practical, and beside half a pair it is not the other half, whatever port it calls."""
    (tmp_path / "b.py").write_text(CLIENT + calls)
    [half] = find(tmp_path).pairs["tcp-pair"]
    roles = SimpleNamespace(kind="pair", server=None, client=half.client, everybody=[])
    driver = SimpleNamespace(facts={}, roles=roles, notices=set(), crossings=[])
    assert half.client.path == "b.py" and verdict.judge({}, driver, half)[0] == verdict.OTHER
    (tmp_path / "a.py").write_text(SERVER + TALKS)
    handin = find(tmp_path)
    assert [(pair.server.path, pair.client) for pair in handin.pairs["tcp-pair"]] == [("a.py", None)]
    assert [pair.client.path for pair in handin.others] == ["b.py"] and what in of_internet(half.client)
    (tmp_path / "c.py").write_text(CLIENT.replace("5000", "5001") + ASKS_OFTEN)
    assert [(pair.server.path, pair.client.path) for pair in find(tmp_path).pairs["tcp-pair"]] == [("a.py", "c.py")]


def test_a_client_that_runs_what_its_server_types_is_no_conversation():
    asks = "while True:\n    link.send(input().encode())\n    print(link.recv(99))\n"
    [server], [client] = read("s.py", SERVER + asks), read("c.py", CLIENT + RUNS.format(SHELL.format("text")))
    assert server.asks and other_practical(server, client, crosses=True).startswith("a remote shell")


@pytest.mark.parametrize("tells, what", [
    ("one.send(told)", "a calculator"), ("for each in ready:\n            each.send(told)", "")])
def test_a_calculator_of_many_is_one_unless_it_passes_on_what_comes(tells, what):
    serves = "import select, socket\ndoor = socket.create_server(('', 5000))\nready = [door]\nwhile True:\n" \
        "    for one in select.select(ready, [], [])[0]:\n        if one is door:\n" \
        "            conn, _ = door.accept()\n            ready.append(conn)\n            continue\n" \
        f"        told = str(eval(one.recv(99))).encode()\n        {tells}\n"
    [server], [client] = read("s.py", serves), read(
        "c.py", CLIENT + "while True:\n    " + ASKS.replace("\n", "\n    "))
    assert server.kind == "chat" and other_practical(server, client) == what


@pytest.mark.parametrize("which, what", [
    ("os.path.join(here, 'answers.txt')", ""), ("here + '/answers.txt'", ""), ("f'{here}/answers.txt'", ""),
    ("Path(here) / 'answers.txt'", ""), ("NAME", ""), ("os.path.join(here, name)", "a file transfer"),
    ("Path(here) / name", "a file transfer"), ("name", "a file transfer")])
def test_a_file_that_a_script_names_itself_holds_its_own_texts(which, what):
    """Of such a one a server reads what it says: it is no file that is asked for."""
    [server], [client] = read("s.py", "import os\nfrom pathlib import Path\nhere = os.path.dirname(__file__)\n"
                              f"NAME = os.path.join(here, 'answers.txt')\n{SERVER}name = link.recv(99).decode()\n"
                              f"with open({which}) as file:\n    link.send(file.read().encode())\n"), read(
        "c.py", CLIENT + ASKS)
    assert other_practical(server, client) == what


@pytest.mark.parametrize("error, judged", [
    ("NameError: name 'mesage' is not defined, line 5", "does not run"),
    ("TypeError: can only concatenate str (not \"bytes\") to str, line 5", "does not run"),
    ("NameError: name 'sobadode1' is not defined, line 4", verdict.OTHER),
    ("SyntaxError: invalid syntax, line 4", verdict.OTHER), ("", verdict.OTHER)])
def test_a_slip_leaves_a_program_what_it_is_meant_to_be(error, judged):
    """One that ends in an error of its own is no other practical, but in one that eval() meets in what was typed."""
    [server], [client] = read("s.py", SERVER + "said = eval(link.recv(99))\nprint(mesage)\nlink.send(b'ok')\n"), read(
        "c.py", CLIENT + ASKS)
    pair = SimpleNamespace(server=server, client=client)
    seen = {"starts": Result("starts", "", PASSED), "message": Result(
        "message", "", MISSED, seen=f"the server has ended: {error}" if error else "nothing")}
    roles = SimpleNamespace(kind="pair", server=server, client=client, accounts=lambda: {})
    driver = SimpleNamespace(facts={}, roles=roles, crossings=[], heard=lambda role: False, notices=set())
    found = verdict.first_fault(seen, pair)
    assert error == (f"{found.words}, line {found.line}" if found else "")
    assert verdict.judge(seen, driver, pair)[0] == judged


@pytest.mark.parametrize("runs, judged", [(SHELL.format("text"), verdict.OTHER), ("text.encode()", "one way")])
def test_a_shell_that_shows_its_commands_is_no_conversation(runs, judged):
    [server], [client] = read("s.py", SERVER + RUNS.format(runs)), read("c.py", CLIENT + ASKS)
    seen = {name: Result(name, "", PASSED) for name in ("starts", "message")} | {
        "reply": Result("reply", "", MISSED, expected="the server to ask", seen="it waits"),
        "turns": Result("turns", "", MISSED)}
    driver = SimpleNamespace(facts={}, roles=SimpleNamespace(kind="pair"), notices=set())
    assert verdict.judge(seen, driver, SimpleNamespace(server=server, client=client))[0] == judged


def test_what_comes_may_be_named_in_the_test_of_a_loop():
    [script] = read("s.py", "import random, socket\ndoor = socket.socket(type=socket.SOCK_DGRAM)\n"
                    "door.bind(('', 5000))\nhue = random.choice(['red', 'blue'])\n"
                    "while got := door.recvfrom(99):\n    door.sendto(input(hue).encode(), got[1])\n")
    assert (script.role, script.transport, script.work) == ("server", "udp", set())


def test_a_file_transfer_comes_after_what_is_none(tmp_path):
    """Whatever the two are called: of two pairs that are as likely, the one that shows what comes is marked."""
    for name, serves, calls in ("a", LENDS, ASKS), ("b", "print(link.recv(99))\nlink.send(b'ok')\n", ASKS):
        for side, text in ("server", SERVER + serves), ("client", CLIENT + calls):
            (tmp_path / f"{name}_{side}.py").write_text(text.replace("5000", {"a": "5000", "b": "5001"}[name]))
    assert find(tmp_path).pairs["tcp-pair"][0].server.path == "b_server.py"


def test_what_goes_better_with_one_of_this_practical_is_of_no_other():
    """udp/lossy.py stands between the two of a pair, and is of another practical; udp/recvr1.py is not."""
    server, client, lossy, echo = "abcd"
    whole = SimpleNamespace(server=server, client=client, score=8.8)
    handin = SimpleNamespace(pairs={"udp-pair": [whole], "tcp-chat": []})
    for pair, belongs in (((server, lossy, 6.3), True), ((echo, lossy, 6.3), False), ((server, lossy, 9.0), False),
                          ((None, client, 1.0), True)):
        assert grade.belongs(SimpleNamespace(server=pair[0], client=pair[1], score=pair[2]), handin) is belongs


@pytest.mark.parametrize(("starts", "judged", "left"), [
    (PASSED, verdict.BROKEN, ["files"]), (MISSED, verdict.BROKEN, ["files", "game"]),
    (PASSED, verdict.ECHO, ["files", "game"])])
def test_a_server_that_is_of_another_practical_with_one_client_is_no_broken_pair_with_another(starts, judged, left):
    """Where no message crosses though both go on; a client that fails, and an echo, are a conversation's."""
    def tried(name, found, *results):
        return SimpleNamespace(server="s.py", client=name, verdict=found, results=results)

    both = [tried("files", verdict.MISSING), tried("game", judged, Result("starts", "", starts))]
    assert [one.client for one in candidates.not_aside(both)] == left
    assert candidates.not_aside(both[1:]) == both[1:]
