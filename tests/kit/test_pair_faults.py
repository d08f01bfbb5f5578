"""Pair faults: what one-to-one programs that nobody here wrote have taught is said of what does so, and nothing else.
"""
from types import SimpleNamespace

import pytest

from lab12.driver import home, words
from lab12.finder.source import read
from lab12.grader import hints, vain
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED, Result
from lab12.stage.stage import Stage


def source(text, role="server"):
    [script] = read("a.py", text)
    return Source(script, role)


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
