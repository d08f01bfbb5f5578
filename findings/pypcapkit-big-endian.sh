#!/usr/bin/env bash
# pypcapkit 1.4.1: of a big-endian pcap file only the first packet is read, with a time in 1970 and a length of 771 MB.
#
# The first four bytes of a pcap file say in which byte order it is written (draft-ietf-opsawg-pcap, 4). pypcapkit keeps
# that as header.magic_number.byteorder. What was seen: it takes the headers of the packets for little-endian, whatever
# the file is. Of three packets from 2023 it gives one, from July 1970, whose 46 bytes are told to be 771,751,936. No
# error is raised. scapy 2.8.0 reads both files alike. Its issue 605 has been closed since, but not by a release.
# Whoever reads captures of big-endian machines with it should let "editcap -F pcap" write them anew.
# The kit writes pcapng, in the byte order that its section header tells (lab12/wire/pcapng.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pypcapkit==1.4.1.post2" "scapy==2.8.0"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys

import pcapkit
from scapy.utils import rdpcap

WHEN = 1_700_000_000  # seconds since 1970
PACKET = bytes(12) + b"\x08\0" + b"E\0\0\x20\0\0\0\0\x40\x11\0\0\xc0\0\x02\x01\xc0\0\x02\x02" + struct.pack(
    "!4H", 12345, 12345, 12, 0) + b"hey!"  # Ethernet, IPv4, UDP
seen = {}
for name, order in ("little", "<"), ("big", ">"):
    with open(name, "wb") as file:
        file.write(struct.pack(order + "IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number in range(3):
            file.write(struct.pack(order + "IIII", WHEN + number, 0, len(PACKET), len(PACKET)) + PACKET)
    told = pcapkit.extract(fin=name, nofile=True, store=True, extension=False)
    seen[name] = [(float(frame.info.time_epoch), frame.info.cap_len) for frame in told.frame]
    print(f"{name}-endian: {len(seen[name])} packets,", *[f"{size} bytes at {when:.6f}," for when, size in seen[name]])
    assert [(packet.time, len(packet)) for packet in rdpcap(name)] == [(WHEN + n, len(PACKET)) for n in range(3)]
swapped = struct.unpack("<II", struct.pack(">II", WHEN, len(PACKET)))
sys.exit(seen != {"little": [(WHEN + number, len(PACKET)) for number in range(3)], "big": [swapped]})
PYTHON
cd "$room" && venv/bin/python seen.py 2>log  # which has remarks on the end of each file
