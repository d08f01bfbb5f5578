"""A private network: windows that run in it reach each other and nothing else, on ports that nobody has taken.

On Linux it is a network namespace, for ordinary users inside a user namespace (namespaces(7), user_namespaces(7)).
A small process holds it open, and makes the sockets with which a check joins in. Elsewhere, and where the kernel
forbids namespaces, `PublicNetwork` stands in: the computer's own loopback.
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
from lab12.stage.namespaces import KINDS, hold, libc

LINGERS = 65  # seconds: Linux keeps the port of a connection that it has closed for 60, others for less
NSENTER = shutil.which("nsenter") or shutil.which("nsenter", path=os.defpath)  # of util-linux, which Linux comes with
ENTERED, REFUSED = [], []                             # whether a program has joined a network; why it may not


class Unavailable(Exception):
    """This computer cannot make a private network; the text says why."""


class PublicNetwork:
    """The computer's own loopback, shared with whatever else runs on it."""

    private, home = False, None

    def inside(self, command, user=None):
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

    def close(self):
        pass


class PrivateNetwork:
    """A loopback of its own for one stage.

    `addresses` are given to it besides 127.0.0.0/8, so that a script that names one runs as it is. `home` is a process
    in whose user namespace it is to be, since its files are seen there (see `inside`). Raises
    `Unavailable` where the kernel does not allow it, or nsenter(1) is not there.
    """

    private = True

    def __init__(self, addresses=(), home=None):
        if not NSENTER:
            raise Unavailable("there is no nsenter(1), of util-linux")
        if not os.path.exists("/proc/self/ns/net"):
            raise Unavailable("there is no /proc, in which networks are named")
        if REFUSED:
            raise Unavailable(REFUSED[0])
        self.counters, self.lost, self.home, self.is_cut = None, 0, home, False
        self.control, theirs = socket.socketpair()
        with theirs:
            work = functools.partial(hold, addresses, home)
            self.process = forking.start(work, theirs.fileno(), ours=[self.control.fileno()])
        self.holder = self.process.pid
        trouble = self.control.recv(1000)
        if trouble != b"ready":
            self.close()
            raise Unavailable(trouble.decode() or "the process that holds the network died")
        try:
            self.counters = os.open(f"/proc/{self.holder}/net/snmp", os.O_RDONLY | os.O_CLOEXEC)
            self.columns = [self.snmp()[0].split().index(name) for name in (b"OutRequests", b"InReceives")]
            try_to_enter(self.inside(["/bin/true"]))
        except (OSError, Unavailable) as error:
            self.close()
            raise Unavailable(str(error)) from None

    def inside(self, command, user=None):
        """Return a command that joins the network, and becomes this one (nsenter(1)); root may have a `user` do so."""
        spaces = f"/proc/{self.holder}/ns"
        user = [f"--setuid={user}", f"--setgid={user}"] if user else []
        user = user if os.geteuid() == 0 else [f"--user={spaces}/user", "--preserve-credentials"]
        return [NSENTER, *user, f"--net={spaces}/net", *command]

    def entrance(self):
        """Return a descriptor by which a process may join the network (setns(2))."""
        return os.open(f"/proc/{self.holder}/ns/net", os.O_RDONLY)

    def socket(self, kind):
        """Return a new socket in this network; OSError if this kernel has none of that kind.

        It is "tcp", "udp", "tap" for one that sees every packet, or "ask" for one that tells which sockets there are
        (sock_diag(7)).
        """
        self.control.send(kind.encode())
        words, descriptors, *_ = socket.recv_fds(self.control, 1000, 1)
        if not descriptors:
            raise OSError(words.decode() or "the process that holds the network died")
        os.set_inheritable(descriptors[0], False)
        return socket.socket(fileno=descriptors[0])

    def busy(self):
        """Return whether packets are still on their way: sent, and not yet received (RFC 4293, ipIfStatsTable)."""
        sent, received = self.packets()
        return not self.is_cut and sent != received + self.lost

    def give_up(self):
        """Wait no more for the packets that are on their way: they were dropped, as those to a full backlog are."""
        sent, received = self.packets()
        self.lost = sent - received

    def cut(self, off=True):
        """Have every packet dropped from now on, as if the cable were out; or no more. Raises Unavailable.

        The sender is told of success all the same, and what TCP has sent is delivered later.
        """
        self.control.send(b"cut" if off else b"fix")
        if (answer := self.control.recv(1000)) != b"ok":
            raise Unavailable(answer.decode() or "the process that holds the network died")
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
        return os.pread(self.counters, 4096, 0).split(b"\n", 2)[:2]

    def close(self):
        """End the network; what still runs in it keeps it alive until it ends too."""
        with contextlib.suppress(OSError):
            self.control.shutdown(socket.SHUT_RDWR)  # for copies, too, in processes forked since: they keep no holder
        self.control.close()
        self.process.wait()
        if self.counters is not None:
            os.close(self.counters)
            self.counters = None


def try_to_enter(command):
    """Have a program join a network, once for all networks; raises Unavailable if it may not."""
    if not ENTERED:
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if tried.returncode:
            REFUSED.append(tried.stderr.strip())
            raise Unavailable(REFUSED[0])
        ENTERED.append(True)


def open_network(addresses=(), home=None):
    """Return (network, reason): a private network, or the public one and why there is no private one."""
    if not hasattr(libc, "unshare"):
        return PublicNetwork(), "this system has no network namespaces"
    try:
        return PrivateNetwork(addresses, *[home] if home else []), None
    except Unavailable as error:
        return PublicNetwork(), str(error)
