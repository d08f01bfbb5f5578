#!/usr/bin/env bash
# streamframer 0.0.2: read_until_timeout(consume=True) returns nothing of what came, and throws older bytes away.
#
# Its documentation says "Returns ONLY bytes that arrived during this call", and of consume=True that it "consumes only
# bytes received during this call; old buffered bytes remain". What was seen: a device sends "VOLT 1.5", and what is
# returned is empty, as if it had said nothing. If "one", LF and "two" came before, and "one" was taken, " more" is read
# next. Again nothing is returned, and "ore" is left in the buffer, where "two" should be. The bytes are counted off
# from the front, where the older ones are, and the result is cut out of what is left. With consume=False all is right.
# Whoever reads with it should leave consume out, and call consume() of the buffer. The kit's scripts read lines (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "streamframer==0.0.2"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys

from streamframer import BufferManager, read_until_timeout, read_with_rule, until_delim


def told(before, now, consume):
    """Return what is read of these bytes, after a line of those before was taken, and what is in the buffer then."""
    near, far = socket.socketpair()
    with near, far:
        manager = BufferManager()
        if before:
            far.sendall(before)
            read_with_rule(near, manager, until_delim(b"\n")).consume()
        far.sendall(now)
        read = read_until_timeout(near, manager, overall_timeout=0.3, per_recv_timeout=0.1, consume=consume)
        left = bytes(manager.buf_and_scan()[0])
    print(f"of {now!r} after {before!r}, consume={consume}: read {read!r}, left in the buffer {left!r}")
    return read, left


seen = [told(before, now, consume) for before, now in ((b"", b"VOLT 1.5"), (b"one\ntwo", b" more"))
        for consume in (False, True)]
sys.exit(seen != [(b"VOLT 1.5", b"VOLT 1.5"), (b"", b""), (b" more", b"two more"), (b"", b"ore")])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
