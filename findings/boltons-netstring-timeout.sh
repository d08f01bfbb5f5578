#!/usr/bin/env bash
# boltons 26.2.0: the timeout of a NetstringSocket is 10 seconds, whatever is given, once a message has begun.
#
# It takes a timeout when it is made, and another one for each read_ns. Of received bytes the documentation says that
# they are "always buffered, even if an exception is raised". What was seen: with timeout=0.2 a silent peer costs 0.2 s.
# One that sends "5:he" and goes silent costs 10 s: "timed out after 10000ms". Only the length is waited for as asked,
# and it is gone then. When "llo," and "3:bye," come, "hello,3" is taken for a length. No message can be read any more,
# although both have come whole.
# Whoever reads netstrings with it should set the timeout of the socket itself, and close after a Timeout.
# The kit's scripts for TCP set no timeouts, and their messages are lines (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "boltons==26.2.0"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys
import time

from boltons.socketutils import Error, NetstringSocket


def asked(reader, **timeout):
    """Return what one read_ns gives, or its error, and how many seconds it took."""
    begun = time.monotonic()
    try:
        told = reader.read_ns(**timeout)
    except Error as error:
        told = type(error).__name__
    return told, round(time.monotonic() - begun, 1)


ours, peer = socket.socketpair()
reader = NetstringSocket(ours, timeout=0.2)
seen = [asked(reader)]
peer.send(b"5:he")
seen.append(asked(reader, timeout=0.2))
peer.send(b"llo,3:bye,")
seen += [asked(reader), asked(reader)]
for sent, (told, seconds) in zip(("nothing", "5:he", "llo,3:bye,", "nothing more"), seen):
    print(f"the peer sends {sent}: {told} after {seconds} s")
sys.exit([told for told, _ in seen] != ["Timeout", "Timeout", "MessageTooLong", "MessageTooLong"]
         or not seen[0][1] < 2 < 9 < seen[1][1])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
