"""Parts of chats: what lies apart in a stranger's chat, in a function, a queue, a switch or a file, and is read as one.
"""
from types import SimpleNamespace

import pytest
from chat_sources import TALKS, TCP
from handins import lay
from performing import performed
from sources import source

from lab12.finder.handin import find
from lab12.grader import hints, hints_on_endings, hints_on_talk
from lab12.grader.complaints import complains
from lab12.grader.computers import two_meant
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, Result


def missed(name, seen, expected="", **more):
    return Result(name, "", MISSED, expected=expected, seen=seen, **more)


GIVEN = """import socket, sys
def told(argv):
    if not argv[2].isdigit() or not 1024 < int(argv[2]) < 65536:
        sys.exit("a port has four or five digits")
    return argv[1], int(argv[2]){third}
def serve(host, port):
    door = socket.socket()
    door.bind((host, port))
    door.listen()
    door.accept()[0].send(b"hello")
{host}, {port}{rest} = told(sys.argv)
serve({host}, {port})
"""


@pytest.mark.parametrize("third, rest", [("", ""), (", argv[3]", ", name")])
@pytest.mark.parametrize("host, port", [("host", "port"), ("where", "door")])
def test_what_a_function_returns_at_once_is_what_its_caller_takes_apart(third, rest, host, port):
    """The first use of a word tells nothing, isdigit(), the next ones do."""
    text = GIVEN.format(third=third, rest=rest, host=host, port=port)
    assert source(text).script.arguments[:2] == ["own host", "port"]


TODO = """import queue, socket, threading
door, guests, todo = socket.create_server(("127.0.0.1", 7450)), {}, queue.Queue()
def write():
    while True:
        link, text = todo.get()
        link.sendall(text)
def hear(link):
    while text := link.recv(999):
        for guest in guests:
            todo.put({put})
def serve():
    while True:
        link, guests[link] = door.accept()
        threading.Thread(target=hear, args=(link,)).start()
threading.Thread(target=serve).start()
threading.Thread(target=write).start()
while input("Command: ") != "over":
    print(len(guests))
"""


@pytest.mark.parametrize("put, kind", [("(guest, text)", "chat"), ("(link, text)", "pair")])
def test_a_queue_on_which_is_put_who_is_to_get_what_makes_a_chat(put, kind):
    assert source(TODO.replace("{put}", put)).script.kind == kind


BOTH = """import argparse, json, socket, sys, threading
class Server:
    def __init__(self, path):
        with open(path[0]) as file:
            self.port = json.load(file)["port"]
    def start(self):
        self.door = socket.create_server(("127.0.0.1", self.port))
        self.links = []
        while True:
            self.links.append(self.door.accept()[0])
            threading.Thread(target=self.hear, args=self.links[-1:]).start()
    def hear(self, link):
        while text := link.recv(999):
            for one in self.links:
                one.send(text)
    def exit(self):
        self.door.close()
        self.start()
class Client:
    def __init__(self):
        self.link = socket.create_connection(("127.0.0.1", 7451))
    def start(self):
        heard = threading.Thread(target=self.hear)
        heard.start()
        while True:
            self.link.send(input().encode())
    def hear(self):
        while text := self.link.recv(999):
            print(text.decode())
parser = argparse.ArgumentParser()
parser.add_argument("-s", "--server", action="store_true")
parser.add_argument("-c", "--config", nargs=1{help})
args = parser.parse_args()
if args.server:
    if not args.config:
        {lacks}
    server = Server(args.config)
    server.start()
else:
    client = Client()
    client.start()
    sys.exit()
"""


@pytest.mark.parametrize("files, word", [({"door.json": "{}"}, "door.json"), ({}, "file"),
                                         ({"door.json": "{}", "users.json": "{}"}, "file")])
def test_the_file_that_a_switch_wants_is_the_one_that_was_handed_in(tmp_path, files, word):
    """sys.exit() is not the exit() of a class of the script, nor the start() of a thread its own start()."""
    text = BOTH.replace("{help}", "").replace("{lacks}", "sys.exit('no file')")
    [script] = find(lay(tmp_path, {"chat.py": text, **files})).scripts
    assert script.command("server") == ["--server", "--config", word]
    assert (script.role, script.command("client")[:1]) == ("both", ["--config"])


@pytest.mark.parametrize("lacks", ["print('the usual one')", "args.config = ['usual.json']"])
def test_a_switch_without_which_a_server_goes_on_is_left_away(lacks):
    script = source(BOTH.replace("{help}", "").replace("{lacks}", lacks)).script
    assert script.command("server") == ["--server"]


SECRET = """import socket, select
door, names = socket.create_server(("127.0.0.1", 7452)), {}
while True:
    for one in select.select([door, *names], [], [])[0]:
        if one is door:
            link, _ = door.accept()
            while True:
                name = link.recv(99).decode()
                if name == "chief":
                    link.send(b"the word?")
                    if {asked} != "open":
                        break
                if name not in names.values():
                    names[link] = name
                    break
        elif (text := one.recv(999).decode()) == "/over\\n":
            one.close()
            del names[one]
        else:
            for other in names:
                other.send(text.encode())
"""


@pytest.mark.parametrize("asked", ["link.recv(99).decode()", "str(link.recv(99), 'utf-8')"])
def test_a_name_that_has_to_say_a_word_is_no_stop_word(asked):
    assert list(source(SECRET.replace("{asked}", asked)).script.stops) == ["/over"]


OLD = """import asyncio, tkinter
async def talk():
    reader, writer = await asyncio.open_connection("127.0.0.1", 7453)
    writer.write(input().encode())
window = tkinter.Tk()
loop = asyncio.get_event_loop()
{start}
loop.run_forever()
"""


@pytest.mark.parametrize("start, by_hand", [("asyncio.async(talk())", False), ("loop.create_task(talk())", True),
                                            ("# asyncio.async(talk())\nloop.create_task(talk()", True)])
def test_what_no_python_of_today_reads_is_not_left_to_a_person_for_its_windows(start, by_hand):
    assert bool(source(OLD.format(start=start), "client").script.by_hand) is by_hand


def test_async_was_a_name_once():
    server, client = source(SECRET), source(OLD.format(start="asyncio.async(talk())"), "client", "c.py")
    said = hints.named(missed("starts", "it has ended: SyntaxError: invalid syntax, line 7", "the client to start"),
                       server, client)
    assert said.startswith("c.py, line 7: async is a word of the language since Python 3.7, and no name any more")


NOTED = """import asyncio, logging
todo, guests = asyncio.Queue(), {}
async def tell():
    while True:
        try:
            text = await todo.get()
            [writer.write(text.encode()) for writer in guests.values()]
        except Exception as error:
            logging.error(error)
async def serve(reader, writer):
    guests[reader] = writer
    while True:
        data = await reader.readline()
        text = data.decode().strip()
        if text:
            {noted}
        if text == "over":
            break
        await pass_on(f"{text}\\n")
async def pass_on(text):
    await todo.put(text)
async def main():
    asyncio.create_task(tell())
    async with await asyncio.start_server(serve, "127.0.0.1", 7454) as server:
        await server.serve_forever()
asyncio.run(main())
"""


@pytest.mark.parametrize("noted, said", [("logging.info(text)", "a.py, line 13: readline gives an empty line once"),
                                         ("await todo.put(text)", "a.py, line 13: "),
                                         ("logging.info(text)\n        else:\n            break", "")])
def test_a_test_that_only_logs_what_has_come_does_not_look_for_the_end(noted, said):
    """And an except around the next one of a queue is not around what receives."""
    seen = missed("lost", "it spins: 100 % of a core, and waits for nothing", "the server to go on as before")
    told = hints_on_endings.lost(seen, TCP, source(NOTED.replace("{noted}", noted)), source(OLD, "client"))
    assert told.startswith(said) and "goes on after an error" not in told
    assert ("readline gives" in told) is said.endswith("once")


FRAMED = """import selectors, socket
sel, links = selectors.DefaultSelector(), []
door = socket.create_server(("127.0.0.1", 7455))
def enter(door):
    link, _ = door.accept()
    link.setblocking(False)
    links.append(link)
    sel.register(link, selectors.EVENT_READ, hear)
def hear(link):
    size = int.from_bytes(link.recv(2), "big")
    text = b""
    while size:
        data = link.recv(size)
        size -= len(data)
        text += data
    for one in links:
        if one is not link:
            one.sendall(len(text).to_bytes(2, "big") + text)
sel.register(door, selectors.EVENT_READ, enter)
while True:
    for key, _ in sel.select():
        key.data(key.fileobj)
"""
SPEAKS = """import socket
link = socket.create_connection(("127.0.0.1", 7455))
while True:
    text = input().encode()
    link.sendall(len(text).to_bytes(2, "big") + text)
"""


def test_what_does_not_wait_for_the_rest_of_a_message_is_told_by_its_error():
    ended = "the server has ended: BlockingIOError: [Errno 11] Resource temporarily unavailable, line 13"
    seen = missed("pieces", "it has ended with status 0", "the client to wait for the rest of a message", waits=[ended])
    told = hints.named(seen, source(FRAMED), source(SPEAKS, "client", "c.py"))
    assert told.startswith("a.py, line 13: nothing had come yet, and after setblocking(False) (a.py, line 6)")


@pytest.mark.parametrize("line, said", [(10, "a.py, line 10: the other side has gone, and recv says so with an error"),
                                        (18, "a.py, line 13: recv returns b''")])
def test_a_reset_that_has_ended_the_server_comes_before_what_would_have_spun(line, said):
    ended = f"the server has ended: ConnectionResetError: [Errno 104] Connection reset by peer, line {line}"
    seen = missed("lost", "it has ended with status 0", "client 2 to ask its user for something", waits=[ended])
    assert hints_on_endings.lost(seen, TCP, source(FRAMED), source(SPEAKS, "client", "c.py")).startswith(said)


READS = """import fcntl, os, selectors, socket, sys
sel, link = selectors.DefaultSelector(), socket.create_connection(("127.0.0.1", 7455))
fcntl.fcntl(sys.stdin, fcntl.F_SETFL, fcntl.fcntl(sys.stdin, fcntl.F_GETFL) | os.O_NONBLOCK)
def say(stdin):
    text = stdin.read()
    if text == "/over":
        sys.exit(0)
    link.send(text.strip().encode())
sel.register(sys.stdin, selectors.EVENT_READ, say)
while True:
    for key, _ in sel.select():
        key.data(key.fileobj)
"""


def test_what_is_read_of_the_keyboard_has_its_newline():
    client = source(READS, "client", "c.py")
    seen = missed("stops", "it waits for the keyboard and the network", "the client to end on '/over'")
    assert hints_on_endings.stops(seen, TCP, source(FRAMED), client).startswith(
        "c.py, line 6: a line of sys.stdin has its newline at the end")


LATE = """import socket, select, sys
link = socket.socket()
link.settimeout(2)
link.connect(("127.0.0.1", 7452))
link.send(input("Name: ").encode())
print(link.recv(99).decode())
"""


@pytest.mark.parametrize("before, named", [("a client of ours that says nothing connects", False), ("", True)])
def test_whom_a_silent_one_keeps_out_is_not_told_of_his_time_limit(before, named):
    ended = "it has ended: TimeoutError: timed out, line 6"
    seen = missed("next_client", ended, "client 4 to ask its user for something", steps=[(before, "")],
                  waits=["client 4 has ended: TimeoutError: timed out, line 6"])
    server, client = source(SECRET.replace("{asked}", "link.recv(99).decode()")), source(LATE, "client", "c.py")
    assert bool(hints.named(seen, server, client)) is named
    if not named:
        assert hints_on_endings.next_client(seen, TCP, server, client).startswith("a.py, line 8: it waits here")


BY_REGEX = """import re, socket, threading
door, names = socket.create_server(("127.0.0.1", 7456)), []
def tell(link, text):
    try:
        link.send(text.encode())
    except:
        pass
def serve(link):
    while word := re.match("(enter) (\\\\w+)", link.recv(999).decode()) is None:
        tell(link, "This is invalid: enter NAME comes first")
    names.append(word)
    while text := link.recv(999):
        for one in names:
            one.send(text)
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""


@pytest.mark.parametrize("typed, line", [("pulo", "pulo"), ("mako", "pulo"), ("mako", "")])
def test_a_complaint_is_quoted_below_whatever_was_typed_last(typed, line):
    shown = "This is invalid: enter NAME comes first"
    seen = missed("message", "it shows nothing new", f'client 2 to show "{typed}"',
                  steps=[("you type 'mako' in client", ""), ("you type 'pulo' in client", "")],
                  screens={"client": [line, shown]})
    both = source(BY_REGEX)
    assert complains(seen, SimpleNamespace(role="client", tree=both.tree, line=both.line)).startswith(
        "a.py, line 10: 'This is invalid" if line else "")
    if line:
        told = hints_on_talk.message(seen, TCP, both, source(TALKS, "client", "c.py"))
        assert told.startswith(f"a.py, line 10: {shown!r} is what the server says to what was typed.")


WINDOW = """import socket
from PyQt5.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def begin(self):
        self.link = socket.create_connection(("127.0.0.1", 7457))
    def {name}(self, event):
        self.link.close()
        event.accept()
app = QApplication([])
Window().begin()
app.exec_()
"""


@pytest.mark.parametrize("name, role", [("closeEvent", "client"), ("serve", "both")])
def test_an_event_of_a_window_that_is_accepted_makes_no_server(name, role):
    assert source(WINDOW.format(name=name)).script.role == role


SCANS = """import socket, threading
here = input("Your IP address: ")
door = socket.socket()
door.bind(("", 7458))
door.listen()
def serve():
    while True:
        print(door.accept()[0].recv(999).decode())
threading.Thread(target=serve).start()
{near}
for number in range(1, 255):
    link = socket.socket()
    if link.connect_ex(({host}, 7458)) == 0:
        link.send(input().encode())
"""


@pytest.mark.parametrize("near, host, said", [
    ("near = here.rpartition('.')[0] + '.'", "near + str(number)", "two computers are meant"),
    ("near = here.rpartition('.')[0] + '.'", "f'{near}{number}'", "two computers are meant"), ("", "'127.0.0.1'", "")])
def test_an_address_that_is_put_together_may_be_of_another_computer(near, host, said):
    both = [source(SCANS.format(near=near, host=host), role, "a.py") for role in ("server", "client")]
    told = two_meant(*both)
    assert said in told and bool(told) is bool(said)


GUEST = """import socket, threading
class Hears(threading.Thread):
    def __init__(self, link):
        super().__init__()
        self.link = link
    def run(self):
        while True:
            print(self.link.recv(999).decode())
{guard}
    link = socket.create_connection(("127.0.0.1", 7459))
    Hears(link).start()
    while True:
        link.send(input().encode())
"""
HOST = """import socket, threading
import guest
def tell(link, text):
    link.send(text)
def hear(link):
    text = link.recv(999).decode()
    while text != "over":
        for one in links:
            tell(one, text.encode())
        text = link.recv(999).decode()
    guest.over = True
links, door = [], socket.create_server(("127.0.0.1", 7459))
while True:
    links.append(door.accept()[0])
    tell(links[-1], b"welcome")
    threading.Thread(target=hear, args=links[-1:]).start()
"""


@pytest.mark.parametrize("guard, line", [('if __name__ == "__main__":', 10),
                                         ("if not socket.has_ipv6:", "guest.py, line 8")])
def test_what_an_imported_file_does_only_by_itself_is_none_of_the_script(guard, line):
    server = source(HOST, modules=[("guest.py", GUEST.format(guard=guard))])
    assert server.script.mistakes["empty not noticed"] == line


def test_the_author_is_left_out_where_all_are_gone_through():
    """And neither in the function that tells one of them, nor where one is welcomed."""
    seen = missed("own", "it comes back to him as well", "the sender to see his message once, as he typed it")
    assert hints.own(seen, TCP, source(HOST), source(TALKS, "client", "c.py")).startswith(
        "a.py, line 9: leave the author out when passing a message on")


GATE = """import socket, threading
links, door = [], socket.create_server(("127.0.0.1", 7460))
def hear(link):
    while text := link.recv(9999):
        for one in links:
            if one is not link:
                one.send(text)
    links.remove(link)
while True:
    link, _ = door.accept()
    {limit}
    try:
        name = link.recv(99)
    except TimeoutError:
        link.close()
        continue
    link.settimeout(None)
    link.send(b"hello, " + name)
    links.append(link)
    threading.Thread(target=hear, args=(link,), daemon=True).start()
"""
KNOCKS = """import socket, threading
name = input("Name: ")
link = socket.create_connection(("127.0.0.1", 7460))
link.send(name.encode())
print(link.recv(99).decode())
def hear():
    while text := link.recv(9999):
        print(text.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    link.send(input().encode())
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("limit, outcome", [("link.settimeout(1.2)", PASSED), ("pass", MISSED)])
def test_one_who_says_nothing_and_is_put_out_in_time_keeps_nobody_out(tmp_path, limit, outcome):
    files = {"server.py": GATE.replace("{limit}", limit), "client.py": KNOCKS}
    names = "starts", "message", "turns", "next_client"
    outcomes, _ = performed(tmp_path, "tcp-chat", files, *names)
    assert outcomes == dict.fromkeys(names, PASSED) | {"next_client": outcome}


WORDS = """import socket, threading
rooms, names, door = {}, {}, socket.create_server(("127.0.0.1", 7461))
def talk(link):
    while line := link.recv(999).decode():
        word, _, text = line.strip().partition(" ")
        if word == "JOIN":
            rooms[link] = text
        elif word == "NICK" and {first}:
            names[link] = text
        elif word == "MSG" and link in names:
            for other in list(rooms):
                if rooms[other] == rooms.get(link) and other is not link:
                    other.send(f"{names[link]}: {text}\\n".encode())
    link.close()
while True:
    threading.Thread(target=talk, args=(door.accept()[0],)).start()
"""


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("first, outcome", [("link in rooms", PASSED), ("link not in rooms", PASSED),
                                            ("text == 'the caretaker'", NOT_TRIED)])
def test_ours_say_the_words_that_a_server_without_its_client_looks_for(tmp_path, first, outcome):
    files = {"server.py": WORDS.replace("{first}", first)}
    assert performed(tmp_path, "tcp-chat", files, "server_half")[0] == {"server_half": outcome}


BY_BYTES = """import socket
sock, known = socket.socket(type=socket.SOCK_DGRAM), {}
sock.bind(("127.0.0.1", 7462))
while True:
    data, address = sock.recvfrom(999)
    size = data[0]
    room, text = data[1:{end}], data[{end}:]
    known.setdefault(room, set()).add(address)
    for one in known[room]:
        sock.sendto(text, one)
"""


@pytest.mark.parametrize("end, reads", [("1 + size", True), ("9", False)])
def test_a_byte_by_which_what_comes_is_cut_is_a_length(end, reads):
    assert bool(source(BY_BYTES.replace("{end}", end)).tells_length) is reads


@pytest.mark.usefixtures("copies")
def test_a_port_that_is_still_to_be_filled_in_is_the_clients_own_fault(tmp_path):
    files = {"server.py": GATE.replace("{limit}", "pass"), "client.py": KNOCKS.replace("7460", "0")}
    seen = performed(tmp_path, "tcp-chat", files, "client_half", seen=True)[0]
    assert seen == {"client_half": [MISSED, "its port is 0"]}
