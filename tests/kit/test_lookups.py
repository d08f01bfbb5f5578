"""Lookups: what is called by a name that is put together is read as a choice between the functions of such names."""
import ast

import pytest

from lab12.finder.handin import find
from lab12.finder.lookups import spell_lookups
from lab12.finder.source import read
from lab12.finder.tree import Tree

FOUR = """import socket, sys
def tcp_server():
    link, _ = socket.create_server(("localhost", 7901)).accept()
    while data := link.recv(999):
        print(data.decode())
        link.send(input().encode())
def tcp_client():
    link = socket.create_connection(("localhost", 7901))
    while text := input():
        link.send(text.encode())
        print(link.recv(999).decode())
def udp_server():
    post = socket.socket(type=socket.SOCK_DGRAM)
    post.bind(("localhost", 7902))
    while True:
        data, who = post.recvfrom(999)
        print(data.decode())
        post.sendto(input().encode(), who)
def udp_client():
    post = socket.socket(type=socket.SOCK_DGRAM)
    while text := input():
        post.sendto(text.encode(), ("localhost", 7902))
        print(post.recv(999).decode())
"""
TWO = """import socket
{head}
{indent}def serve({own}):
{indent}    link, _ = socket.create_server(("localhost", 7903)).accept()
{indent}    print(link.recv(999).decode())
{indent}def call({own}):
{indent}    socket.create_connection(("localhost", 7903)).send(input().encode())
"""


def spelt(source):
    module = ast.parse(source)
    spell_lookups(module)
    return ast.unparse(module.body[-1])


@pytest.mark.parametrize("call", [
    "kind, side = sys.argv[1], sys.argv[2]\nglobals()[f'{kind}_{side}']()",
    "kind, side = sys.argv[1:3]\nname = kind + '_' + side\nglobals()[name]()",
    "getattr(sys.modules[__name__], f'{sys.argv[1]}_{sys.argv[2]}')()"])
def test_a_name_of_two_words_tells_the_transport_and_the_side(call):
    both = read("chat.py", FOUR + call)
    assert [(one.transport, one.role, one.port, one.command("server"), one.command("client")) for one in both] == [
        (kind, "both", port, [kind, "server"], [kind, "client"]) for kind, port in (("tcp", 7901), ("udp", 7902))]


@pytest.mark.parametrize("call", ["getattr(Talk(), input('serve or call? '))()",
                                  "talk = Talk()\nway = input('serve or call? ')\ngetattr(talk, way)()"])
def test_a_method_by_its_name(call):
    [script] = read("chat.py", TWO.format(head="class Talk:", indent="    ", own="self") + call)
    assert script.role == "both" and script.questions[0].answers == {"server": "serve", "client": "call"}


def test_a_function_of_another_file_by_its_name(tmp_path):
    (tmp_path / "ways.py").write_text(TWO.format(head="", indent="", own=""))
    (tmp_path / "chat.py").write_text("import sys\nimport ways\ngetattr(ways, sys.argv[1])()\n")
    [script] = [one for one in find(tmp_path).scripts if one.path == "chat.py"]
    assert (script.role, script.command("server"), script.command("client")) == ("both", ["serve"], ["call"])


@pytest.mark.parametrize("source", [
    "def go(): pass\nglobals()['go']()", "def go(one): pass\nglobals()[name]()", "globals()[name]()",
    "def go(): pass\nglobals()[f'run_{name}']()", "def go(): pass\nx = getattr(a, 'b', None)",
    "def go(): pass\ngetattr(a)()"])
def test_what_is_no_choice_stays_as_it_is(source):
    assert spelt(source) == ast.unparse(ast.parse(source).body[-1])


def test_a_method_of_what_is_no_object_of_the_script_is_none_of_its_own():
    code = "class Room:\n    def __init__(self): self.log = logging.getLogger()\n" \
        "    def note(self, how, text): getattr(self.log, how)(text)\n    def send(self, text): pass\n"
    assert spelt(code) == ast.unparse(ast.parse(code).body[-1])


def test_a_long_sum_is_gone_through():
    [script] = read("a.py", f"import socket\nlines = {' + '.join(['1'] * 4000)}\nprint(getattr(socket, 'AF_INET'))\n"
                    "socket.create_server(('', 5000)).accept()\n")
    assert script.role == "server"


MENU = """import socket
def serve():
    link, _ = socket.create_server(("localhost", 7904)).accept()
    while data := link.recv(999):
        print(data.decode())
        link.send(input("reply> ").encode())
def call():
    link = socket.create_connection(("localhost", 7904))
    while (text := input("talk> ")) != "back":
        link.send(text.encode())
        print(link.recv(999).decode())
def about():
    print("a chat")
def leave():
    raise SystemExit
"""


@pytest.mark.parametrize("chooses", [
    "    f = WAYS.get(c)\n    if f:\n        f()\n    else:\n        print('?')", "    WAYS.get(c, about)()",
    "    if f := WAYS.get(c):\n        f()", "    WAYS[c.strip()]()",
    "    if c in WAYS:\n        f = WAYS[c]\n        f()",
    "    match WAYS.get(c):\n        case None:\n            print('?')\n        case f:\n            f()"])
def test_what_is_typed_chooses_a_function_of_a_table(chooses):
    ways = "WAYS = {'1': about, '2': call, '3': leave}\nwhile True:\n    c = input('choose: ')\n"
    [script] = read("c.py", f"{MENU}{ways}{chooses}\n")
    assert [(one.wants, one.answers) for one in script.questions] == [("choice", {"choice": "2"})]
    assert {"back", "3"} <= script.stops.keys()


@pytest.mark.parametrize("chooses", ["f = WAYS.get(c)\nif f:\n    f()", "WAYS.get(c, about)()", "WAYS[c]()",
                                     "{'a': serve, 'b': call}.get(c, about)()"])
def test_one_of_a_table_serves_and_one_calls(chooses):
    [script] = read("c.py", f"{MENU}WAYS = {{'a': serve, 'b': call}}\nc = input('choose: ')\n{chooses}\n")
    assert [one.answers for one in script.questions] == [{"server": "a", "client": "b"}]


OF_OBJECT = """
class Menu:
    def __init__(self):
        self.ways = {'x': self.leave, 'y': call}
    def leave(self):
        raise SystemExit
    def run(self):
        while True:
            f = self.ways.get(input('choose: '))
            if f is not None:
                f()
Menu().run()
"""


def test_a_table_of_an_object_is_looked_up_too():
    [script] = read("c.py", MENU.replace("def serve", "def unused") + OF_OBJECT)
    assert [one.answers for one in script.questions] == [{"choice": "y"}]


@pytest.mark.parametrize("use", ["threading.Thread(target=f).start()", "f = about\nf()"])
def test_what_is_looked_up_and_used_otherwise_stays(use):
    ways = "WAYS = {'1': call, '2': about}\nc = input('choose: ')\nf = WAYS.get(c)\n"
    assert ast.unparse(Tree(f"{MENU}{ways}{use}").given["f"][0]) == "WAYS.get(c)"
