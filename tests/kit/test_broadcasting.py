"""Broadcasting: the chat that most classes copy, a list and a function that sends to all, with one slip in each."""
from types import SimpleNamespace

import pytest
from chat_sources import TCP as CHAT
from sources import HALL as DOOR
from sources import PASSES_ON, source

from lab12.grader import (
    anew,
    broadcasting,
    errors,
    hints_on_chats,
    hints_on_talk,
    leaving,
    lost,
    lost_at_clients,
    preparing,
    typed,
    unasked,
    unreached,
    vain,
)
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, Result

SERVER = """import socket, threading
clients = []
def broadcast(data, author):
    for client in clients:
        if client is not author:
            client.send(data)
def serve(conn):
    while True:
        data = conn.recv(1024)
        if not data:
            break
        print(data.decode())
        broadcast(data, conn)
    clients.remove(conn)
    conn.close()
door = socket.create_server(("127.0.0.1", 5000))
while True:
    conn, addr = door.accept()
    clients.append(conn)
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
"""
CLIENT = """import socket, threading
link = socket.create_connection(("127.0.0.1", 5000))
def hear():
    while True:
        data = link.recv(1024)
        if not data:
            break
        print(data.decode())
listener = threading.Thread(target=hear, daemon=True)
listener.start()
while (text := input()) != "exit":
    link.send(text.encode())
"""
UDP = """import socket
hall = socket.socket(type=socket.SOCK_DGRAM)
hall.bind(("127.0.0.1", 5000))
clients = set()
while True:
    data, addr = hall.recvfrom(1024)
    clients.add(addr)
    print(data.decode())
    for client in clients:
        if client != addr:
            hall.sendto(data, client)
"""
TALKS = """import socket, threading
link = socket.socket(type=socket.SOCK_DGRAM)
link.sendto(b"hello", ("127.0.0.1", 5000))
threading.Thread(target=lambda: print(link.recv(9999).decode()), daemon=True).start()
while True:
    link.sendto(input().encode(), ("127.0.0.1", 5000))
"""


def changed(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def not_passed_on(server, client=CLIENT):
    return lost.not_passed_on(source(server), source(client, "client", name="b.py"))


@pytest.mark.parametrize("slip, said", [
    (("            client.send(data)\n", "            client.send(data)\n        return\n"),
     "a.py, line 7: this return leaves the loop over the clients (line 4) after the first one"),
    (("            client.send(data)\n", "            client.send(data)\n            break\n"),
     "a.py, line 7: this break leaves the loop over the clients (line 4) after the first one"),
    (("daemon=True).start()", "daemon=True)"),
     "a.py, line 20: this thread is made, and never started: threading.Thread(target=serve, args=(conn,), daemon=True)."
     "start()."),
    (("        broadcast(data, conn)\n", ""),
     "a.py, line 3: broadcast sends to all clients, and is never called: broadcast(data, author) where a message has"),
    (("clients.append(conn)", "clients.append(addr)"),
     "a.py, line 19: addr is the address of a client, which sends nothing. Put its connection on clients: "
     "clients.append(conn)."),
    (("    threading.Thread(target=serve, args=(conn,), daemon=True).start()\n", ""),
     "a.py, line 7: serve, which receives, is never started: serve(conn)."),
    (("data = conn.recv(1024)", "data = door.recv(1024)"),
     "a.py, line 9: this is the listening socket, which carries no message."),
    (("client.send(data)", "client.send(data.encode)"), "a.py, line 6: this names what is to be done"),
])
def test_what_keeps_a_message_from_the_others(slip, said):
    assert said in not_passed_on(changed(SERVER, slip))
    assert said not in not_passed_on(SERVER)


def test_a_client_that_never_starts_to_receive_comes_before_where_it_would():
    unstarted = changed(CLIENT, ("listener = threading.Thread(target=hear, daemon=True)\nlistener.start()\n", ""))
    assert not_passed_on(SERVER, unstarted) == "b.py, line 3: hear, which receives, is never started: hear()."


@pytest.mark.parametrize("login, then, told", [
    ("while lines.readline() != 'ok\\n':\n    link.send(input().encode())\n", "", True),
    ("print(lines.readline())\n", "", True),
    ("", "while True:\n    print(lines.readline())\n", False), ("", "hear()\n", False)])
def test_who_goes_through_lines_and_is_never_started(login, then, told):
    """What answers a login receives before that, and does not show what others say."""
    client = source("import socket\nlink = socket.create_connection(('', 5000))\nlines = link.makefile()\n"
                    f"{login}def hear():\n    for line in lines:\n        print(line)\n{then}while True:\n"
                    "    link.send(input().encode())\n", "client")
    assert vain.never_heard(client).endswith("hear, which receives, is never started: hear().") is told


def test_a_loop_over_the_clients_behind_one_that_never_ends():
    top, loop = UDP.split("    for client")
    behind = top + "for client" + loop.replace("\n    ", "\n")
    assert not_passed_on(behind).startswith("a.py, line 9: this stands behind the loop in line 5, which never ends")
    left = changed(behind, ("    clients.add(addr)", "    if data == b'end':\n        break\n    clients.add(addr)"))
    for sound in (UDP, left, changed(behind, ("while True", "while clients is not None"))):
        assert unreached.behind_endless(source(sound)) == ""


HALL = """import socket, threading
class Hall:
    def __init__(self):
        self.clients = {}
    def tell(self, text, skip):
        for name, link in self.clients.items():
            if name != skip:
                link.send(text.encode())
    def serve(self, conn):
        name = conn.recv(1024).decode()
        self.clients[name] = conn
        while data := conn.recv(1024):
            print(data.decode())
            self.tell(data.decode(), name)
    def run(self):
        door = socket.create_server(("127.0.0.1", 5000))
        while True:
            threading.Thread(target=self.serve, args=(door.accept()[0],)).start()
Hall().run()
"""


@pytest.mark.parametrize("slip, said", [
    (("self.clients[name] = conn", "clients = {name: conn}"),
     "a.py, line 11: clients is a name of this function alone, and line 6 goes through self.clients, on which nobody"),
    (("data.decode(), name)", "data.decode(), conn)"), "")])
def test_a_class_that_keeps_its_clients_by_name(slip, said):
    assert not_passed_on(changed(HALL, slip)).startswith(said)
    told = hints_on_chats.own(None, CHAT, source(changed(HALL, slip)), source(CLIENT, "client"))
    assert told.startswith("a.py, line 14: conn is a connection, and line 7 compares skip with names") is (not said)
    assert broadcasting.filled_beside(source(HALL)) == broadcasting.link_for_name(source(HALL)) == ""


def test_dictionaries_by_connection_are_compared_with_one():
    by_link = changed(HALL, ("self.clients[name] = conn", "self.clients[conn] = name"), ("name, link", "link, name"),
                      ("if name != skip", "if link != skip"), ("data.decode(), name)", "data.decode(), conn)"))
    assert broadcasting.link_for_name(source(by_link)) == ""


OWN = """def serve(conn):
    everybody = []
    everybody.append(conn)
    while data := conn.recv(99):
        for one in everybody:
            if one is not conn:
                one.send(data)
"""


@pytest.mark.parametrize("text, told", [
    (OWN, True), (OWN.replace("def serve", "everybody = []\ndef serve").replace("    everybody = []\n", ""), False),
    (OWN.replace("[]", "list(clients)"), False)])
def test_a_list_that_each_client_has_for_itself(text, told):
    said = "a.py, line 2: this gives each client a list of its own, with nobody else in it: make everybody once"
    assert broadcasting.each_its_own(source(f"{text}door = socket.create_server(('', 5000))\nserve(door.accept()[0])\n")
                                     ).startswith(said) is told


@pytest.mark.parametrize("sound", [
    "if names[client] == whom:\n            client.send(data)\n            break",   # to one who is looked for
    "try:\n            client.send(data)\n        except OSError:\n            return",
    "if client is not author:\n            client.send(data)\n    return",
    "if client is author:\n            continue\n        client.send(data)",
])
def test_loops_that_are_left_on_purpose(sound):
    server = changed(SERVER, ("if client is not author:\n            client.send(data)", sound))
    assert broadcasting.stops_after_first(source(server)) == ""


@pytest.mark.parametrize("called", ["globals()['broadcast'](data, conn)", "tell = broadcast\n        tell(data, conn)",
                                    "threading.Thread(target=broadcast, args=(data, conn)).start()"])
def test_a_function_that_is_called_in_another_way(called):
    assert broadcasting.never_told(source(changed(SERVER, ("broadcast(data, conn)\n", f"{called}\n")))) == ""


def test_the_listening_socket_in_the_place_of_the_author():
    server = source(changed(SERVER, ("broadcast(data, conn)", "broadcast(data, door)")))
    told = hints_on_chats.own(None, CHAT, server, source(CLIENT, "client"))
    assert told.startswith("a.py, line 13: door is the listening socket, and none of the clients: author has to be")
    assert broadcasting.door_for_author(source(SERVER)) == ""


@pytest.mark.parametrize("slip, said", [
    (("clients.append(conn)", "clients.append(addr)"), "a.py, line 19: addr is the address of a client"),
    (("conn, addr = door.accept()", "conn = door.accept()"), "a.py, line 18: accept gives two things")])
def test_a_tuple_that_cannot_send(slip, said):
    fault = Fault(source(changed(SERVER, slip)), "AttributeError: 'tuple' object has no attribute 'send'", 6)
    assert errors.explain(fault).startswith(said)


@pytest.mark.parametrize("slip, said", [
    (("clients.remove(conn)", "clients.remove(door)"), "a.py, line 14: door is the socket that listens, and no client"),
    (("def serve(conn):\n", "def serve(conn):\n    clients = []\n"),
     "a.py, line 8: this makes a list of its own, clients, for this function alone: the clients are in that of line 2"),
    (("def serve(conn):\n", "def serve(conn):\n    global clients\n    clients = []\n"),
     "a.py, line 16: what is to be removed is not in the list, or not any more.")])
def test_what_is_removed_is_not_in_the_list(slip, said):
    server = changed(SERVER, slip)
    line = 1 + server[:server.index("clients.remove")].count("\n")
    assert errors.explain(Fault(source(server), "ValueError: list.remove(x): x not in list", line)).startswith(said)


@pytest.mark.parametrize("after, told", [("conn.close()", True), ("time.sleep(9)\n    conn.close()", False),
                                         ("other.close()", False)])
def test_a_connection_that_is_closed_under_its_thread(after, told):
    server = source(f"{SERVER}    {after}\n")
    assert leaving.closed_under_thread(server).startswith(
        "a.py, line 21: this closes conn as soon as a thread was started for it (line 20)") is told
    said = errors.explain(Fault(server, "OSError: [Errno 9] Bad file descriptor", 9))
    assert ("line 21: this closes conn" in said) is told


@pytest.mark.parametrize("slip, told", [
    (("    while True:\n        data = link.recv(1024)\n        if not data:\n            break\n        print",
      "    data = link.recv(1024)\n    print"), True),
    (("data = link", "data = link"), False)])
def test_a_thread_that_receives_once(slip, told):
    client = source(changed(CLIENT, slip), "client")
    said = "a.py, line 4: this is done once, and then the thread is at its end: put while True around what it does"
    assert lost_at_clients.not_shown(client, source(SERVER)).startswith(said) is told
    assert told or unreached.hears_one(client) == ""
    again = ("listener.start()\n", "listener.start()\ndef more():\n    while True:\n        hear()\n")
    assert unreached.hears_one(source(changed(CLIENT, slip, again), "client")) == ""


@pytest.mark.parametrize("joins, told", [("listener.start()\nlistener.join()\n", True), ("listener.start()\n", False),
                                         ("listener.start()\nother.join()\n", False)])
def test_a_join_before_its_user_is_asked(joins, told):
    client = source(changed(CLIENT, ("listener.start()\n", joins)), "client")
    result = Result("message", "", MISSED, expected="the client to ask its user for something", seen="it waits")
    said = unasked.nobody_asked(result, client, source(SERVER))
    assert said.startswith("a.py, line 11: join waits here until listener has ended") is told


@pytest.mark.parametrize("slip, told", [
    (("    clients.append(conn)\n", "    clients.append(conn)\n    break\n"), True),
    (("    clients.append(conn)\n", "    clients.append(conn)\n    if len(clients) == 9:\n        break\n"), False)])
def test_a_loop_that_accepts_one(slip, told):
    server, client = source(changed(SERVER, slip)), source(CLIENT, "client")
    result = Result("starts", "", MISSED, expected="client 2 to start, and to go on", seen="Connection refused",
                    waits=["the server has ended with status 0"])
    said = hints_on_talk.starts(result, SimpleNamespace(kind="chat", transport="tcp"), server, client)
    assert said.startswith("a.py, line 20: this break leaves the loop that accepts after the first client") is told


@pytest.mark.parametrize("waits, told", [("pass", True), ("conn, addr = door.accept()", False), ("input()", False)])
def test_threads_that_are_started_without_end(waits, told):
    server = source(f"{SERVER.partition('while True:' + chr(10) + '    conn')[0]}while True:\n    {waits}\n"
                    "    threading.Thread(target=serve, args=(door,)).start()\n")
    said = errors.explain(Fault(server, "OSError: [Errno 24] Too many open files", 9))
    assert ("line 19: this loop starts one after another, and waits for nobody" in said) is told


@pytest.mark.parametrize("size, seen, told", [
    (10, "it shows 'anna: kilo'", True), (10, "it shows 'anna: kilo1234'", False), (4, "it shows 'kilo'", True),
    (1024, "it shows 'anna: kilo'", False)])
def test_a_datagram_that_is_cut_behind_a_name(size, seen, told):
    server, client = source(changed(UDP, ("1024", str(size)))), source(TALKS, "client")
    result = Result("message", "", MISSED, expected="client 2 to show 'kilo1234'", seen=seen)
    said = hints_on_talk.message(result, SimpleNamespace(kind="chat", transport="udp"), server, client)
    assert said.startswith(f"a.py, line 6: recvfrom takes at most {size} bytes here, and ") is told


@pytest.mark.parametrize(("look", "added"), [
    (broadcasting.stops_after_first, "for one in people:\n        if one.name != name:\n            continue\n"
     "        one.send(text)\n        break"),
    (broadcasting.stops_after_first, "for one in people:\n        if one is not name and one.name == name:\n"
     "            one.send(text)\n            break"),
    (broadcasting.never_told, "for one in people:\n        one.send(text)"),
    (broadcasting.never_told, "for old in people:\n        name.send(old)"),
    (broadcasting.addresses_kept, "name, where = hall.accept()\n    places.append(where)\n"
     "    for one, place in zip(people, places):\n        one.send(text)"),
    (broadcasting.addresses_kept, "name, where = hall.accept()\n    places.append(where)\n"
     "    for place in range(len(places)):\n        people[place].send(text)"),
    (broadcasting.each_its_own, "lines = []\n    while data := name.recv(99):\n        lines.append(data)\n"
     "        for old in lines:\n            name.send(old)"),
    (broadcasting.each_its_own, "text = name.recv(99)\n    others = []\n    for one in people:\n"
     "        if one is not name:\n            others.append(one)\n    for one in others:\n        one.send(text)"),
    (leaving.leaves_round, "for one in people:\n        try:\n            one.send(text)\n        except OSError:\n"
     "            people.remove(one)\n            return more(text, name)")])
def test_what_goes_to_one_alone_or_is_history_is_no_slip_of_those_that_tell_all(look, added):
    used = PASSES_ON + "threading.Thread(target=talk).start()\n"
    assert look(source(f"{DOOR}{used}places = []\ndef more(text, name):\n    {added}\n")) == ""


@pytest.mark.parametrize("fills", [
    "def __init__(self, people):\n        self.people = people\ndef main():\n    people = found()\n    Hall(people)",
    "def __init__(self):\n        self.people = []\n    def add(self, one):\n        people = self.people\n"
    "        people.append(one)"])
def test_a_list_that_is_handed_to_an_object_or_has_a_second_name_is_filled(fills):
    tells = "def tell(self, data):\n        for one in self.people:\n            one.send(data)\n"
    assert broadcasting.filled_beside(source(f"class Hall:\n    {tells}    {fills}\n")) == ""


@pytest.mark.parametrize(("side", "told"), [("one", False), ("name", True)])
def test_a_connection_is_compared_with_connections_or_with_names(side, told):
    tells = f"def tell(data, author):\n    for name, one in people.items():\n        if {side} != author:\n" \
        "            one.send(data)\n"
    talks = "def talk(link):\n    name = link.recv(9)\n    people[name] = link\n    tell(name, link)\n"
    assert bool(broadcasting.link_for_name(source(f"{DOOR}people = {{}}\n{tells}{talks}"))) is told


def test_a_process_has_a_copy_of_the_connection_that_is_closed_beside_it():
    starts = "while True:\n    link, _ = hall.accept()\n    {}(target=talk, args=(link,)).start()\n    link.close()\n"
    assert leaving.closed_under_thread(source(DOOR + starts.format("Process"))) == ""
    assert leaving.closed_under_thread(source(DOOR + starts.format("Thread")))
    tried = "while True:\n    link, _ = hall.accept()\n    try:\n        threading.Thread(target=talk, args=(link,))" \
        ".start()\n    finally:\n        link.close()\n"
    assert leaving.closed_under_thread(source(DOOR + tried)).startswith("a.py, line ")


def test_a_connection_is_closed_once_its_user_has_said_all():
    starts = "link, _ = hall.accept()\nthreading.Thread(target=hear, args=(link,)).start()\n"
    says = "def says(link):\n    while text := input():\n        link.send(text.encode())\n"
    assert leaving.closed_under_thread(source(f"{DOOR}{says}{starts}says(link)\nlink.close()\n")) == ""
    assert leaving.closed_under_thread(source(f"{DOOR}{says}{starts}link.close()\n"))


@pytest.mark.parametrize("line, says, told", [
    ('print(data.decode())', 'conn.send(b"You said " + data)', True),
    ('print(data.decode())', 'conn.send(b"welcome")', False),
    ('text = data.decode()',
     'if text.startswith("/"):\n            conn.send(f"{text}?".encode())\n            continue', False),
    ('text = data.decode()',
     'if not text:\n            break\n        conn.sendall(f"You said {text}".encode())', True)])
def test_what_is_said_to_its_author_beside_the_others(line, says, told):
    server = source(SERVER.replace("print(data.decode())", f"{line}\n        {says}"), "server")
    said = hints_on_chats.own(None, SimpleNamespace(transport="tcp"), server, source(CLIENT, "client"))
    assert ("this sends a message to its author too, apart from the loop" in said) == told


def test_what_is_said_to_its_author_over_udp():
    server = source("import socket\npost = socket.socket(type=socket.SOCK_DGRAM)\npost.bind(('', 5000))\nall = set()\n"
                    "while True:\n    data, who = post.recvfrom(99)\n    all.add(who)\n    post.sendto(data, who)\n"
                    "    for one in all:\n        if one != who:\n            post.sendto(data, one)\n", "server")
    said = hints_on_chats.own(None, SimpleNamespace(transport="udp"), server, None)
    assert said.startswith("a.py, line 8: this sends a message to its author too")


@pytest.mark.parametrize("second, told", [
    ("more = socket.socket()\nmore.connect(('127.0.0.1', 5000))\n", True),
    ("files = socket.socket()\nfiles.connect(('127.0.0.1', 5001))\n", False), ("", False)])
def test_a_client_that_connects_twice(second, told):
    client = source("import socket\nlink = socket.socket()\nlink.connect(('127.0.0.1', 5000))\n" + second, "client")
    assert ("line 5: this is a second connection" in anew.connects_twice(client)) == told


@pytest.mark.parametrize("test, told", [
    ("clients != author", "a.py, line 5: clients is all of them, which no author ever is: client is meant here"),
    ("client.fileno() != author.fileno()", ""), ("clients != []", "")])
def test_all_clients_that_are_compared_with_the_author(test, told):
    server = source(SERVER.replace("client is not author", test), "server")
    assert hints_on_chats.own(None, SimpleNamespace(transport="tcp"), server, None).startswith(told)
    assert broadcasting.compares_all(server).startswith(told) and bool(broadcasting.compares_all(server)) == bool(told)


@pytest.mark.parametrize("where, says, told", [
    ("broadcast", "conn.send(b'I: ' + data)\n        broadcast", True),
    ("while", "conn.send(b'hello ' + conn.recv(99))\n    while", False),
    ("broadcast", "conn.send(b'%d bytes' % len(data))\n        broadcast", False),
    ("broadcast", "if is_word(data):\n            conn.send(b'no ' + data)\n            continue\n        broadcast",
     False),
    ("broadcast", "if not known:\n            conn.send(b'hello ' + data)\n        else:\n            broadcast",
     False)])
def test_what_is_said_to_its_author_is_no_message(where, says, told):
    """A greeting, how much has come, and what is said of some of what comes only."""
    server = source(SERVER.replace(f" {where}", f" {says}", 1) if where == "while" else SERVER.replace(
        f"        {where}(", f"        {says}("), "server")
    assert bool(broadcasting.answers_author(server)) == told and says in server.text


def test_what_is_written_outside_of_any_function_is_read():
    server = source("import asyncio\ntalk = asyncio.run(asyncio.open_connection('', 5000))\nreader, writer = talk\n"
                    "data = reader.read(9)\nwriter.write(data)\n", "client")
    assert broadcasting.answers_author(server) == ""
    assert anew.connects_twice(source("import socket\none, two = socket.socket(), socket.socket()\n"
                                              "one.connect()\ntwo.connect()\n", "client")) == ""


@pytest.mark.parametrize("loops", [
    "for line in {0}.makefile():\n    for one in people:\n        if one is not {0}:\n            one.send(line)",
    "for room in rooms:\n    for one in room:\n        if room is {0}:\n            one.send(b'')",
    "for one in team:\n    if team is people:\n        one.send(b'')"])
def test_what_is_compared_is_not_all_of_those_that_a_loop_goes_through(loops):
    server = source(f"{DOOR}people = []\nlink = hall.accept()[0]\n{loops.format('link')}\n")
    assert broadcasting.compares_all(server) == ""


@pytest.mark.parametrize("sent, told", [
    ("text.encode(CODE)", True), ("data", False), ("text.encode() + data", False), ("b'ping'", False)])
def test_a_server_whose_user_answers_one_client_and_that_passes_on_nothing(sent, told):
    server = source(f"{DOOR}CODE, people = 'utf-8', []\ndef answer():\n    while True:\n        who = input('To? ')\n"
                    "        text = input('Text: ')\n        for one in people:\n            if str(one) == who:\n"
                    f"                one.send({sent})\ndef hear(one):\n    while data := one.recv(99):\n"
                    "        print(data)\n        one.send(b'got it')\nthreading.Thread(target=answer).start()\n"
                    "while True:\n    one, _ = hall.accept()\n    people.append(one)\n"
                    "    threading.Thread(target=hear, args=(one,)).start()\n")
    said = lost.not_passed_on(server, source("", "client", "b.py"), alone=True)
    assert said.startswith("a.py, line 12: what comes here is sent to none of the other clients") == told
    peer = source("import socket\nline = socket.socket(type=socket.SOCK_DGRAM)\nline.bind(('', 7031))\nwhile True:\n"
                  "    text = input()\n    line.sendto(text.encode(), ('255.255.255.255', 7031))\n"
                  "    print(line.recvfrom(99))\n")
    given = source(f"{DOOR}one, _ = hall.accept()\ndef tell(text):\n    one.send(text.encode())\n"
                   "tell(one.recv(9).decode())\nwhile True:\n    text = input()\n    tell(text)\n")
    assert typed.sends_only_typed(peer) == typed.sends_only_typed(given) == ""


HALLS = """import socket, threading
halls = []
def make():
    {makes}
def enter(name, link):
    for hall in halls:
        if hall["name"] == name:
            hall["links"].append(link)
            return hall
    link.send(b"there is no such hall")
def serve(link):
    hall = enter(link.recv(99).decode(), link)
    while data := link.recv(999):
        for other in hall["links"]:
            if other is not link:
                other.send(data)
def open_door():
    door = socket.create_server(("127.0.0.1", 5000))
    while True:
        threading.Thread(target=serve, args=door.accept()[:1]).start()
{begins}threading.Thread(target=open_door).start()
while input("make or end: ") == "make":
    make()
"""


@pytest.mark.parametrize("makes, begins, told", [
    ("halls.append({'name': input('Name: '), 'links': []})", "", True),
    ("halls.append({'name': 'one', 'links': []})", "", False),
    ("halls.append({'name': input('Name: '), 'links': []})", "halls.append({'name': 'one', 'links': []})\n", False)])
def test_rooms_of_which_there_is_none_until_the_server_s_user_makes_one(makes, begins, told):
    said = preparing.made_by_its_user(source(HALLS.format(makes=makes, begins=begins)))
    assert said == ("a.py, line 6: this looks through halls for what a client asks for, and nothing is there until the "
                    "server's user has made it (line 4): make one when the server starts, or when the first client "
                    "asks for it." if told else "")
