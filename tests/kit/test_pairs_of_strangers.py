"""Pairs of strangers: what a sample of public programs of two has taught, each rebuilt in a small program of ours."""
import re
from types import SimpleNamespace

import pytest
from performing import performed

from lab12.driver import words
from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader import errors, grade, hints
from lab12.grader.faults import Fault
from lab12.grader.reading import Source
from lab12.grader.whereto import nobody_there
from lab12.rubric.checks import MISSED, Result

CAUGHT = """Traceback (most recent call last):
  File "/home/anna/a.py", line 4, in <module>
    told = input() + "\\n".encode
{}: {}

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/home/anna/a.py", line 9, in <module>
    print("error " + e)
TypeError: can only concatenate str (not "{}") to str
"""


def source(text, role="client"):
    [script] = read("a.py", text)
    return Source(script, role)


def explained(text, said, line):
    return errors.explain(Fault(source(text), said, line))


@pytest.mark.parametrize("error, later, line", [
    ("TypeError", "", 4), ("AttributeError", "", 4), ("ValueError", "", 9), ("ConnectionRefusedError", "", 9),
    ("TypeError", "Traceback (most recent call last):\n  File \"/home/anna/a.py\", line 12, in hear\nOSError: no\n",
     12)])
def test_a_slip_that_was_caught_comes_before_that_of_what_handles_it(error, later, line):
    shown = CAUGHT.format(error, "no", error) + later
    window = SimpleNamespace(told=shown, error=lambda: None, terminal=SimpleNamespace(command=["python", "a.py"]))
    assert words.crash(window).endswith(f", line {line}")


@pytest.mark.parametrize("code, kind, said", [
    ('said = input() + "\\n".encode', "builtin_function_or_method", "(input() + '\\n').encode()."),
    ('said = "me: " + input', "builtin_function_or_method", "is the function itself, and no text: input()."),
    ('try:\n    pass\nexcept OSError as e:\n    print("no: " + e)', "TypeError", "e is the error itself, and no text"),
    ('kept = []\nprint("all: " + kept)', "list", "adds a text to a list, which is none"),
])
def test_a_text_is_added_to_what_is_none(code, kind, said):
    line = 1 + code.count("\n")
    told = explained(code, f'TypeError: can only concatenate str (not "{kind}") to str', line)
    assert told.startswith(f"a.py, line {line}: ") and said in told


@pytest.mark.parametrize("end, line", [
    ("        show(text)\ntalk()\n", 6), ("    except OSError:\n        pass\ntalk()\n", 3)])
def test_a_try_with_nothing_behind_it_is_named_with_its_own_line(end, line):
    text = "import socket\ndef talk():\n    try:\n        text = 1\n        text = 2\n        try:\n" \
        f"            text = input()\n{end}"
    if line == 3:
        text = text.replace("        try:\n            text = input()\n    except OSError:\n        pass\n", "")
    with pytest.raises(SyntaxError) as caught:
        compile(text, "a.py", "exec")
    told = explained(text, f"SyntaxError: {caught.value.msg}", caught.value.lineno)
    assert told.startswith(f"a.py, line {line}: this try has no except"), told


@pytest.mark.parametrize("code, line, said", [
    ("def hear(link):\n    left = int(link.recv(8).decode())\n", 3, "what came is empty: the other side has gone"),
    ("def hear(text):\n    left = int(text.split(':')[0])\nhear(socket.socket().recv(9).decode())", 3, "is no number"),
])
def test_a_length_of_nothing_says_that_the_other_side_has_gone(code, line, said):
    told = explained(f"import socket\n{code}", "ValueError: invalid literal for int() with base 10: ''", line)
    assert told.startswith(f"a.py, line {line}: ") and said in told


HALL = """import select, socket, sys, threading
hall, kept = socket.create_server(("", 7000)), []
while True:
    for one in select.select([hall, sys.stdin], [], [])[0]:
        if one is hall:
            link, _ = hall.accept()
            kept.append(threading.Thread(target=print, args=(link,)))
            kept[-1].start()
{}            for thread in kept:
                thread.join()
"""


@pytest.mark.parametrize("when, said", [("", "a.py, line 10: "), ("        elif input() == 'end':\n", "")])
def test_threads_that_are_waited_for_on_occasion_keep_nobody_out(when, said):
    assert source(HALL.format(when), "server").mistake("joins at once") == said


WAITER = """import socket
door = socket.create_server(("", 7100))
{}
"""
CALLER = """# the other window
import socket
link = socket.create_connection(("", 7100))
while True:
    link.sendall(input().encode())
    print({}link.recv(999).decode())
"""
TALKS = "link, _ = door.accept()\nwhile True:\n    print(link.recv(999).decode())\n    link.sendall(input().encode())"
THREAD = "def talk():\n    door.accept()\nimport threading\nthreading.Thread(target=talk).start()"


@pytest.mark.parametrize("server, client, parts", [
    (TALKS, "", 2), (f"def talk():\n    {TALKS.replace(chr(10), chr(10) + '    ')}\ntalk()", "", 2),
    (THREAD, "", 1),  # the client begins, too: the two talk in one process
    (TALKS, "door.family, ", 1)])  # it uses what stands before it
def test_two_programs_one_behind_the_other_in_a_file(tmp_path, server, client, parts):
    """The first one never ends, so that the other one never begins: each is run by itself."""
    (tmp_path / "both.py").write_text(WAITER.format(server) + CALLER.format(client))
    found = find(tmp_path)
    assert [script.path for script in found.scripts] == (["both.py"] if parts == 1 else ["both.py#1", "both.py#2"])
    assert parts == 1 or [script.role for script in found.scripts] == ["server", "client"]
    assert bool(grade.remarks(found)) is (parts == 2)


ONCE = """import socket
while True:
    text = input("> ")
    link = socket.create_connection(("127.0.0.1", 7301))
    link.sendall(text.encode())
    print(link.recv(999).decode())
    link.close()
"""
ECHO = """import socket
door = socket.create_server(("127.0.0.1", 7301))
while True:
    link, _ = door.accept()
    print(text := link.recv(999))
    link.sendall(text)
"""


@pytest.mark.usefixtures("copies")
def test_a_client_that_asks_before_it_connects_keeps_its_half(tmp_path):
    made, _ = performed(tmp_path, "tcp-pair", {"door.py": ECHO, "bell.py": ONCE}, "starts", "message", "client_half",
                        "server_half")
    assert made == {"starts": "passed", "message": "passed", "client_half": "passed", "server_half": "missed"}


BOARD = """import random, socket
link = socket.socket(type=socket.SOCK_DGRAM)
link.bind(("", 7301))
while True:
    text, caller = link.recvfrom(999)
{}    print(text.decode())
    link.sendto(input("> ").encode(), caller)
"""
PLAYER = """import socket
link = socket.socket(type=socket.SOCK_DGRAM)
while True:
    link.sendto(input("> ").encode(), ("127.0.0.1", 7301))
    print(link.recvfrom(999)[0].decode())
"""


def test_a_pair_that_loses_messages_comes_behind_one_that_does_not(tmp_path):
    lossy = "    if random.random() < 0.5:\n        continue\n"
    for folder, server, names in ("hw2", BOARD.format(lossy), ("talk_server.py", "talk_client.py")), (
            "hw1", BOARD.format(""), ("talk_server.py", "tlak_client.py")):
        (tmp_path / folder).mkdir()
        for name, text in zip(names, (server, PLAYER), strict=True):
            (tmp_path / folder / name).write_text(text)
    assert find(tmp_path).pairs["udp-pair"][0].server.path == "hw1/talk_server.py"


@pytest.mark.parametrize("listens, role", [("", ""), ("socket.create_server(('', 7301)).accept()\n", "server")])
def test_what_reads_the_packets_of_the_network_is_no_half_of_a_pair(listens, role):
    """A ping, or a sniffer: two copies of it are no two that talk."""
    [script] = read("ping.py", "import socket\nraw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)\n"
                    "say = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nraw.bind(('', 7301))\n"
                    f"say.sendto(b'', (input(), 7301))\nprint(raw.recv(99))\n{listens}")
    assert script.role == role


TAKES = """import socket
link = socket.create_server(("", 7301)).accept()[0]
while True:
    size, got, text = int(link.recv(4)), 0, {empty}
    while got < size:
        part = link.recv(8){part}
        got += len(part)
        text += part
    print(text{whole})
"""
GIVES = """import socket
link = socket.create_connection(("", 7301))
text = input()
link.sendall(str(len({of})).zfill(4).encode())
link.sendall(text.encode())
"""


@pytest.mark.parametrize("part, whole, of, said", [
    (".decode()", "", "text", r"^a\.py, line 6: each part.*count bytes, too \(a\.py, line 4\)\.$"),
    (".decode()", "", "text.encode()", r"^a\.py, line 6: each part.*all have come\.$"),
    ("", ".decode()", "text", r"^a\.py, line 4: len\(text\) counts letters")])
def test_parts_of_a_message_that_are_decoded_one_by_one(part, whole, of, said):
    server = source(TAKES.format(empty="''" if part else "b''", part=part, whole=whole), "server")
    client = source(GIVES.replace("{of}", of))
    seen = "the server has ended: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe0 in position 7: unexpected " \
        f"end of data, line {6 if part else 9}"
    told = hints.named(Result("letters", "", MISSED, seen=seen), server, client)
    assert re.search(said, told), told


@pytest.mark.parametrize("name, said", [
    ("here + '/door.pem'", ": door.pem was not handed in"), ("f'{here}/door.pem'", ": door.pem was not handed in"),
    ("'/etc/ssl/door.pem'", ": /etc/ssl/door.pem was not handed in")])
def test_a_file_of_keys_is_named_as_it_is_handed_in(name, said):
    told = explained(f"import ssl\nhere = input()\ncontext = ssl.SSLContext()\ncontext.load_cert_chain({name})\n",
                     "FileNotFoundError: [Errno 2] No such file or directory", 4)
    assert said in told, told


def test_the_port_of_a_framework_is_named_with_its_line():
    server = source("import socketserver\nclass Desk(socketserver.BaseRequestHandler):\n    pass\n"
                    "hall = socketserver.ThreadingTCPServer(\n    ('', 7301), Desk)\nhall.serve_forever()\n", "server")
    client = source("import socket\nlink = socket.create_connection(('', 7302))\n")
    assert nobody_there(server, client).endswith("waits at port 7302; the server's is 7301 (a.py, line 4).")


def test_an_address_is_asked_for_of_some_computer():
    said = "TypeError: gethostbyname() takes exactly 1 argument (0 given)"
    assert explained("import socket\nhere = socket.gethostbyname()\n", said, 2).startswith(
        "a.py, line 2: gethostbyname has to be told of which computer: gethostbyname(gethostname()) is this one")


SAYS = "import socket\nlink = socket.create_server(('', 7301)).accept()[0]\nlink.send(b'hello')\nprint(link.recv(99))\n"
HEARS = "import socket\nlink = socket.create_connection(('', 7301))\nprint(link.recv(99))\n"
OLD_DESK = "import socket\nlink = socket.create_server(('', 7302)).accept()[0]\nwhile True:\n" \
    "    print link.recv(99)\n    link.send(raw_input('> '))\n"
OLD_GUEST = "import socket\nlink = socket.create_connection(('', 7303))\nwhile True:\n" \
    "    link.send(raw_input('> '))\n    print link.recv(99)\n"


@pytest.mark.parametrize("folder, first", [("old_chat", "old_chat/desk.py"), ("old", "new_chat/server.py")])
def test_two_that_ask_nobody_stand_for_no_chat_that_is_called_so_as_well(folder, first, tmp_path):
    for name, text in {"new_chat/server.py": SAYS, "new_chat/client.py": HEARS, f"{folder}/desk.py": OLD_DESK,
                       f"{folder}/guest.py": OLD_GUEST}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert find(tmp_path).pairs["tcp-pair"][0].server.path == first


@pytest.mark.parametrize("sends, by_heart", [
    ("link.sendto(answer.encode(), there)", True), ("link.sendto(b'ok', there)", True),
    ("link.sendto(text, there)", False), ("link.sendto(self.text, there)", False), ("print(text, file=out)", False),
    ("link.sendto(answer.encode() + text, there)", False),
    ("link.sendto(link.recvfrom(9)[0], there)", False), ("tell(text)", False)])
def test_who_says_the_same_whatever_comes_passes_nothing_on(sends, by_heart):
    server = source("import socket\nlink = socket.socket(type=socket.SOCK_DGRAM)\nlink.bind(('', 7301))\n"
                    f"def tell(told):\n    link.sendto({'told' if 'tell' in sends else repr(b'')}, ('', 7302))\n"
                    f"answer = 'received'\nwhile True:\n    text, there = link.recvfrom(999)\n    {sends}\n", "server")
    assert server.says_by_heart is by_heart


@pytest.mark.parametrize("line, said", [
    (4, "a.py, line 3: 'my ip' only stands for an address: put '' there"),
    (5, "a.py, line 2: 'ur server ip' only stands for an address: put the one of the server's computer there")])
def test_of_two_addresses_that_stand_for_one_that_which_has_failed_is_named(line, said):
    told = explained("import socket\nthere = 'ur server ip'\nhere, link = 'my ip', socket.socket()\n"
                     "link.bind((here, 7301))\nlink.connect((there, 7302))\n",
                     "gaierror: [Errno -2] Name or service not known", line)
    assert told.startswith(said), told


TOLD_ITS_PORT = """import socket, sys
door = socket.socket()
{binds}
door.listen()
{shows}
link, _ = door.accept()
while text := link.recv(999).decode():
    print("there:", text)
    link.send(input("here: ").encode())
"""
TOLD_THE_PORT = """import socket, sys
link = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
while text := input("here: "):
    link.send(text.encode())
    print("there:", link.recv(999).decode())
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("binds, shows, listens", [
    ("port = int(sys.argv[1])", "print(port)", "missed"), ("door.bind(('', int(sys.argv[1])))", "", "passed"),
    ("", "print(door.getsockname()[1])", "passed")])
def test_nobody_can_know_the_port_of_a_server_that_binds_none(binds, shows, listens, tmp_path):
    """Its user tells both one; the one that the kernel has chosen he sees only where it is shown."""
    files = {"server.py": TOLD_ITS_PORT.format(binds=binds, shows=shows), "client.py": TOLD_THE_PORT}
    made, _ = performed(tmp_path, "tcp-pair", files, "starts", "listens")
    assert made["listens"] == listens
