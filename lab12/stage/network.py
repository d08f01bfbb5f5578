"""A private network: windows that run in it reach each other and nothing else, on ports that nobody has taken.

On Linux it is a network namespace, for ordinary users inside a user namespace (namespaces(7), user_namespaces(7)).
A small process holds it open, and makes the sockets with which a check joins in. It makes the next one, too, where
that is wanted: to fork another process would take longer. Elsewhere, and where the kernel forbids namespaces,
`PublicNetwork` stands in: the computer's own loopback.
"""
import contextlib
import functools
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from lab12.stage import forking
from lab12.stage.namespaces import KINDS, SIZE, hold, libc

LINGERS = 65  # seconds: Linux keeps the port of a connection that it has closed for 60, others for less
NSENTER = shutil.which("nsenter") or shutil.which("nsenter", path=os.defpath)  # of util-linux, which Linux comes with
COUNTERS = 1000  # bytes of the counters that are read: those of IP come first
DIED = "the process that holds the network died"
ENTERED, REFUSED = [], []                             # whether a program has joined a network; why it may not


class Unavailable(Exception):
    """This computer cannot make a private network; the text says why."""


class PublicNetwork:
    """The computer's own loopback, shared with whatever else runs on it."""

    private = is_cut = False

    def inside(self, command):
        """Return a command that runs this one in the network: itself."""
        return command

    def socket(self, transport):
        """Return a new socket; `transport` is "tcp" or "udp"."""
        return socket.socket(type=KINDS[transport])

    def becomes_free(self, transport, port):
        """Wait until a port can be served at, for as long as a system may keep it (RFC 9293, 3.4.2); say if it can."""
        end = time.monotonic() + LINGERS
        while port and time.monotonic() < end:
            with socket.socket(type=KINDS[transport]) as probe:
                try:
                    probe.bind(("", port))
                    return True
                except OSError:
                    time.sleep(0.2)
        return False

    def busy(self):
        """Return whether packets are still on their way; None if nobody can tell."""

    def give_up(self):
        """Wait no more for the packets that are on their way: they are lost."""

    def cut(self, off=True):
        raise Unavailable("there is no private network")

    def traffic(self):
        """Return a number that changes with each packet; None if nobody can tell."""

    def leave(self):
        pass

    def close(self):
        pass


class PrivateNetwork:
    """A loopback of its own for one stage.

    `addresses` are given to it besides 127.0.0.0/8, so that a script that names one runs as it is. `home` is a process
    in whose user namespace it is to be, since that has programs join it. `idle` is where its Holder waits
    for the next one when it is closed; without it the process ends. Raises `Unavailable` where the kernel does not
    allow it, or nsenter(1) is not there.
    """

    private = True

    def __init__(self, addresses=(), home=None, idle=None):
        if not NSENTER:
            raise Unavailable("there is no nsenter(1), of util-linux")
        if not os.path.exists("/proc/self/ns/net"):
            raise Unavailable("there is no /proc, in which networks are named")
        if REFUSED:
            raise Unavailable(REFUSED[0])
        self.counters, self.lost, self.is_cut = None, 0, False
        self.idle, self.held_by = idle, Holder.waiting(home, idle)
        self.holder, self.wish = self.held_by.process.pid, " ".join(["new", *map(str, addresses)])
        trouble = self.held_by.answer(self.wish)
        if trouble != b"ready":
            self.held_by.end()
            raise Unavailable(trouble.decode() or DIED)
        try:
            self.counters = os.open(f"/proc/{self.holder}/net/snmp", os.O_RDONLY | os.O_CLOEXEC)
            self.columns = [self.snmp()[0].split().index(name) for name in (b"OutRequests", b"InReceives")]
            try_to_enter(self.inside(["/bin/true"]))
        except (OSError, Unavailable) as error:
            self.idle = None
            self.close()
            raise Unavailable(str(error)) from None

    def inside(self, command):
        """Return a command that joins the network, and becomes this one (nsenter(1))."""
        spaces = f"/proc/{self.holder}/ns"
        user = [] if os.geteuid() == 0 else [f"--user={spaces}/user", "--preserve-credentials"]
        return [NSENTER, *user, f"--net={spaces}/net", *command]

    def entrance(self):
        """Return a descriptor by which a process may join the network (setns(2))."""
        return os.open(f"/proc/{self.holder}/ns/net", os.O_RDONLY)

    def socket(self, kind):
        """Return a new socket in this network; OSError if this kernel has none of that kind.

        It is "tcp", "udp", "tap" for one that sees every packet, or "ask" for one that tells which sockets there are
        (sock_diag(7)).
        """
        words, descriptors = self.held_by.made(kind)
        if not descriptors:
            raise OSError(words.decode() or DIED)
        os.set_inheritable(descriptors[0], False)
        return socket.socket(fileno=descriptors[0])

    def busy(self):
        """Return whether packets are still on their way: sent, and not yet received (RFC 4293, ipIfStatsTable).

        One that was given up may come all the same, of a program that sends without pause: then it was not lost.
        """
        sent, received = self.packets()
        self.lost = min(self.lost, max(sent - received, 0))
        return not self.is_cut and sent != received + self.lost

    def give_up(self):
        """Wait no more for the packets that are on their way: they were dropped, as those to a full backlog are."""
        sent, received = self.packets()
        self.lost = sent - received

    def cut(self, off=True):
        """Have every packet dropped from now on, as if the cable were out; or no more. Raises Unavailable.

        The sender is told of success all the same, and what TCP has sent is delivered later.
        """
        if (answer := self.held_by.answer("cut" if off else "fix")) != b"ok":
            raise Unavailable(answer.decode() or DIED)
        self.is_cut = off
        self.give_up()

    def named_sockets(self):
        """Return the names of the sockets here that are none of the internet, nor files (unix(7), abstract)."""
        rows = [row.split() for row in Path(f"/proc/{self.holder}/net/unix").read_text(errors="replace").splitlines()]
        return [row[7] for row in rows[1:] if len(row) > 7 and row[7].startswith("@")]

    def traffic(self):
        """Return the number of packets sent so far."""
        return self.packets()[0]

    def packets(self):
        values = self.snmp()[1].split()
        return int(values[self.columns[0]]), int(values[self.columns[1]])

    def snmp(self):
        """Return the first two lines of the counters, of IP: their names and their values (proc(5))."""
        return os.pread(self.counters, COUNTERS, 0).split(b"\n", 2)[:2]

    def leave(self):
        """Have the next one made from now on, while what runs here ends: most stages are followed by one like it."""
        if self.idle is not None:
            self.held_by.prepare(self.wish)

    def close(self):
        """End the network, now or when the next one is made; what still runs in it keeps it alive until it ends too."""
        if self.counters is not None:
            os.close(self.counters)
            self.counters = None
        if self.idle is None:
            self.held_by.end()
        elif self.held_by not in self.idle:
            self.idle.append(self.held_by)


class Holder:
    """The process that holds a network (namespaces.hold), asked by the one that has started it.

    `home` is that of the network.
    """

    def __init__(self, home):
        self.home, self.asks, self.prepared = home, os.getpid(), None
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            work = functools.partial(hold, home)
            self.process = forking.start(work, theirs.fileno(), ours=[self.control.fileno()])

    @classmethod
    def waiting(cls, home, idle):
        """Return one of those that this process may ask and that have nothing to do, or a new one."""
        fit = [one for one in idle or () if (one.home, one.asks) == (home, os.getpid())]
        if not fit:
            return cls(home)
        idle.remove(fit[0])
        return fit[0]

    def prepare(self, request):
        """Make a request whose answer is not waited for: it may be the next one."""
        with contextlib.suppress(ConnectionError):
            self.control.send(request.encode())
            self.prepared = request

    def answer(self, request):
        """Return the answer to a request, nothing if the process has died."""
        prepared, self.prepared = self.prepared, None
        try:
            found = self.control.recv(SIZE) if prepared else b""
            if prepared != request:
                self.control.send(request.encode())
                found = self.control.recv(SIZE)
            return found
        except ConnectionError:
            return b""

    def made(self, kind):
        """Return what is answered to the wish for a socket of a kind, and the descriptors of it: one, or none."""
        self.control.send(kind.encode())
        words, descriptors, *_ = socket.recv_fds(self.control, SIZE, 1)
        if descriptors:
            self.control.recv(SIZE)  # until it is open there no more
        return words, descriptors

    def end(self):
        """End the process, if it is this one's."""
        if self.asks == os.getpid():
            with contextlib.suppress(OSError):
                self.control.shutdown(socket.SHUT_RDWR)  # for copies, too, in processes forked since
            self.process.wait()
        self.control.close()


def try_to_enter(command):
    """Have a program join a network, once for all networks; raises Unavailable if it may not."""
    if not ENTERED:
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if tried.returncode:
            REFUSED.append(tried.stderr.strip())
            raise Unavailable(REFUSED[0])
        ENTERED.append(True)


def open_network(addresses=(), *more):
    """Return (network, reason): a private network, or the public one and why there is no private one.

    The arguments are those of PrivateNetwork.
    """
    if not hasattr(libc, "unshare"):
        return PublicNetwork(), "this system has no network namespaces"
    try:
        return PrivateNetwork(addresses, *more), None
    except Unavailable as error:
        return PublicNetwork(), str(error)
