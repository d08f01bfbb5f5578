"""Sockets: which program has had which ports on a stage, told by a look at the sockets of its processes themselves.

A copy of a process's descriptor (pidfd_getfd(2), Linux 5.6) tells its address, as it would tell the process.
"""
import contextlib
import ctypes
import os
import socket
import sys

SYS_PIDFD_GETFD = 438  # on every architecture (asm/unistd_64.h, asm-generic/unistd.h)
TCP_CORK = 3           # tcp(7)
INTERNET, OWN = {socket.AF_INET, socket.AF_INET6}, {socket.AF_UNIX, getattr(socket, "AF_NETLINK", None)}
PLAIN = {0, socket.IPPROTO_TCP, socket.IPPROTO_UDP, 262}  # the last one is IPPROTO_MPTCP: TCP over several ways
TRANSPORTS = {socket.SOCK_STREAM: "tcp", socket.SOCK_DGRAM: "udp"}


class Owners:
    """Which windows have had sockets at which ports of a stage; `tells` is false where the kernel does not say so.

    `foreign` are the windows with sockets of other kinds than TCP, UDP and those that lead to no other window.
    """

    def __init__(self):
        self.ports, self.known, self.foreign, self.tells = {}, set(), set(), False

    def look(self, windows):
        """Take in the sockets that these windows have now."""
        for window in windows:
            for pid in window.processes:
                for number, name in descriptors(pid):
                    if (pid, name) not in self.known:
                        self.add(window, pid, number, name)

    def add(self, window, pid, number, name):
        with contextlib.suppress(OSError), borrowed(pid, number) as made:
            self.tells = True
            address = made.getsockname()
            if made.family not in INTERNET | OWN or made.family in INTERNET and made.proto not in PLAIN:
                self.foreign.add(window)
            if made.family in INTERNET and address[1]:  # without a port it will have one later
                self.ports.setdefault((TRANSPORTS.get(made.type), address[1]), set()).add(window)
                self.known.add((pid, name))

    def of(self, transport, port):
        """Return the windows that have had this port; none if nobody is known to."""
        return self.ports.get((transport, port), set())

    def left(self, packets, author):
        """Return those packets that left a socket of this window for somebody else's, as far as that is known."""
        return [packet for packet, source, target in self.owned(packets)
                if (not source or author in source) and target != {author}]

    def came(self, packets, listener):
        """Return those packets that came to a socket of this window from somebody else's, as far as that is known."""
        return [packet for packet, source, target in self.owned(packets)
                if (not target or listener in target) and source != {listener}]

    def owned(self, packets):
        """Return (packet, the program at its source, that at its target) for each, unless neither is known."""
        ends = [(packet, self.of(packet.transport, packet.source), self.of(packet.transport, packet.target))
                for packet in packets]
        return [end for end in ends if end[1] or end[2] or not self.tells]


def descriptors(pid):
    """Return (number, name) of each socket that a process has open."""
    found = []
    with contextlib.suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                name = os.readlink(f"/proc/{pid}/fd/{number}")
                if name.startswith("socket:"):
                    found.append((int(number), name))
    return found


@contextlib.contextmanager
def borrowed(pid, number):
    """Give a copy of a process's socket; OSError where that cannot be."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        raise OSError("this system has no pidfd_getfd")
    process = os.pidfd_open(pid)
    try:
        descriptor = libc.syscall(SYS_PIDFD_GETFD, process, number, 0)
    finally:
        os.close(process)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    with socket.socket(fileno=descriptor) as made:
        yield made


def send_now(pids):
    """Have TCP send what it could not send before, which it would do by itself 0.2 s later (tcp(7), TCP_CORK)."""
    for pid in pids:
        for number, _ in descriptors(pid):
            with contextlib.suppress(OSError), borrowed(pid, number) as made:
                if made.type == socket.SOCK_STREAM:
                    made.setsockopt(socket.IPPROTO_TCP, TCP_CORK, made.getsockopt(socket.IPPROTO_TCP, TCP_CORK))


libc = ctypes.CDLL(None, use_errno=True)
