#!/usr/bin/env bash
# uttlv 0.7.1: a value of 128 bytes or more swallows all that follows it, and an empty value at the end is lost.
#
# It writes and reads tag, length and value. Its documentation says that the length is "automatically determined", and
# that unknown elements can be skipped. What was seen: it writes tag 1 with 300 bytes, and tag 2 with "second". Read
# again, there is only tag 1, with 308 bytes: the header of tag 2 and "second" are the end of it. With 127 bytes both
# are there. No error is raised. A long length is a byte 82 and two more, and all three are taken for the number. Tag 2
# with an empty value, as the last one, is not there either.
# Whoever sends with it should give len_size=2 on both sides, and no empty value at the end.
# The kit's messages are lines, and an empty one is a message like others (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "uttlv==0.7.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

from uttlv import TLV


def again(first, second, **settings):
    """Return the values that are read of two which it has written, by their tags."""
    written, read = TLV(**settings), TLV(**settings)
    written[1], written[2] = first, second
    read.parse_array(written.to_byte_array())
    return {tag: read[tag] for tag in read}


LONG = b"x" * 300
swallowed, short, fixed = again(LONG, b"second"), again(LONG[:127], b"second"), again(LONG, b"second", len_size=2)
empty = again(b"first", b"")
for name, values in (("300", swallowed), ("127", short), ("len_size=2", fixed), ("empty", empty)):
    print(name + ":", {tag: (len(value), value[-8:]) for tag, value in values.items()})
sys.exit((swallowed, short, fixed, empty) != (
    {1: LONG + b"\x02\x06second"}, {1: LONG[:127], 2: b"second"}, {1: LONG, 2: b"second"}, {1: b"first"}))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
