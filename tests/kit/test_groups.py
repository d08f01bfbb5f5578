"""Groups: copies of one program that talk over multicast or broadcast, or as peers, with one slip in each."""
import pytest
from performing import performed
from sources import HALL, source

from lab12.finder.handin import find
from lab12.finder.source import read
from lab12.grader import comparing, errors, grade, groups, lost, lost_at_clients, reading
from lab12.grader.faults import Fault
from lab12.rubric.checks import MISSED, PASSED

GROUP = """import socket, struct, threading
GROUP, PORT = "224.1.1.1", 5007
name = input("Name: ")
rx = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
rx.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
rx.bind(("", PORT))
rx.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("4sl", socket.inet_aton(GROUP), 0))
def listen():
    while True:
        data, _ = rx.recvfrom(2048)
        who, _, text = data.decode().partition("|")
        if who != name:
            print(who, text)
threading.Thread(target=listen, daemon=True).start()
tx = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    tx.sendto(f"{name}|{input()}".encode(), (GROUP, PORT))
"""
JOINS = GROUP.splitlines(keepends=True)[6]
PEER = """import socket, threading
mine = int(input("My port: "))
theirs = int(input("Their port: "))
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", mine))
def hear():
    print(sock.recvfrom(2048)[0].decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    sock.sendto(input().encode(), ("127.0.0.1", theirs))
"""


def changed(text, *pairs):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("slip, said", [
    ((JOINS, ""), "a.py, line 6: what is sent to a group (line 16) comes only to those who have joined it"),
    (("(GROUP, PORT))\n", "(GROUP, PORT + 1))\n"),
     "a.py, line 17: this goes to all who wait at port 5008, and they wait at 5007 (line 6): it must be the same"),
    (("who != name", "who == name"),
     "a.py, line 12: this shows only what its own user has said: != in the place of =="),
])
def test_why_a_group_does_not_hear(slip, said):
    def told(text):
        one = source(text)
        return lost.not_passed_on(one, one), lost_at_clients.not_shown(one, one)

    assert all(text.startswith(said) for text in told(changed(GROUP, slip)))
    assert not any(said in text for text in told(GROUP))


def test_who_waits_where_it_sends_to_a_group_is_one_of_it():
    [script] = read("a.py", changed(GROUP, (JOINS, "")))
    assert (script.role, script.kind) == ("both", "chat")
    [script] = read("a.py", changed(GROUP, (JOINS, ""), ("224.1.1.1", "192.168.1.1")))
    assert script.kind == "pair"


def test_a_server_that_tells_all_at_their_port_is_no_copy_of_them():
    tells = f"{HALL}tell = socket.socket(type=socket.SOCK_DGRAM)\ntell.bind(('', 5000))\n" \
        "tell.sendto(tell.recvfrom(9)[0], ('255.255.255.255', 5001))\n"
    assert groups.in_groups(source(tells)) == ""


LAN = """import socket, threading
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
line.bind(("", 7070))
def hear():
    while True:
        print(line.recvfrom(4096)[0].decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    line.sendto(input().encode(), ("192.168.7.255", 7070))
"""
OPTION = LAN.splitlines(keepends=True)[2]


@pytest.mark.parametrize("slips, kind, everybody", [
    ([], "chat", ["192.168.7.255"]), ([(OPTION, "")], "chat", ["192.168.7.255"]),
    ([("7.255", "7.63")], "chat", ["192.168.7.63"]), ([("7.255", "7.63"), (OPTION, "")], "pair", []),
    ([("7.255", "7.5")], "pair", []), ([("192.168.7.255", "255.255.255.255")], "chat", [])])
def test_the_last_address_of_a_network_is_that_of_all_in_it(slips, kind, everybody):
    [script] = read("a.py", changed(LAN, *slips))
    assert (script.kind, script.everybody) == (kind, everybody)


def test_who_is_called_is_one_computer_whatever_its_address_ends_in():
    [script] = read("a.py", changed(LAN, ("192.168.7.255", "255.255.255.255"),
                                    ("def hear", "socket.create_connection((\"192.168.7.63\", 9))\ndef hear")))
    assert (script.addresses, script.everybody) == (["192.168.7.63"], [])


def test_copies_talk_over_the_broadcast_address_of_one_network(tmp_path):
    (tmp_path / "lan.py").write_text(LAN)
    [section] = [one for one in grade.grade(tmp_path).sections if one.name == "udp-chat"]
    assert section.verdict == "works" and "it runs only where 192.168.7.255 is (all of one network" in section.reason
    own, = [one for one in section.results if one.name == "own"]
    assert own.outcome == MISSED and "what goes to a broadcast address" in own.hint


def test_an_address_of_one_computer_is_no_group():
    text = changed(GROUP, ("224.1.1.1", "192.168.1.1"))
    told = errors.explain(Fault(source(text), "OSError: [Errno 22] Invalid argument", 7))
    assert told == "a.py, line 7: 192.168.1.1 is the address of one computer, not of a group: these are from " \
        "224.0.0.0 to 239.255.255.255."
    assert "group" not in errors.explain(Fault(source(GROUP), "OSError: [Errno 22] Invalid argument", 7))


@pytest.mark.parametrize("text, said", [
    ("import sys\nif sys.argv[1] == 1:\n    pass\n",
     "a.py, line 2: what is typed is text, and never equal to the number 1: compare it with '1'."),
    ("choice = int(input('> '))\nif choice == '2':\n    pass\n",
     "a.py, line 2: int() has made a number of it, which is never equal to the text '2': 2, without quotes."),
    ("choice = input('> ')\nif choice == '2':\n    pass\n", ""),
    ("choice = int(input('> '))\nif choice == 2:\n    pass\n", ""),
    ("choice = ask()\nif choice == 2:\n    pass\n", "")])
def test_a_text_that_is_compared_with_a_number(text, said):
    assert comparing.number_for_text(reading.Source(read("a.py", text)[0], "client")) == said


def test_what_accept_gives_and_nobody_keeps():
    text = f"{HALL}hall.accept()\nprint(addr)\n"
    fault = "NameError: name 'addr' is not defined"
    assert errors.explain(Fault(source(text), fault, 4)) == "a.py, line 3: accept gives the connection and the " \
        "address, and neither is kept here: conn, addr = hall.accept()."
    kept = changed(text, ("hall.accept()", "conn, address = hall.accept()"))
    assert "neither is kept" not in errors.explain(Fault(source(kept), fault, 4))


def test_a_question_of_the_other_role_is_none_of_this_one():
    text = "import socket, sys\ndef server():\n    link, _ = socket.create_server(('', 5000)).accept()\n" \
        "    while data := link.recv(9):\n        link.send(data)\ndef client():\n" \
        "    link = socket.create_connection(('', 5000))\n    while True:\n        link.send(input().encode())\n" \
        "if sys.argv[1] == 'server':\n    server()\nelse:\n    client()\n"
    [script] = read("a.py", text)
    assert [len(reading.Source(script, role).of("input")) for role in ("server", "client")] == [0, 1]


@pytest.mark.usefixtures("copies")
def test_a_peer_is_told_the_port_of_the_one_that_we_put_in_the_others_place(tmp_path):
    outcomes, _ = performed(tmp_path, "udp-pair", {"peer.py": PEER}, "starts", "listens", "message", "server_half",
                            seen=True)
    assert "invalid literal" not in outcomes["server_half"][1]
    assert outcomes["server_half"][0] == PASSED


NODE = """import socket, threading
class Node:
    def __init__(self):
        self.port = int(input("Your port: "))
        self.door = socket.socket()
        self.door.bind(("127.0.0.1", self.port))
        self.door.listen()
        self.seen = set()
    def take(self):
        while True:
            link, who = self.door.accept()
            print(link.recv(4096).decode())
            link.close()
    def tell(self, host, port, text):
        with socket.socket() as link:
            link.connect((host, port))
            link.sendall(text.encode())
            self.seen.add((host, port))
    def ask(self):
        while True:
            print("1 send, 2 who, 0 leave")
            what = input("What? ")
            if what == "1":
                host = input("To which address: ")
                port = int(input("To which port: "))
                self.tell(host, port, input("Text: "))
            elif what == "2":
                print(self.seen)
            elif what == "0":
                for host, port in self.seen:
                    self.tell(host, port, "bye")
                break
node = Node()
threading.Thread(target=node.take, daemon=True).start()
node.ask()
"""


@pytest.mark.usefixtures("copies")
def test_two_copies_are_told_each_other_s_port_at_a_menu(tmp_path):
    outcomes, _ = performed(tmp_path, "tcp-pair", {"node.py": NODE}, "starts", "listens", "message", "reply", "turns",
                            "stops")
    assert set(outcomes.values()) == {PASSED}


@pytest.mark.parametrize("slips, leaves", [
    ([], "0"), ([("                break\n", "")], ""),
    ([('"bye")', 'input("Last words: "))')], "")])
def test_a_farewell_to_each_is_no_new_conversation(slips, leaves):
    [script] = read("a.py", changed(NODE, *slips))
    assert script.peer and script.menus[0].leaves == leaves


REGISTER = """import json, socket
desk, known = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), []
desk.bind(("127.0.0.1", 7500))
while True:
    port, who = desk.recvfrom(99)
    desk.sendto(json.dumps(known).encode(), who)
    known.append((who[0], int(port)))
"""
MEMBER = """import json, select, socket, sys
port = int(input("Your port: "))
door, asks = socket.socket(), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
door.bind(("127.0.0.1", port))
door.listen()
asks.sendto(str(port).encode(), ("127.0.0.1", 7500))
links = [socket.create_connection(one) for one in json.loads(asks.recvfrom(4096)[0])]
while True:
    for one in select.select([door, sys.stdin, *links], [], [])[0]:
        if one is door:
            links.append(door.accept()[0])
        elif one is sys.stdin:
            text = input()
            for link in links:
                link.sendall(text.encode())
        else:
            print(one.recv(999).decode())
"""


ASKS = "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto(input().encode(), ('127.0.0.1', 7500))\n" \
    "print(s.recv(99))\n"


@pytest.mark.parametrize("files, by_hand", [
    ({"desk.py": REGISTER, "member.py": MEMBER}, "finds the others through desk.py, over UDP"),
    ({"member.py": MEMBER}, ""), ({"desk.py": REGISTER, "member.py": MEMBER, "ask.py": ASKS}, ""),
    ({"desk.py": REGISTER.replace("json.dumps(known).encode()", "input().encode()"), "member.py": MEMBER}, "")])
def test_peers_that_a_third_program_makes_known_to_each_other_are_left_to_a_person(files, by_hand, tmp_path):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    [member] = [one for one in find(tmp_path).scripts if one.path == "member.py"]
    assert member.by_hand.startswith(by_hand) and bool(member.by_hand) == bool(by_hand)
