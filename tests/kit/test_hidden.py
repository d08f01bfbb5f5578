"""Hidden: a name that nothing defines is told where an except says nothing of it, and only there."""
import pytest
from sources import HALL as DOOR
from sources import source

from lab12.grader import errors, hidden, meeting
from lab12.grader.faults import Fault

CLIENT = """import socket{also}
link = socket.create_connection(("127.0.0.1", 5000))
def hear():
    {tries}
        while data := link.recv(99):
            print({shows}, data.decode())
    {ends}
while True:
    link.send(input().encode())
"""
SILENT = "except Exception:\n        pass"


@pytest.mark.parametrize("shows, told", [
    ("time.strftime('%H:%M')", "a.py, line 6: time is not defined: import time is missing. The error is not seen, "
                               "since line 7 hides it."),
    ("nick", "a.py, line 6: nick is not defined: nothing gives it a value. The error is not seen, since line 7 hides "
             "it."),
    ("dat", "what is meant may be data. The error is not seen"), ("data", ""), ("len(data)", ""), ("__file__", "")])
def test_a_name_that_is_not_defined_where_nobody_sees_the_error(shows, told):
    said = hidden.hidden(source(CLIENT.format(also="", tries="try:", shows=shows, ends=SILENT), "client"))
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("also, tries, ends", [
    (", time", "try:", SILENT), ("\nfrom time import *", "try:", SILENT),
    ("", "try:", "except Exception as error:\n        print(error)"), ("", "if True:", "pass")])
def test_a_name_that_is_defined_or_whose_error_is_seen(also, tries, ends):
    text = CLIENT.format(also=also, tries=tries, shows="time", ends=ends)
    assert not hidden.hidden(source(text, "client"))


def test_each_except_is_looked_at_and_python_2_is_called_so():
    """Not the first one of the file alone, which may be around something else."""
    text = CLIENT.format(also="", tries="try:", shows="data", ends=SILENT).replace("input()", "raw_input()").replace(
        "while True:\n    link.send", "while True:\n  try:\n    link.send") + "  except Exception:\n    link.close()\n"
    said = "a.py, line 11: raw_input is not defined: in Python 3 it is input(). The error is not seen, since line 12 " \
        "hides it."
    assert hidden.hidden(source(text, "client")) == said


MEMBERS = """import contextlib, socket
class Member:
    def __init__(self, link):
        self.link = link
    def send_text(self, text):
        self.link.sendall(text)
people = []
door = socket.create_server(("127.0.0.1", 5000))
def talk(member):
    while data := member.link.recv(99):
        for one in people:
            with {around}:
                one.{name}(data)
while True:
    people.append(Member(door.accept()[0]))
"""


@pytest.mark.parametrize("name, around, kind, told", [
    ("sendtext", "contextlib.suppress(Exception)", "chat", True), ("sendtext", "lock", "chat", False),
    ("send_text", "contextlib.suppress(Exception)", "chat", False),
    ("look_at", "contextlib.suppress(Exception)", "pair", False)])
def test_a_method_that_is_spelt_otherwise_where_it_is_defined(name, around, kind, told):
    """Whoever means to pass on makes a chat, though what the method is called there is not what it is."""
    server = source(MEMBERS.format(name=name, around=around))
    assert server.script.kind == kind
    said = hidden.hidden(server)
    assert said == ("a.py, line 13: there is no sendtext: send_text (line 5) is meant. The error is not seen, since "
                    "line 12 hides it." if told else "")


def test_a_pair_with_a_method_that_nobody_defines_stays_one():
    text = MEMBERS.replace("people.append(Member(door.accept()[0]))", "talk(Member(door.accept()[0]))")
    assert source(text.format(name="sendtext", around="lock") + "    input()\n").script.kind == "chat"
    assert source(text.format(name="look_at", around="lock") + "    input()\n").script.kind == "pair"


def test_a_name_within_a_with_that_suppresses():
    text = CLIENT.format(also="", tries="with contextlib.suppress(Exception):", shows="nick", ends="pass")
    assert "nick is not defined" in hidden.hidden(source(f"import contextlib\n{text}", "client"))


HALL = """import socket, threading
hall = socket.socket()
hall.bind(("127.0.0.1", 5000))
hall.listen()
people = {}
def talk(one):
    try:
        people[one] = one.recv(99)
    except OSError:
        one.close()
while True:
    <took>
    <then>
    threading.Thread(target=talk, args=(<given>,)).start()
"""
TWO = "a.py, line 12: accept gives two things, the connection and the address of the other side: link, "


@pytest.mark.parametrize("took, then, given, told", [
    ("link = hall.accept()", "pass", "link", f"{TWO}address = hall.accept()."),
    ("link, address = hall.accept()", "pass", "link", ""), ("link = hall.accept()[0]", "pass", "link", ""),
    ("pair = hall.accept()", "link, address = pair", "link", ""), ("pair = hall.accept()", "pass", "pair[0]", ""),
    ("pair = hall.accept()", "pass", "*pair", ""),
    ("link = hall.accept()", "people[0] = link", "link", f"{TWO}address = hall.accept()."),
    ("pair = hall.accept()", "print(pair)", "None", "")])
def test_one_name_for_two_things(took, then, given, told):
    """It is wrong where the name is used as the first of the two, maybe in what it is handed to."""
    text = HALL.replace("<took>", took).replace("<then>", then).replace("<given>", given)
    assert hidden.one_for_two(source(text)) == told


@pytest.mark.parametrize("took, told", [
    ("link = hall.accept()", f"{TWO}addr = hall.accept()."), ("link, address = hall.accept()", "is given no value")])
def test_the_second_name_is_the_one_that_is_missing(took, told):
    text = HALL.replace("<took>", took).replace("<then>", "print('from', addr)").replace("<given>", "link")
    error = "NameError: name 'addr' is not defined"
    assert told in errors.explain(Fault(source(text), error, 13))


@pytest.mark.parametrize("text, words, told", [
    ("hall = socket.create_server(('', 5000))\nlink, address = hall.accept\n", "TypeError: cannot unpack non-iterable "
     "method object", "a.py, line 3: a method is called with parentheses after its name: accept(), not accept."),
    ("text = raw_input('? ')\n", "NameError: name 'raw_input' is not defined", "a.py, line 2: raw_input is Python 2."),
    ("text = raw_input('? ')\ntext = raw_input('? ')\n", "NameError: name 'raw_input' is not defined",
     "a.py: raw_input is Python 2.")])
def test_the_line_of_an_error_that_names_none(text, words, told):
    """What an except prints has no line; the source has but one of which it can be true."""
    assert errors.explain(Fault(source(f"import socket\n{text}"), words, 0)).startswith(told)


def test_what_has_no_length_since_it_was_not_called():
    text, words = "data = 'a'.encode\nsize = len(data)\n", "object of type 'builtin_function_or_method' has no len()"
    said = errors.explain(Fault(source(text), f"TypeError: {words}", 2))
    assert said == "a.py, line 1: a method is called with parentheses after its name: encode(), not encode."
    said = errors.explain(Fault(source("data = choose()\n"), f"TypeError: {words}", 0))
    assert said == "a method is called with parentheses after its name, as in recv()."  # which one cannot be said


@pytest.mark.parametrize("size, told", [("", "a.py, line 6: recv() has to be told"), ("99", "a.py, line 9: the sock")])
def test_why_a_socket_is_closed_where_an_except_closes_it(size, told):
    text = f"import socket, threading\nlink = socket.create_connection(('', 5000))\ndef hear():\n    while True:\n" \
        f"        try:\n            print(link.recv({size}))\n        except:\n            print('no more')\n" \
        "            link.close()\n            break\nthreading.Thread(target=hear).start()\nwhile True:\n" \
        "    link.send(input().encode())\n"
    assert errors.explain(Fault(source(text, "client"), "OSError: [Errno 9] Bad file descriptor", 13)).startswith(told)


LINK = "import errno, logging, socket\nlink = socket.create_connection(('', 5000))\n"


@pytest.mark.parametrize("goes_on, told", [
    ("break", True), ("return", True), ("raise SystemExit", True), ("continue", False), ("raise", False),
    ("if error.errno == errno.EAGAIN:\n                continue\n            break", False)])
def test_a_recv_that_does_not_wait(goes_on, told):
    hears = "def hear():\n    while True:\n        try:\n            print(link.recv(99))\n" \
        f"        except OSError as error:\n            {goes_on}\nhear()\n"
    said = hidden.hidden(source(f"{LINK}link.setblocking(False)\n{hears}", "client"))
    assert ("after this recv (line 7) does not wait" in said) == told == bool(said)


@pytest.mark.parametrize("later, told", [("window.after(50, look)", False), ("pass", True)])
def test_a_recv_that_does_not_wait_and_is_called_later(later, told):
    look = f"def look():\n    try:\n        print(link.recv(99))\n    except OSError:\n        {later}\n" \
        "        return\n    window.after(50, look)\nlook()\n"
    assert bool(hidden.hidden(source(f"{LINK}link.setblocking(False)\n{look}", "client"))) == told


@pytest.mark.parametrize("shape", [
    "try:\n        while True:\n            print(link.recv(99))\n    except OSError:\n        pass",
    "while True:\n        try:\n            print(link.recv(99))\n        except OSError:\n            break",
    "try:\n        look()\n    except OSError:\n        pass"])
def test_a_recv_that_does_not_wait_and_is_come_to_again(shape):
    """What has come is fetched after each line that is typed."""
    look = "def look():\n    try:\n        print(link.recv(99))\n    except OSError:\n        return\n"
    look *= "look" in shape
    text = f"{LINK}link.settimeout(0)\n{look}while True:\n    link.send(input().encode())\n    {shape}\n"
    assert hidden.hidden(source(text, "client")) == ""


@pytest.mark.parametrize("handler", ["except Exception:\n    raise", "except Exception:\n    logging.exception('no')",
                                     "except Exception:\n    print(traceback.format_exc())"])
def test_an_error_that_is_raised_again_or_shown_whole_is_seen(handler):
    text = f"{LINK}import traceback\ndef show(one, two):\n    print(one, two)\ntry:\n    show(1)\n{handler}\n"
    assert hidden.hidden(source(text, "client")) == source(text, "client").hides_errors == ""


CLASSES = """class Wire:
    def say(self, text, end):
        link.send((text + end).encode())
class Talk(socket.socket):
    def go(self):
        try:
            <call>
        except Exception:
            pass
"""


@pytest.mark.parametrize("call, told", [
    ("Wire().say('a')", True), ("wire = Wire()\n            wire.say('a', 'b', 'c')", True),
    ("Wire().say('a', end='b')", False), ("self.say('a')", False), ("Wire.say(self, 'a', 'b')", False),
    ("wire = Wire()\n            wire = link\n            wire.say('a')", False),
    ("for wire in (Wire(), link):\n                wire.say('a')", False)])
def test_a_method_that_is_called_with_another_number(call, told):
    """Only where no other class's method of that name can be meant."""
    said = hidden.hidden(source(LINK + CLASSES.replace("<call>", call), "client"))
    assert said == "" if not told else "say takes text, end (line 4), and is given 'a'" in said
    assert hidden.wrong_number(source(LINK, "client")) == ""


@pytest.mark.parametrize("before, joined, told", [
    ("data = link.recv(99)", "'> ' + data", True), ("data = b''", "data + '!'", True),
    ("for data in 'ab':\n    print(data)\ndata = b''", "data + '!'", False),
    ("data, _ = input().split()\ndata = b''", "data + '!'", False), ("data = pack()", "'> ' + data", False),
    ("data = decode(b'')", "data + b''", False),
    ("data = link.recv()", "'> ' + data", False), ("data = json.JSONEncoder().encode(1)", "'> ' + data", False),
    ("data = b''\nwhile data := input():\n    print(data)", "data + '!'", False)])
def test_a_text_that_is_joined_to_bytes(before, joined, told):
    text = f"{LINK}import json\ndef pack():\n    return ''\ndef decode(key):\n    return key\n" \
        f"{before}\ntry:\n    print({joined})\nexcept Exception:\n    pass\n"
    assert bool(hidden.joins_kinds(source(text, "client"))) == told


@pytest.mark.parametrize("also, call, told", [
    ("", "link.recv()", True), ("from multiprocessing import Pipe", "Pipe()[0].recv()", False), ("import zmq",
     "link.recv()", False), ("import websockets.sync.client", "link.recv()", False), ("", "link.recv(*[99])", False)])
def test_a_recv_that_is_told_no_size(also, call, told):
    seen = f"{LINK}{also}\ntry:\n    int('a')\nexcept Exception:\n    pass\nprint({call})\n"
    assert hidden.no_size(source(seen, "client")) == ""  # the except is about something else
    unseen = f"{LINK}{also}\ntry:\n    print({call})\nexcept Exception:\n    pass\n"
    assert bool(hidden.no_size(source(unseen, "client"))) == told


@pytest.mark.parametrize("then", [
    "waiting.append(link)\ndef work():\n    link, address = waiting.pop()\n    print(link.recv(99))",
    "return link\nlink, address = take()\nprint(link.recv(99))"])
def test_a_name_of_another_function_is_not_the_one_for_two(then):
    text = f"{DOOR}waiting = []\ndef take():\n    link = hall.accept()\n    {then}\n"
    assert hidden.one_for_two(source(text)) == ""


def test_an_accept_of_its_own_gives_what_it_says():
    text = f"{DOOR}class Door:\n    def accept(self):\n        return hall.accept()[0]\n" \
        "def serve(door):\n    link = door.accept()\n    link.send(link.recv(99))\nserve(Door())\n"
    assert hidden.one_for_two(source(text)) == ""


@pytest.mark.parametrize("says, where", [("", "a.py, line 5"), ("global count; ", "a.py, line 7")])
def test_the_function_that_does_not_say_global(says, where):
    """What an except prints has no line, and a function that says so counts what it means to."""
    text = f"import socket\ncount = 0\ndef one():\n    pass\n    {says}count += 1\ndef two():\n    count += 1\n"
    error = "UnboundLocalError: cannot access local variable 'count' where it is not associated with a value"
    assert errors.explain(Fault(source(text), error, 0)).startswith(f"{where}: count is given a value in this function")


def test_functions_that_call_each_other_are_looked_at_once_each():
    """By the ways through 30 of them, without coming to one twice, nobody gets to an end."""
    calls = "".join(f"    work{number}()\n" for number in range(30))
    ring = "".join(f"def work{number}():\n    print(link.recv(99))\n{calls}" for number in range(30))
    client = source(f"{LINK}{ring}link.setblocking(False)\nwork0()\n", "client")
    assert hidden.hidden(client) == "" and not client.catches("OSError", "recv")
    assert meeting.acts(client) is None


OBJECT = """import socket, threading
class Talk{base}:
    {within}
    def __init__(self):
        self.sock = socket.create_connection(("127.0.0.1", 5000))
    def run(self):
        {tries}
            while data := self.{name}.recv(99):
                print(data)
        {ends}
Talk().run()
"""
HIDES = "except:\n            pass"


@pytest.mark.parametrize("name, base, within, tries, ends, told", [
    ("socket", "", "port = 5000", "try:", HIDES, True),
    ("socket", "(threading.Thread)", "port = 5000", "try:", HIDES, True),
    ("sock", "", "port = 5000", "try:", HIDES, False),
    ("socket", "", "socket = None", "try:", HIDES, False), ("socket", "", "port, socket = 1, 2", "try:", HIDES, False),
    ("socket", "", "from net import link as socket", "try:", HIDES, False),
    ("socket", "", "def socket(self): pass", "try:", HIDES, False),
    ("socket", "(Base)", "port = 5000", "try:", HIDES, False),
    ("socket", "", "port = 5000", "try:", "except OSError:\n            pass", False),
    ("socket", "", "port = 5000", "if True:", "", False),
])
def test_what_an_object_is_asked_for_and_nobody_has_given_it(name, base, within, tries, ends, told):
    said = hidden.hidden(source(OBJECT.format(name=name, base=base, within=within, tries=tries, ends=ends)))
    assert said == ("a.py, line 8: self.socket is given nothing anywhere; what is meant may be self.sock (line 5). The "
                    "error is not seen, since line 10 hides it." if told else "")


@pytest.mark.parametrize("takes, hides, told", [
    ("data, who = post.recv(99)", "pass", True), ("data, who = post.recvfrom(99)", "pass", False),
    ("data, who = post.recv(99)", "raise", False), ("[data] = [post.recv(99)]", "pass", False)])
def test_two_names_for_the_one_thing_that_recv_gives(takes, hides, told):
    """It comes before what is wrong with what is done then: nothing has come so far."""
    said = hidden.hidden(source("import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5000))\n"
                                f"while True:\n    try:\n        {takes}\n        print(data)\n    except Exception:\n"
                                f"        {hides}\n    try:\n        post.sendot(data, who)\n    except Exception:\n"
                                "        pass\n"))
    assert ("line 6: recv gives one thing, the bytes; recvfrom gives two, data and who. The error is not seen, since "
            "line 8 hides it." in said) is told and ("sendot" in said) is not told
