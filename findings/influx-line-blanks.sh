#!/usr/bin/env bash
# influx-line 1.0.0: in a text every blank has a backslash before it, and a measurement with a blank is refused.
#
# It promises the "step by step building of valid Influx line protocol". There a text stands in quotes, and in it only
# quotes and backslashes are escaped; in the name of a measurement blanks and commas are (InfluxData, "Line protocol").
# What was seen: of the text "Hello, Ann = 1" line-protocol-parser 2.0.1 reads "Hello\,\ Ann\ \=\ 1", and so would a
# database. A backslash at the end of a text takes the quote's place: the line can't be read. InfluxLine("lab 12")
# leaves the name as it is, so that "12" is read as a field. set_measure() escapes it, but also "=", which stays.
# Whoever writes such lines should take influxdb-client's Point, or escape the two characters themselves.
# The kit's results are JSON, CSV and XML, each written by Python's own library (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "influx-line==1.0.0" "line-protocol-parser==2.0.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

from influx_line import InfluxLine
from line_protocol_parser import LineFormatError, parse_line


def read(name, text, set_name=False):
    """Return what another library reads of a line: its measurement and its text, or the error."""
    line = InfluxLine("lab" if set_name else name)
    if set_name:
        line.set_measure(name)
    line.add_field("said", text)
    line.set_timestamp(1)
    try:
        found = parse_line(str(line))
    except LineFormatError as error:
        return str(line), type(error).__name__
    return str(line), found["measurement"], found["fields"]["said"]


right = parse_line('lab said="Hello, Ann = 1" 1')["fields"]["said"]
seen = [read("lab", "Hello, Ann = 1"), read("lab", "C:\\"), read("lab 12", "hello"), read("a=b", "hello", True)]
for line in seen:
    print(*line, sep="  ->  ")
assert right == "Hello, Ann = 1"
sys.exit([found[1:] for found in seen] != [("lab", r"Hello\,\ Ann\ \=\ 1"), ("LineFormatError",),
                                           ("LineFormatError",), (r"a\=b", "hello")])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
