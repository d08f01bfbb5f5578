"""Odd programs: what is read in those that share a file, ask by an Enum, look round with select or turn a text round.
"""
from types import SimpleNamespace

import pytest
from handins import chosen, lay, one
from sources import CALL, HALL, source

from lab12.driver import prompts
from lab12.driver.formats import wrapped
from lab12.finder import handin, names
from lab12.grader import errors, hidden, hints, order, repeats, vain, watching
from lab12.grader.faults import Fault
from lab12.rubric import halves
from lab12.rubric.checks import MISSED, Result

DOOR = "import socket\nPORT = 7410\ndef serve():\n    door = socket.socket()\n    door.bind(('127.0.0.1', PORT))\n" \
    "    door.listen()\n    link, _ = door.accept()\n    while data := link.recv(999):\n        print(data{})\n"
GUEST = "import socket\nfrom {} import PORT\n{}link = socket.socket()\nlink.connect(('127.0.0.1', PORT))\n" \
    "while True:\n    link.send(input().encode())\n"


@pytest.mark.parametrize("file, own, itself", [
    ("door", "", False), ("door", "late = socket.socket()\nlate.bind(('127.0.0.1', PORT))\nlate.listen()\n", True)])
def test_a_client_that_takes_the_port_from_its_server_s_file_does_not_wait_there_itself(file, own, itself):
    server = source(DOOR.format(""), name="door.py")
    guest = source(GUEST.format(file, own), "client", "guest.py", [("door.py", DOOR.format(""))])
    assert bool(order.calls_itself(guest, server)) is itself


@pytest.mark.parametrize("then, addresses", [
    ("", []), ("print(own.getsockname()[0])\n", []), ("own.send(b'hello')\n", ["8.8.8.8"]),
    ("print(own.recv(999))\n", ["8.8.8.8"])])
def test_a_socket_for_datagrams_that_is_connected_and_never_used_calls_nobody(then, addresses):
    script = one(f"import socket\nown = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nown.connect(('8.8.8.8', 80))"
                 f"\n{then}door = socket.socket()\ndoor.bind(('', 7411))\ndoor.listen()\nlink, _ = door.accept()\n")
    assert script.addresses == addresses


@pytest.mark.parametrize("text, form", [
    ("import json\nwith open('where.json') as file:\n    PORT = json.load(file)['port']\n", ""),
    ("import json\nwhere = json.load(open('where.json'))\nlink.send(json.dumps({'text': text}).encode())\n", "JSON"),
    ("import json\nwhile True:\n    print(json.load(link.makefile()))\n", "JSON"),
    ("from json import loads\nopen('log', 'w')\nprint(loads(link.recv(999)))\n", "JSON")])
def test_a_file_of_settings_makes_no_json_of_messages(text, form):
    assert wrapped(text) == form


ROUND = """import select
import socket
class Hall:
    def __init__(self):
        self.door = socket.create_server(("127.0.0.1", 7412))
        self.people = {{}}
    def welcome(self):
        link, _ = self.door.accept()
        self.people[link] = link.recv(99).decode()
        return link
    def tell(self, text, link=None):
        for one in self.people:
            {spares}one.sendall(text.encode())
    def run(self):
        watched = [self.door]
        while True:
            for sock in select.select(watched, [], [])[0]:
                if sock == self.door:
                    watched.append(self.welcome())
                else:
                    data = sock.recv(999)
                    {tests}self.tell(data.decode(), sock)
Hall().run()
"""


@pytest.mark.parametrize("spares, spared", [("", False), ("if one is not link: ", True)])
def test_who_asks_for_the_door_leaves_no_author_out(spares, spared):
    assert source(ROUND.format(spares=spares, tests="")).spares_author is spared


def test_it_is_the_name_that_keeps_all_waiting_and_no_recv_of_which_select_has_said_that_it_is_ready():
    assert source(ROUND.format(spares="", tests="")).waits_before_next == "a.py, line 9: "


@pytest.mark.parametrize("tests, missed", [
    ("if data == b'':\n                        watched.remove(sock)\n                        continue\n"
     "                    ", None), ("", 21)])
def test_a_name_that_is_not_looked_at_is_no_end_that_goes_unnoticed(tests, missed):
    assert one(ROUND.format(spares="", tests=tests)).mistakes.get("empty not noticed") == missed


SIDES = """import enum
import socket
class Side(enum.Enum):
    CALLS = 1
    WAITS = 2
def talk(side, port):
    if side == Side.CALLS:
        link = socket.create_connection(("127.0.0.1", port))
    elif side == Side.{waits}:
        link = socket.create_server(("127.0.0.1", port)).accept()[0]
    while True:
        link.send(input().encode())
        print(link.recv(999))
port = int(input("Port: "))
way = input("(w)ait or (c)all? ")
if way == "c":
    way = Side.CALLS
elif way == "w":
    way = Side.WAITS
talk(way, port)
"""


@pytest.mark.parametrize("waits, answers", [("WAITS", {"server": "w", "client": "c"}), ("NOBODY", None)])
def test_a_member_of_an_enum_stands_for_the_side_that_is_chosen(waits, answers):
    asked = [question for question in one(SIDES.format(waits=waits)).questions if question.wants == "role"]
    assert [question.answers for question in asked] == ([answers] if answers else [])


WATCHES = f"import select, sys\n{CALL}ready{{}} = select.select([sys.stdin, link], [], [])\nfor one in {{}}:\n" \
    "    if one is link:\n        print(link.recv(999))\n"


@pytest.mark.parametrize("given, gone_through, told", [
    ("", "ready", True), ("", "ready[0]", False), (", _, _", "ready", False)])
def test_three_lists_are_taken_for_what_is_ready(given, gone_through, told):
    said = watching.three_lists(source(WATCHES.format(given, gone_through), "client"))
    assert said.startswith("a.py, line 4: select gives three lists, and line 5 goes through") is told
    assert bool(said) is told


def test_who_goes_through_each_of_the_three_lists_knows_that_they_are_three():
    text = WATCHES.format("", "ready").replace("    if one is link", "    for link in one")
    assert watching.three_lists(source(text.replace("for link in one:", "for link in one and [link]:"), "client")) == ""


@pytest.mark.parametrize("turned, shown, told", [
    ("[::-1]", "olleh", True), ("[::-1]", "hel", False), ("", "olleh", False), ("[:-1]", "hell", False)])
def test_a_message_that_is_shown_backwards(turned, shown, told):
    """It is said only where the screen shows the message so."""
    result = SimpleNamespace(expected='the server to show "hello"', seen=f'it shows "{shown}"')
    server, client = source(DOOR.format(turned), name="door.py"), source(CALL, "client")
    assert repeats.backwards(result, server, client).startswith("door.py, line 9: this turns") is told


@pytest.mark.parametrize("seen, told", [("it has ended with status 0", "have it accept the next one"),
                                        ("it waits for the network", "catch ConnectionError")])
def test_a_server_that_ends_with_its_first_client_is_to_accept_the_next(seen, told):
    text = f"{HALL}while True:\n    link, _ = hall.accept()\n    while data := link.recv(999):\n        print(data)\n" \
        "        link.send(input().encode())\n    hall.close()\n    leave()\n"
    both = source(text), source(CALL, "client")
    roles = SimpleNamespace(kind="pair", transport="tcp", server=both[0].script, client=both[1].script)
    missed = Result("next_client", "", MISSED, seen=seen, expected="the server to wait for the next client")
    assert told in hints.next_client(missed, roles, *both)


@pytest.mark.parametrize("text, want", [
    ("Set your name by a command: /nick <name>", None), ("Set your name: /nick <name", None), ("Your name>", "name"),
    ("Your name: ", "name"), ("[/help] Your name <anna>", "name")])
def test_how_a_command_is_typed_is_no_question_for_what_stands_in_it(text, want):
    assert prompts.asked_for(text.strip()) == want


PEERS = {"peers.py": "import json, socket, sys\nown = socket.socket()\nown.bind(('127.0.0.1', int(sys.argv[1])))\n"
                     "own.listen()\ndesk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                     "desk.sendto(sys.argv[1].encode(), ('127.0.0.1', 7420))\n"
                     "for port in json.loads(desk.recvfrom(999)[0]):\n    link = socket.socket()\n"
                     "    link.connect(('127.0.0.1', port))\nlink, _ = own.accept()\nwhile True:\n"
                     "    link.sendall(input().encode())\n    print(link.recv(999).decode())\n",
         "desk.py": "import json, socket\ndesk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                    "desk.bind(('127.0.0.1', 7420))\nports = []\nwhile True:\n    data, who = desk.recvfrom(99)\n"
                    "    desk.sendto(json.dumps(ports).encode(), who)\n    ports.append(int(data))\n"}


def test_the_desk_at_which_peers_find_each_other_is_no_server_without_a_client(tmp_path):
    found = handin.find(lay(tmp_path / "peers", PEERS))
    assert [section for section, pairs in found.pairs.items() if pairs] == ["tcp-pair"]
    alone = handin.find(lay(tmp_path / "desk", {"desk.py": PEERS["desk.py"]}))
    assert any(alone.pairs.values())


ROOM = "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(('127.0.0.1', 7421))\nall = []\n" \
    "while True:\n    text, who = s.recvfrom(999)\n    all.append(who)\n    for one in all:\n" \
    "        s.sendto(text, one)\n"
ECHO = ROOM.partition("all =")[0] + "while True:\n    text, who = s.recvfrom(999)\n    s.sendto({}, who)\n"
SAYS = "import socket, threading\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ndef hear():\n" \
    "    while True:\n        print(s.recv(999).decode())\ns.sendto(b'hello', ('127.0.0.1', 7421))\n" \
    "threading.Thread(target=hear).start()\nwhile True:\n    s.sendto(input().encode(), ('127.0.0.1', 7421))\n"


@pytest.mark.parametrize("server, gives, clients", [
    ("udp_sever.py", "text", []), ("udp_sever.py", "input().encode()", ["talk_client.py"]),
    ("talk_echo_sever.py", "text", [])])
def test_the_client_of_a_chat_is_none_of_an_echo_beside_it(server, gives, clients, tmp_path):
    """Be the servers called so or sever: one that asks its user may be meant for that client all the same."""
    found = handin.find(lay(tmp_path, {"talk_sever.py": ROOM, "talk_client.py": SAYS, server: ECHO.format(gives)}))
    assert [pair.client.path for pair in found.pairs["udp-pair"] if pair.client] == clients
    assert chosen(found, "udp-chat") == ("talk_sever.py", "talk_client.py")


@pytest.mark.parametrize("name, said", [("sever.py", 0), ("chatSever.py", 0), ("several.py", 1), ("client.py", 2)])
def test_a_sever_is_a_server(name, said):
    assert names.says(SimpleNamespace(path=name)) == said


def test_the_half_that_is_told_of_a_file_in_place_of_a_port_is_the_one_that_has_failed():
    both = [source(f"import socket\n{'# a line more' * lines}\ns = socket.socket(socket.AF_UNIX)\n", role, f"{role}.py")
            for lines, role in ((0, "server"), (1, "client"))]
    missed = Result("client_half", "", MISSED, seen="it has not", expected="the client to connect")
    assert hints.hint(hints.client_half, missed, None, *both).startswith("client.py, line 3: AF_UNIX")
    assert hints.hint(hints.server_half, missed, None, *both).startswith("server.py, line 3: AF_UNIX")


CALLS_GROUP = "import socket\nlink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nlink.settimeout(1)\n" \
    "while True:\n    link.sendto(input().encode(), ('{}', 7422))\n    print(link.recv(999).decode())\n"


@pytest.mark.parametrize("host, why", [("224.0.5.1", "the group 224.0.5.1, which ours has not joined"),
                                       ("127.0.0.1", "")])
def test_a_client_that_speaks_to_a_group_is_not_to_find_ours(host, why):
    script = one(CALLS_GROUP.format(host))
    roles = SimpleNamespace(kind="pair", client=script, server=None, serverless=False, calls_back=False)
    wire = SimpleNamespace(called_at=lambda _: set())
    d = SimpleNamespace(roles=roles, facts={}, passed={"message"}, crossings=[], wire=wire)
    told = halves.unspoken(d, "client", "it received nothing")
    assert (why in told) and bool(told) is bool(why)


YES = """import socket
{asks}
{does}link = socket.create_server(("127.0.0.1", 7423)).accept()[0]
else:
    link = socket.create_connection(("127.0.0.1", 7423))
while True:
    link.send(input().encode())
    print(link.recv(999))
"""
IF, SERVE = "if serve:\n    ", {"server": "y", "client": "n"}


@pytest.mark.parametrize("asks, does, answers", [
    ("serve = input('First? (y/n) ').lower() == 'y'", IF, SERVE),
    ("serve = input('First? (y/n) ')\nserve = serve in ('y', 'yes')", IF, SERVE),
    ("typed = input('First? (y/n) ')\nserve = True if typed == 'y' else False", IF, SERVE),
    ("typed = input('First? (y/n) ')\nserve = typed.startswith('y')", IF, SERVE),
    ("typed = input('First? (y/n) ')\nif typed == 'y':\n    serve = True\nelse:\n    serve = False", IF, SERVE),
    ("calls = input('Is somebody there? (y/n) ') == 'y'", "if not calls:\n    ", {"server": "n", "client": "y"}),
    ("late = False if input('First? (y/n) ') == 'y' else True", "if not late:\n    ", SERVE),
    ("loud = input('Loud? (y/n) ') == 'y'\nserve = len(loud * 'x') > 1", IF, None)])
def test_yes_or_no_decides_by_a_bool_which_side_one_is(asks, does, answers):
    asked = [question for question in one(YES.format(asks=asks, does=does)).questions if question.wants == "role"]
    assert [question.answers for question in asked] == ([answers] if answers else [])


IDLE = """import socket
desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
desk.bind(("127.0.0.1", 7424))
people = []
def hall(text):
    for one in people:
        pass_on(text, one)
def pass_on(text, one):
    desk.sendto(text, one)
while True:
    text, who = desk.recvfrom(999)
    people.append(who)
    print(text){}
"""


@pytest.mark.parametrize("does, told", [
    ("", "a.py, line 5: hall is never called, so line 9 is not reached: hall(text)."), ("\n    hall(text)", ""),
    ("\n    desk.sendto(b'ok', who)", "")])
def test_what_alone_passes_on_may_be_called_by_a_function_that_nobody_calls(does, told):
    assert vain.never_called(source(IDLE.format(does))) == told


SWALLOWS = "import socket\nlink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nWHERE = '127.0.0.1', 7425\n" \
    "def hear():\n    try:\n        print(link.recv(99))\n    except:\n        pass\ndef say(text):\n    try:\n" \
    "        link.sendto({})\n    except:\n        pass\nwhile True:\n    say(input().encode())\n"


@pytest.mark.parametrize("given, told", [
    ("text", "a.py, line 11: sendto is told to whom as well: sendto(text, (host, port)). The error is not seen"),
    ("text, WHERE", ""), ("*(text, WHERE)", "")])
def test_a_datagram_for_nobody_is_an_error_that_an_except_hides(given, told):
    said = hidden.hidden(source(SWALLOWS.format(given), "client"))
    assert said.startswith(told) and bool(said) is bool(told)


@pytest.mark.parametrize("hears, line", [("", 12), ("hear()\n", 7)])
def test_an_except_that_is_never_reached_hides_no_error(hears, line):
    text = SWALLOWS.format("text, WHERE").replace("while", f"{hears}while")
    assert source(text, "client").hides_errors == f"a.py, line {line}: "


EACH = f"{HALL}def hear():\n    while True:\n        link, _ = hall.accept()\n        while data := link.recv(99):\n" \
    "            print(data)\nthreading.Thread(target=hear).start()\nwhile True:\n    text = input()\n" \
    "    link = socket.create_connection(('127.0.0.1', 5001))\n    link.sendall(text.encode())\n    link.close()\n"


@pytest.mark.parametrize("error, told", [("ConnectionRefusedError", "a.py, line 11: "),
                                         ("BrokenPipeError", "a.py, line 12: ")])
def test_who_calls_for_each_message_is_told_where_nobody_answers(error, told):
    both = source(EACH), source(CALL, "client")
    roles = SimpleNamespace(kind="pair", transport="tcp", server=both[0].script, client=both[1].script)
    seen = f"it asks for a reply all the same and, given one, goes on, after an error in a thread: {error}, line 11"
    missed = Result("lost", "", MISSED, seen=seen, expected="the server to notice that nobody is there")
    assert hints.lost(missed, roles, *both).startswith(f"{told}the part that receives has noticed it")


@pytest.mark.parametrize("family, told", [("AF_UNIX", "the address of an AF_UNIX socket is the name of a file"),
                                          ("AF_INET", "was not handed in, or lies in another folder")])
def test_nobody_has_to_hand_in_the_file_that_is_the_address_of_a_socket(family, told):
    client = source(f"import socket\nlink = socket.socket(socket.{family})\nlink.connect(input('Where? '))\n", "client")
    fault = Fault(client, "FileNotFoundError: [Errno 2] No such file or directory", 3)
    assert told in errors.explain(fault)


TABLE = """import socket
def waits():
    return socket.create_server(("127.0.0.1", 7427)).accept()[0]
def calls():
    return socket.create_connection(("127.0.0.1", 7427))
def helps():
    print("w waits, c calls")
WAYS = {ways}
way = input("Which way? ")
link = {taken}() or waits()
while True:
    link.send(input().encode())
    print(link.recv(999))
"""


@pytest.mark.parametrize("ways, taken, answers", [
    ("{'w': waits, 'c': calls}", "WAYS[way.lower()]", [{"server": "w", "client": "c"}]),
    ("{'w': waits, 'c': calls, 'h': helps}", "WAYS.get(way, helps)", [{"server": "w", "client": "c"}]),
    ("{'w': waits, 'h': helps}", "WAYS[way]", [])])
def test_a_table_of_functions_tells_by_which_word_one_waits_and_by_which_one_calls(ways, taken, answers):
    asked = [question for question in one(TABLE.format(ways=ways, taken=taken)).questions if question.wants == "role"]
    assert [question.answers for question in asked] == answers
