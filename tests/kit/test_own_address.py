"""Own address: one program whose computer's address, or name, decides whether it serves or calls; and aliases."""
import ast
from types import SimpleNamespace

import pytest
from performing import performed
from sources import source

from lab12.driver.hosts import hosts_of_side, out_of_reach
from lab12.finder.aliases import spell_aliases
from lab12.rubric.checks import PASSED

SERVES = """import socket
def main():
    link, _ = socket.create_server(("{host}", 7671)).accept()
    while data := link.recv(999):
        print(data.decode())
        link.sendall(input("> ").encode())
"""
CALLS = """import socket
def main():
    link = socket.create_connection(("{host}", 7671))
    while True:
        link.sendall(input("> ").encode())
        print(link.recv(999).decode())
"""
START = """import socket
from calls import main as visit
from serves import main as wait
{mine}
if {test}:
    {first}()
else:
    {second}()
"""
NAMES = "starts", "listens", "message", "reply", "turns"


@pytest.mark.usefixtures("copies")
@pytest.mark.parametrize("host, mine, test, first, second", [
    ("10.3.1.7", "", "socket.gethostbyname(socket.gethostname()) == '10.3.1.7'", "wait", "visit"),
    ("127.0.0.1", "HERE = '127.0.0.1'", "socket.gethostbyname(socket.gethostname()) != HERE", "visit", "wait"),
    ("127.0.0.1", "me = socket.gethostname()", "me == 'DESK-TWO'", "visit", "wait")])
def test_each_copy_is_on_a_computer_that_makes_it_what_it_is_to_be(tmp_path, host, mine, test, first, second):
    outcomes, _ = performed(tmp_path, "tcp-pair", {
        "serves.py": SERVES.format(host=host), "calls.py": CALLS.format(host=host),
        "start.py": START.format(mine=mine, test=test, first=first, second=second)}, *NAMES)
    assert outcomes == dict.fromkeys(NAMES, PASSED)


BOTH = "import socket\ndef wait(): socket.create_server(('', 7000)).accept()\n" \
    "def visit(): socket.create_connection(('10.3.1.7', 7000))\n"


@pytest.mark.parametrize("test, told", [
    ("socket.gethostbyname(socket.gethostname()) == '10.3.1.7'", {"server": "10.3.1.7", "client": ""}),
    ("'LAB-3' != socket.gethostname()", {"server": "", "client": "LAB-3"}), ("input() == '10.3.1.7'", {}),
    ("socket.gethostname() == socket.getfqdn()", {}), ("socket.gethostname() in NAMES", {})])
def test_what_decides_is_the_address_or_the_name_that_is_asked_for(test, told):
    assert source(f"{BOTH}if {test}:\n    wait()\nelse:\n    visit()\n").script.by_address == told


@pytest.mark.parametrize("told, server, client", [
    ({"server": "10.3.1.7", "client": ""}, ("student-pc", "10.3.1.7"), ("student-pc", "127.0.1.2")),
    ({"server": "", "client": "127.0.1.2"}, ("student-pc", "127.0.1.1"), ("student-pc", "127.0.1.2")),
    ({"server": "LAB-3", "client": ""}, ("LAB-3", "127.0.1.1"), ("student-pc", "127.0.1.2"))])
def test_the_hosts_of_both_computers(told, server, client):
    script = SimpleNamespace(by_address=told, names=[], addresses=[], host="", sends_to=())
    found = [next(iter(hosts_of_side(role, script, script).items())) for role in ("server", "client")]
    assert found == [server, client]
    roles = SimpleNamespace(addresses=[], probes=(), server=script, client=script, named=False)
    assert "decides which role" in out_of_reach(roles, private=True)


@pytest.mark.parametrize("text, there, other, now", [
    ("from a import run as go\ngo()", "def run(): pass", "", "from a import run\nrun()"),
    ("from a import run as go\ngo()", "def run(): pass", "def run(): pass", "from a import go\ngo()"),
    ("from a import run as go\nrun = go", "def run(): pass", "", "from a import run as go\nrun = go"),
    ("from a import run as go\ngo()", "run = 7", "", "from a import run as go\ngo()")])
def test_what_is_imported_under_another_name_gets_one_name(text, there, other, now):
    module = ast.parse(text)
    spell_aliases({"": module, "a.py": ast.parse(there), "b.py": ast.parse(other)})
    assert ast.unparse(module) == now
