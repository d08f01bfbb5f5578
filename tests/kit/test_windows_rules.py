"""The rules of Windows that Wine does not enforce: by having Linux behave as Windows does, or by reading the code.

Behaviour: 10054 over UDP, two servers that share a port. Reading (ast): localhost, keyboard, letters, buffers.
"""
import ast
import subprocess
import sys
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.check import Program
from lab12.stage.network import open_network

SCRIPTS = sorted(path for transport in ("tcp", "udp") for path in (HOME / transport).glob("*.py"))
NAMES = [f"{path.parent.name}/{path.name}" for path in SCRIPTS]
PATIENCE = 30.0  # seconds
MAYBE_MISSING = {"readline", "termios", "fcntl", "tty", "pty", "curses"}  # "Availability: Unix" in the Python docs

# Runs a script on Linux as if on Windows, in three ways.
# - A UDP socket hears that nobody has the port of the last datagram, as ConnectionResetError in the next reading
#   (Microsoft docs, recvfrom, WSAECONNRESET). Linux tells that too if asked by IP_RECVERR (ip(7)), also in the next
#   sending, where it has to be overlooked.
# - SO_REUSEADDR lets a second server have the same port (Microsoft docs, Using SO_REUSEADDR and
#   SO_EXCLUSIVEADDRUSE), as SO_REUSEPORT does here.
# - Scripts see by os.name or sys.platform that they run on Windows, and there is no readline. What reads os.name while
#   it is imported, and what socket.create_server looks at, has been imported before that.
LIKE_WINDOWS = """
import argparse, errno, os, runpy, selectors, shutil, signal, socket, sys, threading
class WindowsSocket(socket.socket):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        if self.type == socket.SOCK_DGRAM:
            super().setsockopt(socket.IPPROTO_IP, 11, 1)  # IP_RECVERR
        self.reset = False
    def setsockopt(self, level, option, *value):
        if (level, option) == (socket.SOL_SOCKET, socket.SO_REUSEADDR):
            option = socket.SO_REUSEPORT
        super().setsockopt(level, option, *value)
    def reading(self, read, *arguments):
        try:
            if self.reset:
                raise ConnectionRefusedError
            return read(*arguments)
        except ConnectionRefusedError:
            self.reset = False
            raise ConnectionResetError(10054, "WSAECONNRESET") from None
    def sending(self, send, *arguments):
        try:
            return send(*arguments)
        except ConnectionRefusedError:
            self.reset = True
            return send(*arguments)
    def recvfrom(self, *arguments): return self.reading(super().recvfrom, *arguments)
    def recv(self, *arguments): return self.reading(super().recv, *arguments)
    def sendto(self, *arguments): return self.sending(super().sendto, *arguments)
    def send(self, *arguments): return self.sending(super().send, *arguments)
socket.socket = WindowsSocket
os.name, sys.platform, sys.modules["readline"] = "nt", "win32", None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Computer:
    """A Linux that behaves like Windows, on a network of its own."""

    def __init__(self):
        self.network, _ = open_network()
        self.programs = []

    def port(self, transport):
        with self.network.socket(transport) as probe:
            probe.bind(("127.0.0.1", 0))
            return str(probe.getsockname()[1])

    def run(self, *arguments):
        command = self.network.inside([sys.executable, "-u", "-c", LIKE_WINDOWS, *arguments])
        process = subprocess.Popen(command, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        return Program(process, str(arguments[0]), self.programs, PATIENCE)

    def close(self):
        for program in self.programs:
            program.close()
        self.network.close()


@pytest.fixture
def computer():
    computer = Computer()
    yield computer
    computer.close()


def serve_udp(computer, script, port):
    """Start a UDP server and wait until it has its port."""
    server = computer.run(script, "127.0.0.1", port)
    while True:
        table = Path(f"/proc/{getattr(computer.network, 'holder', 'self')}/net/udp").read_text()
        if f":{int(port):04X} 00000000:0000 07" in table:  # its address, no peer's, unconnected (proc(5))
            return server
        assert not server.has_ended(0.01), server.output


def test_udp_server_outlives_a_client_that_has_gone(computer):
    """10054 in recvfrom, by behaviour: the server replies to a closed socket, and answers the next client."""
    port = computer.port("udp")
    server = serve_udp(computer, HOME / "udp" / "recvr1.py", port)
    with computer.network.socket("udp") as client:
        client.sendto(b"hello", ("127.0.0.1", int(port)))
        server.shows("hello")
    server.types("are you there?")
    client = computer.run(HOME / "udp" / "recvr2.py", "127.0.0.1", port)
    client.types("I am the next").shown_by(server)
    server.types("hey").shown_by(client)


def test_udp_server_without_this_rule_would_not(computer, tmp_path):
    """The proof that Linux behaves that way: a server that does not catch the error ends."""
    text = (HOME / "udp" / "recvr1.py").read_text().replace("except ConnectionResetError:", "except KeyError:")
    (tmp_path / "recvr1.py").write_text(text)
    port = computer.port("udp")
    server = serve_udp(computer, tmp_path / "recvr1.py", port)
    with computer.network.socket("udp") as client:
        client.sendto(b"hello", ("127.0.0.1", int(port)))
        server.shows("hello")
    server.types("are you there?")
    server.shows("[Errno 10054]")


def test_udp_chat_server_outlives_a_client_that_has_gone(computer):
    """10054 in recvfrom, by behaviour: of three clients one is closed without a word, and the others chat on."""
    port = computer.port("udp")
    server = serve_udp(computer, HOME / "udp" / "chat_server.py", port)
    address = "127.0.0.1", int(port)
    with computer.network.socket("udp") as one, computer.network.socket("udp") as three:
        one.settimeout(PATIENCE)
        one.sendto(b"", address)
        server.shows("Client 1 joined")
        with computer.network.socket("udp") as two:
            two.sendto(b"", address)
            server.shows("Client 2 joined")
        for number in range(3):
            three.sendto(f"hello {number}".encode(), address)
            server.shows(f"Client 3 {{'hello {number}'}}")
        heard = b""
        while b"hello 2" not in heard:
            heard = one.recv(1000)


@pytest.mark.parametrize("script", ["recvr2.py", "chat_client.py"])
def test_udp_client_says_that_there_is_no_server(computer, script):
    """10054 in recv, by behaviour: that is how Windows says that nobody has the port."""
    client = computer.run(HOME / "udp" / script, "127.0.0.1", port := computer.port("udp"))
    if script == "recvr2.py":
        client.types("hello")
    client.shows(f"no server at 127.0.0.1:{port}")
    client.ends(1)


@pytest.mark.parametrize("name", ["tcp/recvr1.py", "tcp/chat_server.py", "udp/recvr1.py", "udp/chat_server.py"])
def test_two_servers_do_not_share_a_port(computer, name):
    """Port sharing by SO_REUSEADDR, by behaviour."""
    port = computer.port(name[:3])
    servers = [computer.run(HOME / name, "127.0.0.1", port) for _ in range(2)]
    while not any(server.ended for server in servers):
        servers[0].has_ended(0.005)
    told, other = sorted(servers, key=lambda server: not server.ended)  # whichever came second
    told.ends(1)
    assert told.output.startswith(f"{Path(name).stem}: ") and f"127.0.0.1:{port}: " in told.output
    assert "in use" in told.output or "taken" in told.output
    assert not other.ended


@pytest.fixture(params=SCRIPTS, ids=NAMES)
def tree(request):
    """The code of a script, its docstrings left out."""
    tree = ast.parse(request.param.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node):
            del node.body[0]
    return tree


def attributes(tree):
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_no_localhost(tree):
    """localhost may be ::1 where nobody listens, by reading: the word is not in the code."""
    assert "localhost" not in [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]


def test_no_reuse_of_addresses(tree):
    """SO_REUSEADDR, by reading: set only where the platform is not Windows; and there is no reuse_port.

    What this comes to, test_two_servers_do_not_share_a_port sees by behaviour.
    """
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call) and "SO_REUSEADDR" in attributes(node)]:
        assert ast.unparse(call).endswith("SO_REUSEADDR, sys.platform != 'win32')")
    assert "SO_REUSEPORT" not in attributes(tree)
    assert "reuse_port" not in [node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)]


def test_no_waiting_that_windows_lacks(tree):
    """By reading: no select on the keyboard, which there is for sockets only, and nothing of asyncio that is Unix's."""
    assert not {"add_reader", "add_writer", "add_signal_handler", "fork", "SIGKILL", "SIGALRM", "SIGHUP", "alarm",
                "set_blocking", "MSG_DONTWAIT"} & attributes(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("register", "select")):
            assert not any(isinstance(part, ast.Attribute) and part.attr == "stdin" for part in ast.walk(node))


def test_modules_that_windows_lacks_may_be_missing(tree):
    """By reading: readline and termios are imported where an ImportError is caught."""
    guarded = {part for node in ast.walk(tree) if isinstance(node, ast.Try) for part in ast.walk(node)
               if any(getattr(handler.type, "id", "") == "ImportError" for handler in node.handlers)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and MAYBE_MISSING & {alias.name for alias in node.names}:
            assert node in guarded


def test_plain_letters(tree):
    """A pipe is cp1252, by reading: what scripts themselves print is ASCII, and stdout never raises for the rest."""
    assert all(node.value.isascii() for node in ast.walk(tree) if isinstance(node, ast.Constant)
               and isinstance(node.value, str))
    assert "sys.stdout" in ast.unparse(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and "reconfigure" in ast.unparse(node.func)]
    assert calls
    assert all("errors='backslashreplace'" in ast.unparse(call) for call in calls)


@pytest.mark.parametrize("tree", SCRIPTS[len(SCRIPTS) // 2:], ids=NAMES[len(NAMES) // 2:], indirect=True)
def test_room_for_every_datagram(tree):
    """10040 in recvfrom, by reading: a UDP script reads with room for 65,507 bytes."""
    constants = {target.id: node.value.value for node in tree.body if isinstance(node, ast.Assign)
                 and isinstance(node.value, ast.Constant) for target in node.targets}
    sizes = [node.args[0] for node in ast.walk(tree) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Attribute) and node.func.attr in ("recv", "recvfrom")]
    assert sizes
    assert all(eval(ast.unparse(size), {}, constants) >= 65507 for size in sizes)


def test_a_connection_may_end_by_an_error(tree):
    """10053 and 10054, by reading: a script that catches a connection's error catches ConnectionError, their parent."""
    caught = {name.id for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.type
              for name in ast.walk(node.type) if isinstance(name, ast.Name)}
    assert not {"ConnectionAbortedError", "BrokenPipeError"} & caught
