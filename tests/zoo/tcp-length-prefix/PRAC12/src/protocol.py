import struct

HEADER = struct.Struct("!I")


class ConnectionClosed(Exception):
    pass


class Channel:
    """Message framing: 4 byte big endian length, then UTF-8 text."""

    def __init__(self, sock):
        self._sock = sock

    def _read_exactly(self, n):
        buf = bytearray()
        while len(buf) < n:
            chunk = self._sock.recv(n - len(buf))
            if not chunk:
                raise ConnectionClosed()
            buf += chunk
        return bytes(buf)

    def send(self, text):
        body = text.encode("utf-8")
        self._sock.sendall(HEADER.pack(len(body)) + body)

    def receive(self):
        (n,) = HEADER.unpack(self._read_exactly(HEADER.size))
        return self._read_exactly(n).decode("utf-8")

    def close(self):
        self._sock.close()
