"""Other causes: what was said of it before was not true of the source, or named no cause."""
from functools import partial
from textwrap import indent
from types import SimpleNamespace

import pytest
from performing import CROWD, performed
from sources import CALL, HALL, source

from lab12.driver.recorder import Recorder
from lab12.grader import (
    anew,
    comparing,
    complaints,
    errors,
    hidden,
    hints_on_chats,
    hints_on_ctrl_c,
    hints_on_endings,
    hints_on_pieces,
    hints_on_talk,
    hints_on_text,
    leaving,
    lost,
    order,
)
from lab12.grader.faults import Fault
from lab12.rubric import halves, pairs
from lab12.rubric.checks import MISSED, PASSED, Result

UDP = "import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"


def explained(text, words, line, role="server"):
    return errors.explain(Fault(source(text, role), words, line))


def missed(name, seen, expected="", **more):
    return Result(name, "", MISSED, expected=expected, seen=seen, **more)


def wire(called, bound, over6=()):
    return SimpleNamespace(called_at=lambda transport: called,
                           bound_at=lambda transport, version="": [*over6] if version else [*bound])


@pytest.mark.parametrize("called, bound, over6, found", [
    ("::1", "127.0.0.1", "", "at ::1, where nobody waits; the server waits at 127.0.0.1"),
    ("::1", "0.0.0.0", "", "at ::1, where nobody waits; the server waits at 0.0.0.0"),
    ("::1", "127.0.0.1", "::1", ""), ("::1", "", "::", ""), ("127.0.0.1", "0.0.0.0", "", ""),
    ("127.0.0.1", "", "::", ""), ("127.0.0.1", "127.0.0.2", "", "at 127.0.0.1, where nobody waits")])
def test_who_calls_over_ipv6_where_all_wait_over_ipv4(called, bound, over6, found):
    roles = SimpleNamespace(transport="udp", addresses=[], everybody=set(), probes=set())
    there = wire([(called, 5000)], [(bound, 5000)] if bound else [], [(over6, 5000)] if over6 else [])
    words = pairs.at_other_addresses(SimpleNamespace(roles=roles, wire=there), {5000})
    assert found in words and bool(words) == bool(found)


@pytest.mark.parametrize("probes, found, said", [
    ({"9.9.9.9"}, "this computer's own address, as getsockname() gives it", "the address that its computer has in"),
    (set(), "9.9.9.9", "9.9.9.9 (a.py, line 3): the addresses must be the same")])
def test_who_waits_where_it_has_asked_for_its_own_address(probes, found, said):
    roles = SimpleNamespace(transport="udp", addresses=["9.9.9.9"], everybody=set(), probes=probes)
    there = wire([("127.0.0.1", 5000)], [("9.9.9.9", 5000)])
    seen = pairs.at_other_addresses(SimpleNamespace(roles=roles, wire=there), {5000})
    assert seen == f"the client looks for a server at 127.0.0.1, where nobody waits; the server waits at {found}"
    told = hints_on_talk.listens(missed("listens", seen), roles, source(f"{UDP}sock.bind((mine(), 5000))\n"), source(
        f"{UDP}sock.sendto(b'x', (where(), 5000))\n", "client"))
    assert f"the client calls 127.0.0.1, and the server waits at {said}" in told


@pytest.mark.parametrize("calls, why", [(["::1"], "the client calls ::1, over IPv6, and ours speak over IPv4"),
                                        (["::1", "127.0.0.1"], ""), ([], "")])
def test_ours_are_not_at_an_address_of_ipv6(calls, why):
    script = SimpleNamespace(leave=False, host="localhost", transport="udp", whole="", source="", sends_to=())
    d = SimpleNamespace(roles=SimpleNamespace(client=script, kind="pair", calls_back=False, serverless=False), facts={},
                        passed=(), crossings=[], wire=wire([(host, 5000) for host in calls], []))
    assert halves.unspoken(d, "client", "it received nothing") == why


def test_what_getaddrinfo_names_first_comes_before_what_an_except_hides():
    client = source("import socket\nfor kind in socket.getaddrinfo('localhost', 5000, 0, socket.SOCK_DGRAM):\n"
                    "    try:\n        sock = socket.socket(kind[0], kind[1])\n        break\n    except OSError:\n"
                    "        continue\nwhile True:\n    sock.sendto(input().encode(), kind[4])\n"
                    "    print(sock.recv(99))\n", "client")
    server = source(f"{UDP}sock.bind(('127.0.0.1', 5000))\nwhile True:\n    print(sock.recvfrom(99))\n")
    seen = "the client looks for a server at ::1, where nobody waits; the server waits at 127.0.0.1"
    told = hints_on_talk.listens(missed("message", seen), SimpleNamespace(transport="udp"), server, client)
    assert told.startswith("a.py, line 2: getaddrinfo may name an IPv6 address first (::1), and the server waits over")


@pytest.mark.parametrize("lines, told", [
    ("    for line in c.makefile():\n        print(line)\n    else:\n        break\n", "a.py, line 8: this break"),
    ("    with c:\n        while c.recv(9):\n            pass\n        break\n", "a.py, line 8: this break"),
    ("    for line in c.makefile():\n        break\n", ""), ("    if not c.recv(9):\n        break\n", ""),
    ("    while True:\n        data = c.recv(9)\n        if not data:\n            return\n",
     "a.py, line 9: this return"),
    ("    break\n", ""), ("    try:\n        c.recv(9)\n    except OSError:\n        break\n", ""),
    ("    while True:\n        try:\n            print(c.recv(9))\n            break\n        except OSError:\n"
     "            c, _ = hall.accept()\n", "")])
def test_a_break_out_of_the_loop_around_accept(lines, told):
    text = f"while True:\n    c, _ = hall.accept()\n{lines}"
    text = f"def serve():\n{indent(text, '    ')}\nserve()\n" if "return" in text else text
    hint = leaving.breaks_accepting(source(HALL + text))
    assert hint.startswith(told) and bool(hint) == bool(told)


@pytest.mark.parametrize("caught, then, told", [
    ("KeyboardInterrupt", "print('no')", "line 6: Ctrl-C (KeyboardInterrupt) is caught here, and the loop goes on"),
    ("(OSError, KeyboardInterrupt)", "continue", "line 6: Ctrl-C (KeyboardInterrupt) is caught here"),
    ("BaseException", "pass", "line 6: Ctrl-C (KeyboardInterrupt) is caught here"),
    ("KeyboardInterrupt", "break", "let KeyboardInterrupt end the loop"),
    ("KeyboardInterrupt", "raise SystemExit", "let KeyboardInterrupt end the loop"),
    ("OSError", "pass", "let KeyboardInterrupt end the loop")])
def test_who_catches_ctrl_c_and_goes_on(caught, then, told):
    server = source(f"{HALL}while True:\n    try:\n        hall.accept()\n    except {caught}:\n        {then}\n")
    seen = missed("quiet", "it waits for a connection", "the server to end")
    assert told in hints_on_ctrl_c.quiet(seen, SimpleNamespace(kind="pair"), server, None)


@pytest.mark.parametrize("body, told", [
    ("text.split()[1]", False), ("print(text)", False), ("print(link.recv(9))", True), ("text = input()", True)])
def test_an_except_that_catches_no_ctrl_c_since_it_does_not_come_there(body, told):
    loop = f"while True:\n    text = input()\n    try:\n        {body}\n    except:\n        pass\n"
    assert bool(hints_on_ctrl_c.goes_on_after(source(CALL + loop, "client"))) == told
    chosen = f"while True:\n    for one in select.select([link, door], [], [])[0]:\n{indent(loop[12:], '    ')}"
    assert hints_on_ctrl_c.goes_on_after(source(f"{CALL}{chosen}", "client")) == ""
    for sound in loop.replace("except", "except KeyboardInterrupt:\n        raise\n    except"), loop.replace(
            "        pass", "        text = 'exit'"):
        assert hints_on_ctrl_c.goes_on_after(source(f"{CALL}{sound}", "client")) == ""
    thread = f"{CALL}def hear():\n{indent(loop, '    ')}threading.Thread(target=hear, daemon=True).start()\n"
    assert hints_on_ctrl_c.goes_on_after(source(thread, "client")) == ""


@pytest.mark.parametrize("words, code, told", [
    ("TypeError: object method can't be used in 'await' expression", "await r.readline",
     "x.py, line 3: what is awaited is called, with parentheses: await r.readline()."),
    ("TypeError: object bytes can't be used in 'await' expression", "await r.readline()", "leave await out"),
    ("TypeError: object function can't be used in 'await' expression", "await talk",
     "with parentheses: await talk().")])
def test_what_is_awaited_and_not_called(words, code, told):
    text = f"import asyncio\nasync def talk(r, w):\n    line = {code}\nasyncio.start_server(talk, '', 5000)\n"
    assert told.removeprefix("x.py, line 3: ") in explained(text, words, 3)


@pytest.mark.parametrize("options, told", [
    ("ear.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)", "sock has not been allowed to send to a broadcast"),
    ("", "a socket needs an option"), ("sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 0)", "")])
def test_the_option_for_a_broadcast_at_another_socket(options, told):
    text = f"{UDP}ear = socket.socket(type=socket.SOCK_DGRAM)\n{options}\n" \
        "sock.sendto(b'a', ('255.255.255.255', 5000))\n"
    hint = explained(text, "PermissionError: [Errno 13] Permission denied", 5, "client")
    assert told in hint and bool(hint) == bool(told)


@pytest.mark.parametrize("whose, told", [("self.server.socket", "self.server.socket is the listening socket"),
                                         ("self.other", "this socket is not connected")])
def test_a_handler_that_hears_through_the_socket_of_its_server(whose, told):
    text = "import socketserver\nclass Guest(socketserver.BaseRequestHandler):\n    def handle(self):\n" \
        f"        print({whose}.recv(99))\nsocketserver.TCPServer(('', 5000), Guest).serve_forever()\n"
    assert told in explained(text, "OSError: [Errno 107] Transport endpoint is not connected", 4)


@pytest.mark.parametrize("code, told", [('note = t"from {who}"', 't"..." (3.14)'), ("note = = 1", "nothing of it has")])
def test_a_template_string_is_of_a_later_python(code, told):
    text = f"import socket\nsocket.create_server(('', 5000))\n{code}\n"
    assert told in explained(text, "SyntaxError: invalid syntax", 3)


@pytest.mark.parametrize("second, told", [("=======", True), ("# a heading", False)])
def test_marks_that_git_has_left_where_it_could_not_merge(second, told):
    text = f"import socket\nsocket.create_server(('', 5000))\n<<<<<<< HEAD\nn = 1\n{second}\nn = 2\n>>>>>>> other\n"
    said = explained(text, "SyntaxError: invalid syntax", 3)
    assert said.startswith("a.py, line 3: git has left two versions of these lines here") == told


def test_marks_of_git_where_a_block_should_begin():
    text = "def main():\n<<<<<<< HEAD\n    n = 1\n=======\n    n = 2\n>>>>>>> other\n"
    said = explained(text, "IndentationError: expected an indented block after function definition on line 1", 2)
    assert "git has left two versions" in said


@pytest.mark.parametrize("waits, told", [("select.select([link], [], [])", "select looks at the socket"),
                                         ("print()", "keep what stands behind the last newline")])
def test_a_line_that_is_in_the_buffer_is_not_seen_by_select(waits, told):
    client = source(f"{CALL}import select\nlines = link.makefile()\nwhile True:\n    {waits}\n"
                    "    print(lines.readline())\n    link.send((input() + '\\n').encode())\n", "client")
    steps = [("our server is started", ""), ("our server sends b'one\\n'", "")]
    seen = missed("pieces", "it shows 'one'", "the client to show 'one' and then 'two', as two messages", steps=steps)
    roles = SimpleNamespace(transport="tcp", kind="pair")
    assert told in hints_on_pieces.pieces(seen, roles, source(HALL), client)


@pytest.mark.parametrize("test, told", [
    ("is not", "`is not` asks whether both are one and the same object"),
    ("!=", "the author is meant to be left out here")])
def test_an_author_who_is_left_out_in_a_comprehension(test, told):
    server = source(f"{UDP}sock.bind(('', 5000))\nall = []\nwhile True:\n    data, who = sock.recvfrom(99)\n"
                    "    all.append(who)\n    print(data)\n"
                    f"    [sock.sendto(data, one) for one in all if one {test} who]\n")
    roles = SimpleNamespace(transport="udp", kind="chat")
    assert told in hints_on_chats.own(missed("own", ""), roles, server, None)


@pytest.mark.parametrize("sent, told", [
    ('f"{note}\\n".encode()', "a.py, line 4: a dictionary as it is printed is no JSON"),
    ("str(note).encode()", "a.py, line 4: str() of a dictionary is no JSON"),
    ('f"{note} says".encode()', "only a part of a message has come"),
    ("str(len(note)).encode()", "only a part of a message has come"),
    ('f"{note[1]}".encode()', "only a part of a message has come")])
def test_a_dictionary_that_is_sent_as_it_is_printed(sent, told):
    server = source("import json, socket\nlink, _ = socket.create_server(('', 5000)).accept()\n"
                    f"note = json.loads(link.recv(99))\nlink.send({sent})\n")
    client = source(f"import json\n{CALL}print(json.loads(link.recv(99)))\n", "client")
    words = "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
    assert told in errors.explain(Fault(client, words, 4, other=server))


@pytest.mark.parametrize("body, told", [
    ("print(line)\n    return link.send(b'a')", "a.py, line 6: this return leaves the loop after the first message"),
    ("print(line)\n    break", "a.py, line 6: this break leaves"), ("name = line\n    break", ""),
    ("print(line)\n    break\nfor line in lines:\n    print(line)", ""),
    ("print(line)\n    if not line:\n        break", "")])
def test_a_loop_over_lines_that_is_left_after_the_first(body, told):
    text = f"lines = link.makefile()\nfor line in lines:\n    {body}\n"
    text = f"{CALL}def talk():\n{indent(text, '    ')}talk()\n"
    hint = order.leaves_loop(source(text, "client"))
    assert hint.startswith(told.replace("line 6", "line 7")) and bool(hint) == bool(told)
    inner = f"{CALL}lines = link.makefile()\nwhile True:\n    link.sendall(input().encode())\n    for line in lines:\n"
    assert order.leaves_loop(source(f"{inner}        print(line)\n        break\n", "client")) == ""  # one each time


@pytest.mark.parametrize("seconds, then, told", [
    ("0.5", "pass", "a.py, line 5: after this recv (line 8) waits that long only, and raises TimeoutError"),
    ("0", "pass", "a.py, line 5: after this recv (line 8) does not wait"), ("60", "pass", ""), ("None", "pass", ""),
    ("0.5", "raise", "")])
def test_a_time_limit_that_is_taken_for_the_end(seconds, then, told):
    server = source(f"{HALL}while True:\n    c, _ = hall.accept()\n    c.settimeout({seconds})\n    try:\n"
                    f"        while True:\n            print(c.recv(9))\n    except OSError:\n        {then}\n")
    hint = hidden.hidden(server)
    assert hint.startswith(told) and bool(hint) == bool(told)


@pytest.mark.parametrize("then, told", [("writer.close()", "this closes a connection, which stays in writers"),
                                        ("writers.discard(writer)", "the other side has gone")])
def test_a_stream_of_asyncio_that_stays_on_the_list(then, told):
    text = "import asyncio\nwriters = set()\nasync def serve(reader, writer):\n    writers.add(writer)\n" \
        "    while line := await reader.readline():\n        for other in writers:\n            other.write(line)\n" \
        f"            await other.drain()\n    {then}\nasyncio.run(asyncio.start_server(serve, '', 5000))\n"
    assert told in explained(text, "ConnectionResetError: Connection lost", 8)


SAYS = "    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:\n        s.sendto(text.encode(), ('', 5000))\n"


@pytest.mark.parametrize("says, asks, told", [
    (SAYS, "while True:\n    send(input())", "a.py, line 3: this opens a socket for each message"),
    (SAYS, "send('hello')", ""), (f"{SAYS}        print(s.recvfrom(9))\n", "while True:\n    send(input())", ""),
    ("    sock.sendto(text.encode(), ('', 5000))\n", "while True:\n    send(input())", "")])
def test_a_function_that_opens_a_socket_for_each_message(says, asks, told):
    """The one that hears has the same name, in another function: to the server they are two all the same."""
    client = source(f"import socket, threading\ndef send(text):\n{says}def hear():\n"
                    "    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    s.sendto(b'here', ('', 5000))\n"
                    f"    while True:\n        print(s.recvfrom(99))\nthreading.Thread(target=hear).start()\n{asks}\n",
                    "client")
    hint = anew.socket_each_time(client)
    assert hint.startswith(told) and bool(hint) == bool(told)
    group = client.script.source.replace("s.sendto(b'here', ('', 5000))",
                                         "s.setsockopt(0, socket.IP_ADD_MEMBERSHIP, OURS)")
    assert anew.socket_each_time(source(group, "client")) == ""  # whose members hear it from any port


@pytest.mark.parametrize("ties, told", [("sock.connect(who)", "a.py, line 5: connect ties this socket to one address"),
                                        ("pass", "send each reply to the address that came with its message")])
def test_a_server_over_udp_that_connects_to_its_first_client(ties, told):
    server = source(f"{UDP}sock.bind(('', 5000))\ndata, who = sock.recvfrom(99)\n{ties}\nwhile True:\n    print(data)\n"
                    "    sock.send(input().encode())\n    data = sock.recv(99)\n")
    roles = SimpleNamespace(transport="udp", kind="pair")
    assert told in hints_on_endings.lost(missed("next_client", "", "the server to show 'a'"), roles, server, None)


@pytest.mark.parametrize("code, words, told", [
    ("print(view[:n].decode())", "AttributeError: 'memoryview' object has no attribute 'decode'",
     "a.py, line 3: a memoryview only looks at bytes: make some of it first, bytes(view[:n]).decode()."),
    ("seen.add([host, port])", "TypeError: unhashable type: 'list'",
     "a.py, line 3: a list can be changed, so it can be neither in a set nor the key of a dictionary: a tuple can"),
    ("seen[note] = 1", "TypeError: unhashable type: 'dict'", "what tells of it can, such as a name")])
def test_what_is_no_bytes_and_no_key(code, words, told):
    assert told in explained(f"{UDP}{code}\n", words, 3)


def test_two_messages_of_which_the_first_is_compared():
    server = source(f"{HALL}while True:\n    c, _ = hall.accept()\n    c.sendall(b'OK')\n"
                    "    c.sendall(b'three are here')\n    print(c.recv(99))\n")
    client = source(f"import sys\n{CALL}if link.recv(99) != b'OK':\n    sys.exit('not let in by it')\n"
                    "print(link.recv(99))\n", "client")
    shown = "not let in by it"
    assert hints_on_talk.refused_by_word(missed("starts", ""), server, client, shown).startswith(
        "a.py, line 6: two messages are sent here one right after the other: they may come together with one recv, and "
        "a.py, line 4 compares")
    exact = source(client.script.source.replace("recv(99) !=", "recv(2) !="), "client")
    assert "one right after" not in hints_on_talk.refused_by_word(missed("starts", ""), server, exact, shown)
    alone = source(f"{HALL}c, _ = hall.accept()\nc.sendall(b'OK')\nprint(c.recv(99))\n")
    assert "is what it says before it ends" in hints_on_talk.refused_by_word(missed("starts", ""), alone, client, shown)


@pytest.mark.parametrize("error, told", [("ConnectionRefusedError", "a.py, line 5: the error is caught here"),
                                         ("OSError", "a.py, line 5: the error is caught here"), ("KeyError", "")])
def test_who_finds_no_server_and_ends_without_a_word(error, told):
    client = source("import socket\nlink = socket.socket()\ntry:\n    link.connect(('', 5000))\n"
                    f"except {error}:\n    raise SystemExit\nlink.send(input().encode())\n", "client")
    hint = complaints.ends_silently(client)
    assert hint.startswith(told) and bool(hint) == bool(told)
    for says in "print('nobody')", "raise SystemExit('nobody')":
        speaks = client.script.source.replace("raise SystemExit", says)
        assert complaints.ends_silently(source(speaks, "client")) == ""


@pytest.mark.parametrize("lines, status, quoted", [
    (["Name: anna", "You may not come in", ""], 1, ["You may not come in"]), (["Name: anna", ""], 0, []),
    (["Name: anna", "You may not come in", ""], -9, [])])
def test_what_a_chats_program_has_said_last_is_quoted(lines, status, quoted):
    """Of a chat only lines with what was typed are, and complaints: one that has never talked shows neither."""
    window = Ended(lines, status)
    recorder = SimpleNamespace(at_will=True, said=[], prompts={}, asked={}, typed={(window, "Name: anna"): "anna"})
    recorder.last_words = partial(Recorder.last_words, recorder)
    assert Recorder.quote(recorder, window) == quoted


class Ended:
    """A window whose program has ended by itself."""

    unsettled = None

    def __init__(self, lines, status):
        self.screen, self.terminal = SimpleNamespace(lines=lines), SimpleNamespace(status=status)
        self.told = "\n".join(lines)

    def alive(self):
        return False

    def error(self):
        return None


BY_SELECT = """import select, socket, sys
link = socket.create_connection(("127.0.0.1", 7309))
lines = link.makefile()
while True:
    for ready in select.select([link, sys.stdin], [], [])[0]:
        if ready is link:
            print(lines.readline().strip())
        else:
            link.send(sys.stdin.readline().encode())
"""


@pytest.mark.usefixtures("copies")
def test_a_client_that_takes_one_line_of_two_is_the_one_at_fault(tmp_path):
    """Whether what a chat's server passes on comes in one piece is up to chance: ours sends it so for sure."""
    found, facts = performed(tmp_path, "tcp-chat", {"server.py": CROWD, "client.py": BY_SELECT}, "starts", "listens",
                             "message", "turns", "pieces")
    assert found["message"] == PASSED and found["pieces"] == MISSED and "client" in facts["took ours"]


@pytest.mark.usefixtures("copies")
def test_pieces_are_not_tried_where_ours_cannot_call(tmp_path):
    """A server that is at an address of IPv6 alone has no fault in how it takes messages to pieces."""
    door = ("import socket\ndoor = socket.socket(socket.AF_INET6)\ndoor.bind(('::1', 7435))\ndoor.listen()\n"
            "link, _ = door.accept()\nfor line in link.makefile():\n    print(line.strip())\n"
            "    link.sendall(input().encode() + b'\\n')\n")
    guest = ("import socket\nlink = socket.create_connection(('::1', 7435))\nlines = link.makefile()\nwhile True:\n"
             "    link.sendall(input().encode() + b'\\n')\n    print(lines.readline().strip())\n")
    names = "starts", "message", "reply", "turns", "pieces"
    made, _ = performed(tmp_path, "tcp-pair", {"door.py": door, "guest.py": guest}, *names)
    assert made == dict.fromkeys(names[:-1], "passed") | {"pieces": "not tried"}


RELAYS = ("members = []\ndef serve(link):\n{first}    while {test}:\n        data = link.recv(99)\n"
          "        if not data:\n            break\n        for one in members:\n            if one is not link:\n"
          "                one.sendall({sent})\nwhile True:\n    link, _ = hall.accept()\n    members.append(link)\n"
          "    threading.Thread(target=serve, args=(link,)).start()\n")


@pytest.mark.parametrize("first, test, sent, told", [
    ("    data = b''\n", "data", "data", "line 6: this loop is never entered: data is b'' at first"),
    ("", "True", "str(members).encode()", "line 11: this sends str(members).encode(), and nothing of what has come"),
    ("", "True", "f'{len(members)}: {data}'.encode()", ""), ("    data = b'.'\n", "data", "data", "")])
def test_what_comes_and_goes_to_nobody(first, test, sent, told):
    server = source(HALL + RELAYS.format(first=first, test=test, sent=sent))
    said = lost.not_passed_on(server, source(CALL, "client"))
    assert told in said and any(words in said for words in ("never entered", "nothing of what has come")) == bool(told)


@pytest.mark.parametrize("made, side, told", [
    ("json.loads(link.recv(99))", "Kind.CHAT", True), ("json.loads(link.recv(99))", "Kind.CHAT.value", False),
    ("Kind(link.recv(99).decode())", "Kind.CHAT", False),
    ("json.loads(link.recv(99), object_hook=lift)", "Kind.CHAT", False),
    ("json.loads(link.recv(99))\nwhat[0] = Kind(what[0])", "Kind.CHAT", False)])
def test_a_text_of_json_is_no_member_of_an_enum(made, side, told):
    server = source(f"import enum, json\n{HALL}class Kind(enum.Enum):\n    CHAT = 'chat'\nlink, _ = hall.accept()\n"
                    f"what = {made}\nif what{'[0]' if 'json' in made else ''} == {side}:\n    print(what)\n")
    said = "a.py, line 8: a text is never equal to a member of an Enum: compare it with Kind.CHAT.value."
    assert comparing.enum_for_text(server) == (said if told else "")


@pytest.mark.parametrize("key, told", [("link", True), ("link.fileno()", False)])
def test_sockets_that_are_looked_for_by_their_number(key, told):
    text = (f"{HALL}import select\npoller, links = select.poll(), {{}}\nlink, _ = hall.accept()\nlinks[{key}] = link\n"
            "for number, event in poller.poll():\n    links[number].recv(99)\n")
    said = explained(text, "KeyError: 3", 8)
    assert said.startswith("a.py, line 8: poll gives the number of a socket, its fileno(), and links keeps each under "
                           "link: under link.fileno().") is told and said


@pytest.mark.parametrize("made, told", [("str(link.recv(99))", True), ("str(data)", True),
                                        ("str(link.recv(99), 'utf-8')", False), ("str(link.recv(99).decode())", False)])
def test_a_text_that_str_makes_of_bytes(made, told):
    roles = SimpleNamespace(kind="pair", transport="tcp")
    server = source(f"{HALL}link, _ = hall.accept()\nwhile data := link.recv(99):\n    text = {made}\n"
                    "    if not text:\n        break\n    print(text)\n    link.send(input().encode())\n")
    phantom = missed("lost", "it shows a message that nobody sent: b''", "the server to notice that nobody is there")
    said = "a.py, line 5: str() of bytes writes them as \"b'...'\", a letter such as é as "
    assert hints_on_text.shows_bytes(server).startswith(said) is told
    assert hints_on_endings.lost(phantom, roles, server, source(CALL, "client")).startswith(said) is told
