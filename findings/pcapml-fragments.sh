#!/usr/bin/env bash
# pcapml 0.1.0: letters of a message are taken for ports, and times of nanoseconds are rounded to 256 of them.
#
# Its documentation says that src_port and dst_port are "L4 ports (nullable)", and of ts_nanos that it is "loss-free for
# ns/us/ms resolutions". A UDP message that does not fit is sent in fragments, and only the first has the ports (RFC 791
# and 768). What was seen: a message of 1,495 bytes from port 5000 to 6000. The rest of it, "hello, ...", is told to be
# from port 26725 to 27756, which are "he" and "ll". A packet of ...456789 ns has the time ...457024, since it goes
# through a float. Two packets that are 1000 ns apart are 768 ns apart.
# Whoever counts by ports with it should look at the offset in raw, and read times with another library.
# In the kit's network no message needs fragments, and nanoseconds are whole numbers (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pcapml==0.1.0"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys

import pcapml

START, RAW_IP, NANOSECONDS = 1_767_225_600_123_456_789, 101, 9


def padded(data):
    return data + bytes(-len(data) % 4)


def block(kind, body):
    """Return a block of a pcapng file (draft-ietf-opsawg-pcapng, 3.1)."""
    size = 12 + len(padded(body))
    return struct.pack("<II", kind, size) + padded(body) + struct.pack("<I", size)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + padded(value)


def packet(time, data):
    body = struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), len(data)) + padded(data)
    return block(6, body + option(1, b"s=0,proc=chat") + option(0, b""))


def fragment(data, offset, more):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 7, offset // 8 | more << 13, 64, 17, 0,
                       bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])) + data


message = b"." * 1472 + b"hello, this is the rest"
datagram = struct.pack("!HHHH", 5000, 6000, 8 + len(message), 0) + message
with open("capture", "wb") as file:
    file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)))
    file.write(block(1, struct.pack("<HHI", RAW_IP, 0, 0) + option(9, bytes([NANOSECONDS])) + option(0, b"")))
    file.write(packet(START, fragment(datagram[:1480], 0, more=True)))
    file.write(packet(START + 1000, fragment(datagram[1480:], 1480, more=False)))
table = pcapml.read_pcapml("capture")
ports = [tuple(map(int, line)) for line in table[["src_port", "dst_port"]].itertuples(index=False)]
times = [one.ts_nanos - START for one in pcapml.iter_packets("capture")]
print("ports of the two fragments:", *ports, "- what the second begins with:", datagram[1480:1484].decode())
print("nanoseconds after the first packet was seen:", *times, "- they were 0 and 1000")
sys.exit(ports != [(5000, 6000), (0x6865, 0x6C6C)] or times == [0, 1000] or times[1] - times[0] == 1000)
PYTHON
cd "$room" && venv/bin/python seen.py
