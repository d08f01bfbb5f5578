"""Not said of clients: what a sound program does with its clients, its list and its door is taken for no slip."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import (
    accepting,
    broadcasting,
    collecting,
    errors,
    errors_of_addresses,
    errors_of_closed,
    events,
    hidden,
    hints_on_pieces,
    leaving,
    locks,
    order,
    passing,
    slips,
    unseen,
    vain,
    watching,
)
from lab12.grader.faults import Fault

TAKES = "while True:\n    one, _ = hall.accept()\n    room.append(one)\n    " \
    "threading.Thread(target=serve, args=(one,)).start()\n"
LOOKS = f"import select, sys\n{HALL}room = [hall]\nwhile True:\n    for one in select.select(room, [], [])[0]:\n" \
    "        if one is hall:\n            link, _ = hall.accept()\n            room.append(link)\n"
HEARS = f"{CALL}def hear():\n    while text := link.recv(99).decode():\n{{}}" \
    "threading.Thread(target=hear).start()\nwhile True:\n    link.send(input().encode())\n"


@pytest.mark.parametrize("text", [
    f"{LOOKS}        for other in room[1:]:\n            other.send(b'x')\n",
    f"{HALL}one, _ = hall.accept()\nfor line in one.recv(99).split(b';')[:-1]:\n    one.send(line)\n",
    f"{HALL}room = []\nwhile True:\n    room.append(hall.accept()[0])\n    for one in room[:-1]:\n"
    "        one.send(b'somebody has come')\n"])
def test_the_door_the_rest_and_the_one_who_has_come_are_left_out(text):
    assert broadcasting.sliced(source(text)) == ""


@pytest.mark.parametrize("text", [
    "quiet = threading.Event()\nthreading.Thread(target=print).start()\nquiet.wait()\n"])
def test_a_wait_at_the_end_keeps_a_program_alive(text):
    assert events.by_event(source(HALL + text)) == ""


@pytest.mark.parametrize("loop", [
    "    name = one.recv(9)\n    while name in room:\n        name = one.recv(9)\n",
    "    name = b''\n    while True:\n        name = name + one.recv(9)\n        if name.endswith(b'.'):\n"
    "            break\n"])
def test_what_a_loop_has_asked_for_is_sent_behind_it(loop):
    text = f"{HALL}room = []\ndef serve(one):\n{loop}    for other in room:\n        other.send(name)\n{TAKES}"
    assert order.relays_after(source(text)) == ""


@pytest.mark.parametrize("looks", ["self.link.recv(1, socket.MSG_PEEK) != b''", "self.link.recv(2) == b'ok'"])
def test_what_is_looked_at_first_may_be_meant_for_that(looks):
    text = f"{CALL}class Post:\n    link = link\n    def ready(self):\n        return {looks}\n    def text(self):\n" \
        "        return self.link.recv(99)\npost = Post()\nwhile True:\n    if post.ready():\n" \
        "        print(post.text())\n"
    assert order.throws_away(source(text, "client")) == ""


def test_a_client_of_an_object_is_heard_by_its_methods():
    text = f"{HALL}class Hall:\n    def go(self):\n        self.one, _ = hall.accept()\n        self.hear()\n" \
        "        while True:\n            self.one, _ = hall.accept()\n            self.hear()\n    def hear(self):\n" \
        "        print(self.one.recv(9))\nHall().go()\n"
    assert accepting.accepted_in_vain(source(text)) == ""
    assert accepting.accepted_in_vain(source(text.replace("        self.hear()\n        while", "        while")))


def test_an_accept_of_another_file_stands_beside_that_of_the_script():
    """The lines of two files are not compared, of which one is a text: doors.py, line 2."""
    opens = "def wait(hall):\n    return hall.accept()\n"
    text = f"import doors\n{HALL}doors.wait(hall)\nwhile True:\n    link, _ = hall.accept()\n    print(link.recv(9))\n"
    assert accepting.accepted_in_vain(source(text, modules=[("doors.py", opens)])) == ""


@pytest.mark.parametrize("sends", ["sys.stdout.write(text)\n    link.send(text)",
                                   "link.send(b'!' + text)\n    else:\n        link.send(text)"])
def test_what_is_switched_off_keeps_no_message_back(sends):
    text = f"{CALL}import sys\nloud = False\nwhile text := input():\n    if loud:\n        {sends}\n"
    assert vain.never_so(source(text, "client")) == ""


@pytest.mark.parametrize("watched", ["[sys.stdin]\nboth += [link]", "[sys.stdin]\nboth.extend([link])",
                                     "[sys.stdin, other]"])
def test_a_list_of_select_may_grow(watched):
    text = f"{CALL}import select, sys\nother = link\nboth = {watched}\nwhile True:\n" \
        "    for one in select.select(both, [], [])[0]:\n        if one is link:\n            print(link.recv(9))\n"
    assert watching.never_watched(source(text, "client")) == ""


@pytest.mark.parametrize("then", ["two, _ = hall.accept()\n            room += [two]",
                                  "two, _ = gate.accept()\n            two.sendall(b'full')"])
def test_another_accept_may_do_otherwise(then):
    assert watching.accepted_beside(source(f"{LOOKS}            {then}\n")) == ""


@pytest.mark.parametrize("how, told", [
    ("other.send(data)\n", True), ("with suppress(OSError):\n                other.send(data)\n", False),
    ("if other.fileno() > 0:\n                other.send(data)\n", False)])
def test_a_send_to_one_who_is_closed_may_be_looked_after(how, told):
    text = f"from contextlib import suppress\n{HALL}room = []\ndef serve(one):\n    while data := one.recv(9):\n" \
        f"        for other in room:\n            {how}    one.close()\n{TAKES}"
    assert bool(errors_of_closed.sent_to_closed(source(text))) == told


@pytest.mark.parametrize("close", ["    hall.close()\n", "    try:\n        input()\n    except KeyboardInterrupt:\n"
                                   "        room[0].close()\n"])
def test_what_is_closed_at_the_end_is_no_client(close):
    text = f"{HALL}room = []\ndef serve(one):\n    while data := one.recv(9):\n        for other in room:\n" \
        f"            other.send(data)\n{TAKES}{close}"
    assert errors_of_closed.sent_to_closed(source(text)) == ""


@pytest.mark.parametrize("text", [
    "class Door:\n    def bind(self):\n        self.door = socket.socket()\n        self.door.bind(('', 5001))\n"
    "door = Door()\ndoor.bind()\n",
    "def door(port=5001):\n    made = socket.socket()\n    made.bind(('', port))\n    return made\ndoor()\n"
    "door(5002)\n",
    "def door():\n    made = socket.socket()\n    made.bind(('', 5001))\n    made.close()\ndoor()\ndoor()\n"])
def test_a_port_is_bound_once_at_a_time(text):
    assert errors_of_addresses.bound_twice(source(HALL + text)) == ""


@pytest.mark.parametrize("text", [
    f"{LOOKS}            continue\n        print(one.recv(9))\n".replace("hall.accept", "one.accept"),
    "import socket, sys\nlink = socket.socket()\nif sys.argv[1] == 'wait':\n    link.bind(('', 5000))\n"
    "    link.listen()\n    one, _ = link.accept()\n    one.send(b'x')\nelse:\n    link.connect(('localhost', 5000))\n"
    "    link.send(b'x')\n"])
def test_one_name_may_be_that_of_the_door_and_of_a_connection(text):
    assert source(text).mistake("on listener") == ""


def test_a_message_of_which_the_letters_are_counted_may_be_whole():
    text = f"{HALL}one, _ = hall.accept()\nwhile True:\n    text = one.recv(999).decode()\n" \
        "    one.send(str(len(text)).encode())\n"
    assert collecting.decodes_parts(source(text), source(text)) == ""


@pytest.mark.parametrize("text", [
    "def line(one):\n    kept = b''\n    while True:\n        part = one.recv(1)\n        if not part:\n"
    "            break\n        kept += part\n    return kept\nwhile True:\n    print(line(hall.accept()[0]))\n",
    "one, _ = hall.accept()\nwhile True:\n    part = one.recv(9)\n    if not part.startswith(b'x'):\n        break\n"])
def test_a_break_that_ends_no_loop_of_all(text):
    assert leaving.breaks_all(source(HALL + text)) == ""


def test_a_sign_that_is_counted_is_no_end():
    text = f"{HALL}one, _ = hall.accept()\nwhile True:\n    text = one.recv(9).decode()\n    print('x' + text)\n" \
        "    if text.count('x') == 0:\n        one.send(b'none')\n"
    assert leaving.tested_late(source(text)) == ""


@pytest.mark.parametrize("ends, told", [
    ("except OSError:\n        break\n    print(text)\n    if not text:\n        break\n", True),
    ("except OSError:\n        break\n    if not text:\n        break\n    print(text)\n", False)])
def test_an_end_by_an_error_is_not_the_test_for_the_end(ends, told):
    text = f"{HALL}one, _ = hall.accept()\nwhile True:\n    try:\n        text = one.recv(9).decode()\n    {ends}"
    assert ("before line 10 looks for it" in leaving.tested_late(source(text))) is told


def test_a_word_that_ends_a_loop_looks_for_no_end():
    text = f"{HALL}one, _ = hall.accept()\ntext = ''\nwhile text != {{}}:\n    text = one.recv(9).decode()\n" \
        "    print(text)\n"
    assert "looks for it" in leaving.tested_late(source(text.format("''")))
    assert "taken for a message: leave the loop" in leaving.tested_late(source(text.format("'bye'")))


@pytest.mark.parametrize("body", [
    "self.text.insert('end', data)\n", "box.showinfo('a', 'b')\n", "WindowsError\n", "old = raw_input\n"])
def test_what_others_define_is_no_slip_that_an_except_hides(body):
    text = f"from tkinter import messagebox as box\n{CALL}class Page:\n    def insertt(self):\n        pass\n" \
        "    def showinfos(self):\n        pass\n    def hear(self):\n        try:\n            data = link.recv(9)\n" \
        f"            {body}        except Exception:\n            pass\nPage().hear()\n"
    assert hidden.hidden(source(text, "client")) == ""


def test_a_class_of_a_library_may_have_a_method_of_that_name():
    text = f"import shelf\n{CALL}class Page({{}}):\n    def handles(self):\n        pass\n    def hear(self):\n" \
        "        try:\n            self.handle(link.recv(9))\n        except Exception:\n            pass\n" \
        "Page().hear()\n"
    assert hidden.hidden(source(text.format("shelf.Book"), "client")) == ""
    assert "there is no handle" in hidden.hidden(source(text.format(""), "client"))


@pytest.mark.parametrize("rest", ["        show(text)\n", "        box.insert('end', text)\n"])
def test_what_does_not_begin_with_a_word_may_be_shown_otherwise(rest):
    server = source(f"{HALL}one, _ = hall.accept()\nwhile data := one.recv(9):\n    one.send(data)\n")
    client = HEARS.format(f"        if text.startswith('FILE '):\n            print('a file')\n{rest}")
    assert unseen.shown_if(source(client, "client"), server) == ""


@pytest.mark.parametrize("sends", [
    "size = len(data)\nhead = str(size).encode()\nhead += b' ' * (64 - len(head))\nlink.send(head)\nlink.send(data)\n",
    "def packed(data):\n    return str(len(data)).zfill(4).encode()\nhead = packed(data)\nlink.send(head)\n"
    "link.send(data)\n"])
def test_a_length_before_a_message_is_no_message(sends):
    assert source(f"{CALL}data = input().encode()\n{sends}", "client").mistake("sends twice") == ""


def test_a_thread_may_change_what_a_loop_waits_for():
    text = f"{CALL}reply = ''\n{{}}while reply == '':\n    print('waiting')\n"
    hears = "def hear():\n    global reply\n    reply = link.recv(99).decode()\nthreading.Thread(target=hear).start()\n"
    assert source(text.format(hears), "client").mistake("same again") == ""
    assert source(text.format("reply = link.recv(99).decode()\n"), "client").mistake("same again")


SPAWNS = f"{HALL}def spawn(what, given):\n    threading.Thread(target=what, args=given).start()\n" \
    "def tell(one):\n    pass\n"
TOO_MANY = "TypeError: tell() takes 1 positional argument but 2 were given"
CUT = "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe2 in position 3: unexpected end of data"
NO_METHOD = 'TypeError: can only concatenate str (not "builtin_function_or_method") to str'


@pytest.mark.parametrize("text, words, number, said", [
    (f"{SPAWNS}pair = hall.accept()\nspawn(tell, pair)\n", TOO_MANY, None, "args=(...) hands over more"),
    (f"{SPAWNS}spawn(tell, (hall, 3))\n", TOO_MANY, None, "args=(...) hands over more"),
    (f"{CALL}class Post:\n    def __init__(self, one):\n        pass\n"
     "threading.Thread(target=Post, kwargs={'conn': link}).start()\n",
     "TypeError: Post.__init__() got an unexpected keyword argument 'conn'", None, ""),
    ("import socket\nsocket.gethostbyname('a', 'b')\n",
     "TypeError: gethostbyname() takes exactly 1 argument (2 given)", 2, ""),
    ("def show(name, text):\n    print(name + text.upper + 'x')\n", NO_METHOD, 2, "text.upper without parentheses"),
    (f"{CALL}data = link.recv(99)\nprint(data[4:].decode())\n", CUT, 4, "recv(99) has cut one"),
    (f"{CALL}data = link.recv(99)\nprint(data[:4].decode())\n", CUT, 4, "data[:4] has cut one"),
    ("b'%s' % 5\n", "TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'int'", 1,
     "this is an int:")])
def test_an_error_is_put_down_to_what_is_there(text, words, number, said):
    told = errors.explain(Fault(source(f"import socket\n{text}" if "socket" not in text else text), words,
                                number and number + ("socket" not in text)))
    assert said in told and bool(said) == bool(told)


@pytest.mark.parametrize("text", [
    "keep = lambda data: open('log.txt', 'w').write(data)\nkeep(link.recv(9).decode())\nlink.send(input().encode())\n",
    "for _ in range():\n    link.accept()\n",
    "() = link.accept()\nfor word in lambda: ['x']:\n    link.send(input().encode())\n"])
def test_odd_programs_are_read_as_well(text):
    assert source(CALL + text, "client").script.transport == "tcp"


@pytest.mark.parametrize("body", [
    "    if not one:\n        leave()\n        return\n    lock.release()\ndef leave():\n    lock.release()\n",
    "    def first(pair):\n        return pair[0]\n    lock.release()\n",
    "    if one:\n        lock.release()\n        for text in one:\n            if text:\n                return\n"
    "        return\n    lock.release()\n"])
def test_a_lock_may_be_given_back_before_a_function_is_left(body):
    text = f"{HALL}lock = threading.Lock()\ndef serve(one):\n    lock.acquire()\n{body}"
    assert locks.never_released(source(text)) == ""


@pytest.mark.parametrize("size, told", [("int('9')", False), ("int(sys.argv[1])", False), ("int(link.recv(4))", True)])
def test_a_number_that_is_written_out_is_no_length_that_was_told(size, told):
    text = f"import sys\n{CALL}size = {size}\nlink.recv(size)\n"
    assert bool(hints_on_pieces.of_told_size(source(text, "client"))) == told

FLAG = """running = True
def leave():
    running = False
    link.shutdown(2)
def hear():
    while running:
        print(link.recv(9))
hears = threading.Thread(target=hear)
hears.start()
leave()
hears.join()
"""


def test_a_flag_that_another_function_keeps_to_itself_is_told_where_a_loop_looks_at_it():
    said = passing.flag_kept(source(CALL + FLAG, "client"))
    assert said.startswith("a.py, line 5: running is given a value of this function's own here")
    for sound in (FLAG.replace("    running = F", "    global running\n    running = F"),
                  FLAG.replace("while running:", "while True:").replace("leave()\nh", "leave()\nprint(running)\nh")):
        assert passing.flag_kept(source(CALL + sound, "client")) == ""


def test_a_connection_that_a_function_ends_before_a_join_is_ended():
    assert slips.joins_first(source(CALL + FLAG, "client")) == ""
    assert "shutdown(socket.SHUT_RDWR)" in slips.joins_first(source(CALL + FLAG.replace("    link.shutdown(2)\n", ""),
                                                                    "client"))
