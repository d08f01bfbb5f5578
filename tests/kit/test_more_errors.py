"""More errors and causes: what a later sample of faults has taught, each told with its own line and no other's."""
from types import SimpleNamespace

import pytest

from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader import (
    errors,
    framed,
    hints,
    hints_on_chats,
    hints_on_pieces,
    hints_on_talk,
    hints_on_text,
    leaving,
    lost,
    lost_in_pairs,
    order,
    unasked,
)
from lab12.grader.faults import Fault
from lab12.grader.reading import Source
from lab12.rubric.checks import MISSED, Result

TCP = "import asyncio, contextlib, socket, ssl, threading\n"


def source(text, role="server", name="a.py", modules=()):
    [script] = read(name, TCP + text, modules)
    return Source(script, role)


def told(text, words, line=2, other=None, modules=()):
    """Return what is said of an error in this line of a server; its first line is the second one of the file."""
    return errors.explain(Fault(source(text, modules=modules), words, line, other=other))


@pytest.mark.parametrize("code, words, said", [
    ("input('> ', flush=True)", "input() takes no keyword arguments", "leave flush=True out"),
    ("threading.Thread(target=print, arg=(1,))", "Thread.__init__() got an unexpected keyword argument 'arg'",
     "Thread has no argument arg: args is meant, args=(1,)."),
    ("print('a', flash=True)", "'flash' is an invalid keyword argument for print()", "flush is meant, flush=True"),
    ("def say(text, to):\n    pass\nsay('a', two=1)", "say() got an unexpected keyword argument 'two'",
     "to is meant, to=1"),
    ("class A:\n    def __init__(self, x):\n        pass\nclass B(threading.Thread):\n    def __init__(self):\n"
     "        super().__init__(deamon=True)", "Thread.__init__() got an unexpected keyword argument 'deamon'",
     "line 7: Thread has no argument deamon: daemon is meant"),
    ("socket.socket().sendall(data=b'')", "socket.sendall() takes no keyword arguments", "give it by its place"),
])
def test_an_argument_by_a_name_that_a_call_does_not_know(code, words, said):
    assert said in told(code, f"TypeError: {words}", 2 + code.count("\n"))


@pytest.mark.parametrize("name, module, beside, hides", [
    ("thread", "threading", False, False), ("getargspec", "inspect", False, False), ("thread", "threading", True, True),
    ("Thread", "threading", False, True), ("Hall", "select", False, True)])
def test_a_file_that_hides_a_module_is_named_only_where_there_is_one(name, module, beside, hides):
    """Python's own file may lack the name, too: then the name is wrong, and no file has to be renamed."""
    said = told(f"from {module} import {name}", f"ImportError: cannot import name '{name}' from '{module}' "
                f"({module}.py)", modules=[(f"{module}.py", "")] if beside else ())
    assert ("Rename the file" in said) is hides and said


def test_a_thread_s_only_argument_needs_its_comma_in_both_builds():
    one = "import _thread\ndef talk(c):\n    pass\n_thread.start_new_thread(talk, (c))\n"
    assert told(one, "TypeError: 2nd arg must be a tuple", 5).endswith("only with a comma: (c,).")


@pytest.mark.parametrize("server, client, said", [
    ("keys = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\nasyncio.start_server(talk, '', 5000)", "wrap_socket(link)",
     "a.py, line 3: b.py speaks TLS, and this one does not, though keys is made for it: ssl=keys belongs"),
    ("door = socket.create_server(('', 5000))\nlink, _ = door.accept()", "keys.wrap_socket(link)",
     "a.py, line 3: b.py speaks TLS, and this one does not: context.wrap_socket(conn, server_side=True)"),
    ("asyncio.start_server(talk, '', 5000, ssl=keys)", "link.send(b'')",
     "b.py, line 2: a.py speaks TLS, and this one does not: context.wrap_socket(sock, server_hostname"),
    ("asyncio.start_server(talk, '', 5000, ssl=keys)", "keys.wrap_socket(link)", "the two do not agree on TLS")])
@pytest.mark.parametrize("words", ["ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number",
                                   "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xfc in position 8: invalid "
                                   "start byte"])
def test_tls_at_one_end_alone(server, client, said, words):
    other = source(f"link = socket.create_connection(('', 5000))\n{client}", "client", "b.py")
    hint = told(server, words, other=other)
    assert said in hint or "Unicode" in words and "agree" in said and "TLS" not in hint


@pytest.mark.parametrize("sends, hides, said", [
    ("writer.write(text)", "contextlib.suppress(Exception)", True), ("writer.write(text)", "open('a')", False),
    ("writer.write(text.encode())", "contextlib.suppress(Exception)", False),
    ("sys.stdout.write(text)", "contextlib.suppress(Exception)", False)])
def test_a_text_that_a_stream_is_given_and_an_error_that_suppress_hides(sends, hides, said):
    text = f"def talk(reader, writer):\n    with {hides}:\n        text = f'{{name}}'\n        {sends}\n" \
        "asyncio.start_server(talk, '', 5000)\n"
    hint = lost.no_encode(source(text))
    assert bool(hint) is ("(text)" in sends and "writer" in sends) and ("a.py, line 3 hides it" in hint) is said


@pytest.mark.parametrize("loop, once", [("async for line in reader:\n        print(line)", False),
                                        ("print(name)", True)])
def test_a_reader_that_is_gone_through_is_heard_more_than_once(loop, once):
    text = f"async def talk(reader, writer):\n    name = await reader.readline()\n    {loop}\n" \
        "asyncio.run(asyncio.start_server(talk, '', 5000))\n"
    assert bool(order.answers_once(source(text), source("", "client", "b.py"))) is once


@pytest.mark.parametrize("cuts, seen, said", [
    ("[:MOST]", "it shows about 100 of them", "b.py, line 5: [:MOST] leaves no more than 100"),
    ("[:MOST]", "it shows about 1,400 of them", ""), ("[1:MOST]", "it shows about 100 of them", ""),
    ("[:4]", "it shows about 100 of them", "")])
def test_a_message_that_its_sender_cuts(cuts, seen, said):
    """Who receives it with a recv that is large enough has no part in that."""
    client = source("MOST = 100\nlink = socket.create_connection(('', 5000))\nwhile True:\n"
                    f"    link.send(input().encode(){cuts})\n", "client", "b.py")
    server = source("door = socket.create_server(('', 5000))\nlink, _ = door.accept()\nprint(link.recv(9999))\n")
    result = Result("long", "", MISSED, expected="the server to show all 2,500 letters", seen=seen)
    hint = hints_on_text.long(result, SimpleNamespace(kind="pair", transport="tcp"), server, client)
    assert said in hint and bool(said) == ("leaves no more" in hint)


@pytest.mark.parametrize("shuts, closes, said", [
    ("def shut(*all):\n    for one in all:\n        one.close()\n", "shut(link, door)", True),
    ("def shut(one, two):\n    two.close()\n", "shut(link, door)", True),
    ("def shut(one, two):\n    one.close()\n", "shut(link, door)", False)])
def test_a_listening_socket_that_a_function_of_the_script_closes(shuts, closes, said):
    text = f"{shuts}door = socket.create_server(('', 5000))\nwhile True:\n    link, _ = door.accept()\n    {closes}\n"
    at = shuts.count("\n") + 4
    hint = told(text, "OSError: [Errno 9] Bad file descriptor", at)
    assert hint.startswith(f"a.py, line {at + 1}: this closes the listening socket each time") is said


@pytest.mark.parametrize("server, greets", [
    ("while True:\n    text = link.recv(999)\n    link.send(text)\n", False),
    ("link.send(b'hello')\nwhile True:\n    text = link.recv(999)\n    link.send(text)\n", True)])
def test_a_first_line_that_the_other_never_sends(server, greets):
    """Where the other one greets, the client has come past that line."""
    client = source("link = socket.create_connection(('', 5000))\nlines = link.makefile()\nprint(lines.readline())\n"
                    "while True:\n    link.send(input().encode())\n    print(lines.readline())\n", "client", "b.py")
    other = source(f"door = socket.create_server(('', 5000))\nlink, _ = door.accept()\n{server}")
    waits = ["the client waits for the network; the server waits for the network; each waits for another"]
    result = Result("message", "", MISSED, seen="it waits for the network", waits=waits)
    hint = unasked.nobody_asked(result, client, other)
    assert hint.startswith("b.py, line 4: it waits here for a message before it asks") is not greets


@pytest.mark.parametrize("waits", ["one = pool.submit(talk, link)\n    one.exception()",
                                   "pool.submit(talk, link).result()"])
def test_what_asks_how_a_talk_has_ended_waits_for_that(waits):
    text = f"door = socket.create_server(('', 5000))\nwhile True:\n    link, _ = door.accept()\n    {waits}\n"
    assert source(text).mistake("asks at once") == f"a.py, line {5 + waits.count(chr(10))}: "


@pytest.mark.parametrize("reads, one_by_one", [
    ("    for reader, writer in people:\n        print(await reader.readline())\n", True),
    ("    reader, writer = people[0]\n    print(await reader.readline())\n", False)])
def test_readers_that_are_waited_for_in_turn(reads, one_by_one):
    text = f"async def welcome(reader, writer):\n    people.append((reader, writer))\nasync def go():\n{reads}" \
        "asyncio.start_server(welcome, '', 5000)\nasyncio.run(go())\n"
    hint = lost.not_passed_on(source(text), source("", "client", "b.py"))
    assert ("Read in the function that start_server calls" in hint) is one_by_one


@pytest.mark.parametrize("loop, shows", [("async for line in reader:\n        print(line.decode())", True),
                                         ("async for line in sys.stdin:\n        writer.write(line)", False)])
def test_a_client_that_goes_through_its_reader_hears(loop, shows):
    client = source("async def main():\n    reader, writer = await asyncio.open_connection('', 5000)\n    "
                    f"{loop}\nasyncio.run(main())\n", "client")
    assert client.prints_what_comes is client.hears is shows


@pytest.mark.parametrize("notice, bare", [("other.sendall(f'{name} is here'.encode())", True),
                                          ("put(other, f'{name} is here')", False)])
def test_a_notice_without_its_length_among_messages_that_have_one(notice, bare):
    both = "def put(link, text):\n    data = text.encode()\n    link.sendall(struct.pack('>H', len(data)) + data)\n" \
        "def get(link):\n    size, = struct.unpack('>H', link.recv(2))\n    return link.recv(size).decode()\n"
    server = source(f"import struct\n{both}def talk(link):\n    name = get(link)\n    for other in people:\n"
                    f"        {notice}\n    while True:\n        put(link, get(link))\n"
                    "door = socket.create_server(('', 5000))\nwhile True:\n    talk(door.accept()[0])\n")
    client = source(f"import struct\n{both}link = socket.create_connection(('', 5000))\nput(link, input())\n"
                    "while True:\n    print(get(link))\n", "client", "b.py")
    hint = framed.framing(server, client)
    assert hint.startswith("a.py, line 12: this goes out without its length, and b.py, line 7") is bare


@pytest.mark.parametrize("body, said", [
    ("text = link.recv(99)\n    print(text)", "a.py, line 7: recv gives b''"),
    ("text = link.recv(99)\n    if not text:\n        break\n    print(text)", ""),
    ("text = link.recv(99)\n    shown = f'> {text}'\n    print(shown)\n    if not text:\n        link.close()\n"
     "        break", "before line 9 looks for it: leave the loop right after recv (if not text: break)"),
    ("text = link.recv(99)\n    print(len(text))\n    if not shown:\n        break", "a.py, line 7: recv gives b''"),
    ("print(text)\n    text = link.recv(99)", "")])
def test_an_end_that_only_the_head_of_the_loop_looks_for(body, said):
    text = "door = socket.create_server(('', 5000))\nlink, _ = door.accept()\ntext = b' '\nwhile text != b'':\n    " \
        f"{body}\n"
    hint = leaving.tested_late(source(text))
    assert said in hint and bool(said) == bool(hint)


def test_a_reader_is_asked_for_exactly_so_many_bytes():
    server = source("async def talk(reader, writer):\n    size = int.from_bytes(await reader.read(4), 'big')\n"
                    "    print(await reader.read(size))\nasyncio.start_server(talk, '', 5000)\n")
    result = Result("pieces", "", MISSED, expected="the server to wait for the rest of a message")
    said = hints_on_pieces.pieces(result, SimpleNamespace(kind="pair", transport="tcp"), server, server)
    assert "readexactly(n)" in said and "recv" not in said


@pytest.mark.parametrize("sends, kind", [("data", "chat"), ("text.encode()", "chat"), ("b'I am here'", "pair")])
def test_a_server_that_tells_everybody_what_it_hears_is_one_of_a_chat(sends, kind):
    [script] = read("a.py", "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 7001))\n"
                    "while True:\n    data, who = s.recvfrom(999)\n    text = data.decode()\n"
                    f"    s.sendto({sends}, ('<broadcast>', 7002))\n")
    assert script.kind == kind


@pytest.mark.parametrize("call, host, port", [
    ("loop.create_server(Node, '::1', 7001)", "::1", 7001), ("socket.create_server(('', 7001))", "", 7001),
    ("loop.create_connection(lambda: Node(), '127.0.0.1', 7001)", "127.0.0.1", 7001)])
def test_where_a_protocol_of_asyncio_is_to_be_found(call, host, port):
    [script] = read("a.py", f"import asyncio, socket\nasync def main():\n    await {call}\nasyncio.run(main())\n")
    assert (script.host, script.port) == (host, port)


@pytest.mark.parametrize("given, named", [("conn, _ = door.accept()", True), ("self.conn, _ = door.accept()", False)])
@pytest.mark.parametrize("tell", [
    lambda one: errors.explain(Fault(one, "AttributeError: 'NoneType' object has no attribute 'sendall'", 9)),
    lambda one: lost_in_pairs.where_lost(Result("reply", "", MISSED), one, source("", "client", "b.py"))])
def test_an_attribute_that_a_method_means_and_does_not_name(given, named, tell):
    server = source("class Server:\n    def __init__(self):\n        self.conn = None\n    def hear(self):\n"
                    f"        {given}\n        self.ready.set()\n    def say(self):\n        self.conn.sendall(b'')\n"
                    "door = socket.create_server(('', 5000))\none = Server()\none.hear()\n")
    assert tell(server).startswith("a.py, line 6: conn is a name of this method alone here, and self.conn, which "
                                   "line 9 reads, stays None (line 4)") is named


@pytest.mark.parametrize("reads, said", [("link.settimeout(self.limit)", False), ("self.limit and link.close()", False),
                                         ("time.sleep(self.limit / 2)", True)])
def test_an_attribute_may_be_meant_to_stay_none(reads, said):
    client = source("link = socket.create_connection(('', 5000))\nclass Talk:\n    def __init__(self):\n"
                    f"        self.limit = None\n        {reads}\n    def wait(self):\n        limit = 3\n"
                    "        print(limit)\n", "client", "b.py")
    assert ("is a name of this method alone" in lost_in_pairs.where_lost(
        Result("message", "", MISSED), client, source(""))) is said


@pytest.mark.parametrize("limit, said", [(", limit=1024", True), ("", False), (", limit=9999", False)])
def test_a_limit_that_no_long_message_fits(limit, said):
    client = source(f"async def main():\n    reader, w = await asyncio.open_connection('', 5000{limit})\n"
                    "    print(await reader.readline())\nasyncio.run(main())\n", "client", "b.py")
    result = Result("long", "", MISSED, expected="client 2 to show all 2,500 letters", seen="it shows nothing new")
    hint = hints_on_text.long(result, SimpleNamespace(kind="chat", transport="tcp"), source(""), client)
    assert hint.startswith("b.py, line 3: limit=1024 here lets no message be longer than 1,024 bytes") is said


@pytest.mark.parametrize("watches, enter", [("[link]", True), ("[link, sys.stdin]", False)])
def test_a_client_that_looks_only_after_enter_by_select(watches, enter):
    [script] = read("b.py", "import select, socket, sys\nlink = socket.create_connection(('', 5000))\nwhile True:\n"
                    f"    link.send(input().encode())\n    while select.select({watches}, [], [], 0)[0]:\n"
                    "        print(link.recv(99))\n")
    hint = hints_on_chats.promptly(None, None, source(""), Source(script, "client"))
    assert hint.startswith("b.py, line 5: the client looks for what has come only when its user has pressed") is enter


def test_what_waits_for_a_name_between_two_clients_in_a_function():
    server = source("def welcome():\n    link, _ = door.accept()\n    link.recv(9)\n    return link\n"
                    "door = socket.create_server(('', 5000))\nwhile True:\n"
                    "    threading.Thread(target=talk, args=(welcome(),)).start()\n")
    assert server.waits_before_next == "a.py, line 4: "


def test_a_client_s_own_port_is_named_as_it_is_given():
    text = "link = socket.create_connection(('', 5000), source_address=('', 5001))\n"
    fault = Fault(source(text, "client"), "OSError: [Errno 98] Address already in use", 2)
    assert "leave source_address out" in errors.explain(fault)


@pytest.mark.parametrize("called, said", [
    ("ssl=keys", "is not for '127.0.0.1', which is called here: say which name stands in the certificate, as server"),
    ("ssl=keys, server_hostname='127.0.0.1'", "is not for '127.0.0.1', which server_hostname says")])
def test_a_certificate_that_is_not_for_the_address_that_is_called(called, said):
    words = "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: IP address " \
        "mismatch, certificate is not valid for '127.0.0.1'. (_ssl.c:1006)"
    assert said in told(f"asyncio.open_connection('127.0.0.1', 5000, {called})\n", words)


@pytest.mark.parametrize("tells, hides", [
    ("sys.exit(f'No: {error}')", False), ("raise SystemExit(error)", False), ("sys.exit(1)", True)])
def test_who_ends_with_an_error_in_its_words_hides_none(tells, hides):
    client = source("link = socket.socket()\ntry:\n    link.connect(('', 5000))\nexcept OSError as error:\n"
                    f"    {tells}\n")
    assert bool(client.hides_errors) is hides


@pytest.mark.parametrize("code, goes_on", [
    ("try:\n        while link.recv(9):\n            pass\n    except OSError:\n        link.close()", False),
    ("print(link.recv(9))\n    try:\n        link.send(b'x')\n    except OSError:\n        pass", False),
    ("try:\n        print(link.recv(9))\n    except (socket.timeout, BlockingIOError):\n        pass", False),
    ("try:\n        print(link.recv(9))\n    except OSError:\n        pass", True)])
def test_an_error_that_leaves_the_inner_loop_is_no_message(code, goes_on):
    server = source(f"door = socket.create_server(('', 5000))\nwhile True:\n    link, _ = door.accept()\n    {code}\n")
    assert bool(server.goes_on_after_errors) is goes_on


@pytest.mark.parametrize("lines", ["link.makefile()", "lines"])
def test_a_loop_through_lines_is_one_round_receiving(lines):
    code = f"link = socket.create_connection(('', 5000))\nlines = link.makefile()\nfor one in {lines}:\n" \
        "    print(one)\n    link.send(input().encode())\n"
    hint = hints_on_talk.turns(Result("turns", "", MISSED), SimpleNamespace(kind="pair", transport="tcp"),
                               source(code), source(code, "client", "b.py"))
    assert "happens once" not in hint


@pytest.mark.parametrize("takes, keeps", [("line, rest = rest.split(b'\\n', 1)", True), ("line = rest", False)])
def test_who_keeps_the_rest_is_not_told_to(takes, keeps):
    server = source("link, _ = socket.create_server(('', 5000)).accept()\nrest = b''\nwhile data := link.recv(9):\n"
                    f"    rest += data\n    {takes}\n    print(line)\n")
    seen = Result("pieces", "", MISSED, expected="the server to wait for the rest", seen="it shows half")
    said = hints_on_pieces.pieces(seen, SimpleNamespace(kind="pair", transport="tcp"), server, source(""))
    assert ("taken out of what is kept" in said) is keeps


@pytest.mark.parametrize("wants, whole", [("n - len(data)", True), ("n, socket.MSG_WAITALL", True), ("n", False)])
def test_who_reads_on_until_all_has_come_is_not_told_to(wants, whole):
    server = source("def read(link, n):\n    data = b''\n    while len(data) < n:\n"
                    f"        data += link.recv({wants})\n    return data\n"
                    "def get(link):\n    return read(link, int.from_bytes(read(link, 4), 'big'))\n"
                    "link, _ = socket.create_server(('', 5000)).accept()\nwhile True:\n    print(get(link))\n")
    client, roles = source("", "client", "b.py"), SimpleNamespace(kind="pair", transport="tcp")
    seen = Result("pieces", "", MISSED, expected="the server to wait for the rest", seen="it shows nothing")
    for hint in hints_on_pieces.pieces, hints_on_text.long:
        assert ("does it read on here" in hint(seen, roles, server, client)) is whole
    server.script.size = 4
    assert not whole or "may cut one" not in hints_on_text.letters(seen, roles, server, client)
    assert server.prints_what_comes


@pytest.mark.parametrize("then, used, goes_on", [
    ("pass", "link", True), ("print('none')\n    raise SystemExit", "link", False), ("exit(1)", "link", False),
    ("pass", "other", False)])
def test_a_refused_connect_that_is_caught_is_told_where_the_program_goes_on(then, used, goes_on):
    code = f"link, other = socket.socket(), socket.socket()\ntry:\n    link.connect(('', 5000))\nexcept OSError:\n" \
        f"    {then}\n{used}.recv(9)\n"
    line = code.count("\n") + 1
    said = told(code, "OSError: [Errno 107] Transport endpoint is not connected", line)
    assert ("goes on as if it were connected" in said) is goes_on


@pytest.mark.parametrize("then, goes_on", [("pass", True), ("raise SystemExit", False)])
def test_a_refused_connect_is_told_where_select_gives_the_socket_another_name(then, goes_on):
    code = f"link = socket.socket()\ntry:\n    link.connect(('', 5000))\nexcept OSError:\n    {then}\nwhile True:\n" \
        "    for one in select.select([link, sys.stdin], [], [])[0]:\n        print(one.recv(9))\n"
    said = told(code, "OSError: [Errno 107] Transport endpoint is not connected", code.count("\n") + 1)
    assert ("goes on as if it were connected" in said) is goes_on


@pytest.mark.parametrize("before, after, said", [
    ("", "        if one is door:\n            all.append(one.accept()[0])\n",
     "the test in line 8 belongs before this."),
    ("", "", "if it is door, accept() comes in the place of this."),
    ("        if one is door:\n            continue\n", "", "")])
def test_a_loop_that_takes_the_listening_socket_for_a_connection(before, after, said):
    code = "door = socket.create_server(('', 5000))\ndoor.listen()\nall = [door]\nwhile True:\n" \
        f"    for one in select.select(all, [], [])[0]:\n{before}        text = one.recv(99)\n{after}"
    line = 7 + before.count("\n")
    told_of = told(code, "OSError: [Errno 107] Transport endpoint is not connected", line)
    assert told_of.startswith(f"a.py, line {line}: one may be door here, the listening socket") is bool(said)
    assert told_of.endswith(said)


def test_a_part_that_is_sent_in_turn_is_not_all():
    client = source("link = socket.create_connection(('', 5000))\ndata = input().encode()\nwhile data:\n"
                    "    link.send(data[:1000])\n    data = data[1000:]\n", "client")
    assert hints_on_text.cuts_off(Result("long", "", MISSED, seen="it shows about 1,000 of them"), client) == ""


@pytest.mark.parametrize("where, told", [("open('log.txt', 'a')", False), ("contextlib.nullcontext(out)", False)])
@pytest.mark.parametrize("sends", [".encode()", ""])
def test_a_text_may_be_written_into_a_file_beside_a_stream(where, told, sends):
    client = source("async def main():\n    lines, out = await asyncio.open_connection('127.0.0.1', 5000)\n"
                    f"    with {where} as log:\n        while True:\n            text = input()\n"
                    f"            log.write(text)\n            out.write(text{sends})\nasyncio.run(main())\n", "client")
    assert client.script.mistakes.get("no encode") == (None if sends else 8)


@pytest.mark.parametrize("text, said", [
    ("\n    if all\n        print(data)\n", ", line 2: SyntaxError: expected ':'"),
    ("\n    try:\n        print(data)\n    print(all)\n", ", line 2: this try has no except"),
    ("\n    print('caf\xe9')\n", ": the file is not saved as UTF-8"),
    ("\n  if all:\n\tprint(data)\n    print(all)\n", ", line 3: this line begins with tabs")])
def test_what_python_refuses_in_a_file_that_is_imported_is_placed_in_that(text, said, tmp_path):
    (tmp_path / "members.py").write_bytes(f"def tell(all, data):{text}".encode("latin-1"))
    (tmp_path / "server.py").write_text(
        "from members import tell\nimport socket\nc, _ = socket.create_server(('', 5000)).accept()\n"
        "while text := c.recv(99):\n    tell([c], text)\n    c.send(input().encode())\n")
    (tmp_path / "client.py").write_text("import socket\ns = socket.create_connection(('', 5000))\n"
                                        "while True:\n    s.send(input().encode())\n    print(s.recv(99))\n")
    pair = find(tmp_path).pairs["tcp-pair"][0]
    error = pair.server.error or "SyntaxError: (unicode error) 'utf-8' codec can't decode byte, line 2 of members.py"
    result = Result("starts", "", MISSED, expected="the server to start", waits=[f"the server has ended: {error}"])
    told = hints.named(result, Source(pair.server, "server"), Source(pair.client, "client"))
    assert told.startswith(f"members.py{said}")


@pytest.mark.parametrize("uses, said", [
    ("", "a.py, line 3: nothing of keys is used here, and it needs cryptography (keys.py, line 2), a package of its "
     "own, which Python does not bring along: leave this import out."),
    ("keys.fresh()\n", "keys.py, line 2: cryptography is a package of its own, which Python does not bring along: do "
     "without it, or hand in what says that it must be installed (pip install cryptography).")])
def test_a_file_of_which_nothing_is_used_needs_a_package(uses, said):
    keys = "import os\nfrom cryptography.fernet import Fernet\ndef fresh():\n    return Fernet.generate_key()\n"
    script = source(f"import socket\nimport keys\nsocket.create_server(('', 5000)).accept()\n{uses}",
                    modules=[("keys.py", keys)])
    words = "ModuleNotFoundError: No module named 'cryptography'"
    assert errors.explain(Fault(script, words, 2, file="keys.py")) == said
