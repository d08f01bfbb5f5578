"""one message = 4 byte big endian length + utf-8 text"""
import struct

from .config import ENC


def send(sock, text):
    raw = text.encode(ENC)
    sock.sendall(struct.pack("!I", len(raw)) + raw)


def _exactly(sock, n):
    buf = b""
    while len(buf) < n:
        part = sock.recv(n - len(buf))
        if not part:
            raise ConnectionError("closed")
        buf += part
    return buf


def recv(sock):
    (n,) = struct.unpack("!I", _exactly(sock, 4))
    return _exactly(sock, n).decode(ENC)
