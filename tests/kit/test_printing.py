"""Printing into the file of a socket is writing to it, and a short name for a method of a socket is that method."""
import ast

import pytest

from lab12.finder.handin import find
from lab12.finder.parsing import parse
from lab12.finder.source import read

ROOM = """import socket, threading
from functools import partial
people = {{}}
def serve(conn):
    lines = conn.makefile("rw")
    name = lines.readline().strip()
    people[name] = lines
    for line in lines:
        for other, out in people.items():
            {tells}
door = socket.create_server(("", 5000))
while True:
    threading.Thread(target=serve, args=(door.accept()[0],)).start()
"""
ETHER = """import socket, threading
from functools import partial
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 5000))
def hear():
    while True:
        print(sock.recvfrom(999)[0].decode())
threading.Thread(target=hear, daemon=True).start()
{say}
while True:
    say(input().encode(), ("255.255.255.255", 5000))
"""
WORDS = """import asyncio
people = {}
async def serve(reader, writer):
    name = None
    async for raw in reader:
        word, _, rest = raw.decode().strip().partition(" ")
        match word.lower():
            case "login" if rest:
                name = rest
                people[name] = writer
            case "say" if name:
                for other, out in people.items():
                    if other != name:
                        out.write(rest.encode())
            case _:
                writer.write(b"unknown command")
async def main():
    async with await asyncio.start_server(serve, "", 5000) as server:
        await server.serve_forever()
asyncio.run(main())
"""


@pytest.mark.parametrize("code, said", [
    ('print(a, "x", file=f, flush=True)', "f.write(f'{a} x\\n')\nf.flush()"), ("print(file=f)", "f.write('\\n')"),
    ('print(a, b, sep="|", end="", file=f)', "f.write(f'{a}|{b}')"),
    ("print(a, 'x', sep=None, end=None, file=f)", "f.write(f'{a} x\\n')"), ("print('x', file=sys.stderr)",) * 2,
    ("[print(t, file=o, flush=True) for o in outs]", "[(o.write(f'{t}\\n'), o.flush()) for o in outs]"),
    ("w.writelines([a.encode(), b'x'])", "w.write(a.encode())\nw.write(b'x')"), ("w.writelines(all)",) * 2,
    ("log = open('a')\nprint(a, file=log)",) * 2, ("out = sys.stdout if a else b\nprint(a, file=out)",) * 2,
    ("with open('a') as log:\n    print(a, file=log)",) * 2, ("self.log = open('a')\nself.log.writelines([a])",) * 2,
    ("def tell(a, *, b=1, out=sys.stdout):\n    print(a, file=out)",) * 2,
    ("def tell(a, log=open('a')):\n    print(a, file=log)",) * 2,
    ("p.add_argument('--out-file', type=FileType('w'))\nprint(a, file=p.parse_args().out_file)",) * 2,
    ("print(*a, file=f)",) * 2, ("print(a, **how)",) * 2, ("print(a)",) * 2])
def test_what_is_printed_into_a_file_is_written_there(code, said):
    assert ast.unparse(parse(code)[0]) == said


@pytest.mark.parametrize("tells, kind", [
    ('print(name, line.strip(), sep="|", file=out, flush=True)', "chat"), ("out.writelines([line])", "chat"),
    ("print(name, line, other)", "pair"), ("print(line, file=lines)", "pair")])
def test_who_prints_to_each_passes_on(tells, kind):
    [server] = read("a.py", ROOM.format(tells=tells))
    assert server.kind == kind


@pytest.mark.parametrize("say, kind", [
    ("say = sock.sendto", "chat"), ("say = partial(sock.sendto)", "chat"),
    ("say = print\nsay = sock.sendto", "pair"), ("def say(*what):\n    print(what)", "pair")])
def test_a_short_name_for_a_method_of_a_socket(say, kind):
    [peer] = read("a.py", ETHER.format(say=say))
    assert peer.kind == kind


def test_the_words_that_a_stream_of_asyncio_wants():
    [server] = read("a.py", WORDS)
    assert server.verbs == {"nick": "login ", "say": "say "}


@pytest.mark.parametrize("code, address", [
    ('asyncio.run(asyncio.start_server(talk, **HERE["bind"]))', ("192.168.7.10", 5000)),
    ('asyncio.start_server(talk, host="192.168.7.10", port=64 * 100)', ("192.168.7.10", 6400)),
    ('asyncio.start_server(talk, "", 1 << 14)', ("", 16384))])
def test_where_a_server_waits_by_a_table_or_by_a_product(code, address):
    [server] = read("a.py", "import asyncio\nHERE = {'bind': {'host': '192.168.7.10', 'port': 5000}}\n"
                    f"async def talk(reader, writer):\n    writer.write(await reader.readline())\n{code}\n")
    assert (server.host, server.port) == address


def test_a_datagram_client_is_looked_for_where_it_calls(tmp_path):
    """It binds a port of its own as well: a server of ours at that one would take it away."""
    (tmp_path / "client.py").write_text(
        "import asyncio, sys\nasync def main():\n    loop = asyncio.get_running_loop()\n"
        "    way, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=('127.0.0.1', 5001),\n"
        "                                                 remote_addr=('127.0.0.1', 5000))\n"
        "    while True:\n        way.sendto(input().encode())\nasyncio.run(main())\n")
    [client] = find(tmp_path).scripts
    assert client.targets == [5000]


@pytest.mark.parametrize("own, role", [("('127.0.0.1', 5000)", "server"), ("None, ('127.0.0.1', 5000)", "client"),
                                       ("local_addr=('127.0.0.1', 5000)", "server")])
def test_where_a_datagram_endpoint_of_asyncio_is(own, role):
    [script] = read("a.py", "import asyncio\nclass Talk(asyncio.DatagramProtocol):\n"
                    "    def datagram_received(self, data, who):\n        print(data)\nasync def main():\n"
                    "    loop = asyncio.get_running_loop()\n"
                    f"    way, _ = await loop.create_datagram_endpoint(Talk, {own})\n"
                    "    while True:\n        way.sendto((await asyncio.to_thread(input)).encode())\n"
                    "asyncio.run(main())\n")
    assert (script.role, script.host, script.port) == (role, "127.0.0.1", 5000)


@pytest.mark.parametrize("code, said", [
    ("(serve if way else call)(5000)", "if way:\n    serve(5000)\nelse:\n    call(5000)"),
    ("(server if 's' in sys.argv else client).main()",
     "if 's' in sys.argv:\n    server.main()\nelse:\n    client.main()"), ("(a if b else c)",) * 2])
def test_either_of_two_is_called(code, said):
    assert ast.unparse(parse(code)[0]).strip("()") == said.strip("()")


@pytest.mark.parametrize("required, nick", [(True, ["--nick", "name"]), (False, [])])
def test_one_of_two_options_has_to_be_given(required, nick):
    text = "import argparse, socket\np = argparse.ArgumentParser()\n" \
        f"way = p.add_mutually_exclusive_group(required={required})\n" \
        "way.add_argument('--serve', action='store_true')\nway.add_argument('--nick')\n" \
        "a = p.parse_args()\nif a.serve:\n    door = socket.create_server(('', 5000))\n" \
        "    while True:\n        link, _ = door.accept()\n        print(link.recv(99))\nelse:\n" \
        "    link = socket.create_connection(('127.0.0.1', 5000))\n    while True:\n" \
        "        link.send(input().encode())\n"
    [script] = read("a.py", text)
    assert script.commands == {"server": ["--serve"], "client": nick}


@pytest.mark.parametrize("test, words", [("if text == 'JOIN':\n        take(who)", {"JOIN": 11}), ("take(who)", {})])
def test_a_word_is_looked_for_where_the_one_who_comes_is_handed_on(test, words):
    [server] = read("a.py", "import socket\nsock = socket.socket(type=socket.SOCK_DGRAM)\nsock.bind(('', 5000))\n"
                    "people = set()\ndef take(who):\n    people.add(who)\nwhile True:\n"
                    "    text, who = sock.recvfrom(99)\n    for one in people - {who}:\n"
                    f"        sock.sendto(text, one)\n    {test}\n")
    assert server.joins == words
