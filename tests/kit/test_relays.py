"""Relays: why a chat's server does not pass on what it hears is told where its source shows it, and only there."""
from textwrap import indent

import pytest

from lab12.finder import joining, relays
from lab12.finder.source import read
from lab12.finder.tree import Tree

START = "import socket, threading\ns = socket.create_server(('', 5000))\nclients = []\n"
LOOP = "while True:\n    conn, addr = s.accept()\n    clients.append(conn)\n" \
    "    threading.Thread(target=talk{}).start()\n"
TALK = "def talk({}):\n    while data := {}.recv(99):\n        print(data)\n"


@pytest.mark.parametrize("code, name", [
    (TALK.format("", "conn") + LOOP.format(""), "conn"),
    ("def main():\n    global conn\n" + indent(LOOP.format(""), "    ") + TALK.format("", "conn"), "conn"),
    ("def hear():\n    return conn.recv(99)\ndef talk():\n    while data := hear():\n        print(data)\n"
     + LOOP.format(""), "conn"),
    (TALK.format("conn", "conn") + LOOP.format(", args=(conn,)"), ""),
    (TALK.format("", "conn").replace("\n", "\n    conn = clients[-1]\n", 1) + LOOP.format(""), ""),
    (TALK.format("", "conn") + "conn, addr = s.accept()\nthreading.Thread(target=talk).start()\n", ""),
    ("def main():\n" + indent(LOOP.format(""), "    ") + TALK.format("", "conn"), ""),
    ("def main():\n" + indent(TALK.format("", "conn") + LOOP.format(""), "    "), "conn"),
])
def test_a_name_that_the_next_accept_overwrites(code, name):
    """It is shared by all threads: not where each is handed its own, nor where accept is called once."""
    found = relays.overwritten(Tree(START + code))
    assert (found[1] if found else "") == name


@pytest.mark.parametrize("loop, to", [
    ("for c in clients:\n    s.sendto(data, addr)", "addr"),
    ("for c in clients:\n    if c != conn:\n        conn.send(data)", "conn"),
    ("for c in clients:\n    s.sendto(data, c)", ""),
    ("for name in clients:\n    sock = clients[name]\n    sock.send(data)", ""),
    ("for name in clients:\n    conn.send(name.encode())", ""),
    ("for word in conn.makefile():\n    conn.send(b'ok')", ""),
    ("for i in range(3):\n    conn.send(data)", ""),
    ("for c in clients:\n    conn.send(b'you are in')\nfor c in clients:\n    c.send(data)", ""),
])
def test_a_loop_that_sends_to_one_and_the_same(loop, to):
    """It goes through the clients and does not use them; one that lists them for somebody does."""
    found = relays.past_the_loop(Tree(f"{START}clients.append(s)\n{loop}"))
    assert (found[1] if found else "") == to


JOIN = "while True:\n    data, a = s.recvfrom(99)\n    t = data.decode()\n    if {}:\n        who[a] = t\n" \
    "    for one in who:\n        s.sendto(data, one)\n"


@pytest.mark.parametrize("test, sends, told", [
    ("t.startswith('JOIN:')", "f'join:{name}'.encode()", ("join:", "JOIN:")),
    ("t[:4] == 'JOIN'", "b'Join'", ("Join", "JOIN")),
    ("t.startswith('JOIN:')", "('JOINED ' + name).encode()", ("JOINED ", "JOIN:")),
    ("t.startswith('JOIN')", "f'JOIN:{name}'.encode()", None),
    ("t.startswith('JOIN:')", "f'JOIN {name}'.encode()", ("JOIN ", "JOIN:")),
    ("t.strip('[]') == 'JOIN'", "b'[JOIN]'", None),
    ("t.split(':')[0] == 'JOIN'", "f'JOIN:{name}'.encode()", None),
    ("t.lower().startswith('join')", "f'JOIN:{name}'.encode()", None),
    ("a not in who", "f'join:{name}'.encode()", None),
    ("__name__ == '__main__'", "f'name:{name}'.encode()", None),
    ("sys.argv[1] == 'JOIN'", "f'join:{name}'.encode()", None),
    ("t.startswith('JOIN:')", "f'{word}{name}'.encode()", None),
    ("t.startswith('JOIN:')", "b'hello'", None),
])
def test_a_join_word_that_is_spelt_otherwise(test, sends, told):
    """The client sends one, and the server takes in only who sends another; not where they may well be the same."""
    [server] = read("s.py", "import socket\nwho = {}\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5))\n"
                    + JOIN.format(test))
    [client] = read("c.py", f"import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\nname = word = input()\n"
                    f"s.sendto({sends}, ('', 5))\nwhile True:\n    s.sendto(input().encode(), ('', 5))\n")
    found = joining.misspelt(server, client)
    assert (found and found[::2]) == told


@pytest.mark.parametrize("sends, told", [("b'hello'", True), ("b'join'", False), ("input().encode()", True),
                                         ("('JO' + 'IN').encode()", True)])
def test_a_join_word_that_no_client_sends(sends, told):
    """Nothing like it stands in its source."""
    [server] = read("s.py", "import socket\nwho = {}\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5))\n"
                    + JOIN.format("t.startswith('JOIN:')"))
    [client] = read("c.py", f"import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.sendto({sends}, ('', 5))\n")
    assert bool(joining.unsaid(server, client)) == told


def test_a_join_word_with_a_sign_within_it_is_found_where_the_client_sends_it():
    [server] = read("s.py", "import socket\nwho = {}\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.bind(('', 5))\n"
                    + JOIN.format("t.startswith('SIGN_IN:')"))
    sends = "import json, socket\ns = socket.socket(type=socket.SOCK_DGRAM)\n" \
        "s.sendto(json.dumps({{'type': '{}'}}).encode(), ('', 5))\n"
    clients = [read("c.py", sends.format(word))[0] for word in ("SIGN_IN:", "GO_IN:")]
    assert [bool(joining.unsaid(server, client)) for client in clients] == [False, True]


@pytest.mark.parametrize("test", ["__name__ == '__main__'", "secure == 'no'", "sys.argv[1] == 'open'"])
def test_a_test_of_the_program_itself_is_no_join_word(test):
    """Its name, its command line and its own user are no client's to send."""
    [server] = read("s.py", f"import socket, sys\nsecure = input()\nclients = []\nif {test}:\n    s = socket.socket()\n"
                    "    s.bind(('', 5))\n    s.listen()\n    while True:\n        c, a = s.accept()\n"
                    "        clients.append(c)\n        for one in clients:\n            one.send(c.recv(9))\n")
    [client] = read("c.py", "import socket\ns = socket.create_connection(('', 5))\ns.send(input().encode())\n")
    assert not joining.unsaid(server, client) and not joining.misspelt(server, client)
