"""Nearer misses: sound programs that share a name, a loop or a call with a fault, of which nothing is said."""
import ast

import pytest
from sources import CALL, HALL, source

from lab12.finder.aliases import spell_aliases
from lab12.finder.credentials import password
from lab12.finder.patterns import groups, is_pattern
from lab12.finder.tree import Tree
from lab12.grader import (
    coroutines,
    errors,
    framed,
    hidden,
    leaving,
    meeting,
    order,
    patience,
    preparing,
    sequence_numbers,
    signs,
    stopped,
    vain,
    watching,
)
from lab12.grader.errors_of_addresses import other_allowed, sent_to_everybody
from lab12.grader.errors_of_keys import other_keys
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

UDP = "import socket\nlink = socket.socket(type=socket.SOCK_DGRAM)\nlink.bind(('', {}))\n" \
    "link.connect(('127.0.0.1', 5))\n"
TAKES = "for _ in range(3):\n    print(link.recv(1024).decode())\n"
GREETS = "for line in ('a', 'b', 'c'):\n    link.send(line.encode())\n"


@pytest.mark.parametrize("puts, told", [
    ("if text == '/ban':\n        seen.add(number)", False), ("seen.add(number)", True)])
def test_a_number_is_put_by_with_each_message_or_if_something_holds(puts, told):
    sender = source(f"{CALL}number = 7\nwhile True:\n    link.send(f'{{number}}|{{input()}}'.encode())\n", "client")
    taker = source(f"{HALL}link, _ = hall.accept()\nseen = set()\nwhile True:\n"
                   "    number, text = link.recv(99).split()\n"
                   f"    if number in seen:\n        continue\n    {puts}\n    print(text)\n")
    assert bool(sequence_numbers.never_counts(sender, taker)) == told


@pytest.mark.parametrize("size, told", [(1, False), (2, True)])
def test_one_byte_has_no_order(size, told):
    sender = source(f"{CALL}text = input().encode()\nlink.sendall(len(text).to_bytes({size}, 'big') + text)\n",
                    "client")
    taker = source(f"{HALL}link, _ = hall.accept()\nsize = int.from_bytes(link.recv({size}), 'little')\n"
                   "print(link.recv(size))\n")
    assert bool(framed.framing(sender, taker)) == told


@pytest.mark.parametrize("hears, says, told", [
    (CALL + TAKES, f"{HALL}link, _ = hall.accept()\n{GREETS}", True),
    (UDP.format(5) + TAKES, UDP.format(6) + GREETS, False),
    (f"{CALL}for n in (1, 1, 1):\n    print(link.recv(n, socket.MSG_WAITALL))\n",
     f"{HALL}link, _ = hall.accept()\n{GREETS}", False),
    (CALL + TAKES, f"{HALL}people = {{}}\nfor name in people:\n    link = people[name]\n    link.send(name.encode())\n",
     False)])
def test_messages_that_may_come_together(hears, says, told):
    assert bool(meeting.counted(source(hears, "client"), source(says))) == told


@pytest.mark.parametrize("call, body, told", [
    ("select.select([sys.stdin, link], [], [])", "if one is link:\n        print(link.recv(9))", True),
    ("select.select([sys.stdin, link], [], [])", "if link in one:\n        print(link.recv(9))", False),
    ("select.select([sys.stdin, link], [], [])", "if one == []:\n        continue\n    handle(one)", False),
    ("select.select([sys.stdin, link], [], [])", "if len(one) > 0:\n        handle(one)", False),
    ("store.select('name', 'text', 'room')", "if one == 'x':\n        print(one)", False),
    ("select.select([link], [], [])\nready = ready[0]", "if one is link:\n        print(link.recv(9))", False)])
def test_a_loop_over_what_select_gives(call, body, told):
    client = source(f"import select, store, sys\n{CALL}ready = {call}\nfor one in ready:\n    {body}\n", "client")
    assert bool(watching.three_lists(client)) == told


@pytest.mark.parametrize("answers, told", [("link.send(input().encode())", False), ("print('more')", True)])
def test_a_message_that_only_gives_the_turn(answers, told):
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    turn = link.recv(99)\n    if not turn:\n"
                    f"        break\n    {answers}\n    print(link.recv(99))\n")
    assert bool(order.throws_away(server)) == told


@pytest.mark.parametrize("split, told", [("text = text.split(',')\n", False), ("", True)])
def test_words_are_no_letters(split, told):
    client = source(f"{CALL}text = input()\n{split}for one in text:\n    link.send(one.encode())\n", "client")
    assert bool(signs.letter_by_letter(client, source(f"{HALL}print(hall.accept()[0].recv(9))\n"))) == told


@pytest.mark.parametrize("sends, told", [
    ("say(*('MSG ', input()))", False), ("again = say\n    again('MSG ', input())", False),
    ("say('MSG ', input())", False), ("say('msg:', input())", True)])
def test_a_word_that_is_handed_over_somehow(sends, told):
    client = source(f"{CALL}def say(word, text):\n    link.sendall((word + text).encode())\nsay('JOIN ', 'Ann')\n"
                    f"while True:\n    {sends}\n", "client")
    server = source(f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = link.recv(99).decode()\n"
                    "    if text.startswith('MSG '):\n        print(text[4:])\n")
    assert bool(signs.begins_otherwise(client, server)) == told


@pytest.mark.parametrize("more, told", [
    ("", True), ("rooms += ['lobby']\n", False), ("rooms.extend(['lobby'])\n", False),
    ("def main():\n    global rooms\n    rooms = ['lobby']\n", False)])
def test_rooms_that_are_there_from_the_beginning(more, told):
    server = source(f"{HALL}rooms, people = [], {{}}\nrooms = []\ndef make():\n    rooms.append(input('Room: '))\n"
                    "def enter(name, link):\n    for room in rooms:\n        if room == name:\n"
                    f"            people[room].append(link)\n{more}".replace("rooms, people = [], {}", "people = {}"))
    assert bool(preparing.made_by_its_user(server)) == told


@pytest.mark.parametrize("does", ["if word in text:\n            link.send(b'no such words')",
                                  "if word == text:\n            link.close()"])
def test_words_that_are_banned_are_no_rooms(does):
    server = source(f"{HALL}banned = []\ndef ask():\n    banned.append(input('Ban: '))\ndef talk(link, text):\n"
                    f"    for word in banned:\n        {does}\n")
    assert preparing.made_by_its_user(server) == ""


@pytest.mark.parametrize("to, told", [("who", False), ("('255.255.255.255', 5001)", True)])
def test_a_socket_that_answers_one_needs_no_option(to, told):
    server = source("import socket\nhall = socket.socket(type=socket.SOCK_DGRAM)\nhall.bind(('', 5000))\n"
                    "shout = socket.socket(type=socket.SOCK_DGRAM)\n"
                    "shout.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)\nwhile True:\n"
                    f"    data, who = hall.recvfrom(99)\n    hall.sendto(b'ok', {to})\n"
                    "    shout.sendto(data, ('255.255.255.255', 5001))\n")
    assert bool(other_allowed(server, sent_to_everybody(server))) == told


@pytest.mark.parametrize("text, told", [
    ("class Talk:\n    def say(self, text):\n        link.send(text)\n    def default(self, line):\n"
     "        self.say(line)\nclass Chat(Talk, cmd.Cmd):\n    pass\nChat().cmdloop()\n", False),
    ("def say(text):\n    link.send(text)\ndef do_say(text):\n    say(text)\nexec('do_' + input())\n", False),
    ("def say(text):\n    link.send(text)\ndef do_say(text):\n    say(text)\n", True)])
def test_a_function_that_is_called_by_others(text, told):
    assert bool(vain.never_called(source(f"import cmd\n{CALL}{text}", "client"))) == told


@pytest.mark.parametrize("text", [
    "class One:\n    def __init__(self):\n        self.shown = 1\n    def go(self):\n        try:\n"
    "            self.show(1)\n        except Exception:\n            pass\n"
    "class Two(One):\n    def show(self, text):\n        print(text)\n",
    "class One(threading.Thread):\n    def __init__(self):\n        super().__init__()\n        self.targets = 1\n"
    "    def run(self):\n        try:\n            print(self._target)\n        except Exception:\n            pass\n",
    "loop.create_datagram_endpoint(Desk, remote_addr=('127.0.0.1', 5000))\ntry:\n    transport.sendto(b'x')\n"
    "except Exception:\n    pass\n"])
def test_what_others_give_is_not_hidden(text):
    client = source(f"{CALL}loop = transport = Desk = None\n{text}", "client")
    assert (hidden.not_given(client), hidden.no_address(client)) == ("", "")


@pytest.mark.parametrize("text", [
    "async def hear(reader, writer):\n    say = lambda writer: writer.read()\nasyncio.start_server(hear, '', 5)\n",
    "async def main():\n    reader, writer = await asyncio.open_connection('', 5)\n    await hear(writer=reader)\n"
    "async def hear(*, writer):\n    await writer.read(9)\n",
    "async def main():\n    reader, writer = await asyncio.open_connection('', 5)\ndef log():\n"
    "    from store import log as writer\n    writer.read()\n"])
def test_another_thing_that_is_called_writer(text):
    assert coroutines.other_stream(source(f"import asyncio\n{text}", "client")) == ""


def test_a_server_with_another_way_out():
    server = source(f"import sys\n{HALL}link, _ = hall.accept()\nwhile True:\n    if not link.recv(9):\n"
                    "        raise SystemExit\n    text = input()\n    if text == 'exit':\n        sys.exit()\n")
    result = Result("turns", "", MISSED, waits=("the server has ended with status 0",))
    assert leaving.ends_by_itself(result, server) == ""


@pytest.mark.parametrize("does, told", [
    ("with open('names') as file:\n    text = file.read()\nmine = json.loads(text)\nprint(mine['room'])", False),
    ("json.dump({'room': 1}, link.makefile('w'))\ncame = json.loads(link.recv(9))\nprint(came['room'])", False),
    ("came = json.loads(link.recv(9))\nif 'room' in came:\n    print(came['room'])", False),
    ("came = json.loads(link.recv(9))\nif came.get('room'):\n    print(came)", False),
    ("came = json.loads(link.recv(9))\nprint(came['room'])", True)])
def test_a_key_that_somebody_gives_or_that_may_be_missing(does, told):
    client = source(f"import json\n{CALL}link.send(json.dumps({{'text': input()}}).encode())\n{does}\n", "client")
    assert bool(other_keys(client, client)) == told


@pytest.mark.parametrize("text", [
    "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor().submit(talk)\n"
    "threading.Timer(1, go).start()\n",
    "import timeit\nprint(timeit.Timer('1').timeit())\n"])
def test_what_is_no_timer_or_not_it_alone(text):
    assert patience.by_timer(source(CALL + text, "client")) == ""


def test_a_function_that_is_called_endswith():
    tree = source(f"{HALL}link, _ = hall.accept()\ndef hear():\n    text = b''\n    while not endswith(text, b'\\n'):\n"
                  "        text += link.recv(1)\n    return text\nhear()\n").tree
    assert not stopped.is_whole(tree, tree.named("hear")[0])


@pytest.mark.parametrize("there, here", [
    ("def main():\n    pass\ndef each(main):\n    main()", "pass"), ("def main():\n    pass", "server.main()")])
def test_what_is_imported_keeps_its_name_where_something_else_has_it(there, here):
    files = {"": f"import server\nfrom server import main as serve\nfrom client import main as call\n{here}",
             "server.py": there, "client.py": "def main():\n    pass"}
    trees = {name: ast.parse(text) for name, text in files.items()}
    spell_aliases(trees)
    assert ast.unparse(trees["server.py"]) == ast.unparse(ast.parse(there))


def test_a_pattern_that_python_refuses():
    tree = Tree("import re\nline = input()\nif found := re.match('/x{99999999999999}', line):\n    print(found[1])\n")
    assert groups(tree, next(node for node in tree.nodes if isinstance(node, ast.If)), {"line"}) == []


@pytest.mark.parametrize("text, told", [
    ("CONNECT <host> <port> (? for help)", False), (r"C:\server\data", False), ("CONNECT <host> (port)*", False),
    (r"/join\s+(\S+)", True), (r"(?P<word>/nick|/name)", True)])
def test_what_a_user_reads_is_no_pattern(text, told):
    assert is_pattern(text) == told


@pytest.mark.parametrize("word, found", [("forgot", ""), ("apple", "apple")])
def test_what_may_be_typed_instead_of_a_password(word, found):
    text = f"{HALL}def on_password(link, line):\n    if line == '{word}':\n        link.send(b'ask the teacher')\n" \
        "link, _ = hall.accept()\non_password(link, link.recv(9).decode())\n"
    assert password(Tree(text)) == found


@pytest.mark.parametrize("text, words, line, said, unsaid", [
    ("try:\n    port = int(text)\nexcept ValueError:\n    port = 5000\nexcept NameError:\n    print('none')\n"
     "print(port)\n",
     "NameError: name 'port' is not defined", 9, "line 7: an error is caught", "line 5"),
    ("host = 'a b'.split()\nhost, port = hall.getsockname(), 5\nhall.connect((host, 5))\n",
     "TypeError: str, bytes or bytearray expected, not tuple", 5, "whole address", "a list"),
    ("hall.send(b'A' + data + text)\n", "TypeError: can't concat str to bytes", 3, "cannot be joined", "data is text"),
    ("print(' '.join([*names, data, 'b']))\n", "TypeError: sequence item 2: expected str instance, bytes found", 3,
     "the parts are bytes", "'b' is bytes"),
    ("class Hall:\n    def __init__(self):\n        self.links = []\n    def tell(self):\n"
     "        for link in self.links:\n            link.send(b'x')\n    def one(self):\n        self.link.send(b'x')\n",
     "AttributeError: 'Hall' object has no attribute 'link'", 10, "self.links", "tell"),
    ("import ssl\none = ssl.create_default_context()\nother = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n"
     "other.wrap_socket(hall, server_side=True)\n", "ValueError: check_hostname requires server_hostname", 6,
     "TLS compares", "create_default_context() is")])
def test_the_one_of_two_that_it_is_not(text, words, line, said, unsaid):
    told = errors.explain(Fault(source(HALL + text), words, line))
    assert said in told and unsaid not in told
