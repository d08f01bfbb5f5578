#!/usr/bin/env bash
# python-dict-display-filter 1.2.0: "length > 1500" finds a packet of 60 bytes, for 60 is taken for the year 2060.
#
# It is a "Wireshark-like display filter for Python dictionaries"; the first example has numbers as text, as a table
# from tshark or a CSV file has them. What was seen, of two packets of "60" and "1514" bytes: "length > 1500" and
# "length <= 60" give both. For >, >=, < and <= each value is tried as a date, too, and one that fits is enough. As
# years 2060 comes after 1500, and 1514 before 2060. "length == 60" is right, and so is all of it if the lengths are
# numbers.
# Whoever filters a table with it should make numbers of its columns first.
# The kit looks at packets in Python, without a filter language (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "python-dict-display-filter==1.2.0"
cat > "$room/seen.py" <<'PYTHON'
import csv
import io
import sys

from pydictdisplayfilter import DictDisplayFilter

TABLE = "from,length\nclient,60\nserver,1514\n"  # as tshark -T fields writes it
TOLD = {"length > 1500": ["60", "1514"], "length <= 60": ["60", "1514"], "length == 60": ["60"]}
RIGHT = {"length > 1500": [1514], "length <= 60": [60], "length == 60": [60]}
text = list(csv.DictReader(io.StringIO(TABLE)))
numbers = [{**packet, "length": int(packet["length"])} for packet in text]
told, right = ({query: [packet["length"] for packet in DictDisplayFilter(packets).filter(query)] for query in TOLD}
               for packets in (text, numbers))
for query in TOLD:
    print(f"{query}: text {told[query]}, numbers {right[query]}")
assert right == RIGHT
sys.exit(told != TOLD)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
