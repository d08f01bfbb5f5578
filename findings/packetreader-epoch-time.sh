#!/usr/bin/env bash
# PacketReader 1.1.0: the time that it prints of a packet is up to 0.9 s late, and a UDP packet cannot be printed.
#
# Its documentation says "You can print the information of each packet" and "PacketReader supports IP/TCP/UDP". A pcap
# file has seconds and microseconds, each a number (draft-ietf-opsawg-pcap, 4). What was seen: a packet 5,000 us after
# second 1000 is printed as 1000.5000, and one 400,000 us after it as 1000.400000. So the first seems to be later. The
# two numbers are joined by a point, without the zeros in front of the second one. A UDP packet that is printed is a
# TypeError, since the ports are taken from a TCP header. The values in packet_header and udp_header are right.
# Whoever lists packets with it should take packet_header, and quintuple for the ports.
# The kit draws packets itself (lab12/wire/ladder.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "PacketReader==1.1.0"
cat > "$room/seen.py" <<'PYTHON'
import re
import struct
import sys

import PacketReader

TCP, UDP = 6, 17


def packet(protocol, seconds, micros):
    """Return a packet of no data between two hosts, as a pcap file has it."""
    above = struct.pack("!HHIIBBHHH", 5000, 6000, 1, 1, 5 << 4, 0x18, 100, 0, 0) if protocol == TCP else struct.pack(
        "!HHHH", 5000, 6000, 8, 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(above), 1, 0x4000, 64, protocol, 0, bytes([192, 0, 2, 1]),
                     bytes([192, 0, 2, 2]))
    data = bytes(12) + b"\x08\0" + ip + above
    return struct.pack("<IIII", seconds, micros, len(data), len(data)) + data


def printed(one):
    try:
        return re.search(r"Epoch Time: ([\d.]+)", str(one))[1]
    except TypeError as error:
        return type(error).__name__


with open("capture", "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    file.write(packet(TCP, 1000, 5000) + packet(TCP, 1000, 400_000) + packet(UDP, 1001, 0))
seen = [(printed(one), one.packet_header["TSM"], one.quintuple[1::2]) for one in PacketReader.read_pcap("capture")]
for time, micros, ports in seen:
    print(f"{micros} us in its header, ports {ports}: printed {time}")
ports = 5000, 6000
sys.exit(seen != [("1000.5000", 5000, ports), ("1000.400000", 400_000, ports), ("TypeError", 0, ports)])
PYTHON
cd "$room" && venv/bin/python seen.py
