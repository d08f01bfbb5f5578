"""Sockets: which program has had which ports on a stage, told by a look at the sockets of its processes themselves.

A copy of a process's descriptor (pidfd_getfd(2), Linux 5.6) tells its address, as it would tell the process.
"""
import contextlib
import socket

from lab12.stage.borrowing import borrowed, descriptors

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

    def ports_of(self, transport):
        """Return the ports that windows whose programs still run are known to have had."""
        return {port for (over, port), windows in self.ports.items()
                if over == transport and any(window.alive() for window in windows)}

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
