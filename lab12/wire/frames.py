"""Frames: a packet of IP taken apart, from its addresses to what it carries (RFC 791, 8200, 9293, 768, 792)."""
import ipaddress
import struct
from dataclasses import dataclass

from lab12.wire.capture import ACK, FIN, IPV4, IPV6, RST, SYN, TCP, UDP

ICMP, ICMP6 = 1, 58
UNREACHABLE = {ICMP: 3, ICMP6: 1}          # the type of the message (RFC 792, RFC 4443)
CODES = {ICMP: {0: "network", 1: "host", 2: "protocol", 3: "port"}, ICMP6: {0: "network", 3: "host", 4: "port"}}


@dataclass(frozen=True)
class Frame:
    """One packet: `source` and `target` are (address, port); `start` is where what IP carries begins in `raw`.

    `quoted` is the packet that an ICMP error is about, and `code` says what cannot be reached.
    """

    time: int
    raw: bytes
    version: int
    protocol: int
    start: int
    source: tuple
    target: tuple
    data: bytes = b""
    flags: int = 0
    seq: int = 0
    ack: int = 0
    window: int = 1
    quoted: "Frame | None" = None
    code: str = ""

    @property
    def transport(self):
        return {TCP: "tcp", UDP: "udp"}.get(self.protocol, "icmp")

    @property
    def calls(self):
        return self.flags & (SYN | ACK) == SYN

    @property
    def grants(self):
        return self.flags & (SYN | ACK) == SYN | ACK

    @property
    def closes(self):
        return bool(self.flags & FIN)

    @property
    def resets(self):
        return bool(self.flags & RST)

    @property
    def only_acknowledges(self):
        return self.protocol == TCP and not self.data and not self.flags & (SYN | FIN | RST)

    @property
    def end(self):
        """The number of the byte after its last one; SYN and FIN count as one each (RFC 9293, 3.4)."""
        return (self.seq + len(self.data) + bool(self.flags & SYN) + bool(self.flags & FIN)) % (1 << 32)


def frame_of(time, protocol, raw):
    """Return the Frame in these bytes; None if they are no TCP, UDP or ICMP error, or are cut off."""
    try:
        return _frame(time, protocol, raw)
    except (struct.error, IndexError, ValueError):
        return None


def _frame(time, protocol, raw, quoted=False):
    if protocol == IPV4 and raw[0] >> 4 == 4:
        version, kind, start, size = 4, raw[9], (raw[0] & 15) * 4, struct.unpack_from("!H", raw, 2)[0]
        addresses = raw[12:16], raw[16:20]
    elif protocol == IPV6 and raw[0] >> 4 == 6:
        version, kind, start, size = 6, raw[6], 40, 40 + struct.unpack_from("!H", raw, 4)[0]
        addresses = raw[8:24], raw[24:40]
    else:
        return None
    source, target = (str(ipaddress.ip_address(address)) for address in addresses)
    raw = raw if quoted else raw[:size or None]
    if kind in (ICMP, ICMP6):
        if raw[start] != UNREACHABLE[kind]:
            return None
        inner = _frame(time, protocol, raw[start + 8:], quoted=True)
        code = CODES[kind].get(raw[start + 1], f"code {raw[start + 1]}")
        return inner and Frame(time, raw, version, kind, start, (source, 0), (target, 0), quoted=inner, code=code)
    if kind not in (TCP, UDP):
        return None
    ports = struct.unpack_from("!HH", raw, start)
    ends = (source, ports[0]), (target, ports[1])
    if kind == UDP:
        return Frame(time, raw, version, kind, start, *ends, data=raw[start + 8:])
    if quoted:  # at least eight bytes of it are (RFC 792)
        return Frame(time, raw, version, kind, start, *ends)
    seq, ack, offset, flags, window = struct.unpack_from("!IIBBH", raw, start + 4)
    return Frame(time, raw, version, kind, start, *ends, raw[start + (offset >> 4) * 4:], flags, seq, ack, window)
