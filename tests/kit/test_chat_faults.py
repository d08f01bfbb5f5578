"""The chat servers under all that may go wrong: on real sockets, without a sleep, without a fixed port."""
import os
import pty
import random
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from lab12.stage.network import open_network

HOME = Path(__file__).resolve().parents[2]
PATIENCE = 30  # seconds after which something that should happen counts as lost, however busy the machine is
MANY = 1000   # clients at once
SHARE = 200    # of them at most on one host, over UDP
PAGE = resource.getpagesize()

needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


@contextmanager
def descriptors(number):
    """Let this process have that many open files; skip the test where the system does not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < number:
        pytest.skip(f"this system allows {hard} open files, and {number} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, number), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


class Room:
    """A chat server that runs on a network of its own, and the clients that this test plays."""

    def __init__(self, transport="tcp", files=None, screen=subprocess.DEVNULL):
        self.transport, self.files, self.screen = transport, files, screen
        self.stack = ExitStack()
        self.network, _ = open_network()
        self.stack.callback(self.network.close)
        self.address = "127.0.0.1", self.free_port()
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.kill()
        self.server.wait()
        self.stack.close()

    def free_port(self):
        with self.network.socket(self.transport) as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def start(self):
        """Start the server and wait until it is there."""
        def bound():
            if self.files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))

        script = HOME / self.transport / "chat_server.py"
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (the stack closes it)
        self.stack.enter_context(self.errors)
        command = self.network.inside([sys.executable, script, *map(str, self.address)])
        self.server = subprocess.Popen(command, preexec_fn=bound,
                                       stdin=subprocess.DEVNULL, stdout=self.screen, stderr=self.errors)
        self.watcher = self.client()
        while self.transport == "tcp":
            try:
                return self.watcher.socket.connect(self.address)
            except ConnectionRefusedError:
                assert self.server.poll() is None, self.complaints()
                self.watcher = self.client()
        while not self.watcher.tries_to_join():
            assert self.server.poll() is None, self.complaints()

    def client(self, buffer=None, host=None):
        """Return a client that has not joined yet; `buffer`: bytes that may wait for it to read them."""
        client = Client(self.network.socket(self.transport), self.address)
        if host:
            client.socket.bind((host, 0))
        if buffer:
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        return self.stack.enter_context(client)

    def joins(self, buffer=None, words=b"", host=None):
        """Return a client that has joined, and may have said a word at once."""
        client = self.client(buffer, host)
        client.socket.connect(self.address)
        client.says(words or (b"" if self.transport == "tcp" else None))
        return client

    def memory(self):
        """Return the bytes of memory that the server has in use."""
        return int(Path(f"/proc/{self.server.pid}/statm").read_text().split()[1]) * PAGE

    def work(self):
        """Return the seconds of processor time that the server has used."""
        return int(Path(f"/proc/{self.server.pid}/schedstat").read_text().split()[0]) / 1e9

    def complaints(self):
        self.errors.seek(0)
        return self.errors.read().decode()


class Client:
    """A client that this test plays: it says bytes and reads until something has come."""

    def __init__(self, client_socket, address):
        self.socket, self.address = client_socket, address
        self.socket.settimeout(PATIENCE)
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def tries_to_join(self):
        """Over UDP: say "I am here" and return whether there was anybody to hear it."""
        self.socket.connect(self.address)
        try:
            self.socket.send(b"")
            self.socket.send(b"")
        except ConnectionRefusedError:
            return False
        return True

    def says(self, data):
        if data is None:
            self.socket.send(b"")
        elif data:
            self.socket.sendall(data)

    def reads(self):
        """Take in some more of what has come; return whether there was any."""
        data = self.socket.recv(1 << 20)
        self.unread += data
        return bool(data)

    def hears(self, words):
        """Read until these words have come, and return all that came up to their end."""
        at = 0
        while (found := self.unread.find(words, at)) < 0:
            at = max(0, len(self.unread) - len(words))
            assert self.reads(), f"the server has gone; {words!r} did not come"
        end = found + len(words)
        heard, self.unread = self.unread[:end], self.unread[end:]
        return heard

    def hears_nothing(self, seconds):
        """Check that nothing comes in this time."""
        self.socket.settimeout(seconds)
        with pytest.raises(TimeoutError):
            self.reads()
        self.socket.settimeout(PATIENCE)

    def hears_end(self):
        """Read until the server has left, and return all that came."""
        while self.reads():
            pass
        heard, self.unread = self.unread, b""
        return heard

    def resets(self):
        """Break off as a crash does (RFC 9293, 3.5.2)."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def ready(reading, writing=()):
    """Wait until some of these can be read or written, and return them: two sets.

    Fails after PATIENCE. It is poll and not select, which knows no descriptors beyond 1023.
    """
    poll = select.poll()
    for one in {*reading, *writing}:
        poll.register(one, select.POLLIN * (one in reading) | select.POLLOUT * (one in writing))
    happened = dict(poll.poll(PATIENCE * 1000))
    assert happened, "nothing happens any more"
    return ({one for one in reading if happened.get(one.fileno(), 0) & ~select.POLLOUT},
            {one for one in writing if happened.get(one.fileno(), 0) & select.POLLOUT})


def shown(number, text):
    """Return the line that the others see when a client has said this."""
    return f"Client {number} {{{text!r}}}\n".encode()


def test_everybody_gets_every_line_once_and_in_order():
    """Whatever comes together in one turn: joining and talking, many lines, pieces of lines, leaving."""
    chance, lines, speakers = random.Random(12), 150, 12
    with Room() as room:
        clients = [room.joins(words=b"0\n1\n") for _ in range(speakers)]
        everything = room.watcher.hears(b"Client %d joined\n" % (speakers + 1))  # whoever is late misses no more than 1
        speech = [b"".join(b"%d\n" % number for number in range(2, lines)) for _ in clients]
        heard = [b""] * speakers
        for client in clients:
            client.socket.setblocking(False)
        while any(speech) or not all(ended(part, speakers, lines) for part in heard):
            talking = [client.socket for client, rest in zip(clients, speech, strict=True) if rest]
            listening = [client.socket for client in clients]
            listening, talking = ready(listening, talking)
            for place, client in enumerate(clients):
                if client.socket in listening:
                    heard[place] += client.socket.recv(1 << 20)
                if client.socket in talking and chance.random() < 0.5:
                    sent = client.socket.send(speech[place][:chance.randrange(1, 40)])
                    speech[place] = speech[place][sent:]
        for client in clients:
            client.socket.close()
        while len(re.findall(rb"left\n", everything)) < speakers:
            everything += room.watcher.hears(b"left\n")
    own = set()
    for part in heard:
        said = sayings(part)
        assert len(said) == speakers - 1 and all(all_in_order(numbers, lines) for numbers in said.values())
        own.update(set(range(2, speakers + 2)) - said.keys())
    assert len(own) == speakers, "each misses its own lines and no others"
    assert all(all_in_order(numbers, lines) for numbers in sayings(everything).values())
    joined = re.findall(rb"Client (\d+) joined\n", everything)
    assert sorted(map(int, joined)) == list(range(2, speakers + 2))


def sayings(heard):
    """Return what each client was heard to say, as numbers."""
    said = {}
    for number, what in re.findall(rb"^Client (\d+) \{'(\d+)'\}$", heard, re.MULTILINE):
        said.setdefault(int(number), []).append(int(what))
    return said


def all_in_order(numbers, lines):
    """Return whether these are all the lines of one client; one that came late may have missed the first two."""
    return numbers == list(range(numbers[0], lines)) and numbers[0] <= 2


def ended(heard, speakers, lines):
    return heard.count(b" {'%d'}\n" % (lines - 1)) >= speakers - 1


@needs_proc
def test_stalled_reader_is_dropped():
    """The others get everything; memory grows by at most 2 MB; the stalled one is dropped with a notice."""
    with tempfile.TemporaryFile() as screen, Room(screen=screen) as room:
        room.joins(buffer=4096)
        room.watcher.hears(b"Client 2 joined\n")
        talker = room.joins()
        room.watcher.hears(b"Client 3 joined\n")
        before, batch, heard = room.memory(), 60, b""
        for turn in range(1000):
            lines = [f"{turn} {number} {'x' * 1000}" for number in range(batch)]
            talker.says("".join(f"{line}\n" for line in lines).encode())
            heard = room.watcher.hears(shown(3, lines[-1])).replace(b"Client 2 left\n", b"")
            assert heard == b"".join(shown(3, line) for line in lines)
            assert room.memory() - before < 2_000_000
            if b"Client 2 is dropped: it does not read" in everything(screen):
                break
        else:
            pytest.fail("the stalled client is kept for ever")


def test_crowd_that_breaks_off():
    """A thousand clients that reset in the middle of a broadcast cost the rest not one line."""
    with descriptors(MANY + 100), Room() as room:
        clients = [room.joins() for _ in range(MANY)]
        listener, talker = room.joins(), room.joins()
        room.watcher.hears(b"Client %d joined\n" % (MANY + 3))
        for number, client in enumerate(clients):
            talker.says(b"%d\n" % number)
            client.resets()
        talker.says(b"the end\n")
        heard = room.watcher.hears(shown(MANY + 3, "the end"))
        while heard.count(b" left\n") < MANY:
            heard += room.watcher.hears(b" left\n")
        lines = heard.splitlines(keepends=True)
        assert [line for line in lines if b"{" in line] == [
            *(shown(MANY + 3, str(number)) for number in range(MANY)), shown(MANY + 3, "the end")]
        assert sorted(line for line in lines if b"left" in line) == sorted(
            b"Client %d left\n" % number for number in range(2, MANY + 2))
        assert listener.hears(shown(MANY + 3, "the end")).count(b"{") == MANY + 1


@needs_proc
def test_line_without_end():
    """Ten million bytes without a newline: dropped with a notice; memory grows by at most 1 MB."""
    with Room() as room:
        talker, other = room.joins(), room.joins()
        room.watcher.hears(b"Client 3 joined\n")
        before = room.memory()
        with pytest.raises(ConnectionError):
            talker.says(b"x" * 10_000_000)
            talker.hears(b"what is never said")
        room.watcher.hears(b"Client 2 left\n")
        assert room.memory() - before < 1_000_000
        other.says(b"we go on\n")
        room.watcher.hears(shown(3, "we go on"))


def test_line_without_end_is_explained():
    """A client that sends a line without end is told why it is dropped; the longest one that may be sent passes."""
    with Room() as room:
        talker = room.joins()
        room.watcher.hears(b"Client 2 joined\n")
        talker.says(b"\0" * 65535 + b"\n")
        room.watcher.hears(shown(2, "\0" * 65535))
        talker.says(b"x" * 65536)
        talker.hears(b"Client 2 is dropped: a line without end\n")
        room.watcher.hears(b"Client 2 left\n")


HOSTILE = b"\xff\x00\x1b[2Jx\x07\xe2\x80\xae'"


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_hostile_bytes(transport):
    """NUL, bytes that are not UTF-8, escape sequences: no letter that does something reaches anybody."""
    with tempfile.TemporaryFile() as screen, Room(transport, screen=screen) as room:
        talker = room.joins()
        room.watcher.hears(b"Client 2 joined")
        talker.says(HOSTILE + b"\n")
        said = shown(2, HOSTILE.decode(errors="replace"))
        assert said.rstrip().decode().isprintable()
        room.watcher.hears(said.rstrip())
        wait_for(screen, said)


@needs_proc
def test_out_of_descriptors():
    """Those inside chat on; the server does not spin; newcomers get in when someone leaves."""
    with Room(files=64) as room:
        friend = room.joins()
        clients = [room.joins() for _ in range(80)]
        friend.says(b"who is in?\n")  # a turn that begins now finds all of them at the door
        heard = room.watcher.hears(shown(2, "who is in?"))
        friend.says(b"all?\n")
        heard += room.watcher.hears(shown(2, "all?"))
        inside = max(map(int, re.findall(rb"Client (\d+) joined", heard)))
        assert 50 < inside < 64
        work = room.work()
        room.watcher.hears_nothing(0.5)
        assert room.work() - work < 0.025, "the server is busy with clients that it cannot let in"
        for count in range(1, 11):
            clients[count].socket.close()
            room.watcher.hears(b"Client %d joined\n" % (inside + count))
        clients[-20].says(b"at last\n")
        room.watcher.hears(b"{'at last'}\n")


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_pipe_that_nobody_reads(transport):
    """The room goes on; then the screen catches up and says how many lines it left out."""
    reading, writing = os.pipe()
    with open(reading, "rb") as screen, open(writing, "wb") as end, Room(transport, screen=end) as room:
        end.close()
        talker = room.joins()
        room.watcher.hears(b"Client 2 joined")
        before, total = room.memory(), 0
        for turn in range(300):
            lines = [f"{turn} {number} {'x' * 1000}" for number in range(10)]
            for line in lines:
                talker.says(line.encode() + b"\n")
                total += 1
            room.watcher.hears(lines[-1].encode())
        assert room.memory() - before < 6_000_000
        text, left_out = b"", 0
        while text.count(b"Client 2 {") + left_out < total:
            ready([screen])
            text += os.read(reading, 65536)
            left_out = sum(map(int, re.findall(rb"^\((\d+) lines left out\)$", text, re.MULTILINE)))
        assert left_out > 0
        talker.says(b"there again\n")
        while b"{'there again'}" not in text:
            ready([screen])
            text += os.read(reading, 65536)


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_terminal_stopped_with_ctrl_s(transport):
    """Ctrl-S stops the server's screen and nothing else; after Ctrl-Q it shows all that was said."""
    ours, theirs = pty.openpty()
    attributes = termios.tcgetattr(theirs)
    attributes[1] &= ~termios.OPOST  # newlines stay as they are
    termios.tcsetattr(theirs, termios.TCSANOW, attributes)
    with open(ours, "r+b", buffering=0) as keyboard, open(theirs, "r+b", buffering=0) as side, \
            Room(transport, screen=side) as room:
        talker = room.joins()
        room.watcher.hears(b"Client 2 joined")
        keyboard.write(b"\x13")
        for number in range(300):
            talker.says(b"%d %s\n" % (number, b"x" * 1000))
            room.watcher.hears(b"{'%d x" % number)
        keyboard.write(b"\x11")
        text = b""
        while b"{'299 x" not in text:
            ready([keyboard])
            text += keyboard.read(65536)
        numbers = re.findall(rb"Client 2 \{'(\d+) x{1000}'\}\n", text)
        assert [int(number) for number in numbers] == list(range(len(numbers))) and len(numbers) >= 299


def test_flood_starves_nobody():
    """While one client sends as fast as it can, what another one says comes through."""
    with Room() as room:
        flooder, quiet = room.joins(), room.joins()
        room.watcher.hears(b"Client 3 joined\n")
        for client in flooder, room.watcher:
            client.socket.setblocking(False)
        flood = b"x" * 63 + b"\n"
        piece, rest = flood * 1000, b""
        for number in range(20):
            words, passed = shown(3, str(number)), 0
            quiet.says(b"%d\n" % number)
            quiet.socket.setblocking(False)
            while words not in room.watcher.unread:
                passed += max(0, len(room.watcher.unread) - 100)
                room.watcher.unread = room.watcher.unread[-100:]
                assert passed < 32_000_000, "the flood goes first"
                readable, writable = ready([room.watcher.socket, quiet.socket], [flooder.socket])
                if writable:
                    rest = rest or piece
                    rest = rest[flooder.socket.send(rest):]
                if room.watcher.socket in readable:
                    room.watcher.reads()
                if quiet.socket in readable:
                    quiet.socket.recv(1 << 20)
            room.watcher.unread = b""
            quiet.socket.setblocking(True)


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_ctrl_c_with_a_crowd(transport):
    """All are told (TCP), screen and errors are clean, and the server can start again at once on its port."""
    with descriptors(MANY + 100), tempfile.TemporaryFile() as screen, Room(transport, screen=screen) as room:
        clients = [room.joins() for _ in range(MANY if transport == "tcp" else 100)]
        last = len(clients) + 1
        room.watcher.hears(b"Client %d joined" % last)
        wait_for(screen, b"Client %d joined\n" % last)
        room.server.send_signal(signal.SIGINT)
        assert room.server.wait(PATIENCE) in (-signal.SIGINT, 130)
        joined = [b"Client %d joined" % number for number in range(1, last + 1)]
        assert sorted(everything(screen).splitlines()) == sorted(joined)
        assert room.complaints() == ""
        if transport == "tcp":
            for client in clients:
                client.hears_end()
        room.start()


def test_udp_server_outlives_a_flood():
    """Over UDP a flood costs messages, for which there is no room, and nothing else."""
    with Room("udp") as room:
        talker = room.joins(words=b"first")
        room.watcher.hears(b"Client 2 {'first'}")
        before = room.memory()
        for number in range(20_000):
            talker.says(b"%d %s" % (number, b"x" * 1000))
        assert room.memory() - before < 5_000_000, "a quarter of what was sent"
        room.watcher.socket.settimeout(0.2)
        for attempt in range(100):  # the kernel may throw away this one too, while it still has no room
            talker.says(b"after the flood %d" % attempt)
            try:
                room.watcher.hears(b"{'after the flood")
                break
            except TimeoutError:
                continue
        else:
            pytest.fail("the server hears nobody any more")


def test_udp_server_outlives_a_crowd():
    """Addresses may be made up, so there is a limit to their number; those that were there first chat on."""
    with descriptors(MANY + 100), Room("udp") as room:
        for number in range(2, MANY + 1):
            last = room.joins(host=f"127.0.0.{number // SHARE + 1}")
            room.watcher.hears(b"Client %d joined" % number)
        for word in b"let me in", b"me too\n":
            stranger = room.joins(words=word, host="127.0.0.9")
            heard = stranger.socket.recv(1000)
            assert heard.startswith(b"The chat is full: 1000 clients, 0 on your host")
            assert heard.endswith(b"\n") == word.endswith(b"\n")
        last.says(b"we go on")
        heard = room.watcher.hears(b"Client 1000 {'we go on'}")
        assert b"let me in" not in heard and b"me too" not in heard


def test_udp_host_with_many_ports_keeps_nobody_out():
    """One host may have 200 of the places; it is told so, another host gets in, and a place that is left is free."""
    with descriptors(MANY + 100), Room("udp") as room:
        clients = [room.watcher]
        for number in range(2, SHARE + 1):
            clients.append(room.joins())
            room.watcher.hears(b"Client %d joined" % number)
        late = [room.joins() for _ in range(MANY)]
        for client in late[0], late[-1]:
            assert b"The chat is full: 200 clients, 200 on your host" in client.socket.recv(1000)
        other = room.joins(words=b"I am from elsewhere", host="127.0.0.2")
        room.watcher.hears(b"Client 201 {'I am from elsewhere'}")
        clients[1].says(b"exit")
        room.watcher.hears(b"Client 2 left")
        late[5].says(b"let me in")
        other.hears(b"Client 202 {'let me in'}")


def test_udp_lines_end_as_the_client_ends_its_own():
    """A client that ends datagrams with a newline, as nc does, gets each line with one; any other gets it without."""
    with Room("udp") as room:
        nc, ours = room.joins(words=b"hello\n"), room.joins(words=b"hey")
        assert nc.hears(b"{'hey'}\n")
        nc.says(b"how are you\n")
        assert ours.socket.recv(1000) == b"Client 2 {'how are you'}"


def wait_for(screen, text):
    """Read a file that the server writes, until this text has come."""
    end = time.monotonic() + PATIENCE
    while text not in everything(screen):
        assert time.monotonic() < end, f"the screen does not show {text!r}"
        os.sched_yield()


def everything(screen):
    """Return what is in a file; the position at which the server writes stays where it is."""
    return os.pread(screen.fileno(), 1 << 26, 0)
