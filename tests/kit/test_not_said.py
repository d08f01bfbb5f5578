"""Not said: what looks like a slip and is none in these programs is not told: a hint is true of a source, or not said.
"""
import pytest
from sources import CALL, HALL, PASSES_ON, source

from lab12.grader import (
    accepting,
    collecting,
    comparing,
    errors,
    groups,
    hints_on_talk,
    keys,
    late,
    leaving,
    locks,
    lost,
    mixups,
    passing,
    repeats,
    rounds,
    stuck,
    unreached,
    unseen,
    vain,
    watching,
)
from lab12.grader.faults import Fault

TALK = "while True:\n    link.send(input().encode())\n    print(link.recv(99).decode())\n"
LOGIN = "for _ in range(3):\n    link.send(input('Word: ').encode())\n    answer = link.recv(99)\n"
ENDS = "    here = True\n    while here:\n        data = link.recv(99)\n        if data:\n            print(data)\n" \
    "            continue\n        link.close()\n        people.remove(link)\n        here = False\n"
PEOPLE = f"{HALL}people = []\ndef tell(text):\n    for one in people:\n        one.send(text)\ndef enter():\n" \
    "    link, _ = hall.accept()\n    people.append(link)\n"
NAMED = f"{CALL}while True:\n    {{0}} = input('{{1}}')\n    text = input('Message: ')\n" \
    "    link.send(({0} + text).encode())\n"


@pytest.mark.parametrize("text", [
    f"{CALL}{LOGIN}    if answer != b'OK':\n        continue\n    break\n{TALK}",
    f"{CALL}def login():\n    {LOGIN.replace(chr(10), chr(10) + '    ')}    if answer == b'OK':\n            return\n"
    f"login()\n{TALK}"])
def test_a_login_may_be_tried_three_times(text):
    assert rounds.few_rounds(source(text, "client")) == ""


def test_a_server_for_more_clients_than_there_are_lacks_none():
    text = f"{HALL}{PASSES_ON}for _ in range({{}}):\n    one, _ = hall.accept()\n" \
        "    threading.Thread(target=talk, args=(one,)).start()\n"
    assert rounds.few_rounds(source(text.format(3)), 3) == ""
    assert "accepts 2" not in lost.not_passed_on(source(text.format(2)), source(CALL + TALK, "client"))
    assert rounds.few_rounds(source(text.format(2)), 3).endswith("this loop accepts 2 clients and is over: while True.")


@pytest.mark.parametrize("text", [
    f"{HALL}import queue\njobs = queue.Queue()\ndef work():\n    while True:\n        link = jobs.get()\n"
    "        link.send(link.recv(99))\n        link.close()\n",
    f"{PEOPLE}def stop():\n    for one in people:\n        one.send(b'closed')\n        one.close()\n",
    f"{PEOPLE}def stop(why):\n    for one in people:\n        one.send(why)\n        one.close()\n    hall.close()\n",
    f"{PEOPLE}def serve(link):\n{ENDS}"])
def test_what_is_closed_for_good(text):
    assert rounds.closed_each_time(source(text)) == ""


def test_a_client_is_taken_off_where_no_continue_spares_him():
    assert rounds.taken_off_each_time(source(f"{PEOPLE}def serve(link):\n{ENDS}")) == ""


@pytest.mark.parametrize("target, how", [
    ("one", " to one: one.sendall(...)."), ("one, place", ": nothing in it sends.")])
def test_what_sends_is_named_only_where_it_is_known(target, how):
    text = f"{PEOPLE}def spread(text):\n    for {target} in people:\n        print(text)\n"
    assert rounds.sends_nothing(source(text)) == "a.py, line 12: this loop goes through the clients (line 11), and " \
        f"shows the message here in place of sending it{how}"


def test_each_client_may_have_a_list_of_its_own():
    text = f"{PEOPLE}class Guest:\n    def run(self):\n        self.said = []\n        while True:\n" \
        "            self.said.append(self.link.recv(99))\n            for text in self.said:\n" \
        "                tell(text)\n                for one in people:\n                    one.send(text)\n"
    assert rounds.kept_anew(source(text)) == ""


@pytest.mark.parametrize("name, asks", [("name", "Send to: "), ("room_name", "> ")])
def test_a_name_may_be_that_of_somebody_else(name, asks):
    assert rounds.named_each_time(source(NAMED.format(name, asks), "client")) == ""
    said = rounds.named_each_time(source(NAMED.format("nickname", "Name: "), "client"))
    assert said.startswith("a.py, line 4: this asks for the name again")


def test_what_one_has_said_himself_may_be_shown_in_another_way():
    text = "import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nname = input()\n" \
        "sock.sendto(f'{name}|hello'.encode(), ('255.255.255.255', 5000))\nwhile True:\n" \
        "    data, place = sock.recvfrom(99)\n    who, said = data.decode().split('|')\n    if who == name:\n" \
        "        print('You:', said)\n        continue\n    print(who, said)\n"
    assert groups.own_alone(source(text)) == ""
    assert groups.own_alone(source(text.replace("        continue\n    print(who, said)\n", "")))


def test_a_name_is_asked_for_before_a_thread_is_made():
    text = f"{CALL}import sys\ndef hear():\n    print(link.recv(99))\nwhile True:\n    name = input('Name: ')\n" \
        "    if name:\n        link.send(name.encode())\n        break\nthreading.Thread(target=hear).start()\n" \
        "for text in sys.stdin:\n    link.send(text.encode())\n"
    assert late.starts_late(source(text, "client")) == ""


def test_a_word_of_farewell_behind_the_loop_is_not_meant_to_be_in_it():
    text = f"{HALL}BYE = 'bye'\nwhile True:\n    link, _ = hall.accept()\nlink.send(BYE.encode())\n"
    assert unreached.behind_endless(source(text)) == ""


def test_the_loop_that_collects_a_line_is_left_with_each_line():
    text = f"{PEOPLE}def serve(link):\n    while True:\n        kept = ''\n        while True:\n" \
        "            part = link.recv(99).decode()\n            if '\\n' not in part:\n                kept += part\n" \
        "            else:\n                tell(kept + part)\n                break\n"
    assert unreached.leaves_otherwise(source(text)) == ""


def test_a_thread_that_only_greets_is_not_the_one_that_hears():
    text = f"{CALL}def greet():\n    print(link.recv(99))\ndef hear():\n    while True:\n" \
        "        print(link.recv(99))\n" \
        "threading.Thread(target=greet).start()\nthreading.Thread(target=hear).start()\n"
    assert unreached.hears_one(source(text, "client")) == ""


@pytest.mark.parametrize("loop, then", [("text != 'exit'", ""), ("True", "    if text == 'exit':\n        break\n")])
def test_a_word_may_end_the_loop_elsewhere(loop, then):
    text = f"{CALL}text = ''\nwhile {loop}:\n    text = input()\n    if text == 'exit':\n        print('Bye')\n" \
        f"    link.send(text.encode())\n{then}"
    assert comparing.word_without_end(source(text, "client")) == ""


@pytest.mark.parametrize("text", [
    "whole = data = link.recv(9)\nwhile len(data) == 9:\n    data = link.recv(9)\n    whole += data\n",
    "name = link.recv(9)\nwhile len(name) < 3:\n    link.send(b'longer')\n    name = link.recv(9)\n",
    "size = b''\nwhile len(size) < 4:\n    size = link.recv(4, socket.MSG_PEEK)\n"])
def test_the_newest_part_may_be_all_that_is_wanted(text):
    assert collecting.newest_alone(source(CALL + text, "client")) == ""


@pytest.mark.parametrize("text", [
    "class User:\n    def send(self, text):\n        self.link.sendall(text)\ndef tell(sock, text):\n"
    "    people[sock].send(text)\ndef serve(link):\n    user = User(link.recv(9))\n    people[link] = user\n",
    "import json\ndef serve(link):\n    told = json.loads(link.recv(9))\n    told[link.fileno()] = 1\n"
    "    name = told['name']\n    print(name)\n",
    "def make(link, room):\n    link.recv(9)\n    people[room] = []\n    people[room].append(link)\n"
    "def join(link, room):\n    people[room].append(link)\n"])
def test_what_is_kept_under_its_key(text):
    assert keys.by_key(source(f"{HALL}people = {{}}\n{text}")) == ""


@pytest.mark.parametrize("to, said", [("other", ""), ("one", "this sends each client what it has said itself")])
def test_what_is_kept_for_each_client_may_be_from_others(to, said):
    text = f"{HALL}import select\nbox = {{}}\nwhile True:\n    ready, free, _ = select.select([*box], [*box], [])\n" \
        "    for one in ready:\n        data = one.recv(99)\n        for other in box:\n" \
        f"            box[{to}] += data\n    for one in free:\n        one.send(box[one])\n"
    assert said in passing.answers_each(source(text))
    assert said or not passing.answers_each(source(text))


def test_a_server_whose_user_is_asked_on_and_on_does_not_end():
    text = f"{HALL}link, _ = hall.accept()\ndef hear():\n    print(link.recv(99))\n" \
        "threading.Thread(target=hear, daemon=True).start()\n"
    assert hints_on_talk.accepts_and_ends(source(f"{text}while True:\n    link.send(input().encode())\n")) == ""
    assert hints_on_talk.accepts_and_ends(source(text))


def test_exit_of_the_whole_process_ends_an_idle_loop():
    text = f"{CALL}import os\ndef ask():\n    while input() != 'exit':\n        pass\n    link.close()\n    {{}}\n" \
        "def run():\n    while True:\n        if input() == 'exit':\n            link.close()\n            {}\n" \
        "threading.Thread(target=run).start()\nwhile True:\n    pass\n"
    assert leaving.goes_round_idle(source(text.replace("{}", "os._exit(0)"), "client")) == ""
    assert leaving.goes_round_idle(source(text.replace("{}", "exit()"), "client"))


def test_braces_may_be_replaced():
    text = "def show(name):\n    print('{name} is here'.replace('{name}', name))\n"
    assert unseen.left_out_f(source(CALL + text, "client")) == ""


@pytest.mark.parametrize("made, said", [("Guest(one).start()", ""), ("hub.start(one)", "lock is held while this")])
def test_a_lock_of_each_client_keeps_nobody_waiting(made, said):
    text = f"{HALL}class Guest:\n    def __init__(self, link=None):\n        self.lock = threading.Lock()\n" \
        "    def start(self, link=None):\n        threading.Thread(target=self.run, args=(link,)).start()\n" \
        "    def run(self, link):\n        while True:\n            with self.lock:\n" \
        "                print(link.recv(9))\n" \
        f"hub = Guest()\nwhile True:\n    one, _ = hall.accept()\n    {made}\n"
    assert said in locks.held_while_hearing(source(text))
    assert said or not locks.held_while_hearing(source(text))


@pytest.mark.parametrize("text", [
    "for one in people:\n    for part in one:\n        print(part)\n",
    "for one in people:\n    if one == wanted:\n        print(wanted)\n",
    "for one in people:\n    print('somebody')\n"])
def test_what_is_looked_for_among_the_clients_may_be_shown(text):
    assert rounds.sends_nothing(source(PEOPLE + text)) == ""


@pytest.mark.parametrize("text", [
    "def leave(link, room):\n    if link not in room.members:\n        hall.members.append(room)\n",
    "def leave(link, room):\n    if link not in room.members:\n        room.members.append(link)\n"])
def test_one_may_be_put_on_another_list(text):
    assert mixups.keeps_another(source(HALL + text)) == ""


def test_a_text_that_is_made_of_what_it_is_handed_with():
    text = f"{HALL}def log(name, kind):\n    print(name, kind)\ndef serve(name):\n    log(f'{{name}} again', name)\n"
    assert mixups.misplaced(source(text)) == ""


def test_a_question_whether_to_go_on_is_no_message():
    text = f"{CALL}while True:\n    more = input('Go on? ')\n    if more != 'yes':\n        break\n" \
        "    link.send(input('Message: ').encode())\n    print(more)\n"
    assert vain.leaves_unless(source(text, "client")) == ""


def test_what_is_left_over_behind_the_talk_is_not_missed():
    text = f"{HALL}def serve(link):\n    while True:\n        link.send(link.recv(9))\n    return\n" \
        "    link.send(b'old')\n"
    assert unreached.behind_return(source(text)) == ""


def test_a_client_may_be_accepted_beside_the_first_one():
    text = f"{HALL}first, _ = hall.accept()\nwhile True:\n    link, _ = hall.accept()\n    first.send(link.recv(9))\n"
    assert accepting.accepts_anew(source(text)) == ""
    assert accepting.accepts_anew(source(text.replace("first", "link")))


def test_the_end_may_be_in_the_else():
    text = f"{PEOPLE}def serve(link):\n    while True:\n        text = link.recv(9).decode()\n" \
        "        if text {} 'quit':\n            tell(text)\n        else:\n            tell(text)\n            break\n"
    assert unreached.leaves_otherwise(source(text.format("!="))) == ""
    assert unreached.leaves_otherwise(source(text.format("==")))


def test_the_author_alone_may_be_told_something_too():
    text = f"{PEOPLE}def serve(link):\n    link.recv(9)\n    own = [one for one in people if one is link]\n" \
        "    for one in own:\n        one.send(b'got it')\n"
    assert stuck.only_author(source(text), {"link"}) == ""


def test_each_client_may_have_a_key_that_is_written_out():
    text = f"{HALL}people = {{}}\nfirst, _ = hall.accept()\npeople['one'] = first\nsecond, _ = hall.accept()\n" \
        "people['two'] = second\nfor one in people:\n    people[one].send(b'x')\n"
    assert stuck.same_key(source(text)) == ""
    assert stuck.same_key(source(text.replace("'two'", "'one'")))


def test_asyncio_calls_the_methods_of_a_class_without_a_base():
    text = "import asyncio\nclass Echo:\n    def datagram_received(self, data, address):\n" \
        "        self.way.sendto(data, address)\nasync def main():\n" \
        "    await asyncio.get_running_loop().create_datagram_endpoint(Echo, ('', 5000))\nasyncio.run(main())\n"
    assert vain.never_called(source(text)) == ""


def test_a_thread_that_is_made_early_may_be_started_late():
    text = "import socket, threading\nlink = socket.socket()\ndef hear():\n    print(link.recv(9))\n" \
        "hearer = threading.Thread(target=hear)\n{}link.connect(('localhost', 5000))\n{}"
    assert late.starts_early(source(text.format("", "hearer.start()\n"), "client")) == ""
    assert late.starts_early(source(text.format("hearer.start()\n", ""), "client"))


@pytest.mark.parametrize("call, how", [("send", "sent = link.send(one.out), then one.out = one.out[sent:]."),
                                       ("sendall", 'one.out = b"" behind this line.')])
def test_what_sendall_gives_is_no_number(call, how):
    text = f"{HALL}def add(one, data):\n    one.out += data\ndef flush(link, one):\n    link.{call}(one.out)\n"
    assert repeats.never_cut(source(text)) == \
        f"a.py, line 6: what has been sent stays in one.out, and goes out again: {how}"


def test_names_and_connections_may_be_kept_either_way_round():
    text = f"{HALL}people = dict()\ndef serve(link):\n    name = link.recv(9)\n    people[link] = name\n{{}}" \
        "    other = input()\n    people[other].send(b'x')\n"
    assert keys.by_key(source(text.format("    people[name] = link\n"))) == ""
    assert keys.by_key(source(text.format("")))


@pytest.mark.parametrize("body", [
    "word, _, text = line.partition(' ')\n        if not word:\n            break\n",
    "try:\n            number = int(line)\n        except ValueError:\n            break\n"])
def test_the_end_may_be_looked_for_in_what_a_line_is_made_of(body):
    text = f"{HALL}def serve(link):\n    lines = link.makefile()\n    while True:\n        line = lines.readline()\n" \
        f"        {{}}        print(line)\n"
    assert unseen.never_empty(source(text.format(body))) == ""
    assert unseen.never_empty(source(text.format("if line == 'quit':\n            break\n")))


def test_an_idle_loop_may_end():
    text = f"{CALL}on = True\ndef ask():\n    global on\n    while input() != 'exit':\n        pass\n" \
        "    on = False\n    while True:\n        if input():\n            link.close()\n" \
        "threading.Thread(target=ask).start()\nwhile {}:\n    pass\n"
    assert leaving.goes_round_idle(source(text.format("on"), "client")) == ""
    assert leaving.goes_round_idle(source(text.format("True"), "client"))


def test_a_class_may_say_itself_that_it_serves_in_threads():
    text = "import socketserver\nfrom socketserver import ThreadingMixIn, TCPServer\n" \
        "class Hall(TCPServer, ThreadingMixIn):\n    {} = ThreadingMixIn.process_request\n" \
        "    def {}(self, request, place):\n        ThreadingMixIn.process_request(self, request, place)\n"
    assert mixups.mixed_in_late(source(text.format("own", "process_request"))) == ""
    assert mixups.mixed_in_late(source(text.format("own", "process")))


@pytest.mark.parametrize("group, said", [("224.0.0.1", ""), ("224.0.0.7", "a.py, line 3: what is sent to a group")])
def test_each_computer_is_in_the_group_of_all(group, said):
    text = "import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nsock.bind(('', 5000))\n" \
        f"sock.sendto(b'x', ('{group}', 5000))\n"
    told = groups.never_joined(source(text))
    assert told.startswith(said) and bool(told) == bool(said)


def test_a_function_may_be_left_over_that_would_connect_again():
    text = "import socket\nlink = socket.socket()\n{}def again():\n    link.connect(('localhost', 5000))\n" \
        "link.send(b'x')\n"
    assert vain.never_called(source(text.format("link.connect(('localhost', 5000))\n"), "client")) == ""
    assert vain.never_called(source(text.format(""), "client")).startswith("a.py, line 3: again is never called")


BY_ADDRESS = """names = {}
def talk(link, address):
    names[KEPT] = link.recv(99).decode()
    while data := link.recv(99):
        print(names[ASKED], data)
while True:
    link, address = hall.accept()
    threading.Thread(target=talk, args=(link, address)).start()
"""


@pytest.mark.parametrize("kept, asked, told", [
    ("address", "link", "a.py, line 7: names keeps each under address (line 5), and this looks under link, where there "
     "is nothing: names[address]."),
    ("link", "address", "names keeps each under link (line 5), and this looks under address"),
    ("link", "link", ""), ("address", "address", ""), ("address[0]", "link", ""), ("address", "link.fileno()", "")])
def test_what_is_kept_under_an_address_is_not_looked_for_under_a_connection(kept, asked, told):
    text = HALL + BY_ADDRESS.replace("KEPT", kept).replace("ASKED", asked)
    for more in f"names.setdefault({asked}, '')", f"names.update({{{asked}: ''}})":
        assert keys.another_key(source(text.replace("    while data", f"    {more}\n    while data"))) == ""
    assert keys.another_key(source(text.replace("        print", f"        for {asked} in names: print"))) == ""
    said = keys.another_key(source(text))
    assert told in said and bool(said) == bool(told)

@pytest.mark.parametrize("begins, more, told", [
    ("socks = []", "", True), ("socks = [hall]", "", False), ("socks = []", "socks.append(hall)\n", False),
    ("socks = [*given]", "", False), ("socks = make()", "", False), ("socks = []", "socks += [hall]\n", False),
    ("socks = []", "socks[:] = [hall]\n", False), ("socks = []", "select.select([hall], [], [])\n", False)])
def test_a_list_that_select_watches_without_the_door(begins, more, told):
    server = source(f"{HALL}import select\n{begins}\n{more}socks.append(hall.accept()[0])\nwhile True:\n"
                    "    for one in select.select(socks, [], [])[0]:\n        if one is hall:\n"
                    "            socks.append(hall.accept()[0])\n        else:\n            print(one.recv(9))\n")
    said = watching.door_unwatched(server)
    by_loop = watching.door_unwatched(source(server.text.replace("socks.append(hall.accept()[0])\n        else",
                                                                 "socks.append(one.accept()[0])\n        else")))
    assert by_loop == ""  # what is accepted by is one of those that are watched
    assert said.startswith("a.py, line 4: socks is what select watches, and hall is never on it") is told
    assert bool(said) is told


@pytest.mark.parametrize("call, told", [("tell(link, text)", True), ("tell(text, link)", False)])
def test_a_socket_for_the_bytes_that_a_function_sends_is_told_at_its_call(call, told):
    server = source(f"{HALL}people = []\ndef tell(text, author):\n    for one in people:\n"
                    "        if one is not author:\n            one.sendall(text)\ndef serve(link):\n"
                    f"    while text := link.recv(9):\n        {call}\n    text = link.recv(9)\n"
                    "serve(hall.accept()[0])\n")
    said = mixups.swapped(server)
    assert said.startswith("a.py, line 10: tell takes text and then author, and is handed link for text") is told
    assert bool(said) is told

@pytest.mark.parametrize("sends, told", [
    ("str(address).encode()", True), ("data", False), ("f'{address}: {data}'.encode()", False),
    ("b'somebody'", False)])
def test_an_address_that_is_sent_in_place_of_what_was_said(sends, told):
    server = source(f"{HALL}people = []\ndef talk(link, address):\n    while data := link.recv(99):\n"
                    f"        for one in people:\n            one.sendall({sends})\nwhile True:\n"
                    "    link, address = hall.accept()\n    people.append(link)\n"
                    "    threading.Thread(target=talk, args=(link, address)).start()\n")
    said = keys.sends_address(server)
    assert said.startswith("a.py, line 7: this sends address, the address of a client") is told and bool(said) is told


def test_who_is_taken_off_with_each_message_is_told_so_where_that_fails():
    server = source(f"{HALL}people = []\ndef talk(link):\n    while data := link.recv(99):\n"
                    "        for one in people:\n            one.sendall(data)\n        people.remove(link)\n"
                    "while True:\n    link, _ = hall.accept()\n    people.append(link)\n    talk(link)\n")
    words = "ValueError: list.remove(x): x not in list"
    assert "takes link off people with each message" in errors.explain(Fault(server, words, 8))
