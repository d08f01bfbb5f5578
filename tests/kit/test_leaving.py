"""Leaving: what goes wrong when one leaves is told with its line, and nothing of what is sound."""
from textwrap import indent
from types import SimpleNamespace

import pytest
from performing import performed
from sources import source

from lab12.grader import hints, leaving, stopped
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, Result

HALL = "import os, socket, sys, threading\nhall = socket.create_server(('127.0.0.1', 5000))\nroom = []\n"
CALL = "import socket\nfrom concurrent.futures import ThreadPoolExecutor\n" \
    "link = socket.create_connection(('127.0.0.1', 5000))\n"


@pytest.mark.parametrize("takes, line", [
    ("room.pop()", 10), ("room.pop(0)", 10), ("room.pop(room.index(c))", 0), ("room.remove(c)", 0),
    ("names.pop()", 0)])
def test_a_list_from_which_the_wrong_one_is_taken(takes, line):
    told = leaving.pops_last(source(f"{HALL}names = []\nc, _ = hall.accept()\nroom.append(c)\n"
                                    "while data := c.recv(99):\n"
                                    f"    for one in room:\n        one.send(data)\n{takes}\n"))
    assert told.startswith(f"a.py, line {line}: {takes} takes") if line else told == ""


@pytest.mark.parametrize("puts, takes", [
    ("data", "room.pop(0)"), ("c", "other = room.pop(0)"), ("c", "if len(room) > 9:\n        room.pop(0)")])
@pytest.mark.parametrize("starts", ["serve(hall.accept()[0])", "d, _ = hall.accept()\nserve(d)"])
def test_a_list_of_what_was_said_and_a_queue_are_no_list_of_who_is_there(puts, takes, starts):
    """The clients are known where a function is given them, too."""
    text = f"{HALL}def serve(c):\n    data = c.recv(99)\n    room.append({{}})\n    for one in room:\n" \
        f"        c.send(one)\n    {{}}\n{starts}\n"
    assert leaving.pops_last(source(text.format(puts, takes))) == ""
    assert leaving.pops_last(source(text.format("c", "room.pop(0)"))).startswith("a.py, line 9: ")


@pytest.mark.parametrize("makes, told", [("Guest(*hall.accept())", True), ("Guest('a line')", False)])
def test_a_pop_of_the_last_of_the_objects_that_clients_are(makes, told):
    text = f"{HALL}class Guest:\n    def run(self):\n        room.append(self)\n        for one in room:\n" \
        f"            print(one)\n        room.pop()\nwhile True:\n    {makes}.run()\n"
    assert bool(leaving.pops_last(source(text))) is told


@pytest.mark.parametrize("made, then, told", [
    ("with ThreadPoolExecutor() as pool:", "", True), ("with ThreadPoolExecutor() as pool:", "link.close()", False),
    ("pool = ThreadPoolExecutor()\nif True:", "", False)])
def test_a_pool_that_waits_for_the_one_that_receives(made, then, told):
    client = source(f"{CALL}def hear():\n    while data := link.recv(99):\n        print(data)\n{made}\n"
                    "    pool.submit(hear)\n    while (text := input()) != 'end':\n        link.send(text.encode())\n"
                    f"    {then}\n", "client")
    result = Result("stops", "", MISSED, expected="the client to end on 'end'", seen="it waits for the network")
    assert ("this with waits for all threads of its pool" in hints.stops(result, None, source(HALL), client)) == told


@pytest.mark.parametrize("made, told", [("with ThreadPoolExecutor() as pool:", "waits for all threads of its pool"),
                                        ("pool = ThreadPoolExecutor()\nif True:", "waits for all threads of this pool"),
                                        ("pool = ThreadPool()\nif True:", "")])
def test_a_pool_of_a_server_waits_for_its_clients(made, told):
    server = source(f"{HALL}from concurrent.futures import ThreadPoolExecutor\ndef take(c):\n    return c.recv(99)\n"
                    f"def talk(c):\n    while data := take(c):\n        print(data)\n{made}\n    while True:\n"
                    "        pool.submit(talk, hall.accept()[0])\n")
    hint = leaving.pool_waits(server)
    assert told in hint and ("(line 6) waits for its client" in hint) == bool(told)
    result = Result("quiet", "", MISSED, expected="the server to end", seen="it waits for the network")
    assert not told or hints.quiet(result, None, server, source(CALL, "client")) == hint


BOTH = """import socket, sys
def call():
    link = socket.create_connection(("127.0.0.1", 5000))
    while True:
        print(link.recv(99).decode())
def serve():
    hall = socket.create_server(("127.0.0.1", 5000))
    link, _ = hall.accept()
    while up(link):
        text = take(link)
        if text.startswith("/name "):
            print("renamed")
        else:
            print(text)
def up(link):
    return len(link.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK)) > 0
def take(link):
    return link.recv(999).decode()
if sys.argv[1] == "serve":
    serve()
else:
    call()
"""


@pytest.mark.parametrize("role, line", [("server", 18), ("client", 5)])
def test_of_one_program_for_both_ends_the_recv_is_told_that_is_of_the_one_that_fails(role, line):
    one = source(BOTH, role)
    assert one.script.role == "both" and one.mistake("empty not noticed") == f"a.py, line {line}: "


def test_a_recv_that_only_looks_is_not_the_one_that_takes_a_message():
    server = source(BOTH, "server")
    assert server.receives == "a.py, line 18: " and server.script.size != 1


CLOSES = """def close_all():
    for c in room:
        c.close()
        room.remove(c)
"""


@pytest.mark.parametrize("ends, told", [
    ("while True:\n    c, _ = hall.accept()\n    room.append(c)\nclose_all()\n", False),
    ("def main():\n    try:\n        c, _ = hall.accept()\n    finally:\n        close_all()\nmain()\n", False),
    ("while True:\n    c, _ = hall.accept()\n    close_all()\n", True),
    ("def talk(c):\n    close_all()\nthreading.Thread(target=talk, args=hall.accept()).start()\n", True)])
def test_a_list_that_is_emptied_at_the_end_is_no_cause_of_what_happens_before(ends, told):
    assert bool(source(HALL + CLOSES + ends).mistake("removes in loop")) == told


@pytest.mark.parametrize("change, told", [("upper", "after .upper() a text is never 'exit': compare it with 'EXIT'"),
                                          ("lower", "compare what was typed with a word")])
def test_a_stop_word_that_a_text_in_capitals_never_is(change, told):
    client = source(f"{CALL}def last(text):\n    return text.{change}() == 'exit' and False\nwhile True:\n"
                    "    text = input()\n    if last(text):\n        break\n    link.send(text.encode())\n", "client")
    result = Result("stops", "", MISSED, expected="a word", seen="neither program looks for one")
    assert told in hints.stops(result, None, source(HALL), client)


@pytest.mark.parametrize("how, told", [
    ("if not data:\n            sys.exit()", True), ("if data == b'':\n            raise SystemExit", True),
    ("if not data:\n            os._exit(0)", True), ("if not data:\n            break", False),
    ("if input() == 'end':\n            sys.exit()", False)])
@pytest.mark.parametrize("starts", ["talk(c)", "threading.Thread(target=talk, args=(c,)).start()"])
def test_a_server_that_ends_with_one_of_its_clients(how, told, starts):
    """In a thread of its own only os._exit() ends the others, too."""
    told = told and ("Thread" not in starts or "_exit" in how)
    server = source(f"{HALL}def talk(c):\n    while True:\n        data = c.recv(99)\n        {how}\n"
                    f"        print(data)\nwhile True:\n    c, _ = hall.accept()\n    {starts}\n")
    assert leaving.exits(server).startswith("a.py, line 8: this ends the whole server") == told


@pytest.mark.parametrize("seen, told", [("it prints without end", "a.py, line 7: recv returns b'' once the server"),
                                        ("it waits for the keyboard", "a.py, line 6: this looks for the stop word")])
def test_a_stop_word_at_which_the_server_goes_and_its_client_shows_nothing_for_ever(seen, told):
    client = source(f"{CALL}def show(link):\n    data = ''\n    while data != 'halt':\n"
                    "        data = link.recv(99).decode()\n        print(data)\n        if data == 'halt':\n"
                    "            break\nthreading.Thread(target=show, args=(link,)).start()\nwhile True:\n"
                    "    link.send(input().encode())\n", "client")
    result = Result("stops", "", MISSED, expected="the client to end on 'halt'", seen=seen)
    assert hints.stops(result, SimpleNamespace(kind="chat", transport="tcp"), source(HALL), client).startswith(told)


def test_a_chat_that_has_ended_before_ctrl_c():
    server = source(f"{HALL}while True:\n    c, _ = hall.accept()\n    room.append(c)\n    data = c.recv(99)\n"
                    "    for one in room:\n        one.send(data)\n")
    result = Result("quiet", "", MISSED, expected='client 3 to show "hello"', seen="it shows nothing new")
    told = hints.quiet(result, SimpleNamespace(kind="chat", transport="tcp"), server, source(CALL, "client"))
    assert "Ctrl-C" not in told and "catch ConnectionError around recv and send" in told


@pytest.mark.parametrize("kind, seen, does, told", [
    ("chat", "the server to go on; it has ended with status 0", "os._exit(0)", "a.py, line 8: this ends the whole"),
    ("pair", "'end' to end the conversation in good order; it asks for a reply all the same", "break",
     "a.py, line 7: what recv gives is bytes, and is never equal to the text 'end': compare it with b'end'")])
def test_what_a_server_does_at_the_word_with_which_its_client_leaves(kind, seen, does, told):
    given = "c.recv(99).decode()" if kind == "chat" else "c.recv(99)"
    server = source(f"{HALL}def talk(c):\n    while True:\n        data = {given}\n        if data == 'end':\n"
                    f"            {does}\n        for one in room:\n            one.send(data)\n"
                    "while True:\n    room.append(hall.accept()[0])\n"
                    "    threading.Thread(target=talk, args=room[-1:]).start()\n")
    client = source(f"{CALL}while True:\n    text = input()\n    link.send(text.encode())\n    if text == 'end':\n"
                    "        break\n", "client", "b.py")
    expected, seen = seen.split("; ")
    result = Result("stops", "", MISSED, expected=expected, seen=seen)
    assert hints.stops(result, SimpleNamespace(kind=kind, transport="tcp"), server, client).startswith(told)


def test_a_close_without_parentheses_is_named_where_nobody_is_missed():
    server = source(f"{HALL}c, _ = hall.accept()\nwhile True:\n    data = c.recv(9)\n    if not data:\n"
                    "        c.close\n")
    result = Result("lost", "", MISSED, expected="the server to notice that nobody is there", seen="it shows 'x'")
    told = hints.lost(result, SimpleNamespace(transport="tcp", kind="pair"), server, source(CALL, "client"))
    assert told.startswith("a.py, line 8: this names what is to be done, and does not do it")


def test_a_server_that_ends_where_a_connection_breaks_off():
    server = source(f"{HALL}while True:\n    c, _ = hall.accept()\n    while True:\n        try:\n"
                    "            print(c.recv(99))\n        except OSError:\n            sys.exit('gone')\n")
    assert leaving.exits(server).startswith("a.py, line 10: ")


@pytest.mark.parametrize("opens, caught", [
    ("with suppress(ConnectionRefusedError), socket.create_connection(('', 5)) as link:", True),
    ("with suppress(OSError):\n  with socket.create_connection(('', 5)) as link:", True),
    ("with suppress(*ERRORS), socket.create_connection(('', 5)) as link:", True),
    ("with suppress(KeyboardInterrupt), socket.create_connection(('', 5)) as link:", False),
    ("with socket.create_connection(('', 5)) as link, suppress(ConnectionRefusedError):", False)])
def test_what_a_with_has_dropped(opens, caught):
    """Only the errors that it names, and only of what comes after it."""
    client = source(f"import socket\nfrom contextlib import suppress\nERRORS = ()\n{opens}\n    link.send(b'')\n",
                    "client")
    assert client.catches("ConnectionRefusedError", "create_connection") == caught
    assert client.catches("KeyboardInterrupt", "create_connection") == ("*" in opens or "Keyboard" in opens)


ASKS_IN_THREAD = """import sys, threading
name = input("Name? ")
def ask():
    while True:
        text = input()
        link.send(text.encode())
        if text == "exit":
            sys.exit()
one = threading.Thread(target=ask, daemon=True)
one.start()
"""


@pytest.mark.parametrize("main, line", [
    ("while True:\n    pass\n", 11), ("one.join()\n", 0), ("while True:\n    print(link.recv(99))\n", 0)])
def test_a_main_thread_that_goes_round_for_nothing(main, line):
    """Its user was asked for a name before, in the main thread."""
    told = leaving.goes_round_idle(source(f"{CALL}{ASKS_IN_THREAD}{main}", "client"))
    assert told.startswith(f"a.py, line {line}: exit() ends its own thread, and no other: the main thread goes round "
                           "in line 14, for ever. ") if line else told == ""


@pytest.mark.parametrize("behind, line", [("input('Bye, press Enter')\n", 8), ("print('bye')\n", 0)])
def test_a_program_that_waits_for_enter_after_its_stop_word(behind, line):
    text = f"{CALL}text = input()\nwhile text != 'exit':\n    link.send(text.encode())\n    text = input()\n{behind}"
    told = stopped.asks_once_more(source(text, "client"), 5)
    assert told.startswith(f"a.py, line {line}: after the stop word the program asks once more") if line else told == ""


@pytest.mark.parametrize("last, asks", [("input('Bye, press Enter')", True), ("link.close()", False)])
def test_a_program_that_waits_for_enter_however_its_conversation_ends(last, asks):
    text = f"{CALL}try:\n    while True:\n        text = input()\n        if text == 'exit':\n            break\n" \
        f"        link.send(text.encode())\nexcept KeyboardInterrupt:\n    pass\nfinally:\n    {last}\n"
    client = source(text, "client")
    told = stopped.asks_once_more(client, client.script.stops["exit"])
    assert told.startswith("a.py, line 13: after the stop word the program asks once more") == asks == bool(told)
    result = Result("quiet", "", MISSED, expected="the client to end", seen="it waits for the keyboard")
    hint = hints.quiet(result, SimpleNamespace(kind="pair"), source(CALL), client)
    assert hint.startswith("a.py, line 13: once Ctrl-C has ended the conversation, this asks once more") == asks


@pytest.mark.parametrize("text, told", [
    (f"{CALL}link.send(input().encode())\nlink.close\n", False),
    (f"{CALL}while True:\n    link.send(input().encode())\n    link.close\n", True),
    (f"{CALL}import threading\nthreading.Thread(target=print).start()\nlink.send(b'')\nlink.close\n", True)])
def test_what_the_system_closes_as_a_program_ends_need_not_be_called(text, told):
    """A thread that waits for what comes is not woken so, and a loop goes on."""
    assert ("not closed" in source(text, "client").script.mistakes) == told


@pytest.mark.parametrize("does, told", [
    ("link.close()", "a.py, line 6: what is done for 'exit' here does not leave the loop"),
    ("link.close(); break", ""), ("link.close(); raise SystemExit", ""), ("link.close(); done = True", "")])
def test_a_stop_word_for_which_the_connection_is_closed_and_the_loop_goes_round(does, told):
    client = source(f"{CALL}while True:\n    text = input()\n    if text == 'exit':\n        {does}\n"
                    "    else:\n        link.send(text.encode())\n", "client")
    result = Result("stops", "", MISSED, expected="the client to end on 'exit'", seen="it waits for the keyboard")
    assert stopped.goes_on(client, result).startswith(told) and bool(stopped.goes_on(client, result)) == bool(told)


@pytest.mark.parametrize("test, told", [("text == 'exit'", True), ("seats[i] == 'exit'", False)])
def test_a_word_in_a_list_of_the_programs_own_is_not_what_was_typed(test, told):
    client = source(f"{CALL}seats = []\nwhile True:\n    text = input()\n    link.send(text.encode())\n"
                    f"    for i in range(len(seats)):\n        if {test}:\n            print(i)\n            break\n",
                    "client")
    assert list(client.script.stops) == ["exit"] * told
    result = Result("stops", "", MISSED, expected="the client to end on 'exit'", seen="it waits for the keyboard")
    assert stopped.goes_on(client, result) == ""


@pytest.mark.parametrize("then, told", [
    ("text = link.recv(99).decode()", "a.py, line 8: this looks for the stop word in what comes"),
    ("came = link.recv(99).decode()", ""), ("if text == '?':\n        text = link.recv(99).decode()", "")])
def test_a_stop_word_that_is_looked_for_in_what_has_come_under_the_name_of_what_was_typed(then, told):
    client = source(f"{CALL}while True:\n    text = input()\n    link.send(text.encode())\n    {then}\n"
                    "    if text == 'exit':\n        break\n", "client")
    hint = stopped.only_what_comes(client, client.script.stops["exit"])
    assert hint.startswith(told) and bool(hint) == bool(told)
    either = client.script.source.replace("if text == 'exit'", "if text == 'exit' or came == 'exit'")
    both = source(either, "client")
    if "came =" in then:
        assert stopped.only_what_comes(both, both.script.stops["exit"]) == ""


DESK = """import socket
link, _ = socket.create_server(("127.0.0.1", 7811)).accept()
while text := link.recv(999).decode():
    print(text)
    answer = input("> ")
    link.sendall(answer.encode())
    if answer == "exit":
        break
link.close()
"""
GUEST = """import socket
link = socket.create_connection(("127.0.0.1", 7811))
while {asks}:
    link.sendall(text.encode())
    answer = link.recv(999).decode()
    if {ends}:
        break
    print(answer)
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("asks, ends, said", [
    ("text := input('> ')", "not answer", MISSED), ("text := input('> ')", "answer == 'exit'", PASSED),
    ("(text := input('> ')) != 'exit'", "not answer", PASSED), ("text := input('> ')", "text in {'exit'}", PASSED)])
def test_a_word_that_only_the_server_s_user_has_is_none_of_the_client(tmp_path, asks, ends, said):
    """That the client ends with the connection is no word of its own; one that it looks for in what comes ends both."""
    made, _ = performed(tmp_path, "tcp-pair", {"desk.py": DESK, "guest.py": GUEST.format(asks=asks, ends=ends)},
                        "starts", "message", "reply", "turns", "stops", "exit_word")
    assert (made["turns"], made["stops"], made["exit_word"]) == (
        PASSED, said, PASSED if said == PASSED else NOT_TRIED)


def test_the_hint_names_the_word_that_the_server_s_user_has():
    result = Result("stops", "", MISSED, expected="a word", seen="neither program looks for one that is typed at a "
                    "client ('exit' is for the server's user)")
    guests = [source(GUEST.format(asks=asks, ends="not answer"), "client", "b.py") for asks in (
        "text := input('> ')", "(text := input('> ')) != 'end'")]
    pair = SimpleNamespace(transport="tcp", kind="pair")
    told = [hints.stops(result, pair, source(DESK), guest) for guest in guests]
    assert told[0].startswith("b.py: only the server's user has a word to leave with (a.py, line 7).")
    assert "only the server" not in told[1]


@pytest.mark.parametrize("branch, stops, typed", [
    ("print(link.recv(99))\nbreak", {"bye": 6}, ("bye",)),
    ("if link.recv(99) == b'ok':\n    break", {"bye": 6}, ("bye",)),
    ("answer = link.recv(99).decode()\nif answer == 'ok':\n    print(answer)\n    break", {"bye": 6}, ("bye",)),
    ("if told := link.recv(99):\n    print(told)\n    break", {"bye": 6}, ("bye",)),
    ("answer = link.recv(99).decode()\nif answer != 'ok':\n    print('a wrong password')\n    break", {}, ()),
    ("print(link.recv(99))", {}, ())])
def test_an_answer_that_is_waited_for_after_the_stop_word_is_no_word_of_its_own(branch, stops, typed):
    """One that puts out who gets no answer is a login: the word that was typed ends nothing there."""
    client = source(f"{CALL}while True:\n    text = input()\n    if text == 'bye':\n        link.send(text.encode())\n"
                    f"{indent(branch, ' ' * 8)}\n    link.send(text.encode())\n    print(link.recv(99))\n", "client")
    assert (client.script.stops, client.script.typed_stops) == (stops, typed)


@pytest.mark.parametrize("comes, typed", [("text = input()", ("bye",)), ("text = link.recv(99).decode()", ())])
def test_a_word_that_is_typed_into_the_name_of_what_comes(comes, typed):
    client = source(f"{CALL}while True:\n    {comes}\n    if text == 'bye':\n        text = link.recv(99).decode()\n"
                    "        break\n    link.send(input().encode())\n    text = link.recv(99).decode()\n", "client")
    assert (client.script.stops, client.script.typed_stops) == ({"bye": 6}, typed)


def test_who_returns_the_answer_to_the_stop_word_leaves_with_it():
    made = [source(f"{CALL}def talk():\n    while True:\n        text = input()\n        if text == 'bye':\n"
                   f"            {hears}\n            return text\n        link.send(text.encode())\n"
                   "        print(link.recv(99))\nprint(talk())\n", "client").script.stops
            for hears in ("text = link.recv(99).decode()", "print(link.recv(99))")]
    assert made == [{"bye": 7}, {}]


DOES_WHAT_IT_IS_TOLD = "import asyncio, sys\ndef done(text):\n    if text == 'stop':\n        said = 'I stop'\n" \
    "    else:\n        said = {}\n    return said\nasync def serve(reader, writer):\n" \
    "    said = done((await reader.read(99)).decode())\n    writer.write(said.encode())\n    if said == 'I stop':\n" \
    "        sys.exit(0)\nasync def main():\n    hall = await asyncio.start_server(serve, '127.0.0.1', 5000)\n" \
    "    await hall.serve_forever()\nasyncio.run(main())\n"


@pytest.mark.parametrize("does, typed", [("'what?'", ()), ("input()", ("stop",))])
def test_a_server_that_asks_nobody_has_no_word_of_its_own_user(does, typed):
    """What it says itself, once it has been told to stop, is no word that somebody types there."""
    server = source(DOES_WHAT_IT_IS_TOLD.format(does))
    assert (list(server.script.stops), server.script.typed_stops) == (["stop"], typed)


def test_a_program_that_ends_itself_has_no_error():
    """asyncio shows where sys.exit() has been called, as it does of an error."""
    server, client = source(DOES_WHAT_IT_IS_TOLD.format("'what?'")), source(
        f"{CALL}while True:\n    link.send(input().encode())\n    print(link.recv(99))\n", "client", "b.py")
    result = Result("stops", "", MISSED, expected="the client to end on 'stop'", seen="it waits for the keyboard",
                    waits=["the server has ended: SystemExit: 0, line 12"])
    told = hints.hint(hints.stops, result, SimpleNamespace(kind="pair", transport="tcp"), server, client)
    assert hints.named(result, server, client) == ""
    assert told == "b.py: only the server looks for 'stop' (a.py, line 11). Compare what was typed with it here, " \
        "too, and leave the loop."
