"""Patterns: commands that a program takes apart with a regular expression."""
import pytest
from performing import performed
from sources import CALL, HALL

from lab12.finder.menus import ADDRESSEE
from lab12.finder.patterns import word_of
from lab12.finder.source import read
from lab12.rubric.checks import PASSED

ROOMS = """import re, socket, threading
door, people, rooms = socket.create_server(("127.0.0.1", 7651)), {}, {}
def handle(link, line):
    made = re.match(r"-create;\\s*(?P<room>\\w+)", line)
    entered = re.match(r"-join;\\s*(?P<room>\\w+)", line)
    named = re.match(r"-name;\\s*(?P<who>\\w+)", line)
    said = re.match(r"-say;\\s*(?P<text>.+)", line)
    if named:
        people[link] = named.group("who")
    elif link not in people:
        return "-name; first"
    elif made:
        rooms[made["room"]] = {link}
    elif entered:
        if entered["room"] not in rooms:
            return "no such room"
        rooms[entered["room"]].add(link)
    elif said:
        for other in set().union(*(members for members in rooms.values() if link in members)) - {link}:
            other.sendall((people[link] + ": " + said.group("text") + "\\n").encode())
        return ""
    else:
        return "what is that?"
    return "done"
def serve(link):
    for line in link.makefile():
        print(line.strip())
        if answer := handle(link, line.strip()):
            link.sendall((answer + "\\n").encode())
    for members in rooms.values():
        members.discard(link)
while True:
    threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
"""
GUEST = """import re, socket, threading
link = None
def hear():
    for line in link.makefile():
        print(line.strip())
while line := input("> "):
    if found := re.fullmatch(r"/call (\\S+) (\\d+)", line):
        link = socket.create_connection((found.group(1), int(found.group(2))))
        threading.Thread(target=hear, daemon=True).start()
    elif link is None:
        print("call first")
    else:
        link.sendall((line + "\\n").encode())
"""


@pytest.mark.usefixtures("copies")
def test_words_that_only_patterns_tell_are_typed_before_and_in_the_talk(tmp_path):
    names = "starts", "listens", "message", "turns", "everybody", "letters"
    outcomes, _ = performed(tmp_path, "tcp-chat", {"server.py": ROOMS, "client.py": GUEST}, *names)
    assert outcomes == dict.fromkeys(names, PASSED)


@pytest.mark.parametrize("pattern, word, more", [
    (r"-create;\s*(?P<id>\w+)", "-create; ", True), (r"/join (\S+)", "/join ", True),
    (r"^/nick\s+(\w+)$", "/nick ", True), (r"\A(?:/nick|/name) (\w+)", "/nick ", True), (r"say:(.*)", "say:", True),
    (r"^\/w (\w+)", "/w ", True), (r"(?i)login\ (\w+)", "login ", True), (r"/quit", "/quit", False),
    (r"QUIT\s*$", "QUIT", False), (r"\w+", "", False), (r"(.*)", "", False), (r"/(\w+) (.*)", "", False),
    (r"colou?r (.*)", "", False), (r"exit|quit", "", False), (r"@(\w+) (.*)", "", False), (r"/?nick (\w+)", "", False),
    (r"[", "", False), (r"", "", False)])
def test_the_word_that_a_pattern_begins_with(pattern, word, more):
    assert word_of(pattern) == (word, more)


@pytest.mark.parametrize("does, verbs", [
    ("m = re.match(r'/nick (\\w+)', line)\n        if m:\n            seats[m[1]] = link", {"nick": "/nick "}),
    ("if (m := NICK.match(line)) is not None:\n            seats[m[1]] = link", {"nick": "/nick "}),
    ("m = NICK.match(line)\n        if not m:\n            seats[line] = link", {}),
    ("m = NICK.match(link)\n        if m:\n            seats[link] = link", {}),
    ("m = re.match('/all (.*)', line)\n        if m:\n            for one in seats.values():\n"
     "                one.sendall(m[1].encode())\n        else:\n            link.sendall(b'?')", {"say": "/all "})])
def test_it_is_a_word_of_the_script_where_something_is_done_for_it(does, verbs):
    [script] = read("a.py", f"import re\n{HALL}NICK, seats = re.compile(r'/nick (\\w+)'), {{}}\ndef serve(link):\n"
                    f"    while line := link.recv(999).decode():\n        {does}\n"
                    "while True:\n    threading.Thread(target=serve, args=hall.accept()[:1]).start()\n")
    assert script.verbs == verbs


@pytest.mark.parametrize("pattern, takes, word", [
    (r"call (?P<to>\S+) (?P<door>\d+)", "m['to'], int(m.group('door'))", "call {host} {port}"),
    (r"call (\d+) (\S+)", "m[2], int(m[1])", "call {port} {host}"),
    (r"call (\S+)", "m[1], 7000", "call {host}"), (r"call (\S+)", "'127.0.0.1', ports[m[1]]", "call {name}"),
    (r"/join (\S+)", "'127.0.0.1', rooms[m[1]]", "/join {group}"), (r"call", "'127.0.0.1', 7000", "call")])
def test_where_the_server_is_may_stand_in_the_groups_of_a_pattern(pattern, takes, word):
    [script] = read("a.py", "import re, socket\nlink = socket.socket()\nwhile True:\n    line = input()\n"
                    f"    m = re.match(r'{pattern}', line)\n    if m:\n        link.connect(({takes}))\n"
                    "    else:\n        link.send(line.encode())\n")
    assert script.verbs["connect"] == word


@pytest.mark.parametrize("pattern, word", [
    (r"/msg (\S+) (.+)", f"/msg {ADDRESSEE} "), (r"^@(?P<who>\w+)\s+(?P<text>.*)$", f"@{ADDRESSEE} "),
    (r"/say (.+)", ""), (r"tell (\w+) (.*)", ""), (r"/add (\d) (\d)", "")])
def test_a_pattern_for_a_name_and_a_text_is_one_for_one_other(pattern, word):
    [script] = read("a.py", f"import re\n{CALL}while True:\n    line = input()\n    m = re.match(r'{pattern}', line)\n"
                    "    if m:\n        link.sendall(m[0].encode())\n    else:\n        print('What?')\n")
    assert script.private == word


BOTH_WAYS = """import socket, threading
{opens}
def hear():
    while data := link.recv(999):
        if data[:1] == b"/":
            print(data.decode()[1:])
threading.Thread(target=hear, daemon=True).start()
while True:
    line = input("> ")
    if {begins}:
        link.sendall(line.encode())
    else:
        print("What?")
"""


@pytest.mark.usefixtures("copies")
def test_a_sign_before_all_that_is_said_both_ways(tmp_path):
    names = "starts", "listens", "message", "reply", "turns"
    outcomes, _ = performed(tmp_path, "tcp-pair", {
        "a.py": BOTH_WAYS.format(opens="link, _ = socket.create_server(('127.0.0.1', 7653)).accept()",
                                 begins="line.startswith('/')"),
        "b.py": BOTH_WAYS.format(opens="link = socket.create_connection(('127.0.0.1', 7653))",
                                 begins="line and line[0] == '/'")}, *names)
    assert outcomes == dict.fromkeys(names, PASSED)


@pytest.mark.parametrize("begins, more, say", [
    ("line.startswith('#')", "", "#"),
    ("line.startswith('#')", "    if not line:\n        link.sendall(line.encode())\n", ""),
    ("line.startswith('#') and line != '#quit'", "", "#"), ("line != '/'", "", ""),
    ("line.startswith('/')", "    lines.put(line)\n", ""),
    ("line.startswith('/')", "    say(line)\ndef say(text): link.sendall(text.encode())\n", ""),
    ("line.startswith('/a')", "", ""), ("line[0] in '/!'", "", "")])
def test_a_sign_is_typed_only_where_nothing_is_sent_without_it(begins, more, say):
    text = BOTH_WAYS.format(opens="link = socket.create_connection(('127.0.0.1', 7653))", begins=begins)
    assert read("b.py", text + more)[0].verbs.get("say", "") == say
