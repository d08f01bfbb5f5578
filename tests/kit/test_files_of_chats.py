"""Files of chats: which of a stranger's files are the server and the client, and what else they bring along."""
from types import SimpleNamespace

import pytest
from chat_sources import GREETS, HALL, TALKS, TCP
from sources import CALL, source

from lab12.classroom import twins
from lab12.finder.fstrings import older
from lab12.finder.handin import find
from lab12.finder.pairing import Pair
from lab12.finder.source import Script, read
from lab12.grader import candidates, errors, grade, hints, hints_on_endings, hints_on_talk, verdict
from lab12.grader.faults import Fault
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED, Result


@pytest.mark.parametrize("main, said", [("", "a.py, line 2: this runs caller.py, a program of its own"),
                                        ("if __name__ == '__main__':\n    ", "it says")])
def test_a_server_that_imports_its_client_runs_it(main, said, tmp_path):
    (tmp_path / "caller.py").write_text(
        f"import sys, socket\ndef call():\n    if len(sys.argv) < 2:\n        sys.exit('Which host, please?')\n"
        f"    s = socket.create_connection((sys.argv[1], 7503))\n    s.send(input().encode())\n{main}call()\n")
    (tmp_path / "a.py").write_text("import socket\nimport caller\nhall = socket.create_server(('', 7503))\nroom = []\n"
                                   "while True:\n    room.append(hall.accept()[0])\n    for one in room:\n"
                                   "        one.send(one.recv(99))\n")
    pair = find(tmp_path).pairs["tcp-chat"][0]
    starts = Result("starts", "", MISSED, expected="the server to start, and to go on",
                    seen="it has ended with status 1", screens={"server": ["Which host, please?"]})
    both = Source(pair.server, "server"), Source(pair.client, "client")
    assert said in hints_on_talk.starts(starts, TCP, *both)
    starts.seen = "it has ended: ConnectionRefusedError: [Errno 111] Connection refused, line 5 of caller.py"
    for told in hints_on_talk.starts(starts, TCP, *both), hints_on_talk.listens(starts, TCP, *both):
        assert told.startswith(said) and "done by that one" in told if not main else "nobody waits" in told


PROBES = "import socket\nmine = socket.socket(type=socket.SOCK_DGRAM)\nmine.connect(('10.9.9.9', 80))\n"


def test_a_file_that_another_imports_and_that_waits_for_nobody_by_itself_is_no_server(tmp_path):
    (tmp_path / "parts.py").write_text(f"{PROBES}def door(at):\n    s = socket.socket()\n    s.bind(at)\n"
                                       "    s.listen()\n    return s\n")
    (tmp_path / "server.py").write_text("from parts import door, Hall\nhall, room = door(('', 7504)), []\nwhile True:\n"
                                        "    room.append(hall.accept()[0])\n    for one in room:\n"
                                        "        one.send(one.recv(99))\n")
    (tmp_path / "client.py").write_text("import socket\nfrom parts import Hall\ns = socket.socket()\n"
                                        "s.connect(('127.0.0.1', 7504))\nwhile True:\n    s.send(input().encode())\n")
    [pair] = find(tmp_path).pairs["tcp-chat"]
    assert (pair.server.path, pair.client.path) == ("server.py", "client.py")


def test_a_client_that_asks_nobody_is_not_that_of_a_chat_whose_own_lacks_a_package(tmp_path):
    (tmp_path / "chat_server.py").write_text(GREETS.replace("7501", "7505"))
    (tmp_path / "first.py").write_text("import socket, asyncio\ns = socket.create_connection(('127.0.0.1', 7505))\n"
                                       "s.send(b'hello')\nprint(s.recv(99))\n")
    (tmp_path / "second.py").write_text("import socket, threading, nowhere_lib\n"
                                        "s = socket.create_connection(('127.0.0.1', 7505))\n"
                                        "threading.Thread(target=lambda: print(s.recv(99))).start()\n"
                                        "while True:\n    s.send(input().encode())\n")
    found = find(tmp_path)
    assert [pair.client.path for pair in found.pairs["tcp-chat"]] == ["second.py"]
    assert [pair.client.path for pair in found.others] == ["first.py"]


@pytest.mark.parametrize("name", ["requirements.txt", "set_up.bat", "install.sh"])
def test_a_command_of_pip_asks_for_a_package_wherever_it_stands(name, tmp_path):
    (tmp_path / name).write_text("py -m pip install --upgrade pip\npip install nowhere_lib\n")
    (tmp_path / "server.py").write_text(f"import nowhere_lib\n{GREETS}")
    [script] = find(tmp_path).scripts
    assert script.by_hand == f"needs the package nowhere_lib, as {name} says, which is not installed here"


NEWER = HALL + """
def serve(link):
    while text := link.recv(999).decode():
        print(f"{", ".join(names)}: {text}")
        for one in room:
            one.send(f'{'\\n'.join([text])} {one.fileno()}'.encode())
while True:
    link, _ = hall.accept()
    room.append(link)
    threading.Thread(target=serve, args=(link,)).start()
"""


def test_an_f_string_that_only_a_later_python_reads_hides_nothing_of_what_a_server_does():
    """PEP 701, Python 3.12; what follows it in the file is read, and nothing has moved."""
    server = source(NEWER)
    assert (server.script.kind, server.prints_what_comes, server.passes_on) == ("chat", True, True)
    assert server.sends == "a.py, line 9: "


def test_f_strings_in_f_strings_that_are_too_many_to_follow():
    """The line is lost, and the others are read; nobody else of the class is."""
    nested = "1"
    for _ in range(2000):
        nested = f'f"{{{nested}}}"'
    text = f"{NEWER}\nprint({nested}\n"
    assert older(text) == text
    assert source(text).script.role == "server" and "SyntaxError" in source(text).script.error
    assert "Call" in twins.nodes_of(text)[0]


@pytest.mark.parametrize("text, said", [(NEWER, "3.12 on only, and the one here is older"),
                                        (f"{HALL}print(f'{{3 + }}')\n", "nothing of it has run")])
def test_what_an_older_python_says_of_it(text, said):
    script = source(text)
    assert said in errors.explain(Fault(script, "SyntaxError: f-string: expecting '}'", 7))


@pytest.mark.parametrize("words, said", [
    ("f-string expression part cannot include a backslash", "Give what is in the braces a name in a line before"),
    ("f-string: expecting '}'", "Take the other quotes there")])
def test_what_is_done_about_a_backslash_in_the_braces_is_not_what_is_done_about_quotes(words, said):
    assert said in errors.explain(Fault(source(f"{HALL}words = hall.accept()[0].recv(9).split()\n"
                                               "print(f\"{'\\n'.join(words)}\")\n"), f"SyntaxError: {words}", 5))


@pytest.mark.parametrize("newer, old", [
    ('f"{d["k"]["l"]} {{x}} {e[\'m\']}"  # don\'t', 'f"{d[\'k\'][\'l\']} {{x}} {e[\'m\']}"  # don\'t'),
    ("f'{'it\"s'}' + 'it''s'", "f'{\"it_s\"}' + 'it''s'"),
    ('f"{"\\n".join(x)}"', 'f"{\'__\'.join(x)}"'),
    ('f"""{d["a"]}"""', 'f"""{d["a"]}"""'), ("f'{x:>{w}} {f\"{y}\"}'", "f'{x:>{w}} {f\"{y}\"}'"),
    ("b = 'plain {'", "b = 'plain {'"), ('open(f"{x', 'open(f"{x')])
def test_quotes_within_quotes_are_written_as_an_older_python_reads_them(newer, old):
    assert older(newer) == old


def test_a_client_with_windows_comes_after_one_that_can_be_tried_here(tmp_path):
    (tmp_path / "server.py").write_text(GREETS)
    (tmp_path / "chat_client.py").write_text(f"import tkinter\nroot = tkinter.Tk()\n{TALKS}root.mainloop()\n")
    (tmp_path / "client.py").write_text(TALKS)
    assert [pair.client.path for pair in find(tmp_path).pairs["tcp-chat"]] == ["client.py", "chat_client.py"]


def test_a_variable_of_one_method_is_not_what_an_object_keeps_under_that_name():
    [script] = read("client.py", "import socket, sys\nclass Guest:\n    def __init__(self, host):\n"
                    "        self.host = host\n"
                    "    def name(self):\n        host = socket.gethostname()\n        return host\n"
                    "    def call(self):\n        self.link = socket.socket()\n"
                    "        self.link.connect((self.host, 7508))\n        self.link.send(input().encode())\n"
                    "Guest(sys.argv[1]).call()\n")
    assert (script.host, script.port) == (None, 7508)


def test_a_server_of_files_is_no_half_of_the_chat_beside_it(tmp_path):
    for name, text in ("chat_server", GREETS), ("chat_client", TALKS), ("file_client", TALKS), ("file_server", (
            "import socket\ns = socket.create_server(('127.0.0.1', 7501))\nc = s.accept()[0]\n"
            "c.sendall(open(input('Which? '), 'rb').read())\n")):
        (tmp_path / f"{name}.py").write_text(text)
    pairs = [pair for found in find(tmp_path).pairs.values() for pair in found]
    assert {(pair.server.path, pair.client.path) for pair in pairs} == {("chat_server.py", "chat_client.py")}


POST = """import socket
post, door = socket.socket(type=socket.SOCK_DGRAM), socket.socket()
def begin():
    post.bind(("", 7509))
    door.bind(("", 7509))
    door.listen()
    hear()
def hear():
    while True:
        data, who = post.recvfrom({most})
        if data == b"FILE":
            link, _ = door.accept()
            with open("it", "wb") as copy:
                copy.write(link.recv(9999))
            link.close()
        elif data == b"BYE":
            break
        else:
            print(data.decode())
            post.sendto(data, who)
begin()
"""
GIVER = """import socket
post = socket.socket(type=socket.SOCK_DGRAM)
while (text := input()) != "exit":
    post.sendto(text.encode(), ("127.0.0.1", 7509))
    print(post.recvfrom(999))
{files}
"""


def test_what_comes_for_a_file_is_not_what_comes_of_the_talk():
    """One function does both; that a command closes the connection which it has opened ends nothing."""
    [script] = read("a.py", POST.format(most=512))
    server = Source(script, "server")
    assert (script.transport, script.size, server.receives) == ("udp", 512, "a.py, line 10: ")
    assert list(script.stops) == ["BYE"]
    alone = Result("alone", "", MISSED, expected="the client to say that there is no server, and to end")
    for files, said in ("socket.socket().connect(('127.0.0.1', 7509))", "UDP has no connection"), (
            "post.connect(('127.0.0.1', 7509))", "recv raises ConnectionRefusedError"):
        client = source(GIVER.format(files=files), "client")
        assert said in hints_on_endings.alone(alone, SimpleNamespace(transport="udp"), server, client)


def test_a_name_of_a_module_in_small_letters():
    said = errors.explain(Fault(source("import socket\ns = socket.socket(socket.af_inet)\n"),
                                "AttributeError: module 'socket' has no attribute 'af_inet'", 2))
    assert said.endswith("the module socket has no af_inet; it has AF_INET.")


@pytest.mark.parametrize("windows, console, left", [(10.0, 12.0, True), (10.0, 14.0, False)])
def test_where_nothing_works_the_likeliest_is_left_to_a_person_if_it_has_windows(windows, console, left):
    """It comes 3 later than it would, so that what can be tried here is tried first; that makes it no less likely."""
    pairs = [Pair("tcp-chat", Script("s.py", ""), Script("c.py", "", by_hand=by_hand), score)
             for by_hand, score in (("", console), ("opens windows", windows))]
    tried = [SimpleNamespace(verdict=verdict.BROKEN), SimpleNamespace(verdict=verdict.NOT_MARKED)]
    assert candidates.left_to_hand(pairs, tried) is (tried[1] if left else None)


def test_a_length_that_comes_in_two_pieces_is_no_missing_length():
    server = source("import socket\nlink = socket.create_server(('', 7511)).accept()[0]\nwhile True:\n"
                    "    size = int(link.recv(10))\n    print(link.recv(size))\n")
    client = source("import socket\ns = socket.create_connection(('', 7511))\nwhile True:\n"
                    "    text = input().encode()\n    s.send(f'{len(text):<10}'.encode() + text)\n", "client")
    words = "the server goes on, after an error in a thread: ValueError: invalid literal for int() with base 10: " \
        "b'lo', line 4"
    seen = "it shows nothing new"
    for name, said in ("pieces", ""), ("message", "only a part of a length"):
        result = Result(name, "", MISSED, expected="the client to show 'x', which came in two pieces", seen=seen,
                        waits=[words])
        told = hints.named(result, server, client)
        assert said in told and bool(told) == bool(said)


NOTICES = f"""{GREETS.partition('def serve')[0]}
def tell_of(link, name):
    for one in room:
        one.send(name)
    room.append(link)
def tell(text):
    for one in room:
        one.send(text)
def serve(link):
    tell_of(link, link.recv(99))
    while text := link.recv(999):
        tell(text)
while True:
    threading.Thread(target=serve, args=(hall.accept()[0],)).start()
"""


def test_a_notice_that_somebody_is_there_is_not_what_is_passed_on():
    assert source(NOTICES).passes == "a.py, line 12: "


OVER_HTTP = {"urllib": "import urllib.request\nwhile text := input():\n"
                       "    urllib.request.urlopen('http://HOST:7601', data=text.encode())\n",
             "xmlrpc": "import xmlrpc.client\nroom = xmlrpc.client.ServerProxy('http://HOST:7601/')\n"
                       "while text := input():\n    room.say(text)\n",
             "requests": "import requests\nURL = 'http://HOST:7601/say'\nwhile text := input():\n"
                         "    requests.post(URL, text)\n"}


@pytest.mark.parametrize("library", OVER_HTTP)
@pytest.mark.parametrize("host, asks, role", [("127.0.0.1", "while text := input", "client"),
                                              ("example.org", "while text := input", ""),
                                              ("localhost", "if text := input", "")])
def test_a_chat_over_http_is_whole_and_left_to_a_person(library, host, asks, role, tmp_path):
    (tmp_path / "server.py").write_text("from xmlrpc.server import SimpleXMLRPCServer\n"
                                        "SimpleXMLRPCServer(('127.0.0.1', 7601)).serve_forever()\n")
    (tmp_path / "client.py").write_text(OVER_HTTP[library].replace("HOST", host).replace("while text := input", asks))
    found = find(tmp_path)
    [client] = [one for one in found.scripts if one.path == "client.py"]
    assert client.role == role and bool(role) == (library in client.by_hand and client.port == 7601)
    assert [pair.client is client for pair in found.pairs["tcp-pair"]] == [bool(role)]


WEBSOCKETS = {
    "websockets": ("import asyncio, websockets\nroom = set()\nasync def serve(link):\n    room.add(link)\n"
                   "    async for text in link:\n        for one in room:\n            await one.send(text)\n"
                   "async def main():\n    async with websockets.serve(serve, '127.0.0.1', 7601):\n"
                   "        await asyncio.Future()\nasyncio.run(main())\n",
                   "from websockets.sync.client import connect\nwith connect('ws://localhost:7601') as link:\n"
                   "    while True:\n        link.send(input())\n        print(link.recv())\n"),
    "websocket": (None, "import websocket\nlink = websocket.create_connection('ws://127.0.0.1:7601')\nwhile True:\n"
                        "    link.send(input())\n    print(link.recv())\n")}


@pytest.mark.parametrize("library", WEBSOCKETS)
def test_a_chat_over_websockets_is_whole_and_left_to_a_person(library, tmp_path):
    server, client = WEBSOCKETS[library]
    (tmp_path / "server.py").write_text(server or WEBSOCKETS["websockets"][0])
    (tmp_path / "client.py").write_text(client)
    found = find(tmp_path)
    assert [(one.role, one.port, one.by_hand) for one in sorted(found.scripts, key=lambda one: one.path)] == [
        (role, 7601, f"speaks over WebSockets, by {name}, and has no socket of its own")
        for role, name in (("client", library), ("server", "websockets"))]
    assert [(pair.server.path, pair.client.path) for pair in found.pairs["tcp-chat"]] == [("server.py", "client.py")]


def test_no_other_number_is_taken_for_the_port_of_websockets():
    text = "import websockets\nwebsockets.serve(talk, port=7601, max_size=900)\n"
    assert [source(one).script.port for one in (text, text.replace("port=7601, ", ""))] == [7601, None]


def test_what_serves_without_websockets_is_no_program_over_them():
    assert source("def serve():\n    print('ws://localhost:7601')\nserve()\n").script.role == ""


def test_what_is_imported_by_another_name_is_named():
    helpers = "def read_line():\n    return input('text: ')\ndef unused():\n    return input('other: ')\n"
    text = f"{CALL}from helpers import read_line as ask, unused as other\n" \
        "while True:\n    link.sendall(ask().encode())\n"
    script = source(text, "client", modules=[("helpers.py", helpers)]).script
    assert script.asks and script.asked == ("text: ",)


@pytest.mark.parametrize("server, heard", [("Passes(link, room).start()", ["passes.py"]),
                                           ("Shows(link).start()", ["shows.py"]),
                                           ("globals()[kind](link).start()", ["passes.py", "shows.py"])])
def test_what_a_server_imports_and_never_names_is_its_client_s(server, heard):
    """Two threads in files of their own, of which it starts one: no hint is on the other one."""
    body = "from threading import Thread\nclass {}(Thread):\n    def __init__(self, link, *more):\n" \
        "        super().__init__()\n        self.link = link\n    def run(self):\n        print(self.link.recv(99))\n"
    got = source("import socket\nfrom passes import *\nfrom shows import *\ndoor = socket.create_server(('', 7604))\n"
                 f"room = []\nwhile True:\n    link, _ = door.accept()\n    {server}\n",
                 modules=[("passes.py", body.format("Passes")), ("shows.py", body.format("Shows"))])
    assert sorted(call.file for call in got.of("recv")) == heard


@pytest.mark.parametrize("imports, said", [
    ("from flask import Flask", "chat.py, which serves pages for a browser, by flask"),
    ("import math", "chat.py, which is neither a server nor a client")])
def test_what_is_for_a_browser_is_left_out_as_that(imports, said, tmp_path):
    (tmp_path / "chat.py").write_text(f"{imports}\nprint('hello')\n")
    assert grade.grade(tmp_path).left_out == [said]
