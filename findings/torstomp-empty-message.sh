#!/usr/bin/env bash
# torstomp 0.1.12: an empty message is told to have the length of the one before it, so that it is not read as empty.
#
# It is a STOMP 1.1 client for tornado, whose send() adds content-length if there is a body. STOMP 1.1 says that with
# this header "this number of octets must be read", whatever they are. What was seen: send("/queue/marks", "87 points")
# has content-length:9. The next message is empty, and has content-length:9 as well. So has "x", which is sent with
# send_content_length=False. A broker that reads nine octets takes the start of the next frame into the message, and
# has lost the thread then. The headers that send() begins with are one dict for all calls.
# With headers={} in each call the lengths are right.
# Whoever sends with it should always give headers={}. To the kit's scripts an empty line is a message (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "torstomp==0.1.12" "tornado==6.5.1"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import socket
import sys

from tornado.iostream import IOStream
from torstomp import TorStomp


async def sent(options):
    """Return what goes to the broker for a message, an empty one, and one whose length is not to be told."""
    near, far = socket.socketpair()
    with far:
        client = TorStomp()
        client.stream = IOStream(near)
        await client.send("/queue/marks", "87 points", **options())
        await client.send("/queue/marks", "", **options())
        await client.send("/queue/marks", "x", send_content_length=False, **options())
        client.stream.close()
        far.settimeout(5)
        return b"".join(iter(lambda: far.recv(4096), b""))


def read(data):
    """Return the bodies that STOMP 1.1 has in it, as far as it is sound."""
    bodies = []
    while data:
        head, _, rest = data.partition(b"\n\n")
        told = [int(line.split(b":")[1]) for line in head.splitlines() if line.startswith(b"content-length:")]
        size = told[0] if told else rest.index(b"\0")
        bodies.append(rest[:size])
        if rest[size:size + 1] != b"\0":
            return [*bodies, "no NUL"]
        data = rest[size + 1:]
    return bodies


shared, own = (read(asyncio.run(sent(options))) for options in (dict, lambda: {"headers": {}}))
print("with headers={}:", *own)
print("without:", *shared)
sys.exit((own, shared) != ([b"87 points", b"", b"x"], [b"87 points", b"\0SEND\ncon", "no NUL"]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
