"""Strangers: what chats that nobody here wrote have taught is said of sources that do so, and of no others."""
from types import SimpleNamespace

import pytest
from sources import source

from lab12.driver import words
from lab12.driver.formats import wrapped
from lab12.driver.roles import MANY, Roles
from lab12.finder import names
from lab12.finder.handin import find
from lab12.finder.wants import wanted
from lab12.grader import (
    errors,
    grade,
    hints,
    hints_on_chats,
    hints_on_ctrl_c,
    hints_on_endings,
    passing,
    slips,
    unseen,
    verdict,
)
from lab12.grader.faults import Fault
from lab12.rubric import endings, halves, pieces
from lab12.rubric.checks import MISSED, NOT_TRIED, Result
from lab12.sheet.text import sheet as sheet

HALL = "import socket, threading\nhall = socket.create_server(('127.0.0.1', 5000))\nroom = []\n"
CALL = "import socket, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\n"
POST = "import json, socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5000))\nroom = []\n"
EACH = "    for one in room:\n        {}\n"


def explained(text, words, line, role="server"):
    return errors.explain(Fault(source(text, role), words, line))


def missed(name, seen, expected="", **more):
    return Result(name, "", MISSED, expected=expected, seen=seen, **more)


def of(transport="tcp"):
    return SimpleNamespace(transport=transport, kind="chat")


def test_addresses_are_compared_by_value():
    """recvfrom gives each address anew, so `is not` would leave nobody out."""
    said = hints_on_chats.own(None, of("udp"), source(
        f"{POST}while True:\n    data, who = post.recvfrom(99)\n" + EACH.format("post.sendto(data, one)")), None)
    assert "!= sender, the address" in said and "is not" not in said
    assert "is not sender" in hints_on_chats.own(None, of(), source(
        f"{HALL}c, _ = hall.accept()\nwhile data := c.recv(99):\n" + EACH.format("one.send(data)")), None)


@pytest.mark.parametrize("test, spared", [("one is not c", True), ("room[0] != one", True), ("data != 'out'", False),
                                          ("one is not None", False)])
def test_an_author_is_left_out_by_a_test_of_sockets(test, spared):
    script = source(f"{HALL}c, _ = hall.accept()\nwhile data := c.recv(99):\n" + EACH.format(
        f"if {test}:\n            one.send(data)"))
    assert script.spares_author is spared


@pytest.mark.parametrize("test, spared", [("room[i] is not c", True), ("one != c", True), ("i != n", False),
                                          ("rooms[n] != c", False)])
def test_an_author_is_left_out_of_those_that_are_counted_too(test, spared):
    script = source(f"{HALL}c, _ = hall.accept()\nwhile data := c.recv(99):\n    i = 0\n    while i < len(room):\n"
                    f"        one = room[i]\n        if {test}:\n            room[i].send(data)\n        i += 1\n")
    assert script.spares_author is spared


@pytest.mark.parametrize("test, spared", [("one is not c", True), ("its", False)])
def test_an_author_is_left_out_where_each_has_a_queue(test, spared):
    script = source(f"{HALL}waiting = {{}}\ndef write(link, its):\n    while data := its.get():\n"
                    "        link.sendall(data)\nc, _ = hall.accept()\nwhile data := c.recv(99):\n"
                    f"    for one, its in waiting.items():\n        if {test}:\n            its.put(data)\n")
    assert script.spares_author is spared


@pytest.mark.parametrize("test, spared", [("one is not but", True), ("one.open", False)])
def test_an_author_is_left_out_where_each_is_told_by_a_function(test, spared):
    script = source(f"{HALL}class Guest:\n    def __init__(self, link):\n        self.link, self.open = link, True\n"
                    "    def say(self, data):\n        self.link.send(data)\ndef tell(data, but):\n"
                    f"    for one in room:\n        if {test}:\n            one.say(data)\n")
    assert script.spares_author is spared


@pytest.mark.parametrize("test, spared", [
    ("if one is c: one.send(b'yours')\n        one.send(data)", False),
    ("if one is c: continue\n        one.send(data)", True),
    ("if one is c: pass\n        else: one.send(data)", True),
    ("if not one is c: one.send(data)", True)])
def test_who_alone_is_told_something_is_not_left_out_of_the_rest(test, spared):
    script = source(f"{HALL}c, _ = hall.accept()\nwhile data := c.recv(99):\n" + EACH.format(test))
    assert script.spares_author is spared


@pytest.mark.parametrize("lists, line", [("", 12), ("    room.append(c)\n", 13)])
def test_a_message_is_passed_on_in_the_loop_over_all_whoever_sends_it(lists, line):
    """What sends is two calls away, and the loop may stand where somebody is put on the list of all."""
    script = source(f"{HALL}def put(link, data):\n    link.sendall(data)\ndef give(link, data):\n    put(link, data)\n"
                    f"while True:\n    c, _ = hall.accept()\n{lists}    data = c.recv(99)\n    for one in room:\n"
                    "        give(one, data)\n")
    assert script.passes == f"a.py, line {line}: "


def test_who_may_come_in_is_no_test_of_whom_a_message_goes_to():
    said = hints_on_chats.own(None, of(), source(
        f"{HALL}while True:\n    c, who = hall.accept()\n    if c.recv(99) == words[who[0]]:\n        room.append(c)\n"
        "    for one in room:\n        one.send(b'here')\n"), None)
    assert "leave the author out" in said and "is meant to be left out" not in said


SHOWN = """Your name? Exception ignored in thread started by: <function hear at 0x7f>
Traceback (most recent call last):
  File "/home/anna/a.py", line 7, in hear
    link.bind(("", 5000))
{}OSError: [Errno 98] Address already in use
"""


@pytest.mark.parametrize("before", ["", "Your room? "])
def test_an_error_in_a_thread_stands_behind_a_prompt(before):
    shown = SHOWN.format(before)[before == "" and 11 or 0:]
    window = SimpleNamespace(screen=SimpleNamespace(text=shown), told=shown,
                             error=lambda: None, terminal=SimpleNamespace(command=["python", "a.py"]))
    assert words.crash(window) == "OSError: [Errno 98] Address already in use, line 7"
    assert words.after(window, "OSError") == "after an error in a thread"


def judged(server, client):
    """Return the verdict on two programs of which the second one finds that its port is taken."""
    fault = "OSError: [Errno 98] Address already in use, line 4"
    pair = SimpleNamespace(server=source(server).script, client=source(client, "client", "b.py").script)
    seen = {"starts": Result("starts", "", "passed"), "message": missed(
        "message", f"it goes on, after an error in a thread: {fault}", "the client to ask",
        waits=[f"the client goes on, after an error in a thread: {fault}"])}
    return verdict.decide(seen, SimpleNamespace(facts={}, roles=of("udp")), pair)


@pytest.mark.parametrize("called, host, said", [
    ("'10.9.8.7'", "", "; 10.9.8.7 is called"), ("input('IP of the server: ')", "", ""),
    ("'127.0.0.1'", "", None), ("'255.255.255.255'", "", None), ("'10.9.8.7'", "10.9.8.7", None),
    ("'10.9.8.255'", "", None)])
def test_a_client_that_binds_the_server_s_port_is_meant_for_another_computer(called, host, said):
    server = POST.replace("('', 5000)", f"('{host}', 5000)")
    client = server.replace("room = []", f"there = {called}\npost.sendto(input().encode(), (there, 5000))")
    if said is None:
        assert judged(server, client) == (
            "does not run", "Both programs bind port 5000, which one computer gives to one of them only, so the client "
            "cannot start.")
    else:
        assert judged(server, client) == (
            "not marked", "Both programs bind port 5000: two computers are meant, and on one they cannot both run"
            f"{said}. Try it by hand.")


def test_a_program_that_no_copy_of_it_can_talk_with_here_is_left_to_a_person(tmp_path):
    (tmp_path / "peer.py").write_text(f"{POST}post.sendto(input().encode(), ('10.9.8.7', 5000))\n"
                                      "print(post.recv(99))\n")
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "udp-pair"]
    assert (section.verdict, section.got) == ("not marked", 0) and "two computers are meant" in section.reason
    assert {result.outcome for result in section.results} == {NOT_TRIED}


@pytest.mark.parametrize("size, said", [(1024, "recvfrom(1024) takes at most 1,024 bytes of a datagram (a.py, line 6)"),
                                        (65535, "Read on until it is whole")])
def test_a_datagram_that_was_cut_has_no_rest(size, said):
    text = f"{POST}while True:\n    data, who = post.recvfrom({size})\n    said = json.loads(data)\n"
    assert said in explained(text, "JSONDecodeError: Unterminated string starting at: line 1", 7)


@pytest.mark.parametrize("words, said, never", [
    ("AttributeError: module 'asyncio' has no attribute 'coroutine'. Did you mean: 'coroutines'?",
     "3.11 has it no more. Write async def, and await", "it has coroutines"),
    ("AttributeError: module 'ssl' has no attribute 'wrap_socket'", "3.12 has it no more", "it has"),
    ("TypeError: BaseEventLoop.create_server() got an unexpected keyword argument 'loop'", "leave it out", "with what"),
    ("sqlite3.OperationalError: no such table: people", "chat.db has no table people", "with what"),
])
def test_what_is_no_more_or_not_there(words, said, never):
    told = explained("import asyncio, sqlite3\nbase = sqlite3.connect('data/chat.db')\n", words, 2)
    assert told.startswith("a.py, line 2: ") and said in told and never not in told


def test_a_server_of_socketserver_is_started_again():
    """It binds by itself, so the option is one of its class."""
    text = "import socketserver\nclass H(socketserver.BaseRequestHandler):\n    def handle(self):\n        pass\n{}" \
        "hall = socketserver.TCPServer(('', 5000), H)\n"
    taken = "OSError: [Errno 98] Address already in use"
    assert "TCPServer.allow_reuse_address = True" in explained(text.format(""), taken, 5)
    assert "TCPServer.allow_reuse_address = True" in hints_on_endings.again(None, of(), source(text.format("")), None)
    set_already = text.format("socketserver.TCPServer.allow_reuse_address = True\n")
    assert "is it bound twice?" in explained(set_already, taken, 6)


def test_asyncio_tries_localhost_twice():
    """It raises one OSError for ::1 and 127.0.0.1, which an except ConnectionRefusedError does not catch."""
    seen = "it has ended: OSError: Multiple exceptions: [Errno 111] Connect call failed ('::1', 5000, 0, 0), [Errno " \
        "111] Connect call failed ('127.0.0.1', 5000), line 3"
    client = source("import asyncio\nasync def main():\n    await asyncio.open_connection('localhost', 5000)\n"
                    "asyncio.run(main())\n", "client")
    assert words.of_connection(seen.partition(": ")[2])
    assert hints.named(missed("alone", seen, "the client to say so"), source(HALL), client) == ""
    assert hints_on_endings.alone(missed("alone", seen), of(), None, client).startswith("a.py, line 3: catch OSError")


@pytest.mark.parametrize("says, asked", [
    ("print('nobody is there', error)", "end there."), ("error", "say so, and end there.")])
def test_a_client_that_says_that_nobody_is_there_is_not_asked_to_say_so(says, asked):
    client = source("import socket\nlink = socket.socket()\ntry:\n    link.connect(('127.0.0.1', 5000))\n"
                    f"except OSError as error:\n    {says}\nwhile True:\n    link.sendall(input().encode())\n",
                    "client")
    seen = missed("alone", "it has ended: BrokenPipeError: [Errno 32] Broken pipe, line 8", "the client to say so")
    assert hints_on_endings.alone(seen, of(), None, client) == "a.py, line 4: this is caught, but the program goes " \
        f"on as if it were connected: {asked}"


@pytest.mark.parametrize("caught", ["except Exception:", "except OSError:"])
def test_ctrl_c_is_no_exception_of_that_kind(caught):
    """KeyboardInterrupt is a BaseException (Python docs, Exception hierarchy)."""
    client = source(f"{CALL}try:\n    while True:\n        link.send(input().encode())\n{caught}\n    pass\n", "client")
    assert not client.catches("KeyboardInterrupt", "input")
    assert source(client.script.source.replace(caught, "except:"), "client").catches("KeyboardInterrupt", "input")


OWN = "class Ear(threading.Thread):\n    def __init__(self):\n        super().__init__({})\n    def run(self):\n" \
    "        while True:\n            print(link.recv(99))\near = Ear()\near.start()\nwhile True:\n" \
    "    link.send(input().encode())\n"


def test_a_thread_of_a_class_of_its_own_keeps_a_program_alive():
    client = source(CALL + OWN.format(""), "client")
    seen = missed("quiet", "it spins: 100 % of a core, and waits for nothing", "client 2 to end quietly")
    assert hints_on_ctrl_c.quiet(seen, of(), None, client).startswith(
        "a.py, line 9: a thread that never ends keeps the program alive")
    assert "as self.daemon = True in its __init__ does" in hints_on_ctrl_c.quiet(seen, of(), None, client)
    daemon = source(CALL + OWN.format("daemon=True"), "client")
    assert daemon.daemons and "daemon" not in hints_on_ctrl_c.quiet(seen, of(), None, daemon)


@pytest.mark.parametrize("target, said", [("hear", "until t ends"), ("ask", "")])
def test_a_join_that_waits_for_the_server(target, said):
    """Not that of the thread which ends with its user's last word."""
    client = source(f"{CALL}def hear():\n    while data := link.recv(99):\n        print(data)\ndef ask():\n"
                    "    while (text := input()) != 'exit':\n        link.send(text.encode())\n"
                    f"t = threading.Thread(target={target})\nt.start()\nt.join()\n", "client")
    assert said in slips.joins_first(client) and bool(said) == bool(slips.joins_first(client))


READY = "import select, sys\nwhile {}:\n    for one in select.select([link, sys.stdin], [], [])[0]:\n" \
    "        if one is link:\n            data = link.recv(99)\n            if not data:\n                {}\n" \
    "            print(data)\n        else:\n            link.send(input().encode())\n"


@pytest.mark.parametrize("round_, leaves, said", [
    ("True", "break", "a.py, line 9: this break leaves only the for of line 5; the loop around it (line 4)"),
    ("True", "sys.exit()", ""), ("on", "on = False; break", "")])
def test_a_break_that_leaves_the_inner_loop(round_, leaves, said):
    told = unseen.leaves_inner(source(CALL + READY.format(round_, leaves), "client"))
    assert told.startswith(said) and bool(told) == bool(said)


def test_a_client_that_spins_on_the_stop_word_is_told_why():
    """That only the server looks for the word is true as well, and less to the point."""
    server = source(f"{HALL}c, _ = hall.accept()\nwhile (data := c.recv(99).decode()) != 'exit':\n    print(data)\n")
    client = source(CALL + READY.format("True", "break"), "client")
    told = [hints_on_endings.stops(missed("stops", seen, "the client to end on 'exit'"), of(), server, client)
            for seen in ("it spins", "it waits for the keyboard")]
    assert "leaves only the for" in told[0] and "only the server looks" in told[1]


@pytest.mark.parametrize("made, hides, told", [
    ("'<' + name + '> ' + data", "continue", True), ("'<' + name + '> ' + data", "print(e)", False),
    ("name.encode() + data", "continue", False), ("'<' + name + '> ' + str(data)", "continue", False)])
def test_text_and_bytes_that_are_joined_where_nobody_sees_it(made, hides, told):
    server = source(f"{HALL}def talk(c, name):\n    while True:\n        try:\n            data = c.recv(99)\n"
                    f"            said = {made}\n            for one in room:\n                one.send(said)\n"
                    f"        except Exception as e:\n            {hides}\n"
                    "threading.Thread(target=talk, args=(*hall.accept()[:1], 'Anna')).start()\n")
    said = unseen.joins_unlike(server)
    assert bool(said) is told and (not told or "line 8: text and bytes" in said and "data.decode()" in said)


@pytest.mark.parametrize("test, line", [("not self.it", ""), ("self.it == b''", ""), ("self.x", "a.py, line 7: ")])
def test_an_end_that_is_looked_for_in_an_attribute(test, line):
    server = source(f"{HALL}class One:\n    def run(self):\n        while True:\n            self.it = self.c.recv(9)\n"
                    f"            if {test}:\n                break\n            print(self.it)\nhall.accept()\n")
    assert server.mistake("empty not noticed") == line


def test_of_two_that_are_not_looked_at_the_one_of_the_conversation_is_named():
    server = source(f"{HALL}def talk(c):\n    while True:\n        name = c.recv(99).decode()\n"
                    "        if name in room:\n            continue\n        break\n"
                    "    while True:\n        text = c.recv(99).decode()\n"
                    "        if text == '/bye':\n            break\n        print(text)\ntalk(hall.accept()[0])\n")
    assert server.mistake("empty not noticed") == "a.py, line 11: "


def test_what_comes_of_a_client_that_has_gone_is_not_its_cause():
    """The first error says that it has gone; those after it come of a server that does not look for that."""
    server = source(f"{HALL}def talk(c):\n    while True:\n        text = c.recv(99).decode()\n"
                    + EACH.format("one.send(text.encode())").replace("    for", "        for").replace(
                        "        one", "            one") + "talk(hall.accept()[0])\n")
    steps = [("client is killed", "the server goes on, after an error: BrokenPipeError: Broken pipe, line 8"),
             ("later", "the server goes on, after an error: OSError: [Errno 9] Bad file descriptor, line 8")]
    result = missed("lost", "it shows nothing new", "client 3 to show", steps=steps)
    assert hints.named(result, server, source(CALL, "client")).startswith("a.py, line 6: recv returns b'' once")


def test_a_connection_that_is_closed_and_stays_in_its_place():
    text = f"{HALL}def talk(n):\n    if room[n].recv(99) == b'exit':\n        room[n].close()\ndef tell(data):\n" \
        "    for n in range(len(room)):\n        room[n].send(data)\nhall.accept()\n"
    assert explained(text, "OSError: [Errno 9] Bad file descriptor", 9).startswith(
        "a.py, line 6: this closes a connection, which stays in room, and a.py, line 9 still sends to it")


def test_a_socket_that_select_names_for_ever():
    server = source(f"{HALL}import select\nwhile True:\n    for one in select.select(room, [], [])[0]:\n"
                    "        try:\n            data = one.recv(99)\n            if not data:\n"
                    "                data = None\n"
                    "        except OSError:\n            print('gone')\n")
    assert "once its client has gone, select says" in hints_on_endings.lost(
        missed("lost", "it spins: 100 % of a core", "the server to go on"), of(), server, source(CALL, "client"))


@pytest.mark.parametrize("listed, imports, by_hand", [
    ("no-such-Package-9==1.0\n", "import no_such_package_9\n", "needs the package no_such_package_9, as requ"),
    ("no-such-Package-9==1.0\n", "try:\n    import no_such_package_9\nexcept ImportError:\n    pass\n", ""),
    ("pywin32==306\n", "import win32api\n", "needs the package win32api, as requ"),  # pip has another name for it
    ("pytest\n", "import pytest\n", ""), ("other\n", "import no_such_package_9\n", "")])
def test_a_package_that_the_hand_in_asks_for(tmp_path, listed, imports, by_hand):
    """What is not installed here is nobody's fault; what a hand-in does not name is."""
    (tmp_path / "requirements.txt").write_text(listed)
    (tmp_path / "client.py").write_text(f"{imports}{CALL}while True:\n    link.send(input().encode())\n")
    [script] = find(tmp_path).scripts
    assert script.by_hand.startswith(by_hand) and bool(script.by_hand) == bool(by_hand)


@pytest.mark.parametrize("file, text", [
    ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\nno_such_package_9 = "^1.0"\n'),
    ("pyproject.toml", '[project]\ndependencies = [\n  "other>=2",\n  "no-such-package-9~=1.0; os_name",\n]\n'),
    ("Pipfile", '[packages]\nno-such-package-9 = "*"\n'),
    ("README.md", "# Chat\n## Dependencies\n\n- Python 3\n- no-such-package-9\n"),
    ("README.md", "# Requirements\n* **Python**, no-such-package-9\n"),
    ("README.md", "# Requirements\nIt wants `no-such-package-9` from elsewhere.\n"),
    ("README.md", "Before that: `pip install other no-such-package-9`\n")])
def test_a_package_may_be_asked_for_in_other_files_too(tmp_path, file, text):
    (tmp_path / file).write_text(text)
    (tmp_path / "client.py").write_text(f"import no_such_package_9\n{CALL}link.send(input().encode())\n")
    [script] = find(tmp_path).scripts
    assert script.by_hand.startswith(f"needs the package no_such_package_9, as {file} says")


@pytest.mark.parametrize("text", ["Both share the module no_such_package_9, which is ours.\n",
                                  "- Python 3, with which no_such_package_9 comes\n", "- `no_such_package_9.py`\n"])
def test_not_every_word_under_requirements_is_a_package(tmp_path, text):
    """A module of one's own that was not handed in is missing."""
    (tmp_path / "README.md").write_text(f"# Chat\n## Requirements\n\n{text}")
    (tmp_path / "client.py").write_text(f"import no_such_package_9\n{CALL}link.send(input().encode())\n")
    [script] = find(tmp_path).scripts
    assert script.by_hand == ""


def test_what_only_a_person_can_try_has_no_mark(tmp_path):
    """Nothing is lost by what was seen of the other program alone, and no 0 stands in its total."""
    (tmp_path / "hall.py").write_text(f"{HALL}while True:\n    c, _ = hall.accept()\n    room.append(c)\n")
    (tmp_path / "window.py").write_text(f"from tkinter import Tk\n{CALL}root = Tk()\nlink.send(b'x')\n"
                                        "root.mainloop()\n")
    made = grade.grade(tmp_path)
    [section] = [one for one in made.sections if one.name in made.counted]
    assert section.verdict == verdict.NOT_MARKED
    assert [one.name for one in section.results if one.outcome == MISSED and "half" not in one.name] == []
    assert sheet(made).endswith(": not marked")


TWO = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\nme = input('Your name: ')\n" \
    "you = input('{}')\nlink.send(f'{{me}}|{{you}}'.encode())\nwhile True:\n    link.send(input().encode())\n" \
    "    print(link.recv(99))\n"


@pytest.mark.parametrize("prompt, wants", [("Enter recipient: ", "addressee"), ("To whom? ", "addressee"),
                                           ("Username tujuan: ", "addressee"), ("Do kogo? ", "addressee"),
                                           ("Tên người nhận: ", "addressee"), ("Port tujuan: ", "port"),
                                           ("Recipient port: ", "port"), ("Your room: ", "choice")])
def test_who_says_at_the_beginning_whom_they_talk_with(prompt, wants):
    """A name like recip holds `ip`, and is no host."""
    script = source(TWO.format(prompt).replace("you", "recip"), "client").script
    assert [one.wants for one in script.questions] == ["name", wants]
    assert roles_of(script).most == (2 if wants == "addressee" else MANY)


def roles_of(client):
    server = source(HALL + "while True:\n    room.append(hall.accept())\n").script
    return Roles("tcp-chat", server, client, {}, {}, None, None, [])


def test_a_line_that_asyncio_calls_back_for_is_of_the_conversation():
    script = source("import asyncio, sys\nclass Talk(asyncio.Protocol):\n    def connection_made(self, way):\n"
                    "        self.way = way\n        loop.add_reader(sys.stdin, self.say)\n    def say(self):\n"
                    "        self.way.write(sys.stdin.readline().encode())\n    def data_received(self, data):\n"
                    "        print(data.decode())\nloop = asyncio.new_event_loop()\nname = input('Name: ')\n"
                    "loop.run_until_complete(loop.create_connection(Talk, '127.0.0.1', 5000))\nloop.run_forever()\n",
                    "client").script
    assert script.asks and [one.wants for one in script.questions] == ["name"]


def test_a_name_that_a_loop_of_its_own_settles():
    """It is asked for until the server takes it, and given back to who has called for that."""
    client = source("import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\nhome = '127.0.0.1', 5000\n"
                    "def enter():\n    while True:\n        who = input('Who? ')\n"
                    "        post.sendto(b'+' + who.encode(), home)\n"
                    "        if post.recvfrom(99)[0] == b'ok':\n            return who\n"
                    "def talk(who):\n"
                    "    while (text := input()) != 'out':\n        post.sendto(f'{who}: {text}'.encode(), home)\n"
                    "who = enter()\ntalk(who)\n", "client").script
    assert [one.wants for one in client.questions] == ["name"] and client.asks


MENU = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\nclass Say:\n    def do(self):\n" \
    "        link.send(input('text: ').encode())\nwhile True:\n    what = input('say/out: ')\n    if what == 'say':\n" \
    "        one = Say()\n        one.do()\n    elif what == 'out':\n        break\n"


def test_a_menu_whose_choices_are_objects():
    [menu] = source(MENU, "client").script.menus
    assert (menu.goes_on, menu.sends) == ("say", True)


@pytest.mark.parametrize("test, stops", [("password == KEY", []), ("text == KEY", ["open"])])
def test_a_password_ends_nothing(test, stops):
    server = source(f"{HALL}KEY = 'open'\ndef fits(text, password):\n    if {test}:\n        return True\n"
                    "    return False\nc, _ = hall.accept()\nwhile True:\n    if fits(c.recv(99).decode(), ''):\n"
                    "        break\n")
    assert list(server.script.stops) == stops


WORDS = "class One:\n    def __init__(self, c):\n        self.c, self.gone = c, False\n    def run(self):\n" \
    "        while not self.gone:\n            line = self.c.recv(9).decode()\n            if line.startswith('/'):\n" \
    "                name = 'do_' + line[1:]\n                getattr(self, name)()\n    def do_login(self):\n" \
    "        self.gone = True\n    def do_out(self):\n        tell(self.c, 'Bye')\n        self.gone = True\n" \
    "def tell(c, text):\n    c.send(text.encode())\nOne(hall.accept()[0]).run()\n"


def test_a_word_that_a_server_looks_up_behind_a_sign():
    """It is what a client's user types, and what the server says by itself to that is not."""
    server = source(HALL + WORDS).script
    client = source(f"{CALL}def hear():\n    while True:\n        text = link.recv(99).decode()\n"
                    "        if text == 'Bye':\n            break\nthreading.Thread(target=hear).start()\nwhile True:\n"
                    "    link.send(input().encode())\n", "client").script
    assert list(server.stops) == ["/out"] and server.typed_stops == () and "Bye" in server.said
    roles = SimpleNamespace(server=server, client=client, stops=(), kind="chat")
    assert endings.stop_words(SimpleNamespace(roles=roles)) == ["/out"]


def test_a_join_that_waits_for_one_more_enter():
    client = source(f"{CALL}class C:\n    def ask(self):\n        while 1:\n            link.send(input().encode())\n"
                    "    def go(self):\n        t = threading.Thread(target=self.ask, daemon=True)\n        t.start()\n"
                    "        t.join()\nC().go()\n", "client")
    said = hints_on_endings.stops(missed("stops", "it waits for the keyboard", "the client to end on 'x'"), of(),
                                  source(HALL), client)
    assert said.startswith("a.py, line 10: join() waits here until t ends, and that waits in line 6 for one more Enter")


@pytest.mark.parametrize("body, seconds", [("for n in range(3):\n        if link.recv(9):\n            break", 6.0),
                                           ("while not link.recv(9):\n        pass", 0.0),
                                           ("for n in range(3):\n        input()\n        link.recv(9)", 0.0)])
def test_how_long_a_program_looks_for_others(body, seconds):
    script = source(f"{CALL}link.settimeout(2)\ndef look():\n    {body}\nlook()\nwhile True:\n"
                    "    link.send(input().encode())\n", "client").script
    assert script.tries == seconds


@pytest.mark.parametrize("given, length", [("'!I', len(data)", True), ("'>d13p', now, data", False),
                                           ("FORM, a, b", False), ("'!HH', kind, len(data)", True),
                                           ("'4s4s', group, home", False), ("padx=9", False)])
def test_a_record_is_no_length(given, length):
    client = source(f"{CALL}import struct\ndata = input().encode()\nlink.send(struct.pack({given}) + data)\n",
                    "client")
    assert bool(client.tells_length) is length


def test_bytes_of_a_multicast_group_are_no_form_of_messages():
    joins = "import json, struct\nstruct.pack('4s4s', a, b)\nstruct.pack('b', ttl)\njson.dumps({})\n"
    assert wrapped(joins) == "JSON" and wrapped(joins + "struct.pack('!I', 9)") == "a length before each message"
    assert wrapped(joins + "RECORD = struct.Struct('!16s240s')") == "a record of a fixed size"


@pytest.mark.parametrize("second, told", [("if kind == b'\\x01'", False), ("if kind", True)])
def test_a_byte_that_says_what_follows_is_not_only_looked_at(second, told):
    server = source(f"{HALL}c, _ = hall.accept()\nwhile True:\n    kind = c.recv(1)\n    {second}:\n"
                    "        text = c.recv(99)\n        print(text)\n")
    assert bool(passing.drops(server)) is told


def test_keys_that_are_agreed_on_before_the_next_is_accepted():
    server = source(f"{HALL}import ssl\nwhile True:\n    c, _ = hall.accept()\n    c = ssl.create_default_context()."
                    "wrap_socket(c, server_side=True)\n    threading.Thread(target=print, args=(c,)).start()\n")
    result = missed("next_client", "it waits for the network", "client 4 to ask its user",
                    steps=[("somebody who says nothing connects", "")])
    assert hints_on_endings.next_client(result, of(), server, source(CALL, "client")).startswith(
        "a.py, line 7: wrap_socket waits here until a client has agreed on keys")


@pytest.mark.parametrize("test, line", [
    ("if args.tls: c = keyed(c)", 10), ("c = keyed(c)", 8), ("if not args.tls: c = keyed(c)", 8),
    ("if args.tls: pass\n    else: c = keyed(c)", 8)])
def test_keys_that_are_agreed_on_only_where_a_switch_is_given_keep_nobody_out(test, line):
    """What comes after that does: the name is waited for."""
    server = source("import argparse, ssl\np = argparse.ArgumentParser()\np.add_argument('--tls', action='store_true')"
                    f"\nargs = p.parse_args()\n{HALL}def keyed(c): return ssl.create_default_context().wrap_socket(c)\n"
                    f"def named(c):\n    return c.recv(99)\nwhile True:\n    c, _ = hall.accept()\n    {test}\n"
                    "    room.append(named(c))\n")
    assert server.waits_before_next == f"a.py, line {line}: "


@pytest.mark.parametrize("shown, told", [("nobody shows it; the client has ended", "recv returns b''"),
                                         ("the server shows 'end'", "what recv gives is bytes")])
def test_a_word_that_was_never_sent_is_no_word_that_the_server_looks_for_in_vain(shown, told):
    """The client says goodbye in its place, and the server takes that, and the end, for messages."""
    server = source(f"{HALL}c, _ = hall.accept()\nwhile True:\n    data = c.recv(99)\n    if data == 'end':\n"
                    "        break\n    print(data.decode())\n    c.send(input().encode())\n")
    client = source(f"{CALL}while True:\n    text = input()\n    if text == 'end':\n        break\n"
                    "    link.send(text.encode())\n    print(link.recv(99))\nlink.send(b'goodbye')\n", "client")
    result = missed("stops", "it asks for a reply all the same and, given one, the server has ended: BrokenPipeError",
                    "'end' to end the conversation in good order", steps=[("you type 'end' in client", shown)])
    result.waits = ["the server has ended: BrokenPipeError: [Errno 32] Broken pipe, line 9"]
    assert told in hints_on_endings.stops(result, of(), server, client)


def test_whose_address_is_asked_for_too_late():
    told = explained(f"{HALL}def talk(c):\n    print(c.getpeername())\n", "OSError: [Errno 107] Transport endpoint is "
                     "not connected", 5)
    assert told.startswith("a.py, line 5: once the other side has gone") and "listening" not in told


@pytest.mark.parametrize("said, taken", [("+anna bert:x bert:y", "bert:x bert:y bert:x"),
                                        ("a:x a:y a:z", "a:x a:y a:z"), ("a:x b:y a:z", "a:x a:z a:x"),
                                        ("a:x b:y c:z", "a:x b:y c:z")])
def test_a_login_is_no_message(said, taken):
    """What is sent in pieces and at once are messages of one kind, as to one addressee."""
    samples = [pieces.Sample("client", one.lstrip("+").rpartition(":")[2], one.encode()) for one in said.split()]
    assert " ".join(one.data.decode() for one in pieces.of_one_kind(samples)) == taken


HELPERS = """import socket
def unused(c):
    return c.recv(99)
def hear(c):
    data = c.recv(99)
    return data
def one(c):
    text = hear(c).decode()
    {}print(text)
def serve(c):
    while True:
        one(c)
hall = socket.create_server(('127.0.0.1', 5000))
serve(hall.accept()[0])
"""


@pytest.mark.parametrize("test, told", [("", True), ("if text == '/who': ", True), ("if text: ", False),
                                        ("if len(text) == 0: ", False), ("if not text: ", False)])
def test_the_end_of_a_connection_may_be_handed_on(test, told):
    """It comes in where a function of its own receives, and the loop is two calls away."""
    said = unseen.hands_on_empty(source(HELPERS.format(test)))
    assert said.startswith("a.py, line 5: recv returns b''") == told == ("test for it in line 8" in said)


def test_a_function_that_nobody_calls_is_not_quoted():
    assert source(HELPERS.format("")).receives == "a.py, line 5: "


LOBBY = """import asyncio
class Lobby:
    def __init__(self):
        self.seats = {{}}
    async def meet(self, reader, writer):
        while text := (await reader.read(99)).decode():
            if {}:
                self.seats[text] = writer
            else:
                for name, one in self.seats.items():
                    one.write(text.encode())
async def main():
    await (await asyncio.start_server(Lobby().meet, '127.0.0.1', 5000)).serve_forever()
asyncio.run(main())
"""


def alone(server="", client="", carried=False):
    roles = SimpleNamespace(kind="chat", calls_back=False, server=source(server or HALL).script,
                            client=source(client or CALL).script)
    return SimpleNamespace(roles=roles, facts={}, passed=set(), crossings=[SimpleNamespace(carried=carried)],
                           wire=SimpleNamespace(called_at=lambda transport: []))


@pytest.mark.parametrize("test, carried, why", [("text.startswith('/enter ')", False, "'/enter ' first"),
                                                ("text.startswith('/enter ')", True, ""), ("text", False, "")])
def test_a_server_of_asyncio_may_take_in_only_who_says_a_word(test, carried, why):
    said = halves.unspoken(alone(LOBBY.format(test), carried=carried), "server", "it received nothing")
    assert why in said and bool(said) == bool(why)


SPLITS = "import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5000))\nwhile True:\n" \
    "    data, who = post.recvfrom(99)\n    to, text = data.decode().split(',')[:2]\n    print(to, text)\n"


@pytest.mark.parametrize("seen, carried, told", [
    ("the server has ended: IndexError: list index out of range, line 6", False, True),
    ("the server has ended: ValueError: not enough values to unpack (expected 2, got 1), line 6", False, True),
    ("the server has ended: IndexError: list index out of range, line 6", True, False),
    ("the server has ended: KeyError: 'x', line 6", False, False)])
def test_a_server_may_take_messages_to_pieces(seen, carried, told):
    said = halves.unspoken(alone(SPLITS, carried=carried), "server", "it received nothing", seen)
    assert ("at a sign" in said) == told


LEAVE = "me = input('Name: ')\nlink.send(('i am ' + me).encode())\n{}while True:\n    link.send(input().encode())\n" \
    "    print(link.recv(99))\n"


@pytest.mark.parametrize("ack, seen, told", [
    ("print(link.recv(99))\n", "it waits for the network", True), ("", "it waits for the network", False),
    ("print(link.recv(99))\n", "it has ended with status 1", False)])
def test_a_client_may_wait_for_leave_to_speak(ack, seen, told):
    """A server of ours does not know what to answer, where that of the hand-in has never done so."""
    said = halves.unspoken(alone(client=CALL + LEAVE.format(ack)), "client", seen)
    assert ("waits for an answer" in said) == told


EITHER = "import socket, sys\n{}\ns = socket.socket()\nif side == 'server':\n    s.bind(('', 5000))\n    s.listen()\n" \
    "    c, _ = s.accept()\n    while True:\n        print(c.recv(99))\nelse:\n    s.connect(('127.0.0.1', 5000))\n" \
    "    while True:\n        s.send(input().encode())\n"


@pytest.mark.parametrize("taken, wants", [
    ("side = sys.argv[1:][0]", ["role"]), ("args = sys.argv[1:]\nside = args[0]", ["role"]),
    ("def main(args):\n    global side\n    side = args[0]\nmain(sys.argv[1:])", ["role"]),
    ("args = ['server']\nargs = sys.argv[1:]\nside = args[0]", []),
    ("args = sys.argv[1:]\nif len(args) != 1:\n    sys.exit()\nside = args[0]", ["role"]),
    ("side = sys.argv[1] if len(sys.argv) > 1 else 'server'", ["role"]),
    ("args = sys.argv[1:]\nside = args[0] if len(args) > 0 else 'server'", ["role"]),
    ("args = sys.argv[1:]\nside = args[0] if len(args) else 'server'", [])])
def test_a_slice_of_the_command_line(taken, wants):
    """Where it is looked at as a whole, it may well be empty."""
    assert source(EITHER.format(taken)).script.arguments == wants


@pytest.mark.parametrize("check, wants", [
    ("if len(argv) != 2:\n        sys.exit('usage: HOST PORT')", ["host", "port"]),
    ("argv = argv or ['localhost', '5000']", []), ("", ["host", "port"])])
def test_a_slice_of_the_command_line_that_is_handed_on_and_parted(check, wants):
    code = (f"import socket, sys\ndef main(argv):\n    {check}\n    host, port = argv\n"
            "    link = socket.create_connection((host, int(port)))\n    while True:\n"
            "        link.sendall(input().encode())\n        print(link.recv(99).decode())\nmain(sys.argv[1:])\n")
    assert source(code).script.arguments == wants


@pytest.mark.parametrize("taken, wants", [
    ("args = sys.argv[1:]\nside = args[0]\ndef send(link, args):\n    link.send(args[0], args[1])", ["role"]),
    ("args = sys.argv[1:]\nside = args[0]\ndef length(args):\n    return len(args)", ["role"]),
    ("def begin():\n    global side\n    args = sys.argv[1:]\n    side = args[0]\nbegin()\nargs = []", ["role"]),
    ("def begin():\n    global args\n    args = sys.argv[1:]\nbegin()\nside = args[0]", ["role"]),
    ("args = sys.argv[1:]\nside = args[0]\ndef sides():\n    return len(args)", [])])
def test_a_name_of_a_slice_in_another_function_is_another_one(taken, wants):
    assert source(EITHER.format(taken)).script.arguments == wants


@pytest.mark.parametrize("path, copy", [("old_versions/chat.py", True), ("chat_copy.py", True), ("old/chat.py", True),
                                        ("holds/threshold.py", False), ("hold_on/chat.py", False)])
def test_an_old_version_is_a_copy(path, copy):
    assert names.is_copy(path) is copy


@pytest.mark.parametrize("prompt, want", [
    ("Введите имя: ", "name"), ("Ваш никнейм: ", "name"), ("请输入昵称：", "name"), ("이름을 입력하세요: ", "name"),
    ("Podaj imię: ", "name"), ("お名前: ", "name"), ("Введите порт: ", "port"), ("端口号：", "port"),
    ("Пароль: ", "password"), ("Kennwort: ", "password"), ("Clave: ", "password"), ("Una parola: ", "text"),
    ("Wer bist du? ", "name"), ("Utente: ", "name"), ("Groupe : ", "group"), ("Gruppe: ", "group"), ("Raum: ", "group"),
    ("Endereço: ", "host"), ("Dirección: ", "host"), ("serverip", "host"), ("Host-IP? ", "host"), ("ship: ", "text"),
    ("A tip: ", "text"),
    ("Введите сообщение: ", "text"), ("请输入消息：", "text"), ("메시지: ", "text"), ("Никогда: ", "text")])
def test_questions_in_other_languages(prompt, want):
    assert wanted(prompt) == want


def test_a_sentence_may_begin_with_the_name_of_a_file():
    for name in "app.py", "rooms/app.py", "app (2).py", "app(1).py", "app - Copy.py", "app - kopie (2).py":
        assert verdict.sentence(f"{name} opens windows") == f"{name} opens windows."
    assert verdict.sentence("it says in a.py (2) what.") == "It says in a.py (2) what."
    assert verdict.sentence("the grader failed.") == "The grader failed."


@pytest.mark.parametrize("call, missing", [("socket.socket", True), ("s.setsockopt", False)])
def test_an_option_is_set_by_setsockopt_alone(call, missing):
    text = f"import socket\ns = socket.socket()\n{call}(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\n" \
        "s.bind(('', 5000))\ns.listen()\nc, _ = s.accept()\nwhile data := c.recv(99):\n    print(data)\n"
    assert ("no SO_REUSEADDR" in source(text).script.mistakes) is missing


CHAIRS = HALL + """room = {{}}
def serve(key):
    while data := room[key].recv(99):
        for one in room:
            room[one].sendall(data)
    room[key].close()
    {then}
while True:
    room[0] = hall.accept()[0]
    threading.Thread(target=serve, args=(0,)).start()
"""
LENGTHS = CALL + """{asks}
size = int(text)
while True:
    said = input()
    link.sendall(len(said).to_bytes(4, 'big') + said.encode())
    print(link.recv(99))
"""
BOX = CALL + """class Box:
    def one(self):
        self.link = link
    def two(self):
        {two}
    def three(self):
        self.link.send(b'x')
box = Box()
box.three()
{after}
"""
ROOM = """import asyncio
{made}
room = {room}(loop=True)
"""
GONE, NO_LINK = "OSError: [Errno 107] Transport endpoint is not connected", "'Box' object has no attribute 'link'"
LOADS = f"{POST}while True:\n    data, who = post.recvfrom(1024)\n    said = json.loads(data)\n"
QUOTES = "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column {} (char {})"
NUMBER, LOOP = "ValueError: invalid literal for int() with base 10: ''", "got an unexpected keyword argument 'loop'"
NINE = "OSError: [Errno 9] Bad file descriptor"


@pytest.mark.parametrize("text, words, line, said, never", [
    (LOADS, QUOTES.format(2, 1), 7, "what came is no JSON: does the other program make", "1,024"),
    (LOADS, "UnpicklingError: invalid load key, 'h'.", 7, "what came is no pickle: does the other", "1,024"),
    (LOADS, QUOTES.format(1025, 1024), 7, "takes at most 1,024 bytes", "does the other program"),
    (LENGTHS.format(asks="text = input()"), NUMBER, 4, "what was typed is no number", "the other side"),
    (LENGTHS.format(asks="text = input() if link else link.recv(9)"), NUMBER, 4, "the other side has gone", "typed"),
    (f"{HALL}print(hall.getpeername())\nc, a = hall.accept()\n", GONE, 4, "this is the listening socket", "has gone"),
    (f"{HALL}c, a = hall.accept()\nprint(c.getpeername())\n", GONE, 5, "once the other side has gone", "listening"),
    (f"{HALL}for c in room:\n    print(c.getpeername())\n", GONE, 5, "once the other side has gone", "listening"),
    (f"{HALL}c = socket.socket()\nprint(c.getpeername())\n", GONE, 5, "this socket has nobody at", "has gone"),
    ("import socket\nc = socket.socket()\nc.recv(9)\n", GONE, 3, "comes before", "is caught"),
    ("import socket\nc = socket.socket()\ntry:\n    c.connect(('', 1))\nexcept OSError:\n    print('no')\nc.recv(9)\n",
     GONE, 7, "line 4: where this fails, the error is caught", "comes before"),
    (f"{HALL}c = socket.socket()\nprint(c.getpeername())\nc.connect(('', 1))\n", GONE, 5, "has nobody at", "has gone"),
    (BOX.format(two="self.link = None", after=""), NO_LINK, 9, "in lines 5 and 7 only", "nowhere"),
    (BOX.format(two="pass", after=""), NO_LINK, 9, "in line 5 only", "nowhere"),
    (BOX.format(two="setattr(self, 'link', 1)", after=""), NO_LINK, 9, "", "only"),
    (BOX.format(two="pass", after="box.link = link"), NO_LINK, 9, "", "only"),
    (BOX.replace("self.link = link", "pass").format(two="pass", after="box.link = link"), NO_LINK, 9, "", "nowhere"),
    (CHAIRS.format(then="pass"), NINE, 8, "line 9: this closes a connection, which stays in room", "Take the"),
    (CHAIRS.format(then="del room[key]"), NINE, 8, "", "which stays in"),
    (CHAIRS.format(then="room.pop(key)"), NINE, 8, "", "which stays in"),
    (ROOM.format(made="", room="asyncio.Event"), f"TypeError: Event() {LOOP}", 3, "asyncio takes no loop", "Is"),
    (ROOM.format(made="class Room: pass", room="Room"), f"TypeError: Room() {LOOP}", 3, "", "asyncio takes no loop"),
])
def test_an_error_is_not_explained_by_what_is_not_so(text, words, line, said, never):
    told = explained(text, words, line)
    assert said in told and never not in told
