#!/usr/bin/env bash
# scapy 2.8.0: in a pcapng file of two sections, packets of the second have the interfaces and times of the first.
#
# A pcapng file may be the files of two captures, one after the other; each section numbers its own interfaces from 0
# (draft-ietf-opsawg-pcapng, 4.1 and 4.2). What was seen: two captures joined, the first on "client" in microseconds and
# the second on "server" in nanoseconds. rdpcap says of the second packet that it was seen on "client", in the year
# 55840, without a warning. python-pcapng 2.1.1 and each file by itself tell it right.
# Whoever joins captures for it should do so with `mergecap -w`, which writes one section of two interfaces.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "scapy==2.8.0" "python-pcapng==2.1.1"
cat > "$room/seen.py" <<'PYTHON'
import io
import struct
import sys

import pcapng
from scapy.utils import rdpcap

WHEN = 1_700_000_000  # seconds since 1970


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def capture(name, digits):
    """Return a file of one packet at WHEN, of an interface with this name (6 letters) and digits after the point."""
    options = struct.pack("<HH6s2x", 2, 6, name) + struct.pack("<HHB3xI", 9, 1, digits, 0)
    units, data = WHEN * 10**digits, b"E\0\0\x14\0\0\0\0\x40\xfd\0\0\xc0\0\x02\x01\xc0\0\x02\x02"  # IPv4, no payload
    return (block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
            + block(1, struct.pack("<HHI", 101, 0, 0) + options)
            + block(6, struct.pack("<5I", 0, units >> 32, units & 0xFFFFFFFF, len(data), len(data)) + data))


def by_scapy(file):
    return [(packet.sniffed_on, float(packet.time)) for packet in rdpcap(io.BytesIO(file))]


def by_pcapng(file):
    return [(each.interface.options["if_name"], each.timestamp)
            for each in pcapng.FileScanner(io.BytesIO(file)) if hasattr(each, "timestamp")]


client, server = capture(b"client", 6), capture(b"server", 9)
told, right = by_scapy(client + server), by_pcapng(client + server)
print("scapy:", told)
print("python-pcapng:", right)
assert right == by_scapy(client) + by_scapy(server) == [("client", WHEN), ("server", WHEN)]
sys.exit(told != [("client", WHEN), ("client", WHEN * 1000)])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
