#!/usr/bin/env bash
# d8s-netstrings 0.6.0: a second message that is empty is left out, and lengths are those of letters, not of bytes.
#
# Two messages or more are put into one more netstring, as the text on netstrings says for lists of strings
# (cr.yp.to/proto/netstrings.txt). What was seen: ("GET", "") gives "3:GET,", which is "GET" alone. With ("GET", "",
# "x") all three are there. A length is a number of bytes ("octets"), but "naïve" is "5:naïve,", six bytes in UTF-8.
# pynetstring 0.5 refuses it, "Missing trailing comma", and writes 6 itself. Of two netstrings, one behind the other,
# netstring_ascii_to_string returns "GET,3:PUT" for the first one.
# Whoever talks in netstrings should take pynetstring. The kit's messages are lines (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "d8s-netstrings==0.6.0" "pynetstring==0.5"
cat > "$room/seen.py" <<'PYTHON'
import sys

import pynetstring
from d8s_netstrings import netstring_ascii_to_string, string_to_netstring_ascii


def read(data):
    try:
        return pynetstring.decode(data)
    except pynetstring.NetstringException as error:
        return str(error)


written = [string_to_netstring_ascii(*texts) for texts in (["naive"], ["naïve"], ["GET", ""], ["GET", "", "x"])]
for text in written:
    print(f"{text!r}, of {len(text.encode())} bytes, is read as {read(text)}")
print("pynetstring writes", pynetstring.encode("naïve"))
first = netstring_ascii_to_string("3:GET,3:PUT,")
print(f"the first of '3:GET,3:PUT,': {first!r}")
sys.exit(written != ["5:naive,", "5:naïve,", "3:GET,", "13:3:GET,0:,1:x,,"] or first != "GET,3:PUT"
         or [read(text) for text in written[:2]] != [[b"naive"], "Missing trailing comma."])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
