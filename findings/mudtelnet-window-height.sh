#!/usr/bin/env bash
# mudtelnet 0.8.0: each window that a client tells is 0 lines high, and empty lines are left out.
#
# It lists "NAWS (Negotiate About Window Size)", and makes "events" of what a client sends. RFC 1073 has two bytes for
# the width and two for the height. What was seen: of a window of 80 by 24 the event says width 80, height 0, since the
# height is read from a slice of no bytes. Of "hello", an empty line and "bye" there are two events of lines.
# Whoever writes a server with it should take the height from bytes 2 to 4 themselves, or use telnetlib3.
# To the kit's scripts an empty line is a message like others (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "mudtelnet==0.8.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

from mudtelnet import TC, TelnetConnection, TelnetFrame

WILL_NAWS = bytes([TC.IAC, TC.WILL, TC.NAWS])
WINDOW = bytes([TC.IAC, TC.SB, TC.NAWS, 0, 80, 0, 24, TC.IAC, TC.SE])


def told(*sent):
    """Return the lines that the events tell of what a client has sent, and the last change."""
    connection, answer, events, changed = TelnetConnection(), bytearray(), [], {}
    connection.start(answer)
    buffer = bytearray(b"".join(sent))
    while frame := TelnetFrame.parse_consume(buffer):
        changed = connection.process_frame(frame, answer, events)
    return [bytes(event.data) for event in events], dict(changed)


window, lines = told(WILL_NAWS, WINDOW), told(b"hello\r\n\r\nbye\r\n")
print("a window of 80 by 24:", window[1]["naws"])
print("hello, an empty line, bye:", lines[0])
sys.exit((window[1], lines[0]) != ({"naws": {"width": 80, "height": 0}}, [b"hello", b"bye"]))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
