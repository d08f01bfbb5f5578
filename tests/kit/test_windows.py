"""The scripts on Windows: an official Windows Python under Wine talks to itself and to this system's Python.

They run with pipes, as scripts for Windows are driven from outside: a pipe shows what is printed, not what is typed.
What Wine does not do as Windows does is in test_windows_rules.py.
"""
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.check import Program
from lab12.stage.network import open_network
from lab12.stage.program import heed
from lab12.winpython.wine import Wine, missing

pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))

SIDES = [("windows", "windows"), ("windows", "linux"), ("linux", "windows")]  # the server's and the client's Python
PATIENCE = 30.0  # seconds; each wait ends as soon as what it waits for has come
LETTERS = "नमस्ते ñ 你好 🙂"
LISTENING, UNCONNECTED = "0A", "07"  # states of a TCP and of a UDP socket (net/tcp_states.h)

# On Windows Ctrl-C interrupts the reading of a console (Microsoft docs, ReadConsole); under Wine, as with any pipe,
# the script first has to get its line. This runs a script so that it says when a Ctrl-C has come in, by a byte on a
# connection (Python docs, signal.set_wakeup_fd). The line sent after that cannot overtake it.
TELLS_OF_CTRL_C = """
import runpy, signal, socket, sys
wakeup = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
wakeup.setblocking(False)
signal.set_wakeup_fd(wakeup.fileno())
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Window(Program):
    """A script that runs on one of the two sides."""

    side = wakeup = None

    def presses_ctrl_c(self):
        """Press Ctrl-C; if the script was opened so that it tells of it, also Enter, which Wine needs."""
        self.write(b"")
        self.process.send_signal(signal.SIGINT)
        if self.wakeup:
            assert self.wakeup.recv(1)
            self.push(b"\n")

    def is_killed(self):
        self.write(b"")
        self.process.kill()


class Desk:
    """A desk with two computers on it: the server runs on one side, clients on the other."""

    def __init__(self, wine, network, sides, transport):
        self.wine, self.network, self.transport = wine, network, transport
        self.server_side, self.client_side = sides
        self.programs, self.sockets = [], []
        with self.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def socket(self, transport=None):
        made = self.network.socket(transport or self.transport)
        made.settimeout(PATIENCE)
        self.sockets.append(made)
        return made

    def open(self, side, script, *options, port=None, encoding="utf-8", tells=False):
        """Start a script on one side; one that `tells` says when a Ctrl-C has come in."""
        arguments = [HOME / self.transport / script, "127.0.0.1", str(port or self.port), *options]
        if tells:
            ear = self.socket("tcp")
            ear.bind(("127.0.0.1", 0))
            ear.listen()
            arguments = ["-c", TELLS_OF_CTRL_C, str(ear.getsockname()[1]), *arguments]
        if side == "windows":
            process = self.wine.start(*arguments, encoding=encoding)
        else:
            process = subprocess.Popen(
                self.network.inside([sys.executable, "-u", *arguments]), bufsize=0, preexec_fn=heed,
                env={**os.environ, "PYTHONIOENCODING": encoding},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        window = Window(process, f"{script} on {side}", self.programs, PATIENCE)
        window.side = side
        if tells:
            window.wakeup, _ = ear.accept()
            window.wakeup.settimeout(PATIENCE)
            self.sockets.append(window.wakeup)
        return window

    def starts_server(self, script="recvr1.py", **options):
        """Start the server and wait until it has its port, which the kernel tells."""
        server = self.open(self.server_side, script, **options)
        self.wait_for(server, self.port)
        return server

    def starts_relay(self, *options):
        """Start lossy.py between the two sides, on that of the clients; return it and the port that they come to."""
        with self.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        relay = self.open(self.client_side, "lossy.py", "--at", str(port), *options)
        self.wait_for(relay, port)
        return relay, port

    def wait_for(self, program, port):
        """Wait until a program has this port."""
        end = time.monotonic() + PATIENCE
        while not self.serves(port):
            assert not program.has_ended(0.005), program.output
            assert time.monotonic() < end, f"{program.name} does not get its port"

    def serves(self, port):
        """Return whether anybody has the port: the first address and the state in a row of the table (proc(5))."""
        table = Path(f"/proc/{getattr(self.network, 'holder', 'self')}/net/{self.transport}").read_text()
        rows = [row.split() for row in table.splitlines()[1:]]
        return any(row[1].endswith(f":{port:04X}") and row[3] in (LISTENING, UNCONNECTED) for row in rows)

    def starts_client(self, script="recvr2.py", prompt="Enter Message ", **options):
        """Start a client and wait for its prompt."""
        client = self.open(self.client_side, script, **options)
        client.shows(prompt)
        return client

    def starts_pair(self, **options):
        return self.starts_server(), self.starts_client(**options)

    def close(self):
        for program in self.programs:
            program.close()
        for made in self.sockets:
            made.close()


@pytest.fixture(scope="session")
def network():
    network, _ = open_network()
    yield network
    network.close()


@pytest.fixture(scope="session")
def wine(network):
    with Wine(inside=network.inside) as wine:
        yield wine


@pytest.fixture(params=["tcp", "udp"])
def transport(request):
    return request.param


@pytest.fixture(params=SIDES, ids="-".join)
def desk(request, wine, network, transport):
    desk = Desk(wine, network, request.param, transport)
    yield desk
    desk.close()


@pytest.fixture
def windows(wine, network, transport):
    """A desk with Windows on both sides, for what concerns one script alone."""
    desk = Desk(wine, network, ("windows", "windows"), transport)
    yield desk
    desk.close()


def ended(window):
    """Wait until a window that was broken off has ended, and check that it went without a traceback."""
    assert window.has_ended(PATIENCE), f"{window.name} still runs"
    assert "Traceback" not in window.output and "Error" not in window.output
    return window


def test_the_conversation_of_the_practical_and_any_other(desk):
    server, client = desk.starts_pair()
    client.types("Heello im deepi").shown_by(server)
    server.types("hey deepi").shown_by(client)
    client.types("how are you").shown_by(server)
    server.types("im good").shown_by(client)
    client.types("im good too")
    server.shows("Client {'im good too'}\nEnter Reply ")
    assert server.output == ("Client {'Heello im deepi'}\nEnter Reply Client {'how are you'}\n"
                             "Enter Reply Client {'im good too'}\nEnter Reply ")
    assert client.output == "Enter Message {'hey deepi'}\nEnter Message {'im good'}\nEnter Message "
    server.types("bye").shown_by(client)
    for text in LETTERS, "", "it's", "x" * 59_992 + " the end":
        client.types(text)
        server.shows(f"Client {str({text})}")
        server.types(text)
        client.shows(str({text}))


@pytest.mark.parametrize("transport", ["udp"])
def test_the_sure_pair_on_a_bad_network(desk):
    """It shows what the plain pair shows; what the relay does is seen to be what it does on any system."""
    server = desk.starts_server("sure_recvr1.py")
    relay, port = desk.starts_relay("--loss", "0.3", "--double", "0.2", "--reorder", "0.1", "--seed", "7")
    client = desk.open(desk.client_side, "sure_recvr2.py", port=port)
    texts = [LETTERS, "", *(f"message {number}" for number in range(8))]
    for text in texts:
        client.types(text)
        server.shows(f"Client { {text} }\nEnter Reply ")
        server.types(text)
        client.shows(f"{ {text} }\nEnter Message ")
    client.types("the last")
    server.shows("the last")
    server.types("exit")
    client.shows("Server left")
    client.ends(0)
    server.ends(0)
    assert server.output == "".join(f"Client { {text} }\nEnter Reply " for text in [*texts, "the last"])
    shown = "".join(f"{ {text} }\nEnter Message " for text in texts)
    assert client.output == f"Enter Message {shown}Server left\n"
    assert "lost: client 1 to server" in relay.output and "twice" in relay.output
    relay.presses_ctrl_c()
    ended(relay)


def test_clients_leave_in_every_way_and_the_next_one_is_served(desk):
    server = desk.starts_server()
    for leave in lambda client: client.types("exit"), Window.ends_input, Window.presses_ctrl_c:
        client = desk.starts_client(tells=desk.transport == "udp" and leave is Window.presses_ctrl_c)
        leave(client)
        ended(client)
        server.shows("Client left")
    client = desk.starts_client()
    client.types("hello").shown_by(server)
    client.presses_ctrl_c()  # while it waits for the reply
    ended(client)
    server.types("are you there?")
    if desk.transport == "tcp":
        server.shows("Client left")
    client = desk.starts_client()
    client.is_killed()
    if desk.transport == "tcp":
        server.shows("Client left")
    desk.starts_client().types("I am the next").shown_by(server)
    server.presses_ctrl_c()  # at its prompt
    ended(server)


@pytest.mark.parametrize("transport", ["tcp"])
def test_a_reset_is_no_crash(desk):
    """The reading that ends with 10054, or the writing with 10053 (Microsoft docs, Windows Sockets Error Codes)."""
    server, peer = desk.starts_server(), desk.socket()
    peer.connect(("127.0.0.1", desk.port))
    peer.sendall(b"hello\n")
    server.shows("hello")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()
    server.types("are you there?")
    server.shows("Client left")
    desk.starts_client().types("I am the next").shown_by(server)


def test_ctrl_c_ends_a_server_that_waits(windows):
    """In accept or recvfrom, which on Windows Ctrl-C interrupts only by its default action, the end of the process."""
    server = windows.starts_server()
    server.presses_ctrl_c()
    ended(server)


def test_the_server_leaves_by_exit_or_end_of_input(desk):
    for leave in lambda server: server.types("exit"), Window.ends_input:
        server, client = desk.starts_pair()
        client.types("hello").shown_by(server)
        leave(server)
        client.shows("Server left")
        server.ends(0)
        client.ends(0)


@pytest.mark.parametrize("transport", ["tcp"])
def test_the_server_is_lost(desk):
    for lose in Window.presses_ctrl_c, Window.is_killed:
        server, client = desk.starts_pair()
        client.types("hello").shown_by(server)
        lose(server)
        client.shows("Server left")
        client.ends(0)


@pytest.mark.parametrize("transport", ["tcp"])  # Wine does not tell over UDP that nobody has the port
def test_no_server(windows):
    client = windows.open("windows", "recvr2.py")
    client.shows(f"recvr2: no server at 127.0.0.1:{windows.port}, start recvr1.py first\n")
    client.ends(1)


def test_taken_port(windows):
    windows.starts_server()
    second = windows.open("windows", "recvr1.py")
    second.ends(1)
    second.shows(f"recvr1: 127.0.0.1:{windows.port}: [WinError 10048]")


def test_a_window_that_lacks_letters(windows):
    """A pipe of Windows is cp1252 unless told otherwise (Python docs, sys.stdout): it has an e acute and no Hindi."""
    server, client = windows.starts_server(encoding=None), windows.starts_client()
    client.types("caf\u00e9 \u0928")
    server.shows("\\u0928'}")
    assert b"Client {'caf\xe9 \\u0928'}" in server.data
    server.types("fine").shown_by(client)


def test_chat(desk):
    """Everybody hears everybody, whichever way somebody leaves."""
    server = desk.starts_server("chat_server.py")
    one = desk.starts_client("chat_client.py")
    server.shows("Client 1 joined")
    joins = iter(range(2, 100))

    def join(**options):
        window = desk.starts_client("chat_client.py", **options)
        number = next(joins)
        one.shows(f"Client {number} joined")
        return window, number

    two, number = join()
    for text in LETTERS, "", "x" * 9_000:
        two.types(text)
        for window in server, one:
            window.shows(f"Client {number} {str({text})}\n")
    one.types("hello 2")
    two.shows("Client 1 {'hello 2'}")
    leaving = [lambda client: client.types("exit"), Window.ends_input, Window.presses_ctrl_c]
    if desk.transport == "tcp" and desk.client_side == "linux":  # Wine may keep the socket of a killed program open
        leaving.append(Window.is_killed)
    for leave in leaving:
        client, number = join(tells=leave is Window.presses_ctrl_c)
        leave(client)
        for window in server, one:
            window.shows(f"Client {number} left")
        ended(client)
    one.types("hello again")
    two.shows("Client 1 {'hello again'}")
    server.presses_ctrl_c()
    ended(server)
    if desk.transport == "tcp":
        for client in one, two:
            client.shows("Server left")
            client.ends(0)


@pytest.mark.parametrize("transport", ["tcp"])  # Wine does not tell over UDP that nobody has the port
def test_chat_without_a_server(windows):
    client = windows.open("windows", "chat_client.py")
    client.shows(f"chat_client: no server at 127.0.0.1:{windows.port}, start chat_server.py first")
    client.ends(1)


def test_chat_with_a_taken_port(windows):
    windows.starts_server("chat_server.py")
    second = windows.open("windows", "chat_server.py")
    second.ends(1)
    second.shows(f"chat_server: 127.0.0.1:{windows.port}: [WinError 10048]")
