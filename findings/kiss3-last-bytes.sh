#!/usr/bin/env bash
# kiss3 8.0.0: a carriage return or blank at the end of a frame is lost, and a setting of 192 is sent as three bytes.
#
# It is a "pure-Python implementation of serial KISS and KISS-over-TCP protocols". KISS carries the bytes of a frame as
# they are, but for 192 (FEND) and 219 (FESC), which are escaped once. What was seen: two frames with "hello" and
# "there", each with the CR with which packet radio ends a line, come out without it. Put together they are
# "hellothere". A frame of numbers that ends with 32, 10 or 13 is shorter by that, and no check sequence is left to show
# it. write_setting(Command.PERSISTENCE, 192) sends DB DD DC, which a TNC reads as DB and DC. For 191 it is BF.
# Whoever reads lines with it should end each message with a letter of its own, such as a full stop.
# The kit takes one line end off, and no blanks (lab12/driver).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "kiss3==8.0.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

import kiss
from ax253 import Frame
from kiss.kiss import AX25KISSDecode, Command, KISSProtocol


class Wire:
    """Keeps what a protocol writes."""

    def __init__(self):
        self.data = b""

    def write(self, data):
        self.data += data


def wired(do):
    """Return what is written to the TNC."""
    protocol = KISSProtocol()
    protocol.transport = Wire()
    do(protocol)
    return protocol.transport.data


def read(info):
    """Return the text of a frame that has been written and read again."""
    frame = Frame.ui(destination="LAB", source="N0CALL", info=info)
    (back,) = AX25KISSDecode().update(wired(lambda protocol: protocol.write(frame)))
    return bytes(back.info)


lines = [read(info) for info in (b"hello\r", b"there\r", b"ok")]
numbers = read(bytes([1, 2, 32]))
settings = {value: wired(lambda protocol: protocol.write_setting(Command.PERSISTENCE, value)).hex(" ")
            for value in (191, 192)}
print(lines, numbers, settings)
sys.exit((lines, numbers, settings) != (
    [b"hello", b"there", b"ok"], b"\x01\x02", {191: "c0 02 bf c0", 192: "c0 02 db dd dc c0"}))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
