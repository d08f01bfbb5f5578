"""A peer: a client or server of the kit's own, with which a check says exactly what it wants on the wire."""
import socket
import struct
import time
from contextlib import suppress

from lab12.stage.polling import ready
from lab12.stage.window import Miss, brief

RECEIVE = 1 << 16  # bytes asked for at once
HEARS = 3.0        # seconds in which it listens to a program that goes on and on
MOST = 8 << 20     # bytes that it takes in at once
SHOWN = 200        # bytes of what has come that are named
STUCK = 1.0        # seconds after which a program that takes no more bytes is not going to


def what_came(data):
    """Return in words which bytes have come to one of ours: the first 200, and how many more."""
    more = f" and {len(data) - SHOWN:,} bytes more" if len(data) > SHOWN else ""
    return f"it received {data[:SHOWN]!r}{more}"


class Peer:
    """One end of a conversation on a stage, driven byte by byte; each act is a step."""

    def __init__(self, stage, transport, name):
        self.stage, self.transport, self.name = stage, transport, name
        self.socket = stage.network.socket(transport)
        self.address = self.listener = None
        self.ear = None  # the port at which a client over UDP hears, where that is not the one that it sends from
        stage.peers.append(self)

    @property
    def serves(self):
        """Whether it waits for clients, and has not been closed."""
        return bool(self.listener) and self.listener.fileno() >= 0

    @property
    def port(self):
        """The port at which it waits for clients."""
        return self.listener.getsockname()[1]

    def comes_from(self, address):
        """Send from this address, at which it is looked for, if nobody else is there."""
        with suppress(OSError):
            self.socket.bind(address)

    def connects(self, address):
        """Connect to a server; raises Miss if there is none."""
        try:
            self.stage.step(f"{self.name} connects", lambda: self.socket.connect(address))
        except OSError as error:
            raise Miss(f"a server at {address[0]}:{address[1]}", f"{self.name} gets: {error.strerror}") from None
        self.ready()

    def ready(self):
        """Have what is sent go out at once, in the segments in which it is sent, and nothing wait for an answer."""
        self.socket.setblocking(False)
        if self.transport == "tcp":
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def listens(self, address):
        """Serve at an address; the client that connects is accepted when it is first needed."""
        if self.transport == "tcp":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # others served there before
        self.socket.bind(address)
        if self.transport == "tcp":
            self.socket.listen()
        self.socket.setblocking(False)
        self.listener = self.socket

    def awaits(self):
        """Return whether it serves over TCP, and has accepted nobody so far."""
        return self.transport == "tcp" and self.serves and self.socket is self.listener

    def called(self):
        """Return whether a client has connected that has not been accepted."""
        return bool(ready([self.listener], 0))

    def accepts(self):
        """Accept the client that has connected; raises Miss if none has."""
        try:
            self.socket, _ = self.listener.accept()
        except BlockingIOError:
            raise Miss("the client to connect", "it has not") from None
        self.ready()

    def sends(self, data):
        """Send these bytes as they are: over TCP as one segment, over UDP as one datagram."""
        shown = repr(data) if len(data) < 60 else f"{len(data)} bytes"
        self.stage.step(f"{self.name} sends {shown}", lambda: self.push(data))

    def streams(self, data):
        """Send these bytes without a step of its own: for what is sent a hundred times; say if all were taken."""
        left = self.push(data)
        self.stage.settle()
        return not left

    def push(self, data):
        """Send these bytes; return those that the other side does not take."""
        try:
            if self.address:
                self.socket.sendto(data, (self.address[0], self.ear or self.address[1]))
            elif self.transport == "udp":
                self.socket.send(data)  # even if it is empty: that is a datagram too
            while data and self.transport == "tcp" and ready([self.socket], STUCK, to_write=True):
                data = data[self.socket.send(data):]
            return data if self.transport == "tcp" else b""
        except OSError:
            return data  # the other side has gone: what it shows says the rest

    def hears(self):
        """Return the bytes that have arrived since it was last asked, and those for which there was no room.

        A program that sends without end is not heard out.
        """
        data, end = b"", time.monotonic() + HEARS
        while (piece := self.drain()) and len(data) < MOST and time.monotonic() < end:
            data += piece
            self.stage.settle()
            if any(window.processes.beats for window in self.stage.windows):
                return data + self.drain()  # there is no end to what they say, and that step has waited for two rounds
        return data + piece

    def drain(self):
        """Return the bytes that are there, MOST of them at most."""
        data = b""
        try:
            while len(data) < MOST:
                piece, address = self.socket.recvfrom(RECEIVE)
                if self.transport == "udp" and self.socket is self.listener:
                    self.address = address
                data += piece
                if not piece and self.transport == "tcp":
                    return data
        except OSError:
            pass
        return data

    def expects(self, data):
        """Check that exactly these bytes have arrived."""
        heard = self.hears()
        if heard != data:
            raise Miss(f"{self.name} to receive {brief(repr(data))}", f"it received {brief(repr(heard))}")

    def leaves(self):
        """Close the connection in good order."""
        self.stage.step(f"{self.name} leaves", self.close)

    def resets(self):
        """Break the connection off, as a crash does: the other side gets a reset (RFC 9293, 3.5.2)."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.stage.step(f"{self.name} breaks off", self.close)

    def close(self):
        self.socket.close()
        if self.listener:
            self.listener.close()
