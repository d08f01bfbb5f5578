"""Errors: what Python really says of a mistake in a socket program is explained, with what repairs it."""
import re
import sys
import traceback
import warnings

import pytest

from lab12.finder.handin import read_all
from lab12.finder.source import Script, read
from lab12.grader import errors, hints
from lab12.grader.faults import Fault, faults
from lab12.grader.reading import Source, first
from lab12.grader.targets import wrong_target
from lab12.rubric.checks import MISSED, Result

SOCKETS = """import socket, json, struct, pickle, threading, ssl, sys
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen()
port = server.getsockname()[1]
client = socket.create_connection(("127.0.0.1", port))
conn, address = server.accept()
udp = socket.socket(type=socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
here = udp.getsockname()
"""
SAID = {  # the program goes on after SOCKETS: what must be said of it
    "client.send('hello')": r"carry bytes: send\(text\.encode\(\)\)",
    "raise ModuleNotFoundError(\"No module named 'urllib3'\")": r"package of its own.*pip install urllib3\)",
    "raise ModuleNotFoundError(\"No module named 'eel'\")": r"package of its own.*pip install eel\)",
    "raise ModuleNotFoundError(\"No module named 'pymysql'\")": r"package of its own.*pip install pymysql\)",
    "raise ModuleNotFoundError(\"No module named 'mysql'\")": r"pip install mysql-connector-python\)",
    "raise ModuleNotFoundError(\"No module named 'nacl.secret'\")": r"package of its own.*pip install PyNaCl\)",
    "open('said.txt')": r"said\.txt was not handed in",
    "client.send(b'hello'); eval(conn.recv(9))": r"eval\(\) runs what has come as Python, and hello is only a text",
    "import subprocess\nsubprocess.Popen(['python', 'page.py'], env={'PATH': '/nowhere'})": r"sys\.executable",
    "'{}: {}'.format((address, 'a'))": r"one thing here, a tuple.* Without these: format\(address, 'a'\)\.",
    "'{}: {}'.format(address)": r"more places \{\} than format is given things: 1\.",
    "client.send('{} says'.format('Anna'))": r"put together here is text: add \.encode\(\)",
    "client.sendall(f'{port}')": r"add \.encode\(\)",
    "client.send(json.dumps({'a': 1}))": r"json\.dumps gives text",
    "client.send({'a': 1})": r"this is a dict: json\.dumps",
    "client.send(b'a b')\nconn.recv(9).split(' ')": r"make them text first, with \.decode\(\)",
    "client.send(b'a')\n'x' in conn.recv(9)": r"make them text first",
    "'a' + b'b'": r"text and bytes cannot be joined",
    "b'a' + 'b'": r"text and bytes cannot be joined",
    "'port ' + port": r"a number cannot be added to a text",
    "'from ' + address": r"an address is a tuple of host and port",
    "got = server.accept\nclient2 = socket.create_connection(('127.0.0.1', port))\nx = server.accept(); x.send(b'')":
        r"conn, address = server\.accept\(\)",
    "c = socket.create_connection(('127.0.0.1', port)); where, who = server.accept()\nwho.recv(9)":
        r"line 11: accept gives the connection first and then the address.* Here who is the address",
    "udp.sendto(b'a', here)\nwho, data = udp.recvfrom(9)\ndata.decode()":
        r"line 12: recvfrom gives the bytes first and then the address.* Here data is the address",
    "udp.sendto(b'a', here); x = udp.recvfrom(9); x.decode()": r"data, address = sock\.recvfrom",
    "client.send(b'a'); conn.recv(9).decode.strip()": r"decode\(\), not decode",
    "client.send('a'.encode)": r"encode\(\), not encode",
    "one, two = server.accept": r"accept\(\), not accept",
    "def size(): return 1, 2\na, b = size": r"size\(\), not size",
    "data = client.recv[9]": r"recv\(\), not recv",
    "server.recv(9)": r"listening socket.*Talk through what accept gives: conn, address = server\.accept",
    "client.recvall(9)": r"no recvall\. Write that function",
    "client.sentall(b'')": r"sendall",
    "client.receive(9)": r"may be recv",
    "socket.socket(socket.AF_INETT)": r"has no AF_INETT; it has AF_INET",
    "threading.thread(target=print)": r"has Thread",
    "threading.start_new_thread(print, ())": r"Python 2: threading\.Thread",
    "'abc'.decode()": r"leave \.decode\(\) out",
    "b'abc'.encode()": r"made into text with \.decode\(\)",
    "x = [1]; x.add(2)": r"it is append",
    "x = {1}; x.append(2)": r"it is add",
    "x = None; x.send(b'')": r"nothing \(None\)",
    "name = 'abc'; name.recv(9)": r"a text, not a socket",
    "udp.sendto(b'a', here[0])": r"whole address as it came, both host and port: here, not here\[0\]",
    "udp.sendto(b'a')": r"sendto needs the address as well",
    "socket.socket().connect('127.0.0.1', 5)": r"connect\(\(host, port\)\)",
    "socket.socket().bind('127.0.0.1')": r"one address, \(host, port\)",
    "socket.socket().connect(('127.0.0.1', '5000'))": r"port is text here; int\(",
    "sys.__stdin__.readline('Say: ')": r"takes a number, how many letters at most, and no question",
    "client.recv('9')": r"recv takes the number of bytes",
    "def f(a): pass\nf()": r"called without 'a'",
    "def f(a): pass\nf(1, 2)": r"defined for 1 argument and called with 2\.$",
    "'abc'()": r"what stands before the parentheses is a str",
    "socket()": r"the socket is in it: socket\.socket",
    "total = 0\ndef f():\n    total += 1\nf()": r"`global total` as the first line",
    "def f():\n    print(x)\n    x = 1\nf()": r"used before it is given a value here",
    "with socket.socket() as c:\n    pass\nc.send(b'a')": r"line 11: this with closes .* after line 12",
    "import io\nrow = io.StringIO('{\"a\": ').readline()\njson.loads(row)": r"line 13: the other side has left",
    "import asyncio\nasync def f(r):\n    row = r.readline()\n    return row.decode()\nasync def g():\n"
    "    await f(asyncio.StreamReader())\nasyncio.run(g())": r"line 13: readline gives its value only with await",
    "raw_input('? ')": r"Python 2\. In Python 3 it is input\(\)",
    "unicode('x')": r"Python 2.*str\(\)",
    "thread.start_new_thread(print, ())": r"import threading",
    "select.select([], [], [])": r"`import select` is missing",
    "f()\ndef f(): pass": r"in line 12 only, after this one has run",
    "if not server:\n    mine = 1\nmine": "mine is given its value in line 12 only, and that has not run",
    "if not server:\n    mine, _ = server.accept()\nmine": "mine is given its value in line 12 only, and that has not",
    "def g():\n    mine, _ = 1, 2\nmine": r"inside another function \(line 12\)",
    "mine = 1\ndel mine\nmine": "mine is there no more: del in line 12 has taken it away",
    "def g():\n    mine = 1\n    del mine\nmine": r"inside another function \(line 12\)",
    "class Hall:\n    mine = 1\nmine": r"mine is one of the class Hall, and is reached through it: Hall\.mine",
    "[mine for mine in 'ab']\nmine": "the name mine is given no value before",
    "def g():\n    mine = 1\ndef f():\n    return mine\nf()": r"inside another function \(line 12\)",
    "AF_INET": r"socket\.AF_INET is",
    "cleint.send(b'')": r"; client is",
    "import thread": r"in Python 3 it is called threading",
    "import SocketServer": r"socketserver",
    "import sokcet": r"the one of Python is socket",
    "import pyttsx3": r"package of its own",
    "import chatcolours_of_mine": r"was not handed in",
    "for one in {1: 2, 3: 4} if False else (d := {1: 2, 3: 4}):\n    d[one + 9] = 1": r"a copy: for one in list",
    "s = {1, 2}\nfor one in s:\n    s.add(one + 9)": r"Go through a copy",
    "[1].remove(2)": r"test `in` before",
    "who = []; who.append((conn, 'anna'))\nwho.remove(conn)":
        r"who holds \(conn, 'anna'\) \(program\.py, line 11\), and conn alone is not in it.*whole one that has conn",
    "who = []; who.append((conn, 'anna'))\nfor conn in who[:]:\n    who.remove(conn); who.remove(conn)":
        r"or not any more\. Remove it in one place only",
    "who = []; who.append(conn); who.remove(address)": r"who holds conn .*address alone is not in it.*what was put in",
    "who = {}; who[address] = conn\nwho.pop(conn)": r"keys of who are address \(program\.py, line 11\).*asks for conn",
    "who = {}\nif 0: who[conn] = 5\nwho[address]": r"keys of who are conn \(program\.py, line 12\).*asks for address",
    "who = {1: 2}; who.pop(conn)": r"there is no such socket in this dictionary",
    "who = {1}; who.remove(2)": r"not in the set, or not any more: discard\(\)",
    "json.loads('{}{}')": r"two JSON messages have come with one recv",
    "json.loads('')": r"what came is no JSON",
    "json.loads('{\"a\": \"b')": r"only a part of a message",
    "pickle.loads(pickle.dumps([1, 2])[:-3])": r"only a part of a message",
    "'ñ'.encode()[:1].decode()": r"letter other than a to z.*cut one in the middle",
    "'ñ'.encode('ascii')": r"knows English letters only",
    "'你'.encode('latin-1')": r"western Europe",
    "int('7 8')": r"is no number that int",
    "float('7 8')": r"is no number that float\(\) reads",
    "class C:\n    def __init__(self):\n        self.__link = client\n    def out(self):\n        self.__lnik.close()\n"
    "C().out()": r"self\.__lnik is given a value nowhere in the class C; what is meant may be self\.__link",
    "class C:\n    def __init__(self):\n        self.name = 1\n        self.door = socket.socket()\n"
    "        self.door.close()\n        self.hall.close()\nC()": r"self\.hall is .*nowhere.*may be self\.door",
    "class C(threading.Thread):\n    def run(self):\n        who = 1\n        print(who)\nc = C()\nprint(c.who)":
        r"who \(line 13\) is a name of run\(\) alone, and nothing of the object: write self\.who there",
    "class C:\n    def out(self):\n        print(self.who)\n    def join(self):\n        self.who = 1\nC().out()":
        r"self\.who is given its value in line 15 only",
    "for one in b'ab':\n    ord(one)": r"bytes, and each of them is a number already.*\.decode\(\)",
    "a, b = 'x'.split()": r"not as many parts as names",
    "client.send(b'abc'); a, b = conn.recv(2)\na, b, c = conn.recv(1)": r"recv gives one thing",
    "struct.unpack('!I', b'ab')": r"fewer than 4 bytes have come",
    "struct.pack('!I', 'ab')": r"struct\.pack wants a number",
    "sys.argv[99]": r"sys\.argv holds what stands on the command line",
    "{}['name']": r"ask with \.get\(\)",
    "socket.socket().bind(('127.0.0.1', port))": r"port is taken",
    "socket.socket().bind(('127.0.0.1', 99999))": r"from 1 to 65535",
    "socket.socket().bind(('8.8.8.8', 0))": r"not one of this computer",
    "socket.socket().accept()": r"does not listen: bind, then listen",
    "udp.listen()": r"a UDP socket \(SOCK_DGRAM\) has no connections",
    "udp.sendto(bytes(70000), here)": r"65,507 bytes at most",
    "udp2 = socket.socket(type=socket.SOCK_DGRAM); udp2.send(b'a')": r"sendto\(data, \(host, port\)\), or connect",
    "client.connect(('127.0.0.1', port))": r"connected already",
    "client.close()\nclient.send(b'a')": r"line 11: the socket is closed here",
    "while True:\n    server.close()\n    server.accept()": r"line 12: this closes the listening socket each time",
    "client.setblocking(False)\nclient.recv(9)": r"after setblocking\(False\) \(\S+, line 11\)",
    "def patient(seconds=0.0):\n    client.settimeout(seconds)\npatient()\nclient.recv(9)":
        r"after settimeout\(0\) \(\S+, line 12\)",
    "def patient(seconds=9):\n    client.settimeout(seconds)\npatient(0)\nclient.recv(9)": r"this socket does not wait",
    "client.settimeout(0.01)\nclient.recv(9)": r"time limit \(\S+, line 11\) has run out",
    "udp.sendto(b'a', ('255.255.255.255', 9))": r"SO_BROADCAST, 1\)",
    "ssl.create_default_context().wrap_socket(client)": r"server_hostname=",
    "ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain('nowhere.pem')": r"not handed in",
    "socket.socket(socket.AF_INET6).connect(('127.0.0.1x', 9))": r"no host that is known here|must be of one kind",
    "t = threading.Thread(target=print)\nt.start(); t.start()": r"started once",
    "t = threading.Thread(target=print)\nt.join()": r"never begun: t\.start\(\) before this",
    "import asyncio\nasyncio.get_running_loop()": r"asyncio\.run\(main\(\)\)",
    "open('/nowhere/x')": r"hand it in beside",
    "def f(): f()\nf()": r"calls itself again",
}


def fault_of(code, role="server", name="program.py"):
    """Run a program until Python names an error; return that as the grader sees it."""
    program = SOCKETS + code
    space = {"__name__": "__main__"}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # what the compiler says of it beforehand
            code = compile(program, name, "exec")
        exec(code, space)
    except BaseException as error:
        line = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name][-1]
        words = traceback.format_exception_only(type(error), error)[-1].strip()
    else:
        pytest.fail("no error")
    finally:
        for one in space.values():
            if hasattr(one, "close") and hasattr(one, "fileno"):
                one.close()
    script = next(iter(read(name, program)))
    return Fault(Source(script, role), re.sub(r"^(?:\w+\.)+(?=\w+Error)", "", words), line)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
@pytest.mark.parametrize("code", SAID)
def test_an_error_is_explained(code):
    """What Python says of the mistake leads to what repairs it, in the line where it is."""
    fault = fault_of(code)
    said = errors.explain(fault)
    assert re.search(SAID[code], said, re.S), (fault.words, said)
    assert "program.py, line 1" in said and said.count("program.py, line") <= 2


@pytest.mark.parametrize(("words", "said", "never"), [
    ("ImportError: cannot import name 'Hall' from 'rooms' (/x/rooms.py)", "rooms has no Hall; it has Halls", "hides"),
    ("AttributeError: module 'json' has no attribute 'dumps'", "json.py: a file of this name hides", "it has"),
    ("AttributeError: module 'struct' has no attribute 'pack' (consider renaming '/x/struct.py' since it has the same "
     "name as the standard library module named 'struct')", "struct.py: a file of this name hides", "it has pack"),
    ("AttributeError: module 'json' has no attribute 'dump_s'", "module json has no dump_s; it has dumps", "hides"),
    ("AttributeError: module 'importlib' has no attribute 'util'", "", "hides"),  # nothing imports that part of it
    ("ModuleNotFoundError: No module named 'asyncio.streams'; 'asyncio' is not a package", "my_asyncio.py", "one of"),
    ("ImportError: cannot import name 'Hall' from 'select' (/x/select.py)", "hides Python's own module select", "~"),
    ("AttributeError: partially initialized module 'rooms' has no attribute 'x' (most likely due to a circular import)",
     "import each other", "hides"),
])
def test_a_file_hides_a_module_only_where_python_has_one(words, said, never):
    """A file of the hand-in that lacks a name is not taken for one that hides Python's own."""
    beside = [(name, "") for name in ("json.py", "struct.py") if "'dumps'" in words or "'pack'" in words]
    [script] = read("a.py", "import rooms, socket\nclass Halls:\n    pass\n", beside)
    told = errors.explain(Fault(Source(script, "server"), words, 1))
    assert said in told and never not in told


def test_the_thirty_commonest_errors_and_more():
    """They are asked in order, and each of them can come up: no pattern stands in the shadow of the one before."""
    assert len(SAID) > 60
    assert len({pattern.pattern for pattern, _ in errors.TABLE}) == len(errors.TABLE) > 60


@pytest.mark.parametrize("made, said", [
    ("threading.Thread(target=talk(conn, 1)).start()", "Write target=talk, args=(conn, 1), without"),
    ("threading.Thread(target=talk(conn)).start()", "Write target=talk, args=(conn,), without"),
    ("threading.Thread(target=talk(), daemon=True).start()", "Write target=talk, without parentheses after talk"),
    ("threading.Thread(None, talk(conn)).start()", "Write target=talk, args=(conn,), without"),
    ("pool.submit(talk(conn, 1))", "calls talk here and now, before submit is. Write submit(talk, conn, 1), without"),
    ("loop.run_in_executor(None, talk(conn))", "Write run_in_executor(None, talk, conn), without"),
    ("threading.Timer(5, talk(conn)).start()", "Write Timer(5, talk, (conn,)), without"),
    ("_thread.start_new_thread(talk(conn), ())", "Write start_new_thread(talk, (conn,)), without"),
    ("pool.submit(later(conn))", ""), ("pool.submit(talk, conn)", ""), ("pool.submit(later())", ""),
    ("pool.submit(choose('tcp'))", ""),
])
def test_a_target_that_is_called_is_written_anew(made, said):
    """With the arguments that it was called with, which a thread is handed apart."""
    [script] = read("a.py", "import socket, threading\ndef talk(conn=0, n=0):\n    pass\ndef later(conn=0):\n"
                            "    def done():\n        talk(conn)\n    return done\ndef choose(way):\n"
                            "    return talk if way == 'udp' else later\ns = socket.socket()\n"
                            f"s.bind(('', 5000))\ns.listen()\nconn, _ = s.accept()\n{made}")
    told = wrong_target(Source(script, "server"))
    assert said in told and bool(said) == bool(told)


@pytest.mark.parametrize("code, said", [
    ("s.bind(('', 5000))\ns.connect(('127.0.0.1', 5001))", "a client needs no port of its own choice"),
    ("for n in range(2):\n    s.bind(('', 5000))\ns.listen()", "bind stands in a loop"),
    ("s.bind(('', 5000))\ns.listen()", "SO_REUSEADDR"),
    ("s.bind(('', 5000))\ns.listen()\ns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)",
     "x.py, line 5: SO_REUSEADDR counts for what comes after it, and bind comes before (line 3)"),
    ("s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)\ns.bind(('', 5000))\ns.listen()", "is it bound twice?"),
])
def test_a_port_that_is_taken(code, said):
    """A client that binds, a bind in a loop and a port that is still kept are three mistakes."""
    [script] = read("x.py", f"import socket\ns = socket.socket()\n{code}")
    fault = Fault(Source(script, script.role), "OSError: [Errno 98] Address already in use", 3)
    assert said in errors.explain(fault)


@pytest.mark.parametrize("code, role, line", [
    ("s.connect(('', 5))\nprint(s.recv(9))\nwhile True:\n    s.send(input())\n    print(s.recv(9))", "client", 7),
    ("def read():\n    return s.recv(9)\ns.connect(('', 5))\ns.recv(1)\nwhile True:\n    print(read())", "client", 4),
])
def test_a_hint_names_the_line_of_the_conversation(code, role, line):
    """Not the first recv of the file, which may be for a greeting."""
    [script] = read("x.py", f"import socket\ns = socket.socket()\n{code}")
    assert Source(script, role).receives == f"x.py, line {line}: "


def test_the_first_error_is_the_cause():
    """Of several errors the one that came first counts, and where it says no line it is told without."""
    script = Script("a.py", "")
    steps = [("you type 'x' in client", "the client has ended: ValueError: x; y, line 3; the server has ended: "
              "KeyError: 5, line 7 of b.py"),
             ("later", "client 2 goes on, after an error in a thread: TypeError: f() takes 1")]
    result = Result("message", "", MISSED, steps=steps, seen="it has ended with status 1", waits=["the client waits"])
    found = faults(result, {role: Source(script, role) for role in ("server", "client")})
    assert [(fault.role, fault.words, fault.line, fault.file, fault.thread) for fault in found] == [
        ("client", "ValueError: x; y", 3, "", False), ("server", "KeyError: 5", 7, "b.py", False),
        ("client", "TypeError: f() takes 1", None, "", True)]


def test_what_the_other_program_says_of_ctrl_c_is_no_cause():
    """Where the client does not end, its own thread is named, and not how the server was cancelled."""
    [script] = read("c.py", "import asyncio\nasync def main():\n    r, w = await asyncio.open_connection('', 5)\n"
                            "    w.write((await asyncio.to_thread(input)).encode())\nasyncio.run(main())")
    client, server = Source(script, "client"), Source(Script("s.py", ""), "server")
    result = Result("quiet", "", MISSED, expected="client 2 to end", seen="it waits for the keyboard",
                    steps=[("you press Ctrl-C in server", "the server has ended: CancelledError, line 10")])
    assert hints.named(result, server, client) == ""
    assert re.match(r"c\.py, line 4: the thread of asyncio's own", hints.quiet(result, None, server, client))


def test_a_message_on_the_screen_is_known():
    """An error that the program itself has caught and printed is one all the same."""
    assert errors.known("Error: a bytes-like object is required, not 'str'").startswith("a bytes-like object")
    assert errors.known("[!] list index out of range, they say") == errors.known("anna: see you") == ""
    assert first("", None, "b", "c") == "b" and first() == ""


if sys.version_info < (3, 12):
    del SAID["client.sendall(f'{port}')"]  # f-strings have no place of their own in the tree before


def explained(text, words, line):
    [script] = read("x.py", text)
    return errors.explain(Fault(Source(script, script.role), words, line))


@pytest.mark.parametrize("text, line, said", [
    ("class Ear:\n    def hear(s):\n        print(s.recv(9))\ndo = hear\n", 4, "its class: Ear.hear."),
    ("do = hear\nclass Ear:\n    def hear(self):\n        pass\n", 1, "an object of the class Ear."),
    ("class Ear:\n    def hear(self):\n        pass\n    def go(self):\n        hear()\n", 5, "self: self.hear."),
    ("class Ear:\n    def hear(self):\n        pass\n    def go(self):\n        def each(c):\n            hear()\n", 6,
     "self: self.hear."),
    ("class Ear:\n    def hear(self):\n        pass\n    @staticmethod\n    def go(conn):\n        hear()\n", 6,
     "an object of the class Ear."),
    ("def go():\n    hear = 1\nhear()\n", 3, "inside another function (line 2)")])
def test_a_method_is_reached_through_what_has_it(text, line, said):
    told = explained(f"import socket\ns = socket.socket()\n{text}", "NameError: name 'hear' is not defined", line + 2)
    assert said.replace("line 2", "line 4") in told and told.startswith(f"x.py, line {line + 2}: ")


@pytest.mark.parametrize("text, sent", [
    ("text = text.decode()\ns.send(text)", True), ("s.sendall(text.decode())", True),
    ("text = text.decode()\nprint(text)", False), ("text = text.decode()\ns.send(text.encode())", False),
    ("s.send(text.decode().encode())", False)])
def test_text_that_is_decoded_to_be_sent(text, sent):
    told = explained(f"import socket\ns = socket.socket()\ntext = input()\n{text}\n",
                     "AttributeError: 'str' object has no attribute 'decode'", 4)
    assert ("what is sent must be bytes: .encode() makes them" in told) is sent is not ("leave .decode() out" in told)


@pytest.mark.parametrize("text, used", [
    ("import rsa\n", False), ("from rsa import key\n", False), ("import rsa as crypt\nprint(rsa)\n", False),
    ("import rsa\nkeys = rsa.newkeys(512)\n", True), ("from rsa import *\n", True),
    ("from rsa import key\nimport common\ncommon.key\n", True),
    ("from rsa import key\ndef show(key):\n    print(key)\n", False),
    ("from rsa import key\nasync def main():\n    key = input()\n    print(key)\n", False),
    ("from rsa import key\ndef show(text):\n    print(text, key)\n", True)])
def test_a_package_that_nothing_uses(text, used):
    told = explained(text, "ModuleNotFoundError: No module named 'rsa'", 1)
    assert ("pip install rsa" in told) is used is not ("nothing here uses it: leave this line out" in told)


@pytest.mark.parametrize("path, text, said", [
    ("b/conf/words.py", "import words", "words lies in the folder conf, and Python looks for it beside a.py, which is "
     "started: from conf import words."),
    ("b/conf/words.py", "from words import HOST", "started: from conf.words import HOST."),
    ("b/lib/conf/words/__init__.py", "import words as w", "from lib.conf import words as w."),
    ("b/my lib/words.py", "import words", "the folder my lib, and Python looks for it beside a.py, which is started: "
     "put it there."),
    ("words.py", "import words", "lies in the outermost folder, and Python looks for it beside a.py, which is started: "
     "put it there."),
    ("b/Words.py", "import words", "line 1: the file is called Words.py: capitals count."),
    ("b/conf/words.py", "import os, \\\n    words", "started: from conf import words."),
    ("b/conf/words.py", "import importlib as i; i.import_module('wor' + 'ds')", "started: from conf import words."),
    ("b/conf/wordy.py", "import words", "words.py was not handed in")])
def test_a_module_that_lies_in_another_folder(path, text, said):
    """It was handed in, so nobody is told to hand it in."""
    [script] = [one for one in read_all([("b/a.py", f"{text}\n"), (path, "")]) if one.name == "a.py"]
    assert said in errors.explain(Fault(Source(script, "server"), "ModuleNotFoundError: No module named 'words'", 1))


@pytest.mark.parametrize("host, named", [("127.0.0.1l", False), ("192.168.O.4", False), ("10.0.0.l", False),
                                         ("pc.lab.x1.y2", True), ("my-pc", True)])
def test_an_address_with_a_letter_is_no_name(host, named):
    text = f"import socket\nhost = '{host}'\ns = socket.socket()\ns.connect((host, 5000))\n"
    assert bool(read("x.py", text)[0].names) is named
    told = explained(text, "gaierror: [Errno -2] Name or service not known", 4)
    assert told.startswith("x.py, line 4: " if named else f"x.py, line 2: {host} is no address: it has four numbers")


def test_a_message_is_no_number():
    told = explained("import socket\ns = socket.socket()\nn = float(input('? '))\n",
                     "ValueError: could not convert string to float: 'hello'", 3)
    assert told == "x.py, line 3: float() takes numbers only, and what was typed is a message, which is any text: " \
        "leave float() out."
    told = explained("import socket\ns = socket.socket()\nn = float(input('? '))\ns.settimeout(n)\n",
                     "ValueError: could not convert string to float: 'hello'", 3)
    assert told == "x.py, line 3: what was typed is no number. Ask again, or catch ValueError."


@pytest.mark.parametrize("code, line, said", [
    ("import queue\nq = queue.Queue()\nq.put((s, b''))\na, b, c = q.get()", 6,
     "3 names stand here for 2 things: that many are put together in line 5"),
    ("room = []\nroom.append((s, 'x', 1))\nfor a, b in room:\n    pass", 5,
     "2 names stand here for 3 things: that many are put together in line 4"),
    ("def take():\n    return s, 'x', 1\na, b = take()", 5, "that many are put together in line 4"),
    ("room = {}\nfor a, b in room:\n    pass", 4, "a loop over a dictionary gives its keys alone: room.items() gives"),
    ("room = []\nroom.append((s, 1))\nfor a, b in room:\n    pass", 5, "there are not as many values as names")])
def test_parts_that_are_put_together_elsewhere(code, line, said):
    told = explained(f"import socket\ns = socket.socket()\n{code}\n",
                     "ValueError: not enough values to unpack (expected 3, got 2)", line)
    assert told.startswith(f"x.py, line {line}: ") and said in told


@pytest.mark.parametrize("code, words, line, said, never", [
    ("import ast\nast.literal_eval(s.recv(9).decode())", "SyntaxError: unterminated string literal (at line 1)", 4,
     "the text that is read here as Python is none", "nothing of it has run"),
    ("print('a", "SyntaxError: unterminated string literal (at line 3)", 3, "nothing of it has run", "is none"),
    ("def f():\n    print(s)\n    global s", "SyntaxError: name 's' is used prior to global declaration", 5,
     "nothing of it has run", "is none"),
    ("await s", "SyntaxError: 'await' outside function", 3, "await may stand in an async def only, and none", "before"),
    ("def f():\n    await s", "SyntaxError: 'await' outside async function", 4, "write async def before", "indented"),
    ("return s", "SyntaxError: 'return' outside function", 3, "return may stand in a def only", "is none"),
    ("continue", "SyntaxError: 'continue' not properly in loop", 3, "continue may stand in a loop only", "async"),
    ("s.sendto(('', 5000), b'')", "TypeError: a bytes-like object is required, not 'tuple'", 3,
     "sendto takes the bytes first, and the address after them", "json"),
    ("s.sendall(str(int(input('> '))).encode())", "ValueError: invalid literal for int() with base 10: 'hi'", 3,
     "what was typed is a message, which is any text: leave int() out", "catch"),
    ("n = int(input('> '))", "ValueError: invalid literal for int() with base 10: 'hi'", 3, "Ask again", "leave int()"),
    ("def put(text):\n    s.send(text.encode())\nput('a'.encode())",
     "AttributeError: 'bytes' object has no attribute 'encode'", 4, "since x.py, line 5 has encoded them", "decode"),
    ("text = 'a'.encode()\ns.send(text.encode())", "AttributeError: 'bytes' object has no attribute 'encode'", 4,
     "since x.py, line 3 has encoded them", "decode"),
    ("text = s.recv(9)\ns.send(text.encode())", "AttributeError: 'bytes' object has no attribute 'encode'", 4,
     "made into text with .decode()", "since"),
    ("str = input()\nprint(str(5))", "TypeError: 'str' object is not callable", 4,
     "str is not Python's own any more: line 3 has given its name to something else", "used twice"),
    ("from socket import socket\nwhile True:\n    t = socket()\n    socket, _ = t.accept()",
     "TypeError: 'socket' object is not callable", 5, "socket is not Python's own any more: line 6", "used twice"),
    ("def main():\n    n = 0\n    def hear():\n        n += 1\n    hear()\nmain()",
     "UnboundLocalError: cannot access local variable 'n' where it is not associated with a value", 6,
     "Write `nonlocal n` as its first line to mean the one of main", "every way"),
    ("from functools import partial\ndef talk(room, c):\n    pass\npartial(talk, s)",
     "TypeError: talk() missing 1 required positional argument: 'c'", None,
     "line 6: talk is called without 'c'. partial(", "Thread"),
    ("import abc\nclass Half(abc.ABC):\n    @abc.abstractmethod\n    def hear(self): ...\nclass Ear(Half):\n"
     "    def haer(self): ...\nEar()", "TypeError: Can't instantiate abstract class Ear with abstract method hear", 9,
     "x.py, line 7: Ear has to have a method hear, which its base only names: it has haer", "cannot be done"),
    ("name = 'a'\nname()", "TypeError: 'str' object is not callable", 4, "used twice", "not Python's own"),
    ("class Line:\n    def read(self):\n        s.recv(9).decode()\nprint('got ' + Line().read())",
     'TypeError: can only concatenate str (not "NoneType") to str', 6, "read gives nothing (None) back", "cannot"),
    ("class Line:\n    def read(self):\n        return s.recv(9)\nprint('got ' + Line().read())",
     'TypeError: can only concatenate str (not "NoneType") to str', 6, "", "gives nothing"),
    ("def tell(text, to=s):\n    to.send(text)\nroom = {}\ntell(room.get(1) + ': hi')",
     "TypeError: unsupported operand type(s) for +: 'NoneType' and 'str'", 6, "", "gives nothing"),
    ("def tell(text, to=s):\n    to.send(text)\nroom = {}\nprint('sent ' + str(tell(room.get(1) + ': hi')))",
     "TypeError: unsupported operand type(s) for +: 'NoneType' and 'str'", 6, "", "gives nothing"),
    ("def tell(text, to=s):\n    to.send(text)\nroom = {}\nprint('sent ' + tell('you' + room.get(1)))",
     'TypeError: can only concatenate str (not "NoneType") to str', 6, "", "gives nothing"),
    ("def hear(size):\n    s.recv(size)\nfor text in hear(9):\n    print(text)",
     "TypeError: 'NoneType' object is not iterable", 5, "hear gives nothing (None) back", "cannot"),
    ("def hear(size):\n    s.recv(size)\nname, text = hear(9)",
     "TypeError: cannot unpack non-iterable NoneType object", 5, "hear gives nothing (None) back", "cannot"),
    ("def hear(size):\n    try:\n        return s.recv(size), 1\n    except OSError as error:\n        print(error)\n"
     "text, n = hear(9)", "TypeError: cannot unpack non-iterable NoneType object", 8,
     "hear gives nothing (None) where it ends in line 6: say what is wrong", "cannot"),
    ("def hear(size):\n    if size < 9:\n        return\n    return s.recv(size), 1\ntext, n = hear(9)",
     "TypeError: cannot unpack non-iterable NoneType object", 7, "where it ends in line 5: say what is",
     "cannot"),
    ("def hear(size):\n    s.recv(size)\nprint(hear(9)[0])",
     "TypeError: 'NoneType' object is not subscriptable", 5, "hear gives nothing (None) back", "cannot"),
    ("def ready(text):\n    text.encode()\ns.send(ready(input()))",
     "TypeError: a bytes-like object is required, not 'NoneType'", 5, "ready gives nothing (None) back", "cannot"),
    ("def tell(text):\n    s.send(text)\nroom = {}\ntell(bytes(room.get(1), 'utf-8'))",
     "TypeError: a bytes-like object is required, not 'NoneType'", 6, "", "gives nothing"),
    ("def hear(link, mask):\n    link.accept()\nhear(1, s)", "AttributeError: 'int' object has no attribute 'accept'",
     4, "this is a number, not a socket: accept belongs to the socket", "a int"),
    ("import asyncio\nclass Talk(asyncio.Protocol):\n    def connection_lost(self, error):\n        pass\n"
     "asyncio.get_event_loop().create_server(lambda: Talk, '', 5)",
     "TypeError: Talk.connection_lost() missing 1 required positional argument: 'error'", None,
     "x.py, line 7: lambda: Talk gives the class itself", "Thread")])
def test_what_stands_in_the_place_of_something_else(code, words, line, said, never):
    told = explained(f"import socket\ns = socket.socket()\n{code}\n", words, line)
    assert said in told and never not in told


def test_a_thread_whose_own_beginning_is_left_out():
    code = "import threading\nclass Ear(threading.Thread):\n    def __init__(self, link):\n        self.link = link\n"
    told = explained(f"{code}Ear(1).start()\n", "RuntimeError: thread.__init__() not called", 5)
    assert told.startswith("x.py, line 3: Ear is a Thread") and "super().__init__()" in told
    code = code.replace("threading.Thread", "Loud if LOUD else Quiet")  # this has a body, too, which is no list
    told = explained(f"{code}Ear(1).start()\n", "RuntimeError: thread.__init__() not called", 5)
    assert told.startswith("x.py, line 5: an __init__ of a class of Thread has to call")


@pytest.mark.parametrize("name, module, said", [
    ("coroutine", "asyncio", "asyncio.coroutine is of an older Python; 3.11 has it no more. Write async def"),
    ("sockett", "socket", "the module socket of Python has no sockett; it has socket."),
    ("ThreadPoolExecuter", "concurrent.futures", "concurrent.futures of Python has no ThreadPoolExecuter; it has Thr"),
    ("Hall", "rooms", "Is it spelt differently there, or not written yet?")])
def test_what_cannot_be_imported_from_a_module(name, module, said):
    told = explained(f"from {module} import {name}\n",
                     f"ImportError: cannot import name '{name}' from '{module}' (/x/y/z.py)", 1)
    assert told.startswith("x.py, line 1: ") and said in told


@pytest.mark.parametrize("text, said", [
    ("name = input('? ')\nopen(name)\n", "this takes what its user types, 'anna', for the name of a file"),
    ("name = link.recv(9)\nopen(name)\n", "this takes what has come, 'anna', for the name of a file"),
    ("subprocess.run(link.recv(9))\n", "this runs 'anna', which has been typed, as a command"),
    ("open('anna')\ninput()\n", "anna was not handed in")])
def test_a_file_that_the_user_names(text, said):
    """What was typed by the one who tries a program was not to be handed in."""
    assert said in explained(text, "FileNotFoundError: [Errno 2] No such file or directory: 'anna'", 1)


def test_a_file_that_is_taken_for_a_folder_has_the_right_name():
    [script] = [one for one in read_all([("b/a.py", "from words.more import HOST\n"), ("b/words.py", "")])
                if one.name == "a.py"]
    words = "ModuleNotFoundError: No module named 'words.more'; 'words' is not a package"
    said = errors.explain(Fault(Source(script, "server"), words, 1))
    assert "capitals" not in said and "words/more.py was not handed in" in said


@pytest.mark.parametrize("made, said", [
    ("link.recv(9).split()", "What came may lack the sign at which it is split; test len()."),
    ("[link.recv(9)]", "Test len() before.")])
def test_a_list_that_is_too_short(made, said):
    told = explained(f"words = {made}\nprint(words[1])\n", "IndexError: list index out of range", 2)
    assert told == f"x.py, line 2: the list is shorter than that. {said}"


@pytest.mark.parametrize("fills, told", [
    ("", "a.py, line 2: names is empty at first, and nothing is ever put on it: a.py, line 4 looks for what is not"),
    ("names.append('anna')\n", "the list is shorter"), ("names += ['anna']\n", "the list is shorter"),
    ("learn(names)\n", "the list is shorter"), ("names[:] = ['anna']\n", "the list is shorter"),
    ("names = ['anna']\n", "the list is shorter")])
def test_a_list_on_which_nothing_is_ever_put(fills, told):
    [script] = read("a.py", f"import socket\nnames = []\nplace = 0\nprint(names[place])\n{fills}")
    assert told in errors.explain(Fault(Source(script, "server"), "IndexError: list index out of range", 4))


TWO_ENDS = """import socket, threading
link = socket.create_connection(("127.0.0.1", 5000))
def hear():
    while True:
        data = link.recv(99)
        if not data:
            break
        print(data.decode())
    link.close()
def say():
    while True:
        text = input()
        if text == "over":
            {}
        link.send(text.encode())
    link.close()
threading.Thread(target=hear).start()
threading.Thread(target=say).start()
"""


@pytest.mark.parametrize("then, number, said", [
    ("break", 5, "a.py, line 16: this closes the socket while the thread of hear() still receives from it (line 5), "
     "which is an error there: catch OSError around that, and leave its loop."),
    ("link.close()", 15, "a.py, line 14: the socket is closed here, or in line 9, and used again later (line 15)."),
    ("break", 15, "a.py, line 9: the socket is closed here, and used again later (line 15).")])
def test_which_of_several_has_closed_a_socket(then, number, said):
    """None that stands behind the loop in which it is used."""
    [script] = read("a.py", TWO_ENDS.format(then))
    told = errors.explain(Fault(Source(script, "client"), "OSError: [Errno 9] Bad file descriptor", number))
    assert told.startswith(said)


@pytest.mark.parametrize("then, closed", [("break", 5), ("pass", 12)])
def test_what_is_closed_behind_the_line_that_has_failed_was_closed_before_by_another_name(then, closed):
    """Where the loop goes on after that, it may be the same one that comes round again."""
    [script] = read("a.py", "import socket\nhall, room = socket.create_server(('127.0.0.1', 5000)), []\n"
                    "def talk(link):\n    if link.recv(9) == b'bye':\n        link.close()\n    for one in room:\n"
                    "        if one is not link:\n            continue\n        print(one.getpeername())\n"
                    f"        if room:\n            room.pop()\n            one.close()\n            {then}\n"
                    "while True:\n    room.append(hall.accept()[0])\n    talk(room[-1])\n")
    told = errors.explain(Fault(Source(script, "server"), "OSError: [Errno 9] Bad file descriptor", 9))
    assert told.startswith(f"a.py, line {closed}: the socket is closed here") and "used again later (line 9)" in told


@pytest.mark.parametrize("then, said", [
    ("print('nobody')", "a.py, line 5: an error is caught here, and the program goes on without link, which it needs "
     "later: say what failed, and leave there."),
    ("return", "link is used before it is given a value here: every way to this line must give it one.")])
def test_a_name_without_a_value_of_which_only_the_words_are_shown(then, said):
    text = f"import socket\ndef talk():\n    try:\n        link = socket.create_connection(('127.0.0.1', 5000))\n" \
        f"    except OSError:\n        {then}\n    while True:\n        try:\n" \
        "            link.send(input().encode())\n        except Exception as error:\n" \
        "            print(error)\ntalk()\n"
    [script] = read("a.py", text)
    words = "cannot access local variable 'link' where it is not associated with a value"
    assert errors.explain(Fault(Source(script, "client"), words)) == said
