#!/usr/bin/env bash
# maritime-frame 0.1.0: NMEA 2000 messages of one frame, such as heading and position, are refused, or read as others.
#
# Its documentation says of feed_can that it decodes "NMEA-2000 CAN and Fast Packet", and has "bounded Fast-Packet
# reassembly". Only some messages are fast packets; one of up to eight bytes is a single frame, and all of it is data
# (NMEA 2000, and ISO 11783-3). What was seen: every frame is read as a part of a fast packet. Of PGN 127250, vessel
# heading, all eight bytes are data; the first is a number that goes from 0 to 252. For most numbers it is refused as
# a part that is "missing or out-of-order". For 0, 32, 64 and so on the low byte of the heading is taken for a length.
# Then it waits for more, or it is told at once: as one to six bytes, of which the first is in the heading.
# Whoever reads a boat's bus with it should look at the PGN first, and give it fast packets only.
# A message of the kit's scripts says itself where it ends: a line over TCP, a datagram over UDP (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "maritime-frame==0.1.0"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys

from maritime_frame import StreamParser

HEADING, POSITION, PRIORITY = 127250, 129029, 2


def identifier(pgn, source):
    """Return the 29 bits that stand before a message to everybody."""
    return PRIORITY << 26 | pgn << 8 | source


def heading(number, radians):
    """Return PGN 127250: number, heading, deviation and variation in 0.0001 radians (none of them), true north."""
    return struct.pack("<BHHHB", number, round(radians * 10_000), 0x7FFF, 0x7FFF, 0xFC)


def told(pgn, data):
    event = StreamParser().feed_can(identifier(pgn, 35), data, 1.0)
    return event.status.name, event.error or event.message and event.message.payload


fast = told(POSITION, bytes([0, 6]) + b"abcdef")
seen = [told(HEADING, heading(number, radians)) for number, radians in ((1, 1.5), (64, 1.5), (0, 0.0514))]
print("a fast packet:", *fast)
for what in seen:
    print("a heading:", *what)
assert fast == ("VALID_FRAME", b"abcdef")
sys.exit(seen != [("CORRUPTED_FRAME", "missing or out-of-order Fast-Packet frame"), ("PARTIAL_STREAM", None),
                  ("VALID_FRAME", b"\x02\xff")])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
