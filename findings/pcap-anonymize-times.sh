#!/usr/bin/env bash
# pcap-anonymize 0.3.0: packets are written with the time at which they are anonymized, and cut ones as shorter ones.
#
# Its documentation lists the fields that it anonymizes: addresses of hardware, and what HTTP, CoAP, DHCP and a smart
# home say. Times and lengths are not among them. What was seen: five packets of the year 2001, a second apart. In the
# anonymized file all are of today, less than a second apart. A conversation of hours takes the milliseconds that the
# program took. A packet of 1,500 bytes of which a capture has 96 is one of 96 bytes then, by its own header and by that
# of the file. In a pcap file the two lengths are "captured" and "original" (pcap-savefile, man page). Each packet is
# made anew of its bytes, and what stood beside them is gone.
# Whoever hands a capture on with it should take the times from the old file; the packets are in the same order. The kit
# writes no captures (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pcap-anonymize==0.3.0"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys
import time

from pcap_anonymize import anonymize_pcap

START, CAPTURED = 1_000_000_000, 96


def frame(size):
    """Return a UDP packet of this size in an Ethernet frame."""
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, size - 14, 1, 0x4000, 64, 17, 0, bytes([192, 0, 2, 1]),
                     bytes([192, 0, 2, 2]))
    return bytes(12) + b"\x08\0" + ip + struct.pack("!HHHH", 5000, 6000, size - 34, 0) + bytes(size - 42)


def read(name):
    """Return the time, both lengths and the length by IP of each packet in a pcap file."""
    with open(name, "rb") as file:
        file.read(24)
        packets = []
        while header := file.read(16):
            seconds, micro, captured, original = struct.unpack("<IIII", header)
            [by_ip] = struct.unpack_from("!H", file.read(captured), 16)
            packets.append((seconds + micro / 1e6, captured, original, by_ip))
    return packets


with open("in.pcap", "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, CAPTURED, 1))
    for second, size in enumerate([60, 60, 60, 60, 1500]):
        data = frame(size)
        file.write(struct.pack("<IIII", START + second, 0, len(data[:CAPTURED]), size) + data[:CAPTURED])
begun = time.time()
anonymize_pcap("in.pcap", "out.pcap")
seen = [read(name) for name in ("in.pcap", "out.pcap")]
for name, packets in zip(("given", "anonymized"), seen):
    print(f"{name}: began at {time.ctime(packets[0][0])}, took {packets[-1][0] - packets[0][0]:.3f} s, the last packet",
          "has {} bytes of {}, and by its header {} + 14".format(*packets[-1][1:]))
sys.exit([packet[0] for packet in seen[0]] != [START + second for second in range(5)]
         or not all(begun - 1 < packet[0] < time.time() + 1 for packet in seen[1])
         or [packets[-1][1:] for packets in seen] != [(96, 1500, 1486), (96, 96, 82)])
PYTHON
cd "$room" && venv/bin/python seen.py
