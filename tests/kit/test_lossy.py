"""The bad network: what it loses, doubles, delays and reorders is what its seed says, and what it shows."""
import random
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from lab12 import HOME
from lab12.rubric import checks
from lab12.stage.peer import Peer
from lab12.stage.stage import Stage
from lab12.stage.window import Miss

LOSSY = HOME / "udp/lossy.py"


@pytest.fixture
def stage():
    with Stage() as made:
        yield made


class Between:
    """The relay on a stage, between a server and a client of ours."""

    def __init__(self, stage, *options):
        self.stage, self.port, self.at = stage, stage.port("udp", 12345), stage.port("udp", 12344)
        self.server = Peer(stage, "udp", "server")
        self.server.listens(("127.0.0.1", self.port))
        self.relay = stage.open(LOSSY, "127.0.0.1", self.port, "--at", self.at, *options, name="lossy")
        self.client = self.another("client")

    def another(self, name):
        client = Peer(self.stage, "udp", name)
        client.connects(("127.0.0.1", self.at))
        return client

    def shown(self):
        """Return what was done to each datagram, in order."""
        return [line.partition(":")[0] for line in self.relay.screen.text.splitlines()[1:] if "{" in line]

    def reply(self, data):
        self.server.address = address_of(self.server)
        self.server.sends(data)


def address_of(server):
    """Return where the next datagram comes from, and take it."""
    return server.socket.recvfrom(1 << 16)[1]


def arrived(peer):
    """Return the datagrams that have arrived."""
    found = []
    while True:
        try:
            found.append(peer.socket.recv(1 << 16))
        except BlockingIOError:
            return found


def test_without_options_everything_passes(stage):
    between = Between(stage)
    between.client.sends(b"hello\xff\x1b[2J")
    between.reply(b"hey")
    assert arrived(between.client) == [b"hey"]
    assert between.relay.screen.text.splitlines()[1:3] == [
        "passed on: client 1 to server, 1, {'hello\ufffd\\x1b[2J'}", "passed on: server to client 1, 1, {'hey'}"]


@pytest.mark.parametrize("option, copies, word", [("--loss", 0, "lost"), ("--double", 2, "passed on, twice")])
def test_certain_fates(stage, option, copies, word):
    between = Between(stage, option, 1)
    for text in b"a", b"b":
        between.client.sends(text)
    assert arrived(between.server) == [text for text in (b"a", b"b") for _ in range(copies)]
    assert between.relay.screen.text.splitlines()[1:3] == [
        f"{word}: client 1 to server, {number}, {{{text!r}}}" for number, text in ((1, "a"), (2, "b"))]


@pytest.mark.parametrize("held, order", [([True, False], b"ba"), ([True, True, False], b"cba"), ([True], b"a"),
                                         ([False, True], b"ab")])
def test_one_that_is_to_come_behind_the_next(stage, held, order):
    """It is passed on when the next has been, and after a while where none comes."""
    between = Between(stage, "--reorder", 0.5, "--seed", seed_for(held))
    stage.step("all at once", lambda: [between.client.push(b"%c" % (97 + number)) for number in range(len(held))])
    assert ["behind" in line for line in between.relay.screen.text.splitlines()[1:]] == held
    assert b"".join(arrived(between.server)) == order


def seed_for(overtaken):
    """Return a seed that holds back just these of the first datagrams, found as anybody may: by trying."""
    for seed in range(1000):
        dice = random.Random(f"client 1 to server: {seed}")
        throws = [[dice.random() for _ in range(4)] for _ in overtaken]
        if [four[3] < 0.5 for four in throws] == overtaken:
            return seed
    raise AssertionError("no such seed")


def test_delay_is_shown_and_kept(stage):
    between = Between(stage, "--delay", 0.2, "--seed", 3)
    for number in range(5):
        between.client.sends(b"%d" % number)
    late = [float(found) for found in re.findall(r"^(\d\.\d\d) s late", between.relay.screen.text, re.M)]
    assert len(late) == 5 and len(set(late)) > 2 and min(late) >= 0 and max(late) <= 0.2
    assert sorted(arrived(between.server)) == [b"0", b"1", b"2", b"3", b"4"]


def fates(*options):
    """Return what a relay does to 50 datagrams."""
    with Stage() as stage:
        between = Between(stage, *options)
        for _ in range(50):
            between.client.push(b"there")
        stage.settle()
        return between.shown()


def test_same_seed_same_fates():
    first, again, other = (fates("--loss", 0.3, "--double", 0.2, "--seed", seed) for seed in (7, 7, 8))
    assert first == again != other
    assert 3 <= first.count("lost") <= 27  # of 50: 0.3 of them, and nearly four standard deviations more or less


def test_a_datagram_has_its_fate_whatever_the_other_direction_does(stage):
    between = Between(stage, "--loss", 0.4, "--seed", 5)
    for number in range(30):
        between.client.sends(b"%d" % number)
    alone = between.shown()
    with Stage() as other:
        mixed = Between(other, "--loss", 0.4, "--seed", 5)
        for number in range(30):
            mixed.client.sends(b"%d" % number)
            try:
                mixed.reply(b"back")
            except BlockingIOError:
                pass  # that one was lost
        there = [line for line in mixed.relay.screen.text.splitlines() if "to server" in line]
        assert any("to client" in line for line in mixed.relay.screen.text.splitlines())
    assert [line.partition(":")[0] for line in there] == alone


def test_each_client_gets_its_own_answers(stage):
    between = Between(stage)
    other = between.another("other")
    between.client.sends(b"one")
    between.reply(b"to one")
    other.sends(b"two")
    between.reply(b"to two")
    assert (arrived(between.client), arrived(other)) == ([b"to one"], [b"to two"])


def test_more_clients_than_it_knows_at_a_time(stage):
    between = Between(stage)
    for number in range(70):
        between.another(f"client {number}").sends(b"hello")
    assert len(arrived(between.server)) == 70
    assert between.relay.alive()


def test_server_that_is_not_there_is_a_network_that_loses(stage):
    between = Between(stage)
    between.server.socket.close()
    between.client.sends(b"one")
    between.client.sends(b"two")
    assert between.relay.alive() and "Traceback" not in between.relay.screen.text


@pytest.mark.parametrize("arguments, complaint", [
    (["--loss", "1.5"], "argument --loss: 1.5 is not a chance: they go from 0 to 1"),
    (["--double", "nan"], "argument --double: nan is not a chance: they go from 0 to 1"),
    (["--reorder", "-0.1"], "argument --reorder: -0.1 is not a chance: they go from 0 to 1"),
    (["--delay", "inf"], "argument --delay: inf is not a delay: 0 to 60 seconds"),
    (["--at", "99999"], "argument --at: 99999 is not a port: they go from 1 to 65535"),
    (["--seed", "x"], "argument --seed: invalid int value: 'x'"),
    (["127.0.0.1", "12344"], "127.0.0.1:12344 is lossy itself, not the server"),
    (["nowhere.invalid"], None)])
def test_bad_arguments_get_one_line(arguments, complaint):
    done = subprocess.run([sys.executable, LOSSY, *arguments], capture_output=True, text=True)
    assert done.returncode in (1, 2) and done.stdout == "" and done.stderr.count("\n") == 1
    assert done.stderr == f"lossy: {complaint}\n" or complaint is None


@pytest.mark.parametrize("loss", ["0", "1"])
def test_the_practical_through_it(stage, loss):
    port, at = stage.port("udp", 12345), stage.port("udp", 12344)
    server = stage.open(HOME / "udp/recvr1.py", "127.0.0.1", port, name="server")
    stage.open(LOSSY, "127.0.0.1", port, "--at", at, "--loss", loss, name="lossy")
    client = stage.open(HOME / "udp/recvr2.py", "127.0.0.1", at, name="client")
    client.types("hello")
    if loss == "0":
        server.types("hey")
        client.shows("{'hey'}")
    else:
        server.shows_nothing()
        assert client.doing() == "waits for the network"


LOST = "it shows nothing new, though it was sent"


SERVER = SimpleNamespace(name="server", unsettled=None, told="", error=lambda: None, alive=lambda: False,
                         screen=SimpleNamespace(text=""), doing=lambda: "has ended with status 0")


@pytest.mark.parametrize("loses, seen, fails, tried, server", [
    (True, LOST, 2, 3, SERVER), (False, LOST, 2, 1, SERVER), (True, LOST, 2, 1, None),
    (True, "it has ended: NameError: name 'x' is not defined", 2, 1, SERVER),
    (True, LOST, 99, 1 + checks.AGAIN, SERVER)])
def test_what_chance_has_lost_is_looked_for_again(loses, seen, fails, tried, server):
    """Only where a script lets chance decide, there is a server, and nothing else has gone wrong; there is an end to
    it.
    """
    stale = []

    def once(driver):
        """Somebody sees it."""
        stale.append(driver.stale)
        if len(stale) <= fails:
            raise Miss("the server to show 'a'", seen)
    driver = SimpleNamespace(roles=SimpleNamespace(loses=loses), stale=False, server=server, clients=[], facts={},
                             stage=SimpleNamespace(notes=[], screens=lambda _: {}, pictured=lambda _: None))
    driver.ready = lambda: setattr(driver, "stale", False)
    result = checks.perform(checks.check(hint="look")(once), driver, {})
    assert stale == [False] * tried
    assert result.outcome == (checks.PASSED if tried > fails else checks.MISSED)
