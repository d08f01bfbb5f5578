#!/usr/bin/env bash
# NanoPcap 1.0.4: an IPv4 packet is of version 5, and its payload begins with the address that it was sent to.
#
# The first byte of an IPv4 packet is its version, 4, and then the length of its header in words, 5 if there are no
# options (RFC 791, 3.1). What was seen: IPv4Packet.version() is 5 and ihl() is 4, the two exchanged. So headerLength()
# is 16 instead of 20, whatever the packet, and payload() has the four bytes of the destination before the datagram.
# The two ports that one reads there are parts of an address. dpkt 1.9.8 reads the same packet right.
# Whoever takes packets apart should do it with dpkt; the files and their times NanoPcap reads right.
# The kit writes headers itself (lab12/wire/pcapng.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "NanoPcap==1.0.4" "dpkt==1.9.8"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys

import dpkt
from NanoPcap.Protocols.IPv4 import IPv4Packet, ipAddressToString

datagram = struct.pack("!4H", 5000, 12345, 13, 0) + b"hello"
data = (struct.pack("!2B3H2BH", 0x45, 0, 20 + len(datagram), 1, 0, 64, 17, 0)
        + bytes([192, 0, 2, 1]) + bytes([192, 0, 2, 2]) + datagram)
packet, right = IPv4Packet(data), dpkt.ip.IP(data)
ports = struct.unpack("!HH", packet.payload()[:4])
print(f"NanoPcap: version {packet.version()}, a header of {packet.headerLength()} bytes, ports {ports},",
      "to", ipAddressToString(packet.destinationIp()))
print(f"dpkt: version {right.v}, a header of {right.hl * 4} bytes, ports {right.data.sport, right.data.dport}")
assert (right.v, right.hl, right.data.data) == (4, 5, b"hello")
sys.exit((packet.version(), packet.headerLength(), packet.payload()) != (5, 16, bytes([192, 0, 2, 2]) + datagram))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
