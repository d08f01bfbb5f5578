#!/usr/bin/env bash
# streamexpect 0.3.0: once more than 1,024 bytes have come, a prompt that is there is not found, or is found twice.
#
# It is "similar to the Pexpect library", for any stream; window is the "Number of historical characters to buffer",
# 1,024 if nothing else is said. What was seen: a program shows 1,200 bytes, and then "Enter Reply " with 588 bytes
# after it. expect_bytes(b"Enter Reply") is an ExpectTimeout, although the prompt is in the last 1,024 bytes. Asked
# again, it is found, twice. If the prompt comes at the end of 1,800 bytes, it is found at once, and then a second time.
# The place where a search goes on is moved back by what is thrown away. Once it is negative, it counts from the end.
# Whoever waits for prompts with it should give a window larger than all that a program shows.
# The kit waits for what a process is blocked in, and looks at the whole screen (lab12/stage).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "streamexpect==0.3.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

from streamexpect import BytesExpecter, ExpectTimeout, PollingStreamAdapter

PROMPT, DOTS = b"Enter Reply ", b"." * 588


class Program:
    """A stream that has shown these pieces and now waits, as a program does that has asked for a reply."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def read(self, most):
        return self.pieces.pop(0) if self.pieces else b""


def found(*pieces, **options):
    """Return whether each of three searches for the prompt finds it."""
    expecter, seen = BytesExpecter(PollingStreamAdapter(Program(*pieces), 0.01), **options), []
    for _ in range(3):
        try:
            expecter.expect_bytes(b"Enter Reply", timeout=0.1)
            seen.append("found")
        except ExpectTimeout:
            seen.append("timeout")
    print(f"the prompt at {b''.join(pieces).index(PROMPT)} of {sum(map(len, pieces))} bytes, window "
          f"{options.get('window', 1024)}:", *seen)
    return seen


before = DOTS + b"." * 12
first, last = (before, before, PROMPT + DOTS), (before, before, DOTS + PROMPT)
seen = [found(*first), found(*last), found(*first, window=10_000), found(*last, window=10_000)]
once = ["found", "timeout", "timeout"]
sys.exit(seen != [["timeout", "found", "found"], ["found", "found", "timeout"], once, once])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
