#!/usr/bin/env bash
# pypcappy 0.0.7: of each packet in a pcapng file the first eight bytes are missing, and its length is wrong.
#
# It says "A Pure Python3 PcapNg reader". In an Enhanced Packet Block the captured length is 20 bytes from the block's
# beginning, and the data 28 (draft-ietf-opsawg-pcapng, 4.3). What was seen: it counts so from where the type and the
# total length, eight bytes, have been taken off. A frame of 60 bytes is one of 52, which begins in the middle of an
# Ethernet header. capture_len is 17,230,332,160. Of a frame of 61 bytes the three bytes of padding are data, too.
# python-pcapng 2.1.1 gives both frames as they are. No error is raised.
# Whoever reads pcapng should take python-pcapng, or tshark.
# The kit writes pcapng, and its tests read it with other programs (lab12/wire/pcapng.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pypcappy==0.0.7" "python-pcapng==2.1.1"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys

import pcapng
from pypcappy import PcapNgFile

FRAMES = [bytes(range(size)) for size in (60, 61)]


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


with open("talk.pcapng", "wb") as file:
    file.write(block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(1, struct.pack("<HHI", 1, 0, 0)))
    for frame in FRAMES:
        padding = bytes(-len(frame) % 4)
        file.write(block(6, struct.pack("<5I", 0, 0, 0, len(frame), len(frame)) + frame + padding))
with open("talk.pcapng", "rb") as file:
    right = [each.packet_data for each in pcapng.FileScanner(file) if hasattr(each, "packet_data")]
with PcapNgFile("talk.pcapng") as file:
    told = [packet.data for packet in file.packets]
with PcapNgFile("talk.pcapng") as file:
    lengths = [each.capture_len for each in file.blocks if hasattr(each, "capture_len")]
for frame, data, length in zip(right, told, lengths):
    print(f"a frame of {len(frame)} bytes: {len(data)} bytes, from byte {data[0]}; capture_len {length:,}")
assert right == FRAMES
sys.exit(told != [FRAMES[0][8:], FRAMES[1][8:] + bytes(3)] or lengths != [int.from_bytes(range(5), "little")] * 2)
PYTHON
cd "$room" && venv/bin/python seen.py
