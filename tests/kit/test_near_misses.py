"""Near misses: sound programs of the shape of a fault, of which the hint for it would be false, and is not said."""
import pytest
from sources import CALL, HALL, source

from lab12.finder.dialling import dial
from lab12.finder.names import is_of_tests
from lab12.grader import (
    anew,
    broadcasting,
    collecting,
    comparing,
    errors,
    framed,
    kept_on,
    late,
    lazy,
    locks,
    mixups,
    overwritten,
    own_lists,
    placed,
    queues,
    rounds,
    slips,
    stuck,
    typed,
    unseen,
    verdict,
    watching,
    whereto,
)
from lab12.grader.faults import Fault

HEARS = "def hear():\n    while data := link.recv(99):\n        {}\n" \
    "threading.Thread(target=hear).start()\nwhile True:\n    link.send(input().encode())\n"
BOTH_WAYS = "def there(a, b):\n    while data := a.recv(99):\n        b.sendall(data)\ndef back(a, b):\n" \
    "    while data := b.recv(99):\n        a.sendall(data)\none, _ = hall.accept()\ntwo, _ = hall.accept()\n" \
    "threading.Thread(target=there, args=(one, two)).start()\n"


@pytest.mark.parametrize("turns, last", [("", "back"), ("one, two = two, one\n", "there")])
def test_two_threads_that_carry_both_ways(turns, last):
    text = f"{HALL}{BOTH_WAYS}{turns}threading.Thread(target={last}, args=(one, two)).start()\n"
    assert mixups.carries_one_way(source(text)) == ""
    wrong = source(f"{HALL}{BOTH_WAYS}threading.Thread(target=there, args=(one, two)).start()\n")
    assert mixups.carries_one_way(wrong).startswith("a.py, line 12: both threads take from one")


@pytest.mark.parametrize("body", [
    "while len(text) > 200:\n        link.send(text[:200].encode())\n        text = text[200:]",  # in several messages
    "parts = []\n    while len(text) > 200:\n        parts.append(text[:200])\n        text = text[200:]",
    "while len(text) > 200:\n        text = text[:-1]",
    "said.append(text)\n    if len(said) > 100:\n        said.pop(0)\n        continue",
    "link.send(text.encode())\n    if len(text) > 100:\n        print('a long one')\n        continue"])
def test_a_long_text_that_is_sent_all_the_same(body):
    text = f"{CALL}said = []\nwhile True:\n    text = input()\n    {body}\n    link.send(text.encode())\n"
    assert typed.refuses_long(source(text, "client")) == ""


@pytest.mark.parametrize("name, told", [("name", False), ("text", True)])
def test_a_limit_for_a_name_is_none_for_a_message(name, told):
    text = f"{CALL}while True:\n    {name} = input()\n    if len({name}) > 30:\n        continue\n" \
        f"    link.send({name}.encode())\n"
    assert bool(typed.refuses_long(source(text, "client"))) == told


@pytest.mark.parametrize("what, told", [("room", False), ("to", False), ("sender", True)])
def test_a_client_that_shows_what_is_for_it(what, told):
    shows = f"{what}, text = data.decode().split(':')\n        if {what} == mine:\n            print(text)"
    client = source(f"{CALL}mine = input()\n{HEARS.format(shows)}", "client")
    assert bool(unseen.shows_own_alone(client)) == told


@pytest.mark.parametrize("host, told", [("peer", False), ("'127.0.0.1'", True)])
def test_the_same_port_at_another_computer(host, told):
    text = "import socket\nport, peer = int(input('Port: ')), input('IP of the other: ')\n" \
        "link = socket.socket(type=socket.SOCK_DGRAM)\nlink.bind(('', port))\nwhile True:\n" \
        f"    link.sendto(input().encode(), ({host}, port))\n    print(link.recvfrom(99))\n"
    assert bool(verdict.to_own_port(source(text).script)) == told


@pytest.mark.parametrize("place, told", [("BASE + 1", False), ("5001", False), ("BASE", True)])
def test_a_port_that_both_work_out_alike(place, told):
    server = source(f"import socket\nBASE = 5000\nport = {place}\nhall = socket.create_server(('', port))\n"
                    "hall.accept()\n")
    client = source("import socket\nBASE = 5000\nlink = socket.create_connection(('127.0.0.1', BASE + 1))\n"
                    "link.send(input().encode())\n", "client", "b.py")
    assert bool(whereto.port_changed(server, client)) == told


@pytest.mark.parametrize("body", [
    "if one != name:\n            key = one\n            room[key].sendall(text)",
    "if one != name:\n            room[one].sendall(text)\n            room[name].sendall(b'delivered')",
    "if one.startswith(name):\n            room[name].sendall(text)"])
def test_a_loop_over_names_that_sends_as_it_should(body):
    text = f"{HALL}room = {{}}\ndef tell(name, text):\n    for one in room:\n        {body}\n"
    assert stuck.same_each_time(source(text)) == ""


@pytest.mark.parametrize("shows, told", [("print(text)", False), ("kept.append(text)", True)])
def test_of_two_that_are_received_both_are_shown(shows, told):
    text = f"{CALL}kept = []\nwhile True:\n    print(link.recv(99).decode(), end=': ')\n" \
        f"    text = link.recv(99).decode()\n    {shows}\n"
    assert bool(rounds.printed_and_heard(source(text, "client"))) == told


@pytest.mark.parametrize("first, told", [("link, _ = hall.accept()", False), ("go.wait()", False), ("n = 0", True)])
def test_a_flag_that_a_thread_looks_at_later(first, told):
    text = f"{HALL}here, go = False, threading.Event()\ndef hear():\n    {first}\n    while here:\n        print(1)\n" \
        "one = threading.Thread(target=hear)\none.start()\nhere = True\ngo.set()\n"
    text = text.replace("here, go = False, threading.Event()", "here = False\ngo = threading.Event()")
    assert bool(late.flag_down(source(text))) == told


@pytest.mark.parametrize("body, told", [
    ("self.texts.append(self.link.recv(9))\n            for one in self.texts:\n                self.link.send(one)",
     False),
    ("self.texts.append(self)\n            for one in self.texts:\n                one.link.send(data)", True)])
def test_a_list_of_each_client_for_what_it_is_to_be_sent(body, told):
    text = f"{HALL}class Guest:\n    def __init__(self, link):\n        self.link = link\n        self.texts = []\n" \
        f"    def run(self):\n        while data := self.link.recv(99):\n            {body}\nwhile True:\n" \
        "    guest = Guest(hall.accept()[0])\n    threading.Thread(target=guest.run).start()\n"
    assert bool(own_lists.own_list(source(text))) == told


def test_what_was_said_before_is_told_to_a_new_client():
    serve = "def serve(link):\n    threading.Thread(target=replay, args=(link,)).start()\n" \
        "    while data := link.recv(99):\n        said.append(data)\n" \
        "while True:\n    threading.Thread(target=serve, args=hall.accept()[:1]).start()\n"
    text = f"{HALL}said = []\ndef replay(link):\n    for text in said:\n        link.sendall(text)\n{serve}"
    assert queues.goes_through_once(source(text)) == ""


@pytest.mark.parametrize("leaves, told", [("app.exit()", False), ("sys.exit()", True)])
def test_an_exit_that_is_none_of_python(leaves, told):
    text = f"{CALL}def ask():\n    while True:\n        text = input()\n        if text == 'exit':\n" \
        f"            {leaves}\n        link.send(text.encode())\nthreading.Thread(target=ask).start()\n" \
        "while True:\n    print(link.recv(99))\n"
    assert ("os._exit(0) ends them all" in slips.ends_one_thread(source(text, "client"))) == told


@pytest.mark.parametrize("keeps", ["line += part", "line.append(part)"])
def test_the_last_part_of_a_line_that_is_kept_elsewhere(keeps):
    text = f"{HALL}link, _ = hall.accept()\nlast = b''\nwhile b'\\n' not in last:\n" \
        f"    part = link.recv(1)\n    {keeps}\n    last = part\n"
    assert collecting.newest_line(source(text)) == ""


@pytest.mark.parametrize("then, told", [("print()", False), ("print('\\nReply:')", False), ("print('Reply:')", True)])
def test_what_is_not_drawn_over_since_a_newline_follows(then, told):
    text = f"{HALL}link, _ = hall.accept()\nwhile True:\n    text = link.recv(99).decode()\n" \
        f"    print(text, end='\\r')\n    {then}\n"
    assert bool(overwritten.drawn_over(source(text))) == told


@pytest.mark.parametrize("asks, does, told", [
    ("input()", "text.strip()", False), ("sys.stdin.readline()", "text.lower()", False),
    ("sys.stdin.readline()", "text.strip()", True)])
def test_a_change_in_vain_that_changes_nothing_of_a_word(asks, does, told):
    text = f"{CALL}import sys\nwhile True:\n    text = {asks}\n    {does}\n    if text == 'exit':\n        break\n"
    assert bool(comparing.changed_in_vain(source(text, "client"))) == told


def test_a_function_of_its_own_that_is_called_map():
    text = f"{HALL}room = []\ndef map(what, of):\n    for one in of:\n        what(one)\ndef tell(data):\n" \
        "    map(lambda one: one.send(data), room)\n"
    assert lazy.never_drawn(source(text)) == ""


@pytest.mark.parametrize("inside, body", [
    ("with lock:\n        pass", "try:\n        room.append(one)\n        lock.release()\n        tell()\n"
     "    except OSError:\n        pass"),
    ("lock.release()\n    lock.acquire()", "tell()\n    lock.release()")])
def test_a_lock_that_is_given_back_before_it_is_taken_again(inside, body):
    text = f"{HALL}lock, room = threading.Lock(), []\ndef tell():\n    {inside}\ndef join(one):\n    lock.acquire()\n" \
        f"    {body}\n"
    text = text.replace("lock, room = threading.Lock(), []", "lock = threading.Lock()\nroom = []")
    assert locks.lock_twice(source(text)) == ""
    assert locks.lock_twice(source(text.replace("lock.release()", "pass").replace("pass\n    lock.acq", "lock.acq")))


@pytest.mark.parametrize("calls, told", [("    tell(b'new')", False), ("while True:\n    tell(one.recv(9))", True)])
def test_a_new_client_is_not_told_of_itself(calls, told):
    text = f"{HALL}room = []\ndef tell(what):\n    for n in range(len(room) - 1):\n        room[n].send(what)\n" \
        f"while True:\n    one, _ = hall.accept()\n    room.append(one)\n{calls}\n"
    assert bool(broadcasting.sliced(source(text))) == told


def test_a_connection_that_is_watched_by_another_name():
    text = f"{HALL}import select, sys\nlink, _ = hall.accept()\nconn = link\nwhile True:\n" \
        "    ready, _, _ = select.select([sys.stdin, conn], [], [])\n    if link in ready:\n" \
        "        print(link.recv(9))\n"
    assert watching.tested_unwatched(source(text)) == ""
    assert watching.tested_unwatched(source(text.replace("stdin, conn", "stdin, hall")))


def test_a_list_of_the_first_of_two_selects():
    text = f"{HALL}import select\nlinks = [hall]\nwhile True:\n    read, write, _ = select.select([], links, [])\n" \
        "    for one in write:\n        print(one.recv(9))\n    read, write, _ = select.select(links, [], [])\n"
    assert watching.always_empty(source(text)) == ""


@pytest.mark.parametrize("text, words, line, said", [
    ("async def talk(reader, writer):\n    await asyncio.wait_for(reader.readline(), timeout=30)\n", "TimeoutError", 4,
     "wait_for gives up after 30 s"),
    ("async def talk(reader, writer):\n    async with asyncio.timeout(None):\n        await reader.readline()\n",
     "TimeoutError", 4, "nobody has answered in time"),
    ("stop = threading.Event()\nasync def main():\n    stop.wait()\nasyncio.run(main())\n", "CancelledError", 4,
     "asyncio.run() cancels what still waits here"),
    ("room = {}\ndef tell():\n    for one in room:\n        room.pop(one).close()\n",
     "RuntimeError: dictionary changed size during iteration", 5, "this dictionary is changed by another thread, or"),
    ("data = b''.join([])\ndata = input().encode()\nlink.send(str(zlib.crc32(data)))\n",
     "TypeError: a bytes-like object is required, not 'str'", 5, "Sockets carry bytes"),
    ("kind, rest = link.recv(99).decode().split('|')\n", "ValueError: not enough values to unpack (expected 2, got 1)",
     3, "what came has not as many parts")])
def test_an_error_that_has_another_cause(text, words, line, said):
    other = source(f"{CALL}SIGN = '|'\nlink.send(f'SAY{{SIGN}}{{input()}}'.encode())\nlink.send(f''.encode())\n"
                   "link.send(f'JOIN|{input()}'.encode())\n", "client", "b.py")
    told = errors.explain(Fault(source(f"import asyncio, zlib, threading\nlink = here()\n{text}"), words, line,
                                other=other))
    assert told.startswith(f"a.py, line {line}: {said}")


@pytest.mark.parametrize("search, text", [
    (lambda one: verdict.to_own_port(one.script), "door.bind(())\ndoor.sendto(b'', ())\n"),
    (lambda one: whereto.port_changed(one, one), "door.bind(())\ndoor.connect(())\n"),
    (watching.accepts_of_a_client, "link = door.accept()\nwatch.register(link, named())\n"),
    (rounds.printed_and_heard, "take = lambda: door.recv(9)\n"),
    (collecting.counts_header, "size = 9\nif len() == size:\n    pass\n")])
def test_a_call_without_what_it_needs_stops_no_search(search, text):
    assert search(source(f"import socket\ndoor = socket.socket()\n{text}")) == ""


@pytest.mark.parametrize("ends, tests", [
    ("main()", False), ("unittest.main()", True), ("import pytest; pytest.main()", True)])
def test_a_program_with_tests_of_its_own_is_a_program(ends, tests):
    text = "import socket\nimport unittest\ndef main():\n    socket.create_server(('', 5000)).accept()\n" \
        "class Talks(unittest.TestCase):\n    def test_a(self):\n        pass\n" \
        f"if __name__ == '__main__':\n    {ends}\n"
    assert is_of_tests("server.py", text) == tests
    assert is_of_tests("server.py", text.partition("if __name__")[0])


@pytest.mark.parametrize("opens, told", [
    ("if 'a' not in links:\n        links['a'] = socket.create_connection(('', 5000))\n    return links['a']", False),
    ("return socket.create_connection(('', 5000))", True)])
def test_a_connection_that_is_opened_once_and_kept(opens, told):
    text = f"import socket\nlinks = {{}}\ndef to():\n    {opens}\nlink = to()\nwhile True:\n" \
        "    to().sendall(input().encode())\n    print(link.recv(99))\n"
    assert bool(anew.connects_each_time(source(text, "client"))) == told


@pytest.mark.parametrize("put, goes, told", [
    ("said.append(link.recv(99))", "said.clear()", False),              # what was said, in each round
    ("said.append(link)", "for one in said:\n            one.close()\n        said.clear()", False),
    ("said.append(link)", "if not data:\n            said.clear()", True)])
def test_a_list_that_is_emptied_on_purpose(put, goes, told):
    text = f"{HALL}said = []\ndef serve(link):\n    {put}\n    while True:\n        data = link.recv(99)\n" \
        f"        for one in said:\n            one.sendall(data)\n        {goes}\n" \
        "threading.Thread(target=serve, args=hall.accept()[:1]).start()\n"
    assert bool(mixups.clears_all(source(text))) == told


@pytest.mark.parametrize("text, told", [
    ("b'he has left'", False), ("f'{who} has left'.encode()", False), ("who.recv(99)", True)])
def test_one_who_is_taken_off_as_he_leaves(text, told):
    server = source(f"{HALL}room = []\ndef tell(who):\n    text = {text}\n    for one in list(room):\n"
                    "        if one is who:\n            room.remove(one)\n        else:\n"
                    "            one.sendall(text)\nwhile True:\n    tell(hall.accept()[0])\n")
    assert bool(stuck.takes_author_off(server)) == told


@pytest.mark.parametrize("beside, told", [("one.sendall(text)", False), ("pass", True)])
def test_the_first_one_of_a_list_that_is_told_besides(beside, told):
    text = f"{HALL}room = []\ndef tell(text):\n    for one in room:\n        {beside}\n        room[0].sendall(text)\n"
    assert bool(stuck.same_each_time(source(text))) == told


@pytest.mark.parametrize("after, told", [
    ("    room[:] = [one for one in room if one is not link]\n", False), ("    print('gone')\n", True)])
def test_a_list_that_is_made_anew_of_those_who_are_there(after, told):
    text = f"{HALL}room = []\ndef serve(link):\n    try:\n        while True:\n            data = link.recv(99)\n" \
        "            if not data:\n                break\n            for one in room:\n" \
        "                one.send(data)\n" \
        f"    except OSError:\n        room.remove(link)\n{after}" \
        "threading.Thread(target=serve, args=hall.accept()[:1]).start()\n"
    assert bool(kept_on.only_at_error(source(text))) == told


@pytest.mark.parametrize("again, told", [("link = socket.create_connection(('', 5000))\n", False), ("", True)])
def test_a_side_that_is_ended_of_a_connection_before(again, told):
    text = f"{CALL}link.shutdown(socket.SHUT_RD)\n{again}print(link.recv(9))\n"
    assert bool(placed.hears_no_side(source(text, "client"))) == told


@pytest.mark.parametrize("plain, told", [("name = input().encode()\n", False), ("", True)])
def test_another_encoding_than_that_of_what_is_sent(plain, told):
    server = source(f"{HALL}print(hall.accept()[0].recv(99).decode('utf-16'))\n")
    client = source(f"{CALL}{plain}link.send(input().encode({repr('utf-16') if plain else ''}))\n", "client", "b.py")
    words = "UnicodeDecodeError: 'utf-16-le' codec can't decode byte 0x0a in position 0: truncated data"
    assert ("writes UTF-8" in errors.explain(Fault(server, words, 3, other=client))) == told


@pytest.mark.parametrize("does, dials", [
    ("sock.sendto(words[3].encode(), (words[1], int(words[2])))", ""),  # a message for one other
    ("server = words[1], int(words[2])", "/to {host} {port}")])
def test_a_message_for_an_address_is_no_dialling(does, dials):
    client = source("import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nserver = ('127.0.0.1', 5000)\n"
                    f"while True:\n    words = input().split()\n    if words[0] == '/to':\n        {does}\n"
                    "    else:\n        sock.sendto(words[0].encode(), server)\n    print(sock.recvfrom(99))\n",
                    "client")
    assert dial(client.tree) == dials


@pytest.mark.parametrize("words", ["SSLV3_ALERT_HANDSHAKE_FAILURE] sslv3 alert handshake failure",
                                   "UNEXPECTED_MESSAGE] unexpected message", "TLSV1_ALERT_INTERNAL_ERROR] tlsv1 alert"])
@pytest.mark.parametrize("version, said", [("PROTOCOL_TLSv1", "b.py, line 3: PROTOCOL_TLSv1 is TLS 1.0"),
                                           ("PROTOCOL_TLS_CLIENT", "")])
def test_an_old_version_of_the_other_end_is_told_at_this_one(version, said, words):
    server = source(f"{HALL}import ssl\nkeys = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
                    "link = keys.wrap_socket(hall.accept()[0], server_side=True)\n")
    client = source(f"{CALL}link = __import__('ssl').SSLContext(ssl.{version}).wrap_socket(link)\n", "client", "b.py")
    told = errors.explain(Fault(server, f"ssl.SSLError: [SSL: {words} (_ssl.c:1006)", 5, other=client))
    assert told.startswith(said) and bool(said) == ("no longer spoken" in told)


@pytest.mark.parametrize("text", [
    "for one in sys.argv[1000000000].split():\n    door.sendto(one.encode(), (sys.argv[1], 5000))\n",
    "room = []\nwhile True:\n    link = door.accept()\n    if len() >= 9:\n        link.close()\n",
    "door.send(f''.encode())\n"])
def test_a_program_that_cannot_run_is_read_at_once(text):
    script = source(f"import socket, sys\ndoor = socket.socket()\n{text}").script
    assert len(script.wants) < 99
    assert framed.begins(source(f"{CALL}{text}", "client"), source(f"{HALL}hall.accept()[0].makefile()\n")) == ""


@pytest.mark.parametrize("keeps, goes, told", [
    ("name = lines[-1]", "print(line)", False),  # who it is from
    ("kept = lines[-1]", "if line is not lines[-1]:\n            print(line)", False),
    ("kept = lines[-1]", "print(line)", True)])
def test_the_last_of_what_was_split(keeps, goes, told):
    text = f"{HALL}link, _ = hall.accept()\nkept = ''\nwhile True:\n    kept += link.recv(99).decode()\n" \
        f"    lines = kept.split('\\n')\n    {keeps}\n    for line in lines:\n        {goes}\n"
    assert bool(collecting.takes_unfinished(source(text))) == told


def test_a_text_that_no_encoding_has_is_compared_with_bytes():
    server = source(f"{HALL}text = hall.accept()[0].recv(9)\nif text == '\\ud800':\n    print(text)\n")
    assert "never equal to the text" in comparing.bytes_for_text(server)
