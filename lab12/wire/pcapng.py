"""Pcapng: a tape as a capture file, as Wireshark and tshark read it (draft-ietf-opsawg-pcapng, blocks 4.1 to 4.3).

On a loopback both ends have the same address, and no checksum is ever filled in. In the file each program has an
address of its own, among those that are kept for documents (RFC 5737, RFC 3849). Each checksum is what it would be
on a cable. Each packet is of the interface that bears the name of its sender, and has a comment: what led to it.
"""
import ipaddress
import os
import struct
import tempfile
from pathlib import Path

from lab12.wire.capture import TCP, UDP
from lab12.wire.frames import ICMP6

SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 1, 6
RAW = 101                   # LINKTYPE_RAW: the packet begins with the header of IP
COMMENT, NAME, DESCRIPTION, APPLICATION, RESOLUTION, END = 1, 2, 3, 4, 9, 0
NANOSECONDS = b"\x09"       # if_tsresol: ten to the power of minus nine


def write(path, tape, title, port):
    """Write a capture file; what stood there before is replaced when all of it is written."""
    data = b"".join(blocks(tape, title, port))
    with tempfile.NamedTemporaryFile(dir=Path(path).parent, delete=False) as file:
        file.write(data)
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(file.name, 0o666 & ~mask)  # as any other new file of this user
    os.replace(file.name, path)


def blocks(tape, title, port):
    """Yield the blocks of a capture file."""
    reading = tape.reading()
    transport = "udp" if all(frame.transport == "udp" for frame in tape.all_frames() if frame) else "tcp"
    yield block(SECTION, struct.pack("=IHHq", 0x1A2B3C4D, 1, 0, -1), [
        (COMMENT, f"{title}. As text: tshark -r FILE -d {transport}.port=={port},data -z follow,{transport},yaml,0"),
        (APPLICATION, "Lab 12")])
    for number, name in enumerate(reading.ladder.lanes):
        yield block(INTERFACE, struct.pack("=HHI", RAW, 0, 0), [
            (NAME, name), (DESCRIPTION, f"{name}, at {address_of(number, 4)}"), (RESOLUTION, NANOSECONDS)])
    for number, frame in enumerate(tape.all_frames()):
        if frame is None:
            continue
        who, to = reading.ends[number]
        data = addressed(frame, who, to)
        head = struct.pack("=IIIII", who, frame.time >> 32, frame.time & 0xFFFFFFFF, len(data), len(data))
        yield block(PACKET, head + padded(data), [(COMMENT, tape.story(number))])


def block(kind, body, options):
    """Return one block, with its options."""
    encoded = b""
    for code, value in [*options, (END, b"")]:
        value = value if isinstance(value, bytes) else value.encode()
        encoded += struct.pack("=HH", code, len(value)) + padded(value)
    size = struct.pack("=I", 12 + len(body) + len(encoded))
    return struct.pack("=I", kind) + size + body + encoded + size


def padded(data):
    return data + bytes(-len(data) % 4)


def address_of(lane, version):
    """Return the address that a program has in the file."""
    return ipaddress.ip_address(f"192.0.2.{lane + 1}" if version == 4 else f"2001:db8::{lane + 1:x}")


def addressed(frame, who, to):
    """Return the bytes of a packet between these lanes, with addresses of their own and right checksums."""
    raw = bytearray(frame.raw)
    source, target = address_of(who, frame.version), address_of(to, frame.version)
    if not ipaddress.ip_address(frame.target[0]).is_loopback and (
            ipaddress.ip_address(frame.target[0]).is_multicast or frame.target[0] == "255.255.255.255"):
        target = ipaddress.ip_address(frame.target[0])
    return bytes(readdressed(raw, frame, source, target))


def readdressed(raw, frame, source, target):
    """Give a packet these addresses and the checksums that belong to them; of an ICMP error, what it quotes too."""
    at, size = (12, 4) if frame.version == 4 else (8, 16)
    raw[at:at + size], raw[at + size:at + 2 * size] = source.packed, target.packed
    if frame.version == 4:
        raw[10:12] = bytes(2)
        raw[10:12] = checksum(raw[:frame.start])
    if frame.quoted:
        raw[frame.start + 8:] = readdressed(raw[frame.start + 8:], frame.quoted, target, source)
    place = frame.start + {TCP: 16, UDP: 6}.get(frame.protocol, 2)
    if len(raw) < place + 2:
        return raw  # quoted, and cut off
    whole = len(raw) >= struct.unpack_from("!H", raw, 2 if frame.version == 4 else 4)[0] + 40 * (frame.version == 6)
    if whole:
        raw[place:place + 2] = bytes(2)
        head = source.packed + target.packed + struct.pack("!II", len(raw) - frame.start, frame.protocol)
        head = b"" if frame.quoted and frame.protocol != ICMP6 else head
        raw[place:place + 2] = checksum(head + raw[frame.start:], frame.protocol == UDP)
    return raw


def checksum(data, of_udp=False):
    """Return the Internet checksum of these bytes (RFC 1071); UDP has none that is zero (RFC 768)."""
    data = bytes(data) + bytes(len(data) % 2)
    total = sum(word for word, in struct.iter_unpack("!H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    value = ~total & 0xFFFF
    return struct.pack("!H", 0xFFFF if of_udp and not value else value)
