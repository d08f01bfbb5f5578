"""Packet encoding shared by udp chat server and client."""
from __future__ import annotations

import json
from dataclasses import dataclass, asdict
from typing import Any


@dataclass(frozen=True)
class Packet:
    op: str                 # JOIN, CHAT, ACK, BEAT, ROOM, PART, INFO
    seq: int = 0
    who: str = ""
    room: str = ""
    text: str = ""

    def encode(self) -> bytes:
        return json.dumps(asdict(self), separators=(",", ":")).encode()

    @staticmethod
    def decode(raw: bytes) -> "Packet":
        obj: dict[str, Any] = json.loads(raw)
        return Packet(**obj)
