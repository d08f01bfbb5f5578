#!/usr/bin/env bash
# bencoded 0.1.2: i-1e is -29, and i-10e is -290.
#
# It is "a simple Python library for decoding bencoded data", and has torrents for an example. In BEP 3 an integer is
# written in base ten, "for example i3e corresponds to 3 and i-3e corresponds to -3". What was seen: i3e is 3, and i-3e
# is -27. A dictionary whose "limit" is i-1e has -29 there, and nothing is said of it. The minus sign is taken for a
# digit worth -3, so of i-3e it is 3 - 30. Numbers from zero on are right.
# Whoever reads such files with it should take bencode2 instead, whose bdecode() reads all of these right.
# It needs a Python before 3.14.
# The kit's messages are lines, with no numbers before them (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "bencoded==0.1.2" "bencode2==0.3.38"
cat > "$room/seen.py" <<'PYTHON'
import sys

import bencode2
import bencoding

WRITTEN = (b"i3e", b"i0e", b"i-1e", b"i-3e", b"i-10e", b"d5:limiti-1e4:name3:labe", b"li-3ei5ee")
told = [bencoding.decode(data) for data in WRITTEN]
right = [bencode2.bdecode(data) for data in WRITTEN]
for data, *numbers in zip(WRITTEN, told, right):
    print(data.decode() + ":", *numbers)
sys.exit((told, right) != (
    [3, 0, -29, -27, -290, {"limit": -29, "name": "lab"}, [-27, 5]],
    [3, 0, -1, -3, -10, {b"limit": -1, b"name": b"lab"}, [-3, 5]]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
