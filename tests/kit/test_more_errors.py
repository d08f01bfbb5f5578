"""More errors and causes: what a later sample of faults has taught, each told with its own line and no other's."""
from types import SimpleNamespace

import pytest

from lab12.finder.source import read
from lab12.grader import errors, hints_on_text, lost, order
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
    assert said in told(server, words, other=other) or "Unicode" in words and "agree" in said


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
