"""Pair faults: what one-to-one programs that nobody here wrote have taught is said of what does so, and nothing else.
"""
from types import SimpleNamespace

import pytest
from sources import source

from lab12.driver import home, words
from lab12.grader import errors, hints, hints_on_pieces, vain
from lab12.grader.faults import Fault
from lab12.rubric import halves
from lab12.rubric.checks import MISSED, Result
from lab12.stage.stage import Stage


def hint(name, server, client, seen="", expected=""):
    """Return the hint of a check of a TCP pair that has been missed so."""
    both = source(server), source(client, "client")
    roles = SimpleNamespace(kind="pair", transport="tcp", server=both[0].script, client=both[1].script)
    return getattr(hints, name)(Result(name, name, MISSED, seen=seen, expected=expected), roles, *both)


TWO_AT_ONE_PORT = """import socket, threading
def waits():
    socket.create_server(("127.0.0.1", 7360))
{first}threading.Thread(target=waits).start()
while True:
    pass
"""


def test_what_spins_since_an_error_has_come(tmp_path):
    """The error in a thread is told, and not that its main thread does nothing but go round."""
    told = []
    for name, first in {"fails.py": "kept = socket.create_server(('127.0.0.1', 7360))\n", "spins.py": ""}.items():
        (tmp_path / name).write_text(TWO_AT_ONE_PORT.format(first=first))
        with Stage() as stage:
            stage.open(tmp_path / name)
            told.append(words.doing(stage.windows[0]))
    assert "Address already in use" in told[0] and told[0].startswith("goes on, after an error in a thread: OSError")
    assert told[1] == "spins: 100 % of a core, and waits for nothing"


DEFINES = """import socket
class Hall:
    def open(self):
        self.door = socket.create_server(("", 5000))
        self.talk(self.door.accept()[0])
    def talk(self, link):
        print(link.recv(99))
def run():
    hall = Hall()
    hall.open()
    if __name__ == "__main__":
        pass
{last}
"""


@pytest.mark.parametrize("last, told", [
    ("", "a.py, line 8: run is never called, so nothing of this is done: run()."), ("run()", ""),
    ("import threading\nthreading.Thread(target=run).start()", ""), ("def main():\n    run()",
     "a.py, line 13: main is never called, so nothing of this is done: main().")])
def test_a_program_that_only_defines_what_it_could_do(last, told):
    assert vain.never_called(source(DEFINES.format(last=last))) == told


KIND = """import socket
class Hall:
    def __init__(self, host, port):
        self.door = socket.create_server((host, port))
        self.door.listen()
{last}
"""


@pytest.mark.parametrize("last, told", [
    ("", "a.py, line 2: nobody makes one of the class Hall, so nothing of this is done: Hall(host, port)."),
    ("class Talk:\n    def __init__(self):\n        self.Hall = 5", "a.py, line 2: nobody makes one of the class Hall, "
     "so nothing of this is done: Hall(host, port)."),
    ("import a\na.Hall('', 5000)", ""), ("Hall('', 5000)", ""), ("globals()['Hall']('', 5000)", ""),
    ("class Room:\n    door = socket.create_server(('', 5000))\n    door.listen()\n    link, _ = door.accept()", "")])
def test_a_class_of_which_none_is_made(last, told):
    assert vain.never_called(source(KIND.format(last=last))) == told


BACK = """import threading
choice = input("1 to talk, 0 to leave: ")
over = threading.Event()
def told():
    over.wait()
    print("\\nyou have left")
threading.Thread(target=told).start()
input("> ")
threading.Timer(0.01, over.set).start()
input("1 to talk, 0 to leave: ")
"""


def test_a_menu_that_something_is_printed_after(tmp_path):
    """A program is back at its menu, though what comes from the network stands behind the prompt."""
    question = SimpleNamespace(prompt="1 to talk, 0 to leave: ", leaves="0")
    (tmp_path / "menu.py").write_text(BACK)
    with Stage() as stage:
        window = stage.open(tmp_path / "menu.py")
        window.types("1")
        window.types("over")
        driver = SimpleNamespace(pending={window: ([], SimpleNamespace(questions=[question]))})
        assert window.screen.text.rstrip().endswith("you have left") and home.menu_of(driver, window) is question


GUEST = "import socket\ndef hear():\n    while True:\n        try:\n            print(s.recv(99))\n" \
    "        except{}:\n            break\ns = socket.create_connection(('', 5000))\nwhile True:\n" \
    "    s.send(input('> ').encode())\n    hear()\n"


@pytest.mark.parametrize("caught, told", [
    ("", "Ctrl-C raises KeyboardInterrupt in input()"), (" OSError", "Ctrl-C raises KeyboardInterrupt in input()"),
    (" KeyboardInterrupt", "is caught in a part of it only")])
def test_what_catches_ctrl_c_by_its_name(caught, told):
    """A bare except around recv was not meant for Ctrl-C, which comes in input()."""
    assert told in hint("quiet", DEFINES.format(last="run()"), GUEST.format(caught),
                        "it has ended: KeyboardInterrupt, line 10 of talk.py", "the client to end quietly")


COUNTS = "import socket\ndoor = socket.create_server(('', 5000))\nlink, _ = door.accept()\n" \
    "while data := link.recv(99):\n    print({})\n    link.send(data.upper())\n"
BINDS = "import socket\ns = socket.socket()\ns.bind(('', {}))\ns.connect(('', 5000))\nwhile True:\n" \
    "    s.send(input('> ').encode())\n    print(s.recv(99))\n"


@pytest.mark.parametrize("shown, port, told", [
    ("'%d bytes' % len(data)", 5001, "a.py, line 4: what is received here must be shown"),
    ("f'{len(data)}: {data}'", 5001, "a.py, line 4: the message has come to this program, and is not shown"),
    ("data", 5000, "a.py, line 5: this calls port 5000, at which it waits itself")])
def test_how_long_a_message_is_does_not_show_it(shown, port, told):
    """Nor does a client call itself that binds a port of its own."""
    both = source(COUNTS.format(shown)), source(BINDS.format(port).replace("s.connect", "s.listen()\ns.connect") if (
        port == 5000) else BINDS.format(port), "client")
    both[1].script.path = "b.py"
    roles = SimpleNamespace(kind="pair", transport="tcp", server=both[0].script, client=both[1].script)
    seen = Result("message", "", MISSED, seen="it shows nothing new, though it was sent", expected="the server to show")
    assert told in hints.message(seen, roles, *both)


@pytest.mark.parametrize("words, text, number, told", [
    ("SyntaxError: bytes can only contain ASCII literal characters", "s.send(b'ol\u00e1')\n", 1, '"...".encode()'),
    ('TypeError: can only concatenate str (not "bytes") to str', "text = input()\ntext = text.encode()\n"
     "print('said ' + text)\n", 3, "line 2 has made bytes of it before"),
    ('TypeError: can only concatenate str (not "bytes") to str', "text = s.recv(99)\nprint('said ' + text)\n", 2,
     ".decode() what recv has given"),
    ("TypeError: 'OSError' object is not subscriptable", "try:\n    s.bind(('', 5000))\nexcept OSError as why:\n"
     "    print(why[0])\n", 4, "print(why), or why.errno and why.strerror. The error that it is to tell of"),
    ("TypeError: 'OSError' object is not subscriptable", "try:\n    s.connect(('', 5000))\nexcept OSError as why:\n"
     "    print(why[0])\n", 4, "an error has no parts in Python 3: print(why), or why.errno and why.strerror.")])
def test_errors_that_public_pairs_have_made(words, text, number, told):
    """A letter in bytes, what has been made bytes before, and an error that is taken apart are told apart."""
    head = "import socket\ns = socket.socket()\n"
    said = errors.explain(Fault(source(head + text), words, number + 2))
    assert said.startswith(f"a.py, line {number + 2}: ") and told.replace("line 2", "line 4") in said
    assert ("whose port is still kept" in said) == ("bind" in text)


HEARS = "import socket\nlink = socket.create_connection(('', 5000))\n{before}def hear():\n{first}" \
    "    while b'|' not in kept:\n        kept += link.recv(99)\n    text, _, {rest} = kept.partition(b'|')\n" \
    "    return {gives}\nwhile True:\n    link.send(input().encode() + b'|')\n    print(hear())\n"


@pytest.mark.parametrize("before, first, rest, gives, line", [
    ("", "    kept = b''\n", "kept", "text", 4), ("kept = b''\n", "    global kept\n", "kept", "text", 0),
    ("", "    kept = b''\n", "rest", "text, rest", 0)])
def test_what_is_behind_the_end_of_a_message_is_kept(before, first, rest, gives, line):
    """A function that begins with nothing each time throws away what it has read too much."""
    text = HEARS.format(before=before, first=first, rest=rest, gives=gives)
    told = hints_on_pieces.throws_rest(source(text, "client"))
    assert told.startswith(f"a.py, line {line}: what stands behind the end") if line else told == ""
    one_by_one = HEARS.replace("recv(99)", "recv(1)").format(before=before, first=first, rest=rest, gives=gives)
    assert hints_on_pieces.throws_rest(source(one_by_one, "client")) == ""
    assert "|" not in source(HEARS.format(before=before, first=first, rest=rest, gives=gives), "client").script.stops


ASKS = "import socket\ndoor = socket.create_server(('', 5000))\non = True\nwhile on:\n    link, _ = door.accept()\n" \
    "    while data := link.recv(99):\n        print(data)\n        link.send(input('> ').encode())\n" \
    "    print('Another one? ', end='')\n    answer = input()\n    {test}\n"


@pytest.mark.parametrize("test, goes_on", [
    ("if answer == 'y':\n        print('fine')\n    else:\n        on = False", "y"),
    ("if answer == 'no':\n        break", "yes"), ("if answer != 'yes':\n        on = False", "yes")])
def test_a_server_that_asks_whether_it_is_to_go_on(test, goes_on):
    """It is told to, with the next client: the question may be printed in the line before."""
    [menu] = source(ASKS.format(test=test)).script.menus
    assert (menu.prompt, menu.goes_on, menu.accepts) == ("Another one?", goes_on, True)


LOGS_IN = "import socket\nlink = socket.create_connection(('', 5000))\nlink.send(input('ID: ').encode())\n" \
    "if link.recv(99) == b'welcome':\n    while text := input('> '):\n        link.send(text.encode())\n" \
    "        print(link.recv(99))\n"


@pytest.mark.parametrize("seen, told", [("it waits for the network", True), ("it has ended with status 1", False)])
def test_a_client_that_its_own_server_has_let_in(seen, told):
    """What that answered is no message, so ours has not learnt it from those that have come through."""
    roles = SimpleNamespace(kind="chat", client=source(LOGS_IN, "client").script, server=source(DEFINES).script,
                            serverless=False, calls_back=False)
    driver = SimpleNamespace(roles=roles, passed={"message"}, facts={}, crossings=[])
    assert ("ours gave none that it took" in halves.unspoken(driver, "client", seen)) == told


@pytest.mark.parametrize("seen, told", [
    ("it has ended with status 0", "waits for an answer to what it sends"), ("it waits for the network", "waits for"),
    ("it has ended: NameError: name 'text' is not defined, line 5", "")])
def test_a_client_that_ours_has_not_let_in(seen, told):
    """Which answer it waits for ours cannot know, where its own server has never let it in: it is not tried."""
    roles = SimpleNamespace(kind="pair", client=source(LOGS_IN, "client").script, server=source(DEFINES).script,
                            serverless=False, calls_back=False)
    driver = SimpleNamespace(roles=roles, passed=set(), facts={}, crossings=[],
                             wire=SimpleNamespace(called_at=lambda transport: []))
    why = halves.unspoken(driver, "client", seen)
    assert told in why and bool(told) == bool(why)
