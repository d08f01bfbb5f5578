"""Wire protocol: newline-delimited JSON objects."""
from __future__ import annotations

import json
import socket
from dataclasses import asdict, dataclass, field
from typing import Iterator


@dataclass
class Message:
    type: str
    sender: str = ""
    body: str = ""
    extra: dict = field(default_factory=dict)

    def encode(self) -> bytes:
        return (json.dumps(asdict(self)) + "\n").encode("utf-8")

    @classmethod
    def decode(cls, raw: bytes) -> "Message":
        return cls(**json.loads(raw))


def read_messages(sock: socket.socket) -> Iterator[Message]:
    """Yield messages until the peer closes the connection."""
    buffer = b""
    while True:
        chunk = sock.recv(4096)
        if not chunk:
            return
        buffer += chunk
        while b"\n" in buffer:
            line, buffer = buffer.split(b"\n", 1)
            if line.strip():
                yield Message.decode(line)
