#!/usr/bin/env bash
# stomper 0.4.3: the lines of a message are joined into one, and frames are lost unless exactly one line feed follows.
#
# It is to "create and parse STOMP messages in a programmatic fashion", and has a StompBuffer for "partial frames". In
# STOMP 1.1 the body is all up to NUL, and any number of line feeds may follow it. What was seen: a program of four
# lines is unpacked as one line, without indentation. Of three frames that come together, with one line feed after each,
# getOneMessage() returns all three. Without it none is returned, although all have come. With two line feeds it returns
# "one", and then a message without a command. "two" and "three" are thrown away, as corrupt.
# Whoever reads STOMP with it should take stomp-py 9.0.0, which leaves the body of such a frame as it is.
# The kit's messages are lines, and an empty one is a message like others (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "stomper==0.4.3" "stomp-py==9.0.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

import stomp.utils
import stomper
from stomper.stompbuffer import StompBuffer

HEAD = "MESSAGE\nsubscription:0\nmessage-id:1\ndestination:/topic/lab12\n\n"
PROGRAM = "for line in lines:\n    print(line)\n\nprint('end')"


def buffered(end):
    """Return the command and the body of each message that comes out, when three frames that end so have come."""
    buffer = StompBuffer()
    buffer.appendData("".join(f"{HEAD}{text}\0{end}" for text in ("one", "two", "three")))
    return [(message["cmd"], message["body"]) for message in iter(buffer.getOneMessage, None)]


frame = stomper.Frame()
frame.unpack(f"{HEAD}{PROGRAM}\0\n")
other = stomp.utils.parse_frame((HEAD + PROGRAM).encode()).body
none, one, two = buffered(""), buffered("\n"), buffered("\n\n")
print(f"{PROGRAM!r} is read as {frame.body!r}")
print("line feeds after NUL: none:", none, "- one:", one, "- two:", two)
assert other == PROGRAM.encode()
sys.exit((frame.body, none, one, two) != (
    "for line in lines:print(line)print('end')", [], [("MESSAGE", text) for text in ("one", "two", "three")],
    [("MESSAGE", "one"), ("", "")]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py" 2> "$room/log" || { cat "$room/log"; exit 1; }
