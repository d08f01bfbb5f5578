"""Slips: what looks right and does something else is told with its line, and its sound twin is told nothing."""
import re
from types import SimpleNamespace

import pytest

from lab12.driver.roles import Roles
from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader import (
    asking,
    comparing,
    coroutines,
    errors,
    hidden,
    hints_on_chats,
    hints_on_ctrl_c,
    hints_on_endings,
    hints_on_text,
    lost,
    lost_at_clients,
    slips,
    unseen,
    whereto,
)
from lab12.grader.faults import Fault
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED, Result

CALL = "import socket, struct, threading\nlink = socket.create_connection(('127.0.0.1', 5000))\n"
HALL = "import socket, threading\nhall = socket.create_server(('127.0.0.1', 5000))\nkept = []\n"
TELL = "async def tell(what):\n    link.send(what.encode())\n"
THREAD = "t = threading.Thread(target=print)\n"


def source(text, role="client"):
    [script] = read("a.py", text)
    return Source(script, role)


def missed(expected, seen="it shows nothing new", waits=()):
    return Result("any", "", MISSED, expected=expected, seen=seen, waits=list(waits))


@pytest.mark.parametrize("slip, wrong, line, right", [
    (slips.never_started, THREAD, 3, f"{THREAD}t.start()\n"),
    (slips.never_started, "class C:\n    def f(self):\n        self.t = threading.Thread(target=print)\nC().f()\n", 5,
     "class C:\n    def f(self):\n        self.t = threading.Thread(target=print)\n        self.t.start()\nC().f()\n"),
    (slips.never_started, "class T(threading.Thread):\n    def run(self): print(link.recv(9))\nt = T()\n", 5,
     "class T(threading.Thread):\n    def __init__(self):\n        self.start()\nt = T()\n"),
    (slips.never_started, f"{THREAD}print('started')\n", 3, f"{THREAD}for one in [t]:\n    one.start()\n"),
    (slips.never_started, f"{THREAD}u = 1\n", 3, "threading.Thread(target=print).start()\n"),
    (coroutines.never_awaited, f"{TELL}async def talk():\n    tell('x')\n", 6,
     f"{TELL}async def talk():\n    await tell('x')\n"),
    (coroutines.never_awaited, f"{TELL}def talk():\n    tell('x')\n", 6,
     f"{TELL}def talk():\n    asyncio.run_coroutine_threadsafe(tell('x'), loop)\n"),
    (coroutines.never_awaited, f"{TELL}tell('x')\n", 5, f"{TELL}asyncio.run(tell('x'))\n"),
    (slips.joins_first, f"{THREAD}t.start()\nt.join()\nlink.close()\n", 5,
     f"{THREAD}t.start()\nlink.shutdown(socket.SHUT_RDWR)\nt.join()\n"),
    (slips.joins_first, f"{THREAD}t.start()\nt.join()\n", 5, f"{THREAD}t.start()\nt.join(1)\nprint(', '.join('ab'))\n"),
    (slips.joins_first, f"def say():\n    link.send(input().encode())\n{THREAD}t.start()\nt.join()\n", 7,
     f"def say():\n    link.send(input().encode())\n{THREAD.replace('print', 'say')}t.start()\nt.join()\n"),
    (slips.is_for_equals, "if input() is 'exit':\n    pass\n", 3, "if input() == 'exit' or link is None:\n    pass\n"),
    (slips.is_for_equals, "while (text := input()) is not 'exit':\n    pass\n", 3, "x = link is not None\n"),
    (slips.counts_letters, "text = input()\nlink.sendall(struct.pack('!I', len(text)) + text.encode())\n", 4,
     "text = input().encode()\nlink.sendall(struct.pack('!I', len(text)) + text)\n"),
    (slips.counts_letters, "text = input()\nsize = len(text)\nlink.send(struct.pack('!I', size))\n"
     "link.send(text.encode())\n", 4, "text = input()\nif len(text) > 3:\n    link.send(text.encode())\n"),
    (slips.counts_letters, "text = input()\nlink.send(f'{len(text):04}{text}'.encode())\nlink.send(text.encode())\n", 4,
     "text = input()\ndata = text.encode()\nlink.send(f'{len(data):04}'.encode())\nlink.send(data)\n"),
    (slips.counts_letters, "text = input()\nn = len(text)\nhead = f'{n:04}'\nlink.send((head + text).encode())\n"
     "link.send(text.encode())\n", 4,
     "text = input()\nn = len(text)\nprint(f'{n} letters')\nlink.send(text.encode())\n"),
    (slips.counts_letters, "text = input()\nlink.send(str(len(text)).encode())\nlink.send(text.encode())\n", 4,
     "text = input()\nprint(f'{len(text)} letters')\nlink.send(text.encode())\n"),
])
def test_a_slip_of_a_client_is_told_with_its_line(slip, wrong, line, right):
    assert slip(source(CALL + wrong)).startswith(f"a.py, line {line}: ")
    assert slip(source(CALL + right)) == ""


@pytest.mark.filterwarnings("ignore:\"is\" with :SyntaxWarning")
@pytest.mark.parametrize("slip, wrong, said, right", [
    (slips.pairs_kept, "one = hall.accept()\nkept.append(one)\nfor c in kept:\n    c.send(b'x')\n",
     "line 7: c is what accept gave, (connection, address), in a.py, line 5",
     "one = hall.accept()\nkept.append(one)\nfor c, a in kept:\n    c.send(b'x')\n"),
    (slips.pairs_kept, "c, a = hall.accept()\nkept.append((c, a, 'anna'))\nfor one in kept:\n    one.send(b'x')\n",
     "for c, a, 'anna' in kept", "c, a = hall.accept()\nkept.append(c)\nfor one in kept:\n    one.send(b'x')\n"),
    (slips.pairs_kept, "c, a = hall.accept()\nkept.append((c, a))\nfor one in list(kept):\n    one.send(b'x')\n",
     "for c, a in kept", "c, a = hall.accept()\nkept.append((c, a))\nfor one in kept:\n    one[0].send(b'x')\n"),
    (slips.kept_in_future, "while True:\n    pool.submit(print, hall.accept())\n", "line 5: an error",
     "while True:\n    f = pool.submit(print, hall.accept())\n    f.add_done_callback(lambda f: f.result())\n"),
])
def test_a_slip_of_a_server_is_told_with_its_line(slip, wrong, said, right):
    assert said in slip(source(HALL + wrong, "server"))
    assert slip(source(HALL + right, "server")) == ""


def test_the_hints_know_the_slips():
    late = source(f"{CALL}{THREAD}t.start()\nwhile input() != 'exit':\n    pass\nt.join()\nlink.close()\n")
    ends = missed("the client to end on 'exit'", "it waits for the network")
    assert "line 7: join() waits here" in hints_on_endings.stops(ends, None, source(HALL, "server"), late)
    quiet = missed("the client to end", "the client waits for the network")
    assert "line 7: join() waits here" in hints_on_ctrl_c.quiet(quiet, None, source(HALL, "server"), late)
    counted = source(f"{CALL}text = input()\nlink.sendall(struct.pack('!I', len(text)) + text.encode())\n")
    assert "counts letters" in hints_on_text.letters(missed("the server to show 'é'"), None, source(HALL, "server"),
                                                     counted)
    deaf = source(f"{CALL}def hear():\n    print(link.recv(9))\nt = threading.Thread(target=hear)\ninput()\n")
    assert "never started" in lost_at_clients.not_shown(deaf, source(HALL, "server"))
    pool = source(f"{HALL}def serve(c):\n    for one in kept:\n        one.send(c.recv(99))\nwhile True:\n"
                  "    kept.append(hall.accept()[0])\n    pool.submit(serve, kept[-1])\n", "server")
    assert "one client at a time" not in lost.not_passed_on(pool, deaf, alone=True)
    assert "kept in the future" in lost.not_passed_on(pool, deaf, alone=True)


@pytest.mark.parametrize("code, said", [
    ("import selectors\nsel = selectors.DefaultSelector()\nsel.register(c)\nc.close()\n",
     "line 4: a socket that is closed stays in the selector"),
    ("import selectors\nsel = selectors.DefaultSelector()\nsel.register(c)\nsel.unregister(c)\nc.close()\n",
     "line 3: this socket is in the selector already"),
])
def test_a_socket_that_is_registered_twice(code, said):
    fault = Fault(source(code, "server"), 'KeyError: "<socket.socket fd=5, ...> (FD 5) is already registered"', 3)
    assert said in errors.explain(fault)


@pytest.mark.parametrize("words", ["asyncio.exceptions.CancelledError", "CancelledError"])
def test_what_asyncio_cancels_at_the_end(words):
    code = "import asyncio\nasync def hear(lines):\n    while line := await lines.readline():\n        print(line)\n"
    assert "line 3: asyncio.run() cancels" in errors.explain(Fault(source(code), words, 3))


def test_what_only_the_other_half_of_a_package_calls_is_no_call_of_the_server(tmp_path):
    (tmp_path / "wire.py").write_text(
        "import socket\n\n\nclass Line:\n    def wait(self):\n"
        "        return socket.create_server(('', 6302)).accept()\n\n"
        "    def dial(self):\n        return socket.create_connection(('127.0.0.1', 6302))\n")
    for name, does in ("server", "wait"), ("client", "dial"):
        (tmp_path / f"{name}.py").write_text(f"from wire import Line\nlink = Line().{does}()\nwhile True:\n"
                                             "    link.send(input().encode())\n    print(link.recv(99))\n")
    [pair, *_] = find(tmp_path).pairs["tcp-pair"]
    assert (pair.server.targets, pair.client.targets) == ([], [6302])


@pytest.mark.parametrize("calls, back, itself", [("6301", True, False), ("6302", True, True), (None, False, False)])
def test_a_server_that_calls_back_and_one_that_calls_itself(calls, back, itself):
    dial = f"out = socket.create_connection(('127.0.0.1', {calls}))\n" if calls else ""
    [server] = read("eva.py", f"import socket\nhall = socket.create_server(('127.0.0.1', 6302))\n{dial}")
    [client] = read("raul.py", "import socket\nlink = socket.create_connection(('127.0.0.1', 6302))\n")
    roles = Roles("tcp-pair", server, client, {}, {}, "", "")
    assert (roles.calls_back, roles.calls_itself) == (back, itself)


@pytest.mark.parametrize("code, words, at, said, never", [
    ("s.listen()\ns.bind(('', 5000))\n", "OSError: [Errno 22] Invalid argument", 2, "line 1: listen() comes",
     "once"),
    ("s.bind(('', 5000))\ns.bind(('', 5000))\ns.listen()\n", "OSError: [Errno 22] Invalid argument", 2,
     "line 2: this socket is bound already", "before bind"),
    ("s.send(struct.pack('!B', len(data)) + data)\n", "struct.error: ubyte format requires 0 <= number <= 255", 1,
     'room for at most 255, and a message may be longer: a length needs "!I"', "bytes for s"),
    ("s.send(struct.pack('!H', port))\n", "struct.error: 'H' format requires 0 <= number <= 65535", 1,
     "at most 65,535: take a larger one", "length"),
    ("s.send(len(data).to_bytes(1, 'big') + data)\n", "OverflowError: int too big to convert", 1, "to_bytes(4", "!I"),
    ("async def tell(text, one): pass\nasyncio.create_task(tell)\n",
     "TypeError: a coroutine was expected, got <function tell at 0x7f>", 2, "asyncio.create_task(tell(text, one))",
     "run"),
    ("async def main(): pass\nasyncio.run(main)\n",
     "ValueError: a coroutine was expected, got <function main at 0x7f>", 2, "asyncio.run(main())", "create_task"),
])
def test_errors_of_calls_that_come_too_early_or_hold_too_little(code, words, at, said, never):
    told = errors.explain(Fault(source(code, "server"), words, at))
    assert said in told
    assert never not in told


def test_who_is_left_out():
    code = (f"{HALL}while True:\n    for s in select.select(kept, [], [])[0]:\n        if s is hall:\n"
            "            kept.append(hall.accept()[0])\n            continue\n        data = s.recv(99)\n"
            "        for one in kept:\n            if {}:\n                one.sendall(data)\n")
    hall = source(code.format("one is not hall"), "server")
    told = hints_on_chats.own(missed("once"), SimpleNamespace(transport="tcp"), hall, source(CALL))
    assert "line 11: this leaves out the listening socket alone" in told
    assert "one is not s has to be asked" in told
    for sound in "one is not hall and one is not s", "one not in (hall, s)", "one is not s":
        assert slips.spares_the_door(source(code.format(sound), "server")) == ""


@pytest.mark.parametrize("call, told", [
    ("tell(data)", True), ("tell(data, c)", False), ("tell(data, but=c)", False), ("tell(data, **more)", False)])
def test_a_function_that_is_not_told_whom_it_leaves_out(call, told):
    code = f"{HALL}def tell(text, but=None):\n    for one in kept:\n        if one is not but:\n" \
        f"            one.sendall(text)\nc, _ = hall.accept()\nwhile data := c.recv(99):\n    {call}\n"
    said = hints_on_chats.own(missed("once"), None, source(code, "server"), source(CALL))
    assert ("tell leaves out whom it is told as but, and is told nobody here: but= the author." in said) == told


@pytest.mark.parametrize("test, told", [("one.room == room", False), ("one != room", True), ("one not in room", True)])
def test_who_is_chosen_is_not_left_out(test, told):
    server = source(f"{HALL}def tell(text, room='all'):\n    for one in kept:\n        if {test}:\n"
                    "            one.sendall(text)\ntell(b'x')\n", "server")
    assert bool(slips.spares_nobody(server)) is told


def test_who_is_skipped_is_left_out():
    server = source(f"{HALL}def tell(text, but=0):\n    for one in kept:\n        if one is but:\n"
                    "            continue\n        one.sendall(text)\ntell(b'x')\n", "server")
    assert slips.spares_nobody(server).startswith("a.py, line 9: tell leaves out whom it is told as but")


def test_a_flag_of_all_is_none_of_one():
    code = (f"{HALL}going = True\ndef serve(c):\n    {{}}\n    while going:\n        if not c.recv(9):\n"
            "            going = False\n            break\n"
            "while going:\n    threading.Thread(target=serve, args=(hall.accept()[0],)).start()\n")
    told = "line 9: going is one for all clients"
    assert told in slips.ends_all(source(code.format("global going"), "server"))
    harmed = missed("client 2 to show 'x'", "client 2 has ended with status 0")
    roles = Roles("tcp-chat", None, None, {}, {}, "", "")
    for hint in hints_on_endings.lost, hints_on_endings.stops:
        assert told in hint(harmed, roles, source(code.format("global going"), "server"), source(CALL))
    assert slips.ends_all(source(code.format("going = True"), "server")) == ""


@pytest.mark.parametrize("code, words, said", [
    ("data = base64.b64decode(s.recv(99))\n", "binascii.Error: Incorrect padding", "is no whole base64: recv"),
    ("for text in s.makefile('rb'):\n    base64.b64decode(text)\n", "binascii.Error: Incorrect padding", "has left in"),
    ("data = bytes.fromhex(s.recv(99).decode())\n", "ValueError: non-hexadecimal number found in fromhex() arg",
     "no whole hexadecimal digits"),
])
def test_a_code_that_is_cut(code, words, said):
    assert said in errors.explain(Fault(source(code, "server"), words, 1))


@pytest.mark.parametrize("host, meant", [
    ("locahost", True), ("localhsot", True), ("LocalHost", False), ("127.0.0.1", False), ("laptop-host", False),
    (None, False),
])
def test_a_name_that_is_misspelt(host, meant):
    assert whereto.meant(host) is meant
    if meant:
        told = whereto.two_addresses(source(HALL, "server"), source(CALL.replace("127.0.0.1", host)))
        assert f"line 2: {host} is no name" in told


@pytest.mark.parametrize("host, told", [
    ("172.0.0.1", "line 2: 172.0.0.1 is the address of some other computer: 127.0.0.1 is meant"),
    ("172.16.0.1", "line 2: the client calls 172.16.0.1"), ("127.0.0.2", "line 2: the client calls 127.0.0.2")])
def test_the_address_of_the_own_computer_with_its_figures_in_disorder(host, told):
    assert told in whereto.two_addresses(source(HALL, "server"), source(CALL.replace("127.0.0.1", host)))


def test_a_key_is_compared_with_a_key():
    code = HALL + ("people = dict()\nconn, addr = hall.accept()\npeople[addr] = conn\nfor one in people:\n"
                   "    if one {}:\n        people[one].sendall(b'x')\n")
    told = hints_on_chats.own(missed("once"), None, source(code.format("!= conn"), "server"), source(CALL))
    assert "line 8: one is a key of people, which are addr (a.py, line 6), and is compared with conn" in told
    for sound in "!= addr", "== conn":
        assert slips.compares_unlike(source(code.format(sound), "server")) == ""


def test_bytes_of_a_text():
    fault = Fault(source("s.send(bytes(answer))\n"), "TypeError: string argument without an encoding", 1)
    assert "line 1: bytes() of a text needs the encoding: answer.encode()" in errors.explain(fault)


HEARS = CALL + """def hear():
    while True:
        came = link.recv(99)
        {shows}
threading.Thread(target=hear).start()
{around}
    link.send(input("> ").encode())
"""
LOCKED = HEARS.replace("def hear", "keys = threading.{kind}()\ndef hear")
SHOWS = CALL + """def show(came):
    try:
        {shows}
    except Exception:
        pass
def hear():
    while True:
        came = link.recv(99)
        {here}
threading.Thread(target=hear).start()
while True:
    link.send(input("> ").encode())
"""
AWAITS = """import asyncio, made
{made}async def say(link):
    link.write((await asyncio.to_thread(input)).encode())
async def main():
    _, link = await asyncio.open_connection("127.0.0.1", 5000)
    say(link)
asyncio.run(main())
"""
NO_SIZE = CALL + """class Wire:
    {kind}
        return link.recv(99)
def hear(wire):
    try:
        print(wire.recv())
    except Exception:
        pass
hear(Wire())
"""
ASKS = CALL + """def ask():
    while True:
        link.send(input().encode())
threading.Thread(target=ask{daemon}).start()
while True:
    print(link.recv(99))
"""
ONE = CALL + """def turn():
    link.send(input().encode())
    print(link.recv(99))
    {again}
{starts}
"""
SELECTS = CALL + """import select
while True:
    gone = False
    for one in select.select([link, 0], [], [])[0]:
        if one is link:
            came = link.recv(99)
            if not came:
                gone = True
                break
            print(came)
        else:
            link.send(input().encode())
    {then}
"""
HANDED = CALL + """def hear():
    came = link.recv(99)
    return came.decode()
while True:
    text = hear()
    {test}
"""
LETTERS = """def shift(text, by):
    found = ""
    for one in text:
        if {test}:
            one = chr((ord(one) - 97 + by) % 26 + 97)
        found += one
    return found
"""
WITH, LOOP = "while True:\n  with keys:", "while True:"


@pytest.mark.parametrize("tell, code, sound, wrong, said", [
    (hints_on_chats.locked_while_asking, LOCKED, ("Lock", "with open('log', 'a'): pass", "with socket.socket():"),
     ("Lock", "with keys: print(came)", WITH), "line 11: the lock is held"),
    (hints_on_chats.locked_while_asking, LOCKED, ("local", "with keys: print(came)", WITH),
     ("Lock", "keys.acquire()", WITH), "line 11: the lock is held"),
    (hints_on_chats.locked_while_asking, LOCKED, ("Lock", "keys.acquire(blocking=False)", WITH),
     ("Lock", "keys.acquire()", WITH), "line 11: the lock is held"),
    (comparing.bytes_for_text, SHOWS, ("print(came == 'exit')", "show(came.decode())"),
     ("pass", "print(came == 'exit')"), "line 11: what recv gives is bytes"),
    (comparing.bytes_for_text, SHOWS, ("text = came; print(text == b'exit')", "text = input()"),
     ("text = input(); text = text.strip(); print(text == b'exit')", "pass"), "line 5: what was typed is text"),
    (unseen.joins_unlike, SHOWS, ("print('You: ' + came)", "show(came.decode())"),
     ("name = link.recv(9); print('You: ' + name)", "show(came)"), "line 5: text and bytes cannot be joined"),
    (coroutines.never_awaited, AWAITS, "@made.in_background\n", "", "line 6: without await nothing of say runs"),
    (hidden.no_size, NO_SIZE, "def recv(self):", "def take(self):", "line 8: recv() has to be told"),
    (hints_on_ctrl_c.asks_in_thread, ASKS, ", daemon=True", "", "line 5: this asks in a thread"),
    (asking.asked_once, ONE, ("turn()", "turn()"), ("pass", "turn()"), "line 4: its user is asked for one"),
    (asking.asked_once, ONE, ("pass", "loop.add_reader(0, turn)"), ("pass", "turn()"), "line 4: its user"),
    (unseen.leaves_inner, SELECTS, "if gone: break", "pass", "line 11: this break leaves only the for"),
    (unseen.leaves_inner, SELECTS, "else: continue\n    break", "pass", "line 11: this break leaves only the for"),
    (unseen.hands_on_empty, HANDED, "if text in ('', 'exit'): break", "if text in ('q', 'exit'): break",
     "line 4: recv returns b''"),
    (unseen.hands_on_empty, HANDED, "if text and text != 'q': print(text)\n    else: break",
     "if text != 'q': print(text)\n    else: break", "line 4: recv returns b''"),
    (hints_on_text.shifts_letters, LETTERS, "one.isalpha() and one in 'abc'", "one != ' ' and one.isalpha()",
     "line 4: isalpha() is true of the letters of all languages"),
    (hints_on_text.shifts_letters, LETTERS, "one.isalpha() and 'a' <= one <= 'z'", "one.isalpha()",
     "line 4: isalpha() is true of"),
])
def test_what_is_sound_is_not_blamed(tell, code, sound, wrong, said):
    """Each of these was told of a source that only looks like the one of which it is true."""
    keys = re.findall(r"{(kind|shows|around|here|made|daemon|again|starts|then|test)}", code)
    blamed, spared = ([tell(source(code.format(**dict(zip(keys, given if isinstance(given, tuple) else [given],
                                                          strict=True))))) for given in (wrong, sound)])
    assert said in blamed and spared == ""


FORKS = """import os, socket
post, there = socket.socket(type=socket.SOCK_DGRAM), ("127.0.0.1", 7510)
def ask():
    while True:
        text = input()
        if text == "exit":
            os._exit(0)
        post.sendto(text.encode(), there)
def hear():
    while True:
        print(post.recvfrom(999))
if {forks}:
    hear()
else:
    ask()
"""


@pytest.mark.parametrize("forks, said", [("os.fork()", "a.py, line 6: fork (line 12) has made two processes"),
                                         ("len(there) > 2", "")])
def test_a_stop_word_that_ends_one_process_of_two(forks, said):
    ends = missed("the client to end on 'exit'", "it waits for the network")
    told = hints_on_endings.stops(ends, None, source(HALL, "server"), source(FORKS.format(forks=forks)))
    assert ("has made two processes" in told) is bool(said) and told.startswith(said)


HEADED = """def tell(one, text):
    one.send({length})
    one.send(text.encode())
"""


@pytest.mark.parametrize("length, told", [
    ("str(len(text)).encode()", True), ("str(len(text)).encode().ljust(32)", False),
    ("str(len(text)).encode() + b' ' * (32 - len(str(len(text))))", False), ("f'{len(text):<32}'.encode()", False)])
def test_a_length_that_is_sent_shorter_than_it_is_read(length, told):
    """What follows it comes along, where the bytes that it is read with are not filled up."""
    sends = source(HALL + HEADED.format(length=length), "server")
    reads = source(f"{CALL}while True:\n    size = int(link.recv(32).decode())\n    print(link.recv(size))\n")
    fault = Fault(reads, "ValueError: invalid literal for int() with base 10: '5hello'", 4, other=sends)
    said = "a.py, line 5: this length has as many digits as it needs, and a.py reads 32 bytes for it (a.py, line 4)"
    assert errors.explain(fault).startswith(said) is told
    ours = Fault(reads, "ValueError: invalid literal for int() with base 10: 'hello'", 4, other=sends)  # without one
    assert errors.explain(ours).startswith(said) is told
    few = source(reads.text.replace("32", "4"))
    assert "as many digits as it needs" not in errors.explain(Fault(few, ours.words, 4, other=sends))


BUT = "def tell(text, but=None):\n    for one in kept:\n        if one is not but:\n            one.send(text)\n" \
    "def talk(c):\n    tell(b'somebody came', but=c)\n    while data := c.recv(99):\n        {says}\n"


@pytest.mark.parametrize("says, told", [
    ("tell(data, but=None)", True), ("tell(data, None)", True), ("tell(data)", True), ("tell(data, but=c)", False),
    ("tell(data, c)", False), ("tell(data, c); tell(b'one more')", False), ("tell(data, c); tell(data[:1])", False),
    ("print(data)\n    tell(data)", False)])
def test_a_message_that_is_passed_on_without_whom_to_leave_out(says, told):
    """Where others are told with him, and where somebody has written None."""
    hint = slips.spares_nobody(source(HALL + BUT.format(says=says), "server"))
    assert hint.startswith("a.py, line 11: tell leaves out whom it is told as but") == told == bool(hint)
