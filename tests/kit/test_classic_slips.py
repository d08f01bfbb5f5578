"""Classic slips: those of the programs that a class copies from, each told with the line where it is made."""
from types import SimpleNamespace

import pytest
from sources import source

from lab12.grader import (
    coroutines,
    errors,
    framed,
    hints_on_endings,
    hints_on_halves,
    hints_on_talk,
    lost,
    order,
    patience,
    slips,
    stuck,
    unasked,
    unseen,
    vain,
)
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

DOOR = "import socket, threading\ndoor = socket.create_server(('', 5000))\n"
LINK = "import socket, threading\nlink = socket.create_connection(('', 5000))\n"
UDP = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5000))\n"


def told(text, words, line, other=None):
    return errors.explain(Fault(source(text), words, line, other=other))


def test_a_thread_that_asks_and_is_only_made():
    client = source(f"{LINK}def write():\n    link.send(input().encode())\ndef hear():\n    print(link.recv(9))\n"
                    "one = threading.Thread(target=hear)\none.start()\ntwo = threading.Thread(target=write)\n",
                    "client")
    result = Result("message", "", MISSED, seen="it waits for the network")
    assert unasked.nobody_asked(result, client, source(DOOR)) == \
        "a.py, line 9: this thread is made, and never started: two.start()."


@pytest.mark.parametrize("then, ends", [
    ("threading.Thread(target=serve, args=(link,)).start()", True),
    ("t = threading.Thread(target=serve, args=(link,))\n        t.start()\n        t.join()", False),
    ("serve(link)", False), ("threading.Thread(target=serve, args=(link,)).start()\n        while input():\n"
                             "            link.send(b'x')", False)])
def test_a_with_that_closes_what_its_thread_still_needs(then, ends):
    text = f"{DOOR}def serve(link):\n    link.recv(9)\nwhile True:\n    link, _ = door.accept()\n    with link:\n" \
        f"        {then}\n"
    said = told(text, "OSError: [Errno 9] Bad file descriptor", 4)
    assert said.startswith("a.py, line 7: this with closes link at its end, at once, and the thread") is ends


def test_who_accepts_the_next_one_at_the_end_does_not_receive_once_more():
    server = source(f"{DOOR}link, _ = door.accept()\nwhile True:\n    data = link.recv(9)\n    if not data:\n"
                    "        link, _ = door.accept()\n        continue\n    print(data)\n")
    assert unseen.goes_round(server) == ""


@pytest.mark.parametrize("test, told", [("if not data", True), ("if data == b''", True), ("if data == b'x'", False)])
def test_who_receives_once_more_at_the_end(test, told):
    server = source(f"{DOOR}link, _ = door.accept()\nwhile True:\n    data = link.recv(9)\n    {test}:\n"
                    "        continue\n    print(data)\n")
    hint = unseen.goes_round(server)
    assert hint.startswith("a.py, line 7: once the client has gone, recv gives b''") is told and bool(hint) is told
    result = Result("lost", "", MISSED, expected="the server to go on", seen="it spins: 100 % of a core")
    assert ("break in the place" in hints_on_endings.lost(result, SimpleNamespace(transport="tcp"), server, server)) \
        is told


@pytest.mark.parametrize("made, says", [
    ("socket.socket().connect(('', 5000))", "a.py, line 2: connect gives nothing (None) back, so link is none: first "
     "link = socket.socket(), then link.connect(...) in a line of its own."),
    ("find()", "a.py, line 3: there is nothing (None) where .send is asked for")])
def test_a_method_that_gives_nothing(made, says):
    text = f"import socket\nlink = {made}\nlink.send(b'')\n"
    assert told(text, "AttributeError: 'NoneType' object has no attribute 'send'", 3).startswith(says)


@pytest.mark.parametrize("code, asked", [
    ("link = sqlite3.connect('x')\nlink.fetchone().send(b'')", "send"),
    ("link = socket.socket().connect(('', 5000))\nlink.find(None.send(b''))", "send")])
def test_a_method_is_of_what_gives_nothing_and_of_no_other_name_in_the_line(code, asked):
    said = told(f"import socket, sqlite3\n{code}\n", f"AttributeError: 'NoneType' object has no attribute '{asked}'", 3)
    assert said.startswith("a.py, line 3: there is nothing (None) where .send is asked for")


def test_a_sign_that_is_not_in_what_was_typed_has_not_come():
    said = told(f"{LINK}text = input()\nlink.send(text[:text.index(':')].encode())\n",
                "ValueError: substring not found", 4, source(DOOR))
    assert "there is no ':' in what was typed" in said


@pytest.mark.parametrize("takes, says", [
    ("data = s.recv(9)", "a.py, line 4: recv gives the bytes alone"),
    ("data, who = s.recvfrom(9)", "a.py, line 5: the name addr is given no value before")])
def test_an_address_that_recv_does_not_give(takes, says):
    assert told(f"{UDP}{takes}\ns.sendto(data, addr)\n", "NameError: name 'addr' is not defined", 5).startswith(says)


@pytest.mark.parametrize("order, says", [
    ("all.remove(link)\n    place = all.index(link)", "a.py, line 5: line 4 has taken it off all before"),
    ("place = all.index(link)\n    all.remove(link)", "what is looked for is not in the list")])
def test_a_place_that_is_asked_for_after_it_has_gone(order, says):
    text = f"{DOOR}def gone(link):\n    {order}\n"
    words = "ValueError: <socket.socket fd=4> is not in list"
    assert says in told(text, words, 5 if order.startswith("all") else 4)


@pytest.mark.parametrize("sends, line", [("'TAG' + name", 3), ("'TAG:' + name", 0)])
def test_a_sign_that_the_other_program_does_not_send(sends, line):
    client = source(f"{LINK}link.send(({sends}).encode())\n", "client", "b.py")
    said = told(f"{DOOR}text = door.accept()[0].recv(9).decode()\nname = text[text.index(':') + 1:]\n",
                "ValueError: substring not found", 4, client)
    assert "there is no ':' in what has come" in said and (not line or f"b.py, line {line})?" in said)


@pytest.mark.parametrize("other, said", [("tell(b'gone')", "a.py, line 6: tell sends what it is given (a.py, line 5)"),
                                         ("tell('gone')", "a.py, line 5: Sockets carry bytes")])
def test_a_text_that_a_function_is_handed_where_others_hand_it_bytes(other, said):
    text = f"{DOOR}link, _ = door.accept()\ndef tell(what):\n    link.send(what)\ntell(f'{{1}} is here')\n{other}\n"
    assert told(text, "TypeError: a bytes-like object is required, not 'str'", 5).startswith(said)


@pytest.mark.parametrize("filled, said", [("", True), (" + b' ' * 60", False)])
def test_a_length_that_is_read_in_one_line_and_made_a_number_in_another(filled, said):
    client = source(f"{LINK}def send(text):\n    size = str(len(text)).encode(){filled}\n    link.send(size)\n"
                    "    link.send(text)\nsend(input().encode())\n", "client", "b.py")
    text = f"{DOOR}link, _ = door.accept()\nsize = link.recv(64).decode()\nsize = int(size)\nprint(link.recv(size))\n"
    hint = told(text, "ValueError: invalid literal for int() with base 10: '5hello'", 5, client)
    assert hint.startswith("b.py, line 5: this length has as many digits as it needs, and a.py reads 64") is said


def test_a_word_in_the_wrong_kind_by_which_the_server_asks_for_a_name():
    client = source(f"{LINK}while True:\n    text = link.recv(9)\n    if text == 'NICK':\n        link.send(b'anna')\n",
                    "client", "b.py")
    server = source(f"{DOOR}while True:\n    link, _ = door.accept()\n    link.send(b'NICK')\n"
                    "    name = link.recv(9)\n")
    result = Result("next_client", "", MISSED, expected="the client to show 'x'", seen="it shows nothing new")
    roles = SimpleNamespace(kind="chat", transport="tcp")
    assert hints_on_endings.next_client(result, roles, server, client).startswith("b.py, line 5: what recv gives is b")


@pytest.mark.parametrize("runs, said", [
    ("server.serve_forever()", "a.py, line 5: without await nothing of serve_forever runs"),
    ("await server.serve_forever()", "")])
def test_a_coroutine_of_asyncio_s_own_that_nobody_awaits(runs, said):
    server = source("import asyncio\nasync def talk(r, w):\n    w.close()\nasync def main():\n    "
                    f"{runs}\nasyncio.run(main())\n")
    hint = coroutines.never_awaited(server)
    assert hint.startswith(said) and bool(said) == bool(hint)
    assert coroutines.never_awaited(source(f"import socketserver\nserver = socketserver.TCPServer(('', 5000), Talk)\n"
                                      f"{runs.removeprefix('await ')}\n")) == ""  # which runs as it is


@pytest.mark.parametrize("then, told", [("else:\n    link.send(input().encode())\n", True),
                                        ("    link.send(input().encode())\n", False)])
def test_a_question_in_the_else_of_a_loop(then, told):
    server = source(f"{DOOR}link, _ = door.accept()\ntext = b' '\nwhile text != b'bye':\n"
                    f"    text = link.recv(9)\n{then}")
    hint = order.asks_late(server)
    assert hint.startswith("a.py, line 8: this stands in the else of the loop in line 5") is told and bool(hint) is told


@pytest.mark.parametrize("shows, then, told", [
    ("print(text)", "link.send(input().encode())", True),       # one step too far out
    ("kept = text", "link.send(input().encode())", False),      # what comes in pieces is collected first
    ("link.send(text)", "link.send(input().encode())", False),
    ("print(text, input())", "print(input())", False)])
def test_a_question_behind_the_loop_that_receives(shows, then, told):
    server = source(f"{DOOR}link, _ = door.accept()\nwhile text := link.recv(9):\n    {shows}\n{then}\n")
    hint = order.asks_late(server)
    assert hint.startswith("a.py, line 6: this stands outside of the loop that receives (line 4)") is told is bool(hint)


@pytest.mark.parametrize("test, does, told", [
    ("text != 'exit'", "break", True), ("text.lower() != 'exit'", "break", True), ("text == 'exit'", "break", False),
    ("text != ''", "break", False), ("text != 'exit'", "link.send(b'')", False), ("other != 'exit'", "break", False)])
def test_a_loop_that_is_left_at_all_but_its_stop_word(test, does, told):
    client = source(f"{LINK}other = 'x'\nwhile True:\n    text = input()\n    if {test}:\n        {does}\n"
                    "    link.send(text.encode())\n", "client")
    assert vain.leaves_unless(client).startswith("a.py, line 6: this leaves the loop at everything but 'exit'") is told
    assert told or not vain.leaves_unless(client)


@pytest.mark.parametrize("line, decodes, said", [
    ("text = str(link.recv(9))", "print(text.decode())", "a.py, line 3: str() of bytes gives"),
    ("data = link.recv(9)", "print(str(data).decode())", "a.py, line 4: str() of bytes gives"),
    ("text = str(9)", "print(text.decode())", "a.py, line 4: this is text already")])
def test_text_that_str_has_made_of_bytes(line, decodes, said):
    assert told(f"{LINK}{line}\n{decodes}\n", "AttributeError: 'str' object has no attribute 'decode'", 4).startswith(
        said)


def test_a_module_that_lacks_what_python_s_own_has_is_another_file():
    words = "AttributeError: module 'select' has no attribute 'select'"
    said = told(f"{LINK}import select\nselect.select()\n", words, 4)
    assert said.startswith("select.py: a file of this name hides Python's own module select")


@pytest.mark.parametrize("caught, then, told", [("OSError", "break", True), ("TimeoutError", "return", True),
                                                ("TimeoutError", "continue", False), ("KeyError", "break", False)])
def test_a_server_that_puts_out_who_thinks_for_long(caught, then, told):
    server = source(f"{DOOR}def serve(link):\n    link.settimeout(3)\n    while True:\n        try:\n"
                    f"            text = link.recv(9)\n        except {caught}:\n            {then}\n"
                    "serve(door.accept()[0])\n")
    said = patience.puts_out(server)
    assert said.startswith("a.py, line 4: after 3 s without a message recv (line 7) raises") is told is bool(said)
    assert ("so not every check has met it" in patience.impatient(server)) is told


@pytest.mark.parametrize("put, test, said", [
    ("self.request", "other is not self", "a.py, line 6: all holds self.request (line 4), and other is compared"),
    ("self.request", "other is not self.request", ""), ("self", "other != self", ""),
    ("self", "other != self.request", "Compare it with self.")])
def test_a_handler_that_is_compared_with_connections(put, test, said):
    server = source("import socketserver\nclass Talk(socketserver.BaseRequestHandler):\n    def handle(self):\n"
                    f"        all.append({put})\n        for other in all:\n            if {test}:\n"
                    "                other.sendall(b'')\nsocketserver.TCPServer(('', 5000), Talk).serve_forever()\n")
    hint = slips.compares_handler(server)
    assert said in hint and bool(said) == bool(hint)


@pytest.mark.parametrize("test, told", [("name == author", True), ("name != author", False)])
def test_a_message_that_goes_to_its_author_alone_by_his_name(test, told):
    server = source(f"{DOOR}people = {{}}\ndef tell(author, text):\n    for name, link in people.items():\n"
                    f"        if {test}:\n            link.send(text)\ndef serve(link):\n    name = link.recv(9)\n"
                    "    people[name] = link\n    while True:\n        tell(name, link.recv(9))\n"
                    "serve(door.accept()[0])\n")
    hint = stuck.to_its_author(server)
    assert hint.startswith("a.py, line 6: this sends to the client that has said it") is told and bool(hint) is told


@pytest.mark.parametrize("held, told", [("with lock:\n        text = input()", True), ("text = input()", False)])
def test_a_lock_that_is_held_while_a_server_s_user_thinks(held, told):
    server = source(f"{DOOR}lock = threading.Lock()\nlink, _ = door.accept()\ndef hear():\n    while True:\n"
                    "        text = link.recv(9)\n        with lock:\n            print(text)\n"
                    f"threading.Thread(target=hear).start()\nwhile True:\n    {held}\n    link.send(text.encode())\n")
    client = source(f"{LINK}link.send(input().encode())\n", "client", "b.py")
    seen = "it shows nothing new, though it was sent"
    result = Result("message", "", MISSED, expected="the server to show 'x'", seen=seen)
    roles = SimpleNamespace(kind="pair", transport="tcp")
    for hint in (hints_on_talk.message(result, roles, server, client),
                 hints_on_halves.not_taken(result, server, client)):
        assert ("the lock is held while input() waits" in hint) is told


SELECTOR = f"""{LINK}import selectors, sys
def heard():
    print(link.recv(99))
def typed():
    line = sys.stdin.readline().strip()
    if line == "over":
        sys.exit()
    link.send(line.encode())
keys = selectors.DefaultSelector()
keys.register(link, 1, heard)
keys.register(sys.stdin, selectors.EVENT_READ, typed)
while True:
    for key, mask in keys.select():
        CALLED
"""


@pytest.mark.parametrize("called, stops", [
    ("key.data()", ["over"]), ("act = key.data\n        act()", ["over"]), ("print(key)", [])])
def test_a_stop_word_in_what_a_selector_has_called(called, stops):
    assert list(source(SELECTOR.replace("CALLED", called), "client").script.stops) == stops


@pytest.mark.parametrize("again, said", [
    ("pass", "a.py, line 3: its user is asked here, before the loop, and line 5 sends the same again each time round"),
    ("text = input()", "")])
def test_a_user_who_is_asked_before_the_loop_alone(again, said):
    client = source(f"{LINK}text = input()\nwhile text != 'bye':\n    link.send(text.encode())\n"
                    f"    print(link.recv(9))\n    {again}\n", "client")
    seen = Result("turns", "", MISSED, expected="the client to ask its user for something", waits=[
        "the client waits for the network"])
    server = source(f"{DOOR}link, _ = door.accept()\nwhile True:\n    print(link.recv(9))\n    link.send(input())\n")
    told = hints_on_talk.turns(seen, SimpleNamespace(kind="pair"), server, client)
    assert told.startswith(said) if said else "before the loop" not in told


@pytest.mark.parametrize("test, started, told", [
    ("not mail.empty()", True, True), ("mail.qsize() > 0", True, True), ("True", True, False),
    ("not mail.empty()", False, False)])
def test_a_loop_that_ends_as_soon_as_its_queue_is_empty(test, started, told):
    begin = "threading.Thread(target=take).start()\nthreading.Thread(target=tell).start()" if started else \
        "while True:\n    take()\n    tell()"
    server = source(f"{UDP}import queue, threading\nmail = queue.Queue()\ndef take():\n    mail.put(s.recvfrom(99))\n"
                    f"def tell():\n    while {test}:\n        data, who = mail.get()\n        for one in known:\n"
                    f"            s.sendto(data, one)\n{begin}\n")
    assert order.ends_when_empty(server).startswith("a.py, line 9: the queue is empty at first") is told
    assert ("is empty at first" in lost.not_passed_on(server, source(LINK, "client"))) is told


@pytest.mark.parametrize("sent, told", [("text.encode()", True), ("f'{text}\\n'.encode()", False)])
def test_a_name_that_ends_in_a_newline_and_messages_that_do_not(sent, told):
    client = source(f"{LINK}link.send((input('Name: ') + '\\n').encode())\ndef talk():\n    while True:\n"
                    f"        text = input()\n        link.send({sent})\ntalk()\n", "client")
    server = source(f"{DOOR}link, _ = door.accept()\nfor line in link.makefile():\n    print(line)\n", name="b.py")
    assert framed.by_lines(client, server) == ("b.py, line 4: this reads up to a newline, and a.py, line 7 sends none: "
                                               "end each message there with one (text + \"\\n\")." if told else "")


@pytest.mark.parametrize("leaving, said", [
    ("one.close()", "a.py, line 6: this closes a socket that stays in all, which a.py, line 4 gives to select: "
                    "all.remove(one) before it is closed."),
    ("one.close()\n        all.remove(one)", "a.py, line 4: a socket that has been closed has no number")])
def test_a_socket_that_is_closed_and_stays_with_select(leaving, said):
    text = "import select\nall = []\nwhile True:\n    ready, _, _ = select.select(all, [], [])\n" \
        f"    for one in ready:\n        {leaving}\n"
    assert told(text, "ValueError: file descriptor cannot be a negative integer (-1)", 4).startswith(said)


@pytest.mark.parametrize("selects, said", [
    (True, "Put the new connection on the list that select is given"), (False, "Have that done in the client's own")])
def test_a_server_that_has_two_functions_read_a_name_before_it_looks_at_others(selects, said):
    server = source(f"{DOOR}import select\ndef part(n):\n    return link.recv(n)\n"
                    "def whole():\n    return part(int(part(9)))\n"
                    f"while True:\n    {'select.select([door], [], [])' if selects else 'pass'}\n"
                    "    link, _ = door.accept()\n    name = whole()\n")
    seen = Result("next_client", "", MISSED, expected="the server to go on while somebody says nothing")
    roles = SimpleNamespace(kind="chat", transport="tcp")
    hint = hints_on_endings.next_client(seen, roles, server, source(LINK, "client"))
    assert hint.startswith("a.py, line 5: it waits here for the first words of a client") and said in hint


@pytest.mark.parametrize("leaving, said", [
    ("link.close()\n    tell(b'left')\n    all.remove(link)", "a.py, line 8: link is closed here and stays in all "
     "until line 10, and line 9 still sends to it: line 10 belongs before this one."),
    ("link.close()\n    tell(b'left')\n    del all[link]", "a.py, line 8: link is closed here and stays in all until "),
    ("all.remove(link)\n    link.close()\n    tell(b'left')", "a.py, line 9: the socket is closed here, and used")])
def test_a_list_that_one_leaves_only_once_all_were_told(leaving, said):
    text = f"{DOOR}all = []\ndef tell(text):\n    for link in all:\n        link.send(text)\ndef leave(link):\n" \
        f"    {leaving}\nall.append(door.accept()[0])\n"
    assert told(text, "OSError: [Errno 9] Bad file descriptor", 6).startswith(said)
