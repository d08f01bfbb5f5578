#!/usr/bin/env bash
# webstompy 0.1.5: every message that is sent has a line feed more, and ActiveMQ's message-id is cut into three.
#
# It supports "version 1.1 of the STOMP specification". There the body ends at the NUL byte, and only the first colon of
# a header line ends the name. What was seen: send(message="hello") puts a line feed before the NUL, so subscribers get
# "hello" and a line feed. content_length=5, an int by its documentation, is an AttributeError. As the text "5" it is
# wrong by one. Of ActiveMQ's "message-id:ID:lab-5000-1:2" the value is in three parts, so dict() refuses the header.
# A broker may send line feeds after the NUL. With one the message is right, and with two it ends in NUL.
# CR LF within a message is read as LF. stomp-py 9.0.0 reads the same frames as they are.
# Whoever chats with it should strip what comes, and read the id from frame.payload.
# The kit's messages are lines, with one newline each (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "webstompy==0.1.5" "stomp-py==9.0.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

import stomp.utils
import webstompy

HEAD = b"MESSAGE\nsubscription:0\nmessage-id:ID:lab-5000-1:2\ndestination:/topic/lab12\n\n"


class Sent:
    """A WebSocket that keeps what is sent, and never gets anything."""

    def __init__(self):
        self.frames = []

    def send(self, frame):
        self.frames.append(frame)

    def recv_frame(self):
        raise SystemExit  # and the receiving thread ends


def received(frame):
    """Return the id and the message that both libraries read."""
    seen = webstompy.StompFrame(payload=frame)
    other = stomp.utils.parse_frame(frame.rstrip(b"\n").removesuffix(b"\0"))
    return seen.header[1][1:], seen.message, other.headers["message-id"], other.body


web = Sent()
connection = webstompy.StompConnection(connector=web)
connection.send("/topic/lab12", "hello")
body = web.frames[0].partition(b"\n\n")[2]
try:
    connection.send("/topic/lab12", "hello", content_length=5)
    length = "accepted"
except AttributeError as error:
    length = type(error).__name__
plain, ended, lines = (received(HEAD + rest) for rest in (b"hello\0\n", b"hello\0\n\n", b"one\r\ntwo\0"))
print("sent after the headers:", body, "- content_length=5:", length)
for seen in plain, ended, lines:
    print("message-id", seen[0], "and message", seen[1], "- by stomp-py", *seen[2:])
ID = "ID:lab-5000-1:2"
assert [seen[2:] for seen in (plain, ended, lines)] == [(ID, b"hello"), (ID, b"hello"), (ID, b"one\r\ntwo")]
sys.exit((body, length) != (b"hello\n\0", "AttributeError") or plain[0] != (b"ID", b"lab-5000-1", b"2")
         or [seen[1] for seen in (plain, ended, lines)] != [b"hello", b"hello\0", b"one\ntwo"])
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py" 2> "$room/log" || { cat "$room/log"; exit 1; }
