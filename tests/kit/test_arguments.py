"""What Python brings along is given too much, too little, in another order or of another kind: each in its own words.

The errors are those that Python itself raises for these lines, in its own words.
"""
import traceback

import pytest
from sources import source

from lab12.grader import errors, hints, slips
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

IMPORTS = "import asyncio, json, pickle, select, socket, struct, sys, threading, time\n"


def told(code):
    """Return what is said of the error that these lines raise."""
    text = IMPORTS + code
    with pytest.raises(Exception) as raised:  # whatever Python says of it
        exec(compile(text, "a.py", "exec"), {"__name__": "__main__"})  # noqa: S102
    lines = [frame.lineno for frame in traceback.extract_tb(raised.value.__traceback__) if frame.filename == "a.py"]
    words = f"{type(raised.value).__name__}: {raised.value}"
    return errors.explain(Fault(source(text), words, getattr(raised.value, "lineno", None) or lines[-1]))


@pytest.mark.parametrize("code, said", [
    ("who = ('h', 5)\ninput('To ', who[0], ': ')", "line 3: input takes one text, its prompt, and does not put several "
     'together as print does: input(f"To {who[0]}: ").'),
    ("people = []\npeople.append('c', 'a')", "line 3: append takes one thing, and here are 2: in parentheses of their "
     "own they are one, people.append(('c', 'a'))."),
    ("socket.socket().setsockopt(socket.SOL_SOCKET, 1)", "setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)"),
    ("socket.socket().shutdown()", "which side is shut: shutdown(socket.SHUT_RDWR)"),
    ("select.select([])", "three lists"),
    ("socket.socket().listen(5, 6)", "listen takes at most 1 argument, and 2 are given."),
    ("socket.socketpair()[0].sendall(b'a', b'b')", "sendall takes the bytes as one thing"),
    ("socket.socketpair()[0].send(b'a', 'b')", "send takes the bytes as one thing"),
    ("socket.socketpair()[0].send(b'a', ('127.0.0.1', 5000))", "only sendto takes an address: sendto(b'a', ("),
])
def test_as_many_as_it_takes(code, said):
    assert said in told(code)


@pytest.mark.parametrize("code, said", [
    ("s = socket.socket(socket.SOCK_STREAM, socket.AF_INET)\ns.bind(('127.0.0.1', 0))",
     "line 2: SOCK_STREAM stands where the family belongs: socket.socket(socket.AF_INET, socket.SOCK_STREAM)."),
    ("socket.socket('AF_INET', 'SOCK_STREAM')", "without quotes"),
    ("socket.socket().bind(('127.0.0.1', None))", "the port is nothing (None) here"),
    ("socket.socket().connect((None, 5000))", "the host is nothing (None) here"),
    ("b'/quit'.startswith('/')", 'with a b before it, b"...", or .decode() what has come'),
    ("'/quit'.startswith(b'/')", "without a b before it"),
    ("'/quit'.startswith(None)", "line 2: what startswith looks for here is nothing (None)"),
    ("'/quit'.endswith(5)", "line 2: what endswith looks for here is no text, but of the kind int"),
    ("data = b'5'\njson.loads(data.decode)", "line 3: a method is called with parentheses after its name: decode()"),
    ("json.loads(socket.socket())", "line 2: loads reads a text or bytes, as recv gives them, and this is a socket."),
    ("print(b'/' in '/quit')", ".decode() the bytes first"),
    ("pickle.dumps({'who': socket.socket()})", "a socket belongs to this program"),
    ("struct.pack('!H', 1, 2)", "the format has places for 1, and 2 are given."),
    ("int(None)", "nothing (None) to make a number of"),
    ("b'a'.decode('utf8x')", 'Python knows no encoding utf8x: "utf-8" is meant'),
    ("print(5 + ' people')", "a number and a text cannot be put together"),
    ("print('%s says' % (1, 2))", "fewer places"), ("print('%s says %s' % 'a')", "more places"),
    ("print('%d people' % 'a')", "%d wants a number"),
    ("print('{name} says'.format('a'))", "the text has a place {name}, and format is given nothing of that name"),
    ("select.select([socket.socketpair()], [], [], 0)", "only sockets can be watched"),
    ("threading.Lock().aquire()", "there is no aquire here; acquire is meant."),
    ("threading.Lock().release()", "this releases a lock that is not held"),
    ("lock = threading.Lock\nwith lock:\n    pass", "line 2: with wants what threading.Lock makes"),
    ("t = threading.Thread(target=threading.Event().wait, daemon=True)\nt.start()\nt.daemon = False",
     "this comes before start()"),
    ("text = 'a'\njson.dumps({'text': text.encode()})", ".encode() makes bytes of text: leave that out"),
    ("data = b'a'\ntext = data.decode\nprint('says ' + text)", "line 3: a method is called with parentheses after its "
     "name: decode(), not decode."),
    ("socket.create_server(('::1', 0))", "family=socket.AF_INET6 behind the address, or 127.0.0.1 in it."),
    ("if not time:\n    with 1 + 1:\n        pass\nwith threading.Lock:\n    pass",
     "line 5: with wants what threading.Lock"),
    ("lock = threading.Lock()\nwith lock.acquire:\n    pass", "line 3: with takes a lock by itself, and releases it: "
     "with lock."),
    ("who = ('127.0.0.1', 5000)\nlink = socket.socketpair()[0]\nlink.send(b'a', who)",
     "line 4: send takes no address: over TCP leave it out, over UDP sendto takes one."),
    ("import selectors\nwatched = selectors.DefaultSelector()\nends = socket.socketpair()\nends[0].send(b'a')\n"
     "watched.register(ends[1], selectors.EVENT_READ)\nfor turn in range(2):\n    for key in watched.select():\n"
     "        key.fileobj", "line 8: select() of a selector gives two things for each that is ready: for key, mask in"),
    ("socket.socketpair()[0].send(None)", "this is nothing (None): what should give it gives none."),
    ("socket.socketpair()[0].send(5)", "this is an int"),
])
def test_of_the_kind_that_it_takes(code, said):
    assert said in told(code) and "a int" not in told(code)


@pytest.mark.parametrize("code, said", [
    ("class Hall:\n    def _init_(self, port):\n        self.port = port\nHall(5000)",
     "line 3: what makes an object of Hall is called __init__, with two underscores on each side; _init_ is a method"),
    ("class Hall:\n    def serve(self):\n        pass\nHall(5000)", "line 5: Hall (line 2) has no __init__"),
    ("t = Thread(target=print)", "Thread is in the module threading, and is reached through it: threading.Thread."),
    ("sleep(1)", "sleep is in the module time, and is reached through it: time.sleep."),
    ("q = deque()", "the line `from collections import deque` is missing"),
    ("choices = []\nchoice(1)", "choices is"),  # what it has is likelier than what Python has
    ("while 1:\n        a = 1\n\tb = 2\n", "line 4: this line begins with tabs, and lines around it with blanks"),
])
def test_what_is_called_otherwise_or_stands_elsewhere(code, said):
    assert said in told(code)


@pytest.mark.parametrize("code, never", [
    ("def send(a):\n    pass\nsend(1, 2)", "the bytes as one thing"),
    ("{}['name']", "has a place"), ("'{}'.format({}['name'])", "has a place"),
    ("socket.socketpair()[0].send(('a', 1))", "where the family belongs"),
    ("json.dumps({'text': b'a'})", "leave that out"),
    ("socket.socketpair()[0].recv()", "recv takes at least"),
    ("class Hall:\n    def __init__(self):\n        pass\nHall(5)", "underscores"),
    ("socket.create_server(('::1', 0), family=socket.AF_INET)", "behind the address"),
    ("import threading\nlock = threading.Lock()\nwith lock.acquire:\n    pass", "acquire()"),
    ("socket.socketpair()[0].sendall()", "several together"),
    ("input(*['To ', 'whom'])", "{*["),
    ("people = ['anna']\nprint(people['anna'])", "{} makes"),
    ("people = []\npeople = json.loads('[]')\nprint(people['anna'])", "{} makes"),
    ("for turn in range(2):\n    for key in [(1, 2)]:\n        key.fileobj", "select()"),
    ("many = [[]]\nasync def main():\n    await asyncio.gather(*many)\nasyncio.run(main())", "**"),
])
def test_what_is_not_so_is_not_said(code, never):
    assert never not in told(code)


NOTES = "import json, socket\nlink, _ = socket.create_server(('', 5000)).accept()\n{}\nwhile True:\n    " \
    "link.sendall((json.dumps({{'text': input()}}) + '\\n').encode())\n"


@pytest.mark.parametrize("greets, told", [
    ("link.sendall(b'Welcome!')", "b.py, line 3: this is no JSON, and without a newline what comes next stands in one "
     "line with it, and a.py, line 3 takes all that comes for JSON"),
    ("link.sendall(f'Hello {link}\\n'.encode())", "b.py, line 3: this is no JSON, and a.py, line 3 takes"),
    ("link.sendall(f'Hello {link}'.encode())", "b.py, line 3: this is no JSON, and without a newline"),
    ("with open('log', 'w') as log: log.write('begun')", ""),
    ("class Note:\n    def send(self, text): link.sendall(json.dumps(text).encode())\nnote = Note()\n"
     "def greet(note): note.send('Hello')\ngreet(note)", ""),
    ("text = json.dumps('hello')\nlink.sendall(f'{text}<END>'.encode())", ""), ("link.sendall(b'[]\\n')", ""),
    ("link.sendall(json.dumps('Welcome').encode())", ""), ("print('Welcome!')", "")])
def test_a_greeting_that_is_no_json_where_all_else_is(greets, told):
    client = source("import json, socket\nfor line in socket.create_connection(('', 5000)).makefile():\n"
                    "    print(json.loads(line)['text'])\n", "client")
    server = source(NOTES.format(greets), name="b.py")
    said = errors.explain(Fault(client, "json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)", 3,
                                other=server))
    assert told in said if told else "b.py" not in said and "no JSON" in said


@pytest.mark.parametrize("kind, says, never", [
    ("DGRAM", "UDP throws the rest of a datagram away", "Collect"), ("STREAM", "Collect the bytes", "UDP")])
def test_a_letter_that_is_cut_is_lost_over_udp_and_comes_later_over_tcp(kind, says, never):
    takes = "data, who = sock.recvfrom(24)" if kind == "DGRAM" else "data = sock.recv(24)"
    text = f"import socket\nsock = socket.socket(socket.AF_INET, socket.SOCK_{kind})\nsock.bind(('', 5000))\n" \
        f"{'sock = sock.accept()[0]' if kind == 'STREAM' else ''}\nwhile True:\n    {takes}\n    print(data.decode())\n"
    words = "UnicodeDecodeError: 'utf-8' codec can't decode bytes in position 22-23: unexpected end of data"
    said = errors.explain(Fault(source(text), words, 7))
    result = Result("letters", "", MISSED, expected='the server to show "ñ नमस्ते 你好 apple"', seen="nothing new")
    told = hints.letters(result, None, source(text), source("", "client", "b.py"))
    assert says in said and says in told and never not in said + told


@pytest.mark.parametrize("code, said", [
    ("socket.Socket()", "it has socket."), ("from socket import Socket", "it has socket."),
    ("import datetime\ndatetime.now()", "it has datetime.datetime.now."), ("time.now()", "it has time."),
    ("from time import time\ntime.sleep(1)", "line 3: after from time import time (line 2) time is what that module "
     "holds under this name, and no module: `import time` in its place, or from time import sleep."),
    ("from datetime import datetime\ndatetime.datetime.now()", "datetime once alone"),
    ("a, b = socket.socketpair()\nanswer = a.send(b'x')\nanswer.decode()", "line 3: send gives the number of bytes"),
    ("a, b = socket.socketpair()\nb.send(b'x')\ndata = a.recv(9)\ndata[0].decode()", "takes the number of their first"),
    ("n = 5\nn.encode()", "str(...).encode() makes bytes of it"),
    ("note = {'text': 1}\nnote.encode()", "json.dumps(note).encode()"),
    ("import queue\nqueue.Queue().append(1)", "a Queue has no append; put is meant."),
    ("import socketserver\nclass Seat(socketserver.BaseRequestHandler):\n    pass\nwith socketserver.TCPServer(('', 0"
     "), Seat) as hall:\n    hall.serve_for_ever()", "a TCPServer has no serve_for_ever; serve_forever is meant."),
    ("import socketserver\nclass Seat(socketserver.BaseRequestHandler):\n    pass\nsocketserver.TCPServer('', 0, Seat)",
     "TCPServer(('', 0), Seat)"),
    ("pickle.loads('abc')", "loads reads bytes, as recv gives them"),
    ("json.loads({'a': 1})", "this is a dict already"),
    ("json.loads(None)", "nothing (None) that loads could read"), ("str.encode(b'a')", "these are bytes already"),
    ("people = []\npeople['anna'] = 1", "line 2: people is a list here, which has numbers for places, and no keys (a.py"
     ", line 3): {} makes a dictionary."),
    ("said = {1}\nsaid[0]", "a set has no order"), ("[].pop()", "the list is empty here"),
    ("class Hall:\n    def __init__(self):\n        super.__init__()\nHall()", "super().__init__(...)"),
    ("ready = threading.Event\nready.set()", "line 2: threading.Event is the class, and parentheses make one of it"),
    ("a, b = socket.socketpair()\nb.send(b'x')\nname, text = a.recv(9).decode().split(':')", "not as many parts"),
    ("import selectors\nselectors.DefaultSelector().unregister(socket.socket())", "any more: unregister takes off"),
    ("import selectors\nselectors.DefaultSelector().modify(socket.socket(), 1)", "any more: modify changes only what"),
    ("import selectors\nwatch, (a, b) = selectors.DefaultSelector(), socket.socketpair()\nwatch.register(a, 1)\n"
     "b.send(b'x')\nfor key in watch.select():\n    key.fileobj", "line 6: select() of a selector gives two things"),
    ("a, b = socket.socketpair()\nb.send(b'x')\nfor one in select.select([a], [], []):\n    one.recv(9)",
     "line 4: select gives three lists"),
    ("import multiprocessing\na, b = socket.socketpair()\nmultiprocessing.Process(target=print, args=(a))", "line 4: "
     "one argument in parentheses is a tuple only with a comma: args=(a,)."),
    ("import _thread\n_thread.start_new_thread(print('a'), ())", "print is called here and now, and what it gives is "
     "no function: start_new_thread(print, ('a',))"),
])
def test_what_is_taken_for_something_else(code, said):
    assert said in told(code)


@pytest.mark.parametrize("body, said", [
    ("reader.feed_data(b'ab')\n    reader.feed_eof()\n    await reader.readexactly(4)", "line 6: the other side has "
     "gone, and readexactly says so with an error: catch asyncio.IncompleteReadError"),
    ("for text in reader:\n        pass", "gone through with async for"),
    ("with asyncio.Lock():\n        pass", "a Lock of asyncio wants async with"),
    ("reader.feed_data(b'ab')\n    await reader.readuntil('\\n')", "readuntil(b'\\n')"),
    ("await asyncio.start_server('127.0.0.1', 5000)", "start_server(serve, host, port)"),
    ("await asyncio.start_server(print, '127.0.0.1', 'abc')", "the port is a number from 1 to 65535"),
    ("await asyncio.get_running_loop().run_in_executor(input, '> ')", "run_in_executor(None, input, '> ')"),
    ("await asyncio.gather([reader])", "gather(*[reader])"),
])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_asyncio_takes(body, said):
    assert said in told(f"async def main():\n    reader = asyncio.StreamReader()\n    {body}\nasyncio.run(main())\n")


@pytest.mark.parametrize("code, never", [
    ("{}[[1]]", "gather"), ("input.submit", "executor"), ("(1, 2).fileobj", "select() of a selector"),
    ("[].recv", "three lists"), ("said = list()\nsaid['a']", "makes a dictionary"), ("n = 5\nn.split()", "json.dumps"),
    ("socket.socketpair()[0].send('a')", "leave .decode() out"), ("{'a': 1}['b']", "watched"),
    ("class Queue:\n    pass\nQueue().append(1)", "put is meant"), ("print.sleep", "no module"),
    ("a, b = socket.socketpair()\nb.send(b'x')\nname, who = a.recv(9)", "not as many parts")])
def test_what_is_not_taken_for_something_else(code, never):
    assert never not in told(code)

@pytest.mark.parametrize("shows, seen, told", [
    ("text.split()[0]", "it shows 'a'", True), ("text.split(':')[0]", "it shows 'a'", False),
    ("text.split()[0]", "it shows nothing new", False), ("text", "it shows 'a'", False)])
def test_one_word_of_a_message_that_has_several(shows, seen, told):
    server = source("import socket\nlink, _ = socket.create_server(('', 5000)).accept()\nwhile True:\n"
                    f"    text = link.recv(999).decode()\n    print({shows})\n")
    result = Result("letters", "", MISSED, expected='the server to show "a ñ 你好 apple"', seen=seen)
    said = hints.letters(result, None, server, source("", "client", "b.py"))
    assert (f"line 5: {shows} is one word of what has come" in said) is told


@pytest.mark.parametrize("sends, told", [
    ("link.sendall((f'{len(text):06}' + text).encode())", True),
    ("link.sendall(f'{len(text):06}{text}'.encode())", True),
    ("data = text.encode()\nlink.sendall(f'{len(data):06}'.encode() + data)", False),
    ("link.sendall((str(len(text)) + ' letters').encode())", False),
    ("print(f'{len(text)} letters')\nlink.sendall(text.encode())", False)])
def test_a_length_of_letters_in_one_text_with_what_it_is_the_length_of(sends, told):
    client = source(f"import socket\nlink = socket.create_connection(('', 5000))\ntext = input()\n{sends}\n", "client")
    assert ("line 4: len(text) counts letters, and bytes are sent" in slips.counts_letters(client)) is told

@pytest.mark.parametrize("code, said", [
    ("import os\nos.environ['CHAT_HOME_DOOR']", "line 3: the environment has no CHAT_HOME_DOOR, unless somebody has "
     "set it before the start: os.environ.get('CHAT_HOME_DOOR', ...)"),
    ("import socketserver\nclass Seat(socketserver.BaseRequestHandler):\n    def __init__(self):\n        self.rfile\n"
     "Seat()", "line 3: BaseRequestHandler has no rfile: a StreamRequestHandler has, class Seat(socketserver."
     "StreamRequestHandler)."),
    ("import selectors\nwatch, (a, b) = selectors.DefaultSelector(), socket.socketpair()\nwatch.register(a, 1)\n"
     "b.send(b'x')\nfor key, _ in watch.select():\n    key.data(a)", "line 4: this registers no function, and a.py, "
     "line 7 calls the one that was: watch.register(a, 1, ...)"),
])
def test_what_nobody_has_set_made_or_registered(code, said):
    assert said in told(code)


@pytest.mark.parametrize("code, never", [
    ("{}['CHAT_HOME_DOOR']", "environment"), ("class Seat:\n    pass\nSeat().rfile", "StreamRequestHandler"),
    ("key = None\nkey()", "registers"),
    ("people, link = [], 'a'\nwhile not people:\n    people.remove(link)", "with each message")])
def test_what_somebody_has_set_made_or_registered(code, never):
    assert never not in told(code)
