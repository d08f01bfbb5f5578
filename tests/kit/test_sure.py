"""The reliable pair: the transcript of the plain one, to the byte, whatever the network loses, doubles or reorders."""
import contextlib
import random
import subprocess
import sys
import time

import pytest

from lab12 import HOME
from lab12.stage.network import open_network
from lab12.stage.peer import Peer
from lab12.stage.stage import Stage

UDP = HOME / "udp"
PATIENCE = 300.0  # seconds
BAD = "--loss", "0.3", "--double", "0.1", "--reorder", "0.1"
TALK = [("client", "Heello im deepi"), ("server", "hey deepi"), ("client", "how are you"), ("server", "\u0b95\u0bcd"),
        ("client", ""), ("server", ""), ("client", "x" * 3000), ("server", " exit"), ("client", "exit")]


@pytest.fixture
def stage():
    with Stage() as made:
        yield made


def outputs(stage, names, between=()):
    """Play a conversation on a stage, through a relay if there are options for one; return what both windows show."""
    port, at = stage.port("udp", 12345), stage.port("udp", 12344)
    server = stage.open(UDP / names[0], "127.0.0.1", port, name="server")
    if between:
        stage.open(UDP / "lossy.py", "127.0.0.1", port, "--at", at, *between, name="lossy")
    client = stage.open(UDP / names[1], "127.0.0.1", at if between else port, name="client")
    windows = {"server": server, "client": client}
    for who, text in TALK:
        until(stage, windows[who].asks)
        windows[who].types(text)
    until(stage, lambda: not client.alive())
    until(stage, lambda: "Client left" in server.output)
    return server.output, client.output, client.terminal.status


def until(stage, there):
    """Wait until something is so, however often a datagram has to be sent again for it."""
    end = time.monotonic() + 60
    while not there():
        assert time.monotonic() < end, stage.waits()
        stage.settle()
        stage.read()


def test_same_transcript_as_the_plain_pair(stage):
    plain = outputs(stage, ("recvr1.py", "recvr2.py"))
    with Stage() as other:
        assert outputs(other, ("sure_recvr1.py", "sure_recvr2.py")) == plain


@pytest.mark.parametrize("seed", [1, 2])
def test_same_transcript_on_a_bad_network(stage, seed):
    plain = outputs(stage, ("recvr1.py", "recvr2.py"))
    with Stage() as other:
        assert outputs(other, ("sure_recvr1.py", "sure_recvr2.py"), (*BAD, "--seed", seed)) == plain


@contextlib.contextmanager
def running(network, script, *arguments, lines=(), into=subprocess.DEVNULL):
    """Run a script in a network; it reads its lines from a pipe that stays open, and writes into a file."""
    command = network.inside([sys.executable, str(UDP / script), *map(str, arguments)])
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=into, stderr=subprocess.DEVNULL)
    try:
        process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        process.stdin.flush()
        yield process
    finally:
        process.stdin.close()
        process.kill()
        process.wait()


def bound(network, port):
    """Wait until a program has this port."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with network.socket("udp") as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return
        time.sleep(0.01)
    raise AssertionError(f"nobody has port {port}")


def test_a_thousand_messages_none_lost_none_twice_none_out_of_order(tmp_path):
    """Through a network that loses a third, doubles and reorders, while others send what they like."""
    network, _ = open_network()
    if not network.private:
        pytest.skip("no private network: its ports are not ours alone")
    number, dice = 1000, random.Random(12)
    said = [f"message {count}" for count in range(number)]
    replies = [f"reply {count}" for count in range(number)]
    there, here = tmp_path / "server", tmp_path / "client"
    with contextlib.closing(network), network.socket("udp") as foreign, \
            there.open("wb") as one, here.open("wb") as two, \
            running(network, "sure_recvr1.py", "127.0.0.1", 12345, lines=replies, into=one), \
            running(network, "lossy.py", "127.0.0.1", 12345, "--seed", 3, *BAD):
        bound(network, 12345)
        bound(network, 12344)
        foreign.connect(("127.0.0.1", 12345))
        for data in (b"", b" ", b"hello", b"5 apples", b"9" * 19, b"9" * 5000 + b" x", dice.randbytes(900)):
            foreign.send(data)
        with running(network, "sure_recvr2.py", "127.0.0.1", 12344, lines=[*said, "exit"], into=two) as client:
            assert client.wait(PATIENCE) == 0
    assert there.read_text("utf-8") == "".join(f"Client { {text} }\nEnter Reply " for text in said) + "Client left\n"
    assert here.read_text("utf-8") == "".join(f"Enter Message { {text} }\n" for text in replies) + "Enter Message "


def test_a_second_client_is_not_taken_for_the_first(stage):
    port = stage.port("udp", 12345)
    server = stage.open(UDP / "sure_recvr1.py", "127.0.0.1", port, name="server")
    one = stage.open(UDP / "sure_recvr2.py", "127.0.0.1", port, name="one")
    two = stage.open(UDP / "sure_recvr2.py", "127.0.0.1", port, name="two")
    one.types("from one")
    server.shows("Client {'from one'}")
    two.types("from two")
    server.shows_nothing()
    server.types("to one")
    one.shows("{'to one'}")
    until(stage, lambda: "Client {'from two'}" in server.output)
    server.types("to two")
    until(stage, lambda: "{'to two'}" in two.output)
    assert "two" not in one.output.replace("from one", "") and "one" not in two.output


class Spoken:
    """The server and a client of ours, which speaks its language datagram by datagram."""

    def __init__(self, stage):
        self.server = stage.open(UDP / "sure_recvr1.py", "127.0.0.1", stage.port("udp", 12345), name="server")
        self.peer = Peer(stage, "udp", "peer")
        self.peer.connects(("127.0.0.1", stage.port("udp", 12345)))

    def heard(self):
        found = []
        with contextlib.suppress(BlockingIOError):
            while True:
                found.append(self.peer.socket.recv(1 << 16))
        return found


def test_what_comes_twice_is_shown_once_and_answered_again(stage):
    talk, number = Spoken(stage), b"1" * 19
    talk.peer.sends(number + b" hello")
    talk.server.shows("Client {'hello'}")
    talk.server.types("hey")
    assert talk.heard() == [number + b" hey"]
    talk.peer.sends(number + b" hello")
    talk.server.shows_nothing()
    assert talk.heard() == [number + b" hey"]
    talk.peer.sends(b"0" * 19 + b" older")
    talk.server.shows_nothing()
    assert talk.heard() == []


def test_each_client_has_numbers_of_its_own(stage):
    talk, other = Spoken(stage), Peer(stage, "udp", "other")
    other.connects(("127.0.0.1", stage.port("udp", 12345)))
    for peer, number in (talk.peer, b"2" * 19), (other, b"1" * 19):
        peer.sends(number + b" hello")
        talk.server.shows("Client {'hello'}")
        talk.server.types("hey")
        assert peer.socket.recv(1 << 16) == number + b" hey"


def test_a_lost_exit_is_said_again_and_the_server_leaves_when_nobody_asks(stage):
    talk, number = Spoken(stage), b"1" * 19
    talk.peer.sends(number + b" hello")
    talk.server.presses("exit")
    stage.step("exit", lambda: talk.server.terminal.write(b"\n"))
    for _ in range(2):
        talk.peer.sends(number + b" hello")
    until(stage, lambda: not talk.server.alive())
    assert talk.heard() == [number + b" exit"] * 3
    talk.server.ends(0)


def test_a_message_is_sent_until_the_reply_with_its_number_comes(stage):
    """Each time after a longer while; what bears another number is of the past."""
    server = Peer(stage, "udp", "server")
    server.listens(("127.0.0.1", stage.port("udp", 12345)))
    server.socket.setblocking(True)
    client = stage.open(UDP / "sure_recvr2.py", "127.0.0.1", stage.port("udp", 12345), name="client")
    client.presses("hello")
    client.terminal.write(b"\n")
    asked, moments = [], []
    for _ in range(6):
        data, address = server.socket.recvfrom(1 << 16)
        asked.append(data)
        moments.append(time.monotonic())
        server.socket.sendto(b"%d old" % (int(data.split()[0]) - 1), address)
    assert len(set(asked)) == 1 and asked[0].endswith(b" hello")
    assert moments[-1] - moments[0] >= 0.02 * sum(1.5 ** count for count in range(5))
    server.socket.sendto(asked[0].split()[0] + b" hey", address)
    until(stage, lambda: client.output.endswith("\nEnter Message "))
    assert client.output == "Enter Message hello\n{'hey'}\nEnter Message "


def test_server_that_is_not_there_or_leaves(stage):
    port = stage.port("udp", 12345)
    client = stage.open(UDP / "sure_recvr2.py", "127.0.0.1", port, name="client")
    client.types("hello")
    client.ends(1)
    assert client.output.endswith(f"sure_recvr2: no server at 127.0.0.1:{port}, start sure_recvr1.py first\n")
    server = stage.open(UDP / "sure_recvr1.py", "127.0.0.1", port, name="server")
    client = stage.open(UDP / "sure_recvr2.py", "127.0.0.1", port, name="client")
    client.types("hello")
    server.types("exit")
    until(stage, lambda: not client.alive() and not server.alive())
    client.ends(0)
    server.ends(0)
    assert client.output == "Enter Message hello\nServer left\n"


def test_longest_message_fits(stage):
    port = stage.port("udp", 12345)
    server = stage.open(UDP / "sure_recvr1.py", "127.0.0.1", port, name="server")
    lines = "x" * 65488 + "\n" + "y" * 65487 + "\n"
    command = [sys.executable, str(UDP / "sure_recvr2.py"), "127.0.0.1", str(port)]
    client = stage.run(command, "client", stdin=lines)
    assert "Too long: a message holds 65487 bytes" in client.output
    server.shows("y" * 65487)


@pytest.mark.parametrize("name, most", [("recvr1.py", 64), ("recvr2.py", 30)])
def test_what_differs_is_the_next_lecture(name, most):
    """The lines that diff shows, of either script."""
    done = subprocess.run(["diff", UDP / name, UDP / f"sure_{name}"], capture_output=True, text=True)
    assert len([line for line in done.stdout.splitlines() if line.startswith(("<", ">"))]) <= most
