"""Causes: what two sources lack is told with its line, in whatever build it stands, and no sound one is blamed."""
import re
from types import SimpleNamespace

import pytest
from sources import CALL, HALL, PASSES_ON, source

from lab12.driver import formats
from lab12.finder.source import read
from lab12.grader import (
    blame,
    comparing,
    errors,
    framed,
    hints,
    hints_on_halves,
    hints_on_text,
    lost,
    lost_in_pairs,
    order,
    passing,
    slips,
    typed,
    vain,
    whereto,
)
from lab12.grader.faults import Fault
from lab12.rubric import pairs
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, Known, Result


def one(text, name):
    """Return the line of a mistake of a server, '' if it is not found."""
    return source(text).mistake(name)


@pytest.mark.parametrize("mistake, wrong, line, right", [
    ("joins at once", f"{HALL}all = []\nwhile True:\n    c, a = hall.accept()\n    t = threading.Thread(target=print)\n"
     "    t.start()\n    all.append(t)\n    for t in all:\n        t.join()\n", 10,
     f"{HALL}all = []\nfor n in range(2):\n    c, a = hall.accept()\n    t = threading.Thread(target=print)\n"
     "    t.start()\n    all.append(t)\nfor t in all:\n    t.join()\n"),
    ("joins at once", f"{HALL}all = []\ndef hire(c):\n    t = threading.Thread(target=print)\n    t.start()\n"
     "    all.append(t)\n    wait()\ndef wait():\n    for t in all:\n        t.join()\nwhile True:\n"
     "    hire(hall.accept()[0])\n", 11,
     f"{HALL}all = []\ndef hire(c):\n    t = threading.Thread(target=print)\n    t.start()\n"
     "    all.append(t)\ndef wait():\n    for t in all:\n        t.join()\nfor n in range(2):\n"
     "    hire(hall.accept()[0])\nwait()\n"),
    ("asks at once", f"{HALL}class S:\n    def one(self):\n        c, a = hall.accept()\n        job = self.pool."
     "submit(talk, c)\n        return job.result()\ns = S()\nwhile True:\n    s.one()\n", 7,
     f"{HALL}def one():\n    c, a = hall.accept()\n    job = pool.submit(talk, c)\nwhile True:\n    one()\n"
     "pool.submit(print).result()\n"),
    ("not called", f"{HALL}def serve():\n    hall.accept()\nserve\n", 5, f"{HALL}def serve():\n    hall.accept()\n"
     "serve()\n"),
    ("one by one", f"{HALL}import select\nkept = {{}}\nwhile True:\n    if select.select([hall], [], [], 0.1)[0]:\n"
     "        c, a = hall.accept()\n        kept[a] = c\n    for a, c in list(kept.items()):\n"
     "        print(c.recv(99))\n",
     10, f"{HALL}import select\nkept = [hall]\nwhile True:\n    ready, _, _ = select.select(kept, [], [])\n"
     "    for c in ready:\n        if c is hall:\n            d, a = c.accept()\n            kept.append(d)\n"
     "        else:\n            print(c.recv(99))\n"),
    ("hears twice", f"{HALL}c, a = hall.accept()\nfor what in ('name', 'room'):\n    print(what, c.recv(99))\n", 5,
     f"{HALL}c, a = hall.accept()\nfor what in ('name', 'room'):\n    c.send(what)\n    print(c.recv(99))\n"),
    ("hears twice", f"{HALL}c, a = hall.accept()\nname = c.recv(99).decode()\nroom = c.recv(99).decode()\n", 5,
     f"{HALL}c, a = hall.accept()\nhead = c.recv(4)\nbody = c.recv(int.from_bytes(head, 'big'))\n"),
    ("sends twice", f"{HALL}c, a = hall.accept()\nc.sendall(b'hello')\nc.sendall(b'you')\n", 5,
     f"{HALL}c, a = hall.accept()\nc.sendall(b'hello\\n')\nc.sendall(b'you\\n')\n"),
    ("empty not noticed", f"{HALL}c, a = hall.accept()\ndef get():\n    return c.recv(99).decode()\nwhile True:\n"
     "    text = get()\n    print(text)\n", 5,
     f"{HALL}c, a = hall.accept()\ndef get():\n    return c.recv(99).decode()\nwhile True:\n    text = get()\n"
     "    if not text:\n        break\n    print(text)\n"),
    ("empty not noticed", f"{HALL}c, a = hall.accept()\ndef listen(s):\n    print(s.recv(99))\nwhile True:\n"
     "    listen(c)\n    c.send(input().encode())\n", 5,
     f"{HALL}def listen(s):\n    print(s.recv(99))\nwhile True:\n    c, a = hall.accept()\n    listen(c)\n"),
    ("empty not noticed", f"{HALL}c, a = hall.accept()\nwhile True:\n    print(c.recv(99).decode())\n", 5,
     f"{HALL}c, a = hall.accept()\nwhile text := c.recv(99).decode():\n    print(text)\n"),
])
def test_a_mistake_is_named_with_its_line(mistake, wrong, line, right):
    assert one(wrong, mistake) == f"a.py, line {line}: " and one(right, mistake) == ""


@pytest.mark.parametrize("body, line", [
    ("def take():\n    while True:\n        conn, a = hall.accept()\n", 6),
    ("def take():\n    global conn\n    while True:\n        conn, a = hall.accept()\n", 0),
    ("def take(conn):\n    conn = conn or 5\n", 0),
    ("def take():\n    conn, a = hall.accept()\nconn = hall.accept()[0]\n", 0),
])
def test_a_name_that_a_function_keeps_to_itself(body, line):
    """Only where nothing else ever gives the name of the file another value, and something reads it."""
    told = passing.no_global(source(f"{HALL}conn = None\n{body}while True:\n    if conn:\n        conn.sendall(b'')\n"))
    assert told.startswith(f"a.py, line {line}: ") and "`global conn`" in told if line else told == ""


@pytest.mark.parametrize("sends, said", [
    ('f"\\n{text}"', r"a\.py, line 4: the newline goes out before.*b\.py, line 3 reads up to one"),
    ('"\\n" + text', r"a\.py, line 4: the newline goes out before"), ('f"{text}\\n"', "$"), ('f"\\n{text}\\n"', "$"),
    ('text', "$")])
def test_a_newline_that_goes_out_before_its_message(sends, said):
    reader = source(f"{CALL}for line in link.makefile():\n    print(line)\n", "client", "b.py")
    assert re.match(said, framed.begins(source(f"{HALL}c, a = hall.accept()\nc.sendall(({sends}).encode())\n"), reader))


@pytest.mark.parametrize("prints", [
    "for line in link.makefile():\n    print(line.rstrip())\n",
    "def take():\n    return link.recv(99)\nprint(take().decode())\n",
    "def show(text):\n    print(text)\nshow(link.recv(99).decode())\n",
    "import json\nfor line in link.makefile():\n    note = json.loads(line)\n    print(note['text'])\n",
    "class S:\n    def line(self, data):\n        print(f'> {data}')\nS().line(link.recv(99))\n",
    "with link.makefile() as lines:\n    for line in lines:\n        print(line)\n",
    "data = b''\nwhile len(data) < 9:\n    data += link.recv(9)\nprint(data)\n",
    "def show(text):\n    print(text)\nthreading.Thread(target=show, args=(link.recv(9),)).start()\n",
    "def tell(text):\n    print(text)\ndo = {'T': tell}['T']\ndo(link.recv(9))\n",
    "[print(text) for text in link.makefile()]\n",
    "kept = []\nkept.append(link.recv(9))\nfor one in kept:\n    print(one)\n",
])
def test_what_is_printed_is_seen_in_every_build(prints):
    assert source(CALL + prints, "client").prints_what_comes
    assert not source(CALL + prints.replace("print(", "len("), "client").prints_what_comes


@pytest.mark.parametrize("prints", [
    "def hear():\n    text = link.recv(99)\ndef speak():\n    text = input()\n    print('me:', text, end='')\n",
    "def hear(text):\n    text = link.recv(99)\ndef show(text):\n    print(text, end='')\nshow('hello')\n",
    "names = {}\nnames[link.recv(9)] = 5\nprint({'a': 1}.get('a'), end='')\n",
    "import sys\nlink.recv(9)\nkey = sys.stdin.read(1)\nprint(key, end='')\n",
])
def test_what_its_own_user_has_typed_is_not_what_comes(prints):
    client = source(CALL + prints, "client")
    assert not client.prints_what_comes and not client.leaves_line_open and not client.shows


@pytest.mark.parametrize("handed, line", [("pump(c.recv, hall.send)", 4), ("pump(c.recv, c.send)", 0),
                                          ("send = hall.sendall", 4), ("print(hall.fileno())", 0)])
def test_a_method_of_the_listening_socket_that_is_handed_on(handed, line):
    where = one(f"{HALL}c, a = hall.accept()\n{handed}\n", "on listener")
    assert where == (f"a.py, line {line}: " if line else "")


@pytest.mark.parametrize("answer, shown, told", [
    ("else:\n        c.send(b'ERR no such word')", "ERR no such word", True),
    ("else:\n        c.send(b'ERR no such word')", "hello", False),
    ("c.send(b'welcome here')", "welcome here", False)])
def test_a_server_s_own_complaint_is_quoted(answer, shown, told):
    """Not its greeting, and not what it might have said."""
    server = source(f"{HALL}c, a = hall.accept()\nfor line in c.makefile():\n    if line == 'SAY':\n"
                    f"        print(line)\n    {answer}\n")
    client = source(f"{CALL}while True:\n    link.send(input().encode())\n", "client", "b.py")
    result = Result("message", "", MISSED, seen="it shows nothing new", screens={"client": ["> hi", shown]})
    said = passing.refuses(result, server, client)
    assert said.startswith("a.py, line 8: 'ERR no such word' is the server's answer") == told == bool(said)
    assert not told or "does b.py, line 4 send that" in said


@pytest.mark.parametrize("answers, told", [
    ("c.send(b'no such word')", True), ("deny(c)", True), ("lines.write('no such word')", True),
    ("for one in room:\n                one.send(b'no such word')", False),
    ("for c in room:\n                c.send(b'no such word')", False),
    ("room[0].send(b'no such word')", False), ("tell('no such word')", False)])
def test_a_notice_to_others_is_no_complaint(answers, told):
    server = source(f"{HALL}room = []\ndef deny(one):\n    if one in room:\n        one.send(b'no such word')\n"
                    "def tell(text):\n    for c in room:\n        if c:\n            c.send(b'no such word')\n"
                    "def serve(c):\n    lines = c.makefile('rw')\n    for text in lines:\n"
                    f"        if text != 'SAY':\n            {answers}\nserve(hall.accept()[0])\n")
    result = Result("message", "", MISSED, seen="it shows nothing new", screens={"client": ["no such word"]})
    client = source(f"{CALL}while True:\n    link.send(input().encode())\n", "client", "b.py")
    assert bool(passing.refuses(result, server, client)) == told


@pytest.mark.parametrize("hint", [hints.listens, hints.server_half])
def test_a_server_that_runs_to_its_end_is_told_why_wherever_that_is_missed(hint):
    server = source("import socket\ndef main():\n    hall = socket.create_server(('', 5000))\n    hall.accept()\n"
                    "if __name__ == 'main':\n    main()\n")
    result = Result("x", "", MISSED, expected="the server to start, and to wait", seen="it has ended with status 0")
    told = hint(result, SimpleNamespace(transport="tcp", kind="pair"), server, source(CALL, "client"))
    assert told.startswith("a.py, line 5: __name__ is '__main__'")


@pytest.mark.parametrize("ends", [b"", b"\n", b"\0"])
def test_ours_speaks_as_was_learnt_before_it_tries_anything_else(ends):
    learnt = formats.Format({"client": b"", "server": b""}, {"client": ends, "server": ends})
    tried = formats.likely(SimpleNamespace(format=learnt, roles=SimpleNamespace(transport="tcp", signs={}, marks={})))
    assert tried[0] is learnt and len({formats.alike(one) for one in tried}) == len(tried) >= 2


@pytest.mark.parametrize("encoding, known", [
    ("utf-16", True), ("UTF_16-LE", True), ("utf-16be", True), ("utf16le", False), ("utf32_be", False)])
def test_ours_speaks_in_an_encoding_of_the_source_only_if_python_has_it(encoding, known):
    roles = SimpleNamespace(transport="udp", signs={}, marks={}, server=None, kind="pair")
    tried = formats.likely(SimpleNamespace(format=None, roles=roles, passed=set(), facts={}),
                           SimpleNamespace(whole=f"data.decode({encoding!r})"))
    said = [one.framed("client", "é") for one in tried]
    assert (("é".encode(encoding) if known else b"") in said) is known


@pytest.mark.parametrize("host, there, said", [
    ("127.0.0.1", "::1", r"c\.py, line 2: the client calls 127.0.0.1 over IPv4, the server waits at ::1"),
    ("10.0.0.8", "10.0.0.5", r"c\.py, line 2: the client calls 10.0.0.8, and the server waits at 10.0.0.5"),
    ("10.0.0.8", "0.0.0.0", "$"), ("127.0.0.1", "127.0.0.1", "$"), ("127.0.0.1", "localhost", "$"),
    ("127.0.01", "127.0.0.1", "$"), ("127.1", "localhost", "$"), ("127.0.0.2", "127.1", r"c\.py, line 2: the client"),
    ("localhost", "127.0.0.1", "$"), ("localhost", "10.0.0.5", r"c\.py, line 2: the client calls localhost, and")])
def test_two_addresses_that_differ(host, there, said):
    client = source(CALL.replace("127.0.0.1", host), "client", "c.py")
    assert re.match(said, whereto.two_addresses(source(HALL.replace("127.0.0.1", there), name="s.py"), client))


@pytest.mark.parametrize("greets, said", [
    ("link.sendall(input('name: ').encode())", r"c\.py, line 7: this goes out without its length, and s\.py, line 4"),
    ("send(input('name: '))", "$")])
def test_a_name_that_goes_out_without_its_length(greets, said):
    client = source(f"{CALL}import struct\ndef send(text):\n    data = text.encode()\n"
                    f"    link.sendall(struct.pack('!I', len(data)) + data)\n{greets}\n", "client", "c.py")
    server = source(f"{HALL}import struct\nsize = struct.unpack('!I', hall.accept()[0].recv(4))[0]\n", name="s.py")
    assert re.match(said, lost.not_passed_on(server, client)) or said == "$" and "length" not in lost.not_passed_on(
        server, client)


def test_a_server_that_talks_with_ours_is_not_told_of_its_own_client():
    """Neither a line nor a lack of the client's explains why it does not talk with clients of ours."""
    server = source(f"{HALL}{PASSES_ON}while True:\n    c, a = hall.accept()\n    people.append(c)\n"
                    "    threading.Thread(target=talk, args=(c,)).start()\n")
    client = source(f"{CALL}while True:\n    link.sendall(input().encode())\n", "client", "b.py")
    assert "b.py" in lost.not_passed_on(server, client) and "b.py" not in lost.not_passed_on(server, client, alone=True)


@pytest.mark.parametrize("words, line, module, said", [
    ("PermissionError: [Errno 13] Permission denied", 4, "import socket\ns = socket.socket(type=2)\ndef find():\n"
     "    s.sendto(b'?', ('255.255.255.255', 5))\n", r"tools\.py, line 4: .*SO_BROADCAST"),
    ("TypeError: can only concatenate str (not \"bytes\") to str", 2, "def show(data):\n    print('> ' + data)\n",
     r"tools\.py, line 2: text and bytes"),
    ("TypeError: a bytes-like object is required, not 'str'", 3, "import json\ndef tell(s, d):\n"
     "    s.sendall(json.dumps(d))\n", r"tools\.py, line 3: json\.dumps gives text"),
    ("BlockingIOError: [Errno 11] Resource temporarily unavailable", 4, "import socket\ns = socket.socket()\n"
     "s.setblocking(False)\nc, a = s.accept()\n", r"tools\.py, line 4: nobody had called yet.*\(tools\.py, line 3\)"),
])
def test_an_error_in_a_file_that_is_imported(words, line, module, said):
    """Its own line is looked at, not the one of that number in the script that imports it."""
    script = source("import socket, tools\nprint(tools.find, tools.tell, tools.show)\nprint(2)\nprint(3)\n"
                    "socket.socket().listen()\n", modules=[("tools.py", module)])
    assert re.match(said, errors.explain(Fault(script, words, line, "tools.py")))


@pytest.mark.parametrize("code, words, line, said", [
    ("def ask():\n    return input().strip\nwhile True:\n    c.send(ask().encode())",
     "AttributeError: 'builtin_function_or_method' object has no attribute 'encode'", 7, r"line 5: .*strip\(\), not"),
    ("room = []\nclass G:\n    def go(self):\n        room.append(self)\n        room.remove(self.link)",
     "ValueError: list.remove(x): x not in list", 8,
     r"line 8: room holds self \(a\.py, line 7\).*room\.remove\(self\)"),
    ("import json\njson.dumps({'a': b''})", "TypeError: Object of type bytes is not JSON serializable", 5,
     "JSON holds"),
    ("import json\njson.dumps({1})", "TypeError: Object of type set is not JSON serializable", 5, r"list\(\.\.\.\)"),
    ("import asyncio\nasyncio.start_server(print, '', 5, limit=200)\nr.readline()",
     "ValueError: Separator is found, but chunk is longer than limit", 6,
     r"line 5: limit=200 here lets no line.*\(a\.py, line 6\)"),
    ("text = input\nc.send(text.encode())", "AttributeError: 'builtin_function_or_method' object has no attribute "
     "'encode'", 5, r"line 4: a function is called with parentheses after its name: input\(\)"),
    ("import chatlib", "ModuleNotFoundError: No module named 'chatlib'", 4, "was not handed in"),
    ("import aiofiles\naiofiles.open", "ModuleNotFoundError: No module named 'aiofiles'", 4, "pip install aiofiles"),
    ("users = 'data' + '\\\\users.csv'\nopen(users)", "FileNotFoundError: [Errno 2] No such file or directory: "
     r"'data\\users.csv'", 5, r"line 4: a backslash parts the names of folders on Windows only.*'data/users\.csv'"),
    ("import soket", "ModuleNotFoundError: No module named 'soket'", 4, "the one of Python is socket"),
    ("import threading\nthreading.Thread(print, (c,))", "AssertionError: group argument must be None for now", 5,
     r"Thread\(target=print, args=\(c,\)\)"),
    ("def tell(text, host, port):\n    s.sendto(text, host, port)",
     "TypeError: 'str' object cannot be interpreted as an integer", 5, r"sendto\(data, \(host, port\)\)"),
    ("s.bind(('', 10000 / 2))", "TypeError: 'float' object cannot be interpreted as an integer", 4, "or // for /"),
    ("x.verify_mode = 0", "ValueError: Cannot set verify_mode to CERT_NONE when check_hostname is enabled.", 4,
     "check_hostname = False comes before"),
    ("def get():\n    size = int(c.recv(6))\nc.sendall(f'{len(b):06}'.encode() + b)", "ValueError: invalid literal for "
     "int() with base 10: b'Welcom'", 5, "this is no length"),
    ("def answer(t):\n    s.sendall(t)", "BrokenPipeError: [Errno 32] Broken pipe", 5, "this is the listening socket"),
    ("def tell(link, t):\n    link.sendall(t)\ntell(s, b'')", "BrokenPipeError: [Errno 32] Broken pipe", 5,
     "line 6: this hands over s, the listening socket, which carries no message: c, the connection"),
    ("def whole(link, n):\n    return link.recv(n)\nc.whole(2)", "AttributeError: 'socket' object has no attribute "
     "'whole'", 6, r"It is a function of your own \(line 4\), which is given the socket: whole\(c, 2\)\."),
    ("class Link:\n    def receive(self):\n        return c.recv(9)\nLink().recieve()", "AttributeError: 'Link' object "
     "has no attribute 'recieve'", 7, r"line 7: Link has no recieve: receive \(line 5\) is meant"),
    ("c.settimeout(0)\nc.recv(9)", "BlockingIOError: [Errno 11] Resource temporarily unavailable", 5,
     r"after settimeout\(0\) \(a\.py, line 4\)"),
    ("import asyncio\nasyncio.open_connection(sock=c, ssl=x)",
     "ValueError: You must set server_hostname when using ssl without a host", 5, "line 5: .*server_hostname="),
    ("def door():\n    with socket.socket() as d:\n        return d\nd = door()\nd.accept()", "OSError: [Errno 9] Bad "
     "file descriptor", 8, "line 5: this with closes the socket as soon as door has given it back"),
    ("c.recv_until(b'.')", "AttributeError: 'socket' object has no attribute 'recv_until'. Did you mean: 'recv_into'?",
     4, r"line 4: a socket has no recv_until\. Its makefile\(\)"),
    ("c.recv_exactly(4)", "AttributeError: 'socket' object has no attribute 'recv_exactly'", 4, "Write that function"),
    ("import threading\ndef spawn(do, given):\n    threading.Thread(target=do, args=given).start()\nspawn(print, (c))",
     "TypeError: print() argument after * must be an iterable, not socket", None,
     r"line 7: one argument in parentheses is a tuple only with a comma: \(c,\), which line 6 hands"),
    ("from contextlib import closing\nwhile True:\n    with closing(s):\n        s.accept()", "OSError: [Errno 9] Bad "
     "file descriptor", 7, "line 6: this closes the listening socket each time round the loop"),
    ("def line():\n    d = socket.socket()\n    return d.connect(('', 5))\nd = line()\nd.send(b'')",
     "AttributeError: 'NoneType' object has no attribute 'send'", 8,
     r"line 6: connect gives nothing \(None\) back, and so does line with it: .* then return d\."),
    ("def door():\n    d = socket.socket()\n    d.bind(('', 5001))\n    return d\ndoor()\ndoor()",
     "OSError: [Errno 98] Address already in use", 6, r"line 9: door is called here for the second time \(before in"),
    ("import threading\ndef talk(link):\n    pass\nthreading.Thread(target=talk, kwargs={'c': c}).start()",
     "TypeError: talk() got an unexpected keyword argument 'c'", None,
     r"line 7: kwargs hands talk an argument 'c', and its parameters are called link \(line 5\)"),
    ("c.recv(9, socket.MSG_DONTWAIT)", "BlockingIOError: [Errno 11] Resource temporarily unavailable", 4,
     "leave that out"),
    ("d = c.recv(99)\nprint(d[:9].decode())", "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 8-9: "
     "unexpected end of data", 5, r"line 5: .*and d\[:9\] has cut one in the middle: decode all of it first"),
    ("a, d = s.recvfrom(9)\ns.sendto(b'', a)", "TypeError: sendto(): AF_INET address must be tuple, not bytes", 5,
     "line 4: recvfrom gives the bytes first.*Here a is the bytes"),
    ("c.send(b'%b' % 'a')", "TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not "
     "'str'", 4, "into bytes % puts bytes only, and this is a str: text.encode()"),
    ("import asyncio\nGIVEN = {'port': 5, 'limit': 200}\nasyncio.open_connection(**GIVEN)\nr.readline()",
     "ValueError: Separator is found, but chunk is longer than limit", 7, "line 5: limit=200 here lets no line"),
    ("import struct\nstruct.pack('16s', 'a')", "error: argument for 's' must be a bytes object", 5, "this is text"),
    ("import ssl\nx = ssl.wrap_socket(c, server_hostname='a.org')",
     "SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED Hostname mismatch, certificate is not valid for 'a.org'.", 5,
     r"line 5: the certificate is not for 'a\.org'"),
    ("socket.setdefaulttimeout(0)\nt = socket.socket()\nt.connect(('', 5000))", "BlockingIOError: [Errno 115] "
     "Operation now in progress", 6,
     r"line 6: the connection was not made yet, and after setdefaulttimeout\(0\) \(.*line 4\)"),
    ("import asyncio\nasyncio.open_connection('', 5000,\n    server_hostname='a.org')",
     "SSLCertVerificationError: CERTIFICATE_VERIFY_FAILED Hostname mismatch, certificate is not valid for 'a.org'.", 9,
     r"line 6: the certificate is not for 'a\.org'"),
])
def test_errors_and_what_repairs_them(code, words, line, said):
    script = source(f"import socket\ns = socket.create_server(('', 5000))\nc, a = s.accept()\n{code}\n")
    told = errors.explain(Fault(script, words, line))
    assert re.search(said, told), told


CLOSES = """import socket
door = socket.create_server(("", 5000))
kept = []
def talk(one):
    while data := one.recv(99):
        for other in kept:
            other.sendall(data)
    one.close()
    {after}
while True:
    one, address = door.accept()
    kept.append(one)
"""


@pytest.mark.parametrize("after, said", [
    ("print('left')", r"a\.py, line 8: this closes a connection, which stays in kept.*kept\.remove"),
    ("kept.remove(one)", "the socket has been closed before"), ("del kept[0]", "the socket has been closed before")])
def test_a_connection_that_is_closed_and_stays_on_the_list(after, said):
    fault = Fault(source(CLOSES.format(after=after)), "OSError: [Errno 9] Bad file descriptor", 7)
    assert re.search(said, errors.explain(fault))


LEAVES = """import socket, threading
door, kept = socket.create_server(("", 5000)), {}
def talk(one):
    while True:
        try:
            data = one.recv(99)
            if data == b"over":
                kept.pop(one)
                one.close()
                break
            for other in kept.copy():
                other.sendall(data)
        except OSError as error:
            print(error)
            one.close()
            break
while True:
    one, address = door.accept()
    kept[one] = address
    threading.Thread(target=talk, args=(one,)).start()
"""


@pytest.mark.parametrize("then, said", [
    ("", r"a\.py, line 15: this closes a connection, which stays in kept, and the loop in a\.py, line 12 still sends"),
    ("            kept.pop(one, 0)\n", "")])
def test_one_of_two_ways_to_leave_takes_nobody_off_the_list(then, said):
    """The error is caught and printed, so it has no line."""
    text = LEAVES.replace("            one.close()\n            break\nwhile", f"            one.close()\n{then}"
                          "            break\nwhile")
    told = errors.explain(Fault(source(text), "[Errno 9] Bad file descriptor"))
    assert re.match(said, told) and ("stays in kept" in told) is bool(said)


@pytest.mark.parametrize("there, said", [
    ("class Msg: pass", r"s\.py, line 3: c\.py sends an object of its class Msg \(line 2\), and s\.py has none of that "
     r"name; it has Message"), ("class Other: pass", "$")])
def test_a_pickle_of_a_class_that_only_the_other_program_has(there, said):
    server = source("import pickle\nclass Message: pass\npickle.loads(b'')\n", name="s.py")
    words = "AttributeError: Can't get attribute 'Msg' on <module '__main__' from 's.py'>"
    assert re.match(said, hints.other_class(Fault(server, words, 3), source(f"import pickle\n{there}\n", name="c.py")))


@pytest.mark.parametrize("shows, said", [
    ("print('Client', {data})", r"a\.py, line 5: b'\.\.\.' is no text"), ("print(str(data, 'utf-8'))", "$"),
    ("print(data.decode())", "$"), ("import json\nprint(json.loads(data)['text'])", "$")])
def test_bytes_are_named_where_they_are_shown(shows, said):
    script = source(f"{HALL}c, a = hall.accept()\ndata = c.recv(99)\n{shows}\n")
    assert re.match(said, hints_on_text.shows_bytes(script))


@pytest.mark.parametrize("size, more", [(10, True), (99, False)])
def test_bytes_that_may_end_within_a_letter_are_not_to_be_decoded_yet(size, more):
    script = source(f"{HALL}c, a = hall.accept()\nwhile True:\n    data = c.recv({size})\n    print(data)\n")
    assert (f"take in more than {size} bytes" in hints_on_text.shows_bytes(script)) == more


@pytest.mark.parametrize("shown, said", [("Client {b'hello'}", "show data.decode()"), ("Client hello", "is a set")])
def test_the_practical_s_form_is_no_matter_of_bytes_where_none_are_shown(shown, said):
    script = source(f"{HALL}c, a = hall.accept()\nprint(c.recv(99))\n")
    result = Result("transcript", "", MISSED, screens={"server": [shown]})
    assert said in hints_on_text.transcript(result, None, script, source(CALL, "client"))


@pytest.mark.parametrize("asks, said", [
    ('input("Send:\\n")', r"b\.py, line 3: without the newline at its end a prompt stands before what is typed: input"),
    ('input("Send: ")', 'input\\("Enter Message "\\)')])
def test_a_prompt_that_ends_its_line(asks, said):
    """Nothing stands before the cursor then; the sheet shows what it ends with."""
    client = source(f"{CALL}link.send({asks}.encode())\n", "client", "b.py")
    assert re.match(said, hints_on_text.prompts(None, None, source(HALL), client))
    with pytest.raises(Known) as missed:
        pairs.prompts_are_the_practicals(SimpleNamespace(prompts={"client": "", "server": "> "}))
    assert missed.value.seen == "before the cursor stands nothing in the client and '> ' in the server"


@pytest.mark.parametrize("sends, ends", [("for text in sys.stdin:\n    link.sendall(text.encode())", True),
                                         ("text = sys.stdin.readline().strip()\nlink.sendall(text.encode())", False)])
def test_a_line_of_stdin_has_its_newline(sends, ends):
    text = f"{CALL}import sys\n{sends}\n".replace("readline().strip", "read().strip")
    assert source(text, "client").marks_end == ends


def test_a_line_of_a_file_that_is_imported_is_named_with_it():
    """In the middle of a sentence, too."""
    module = ("wire.py", "def hear(s):\n    return s.recvfrom(999)\n")
    script = source("import socket, wire\ns = socket.socket(type=2)\ns.bind(('', 5))\nwire.hear(s)\n", modules=[module])
    assert [script.ref(*script.of(name)) for name in ("recvfrom", "bind")] == ["wire.py, line 2", "line 3"]


def test_a_part_of_an_address_that_the_source_names():
    [script] = read("a.py", "import socket\nHALL = ('<broadcast>', 5000)\ns = socket.socket(type=socket.SOCK_DGRAM)\n"
                            "s.bind(('', HALL[1]))\ns.recvfrom(99)\ns.sendto(input().encode(), HALL)\n")
    assert (script.port, script.role, script.kind) == (5000, "both", "chat")


TOOLS = """import socket
def make(address=None):
    s = socket.socket(type=socket.SOCK_DGRAM)
    if address:
        s.bind(address)
    return s
"""


@pytest.mark.parametrize("text, role, port", [
    ("import tools\ns = tools.make(('127.0.0.1', 5000))\ndata, a = s.recvfrom(99)\ns.sendto(data, a)\n",
     "server", 5000),
    ("import socket, tools\ns = socket.socket(type=2)\ns.sendto(input().encode(), ('127.0.0.1', 5000))\n"
     "print(s.recvfrom(99))\n", "client", 5000)])
def test_a_helper_that_binds_is_read_where_it_is_called(text, role, port):
    """A file that only imports it, for something else, does not bind."""
    [script] = read("a.py", text, [("tools.py", TOOLS)])
    assert (script.role, script.port) == (role, port)


def test_an_address_that_a_class_is_handed():
    [script] = read("a.py", "import socket\nclass C:\n    def __init__(self, host, port):\n        self.s = socket."
                            "socket()\n        self.s.connect((host, port))\nC('10.0.0.7', port=5001).s.send(b'')\n")
    assert (script.host, script.port, script.role) == ("10.0.0.7", 5001, "client")


def test_an_address_that_a_method_named_like_the_socket_s_is_handed():
    [script] = read("a.py", "import socket\nclass C:\n    def __init__(self):\n        self.s = socket.socket()\n"
                            "    def connect(self, host, port):\n        self.s.connect((host, port))\n"
                            "C().connect('10.0.0.7', 5001)\n")
    assert (script.host, script.port) == ("10.0.0.7", 5001)


def test_a_with_that_closes_one_which_stays_on_the_list():
    script = source(f"{HALL}def talk(one):\n    with one:\n        while data := one.recv(99):\n            "
                    "for other in kept:\n                other.sendall(data)\nkept = []\nwhile True:\n"
                    "    one, a = hall.accept()\n    kept.append(one)\n")
    assert errors.explain(Fault(script, "OSError: [Errno 9] Bad file descriptor", 7)).startswith(
        "a.py, line 4: the end of this with closes a connection, which stays in kept")


KEPT = [f"{HALL}kept = []\ndef talk(one):\n    with one:\n        while data := one.recv(99):\n            "
        "for other in kept:\n                other.sendall(data)\n    kept.remove(one)\n{}",
        f"{HALL}kept = []\ndef talk(one):\n    try:\n        with one:\n            while data := one.recv(99):\n"
        "                for other in kept:\n                    other.sendall(data)\n    finally:\n        "
        "kept.remove(one)\n{}",
        f"{HALL}kept = []\ndef talk(one):\n    with one, one.makefile() as lines:\n        for data in lines:\n"
        "            for other in kept:\n                other.sendall(data)\n    kept.remove(one)\n{}"]


@pytest.mark.parametrize("text, failed, skipped", [(KEPT[0], 8, True), (KEPT[1], 9, False), (KEPT[2], 8, True)])
def test_an_error_that_skips_what_takes_a_client_off_the_list(text, failed, skipped):
    """The line that leaves a closed connection on the list is named, not the one that sends to it."""
    script = source(text.format("while True:\n    one, a = hall.accept()\n    kept.append(one)\n"))
    said = errors.explain(Fault(script, "OSError: [Errno 9] Bad file descriptor", failed))
    assert ("a.py, line 6: receiving raises" in said and "line 9 is not reached" in said) == skipped


@pytest.mark.parametrize("put, empty", [
    ("print(one)", True), ("kept.append(one)", False), ("kept.update({1: one})", False), ("kept += [one]", False),
    ("keep(kept, one)", False)])
def test_a_list_on_which_nobody_is_put(put, empty):
    script = source(f"{HALL}kept = []\ndef talk(one):\n    while data := one.recv(99):\n        for other in "
                    "list(kept):\n            if other is not one:\n                other.sendall(data)\n"
                    f"while True:\n    one, a = hall.accept()\n    {put}\n    if one in kept:\n"
                    "        kept.remove(one)\n    threading.Thread(target=talk, args=(one,)).start()\n")
    assert ("a.py, line 3: nobody is ever put on kept" in lost.not_passed_on(script, source(CALL, "client"))) == empty


AWAITS = """import asyncio, socket
async def serve(loop, link):
    while data := await loop.sock_recv(link, 99):
        print(data)
async def main():
    loop = asyncio.get_running_loop()
    while True:
        link, _ = await loop.sock_accept(door)
        {}
door = socket.create_server(("", 5000))
"""


@pytest.mark.parametrize("done, line", [("await serve(loop, link)", 9), ("asyncio.create_task(serve(loop, link))", 0)])
def test_a_talk_that_is_awaited_before_the_next_client(done, line):
    assert one(AWAITS.format(done), "awaits at once") == (f"a.py, line {line}: " if line else "")


@pytest.mark.parametrize("use, line", [
    ("    hear()\n", 6), ("    said = hear()\n    print(said)\n", 6), ("    if not hear():\n        break\n", 0),
    ("    said = hear()\n    if not said:\n        break\n", 0), ("    return hear()\n", 0),
    ("    said = hear()\n    if said == 'over':\n        break\n", 6),
    ("    said = hear()\n    if said < 0:\n        break\n", 0)])
def test_an_end_that_a_function_hands_on_is_looked_at_by_its_caller(use, line):
    text = f"{HALL}c, a = hall.accept()\ndef hear():\n    print('a')\n    text = c.recv(99)\n    return text\n" \
        f"def talk():\n  while True:\n{use}"
    assert one(text, "empty not noticed") == (f"a.py, line {line}: " if line else "")


@pytest.mark.parametrize("reads, told", [("struct.unpack('=I', c.recv(4))[0]", "4 bytes, native here"),
                                         ("socket.ntohl(struct.unpack('=I', c.recv(4))[0])", "")])
def test_a_number_that_one_end_turns_around(reads, told):
    sender = source(f"{CALL}import struct\nlink.sendall(struct.pack('=I', socket.htonl(5)))\n", "client", "c.py")
    said = framed.framing(sender, source(f"{HALL}import struct\nc, a = hall.accept()\nsize = {reads}\n"))
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("data, told", [("text.encode()", True), ("(text + '\\n').encode()", False)])
def test_lines_that_are_read_and_not_sent_by_a_client_that_reads_lines_itself(data, told):
    """What it reads line by line says nothing of what it sends."""
    server = source(f"{HALL}c, a = hall.accept()\nfor line in c.makefile('r'):\n    print(line)\n", name="s.py")
    client = source(f"{CALL}def show():\n    for line in link.makefile('r'):\n        print(line)\nwhile True:\n"
                    f"    text = input()\n    link.sendall({data})\n", "client", "c.py")
    assert bool(framed.by_lines(client, server)) == told


@pytest.mark.parametrize("takes, told", [("int(c.recv(4).decode())", "a.py, line 5: recv(n) may give fewer"),
                                         ("999", "recv gives bytes, not messages")])
def test_a_length_that_is_read_as_text(takes, told):
    """A program that takes as many bytes as it is told is not asked for newlines."""
    script = source(f"{HALL}c, a = hall.accept()\nmany = {takes}\nprint(c.recv(many).decode())\n")
    result = Result("pieces", "", MISSED, expected="the server to wait for the rest")
    assert told in hints.pieces(result, SimpleNamespace(transport="tcp", kind="pair"), script, source(CALL, "client"))


@pytest.mark.parametrize("sends, told", [
    ("link.sendall(f'{len(data):06}'.encode() + data)", "recv(n) may give fewer than n bytes"),
    ("link.sendall(f'{len(data):06}'.encode() + data)\ndef greet():\n    link.sendall(b'hello')",
     "this is no length")])
def test_a_length_that_has_come_in_part(sends, told):
    """Only where the other program sends something without its length has that come in the place of one."""
    script = source(f"{HALL}c, a = hall.accept()\nsize = int(c.recv(6))\ndata = c.recv(size)\n")
    other = source(f"{CALL}data = input().encode()\n{sends}\n", "client")
    words = "ValueError: invalid literal for int() with base 10: b'   abc'"
    assert told in errors.explain(Fault(script, words, 4, other=other))


@pytest.mark.parametrize("came, told", [
    ("b''", "the other side has gone, and recv (line 4) gives b'' from then on"), ("''", "the other side has gone"),
    ("b'  '", "something has gone out without one before it")])
def test_an_end_that_is_taken_for_a_length(came, told):
    """What is empty is no part of a length: nothing comes any more."""
    script = source(f"{HALL}c, a = hall.accept()\nsize = int(c.recv(6))\ndata = c.recv(size)\n")
    assert told in errors.explain(Fault(script, f"ValueError: invalid literal for int() with base 10: {came}", 4))


SERVES = "import socketserver\nclass Talk(socketserver.BaseRequestHandler):\n    def handle(self):\n" \
    "        print(self.request.recv(9))\n"


@pytest.mark.parametrize("makes, told", [
    ("s = socketserver.ThreadingTCPServer(('', 5000), Talk)\ns.serve_forever()\n", "a.py, line 5: each client"),
    ("class Hall(socketserver.ThreadingMixIn, socketserver.TCPServer):\n    pass\nHall(('', 5000), Talk)\n",
     "a.py, line 5: each client"),
    ("class Hall(socketserver.ThreadingTCPServer):\n    daemon_threads = True\nHall(('', 5000), Talk)\n",
     "Ctrl-C must"),
    ("class Hall(socketserver.ThreadingTCPServer):\n    pass\nHall(('', 5000), Talk)\n", "a.py, line 5: each client"),
    ("import threading\none = threading.Thread(target=print)\none.start()\none.join()\n",
     "a.py, line 6: a thread that never ends")])
def test_a_thread_that_outlives_the_main_one(makes, told):
    """On Ctrl-C nobody waits in join() any more: what keeps the program alive is a thread that is no daemon."""
    result = Result("quiet", "", MISSED, expected="the server to end quietly",
                    seen="it goes on, though its main thread has ended: KeyboardInterrupt, line 9")
    assert told in hints.quiet(result, None, source(f"{SERVES}{makes}"), source(CALL, "client"))


@pytest.mark.parametrize("seen, outcome", [
    ("the client looks for a server at port 5001, where nobody waits; the server waits at port 5000", MISSED),
    ("the client looks for a server at 127.0.5.1, where nobody waits; the server waits at 127.0.0.1", MISSED),
    ("it shows nothing new", PASSED)])
def test_a_first_message_that_goes_elsewhere(seen, outcome):
    """Over UDP a client looks for its server only with that, and has no mark for looking at another port or address."""
    results = {"listens": Result("listens", "", PASSED), "message": Result("message", "", MISSED, seen=seen)}
    blame.elsewhere(results)
    listens = results["listens"]
    assert listens.outcome == outcome and ("5001" in listens.reason or "127.0.5.1" in listens.reason) == (
        outcome == MISSED)
    assert outcome == PASSED or ("its port" in listens.expected) == ("at port" in seen)
    told = hints.message(results["message"], SimpleNamespace(transport="udp", kind="pair"), source(HALL, name="s.py"),
                         source(CALL.replace("127.0.0.1", "127.0.5.1"), "client", "c.py"))
    assert ("that port and the one in c.py" in told) == ("5001" in seen)
    assert ("calls 127.0.5.1, and the server waits at 127.0.0.1" in told) == ("5001" not in seen)


@pytest.mark.parametrize("body, told", [
    ("data = link.recv(99)\nif data == 'exit':\n    pass\n", "line 4: what recv gives is bytes"),
    ("data = link.recv(99)\nif data == b'exit':\n    pass\n", ""),
    ("data = link.recv(99)\ndata = data.decode()\nif data == 'exit':\n    pass\n", ""),
    ("data = link.recv(99)\nif data == '':\n    pass\n", ""),
    ("text = input()\nif text == b'exit':\n    pass\n", "line 4: what was typed is text"),
    ("text = input()\nif text == 'exit':\n    pass\n", "")])
def test_a_word_that_is_never_equal(body, told):
    """Bytes are no text: neither what was typed nor what has come is equal to a word of the other kind."""
    said = comparing.bytes_for_text(source(CALL + body))
    assert told in said and bool(told) == bool(said)


@pytest.mark.parametrize("made, test, told", [
    ("c.recv(32)", "data != ''", True), ("c.recv(32)", "data == ''", True), ("c.recv(32)", "data != b''", False),
    ("c.recv(32).decode()", "data != ''", False), ("c.recv(32)", "data in ('', b'')", False)])
def test_the_end_of_a_connection_that_is_looked_for_as_a_text(made, test, told):
    """So the lines below it are done again and again, or never."""
    server = source(f"{HALL}c, a = hall.accept()\nwhile True:\n    data = {made}\n    if {test}:\n        print(1)\n")
    result = Result("lost", "", MISSED, expected="the server to go on as before", seen="it prints without end")
    said = hints.lost(result, SimpleNamespace(transport="tcp", kind="pair"), server, source(CALL, "client"))
    assert ("line 6: what recv gives is bytes, also b''" in said) == told


@pytest.mark.parametrize("size, told", [
    (32, "recv(32) takes at most 32 bytes, and this message has more"), (48, "recv(48) may cut one in the middle")])
def test_letters_that_do_not_fit_into_a_recv(size, told):
    client = source(f"{CALL}while True:\n    print(link.recv({size}).decode())\n", "client")
    result = Result("letters", "", MISSED, expected='the client to show "ñ नमस्ते 你好 basoku9"', seen="it shows some")
    assert told in hints.letters(result, SimpleNamespace(kind="chat"), source(HALL), client)


@pytest.mark.parametrize("asks, told", [
    ("link.send(input().encode())", "a.py: only the server looks for 'bye' (a.py, line 6)"),
    ("text = input()\n    if text == 'out':\n        break", "line 5: after the stop word leave the loop")])
def test_a_stop_word_that_only_the_server_looks_for(asks, told):
    """Its client has to look for it, too; a word of its own is another matter."""
    server = source(f"{HALL}c, a = hall.accept()\nwhile True:\n    data = c.recv(99).decode()\n"
                    "    if data == 'bye':\n        break\n    c.send(input().encode())\n")
    client = source(f"{CALL}while True:\n    {asks}\n    print(link.recv(99))\n", "client")
    result = Result("stops", "", MISSED, expected="the client to end on 'bye'", seen="it waits for the keyboard")
    assert told in hints.stops(result, SimpleNamespace(transport="tcp", kind="pair"), server, client)


def test_an_end_that_is_looked_for_where_the_length_comes():
    """The next recv of the same loop is not blamed for it."""
    text = f"{HALL}c, a = hall.accept()\nwhile True:\n    size = c.recv(6)\n    if not size:\n        break\n" \
        "    data = c.recv(int(size))\n    print(data.decode())\n"
    assert one(text, "empty not noticed") == ""
    assert one(text.replace("not size", "size == b'     0'"), "empty not noticed") == "a.py, line 5: "


@pytest.mark.parametrize("last, how", [("", "asyncio.run(talk())"), ("asyncio.run(other())", "await talk()")])
def test_a_coroutine_that_is_never_called_is_not_run_by_its_call_alone(last, how):
    client = source("import asyncio\nasync def other():\n    print(1)\nasync def talk():\n    _, link = await "
                    f"asyncio.open_connection('127.0.0.1', 5000)\n    link.write(input().encode())\n{last}\n", "client")
    assert vain.never_called(client) == f"a.py, line 4: talk is never called, so line 5 is not reached: {how}."


@pytest.mark.parametrize("last, told", [
    ("main()", "a.py, line 3: join is never called, so line 4 is not reached: join()"),
    ("join()\nmain()", ""), ("main(join)", ""), ("getattr(link, input())()\nmain()", "")])
def test_a_function_that_connects_and_is_never_called(last, told):
    client = source("import socket\nlink = socket.socket()\ndef join():\n    link.connect(('127.0.0.1', 5000))\n"
                    f"def main():\n    link.send(input().encode())\n{last}\n", "client")
    assert vain.never_called(client).startswith(told) and bool(told) == bool(vain.never_called(client))
    result = Result("client_half", "", MISSED, expected="the client to connect", seen="it has not")
    assert told in hints.client_half(result, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client)


@pytest.mark.parametrize("calls", ["s.connect(('', 1))\n    s.send(b'')", "s.sendto(b'', ('', 1))"])
def test_a_client_that_is_never_called_over_udp(calls):
    client = source("import socket\ndef ask():\n    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                    f"    {calls}\n", "client")
    assert vain.never_called(client).startswith("a.py, line 2: ask is never called, so line 4")


@pytest.mark.parametrize("use, found", [
    ("def whole(s, n):\n    return s.recv(n)\ndef serve():\n    s = socket.create_server(('', 5000))\n"
     "    c, a = s.accept()\n    print(whole(c, 9))\nserve()\n", ""),
    ("def call():\n    s = socket.create_connection(('', 5000))\n    s.send(b'')\ndef serve():\n"
     "    s = socket.create_server(('', 5000))\n    c, a = s.accept()\nserve()\n", ""),
    ("def whole(s, n):\n    return s.recv(n)\ndef serve():\n    s = socket.create_server(('', 5000))\n"
     "    c, a = s.accept()\n    print(whole(s, 9))\nserve()\n", "a.py, line 3: "),
    ("def serve():\n    s = socket.create_server(('', 5000))\n    c, a = s.accept()\n    print(s.recv(9))\nserve()\n",
     "a.py, line 5: "),
    ("def tell(s):\n    s.send(b'')\nd = socket.create_server(('', 5000))\nc, a = d.accept()\ntell(d)\n",
     "a.py, line 6: "),
    ("def tell(s):\n    s.send(b'')\nd = socket.create_server(('', 5000))\nc, a = d.accept()\ntell(c)\n", ""),
    ("def tell(s):\n    c, a = s.accept()\n    c.send(b'')\nd = socket.create_server(('', 5000))\ntell(d)\n", ""),
    ("s = socket.create_server(('', 5000))\nc, a = s.accept()\ndef hear():\n    print(s.recv(9))\nhear()\n",
     "a.py, line 5: ")])
def test_a_socket_that_only_has_the_name_of_the_one_that_listens(use, found):
    """A parameter, or a name of another function, is a socket of its own, unless it is handed what listens."""
    assert one(f"import socket\n{use}", "on listener") == found


@pytest.mark.parametrize("sends, told", [("b'hello'", "a.py, line 3: what is sent stands in the program"),
                                         ("input().encode()", "a.py: after its last line a program ends")])
def test_a_client_that_ends_and_asks_nobody(sends, told):
    client = source(f"{CALL}link.send({sends})\nprint(link.recv(99))\n", "client")
    result = Result("starts", "", MISSED, expected="the client to start", seen="it has ended with status 0")
    assert hints.starts(result, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client).startswith(told)


@pytest.mark.parametrize("shows", ["sys.stdout.write('you: ' + data.decode() + '\\n')", "print(data.decode())"])
def test_what_is_written_to_the_screen_ends_no_message(shows):
    client = source(f"{CALL}import sys\nwhile True:\n    link.sendall(sys.stdin.readline().strip().encode())\n"
                    f"    data = link.recv(99)\n    {shows}\n", "client", "c.py")
    roles = SimpleNamespace(transport="tcp", kind="pair")
    empty = Result("empty", "", MISSED, expected="the server to ask", seen="it waits for the network")
    assert "c.py, line 5: TCP sends nothing at all" in hints.empty(empty, roles, source(HALL), client)
    pieces = Result("pieces", "", MISSED, expected="the server to wait for the rest")
    server = source(f"{HALL}import sys\nc, a = hall.accept()\nprint(c.recv(99))\nsys.stdin.readline()\n")
    assert "recv gives bytes, not messages" in hints.pieces(pieces, roles, server, client)


def test_a_program_that_goes_back_to_its_menu():
    """It says that there is no server, and leaves its loop at the stop word: neither is asked for."""
    client = source("import socket\ndef call():\n    link = socket.socket()\n    try:\n        link.connect(('', 5))\n"
                    "    except OSError:\n        print('nobody there')\n        return\n    while True:\n"
                    "        text = input()\n        if text == 'bye':\n            return\n"
                    "        link.send(text.encode())\nwhile input('1 call, 2 leave: ') == '1':\n    call()\n",
                    "client")
    roles = SimpleNamespace(transport="tcp", kind="pair")
    ends = Result("stops", "", MISSED, expected="the client to end on 'bye'", seen="it waits for the keyboard")
    told = hints.stops(ends, roles, source(HALL), client)
    assert "line 14: after the stop word the program goes round once more" in told
    alone = Result("alone", "", MISSED, expected="the client to say so", seen="it waits for the keyboard",
                   screens={"client": ["nobody there"]})
    assert "say that there is no server" not in hints.alone(alone, roles, source(HALL), client)


def test_a_handler_that_hears_each_client_once_in_a_chat():
    text = f"{HALL}{PASSES_ON}".replace("    while data := one.recv(999):", "    data = one.recv(999)\n    if data:")
    server = source(f"{text}while True:\n    one, a = hall.accept()\n    people.append(one)\n"
                    "    threading.Thread(target=talk, args=(one,), daemon=True).start()\n", name="s.py")
    result = Result("turns", "", MISSED, expected="client 2 to show", seen="it shows nothing new")
    told = hints.turns(result, SimpleNamespace(transport="tcp", kind="chat"), server, source(CALL, "client"))
    assert "s.py, line 5: this is done once for each connection" in told


@pytest.mark.parametrize("starts, told", [
    ("multiprocessing.Process(target=talk, args=(one,)).start()", "a.py, line 14: each process has a copy of its own"),
    ("os.fork() or talk(one)", "a.py, line 14: each process has a copy of its own"),
    ("threading.Thread(target=talk, args=(one,)).start()", "")])
def test_processes_that_share_no_list(starts, told):
    server = source(f"{HALL}import multiprocessing, os\n{PASSES_ON}while True:\n    one, a = hall.accept()\n"
                    f"    people.append(one)\n    {starts}\n")
    assert bool(told) == ("each process" in lost.not_passed_on(server, source(CALL, "client")))
    assert slips.by_process(server).startswith(told)


@pytest.mark.parametrize("sends, told", [
    ("f'{a}: {data}'", True), ("str(a) + data.decode()", True), ("data.decode()", True), ("text", True),
    ("f'{a}'.encode()", False), ("data", False), ("bytes(text, 'utf-8')", False)])
def test_a_text_that_is_sent_and_an_error_that_is_hidden(sends, told):
    server = source(f"{HALL}people = []\ndef talk(one, a):\n    while data := one.recv(999):\n        text = f'{{a}} '"
                    " + data.decode()\n        for other in people:\n            if other is not one:\n"
                    f"                try:\n                    other.send({sends})\n                except:\n"
                    "                    pass\nwhile True:\n    one, a = hall.accept()\n    people.append(one)\n"
                    "    threading.Thread(target=talk, args=(one, a)).start()\n")
    said = lost.not_passed_on(server, source(CALL, "client"))
    hidden = "Sockets carry bytes: send(text.encode()). The error is not seen, since a.py, line 11 hides it."
    assert (said == f"a.py, line 10: {hidden}") == told


@pytest.mark.parametrize("inside, told", [
    ("", True), ("        people.append(data)\n", False), ("        print(data)\n", False), ("        break\n", False)])
def test_what_is_done_after_the_loop_that_receives(inside, told):
    server = source(f"{HALL}people = []\ndef tell(text):\n    for other in people:\n        other.send(text)\n"
                    f"def talk(one):\n    while True:\n        data = one.recv(99)\n        if not data:\n"
                    f"            break\n{inside}    tell(data)\nwhile True:\n"
                    "    one, a = hall.accept()\n    people.append(one)\n"
                    "    threading.Thread(target=talk, args=(one,)).start()\n")
    said = order.after_loop(server)
    assert bool(said) == told and ("line 12: this stands outside of the loop that receives (line 8)" in said) == told
    assert not told or said == lost.not_passed_on(server, source(CALL, "client"))


@pytest.mark.parametrize("sent, told", [
    ("data", "line 7: this sends something else than what was typed: answer (line 6) is never used."),
    ("answer.encode()", ""), ("data + b' ' + answer.encode()", "")])
def test_what_was_typed_and_is_never_sent(sent, told):
    server = source(f"{HALL}c, a = hall.accept()\nwhile data := c.recv(99):\n    print(data.decode())\n"
                    f"    answer = input()\n    c.send({sent})\n")
    assert typed.typed_in_vain(server).removeprefix("a.py, ") == told
    result = Result("reply", "", MISSED, expected="the client to show 'x'", seen="it shows 'y'")
    assert told in lost_in_pairs.where_lost(result, server, source(CALL, "client"))


@pytest.mark.parametrize("first, last, told", [
    ("text = 'hello'", "text = input()", True), ("text = input()", "text = input()", False),
    ("text = ''", "text = input()\n    s.sendto(text.encode(), who)", False), ("text = 'hello'", "input()", False),
    ("text = ask()", "text = input()", False), ("text = s.getsockname()[0]", "text = input()", False)])
def test_what_was_typed_the_turn_before(first, last, told):
    server = source(f"import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5000))\n{first}\n"
                    f"while True:\n    data, who = s.recvfrom(99)\n    s.sendto(text.encode(), who)\n    {last}\n")
    said = "a.py, line 7: this sends what was typed the turn before, since it stands before the question (line 8): " \
        "ask first, and send text after that."
    assert typed.typed_in_vain(server) == (said if told else "")


@pytest.mark.parametrize("turn, told", [
    ("say(text)\n    print(read())\n    text = input()", False),
    ("print(read())\n    say(text)\n    text = input()", True),
    ("print(read())\n    text = input()\n    say(text)", False), ("say(text)\n    text = input()", False)])
def test_what_was_typed_the_turn_before_goes_out_by_a_function_of_its_own(turn, told):
    client = source(f"{CALL}def read():\n    return link.recv(99)\ndef say(text):\n    link.send(text.encode())\n"
                    f"text = ''\nwhile True:\n    {turn}\n", "client")
    assert bool(typed.sends_before_asking(client)) is told


@pytest.mark.parametrize("turn", [
    "link.send(text.encode())\n    print(link.recv(99))\n    text = input()",
    "print(link.recv(99))\n    if text:\n        link.send(text.encode())\n    else:\n        text = input()"])
def test_what_is_sent_as_soon_as_it_was_typed_is_not_said_to_be_of_the_turn_before(turn):
    assert typed.sends_before_asking(source(f"{CALL}text = ''\nwhile True:\n    {turn}\n", "client")) == ""



@pytest.mark.parametrize("sets, told", [("going == False", "line 6: this compares, and changes nothing: going = False"),
                                        ("going = False", "")])
def test_a_flag_that_is_only_compared(sets, told):
    client = source(f"{CALL}going = True\nwhile going:\n    if (text := input()) == 'exit':\n        {sets}\n"
                    "    link.send(text.encode())\n", "client")
    none = Result("stops", "", MISSED, expected="a word", seen="neither program looks for one")
    assert told in hints.stops(none, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client)
    assert bool(comparing.compares_in_vain(client)) == bool(told)


@pytest.mark.parametrize("host, told", [
    ("http://127.0.0.1", "that is 127.0.0.1 alone"), ("localhost:5000", "that is localhost alone"),
    ("laptop", "Is the address mistyped")])
def test_a_host_with_more_than_a_name(host, told):
    client = source(f"import socket\ns = socket.socket()\ns.connect(({host!r}, 5000))\n", "client")
    assert told in errors.explain(Fault(client, "gaierror: [Errno -2] Name or service not known", 3))


RELAY = "people = []\ndef talk(one):\n{}    while True:\n        data = one.recv(99)\n        if not data:\n" \
    "            break\n        {}\n        for other in people:\n            other.send(data)\nwhile True:\n" \
    "    one, a = hall.accept()\n    people.append(one)\n    threading.Thread(target=talk, args=(one,)).start()\n"


@pytest.mark.parametrize("before, then, told", [
    ("    name = input('Who? ')\n", "print(data)", "line 5: the server's own user is asked here, once for each client"),
    ("", "text = one.recv(99)", "line 9: this receives once more: what has come in line 6 is only looked at"),
    ("", "print(data)", ""), ("    name = one.recv(99)\n", "print(name, data)", "")])
def test_a_client_that_is_not_heard_or_only_half_of_it(before, then, told):
    text = RELAY.format(before, then).replace("other.send(data)", "other.send(text)" if "text" in then else
                                              "other.send(data)")
    server, roles = source(f"{HALL}{text}"), SimpleNamespace(transport="tcp", kind="chat")
    result = Result("turns", "", MISSED, expected="client 2 to show 'x'", seen="it shows nothing new")
    for hint in hints.turns, hints.everybody:
        said = hint(result, roles, server, source(CALL, "client"))
        assert told in said and ("own user" in said or "once more" in said) == bool(told)


@pytest.mark.parametrize("seen, told", [("it shows nothing new", "Whom does the list hold"),
                                        ('it shows "57"', "'57' is shown where the message was expected")])
def test_what_is_shown_in_the_place_of_a_message(seen, told):
    server = source(f"{HALL}{RELAY.format('', 'print(data)')}")
    client = source(f"{CALL}def hear():\n    while True:\n        print(link.recv(99).decode())\n"
                    "threading.Thread(target=hear, daemon=True).start()\n", "client")
    result = Result("message", "", MISSED, expected="client 2 to show 'x'", seen=seen)
    roles = SimpleNamespace(transport="tcp", kind="chat", section="tcp-chat")
    assert told in hints.message(result, roles, server, client)


@pytest.mark.parametrize("test, told", [("__name__ == 'main'", "line 4: __name__ is '__main__'"),
                                        ("__name__ == '__main__'", "its loop ends at once")])
def test_a_main_that_is_never_reached(test, told):
    client = source("import socket\ndef main():\n    while socket.socket().recv(9): pass\n"
                    f"if {test}:\n    main()\n", "client")
    result = Result("starts", "", MISSED, expected="the client to start", seen="it has ended with status 0")
    assert told in hints.starts(result, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client)


@pytest.mark.parametrize("word, told", [("b'exit'", "line 4: what was typed is text, and is never equal to the bytes"),
                                        ("'exit'", "leave the loop and close the socket")])
def test_a_stop_word_in_bytes(word, told):
    client = source(f"{CALL}text = input()\nif text == {word}:\n    link.close()\n", "client")
    ends = Result("stops", "", MISSED, expected="the client to end on 'exit'", seen="it waits for the keyboard")
    assert told in hints.stops(ends, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client)


@pytest.mark.parametrize("listens, told", [("s.listen", "line 3: this names listen, and does not call it"),
                                           ("print()", "line 4: this socket does not listen")])
def test_a_listen_without_parentheses(listens, told):
    server = source(f"import socket\ns = socket.socket()\n{listens}\ns.accept()\n")
    assert told in errors.explain(Fault(server, "OSError: [Errno 22] Invalid argument", 4))


@pytest.mark.parametrize("uses, told", [("if data:\n        pass", True), ("print(data.decode())", False),
                                        ("if data:\n        show(data)", False)])
def test_what_comes_and_is_only_looked_at(uses, told):
    server = source(f"{HALL}c, a = hall.accept()\nprint('from', a)\nwhile True:\n    data = c.recv(99)\n    {uses}\n"
                    "    c.send(input('Reply: ').encode())\n")
    client = source(f"{CALL}while True:\n    link.send(input().encode())\n    print(link.recv(99))\n", "client", "c.py")
    result = Result("message", "", MISSED, expected="the server to show 'x'", seen="nothing, though it was sent")
    said = lost_in_pairs.where_lost(result, client, server)
    assert ("a.py, line 6: what is received here must be shown" in said) == told
    assert ("must be shown" in hints_on_halves.not_taken(result, server, client)) == told


NOTHING = Result("client_half", "", MISSED, expected="'x' to reach our server", seen="it received nothing")


@pytest.mark.parametrize("sends, told", [("other", "a.py, line 5: other is never connected; link is (line 3)"),
                                         ("link", "")])
def test_a_socket_that_is_never_connected(sends, told):
    client = source("import socket\nlink = socket.socket()\nlink.connect(('127.0.0.1', 5000))\n"
                    f"other = socket.socket()\n{sends}.send(input().encode())\n", "client")
    assert vain.never_connected(client).startswith(told) and bool(told) == bool(vain.never_connected(client))
    assert told in hints_on_halves.not_given(NOTHING, client, source(HALL))


@pytest.mark.parametrize("own, told", [
    ("    people = []\n", True), ("    global people\n    people = []\n", False), ("", False)])
def test_a_list_of_a_function_s_own(own, told):
    server = source(f"{HALL}{PASSES_ON}def main():\n{own}    while True:\n        one, a = hall.accept()\n"
                    "        people.append(one)\n        threading.Thread(target=talk, args=(one,)).start()\nmain()\n")
    said = lost.not_passed_on(server, source(CALL, "client"))
    assert ("line 11: this makes another people, of main alone, and line 7 goes through that of line 3" in said) == told


def test_addresses_that_a_loop_takes_for_sockets():
    server = source(f"{HALL}people = {{}}\nc, a = hall.accept()\npeople[a] = c\nfor one in people:\n"
                    "    one.send(b'')\n")
    told = errors.explain(Fault(server, "AttributeError: 'tuple' object has no attribute 'send'", 7))
    assert "people is a dictionary whose keys are addresses" in told and "people.values()" in told


def test_a_loop_that_closes_the_connections_of_all():
    text = CLOSES.format(after="print()").replace("    one.close()\n", "    for all in kept:\n        all.close()\n")
    told = errors.explain(Fault(source(text), "OSError: [Errno 9] Bad file descriptor", 7))
    assert "a.py, line 9: this loop closes the connection of every client" in told


def test_what_a_client_waits_for_before_its_first_question():
    client = source(f"{CALL}print(link.recv(99))\nwhile True:\n    link.send(input().encode())\n    link.recv(99)\n",
                    "client")
    result = Result("next_client", "", MISSED, expected="client 4 to ask its user for something",
                    seen="it waits for the network", waits=["the client waits for the network"])
    roles = SimpleNamespace(transport="udp", kind="chat")
    assert "a.py, line 3: it waits here for a message before" in hints.next_client(result, roles, source(HALL), client)


@pytest.mark.parametrize("test, told", [
    ("text != 'exit' or text != 'quit'", "this is always true: no text is both words at once. `and` is meant"),
    ("text == 'a' and text == 'b'", "this is always false"), ("text != 'exit' and text != 'quit'", ""),
    ("text == 'exit' or text == 'quit'", ""), ("text != 'exit' or name != 'quit'", "")])
def test_a_test_that_is_always_the_same(test, told):
    client = source(f"{CALL}text = name = input()\nwhile {test}:\n    link.send(text.encode())\n    text = input()\n",
                    "client")
    ends = Result("stops", "", MISSED, expected="the client to end on 'exit'", seen="it waits for the keyboard")
    assert bool(told) == bool(comparing.always_true(client))
    assert told in hints.stops(ends, SimpleNamespace(transport="tcp", kind="pair"), source(HALL), client)


@pytest.mark.parametrize("method, told", [("recv(99)", "link is"), ("join()", "no value before. Is it")])
def test_a_socket_that_has_another_name(method, told):
    """What of Python is spelt a little like it is not meant."""
    fault = Fault(source(f"{CALL}lan.{method}\n", "client"), "NameError: name 'lan' is not defined", 3)
    assert told in errors.explain(fault)


@pytest.mark.parametrize("asks, said", [
    ("socket.getaddrinfo('localhost', 5000)[0]", r"c\.py, line 2: getaddrinfo may name an IPv6 address first"),
    ("socket.getaddrinfo('localhost', 5000, socket.AF_INET)[0]", r"c\.py, line 4: nobody waits")])
def test_an_address_that_may_be_of_the_other_family(asks, said):
    text = f"import socket\nthere = {asks}\ns = socket.socket(there[0])\ns.connect(there[4])\n"
    client = source(text, "client", "c.py")
    assert re.match(said, whereto.nobody_there(source(HALL, name="s.py"), client))


def test_who_catches_os_error_catches_that_the_other_side_has_gone():
    script = source(f"{HALL}c, a = hall.accept()\nwhile True:\n    try:\n        c.recv(9)\n    except OSError:\n"
                    "        continue\n")
    assert script.catches("ConnectionError", "recv") and script.goes_on_after_errors == "a.py, line 7: "


@pytest.mark.parametrize("seen, tried", [("it has ended with status 0", False), ("it waits for the network", True)])
def test_a_client_that_asks_once_is_blamed_once(seen, tried):
    """What needs a second message of its user is not missed once more."""
    results = {name: Result(name, "", MISSED, expected="the client to ask its user for something", seen=seen)
               for name in ("turns", "everybody", "client_half")}
    blame.asked_once(results)
    assert [one.outcome for one in results.values()] == [MISSED, MISSED if tried else NOT_TRIED, MISSED]
