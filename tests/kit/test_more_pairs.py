"""More pairs: what another sample of public programs of two has taught, each rebuilt in a small program of ours."""
from textwrap import indent
from types import SimpleNamespace

import pytest

from lab12.finder.handin import find
from lab12.finder.menus import KEY
from lab12.finder.pairing import by_port
from lab12.finder.source import read
from lab12.grader import errors, grade, hints, leaving
from lab12.grader.faults import Fault
from lab12.grader.late import answers_before
from lab12.grader.parted import side_named
from lab12.grader.reading import Source
from lab12.rubric import halves
from lab12.rubric.checks import MISSED, PASSED, Result

ANSWERS = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind((socket.gethostname(), 5600))
while True:
    told, who = post.recvfrom(4096)
    print("there:", told.decode())
    post.sendto(input("here: ").encode(), who)
"""
ASKS = """import socket
other = ("{host}", 5600)
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind((socket.gethostname(), 5601))
while (told := input("here: ")) != "over":
    post.sendto(told.encode(), other)
    print("there:", post.recvfrom(4096)[0].decode())
"""


def the(text):
    [script] = read("a.py", text)
    return script


def test_what_is_made_of_itself_is_read():
    """The text of a datagram stands for several things, one of them made of itself: data = data + end."""
    for added in "b'!'", "'!'":
        script = the(f"import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5600))\n"
                     "while True:\n    data, who = post.recvfrom(99)\n    print(data)\n"
                     f"    data = data + {added}\n    post.sendto(data, who)\n")
        assert (script.role, script.error, "no encode" in script.mistakes) == ("server", "", added == "'!'")


def test_who_has_a_port_of_its_own_calls_a_computer_all_the_same(tmp_path):
    assert the(ASKS.format(host="ROOM-7-PC3")).names == ["ROOM-7-PC3"]
    (tmp_path / "answers.py").write_text(ANSWERS)
    (tmp_path / "asks.py").write_text(ASKS.format(host="192.168.7.5"))
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "udp-pair"]
    assert section.verdict == "works" and section.reason.endswith("but it runs only where 192.168.7.5 is.")


PEER = """import socket, threading
line = socket.socket(type=socket.SOCK_DGRAM)
line.bind(("127.0.0.1", {own}))
def hear():
    while True:
        print("there:", line.recvfrom(4096)[0].decode())
threading.Thread(target=hear).start()
while True:
    line.sendto(input("here: ").encode(), ("127.0.0.1", {other}))
"""
TRIAL = """import socket
line = socket.socket(type=socket.SOCK_DGRAM)
while True:
    line.sendto(input("here: ").encode(), ("127.0.0.1", 5701))
    print("there:", line.recvfrom(4096)[0].decode())
"""


def test_two_that_call_each_other_belong_together(tmp_path):
    """Each has a port of its own: what counts is where the one sends, and that it is the other's."""
    (tmp_path / "left.py").write_text(PEER.format(own=5701, other=5702))
    (tmp_path / "right.py").write_text(PEER.format(own=5702, other=5701))
    (tmp_path / "trial.py").write_text(TRIAL)
    first = find(tmp_path).pairs["udp-pair"][0]
    assert {first.server.path, first.client.path} == {"left.py", "right.py"}


MOVED = """import socket
def moved(text, by):
    return "".join(chr(ord(letter) + by) if letter.isalpha() else letter for letter in text)
{opened}
while True:
"""
TELLS = """    text = input("Message: ")
    link.sendall(moved(text, int(input("Key: "))).encode())
"""
HEARS = """    came = link.recv(9999).decode()
    print("shown as", came)
    print("meant is", moved(came, -int(input("Its key: "))))
"""
WAITS = "link, _ = socket.create_server(('', 5711)).accept()"
CALLS = "link = socket.create_connection(('127.0.0.1', 5711))"


@pytest.mark.parametrize("answer, verdict, says", [
    (TELLS, "works", ""), ("", "one way", "line 6: after it has shown a message the server must ask its user")])
def test_the_key_of_a_cipher_is_asked_with_each_message(answer, verdict, says, tmp_path):
    """It is no message, and no line of one: a server that asks for nothing else asks nobody for a reply."""
    (tmp_path / "server.py").write_text(MOVED.format(opened=WAITS) + HEARS + answer)
    (tmp_path / "client.py").write_text(MOVED.format(opened=CALLS) + TELLS + HEARS * bool(answer))
    [server] = [one for one in find(tmp_path).scripts if one.path == "server.py"]
    assert (server.asks, {menu.goes_on for menu in server.menus}) == (bool(answer), {KEY})
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "tcp-pair"]
    assert section.verdict == verdict
    [reply] = [one for one in section.results if one.name == "reply"]
    assert says in reply.hint


@pytest.mark.parametrize("loop, line", [
    ("while True:\n    text = input()\n    if len(text) <= 0:\n        break", 5),
    ("while True:\n    text = input().strip()\n    if not text or text == 'over':\n        break", 5),
    ("text = input()\nwhile text != '':\n    link.sendall(text.encode())\n    text = input()", 4),
    ("while text := input():\n    link.sendall(text.encode())", 3),
    ("while True:\n    text = input()\n    if len(text) > 0:\n        print(text)\n        break", 0),
    ("while True:\n    text = input()\n    text = link.recv(99)\n    if not text:\n        break", 0),
    ("while True:\n    text = input()\n    if text == 'over':\n        break", 0)])
def test_an_empty_line_that_ends_a_program_is_told_of_where_it_was_typed(loop, line):
    client = Source(the(f"import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\n{loop}\n"), "client")
    ended = Result("empty", "", MISSED, expected="the client to ask its user for something",
                   seen="it has ended with status 0",
                   steps=[("you press Enter in client", "the client has ended with status 0")])
    said = f"a.py, line {line}: an empty line of its own user ends the conversation here"
    hint = hints.empty(ended, SimpleNamespace(transport="tcp", kind="pair"), None, client)
    assert hint.startswith(said) is bool(line)
    talk = f"def talk(link):\n{indent(loop, '    ')}\n"
    [calls] = read("a.py", "import b\nb.talk(link)\n", [("b.py", talk)])
    within = leaving.ends_on_nothing(ended, Source(calls, "client"))
    assert within.startswith(f"b.py, line {line - 1}: an empty line of") if line else within == ""


SENDS_AS = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\nlink.send(input().encode({}))\n"
TAKES_AS = "import socket\nlink, _ = socket.create_server(('', 5000)).accept()\nprint(link.recv(99).decode({}))\n"


@pytest.mark.parametrize("codec, said", [
    ("'gbk'", "b.py, line 3): encode() and decode() by themselves use UTF-8"),
    ("encoding='big5'", "b.py, line 3): encode() and decode() by themselves use UTF-8"),
    ("'utf-8'", "has cut one in the middle"), ("", "has cut one in the middle")])
def test_a_letter_in_the_encoding_of_the_other_one_has_not_been_cut(codec, said):
    [other] = read("b.py", SENDS_AS.format(codec))
    words = "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc4 in position 0: invalid continuation byte"
    assert said in errors.explain(Fault(Source(the(TAKES_AS.format("")), "server"), words, 3, other=Source(
        other, "client")))


@pytest.mark.parametrize("codec, knows", [
    ("gbk", "the letters of a few languages"), ("shift_jis", "the letters of a few languages"),
    ("latin-1", "the letters of western Europe"), ("ascii", "English letters")])
def test_an_encoding_that_has_no_such_letter(codec, knows):
    words = f"UnicodeEncodeError: '{codec}' codec can't encode character '\\u0928' in position 0: no"
    told = errors.explain(Fault(Source(the(SENDS_AS.format(repr(codec))), "client"), words, 3))
    assert told.startswith(f"a.py, line 3: this encoding knows {knows} only")


@pytest.mark.parametrize("typed, said", [
    (True, "a.py: only the server's user has a word to leave with (b.py, line 5)"),
    (False, "a.py: only the server looks for 'over' (b.py, line 5)")])
def test_a_word_that_only_the_server_s_user_leaves_with(typed, said):
    [server] = read("b.py", "import socket\nlink, _ = socket.create_server(('', 5000)).accept()\nwhile True:\n"
                    f"    text = {'input()' if typed else 'link.recv(99).decode()'}\n"
                    "    if text == 'over':\n        break\n"
                    "    link.send(input().encode())\n    print(link.recv(99))\n")
    client = the("import socket\nlink = socket.create_connection(('', 5000))\nwhile True:\n"
                 "    link.send(input().encode())\n    print(link.recv(99))\n")
    result = Result("stops", "", MISSED, expected="the client to end on 'over'", seen="it waits for the network")
    assert said in hints.stops(result, SimpleNamespace(transport="tcp", kind="pair"), Source(server, "server"), Source(
        client, "client"))


DESK = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
post.bind(("", 5721))
while True:
    choice = input("w: write, r: read, q: leave ")
    if choice == "w":
        post.sendto(input("Text: ").encode(), (input("Address: "), int(input("Port: "))))
    elif choice == "r":
        text, who = post.recvfrom(4096)
        print(who, "writes", text.decode())
    elif choice == "q":
        break
"""


def test_a_menu_at_which_one_looks_for_what_has_come_and_says_where_a_text_goes(tmp_path):
    """Two messages at once are looked for one by one, an empty one is looked for too, and nobody is owed a reply."""
    (tmp_path / "desk.py").write_text(DESK)
    (tmp_path / "asks.py").write_text(ASKS.format(host="127.0.0.1").replace("5600", "5721"))
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "udp-pair"]
    missed = {one.name for one in section.results if one.outcome != PASSED and not one.form}
    assert section.verdict == "works" and missed == {"quiet", "alone"}


@pytest.mark.parametrize("brought, call, said", [
    ("from encodings import utf_8", "link.recv(utf_8(99))",
     "a.py, line 4: utf_8 is a module, and no function: call one that is in it. text.encode() makes bytes"),
    ("import time", "link.send(str(time()).encode())", "line 4: time is the module, and the time is in it: time.time("),
    ("import json as kept", "link.send(kept({}))", "a.py, line 4: kept is a module, and no function"),
    ("from os import getcwd", "link.send(b'')", "what stands before the parentheses is a module")])
def test_a_module_that_is_called_is_found_where_the_program_tells_no_line(brought, call, said):
    caught = the(f"import socket\n{brought}\nlink = socket.create_connection(('', 5000))\n{call}\n")
    assert said in errors.explain(Fault(Source(caught, "client"), "TypeError: 'module' object is not callable"))


IDLE = """import socket
link = socket.create_connection((input("Host: "), 5000))
def talk():
    while True:
        link.send(input("here: ").encode())
        print(link.recv(99).decode())
def test():
    link.send(b"there?")
    print(link.recv(99).decode())
{}()
"""


@pytest.mark.parametrize("begun, told", [("test", True), ("talk", False)])
def test_a_conversation_that_nobody_begins_beside_what_is_asked_before_it(begun, told):
    ended = Result("starts", "", MISSED, expected="the client to go on", seen="it has ended with status 0")
    client = Source(the(IDLE.format(begun)), "client")
    said = hints.starts(ended, SimpleNamespace(transport="tcp", kind="pair"), Source(the(TAKES_AS), "server"), client)
    assert said.startswith("a.py, line 3: talk, in which the user is asked, is never started: talk()") is told


@pytest.mark.parametrize("name, side", [
    ("handle_client", "server"), ("acceptClient", "server"), ("broadcast_to_clients", "server"),
    ("send_to_server", "client"), ("chat_with_the_server", "client"), ("Server", "server"), ("run_client", "client"),
    ("ServerClient", ""), ("talk", "")])
def test_which_side_the_name_of_a_function_speaks_of(name, side):
    assert side_named(name) == side


def test_a_server_that_asks_only_for_its_port_asks_nobody_for_a_reply():
    server = Source(the("import socket\ndoor = socket.create_server(('', int(input('Port: '))))\n"
                        "link, _ = door.accept()\nwhile data := link.recv(99):\n    print(data.decode())\n"), "server")
    result = Result("reply", "", MISSED, expected="the server to ask its user for something",
                    seen="it waits for the network")
    assert hints.reply(result, SimpleNamespace(transport="tcp", kind="pair"), server, Source(the(
        SENDS_AS.format("")), "client")).startswith("a.py, line 4: after it has shown a message the server must ask")


TIDIES = """import socket
while True:
    try:
        door = socket.socket()
        door.bind(("", 5000))
        door.listen()
        link, _ = door.accept()
        while data := link.recv(99):
            print(data.decode())
            link.send(input().encode())
    except Exception as error:
        print("Error:", error)
    finally:
        door.close()
        {}
"""


@pytest.mark.parametrize("last, shown, said", [
    ("link.close()", ["Error: [Errno 98] Address already in use"], "a.py, line 5: the port is taken, or still kept"),
    ("link.close()", [], "a.py, line 15: link is used before it is given a value here"),
    ("pass\n    link.close()", ["Error: [Errno 98] Address already in use"], "a.py, line 5: the port is taken, or"),
    ("pass\n    link.close()", [], "a.py, line 11: an error is caught here, and the program goes on without link")])
def test_what_has_failed_first_comes_before_what_tidying_up_after_it_makes_of_it(last, shown, said):
    text = TIDIES.format(last)
    number = next(place for place, row in enumerate(text.splitlines(), 1) if "link.close" in row)
    words = f"UnboundLocalError: cannot access local variable 'link' where it is not associated with a value, line " \
        f"{number}"
    result = Result("again", "", MISSED, expected="server 2 to start, and to go on", seen=f"it has ended: {words}",
                    waits=[f"server 2 has ended: {words}"], screens={"server 2": shown})
    server, client = Source(the(text), "server"), Source(the(SENDS_AS.format("")), "client")
    assert hints.named(result, server, client).startswith(said)


@pytest.mark.parametrize("test, spared", [
    ("one.fileno() != -1", False), ("one is not link", True), ("one != None", False)])
def test_a_test_for_a_socket_that_is_closed_leaves_no_author_out(test, spared):
    server = Source(the("import socket\ndoor, room = socket.create_server(('', 5000)), []\nlink, _ = door.accept()\n"
                        "room.append(link)\nwhile data := link.recv(99):\n    for one in room:\n"
                        f"        if {test}:\n            one.sendall(data)\n"), "server")
    assert server.spares_author is spared


TAKES = "import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5731))\nprint(post.recvfrom(99))\n"
ONCE = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
there = input("Address: "), int(input("Port: "))
post.sendto(input("Text: ").encode(), there)
print(post.recvfrom(99)[0].decode())
"""


@pytest.mark.parametrize("name", ["udp聊天.py", "UDPチャット.py", "채팅.py", "простой чат.py", "bate-papo.py"])
def test_what_only_receives_does_not_stand_for_what_is_called_chat_in_another_language(name, tmp_path):
    (tmp_path / name).write_text(ANSWERS.replace("5600", "5731"))
    (tmp_path / "takes.py").write_text(TAKES)
    (tmp_path / "once.py").write_text(ONCE)
    assert [pair.server.path for pair in find(tmp_path).pairs["udp-pair"]] == [name]


def test_who_binds_the_port_of_another_one_does_not_call_it():
    assert by_port(the(ANSWERS), the(ASKS.format(host="127.0.0.1")))
    assert not by_port(the(ANSWERS), the(PEER.format(own=5600, other=5601)))


MUTE = """import select, socket
door = socket.create_server(("127.0.0.1", 5741))
room = []
while True:
    ready = select.select([door, *room], [], [])[0]
    if door in ready:
        link, _ = door.accept()
        room.append(link)
    for one in room:
        if one in ready:
            print(one.recv(999))
"""


def test_a_server_that_sends_nothing_is_tried_once(tmp_path):
    """In whatever format it is told something, it passes nothing on."""
    (tmp_path / "hall.py").write_text(MUTE)
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "tcp-chat"]
    [half] = [one for one in section.results if one.name == "server_half"]
    assert half.outcome == MISSED and sum("our client sends" in action for action, _ in half.steps) == 1


@pytest.mark.parametrize("then, told", [
    ("break", "a.py, line 6: an empty line of its own user ends"), ("continue", "a.py: it takes")])
def test_a_server_that_ends_as_its_client_leaves_at_an_empty_line_is_not_to_blame(then, told):
    server = Source(the("import socket\nlink, _ = socket.create_server(('', 5000)).accept()\n"
                        "while data := link.recv(99):\n    link.send(input().encode())\n"), "server")
    client = Source(the("import socket\nlink = socket.create_connection(('', 5000))\nwhile True:\n    text = input()\n"
                        f"    link.send(text.encode())\n    if not text:\n        {then}\n"), "client")
    both = Result("empty", "", MISSED, expected="the server to ask its user for something", seen="it has ended with "
                  "status 0", steps=[("you press Enter in client", "the server has ended with status 0; the client has "
                                      "ended with status 0")])
    assert hints.empty(both, SimpleNamespace(transport="tcp", kind="pair"), server, client).startswith(told)


def test_an_empty_line_that_ends_the_part_which_asks_is_told_though_the_program_goes_on():
    talks = "def talk():\n    while True:\n        text = input()\n        if not text:\n            break\n" \
        "        link.send(text.encode())\n"
    server = Source(the("import socket\nlink, _ = socket.create_server(('', 5000)).accept()\n" + talks), "server")
    asks_no_more = Result("empty", "", MISSED, expected="the server to ask its user for something",
                          seen="it waits for the network", steps=[("you press Enter in client", "nobody shows it"),
                                                                  ("you press Enter in server", "nobody shows it")])
    hint = hints.empty(asks_no_more, SimpleNamespace(transport="tcp", kind="pair"), server, server)
    assert hint.startswith("a.py, line 6: an empty line of its own user ends the conversation here")


ONE_FOR_ONE = "while True:\n    link.sendto(input().encode(), ('127.0.0.1', 5013))\n" \
    "    print(link.recvfrom(99)[0].decode())\n"
REPLIES = "while True:\n    data, where = link.recvfrom(99)\n    print(data.decode())\n{}"
ASKS_BACK = "    link.sendto(input().encode(), where)\n"


@pytest.mark.parametrize("does, told", [
    ("    link.sendto(data, where)\n" + ASKS_BACK, True),
    ("    link.sendto(b'got it', where)\n    text = input()\n    link.sendto(text.encode(), where)\n", True),
    (ASKS_BACK, False), (ASKS_BACK + "    link.sendto(data, where)\n", False),
    ("    if data == b'?':\n        link.sendto(b'help', where)\n        continue\n" + ASKS_BACK, False)])
def test_what_a_server_sends_before_it_asks_is_taken_for_the_reply(does, told):
    opens = "import socket\nlink = socket.socket(type=socket.SOCK_DGRAM)\n"
    server, client = (Source(the(opens + text), role) for text, role in (
        (REPLIES.format(does), "server"), (ONE_FOR_ONE, "client")))
    assert answers_before(server, client).startswith("a.py, line 6: this goes out before the user is asked") is told
    twice = Source(the(opens + ONE_FOR_ONE + "    print(link.recvfrom(99)[0].decode())\n"), "client")
    assert not answers_before(server, twice)


@pytest.mark.parametrize("says, nothing", [
    ("pass", True), ("print(data)", True), ("c.sendall(data)", False), ("writer.writelines([data])", False),
    ("print(data, file=lines)", False)])
def test_who_says_nothing_to_anybody(says, nothing):
    """Such a server is tried once. One that prints into the file of a socket says something."""
    server = the("import socket\ndoor = socket.create_server(('', 5600))\nc, _ = door.accept()\n"
                 f"lines = c.makefile('w')\ndata = c.recv(999)\n{says}\n")
    assert halves.says_nothing(server) is nothing


HOSTS = """import socket
door = socket.socket()
door.bind(("127.0.0.1", 5610))
door.listen()
{accepts}
    while told := guest.recv(4096):
        print("there:", told.decode())
        guest.send(input("here: ").encode())
"""
VISITS = """import socket
line = socket.create_connection(("127.0.0.1", 5610))
while (told := input("here: ")) != "over":
    line.send(told.encode())
    print("there:", line.recv(4096).decode())
"""


@pytest.mark.parametrize("loop, chosen", [
    ("while True:\n    guest, _ = door.accept()", "talk_server_again.py"),
    ("while True:\n    guest, _ = door.accept()\n    print(gest)", "talk_server.py")])
def test_of_two_servers_that_work_the_one_that_serves_all_who_come_counts(loop, chosen, tmp_path):
    """Where it works as well as the one of the client's own name, which serves one and ends."""
    (tmp_path / "talk_server.py").write_text(HOSTS.format(accepts="guest, _ = door.accept()\nif guest:"))
    (tmp_path / "talk_server_again.py").write_text(HOSTS.format(accepts=loop))
    (tmp_path / "talk_client.py").write_text(VISITS)
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "tcp-pair"]
    assert (section.verdict, section.server) == ("works", chosen)
