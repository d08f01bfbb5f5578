"""What is done with a thing of another kind, or looked for and not there, is told with the line that made it."""
import pytest
from sources import CALL, HALL, source

from lab12.grader import errors, hints_on_talk, hints_on_text
from lab12.grader.faults import Fault

MAIL = """import asyncio
async def serve(reader, writer):
    line = {}reader.readline()
    writer.write(line)
    print(line.decode() + '!')
"""
JSON = CALL + "def post(told):\n    link.sendall(json.dumps(told).encode())\npost({})\n"
SIZES = HALL + """import struct
def size(link):
    head = link.recv({size})
    length{comma} = struct.unpack({form}, head)
    return link.recv(length)
"""
FILES = HALL + """files = []
def serve(link):
    lines = link.makefile({})
    wire = link.makefile({})
    files.append({})
    for line in lines:
        for one in files:
            one.write(line)
    files.remove({})
"""
POST = HALL + """import queue
letters = queue.Queue()
def serve(link):
    data = link.recv(99)
    letters.put({})
def tell():
    {} = letters.get()
    for one in guests:
        one.sendall(data)
"""
ROOMS = HALL + """rooms = {{}}
def tell(room, text):
    for one in {through}:
        one.sendall(text)
def serve(link):
    name = link.recv(9)
    room = link.recv(9)
    {begin}
    {put}
    tell(room, b'new')
    tell({room}, link.recv(99))
    {gone}
"""
GUEST = HALL + """guests = []
class Guest:
    def __init__(self, link):
        self.link = link
    def hear(self):
        return self.link.recv(99)
def serve(link):
    guest = Guest(link=link)
    guests.append({})
    for one in guests:
        one.{}
"""
WATCHED = HALL + """import selectors
chosen = selectors.DefaultSelector()
def enter(door):
    link, _ = door.accept()
    chosen.register(link, selectors.EVENT_READ {} selectors.EVENT_WRITE, data={})
chosen.register(hall, selectors.EVENT_READ, data=None)
while True:
    for key, mask in chosen.select():
        if key.data is None:
            enter({})
"""


def told(text, words, code, other=None, role="server"):
    """Return what is said of an error in the line that has this code."""
    number = next(number for number, line in enumerate(text.splitlines(), 1) if code in line)
    return errors.explain(Fault(source(text, role), words, number, other=other))


@pytest.mark.parametrize("words, code", [
    ("TypeError: data argument must be a bytes-like object, not 'coroutine'", "write("),
    ("AttributeError: 'coroutine' object has no attribute 'decode'", "print("),
    ("TypeError: unsupported operand type(s) for +: 'coroutine' and 'str'", "print("),
])
def test_what_was_not_awaited(words, code):
    assert told(MAIL.format(""), words, code) == \
        "a.py, line 3: readline gives its value only with await before it: await reader.readline()."


@pytest.mark.parametrize("line, words, said", [
    ("with hall.accept() as link: pass", "TypeError: 'tuple' object does not support the context manager protocol",
     "3: accept gives two things, the connection and the address: link, address = hall.accept(), and then with "
     "link:."),
    ("with hall.accept() as link: pass", "AttributeError: __enter__", "3: accept gives two things, the connection"),
    ("door = socket.create_server('', 5000)",
     "TypeError: create_server() takes 1 positional argument but 2 were given",
     "3: create_server takes one argument, the pair of host and port, in parentheses of its own"),
    ("link = socket.create_connection('', 5000)", "ValueError: too many values to unpack (expected 2)",
     "3: create_connection takes the address as one thing, in parentheses of its own"),
    ("told = json.load(line)", "AttributeError: 'str' object has no attribute 'read'",
     "3: json.load reads a file, and this is a text: json.loads(line)."),
    ("p.add_argument('--host'); print(args.Host)", "AttributeError: 'Namespace' object has no attribute 'Host'",
     "3: add_argument names no Host: it is host."),
    ("args = p.parse_args; print(args.host)", "AttributeError: 'function' object has no attribute 'host'",
     "3: parse_args is called with parentheses after its name: args = p.parse_args()."),
    ("p.add_argument('-h', '--host')", "argparse.ArgumentError: argument -h/--host: conflicting option string: -h",
     "3: argparse itself takes -h, for --help: take another letter, such as -H."),
    ("print(told.text, {'text': 1})", "AttributeError: 'dict' object has no attribute 'text'",
     "3: a dictionary is asked for what it holds with brackets: told['text']."),
    ("print(came['kind'])", "TypeError: string indices must be integers, not 'str'",
     "3: came is a text, which has letters by their number, and no keys: json.loads(came) makes a dictionary "
     "of it"),
    ("told = {'text': 1}; print(told['txt'])", "KeyError: 'txt'",
     "3: there is no 'txt' in this dictionary; what is meant may be 'text': ask with .get()"),
    ("conn = keys.wrap_socket(link)",
     "ssl.SSLError: Cannot create a client socket with a PROTOCOL_TLS_SERVER context",
     "3: the context is one of a server, and wrap_socket takes this for a client: wrap_socket(link, "
     "server_side=True)."),
    ("link = ssl.wrap_socket(link, ssl_version=ssl.PROTOCOL_TLSv1)",
     "ssl.SSLError: [SSL: NO_CIPHERS_AVAILABLE] no ciphers available (_ssl.c:1006)",
     "3: PROTOCOL_TLSv1 is TLS 1.0, which is no longer spoken: ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) takes the "
     "newest that both ends know."),
    ("keys.load_cert_chain('a.pem')", "ssl.SSLError: [SSL] PEM lib (_ssl.c:3900)",
     "3: this file has no private key in it: its file is the second thing that load_cert_chain is given"),
    ("keys.load_cert_chain('k.pem', 'a.pem')", "ssl.SSLError: [SSL] PEM lib (_ssl.c:3900)",
     "3: load_cert_chain takes the file of the certificate first, then that of its private key."),
    ("link = hall.accept()[0]; safe = keys.wrap_socket(link)\nlink.recv(9)",
     "OSError: [Errno 9] Bad file descriptor",
     "4: link has handed its connection over to safe, which wrap_socket gives (line 3): talk through safe."),
    ("link = hall.accept()[0]\nwhile True:\n    with link:\n        link.recv(9)",
     "OSError: [Errno 9] Bad file descriptor",
     "5: this with closes the socket at the end of each round of the loop in line 4, which goes on with"),
    ("def hear(link):\n    link.recv(9)\nlink, _ = hall.accept()\nhear(hall)",
     "OSError: [Errno 107] Transport endpoint is not connected",
     "6: this hands over hall, the listening socket, which carries no message: link, the connection"),
    ("def hear(link):\n    link.recv(9)\ndoor = socket.socket()\nthreading.Thread(target=hear, args=(door,)).start()\n"
     "door.connect(('', 1))",
     "OSError: [Errno 107] Transport endpoint is not connected",
     "6: this starts the thread before the socket is connected (line 7): connect first."),
    ("def hear(link):\n    link.recv(9)\nlink = socket.create_connection(('', 1))\n"
     "threading.Thread(target=hear, args=(link,)).start()\nlink.close()",
     "OSError: [Errno 9] Bad file descriptor",
     "7: this closes link as soon as a thread was"),
    ("class Guest:\n    def tell(text):\n        pass\nGuest().tell('a')",
     "TypeError: Guest.tell() takes 1 positional argument but 2 were given",
     "4: the first parameter of a method is self: def tell(self, ...)."),
    ("class Guest(threading.Thread):\n    def __init__(self, link):\n        pass\nGuest()",
     "TypeError: Guest.__init__() missing 1 required positional argument: 'link'",
     "6: Guest is called without 'link'."),
    ("def post(told):\n    link.sendall(b'!' + told)\ntext = input()\npost(text)",
     "TypeError: can't concat str to bytes",
     "6: text is the text that was typed, and a.py, line 4 joins it with bytes: text.encode() here."),
])
def test_an_error_is_told_by_its_line(line, words, said):
    last = {"OSError: [Errno 107] Transport endpoint is not connected": "link.recv(9)", "OSError: [Errno 9] Bad file "
            "descriptor": "link.recv(9)", "TypeError: can't concat str to bytes": "b'!'"}
    assert told(f"{HALL}{line}\n", words, last.get(words, line.splitlines()[-1])).startswith(f"a.py, line {said}")


@pytest.mark.parametrize("size, form, comma, words, said", [
    (4, "'!I'", "", "TypeError: 'tuple' object cannot be interpreted as an integer",
     "6: struct.unpack gives a tuple, even of one number: length, = ... , or length = struct.unpack('!I', head)[0]."),
    (2, "'!I'", ",", "struct.error: unpack requires a buffer of 4 bytes",
     "5: 2 bytes are asked for here, and '!I' needs 4 (a.py, line 6): the two must be the same."),
    (4, "'!I'", ",", "struct.error: unpack requires a buffer of 4 bytes", "6: fewer than 4 bytes have come"),
])
def test_a_length_that_is_read_amiss(size, form, comma, words, said):
    text = SIZES.format(size=size, form=form, comma=comma)
    assert told(text, words, "recv(length)" if "tuple" in words else "unpack(").startswith(f"a.py, line {said}")


@pytest.mark.parametrize("modes, kept, words, code, said", [
    (("", "'r'"), "wire", "io.UnsupportedOperation: not writable", "one.write",
     '6: a file of this mode cannot be written to, as a.py, line 10 does: makefile("w")'),
    (("", "'w'"), "link", "AttributeError: 'socket' object has no attribute 'write'", "one.write",
     "7: link is the connection, which has no write: files.append(wire)."),
    (("", "'w'"), "link", "ValueError: list.remove(x): x not in list", "files.remove",
     "11: files holds link (a.py, line 7), and wire alone is not in it. Remove what was put in."),
])
def test_a_file_of_a_socket(modes, kept, words, code, said):
    assert told(FILES.format(*modes, kept, "wire"), words, code).startswith(f"a.py, line {said}")


@pytest.mark.parametrize("put, taken, words, code, said", [
    ("link, data", "who, data", "TypeError: cannot unpack non-iterable socket object", "get()",
     "7: put takes one thing, and a.py, line 9 wants several of it: letters.put((link, data)), with parentheses"),
    ("(link, data)", "data, who", "TypeError: a bytes-like object is required, not 'socket'", "sendall",
     "9: these have changed places: (link, data) is what is put together in line 7."),
    ("data", "who, data", "ValueError: too many values to unpack (expected 2)", "get()",
     "9: 2 names stand here, and data alone is put in, in line 7. Put in as many, in parentheses of their own."),
])
def test_what_is_put_into_a_queue_and_taken_out_otherwise(put, taken, words, code, said):
    assert told(POST.format(put, taken), words, code).startswith(f"a.py, line {said}")


@pytest.mark.parametrize("changed, words, code, said", [
    ({"through": "room"}, "AttributeError: 'str' object has no attribute 'sendall'", "one.sendall",
     "5: room is a text, and a loop over a text goes through its letters: for one in rooms[room]."),
    ({"put": "rooms[room].append(name)"}, "AttributeError: 'str' object has no attribute 'sendall'", "one.sendall",
     "11: name is a text, and what sends is the connection: rooms[room].append(link)."),
    ({"put": "rooms[room] = link"}, "TypeError: 'socket' object is not iterable", "for one",
     "11: this keeps one connection under room, in the place of the one before, and a.py, line 5 wants a list"),
    ({"begin": "pass"}, "KeyError: 'red'", "append(link)",
     "11: nothing is kept under room yet, so there is nothing to be added to: rooms.setdefault(room, []).append("),
    ({"begin": "rooms = {}; rooms[room] = []"}, "KeyError: 'red'", "for one",
     "10: this makes another rooms, of serve alone, and line 5 goes through that of line 3, which stays empty."),
    ({"room": "name"}, "KeyError: 'anna'", "for one",
     "13: tell looks for room in rooms, whose keys are room, and is handed name here."),
    ({"gone": "rooms[room].remove(name)"}, "ValueError: list.remove(x): x not in list", "remove(name)",
     "14: rooms[room] holds link (a.py, line 11), and name alone is not in it. Remove what was put in."),
])
def test_rooms(changed, words, code, said):
    sound = {"through": "rooms[room]", "begin": "rooms[room] = rooms.get(room, [])", "put": "rooms[room].append(link)",
             "room": "room", "gone": "rooms[room].remove(link)"}
    assert told(ROOMS.format(**sound | changed), words, code).startswith(f"a.py, line {said}")


@pytest.mark.parametrize("stored, gone, said", [
    ("guests[name] = link", "del guests[link]",
     "6: the keys of guests are name (a.py, line 4), and this asks for link."),
    ("guests[link] = name", "del guests[name]",
     "6: the keys of guests are link (a.py, line 4), and this asks for name."),
    ("pass", "del guests[name]", "3: nobody is ever put on guests"),
])
def test_a_key_that_is_none(stored, gone, said):
    text = f"{HALL}guests, name = {{}}, 'anna'\n{stored}\nlink = hall.accept()[0]\n{gone}\nfor one in guests:\n    " \
        "guests[one].send(b'')\n"
    text = text.replace("guests, name = {}, 'anna'", "guests = {}") if stored == "pass" else text
    assert told(text, "KeyError: 'anna'", gone).startswith(f"a.py, line {said}")


@pytest.mark.parametrize("kept, does, words, said", [
    ("guest", "sendall(b'')", "AttributeError: 'Guest' object has no attribute 'sendall'",
     "13: one is a Guest, and its connection is one.link: one.link.sendall(...)."),
    ("link", "link.sendall(b'')", "AttributeError: 'socket' object has no attribute 'link'",
     "11: link is the connection, which has no link: guests.append(guest)."),
])
def test_an_object_that_stands_for_a_client(kept, does, words, said):
    assert told(GUEST.format(kept, does), words, f"one.{does}").startswith(f"a.py, line {said}")


@pytest.mark.parametrize("sign, data, handed, words, code, said", [
    ("&", "1", "key.fileobj", "ValueError: Invalid events: 0", "register(link",
     "7: & leaves what both have, which is nothing: selectors.EVENT_READ | selectors.EVENT_WRITE waits for either."),
    ("|", "1", "key", "AttributeError: 'SelectorKey' object has no attribute 'accept'", "door.accept",
     "6: this is the key that select() gives, and the socket is in it: key.fileobj."),
    ("|", "None", "key.fileobj", "OSError: [Errno 22] Invalid argument", "door.accept",
     "7: a client is registered here with no data, and line 11 takes that for the mark of the socket that listens"),
])
def test_a_selector(sign, data, handed, words, code, said):
    assert told(WATCHED.format(sign, data, handed), words, code).startswith(f"a.py, line {said}")


@pytest.mark.parametrize("sent, made, words, said", [
    ("json.dumps({'kind': 1})", "json.dumps", "TypeError: string indices must be integers",
     "b.py, line 5: what is sent is made JSON twice, so that loads (a.py, line 4) gives a text again: json.dumps "
     "once."),
    ("{'kind': 1}", "str", "json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1",
     "b.py, line 4: str() of a dictionary is no JSON, whose texts stand in double quotes: json.dumps(told)."),
])
def test_json_of_the_other_program(sent, made, words, said):
    other = source(JSON.format(sent).replace("json.dumps(told)", f"{made}(told)"), "client", "b.py")
    text = f"{HALL}told = json.loads(hall.accept()[0].recv(99))\nprint(told['kind'])\n"
    assert told(text, words, "print(" if "indices" in words else "loads", other) == said


@pytest.mark.parametrize("test, said", [
    ('data == b""',
     "8: whole gives None once the other side has gone (line 5), which is not equal to b'': if data is None, "
     "leave the loop."),
    ("False", "7: whole gives None once the other side has gone (line 5): if data is None, leave the loop."),
])
def test_none_for_the_end(test, said):
    text = f"{HALL}def whole(link):\n    data = link.recv(9)\n    return data or None\nwhile True:\n    data = " \
        f"whole(link)\n    if {test}:\n        break\n    print(data.decode())\n"
    text = text.replace("    return data or None", "    if not data: return None")
    assert told(text, "AttributeError: 'NoneType' object has no attribute 'decode'", "print(") == f"a.py, line {said}"


@pytest.mark.parametrize("code, said", [
    ("keys = ssl.create_default_context()\nkeys.wrap_socket(link, server_hostname='me')",
     "it trusts none that nobody but its owner has signed"),
    ("keys = ssl.create_default_context(cafile='a.pem')\nkeys.wrap_socket(link, server_hostname='me')",
     "is it for 'me', which server_hostname says?"),
])
def test_a_certificate_that_the_client_does_not_accept(code, said):
    """The server is told so with an alert, and the client is the one that has to be changed."""
    for alert in "SSLV3_ALERT_BAD_CERTIFICATE", "TLSV1_ALERT_UNKNOWN_CA":
        words = f"ssl.SSLError: [SSL: {alert}] alert (_ssl.c:1006)"
        other = source(CALL + code, "client", "b.py")
        assert told(f"{HALL}keys.wrap_socket(link)\n", words, "wrap_", other).startswith(
            f"b.py, line 4: the client does not accept the server's certificate: {said}")


@pytest.mark.parametrize("gone, said", [
    ("pass", "a.py, line 10: this closes a connection, which stays in guests, and a.py, line 5 still sends to it. "
     "Take it out before: del guests[...]."),
    ("del guests[name]", ""),
])
def test_a_connection_that_stays_under_its_name(gone, said):
    text = f"{HALL}def tell(name):\n    other = guests[name]\n    other.sendall(b'')\ndef serve(link):\n    name = " \
        f"'a'\n    guests[name] = link\n    {gone}\n    link.close()\nlink, _ = hall.accept()\n"
    assert told(text, "OSError: [Errno 9] Bad file descriptor", "sendall").startswith(
        said or "a.py, line 5: the socket has")


@pytest.mark.parametrize("given, told", [("type=int, default='here'", True), ("default='here'", False),
                                         ("type=int, default=5", False)])
def test_an_option_whose_default_is_of_another_type(given, told):
    text = f"{CALL}import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--host', {given})\n"
    said = hints_on_talk.other_type(source(text, "client"), "a.py: error: argument --host: invalid int value: 'here'")
    assert bool(said) == told and said.startswith("a.py, line 5: type=int wants a value of another kind" * told)


@pytest.mark.parametrize("shown, told", [("{data}", "a.py, line 7: b'...' is no text that one can read: show "
                                          "data.decode()."), ("{data.decode()}", "")])
def test_bytes_that_are_shown_beside_text_that_is_decoded(shown, told):
    text = "import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5000))\nwhile True:\n    " \
        f"data, who = post.recvfrom(99)\n    text = data.decode()\n    print({shown})\n"
    assert hints_on_text.shows_bytes(source(text)) == told
