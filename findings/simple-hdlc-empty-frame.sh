#!/usr/bin/env bash
# simple-hdlc 0.4.4: an empty message takes the next one with it, and one of 1,100 bytes is two errors.
#
# It is a "Simple HDLC Protocol" for serial lines: flags, escapes and a check sequence. A frame that is too short is to
# be "silently discarded" (RFC 1662, 4.3). What was seen: sendFrame() takes "one", an empty message, "two" and "three".
# The empty one is not reported, but its two bytes stay, and "two" is a ValueError: "Invalid Frame (CRC FAIL)". A
# message of 1,100 bytes is sent without a word, and is "frame to big" when it comes, since 1,024 are read at most. What
# is left of it is then taken for a frame of its own, and is a second error, "Invalid Frame (CRC FAIL)".
# The check sequence is another one than HDLC's: of "123456789" it is 29 B1, and RFC 1662 (C.2) sends 6E 90.
# Whoever sends with it should leave out empty messages, and keep to 1,022 bytes.
# To the kit's scripts an empty line is a message like others (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "simple-hdlc==0.4.4" "pyserial==3.5"
cat > "$room/seen.py" <<'PYTHON'
import logging
import sys

import serial
from simple_hdlc import HDLC


def fcs(data):
    """Return the check sequence of RFC 1662 (C.2), in the order in which it is sent."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x8408 if value & 1 else 0)
    return (value ^ 0xFFFF).to_bytes(2, "little")


def heard(*messages):
    """Return what is read of these messages, when they have been sent over a line that sends back what it gets."""
    line = HDLC(serial.serial_for_url("loop://", timeout=1))
    for message in messages:
        line.sendFrame(message)
    seen = []
    while line.serial.in_waiting:
        try:
            seen.append(line.readFrame(timeout=0.5))
        except (ValueError, RuntimeError) as error:
            seen.append(str(error))
    return [what for what in seen if what != "readFrame timeout"]


logging.getLogger("simple_hdlc").disabled = True
short = heard(b"one", b"", b"two", b"three")
long = heard(b"x" * 1100, b"after")
check = HDLC._encode(b"123456789")[-3:-1]
print("of one, an empty message, two, three:", short)
print("of 1,100 bytes and another message:", long)
print("check sequence of 123456789:", check.hex(" "), "- by RFC 1662:", fcs(b"123456789").hex(" "))
bad = "Invalid Frame (CRC FAIL)"
sys.exit((short, long, check, fcs(b"123456789")) != (
    [b"one", bad, b"three"], ["frame to big", bad, b"after"], b"\x29\xb1", b"\x6e\x90"))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
