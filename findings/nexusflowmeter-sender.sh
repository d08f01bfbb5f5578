#!/usr/bin/env bash
# nexusflowmeter 0.1.5: the source is whichever address sorts first, and a lone SYN is an established connection.
#
# Its documentation says that src_ip and dst_ip are "Source and destination IP addresses", that forward is src→dst, and
# that total_payload_bytes is the "Total payload size excluding headers". What was seen: 192.0.2.20 calls 192.0.2.10,
# and says "hello", 5 bytes. The table says that 192.0.2.10 is the source, port 80, with one packet forward and three
# backward. The payload is 85 bytes, for the header of TCP is counted, 20 bytes in each of four packets. A call to a
# port where nobody answers, one SYN, is in the state "Established", with 20 bytes of payload. In RFC 9293 it is
# SYN-SENT.
# Whoever looks for who called whom should read the SYN packets themselves, with dpkt or scapy. The kit's ladder shows
# each packet under who sent it, with its own text (lab12/wire/ladder.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nexusflowmeter==0.1.5"
cat > "$room/seen.py" <<'PYTHON'
import csv
import socket
import struct
import subprocess
import sys

SYN, SYN_ACK, ACK, DATA = 0x02, 0x12, 0x10, 0x18
CLIENT, SERVER = ("192.0.2.20", 50000), ("192.0.2.10", 80)
COLUMNS = ["src_ip", "src_port", "forward_packets", "backward_packets", "total_payload_bytes", "connection_state"]


def packet(source, target, flags, data=b""):
    """Return a TCP packet in an Ethernet frame, as a pcap file has it."""
    tcp = struct.pack("!HHIIBBHHH", source[1], target[1], 1, 1, 5 << 4, flags, 1000, 0, 0) + data
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0x4000, 64, 6, 0, socket.inet_aton(source[0]),
                     socket.inet_aton(target[0]))
    frame = bytes(12) + b"\x08\0" + ip + tcp
    return struct.pack("<IIII", 1000, 0, len(frame), len(frame)) + frame


with open("in.pcap", "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    file.write(packet(CLIENT, SERVER, SYN) + packet(SERVER, CLIENT, SYN_ACK) + packet(CLIENT, SERVER, ACK))
    file.write(packet(CLIENT, SERVER, DATA, b"hello") + packet(CLIENT, ("192.0.2.30", 81), SYN))
subprocess.run(["venv/bin/nexusflowmeter", "in.pcap", "out.csv"], check=True, stdout=subprocess.DEVNULL)
with open("out.csv", newline="") as file:
    seen = [[row[column] for column in COLUMNS] for row in csv.DictReader(file)]
print(*COLUMNS, sep=", ")
for row in seen:
    print(*row, sep=", ")
sys.exit(seen != [["192.0.2.10", "80", "1", "3", "85", "Established"],
                  ["192.0.2.20", "50000", "1", "0", "20", "Established"]])
PYTHON
cd "$room" && venv/bin/python seen.py
