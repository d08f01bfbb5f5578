"""Unheard: what keeps a message from being heard or passed on, in builds that a later sample of faults has taught."""
from types import SimpleNamespace

import pytest
from sources import CALL, HALL, PASSES_ON, source

from lab12.finder.source import read
from lab12.grader import errors, hints, lost, stuck, unasked, unseen, vain, watching
from lab12.grader.faults import Fault, faults
from lab12.rubric.checks import MISSED, Result

DOOR = "import queue, select, selectors, socket, threading\ndoor = socket.create_server(('', 5000))\n"
UDP = "import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nsock.bind(('', 5000))\nall = []\nwhile True:\n" \
    "    data, who = sock.recvfrom(99)\n    {ties}\n    for other in all:\n        sock.sendto(data, other)\n"
ALL = "all = [{first}]\nwhile True:\n    for one in select.select(all, [], [])[0]:\n        if one is door:\n" \
    "            all.append(door.accept()[0])\n            continue\n        data = one.recv(99)\n" \
    "        for other in all:\n            if {test}:\n                other.sendall(data)\n"


@pytest.mark.parametrize("events, never", [("selectors.EVENT_WRITE", True), ("select.POLLOUT", True),
                                           ("selectors.EVENT_READ | selectors.EVENT_WRITE", False)])
def test_a_connection_that_is_watched_for_writing_alone(events, never):
    server = source(f"{DOOR}sel = selectors.DefaultSelector()\nsel.register(door, selectors.EVENT_READ)\n"
                    f"link, _ = door.accept()\nsel.register(link, {events})\n")
    hint = watching.never_read(server)
    assert hint.startswith("a.py, line 6: this asks only when something can be sent") is never and bool(hint) is never
    assert watching.never_read(source(DOOR)) == ""


@pytest.mark.parametrize("first, test, told", [
    ("door", "other is not one", True), ("door", "other is not one and other is not door", False),
    ("", "other is not one", False)])
def test_a_loop_over_all_sockets_that_sends_to_the_door(first, test, told):
    hint = watching.tells_the_door(source(DOOR + ALL.format(first=first, test=test)))
    assert hint.startswith("a.py, line 12: all holds door as well (line 3)") is told and bool(hint) is told


def test_a_door_that_is_put_on_the_list_of_all_sockets():
    late = ALL.format(first="", test="other is not one").replace("all = []", "all = []\nall.append(door)")
    assert watching.tells_the_door(source(DOOR + late)).startswith("a.py, line 13: all holds door as well (line 4)")


@pytest.mark.parametrize("keeps, told", [("", True), ("link.recv(9)", False), ("all.append(link)", False)])
def test_an_accept_beside_the_one_behind_select(keeps, told):
    beside = "import threading\ndef serve(link):\n    print(link)\nthreading.Thread(target=go).start()\nwhile True:\n" \
        f"    link, _ = door.accept()\n    serve(link)\n    {keeps}\n"
    loop = ALL.format(first="door", test="other not in (one, door)").replace(
        "            all.append(door.accept()[0])", "            came, _ = door.accept()\n            all.append(came)")
    said = watching.accepted_beside(source(f"{DOOR}def go():\n    global all\n    " + loop.replace("\n", "\n    ")
                                        + f"\n{beside}"))
    assert said.startswith("a.py, line 22: what is accepted here is never put on all") is told and bool(said) is told


@pytest.mark.parametrize("ties, told", [("sock.connect(who)", True), ("all.append(who)", False)])
def test_a_udp_server_that_connects_to_one_of_its_clients(ties, told):
    hint = lost.not_passed_on(source(UDP.format(ties=ties)), source("", "client", "b.py"))
    assert hint.startswith("a.py, line 7: connect ties this socket to one address") is told


@pytest.mark.parametrize("test, first, told", [
    ("other.name != self.name", "'guest'", True), ("other is not self", "'guest'", False),
    ("other.name != self.name", "input()", False), ("other.name != 'anna'", "'guest'", False)])
def test_an_author_who_is_left_out_by_a_name_that_all_have(test, first, told):
    server = source(f"{DOOR}class Guest:\n    name = {first}\n    def say(self, text):\n        for other in guests:\n"
                    f"            if {test}:\n                other.link.sendall(text)\n")
    hint = stuck.named_alike(server)
    assert bool(hint) is told
    assert not told or "a.py, line 7" in hint and "is 'guest' (line 4)" in hint and "other is not self" in hint


@pytest.mark.parametrize("starts, said", [
    ("threading.Thread(target=hear).start()\nthreading.Thread(target=hear).start()\n",
     "a.py, line 8: this starts hear a second time, and speak, in which the user is asked, is never started: target"),
    ("threading.Thread(target=hear).start()\n", "a.py, line 3: speak, in which the user is asked, is never started: s"),
    ("threading.Thread(target=hear).start()\nspeak()\n", "")])
def test_a_function_that_asks_and_is_never_started(starts, said):
    client = source("import socket, threading\nlink = socket.create_connection(('', 5000))\ndef speak():\n"
                    f"    link.send(input().encode())\ndef hear():\n    print(link.recv(99))\n{starts}", "client")
    hint = unasked.nobody_asked(Result("message", "", MISSED, seen="it waits for the network"), client, source(DOOR))
    assert hint.startswith(said) if said else "never started" not in hint


def test_what_is_called_by_its_class_is_started():
    client = source("import socket, threading\nlink = socket.create_connection(('', 5000))\n"
                    "class Talk(threading.Thread):\n    def run(self):\n        link.send(input().encode())\n"
                    "Talk().start()\nlink.recv(9)\n", "client")
    assert vain.never_asked(client) == ""


def test_two_functions_of_one_name_that_ask_are_not_one():
    one = "class {}:\n    def talk(self):\n        self.link.send(input().encode())\n"
    client = source(f"import socket\n{one.format('A')}{one.format('B')}link = socket.create_connection(('', 5000))\n"
                    "link.recv(9)\n", "client")
    assert "never started" not in unasked.nobody_asked(Result("message", "", MISSED), client, source(DOOR))


@pytest.mark.parametrize("gives, told", [("self.name = self.link.recv(9)", False), ("print('here')", True),
                                         ("if link:\n            self.name = link.recv(9)", True)])
def test_a_name_that_each_is_given_before_he_speaks_leaves_out_one_alone(gives, told):
    server = source(f"{DOOR}class Guest:\n    name = ''\n    def serve(self, link):\n        {gives}\n"
                    "        for other in guests:\n            if other.name != self.name:\n"
                    "                other.link.sendall(self.link.recv(9))\n")
    assert bool(stuck.named_alike(server)) is told


@pytest.mark.parametrize("events, told", [("EVENT_READ | selectors.EVENT_WRITE", False), ("EVENT_WRITE", True)])
def test_what_is_watched_may_have_a_name_of_its_own(events, told):
    server = source(f"{DOOR}sel, what = selectors.DefaultSelector(), selectors.{events}\nlink, _ = door.accept()\n"
                    "sel.register(link, what)\ndef flush():\n    sel.modify(link, selectors.EVENT_WRITE)\n")
    assert bool(watching.never_read(server)) is told


@pytest.mark.parametrize("loop, kind", [
    ("for key in list(sel.get_map().values()):\n        key.data.out += came\n", "chat"),
    ("for key in sel.select():\n        came = key.fileobj.recv(99)\n        key.data.out += came\n", "pair"),
    ("self.came = link.recv(9)\n    text = b'> ' + self.came\n    for one in rows:\n        one.out += text\n", "chat"),
    ("for n in range(3):\n        total += n\n", "pair"),
    ("self.came = came\n    step = self.step\n    for row in rows:\n        row.width += step\n", "pair")])
def test_what_has_come_and_is_put_to_what_each_has_yet_to_be_sent(loop, kind):
    """That is a chat; what has come from one and goes back to it is none."""
    [script] = read("a.py", f"{DOOR}link, _ = door.accept()\nwhile True:\n    came = link.recv(99)\n    {loop}")
    assert script.kind == kind


@pytest.mark.parametrize("test, told", [("True", "leave the author out"), ("one is not mine", "the author is meant")])
def test_whom_what_is_kept_for_each_leaves_out(test, told):
    server = source(f"{DOOR}while True:\n    mine.came = link.recv(99)\n    for one in rows:\n        if {test}:\n"
                    "            one.out += mine.came\n    link.send(mine.out)\n")
    said = hints.own(None, SimpleNamespace(transport="tcp"), server, None)
    assert said.startswith(f"a.py, line 7: {told}")


def test_an_error_of_another_name_is_named():
    """Not only what Python's own errors are called by: queue.Empty has neither a message nor the word Error."""
    server = source(f"{DOOR}waves = queue.Queue()\n\n\n\n\n\nwaves.get_nowait()\n")
    waits = ["the server goes on, after an error in a thread: _queue.Empty, line 9"]
    result = Result("message", "", MISSED, waits=waits)
    [fault] = faults(result, {"server": server})
    assert errors.explain(fault) == "a.py, line 9: get_nowait does not wait, and raises this error where there is " \
        "nothing in the queue yet: get() waits."


@pytest.mark.parametrize("line, said", [
    ("except OSError, ValueError:", "except (OSError, ValueError):` catches each of them. Without the parentheses"),
    ("except OSError, e:", "is of Python 2; in Python 3 it is `except OSError as e:`")])
def test_two_types_of_error_without_parentheses(line, said):
    server = source(f"import socket\ntry:\n    s = socket.socket()\n{line}\n    pass\ns.bind(('', 5000))\n")
    words = "SyntaxError: multiple exception types must be parenthesized"
    assert said in errors.explain(Fault(server, words, 4))


def test_a_module_of_a_package_is_named_whole():
    server = source("from common.wire import send\nimport socket\n")
    told = errors.explain(Fault(server, "ModuleNotFoundError: No module named 'common'", 1))
    assert told.startswith("a.py, line 1: common/wire.py was not handed in")


def test_a_port_that_is_a_sum_is_known():
    [script] = read("a.py", "import socket\nBASE = 7000\ns = socket.create_server(('', BASE + 12))\n")
    assert script.port == 7012


def test_a_queue_that_is_waited_for_so_long():
    server = source(f"{DOOR}waves = queue.Queue()\nwaves.get(timeout=3)\n")
    assert errors.explain(Fault(server, "_queue.Empty", 4)).startswith("a.py, line 4: get waits 3 seconds here, and")


@pytest.mark.parametrize("hint", [hints.turns, hints.everybody, hints.stops])
def test_a_client_that_listens_once_is_named_wherever_that_is_missed(hint):
    server = source(f"{HALL}{PASSES_ON}while True:\n    one, a = hall.accept()\n    people.append(one)\n"
                    "    threading.Thread(target=talk, args=(one,), daemon=True).start()\n", name="s.py")
    client = source(f"{CALL}def hear():\n    while True:\n        data = link.recv(99)\n        print(data.decode())\n"
                    "        break\nthreading.Thread(target=hear, daemon=True).start()\nwhile True:\n"
                    "    link.send(input().encode())\n", "client", "c.py")
    result = Result("turns", "", MISSED, expected="client 2 to show", seen="it shows nothing new")
    roles = SimpleNamespace(transport="tcp", kind="chat")
    assert "c.py, line 7: this break leaves the loop" in hint(result, roles, server, client)


@pytest.mark.parametrize("line, told", [("link.setblocking(False)", "only when its user has pressed Enter"),
                                        ("print()", "input() and recv() each wait")])
def test_a_client_that_looks_only_now_and_then(line, told):
    client = source(f"{CALL}{line}\nwhile True:\n    link.sendall(input().encode())\n    print(link.recv(99))\n",
                    "client")
    assert told in hints.promptly(None, None, source(HALL), client)


@pytest.mark.parametrize("waits, told", [
    (["the server waits for the network", "client 2 waits for the network", "each waits for another"],
     "b.py, line 4: one that has just been started waits here for the server"), ([], "send each reply to the address")])
def test_a_next_client_over_udp_that_waits_for_the_server(waits, told):
    result = Result("next_client", "", MISSED, expected="client 2 to ask its user for something",
                    seen="it waits for the network", waits=waits)
    udp = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\n{}\nprint(s.recvfrom(99))\n"
    server, client = udp.format("s.bind(('', 5000))"), udp.format("s.sendto(b'', ('', 5000))")
    roles = SimpleNamespace(transport="udp")
    assert told in hints.lost(result, roles, source(server), source(client, "client", "b.py"))


@pytest.mark.parametrize("accepts, told", [
    ("a, _ = hall.accept()\nb, _ = hall.accept()", "b.py, line 3: it waits here for what comes, and the server"),
    ("a, _ = hall.accept()", "the server talks with one client at a time")])
def test_two_ends_that_speak_in_turn(accepts, told):
    server = source(f"{HALL}{accepts}\nwhile True:\n    a.sendall(a.recv(99))\n")
    client = source(f"{CALL}print(link.recv(99))\nlink.sendall(input().encode())\n", "client", "b.py")
    assert told in lost.not_passed_on(server, client)


def test_what_a_datagram_server_hands_its_handler_is_received_there():
    server = source("import socketserver\nclass Handler(socketserver.BaseRequestHandler):\n    def handle(self):\n"
                    "        data, back = self.request[0], self.request[1]\n        print(data)\n"
                    "socketserver.UDPServer(('', 5000), Handler).serve_forever()\n")
    assert server.receives == "a.py, line 4: "


SHOWS = f"""import logging
{CALL}logging.basicConfig({{where}})
log = logging.getLogger()
while data := link.recv(999):
    {{shows}}
"""


@pytest.mark.parametrize("where, shows, told", [
    ("level=10", "print(data)", ""), ("level=10", "logging.info(data)", ""),
    ("level=10", "log.info(data, end='')", "a.py, line 7: log.info takes no end=, and fails with TypeError"),
    ("level=10", "logging.info('>', data, sep='')", "a.py, line 7: logging.info takes no sep="),
    ("level=10", "pass", "a.py, line 6: what is received here must be shown"),
    ("filename='x.log'", "logging.info(data)", "a.py, line 4: logging writes to a file here"),
    ("filename='x.log'", "print(data, end='')", "")])
def test_what_is_logged_and_not_shown(where, shows, told):
    said = unseen.unprinted(source(SHOWS.format(where=where, shows=shows), "client"))
    assert said.startswith(told) and bool(said) == bool(told)


@pytest.mark.parametrize("begins, told", [("", True), ("threading.Thread(target=hear).start()\n", False),
                                          ("hear()\n", False)])
def test_a_function_that_is_named_and_done_elsewhere(begins, told):
    """A statement that only names it does nothing, and takes nothing away."""
    script = source(f"{CALL}def hear():\n    print(link.recv(99))\n{begins}try:\n    input()\nfinally:\n    hear\n")
    assert bool(script.mistake("not called")) == told


@pytest.mark.parametrize("does, told", [
    ("print(link.recv(99))", "a.py: it asks nobody for anything, and ends"),
    ("link.send(b'hello')", "a.py, line 3: what is sent stands in the program, and nobody is asked"),
    ("link.send(sys.argv[1].encode())", "a.py, line 3: what is sent stands on the command line, and nobody is asked"),
    ("said = ' '.join(sys.argv)\nlink.send(said.encode())", "a.py, line 4: what is sent stands on the command line"),
    ("port = int(sys.argv[1])\nlink.send(b'hello')", "a.py, line 4: what is sent stands in the program"),
    ("link.send(input().encode())",
     "a.py, line 3: it asks here, and not again: after its last line a program ends. Put a loop"),
    ("while True:\n    link.send(input().encode())\n    break",
     "a.py, line 4: it asks here, and not again: after its last line a program ends. Is the loop")])
def test_who_ends_before_its_user_is_asked_again(does, told):
    client = source(f"{CALL}{does}\n", "client")
    result = Result("client_half", "", MISSED, expected="the client to ask its user for something",
                    seen="it has ended with status 0")
    assert unasked.nobody_asked(result, client, source("")).startswith(told)


@pytest.mark.parametrize("asks", [
    "class Talk:\n    def __init__(self):\n        link.send(input().encode())\nTalk()\n",
    "class Talk:\n    def datagram_received(self, data, who):\n        link.send(input().encode())\n",
    "def place():\n    return input('Server IP: ')\n",
    "def sure():\n    return input('sure? ')\nfor text in sys.stdin:\n    link.send(text.encode())\n"])
def test_what_python_calls_by_itself_is_called(asks):
    assert vain.never_asked(source(f"{CALL}import sys\n{asks}", "client")) == ""
    assert vain.never_asked(source(f"{CALL}def talk():\n    link.send(input().encode())\n", "client"))


@pytest.mark.parametrize("hears, told", [
    ("", True), ("for text in link.makefile():\n    print(text)\n", False), ("link.recv_into(bytearray(9))\n", False)])
def test_a_function_that_receives_and_is_not_needed(hears, told):
    text = f"{CALL}def all_of(size):\n    return link.recv(size)\n{hears}"
    assert bool(vain.never_heard(source(text, "client"))) == told


ENDLESS = "import asyncio\ndef show(text):\n    {}\nasync def serve(reader, writer):\n    while True:\n" \
    "        data = await reader.read(99)\n        {}\nasyncio.run(asyncio.start_server(serve, '', 5000))\n"


@pytest.mark.parametrize("shows, looks, told", [
    ("print(text)", "show(data)", True), ("if not text:\n        raise EOFError\n    print(text)", "show(data)", False),
    ("print(text)", "if reader.at_eof():\n            break\n        show(data)", False),
    ("print(text)", "text = data.strip()\n        if text in (b'', b'end'):\n            break\n        show(text)",
     False)])
def test_the_end_may_be_looked_for_in_what_is_made_of_it(shows, looks, told):
    assert bool(unseen.never_empty(source(ENDLESS.format(shows, looks)))) == told
