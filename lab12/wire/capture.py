"""The wire: what crosses the private network of a stage, seen packet by packet (packet(7)).

A message counts only if it was there: what one program shows without having received it is no message.
"""
import base64
import binascii
import contextlib
import json
import socket
import struct
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lab12.wire import asking, looking

IPV4, IPV6, OUTGOING = 0x0800, 0x86DD, 4  # if_ether.h, packet(7): each packet comes twice on a loopback
ICMP, TCP, UDP = 1, 6, 17                 # RFC 792, RFC 9293, RFC 768
FIN, SYN, RST, ACK = 0x01, 0x02, 0x04, 0x10  # RFC 9293, 3.1
LARGEST = 70_000                          # bytes: more than any packet of IP
KEPT, FRAMES = 4 << 20, 20_000            # bytes, packets that are remembered of one stage; and read at once
MOST_FLOODS = 30                          # flows, and ports in vain, that are looked past
IN_VAIN = 400                             # calls that one port refuses until only a sample of them is looked at
MOST = 100_000                            # packets that are read of one stage, in a second: no talk has so many
OF_ONE, EACH = 1 << 20, 100               # bytes that are remembered from one port to another; that a packet counts
LISTEN = "0A"                             # the state in /proc/net/tcp, tcp_states.h
SOL_PACKET, STATISTICS = 263, 6           # if_packet.h: how many packets there were, and how many found no room
STAMPS = 35                               # SO_TIMESTAMPNS (socket(7), asm-generic/socket.h): when a packet was seen


@dataclass(frozen=True)
class Packet:
    """One packet with data in it, or one that asks for a connection (`calls`), grants it (`grants`), or ends it."""

    transport: str
    source: int      # port
    target: int      # port
    data: bytes
    calls: bool = False
    grants: bool = False
    ends: bool = False
    address: str = ""  # where it goes
    refuses: bool = False  # a call, for nobody is at this port


class Wire:
    """Everything that has crossed the network of a stage, in order. `sees` is false where nobody can look.

    `packets` are those that say something; `frames` are all of them as they were: (nanoseconds since 1970, protocol,
    bytes). The time is 0 unless `stamped`.
    """

    def __init__(self, network, stamped=False):
        self.network, self.packets, self.frames, self.held = network, [], [], 0
        self.floods = []  # those (transport, source, target) that have sent too much
        self.refusals, self.in_vain = Counter(), []  # calls that a port has refused; ports that have refused too many
        self.left = MOST  # packets that may still be read: what is sent without end, from ever new ports, ends that
        self.bytes = {}  # (transport, source, target) -> bytes that are remembered; None -> of all
        self.ports = set()  # at which a program waits
        self.connections = set()  # that stand, as {port, port}
        self.sees = network.private
        self.missed = False  # packets have come faster than they were read, and found no room
        self.kernel = None  # a socket that tells which others there are, once it is needed
        if self.sees:
            try:
                self.tap = network.socket("tap")
            except OSError:  # a kernel without packet(7)
                self.sees = False
                return
            self.tap.setblocking(False)
            if stamped:
                self.tap.setsockopt(socket.SOL_SOCKET, STAMPS, 1)
            self.receive = self.receive_stamped if stamped else self.receive_plain

    def receive_plain(self):
        """Return (time, protocol, kind, bytes) of the next packet, without its time; BlockingIOError: there is none."""
        data, (_, protocol, kind, *_) = self.tap.recvfrom(LARGEST)
        return 0, protocol, kind, data

    def receive_stamped(self):
        """Return (time, protocol, kind, bytes) of the next packet."""
        data, extras, _, (_, protocol, kind, *_) = self.tap.recvmsg(LARGEST, 64)
        [(seconds, nanoseconds)] = [struct.unpack("qq", value) for _, what, value in extras if what == STAMPS]
        return seconds * 10**9 + nanoseconds, protocol, kind, data

    def read(self):
        """Take in what has crossed since it was last read; return how many packets there are in all."""
        for _ in range(min(FRAMES, self.left) if self.sees else 0):  # a faster sender does not keep it reading
            try:
                time, protocol, kind, data = self.receive()
            except OSError:  # nothing more; ENOBUFS after a flood
                break
            packet = parsed(data, protocol)
            if packet and looking.is_past(packet, self.in_vain):
                continue  # it waited here before the kernel was told to look past such
            self.left -= 1
            if kind == OUTGOING:
                continue
            if self.held < KEPT and len(self.frames) < FRAMES:
                self.frames.append((time, protocol, data))
                self.held += len(data)
            if not packet:
                continue
            if packet.grants:
                self.ports.add(packet.source)
                self.connections.add(frozenset((packet.source, packet.target)))
            elif (packet.data or not packet.ends) and self.keeps(packet):
                self.packets.append(packet)
            if packet.ends:
                self.connections.discard(frozenset((packet.source, packet.target)))
            if packet.refuses:
                self.note_refusal(packet.source)
        return len(self.packets)

    def misses(self):
        """Return whether something may have crossed that was not seen: more came than there was room for."""
        if self.sees and not self.missed:
            _, dropped = struct.unpack("II", self.tap.getsockopt(SOL_PACKET, STATISTICS, 8))
            self.missed = dropped > 0
        return self.missed

    def keeps(self, packet):
        """Return whether there is room for a packet: what is sent without end leaves some for all else."""
        flow = packet.transport, packet.source, packet.target
        of_it, all_of_it = self.bytes.get(flow, 0), self.bytes.get(None, 0)
        size = len(packet.data) + EACH
        if of_it + size > OF_ONE and flow not in self.floods:
            self.floods = [*self.floods, flow][-MOST_FLOODS:]
            self.look_past()
        if of_it + size > OF_ONE or all_of_it + size > KEPT:
            return False
        self.bytes[flow], self.bytes[None] = of_it + size, all_of_it + size
        return True

    def note_refusal(self, port):
        """Note that a port has refused a call; one that does so again and again would push out all else."""
        self.refusals[port] += 1
        if self.refusals[port] == IN_VAIN:
            self.in_vain = [*self.in_vain, port][-MOST_FLOODS:]
            self.look_past()

    def look_past(self):
        """Have the kernel give no copy of floods any more, and of calls in vain only a sample (packet(7))."""
        if self.sees:
            looking.attach(self.tap, self.floods, self.in_vain, LARGEST)

    def since(self, mark, end=None):
        """Return the packets with data that have crossed since `read` returned this number, up to another one."""
        self.read()
        return [packet for packet in self.packets[mark:end] if not packet.calls]

    def carried(self, text, mark, over=("tcp", "udp")):
        """Return whether this text has crossed the network since then, whole, in any way that can be recognised."""
        packets = [packet for packet in self.since(mark) if packet.transport in over]
        return not self.sees or any(holds(data, text) for data in flows(packets).values())

    def transports(self):
        """Return the transports over which anything was sent."""
        self.read()
        return {packet.transport for packet in self.packets}

    def called(self):
        """Return the ports at which a program has looked for a server, in order."""
        self.read()
        calls = [packet.target for packet in self.packets if packet.calls or packet.transport == "udp"]
        return list(dict.fromkeys(calls))

    def called_at(self, transport):
        """Return the addresses and ports at which a program has looked for a server over this transport, in order."""
        self.read()
        calls = [(packet.address, packet.target) for packet in self.packets
                 if packet.transport == transport and (packet.calls or transport == "udp")]
        return list(dict.fromkeys(calls))

    def standing(self):
        """Return whether a connection stands that nobody has begun to close."""
        self.read()
        return bool(self.connections)

    def listening(self, transport):
        """Return the ports at which a program waited when that was first asked, None if nobody can tell."""
        if not self.sees:
            return None
        self.read()
        self.ports = self.ports or self.bound(transport)
        return self.ports

    def forget_ports(self):
        """Have it asked anew at which ports programs wait."""
        self.read()
        self.ports = set()

    def bound(self, transport):
        """Return the ports at which programs wait now; of IPv6 those where none waits over IPv4."""
        for version in "", "6":
            if ports := {port for _, port in self.bound_at(transport, version)}:
                return ports
        return set()

    def bound_at(self, transport, version=""):
        """Return the addresses and ports at which programs wait now; `version` 6 for IPv6."""
        try:
            return asking.bound_at(self.asked(), transport, socket.AF_INET6 if version else socket.AF_INET)
        except OSError:
            return self.in_table(transport, version)

    def asked(self):
        """Return the socket that tells which others there are; OSError where nobody may ask."""
        if not self.sees:
            return asking.nobody()
        self.kernel = self.kernel or self.network.socket("ask")
        return self.kernel

    def in_table(self, transport, version=""):
        """Return the same as `bound_at`, where the kernel has nothing but a table (proc(5), /proc/net/tcp)."""
        if not self.sees:
            return set()
        found = set()
        with contextlib.suppress(OSError):
            for row in Path(f"/proc/{self.network.holder}/net/{transport}{version}").read_text().splitlines()[1:]:
                _, local, remote, state, *_ = row.split()
                if state == LISTEN or transport == "udp" and remote.endswith(":0000"):
                    address, _, port = local.partition(":")
                    words = struct.pack(f"={len(address) // 8}I", *struct.unpack(f">{len(address) // 8}I",
                                                                                bytes.fromhex(address)))
                    family = socket.AF_INET6 if version else socket.AF_INET
                    found.add((socket.inet_ntop(family, words), int(port, 16)))
        return found

    def close(self):
        if self.sees:
            self.tap.close()
        if self.kernel:
            self.kernel.close()


def parsed(data, protocol):
    """Return the Packet in these bytes, which begin with the header of IP; None if there is nothing of interest."""
    if protocol == IPV4 and len(data) >= 20:
        transport, start, address = data[9], (data[0] & 15) * 4, socket.inet_ntop(socket.AF_INET, data[16:20])
        data = data[:struct.unpack_from("!H", data, 2)[0] or None]
    elif protocol == IPV6 and len(data) >= 40:
        transport, start, address = data[6], 40, socket.inet_ntop(socket.AF_INET6, data[24:40])
    else:
        return None
    if transport not in (TCP, UDP) or len(data) < start + 8:
        return None
    source, target = struct.unpack_from("!HH", data, start)
    if transport == UDP:
        return Packet("udp", source, target, data[start + 8:], address=address)
    if len(data) < start + 20:
        return None
    payload, flags = data[start + (data[start + 12] >> 4) * 4:], data[start + 13]
    calls, grants = flags & (SYN | ACK) == SYN, flags & (SYN | ACK) == SYN | ACK
    kinds = calls, grants, bool(flags & (FIN | RST))
    refuses = flags & (RST | ACK) == RST | ACK and data[start + 4:start + 8] == bytes(4)  # RFC 9293, 3.10.7.1
    return Packet("tcp", source, target, payload, *kinds, address, refuses) if payload or any(kinds) else None


def flows(packets):
    """Return what was sent from port to port, joined: {(source, target): bytes}."""
    joined = {}
    for packet in packets:
        key = packet.source, packet.target
        joined[key] = joined.get(key, b"") + packet.data
    return joined


def holds(data, text):
    """Return whether bytes hold a text: as UTF-8 or UTF-16, in hex or base64, or shifted by a simple cipher."""
    wanted = text.encode()
    if wanted in data or text.casefold() in data.decode(errors="replace").casefold():
        return True
    if any(text.encode(encoding) in data for encoding in ("utf-16-le", "utf-16-be", "utf-32-le")):
        return True
    escaped = [repr(text)[1:-1], ascii(text)[1:-1], json.dumps(text)[1:-1], wanted.hex(), repr(wanted)[2:-1]]
    if " " in text:  # word by word, as a list
        words = text.split(" ")
        escaped += [made[1:-1] for made in (repr(words), json.dumps(words), json.dumps(words, ensure_ascii=False))]
    if any(form.encode() in data or form.encode() in data.lower() for form in escaped):
        return True
    for word in data.split():
        with contextlib.suppress(binascii.Error, ValueError):
            if len(word) >= len(wanted) and wanted in base64.b64decode(word + b"=" * (-len(word) % 4)):
                return True
    return ciphered(data, wanted)


def ciphered(data, wanted):
    """Return whether bytes hold these, each shifted or XORed by the same amount, or turned round: a toy cipher."""
    if wanted[::-1] in data:
        return True
    size = len(wanted)
    if size < 6 or len(data) > 4096:
        return False
    for at in range(len(data) - size + 1):
        piece = data[at:at + size]
        both = list(zip(piece, wanted, strict=True))
        shifts = {(a - b) % 26 for a, b in both if chr(b).isalpha()}  # Caesar leaves digits as they are
        if len({a ^ b for a, b in both}) == 1 or len(shifts) == 1 and len({a - b for a, b in both}) <= 3:
            return True
    return False
