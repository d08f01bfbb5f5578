#!/usr/bin/env bash
# pynmeaparser 1.0.0: of two sentences in one read one is lost each time, and a position before an AIS sentence, too.
#
# Its process() takes "arbitrary data", to be "concatenated with the previously incomplete" rest. NMEA 0183 sentences
# end with CR LF, and a serial line or TCP hands over any number of them at once. What was seen: ten reads of two
# positions each. The handler hears of 1, 2, 4, 6, ... and 18. Each call handles one sentence, and keeps what follows
# it, but for the first letter. Since line ends at the edge of a read are taken off, that letter is the "$" of the next
# sentence. 20 is still kept. Where an AIS sentence, which begins with "!", comes behind a position in one read, the
# position is lost. "!" is looked for before "$", and what stands in front is taken for incomplete.
# pynmeagps 1.1.8 reads all of them. So does process(), if it gets each line by itself.
# Whoever reads with it should split at line ends, and call process() for each line.
# The kit's scripts split what has come at newlines (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pynmeaparser==1.0.0" "pynmeagps==1.1.8"
cat > "$room/seen.py" <<'PYTHON'
import functools
import io
import operator
import sys

from pynmeagps import NMEAReader
from pynmeaparser import NMEAParser


def sentence(body, start="$"):
    return f"{start}{body}*{functools.reduce(operator.xor, body.encode()):02X}\r\n"


def position(number):
    return sentence(f"GPGLL,48{number:02d}.00,N,01620.00,E,1200{number:02d}.00,A,A")


def heard(reads):
    """Return the minutes of latitude of the positions that a handler is told, and how many letters are kept."""
    minutes = []
    parser = NMEAParser()
    parser.add_handler("GPGLL", lambda fields: minutes.append(int(fields[1][2:4])))
    for text in reads:
        parser.process(text)
    return minutes, len(parser.get_buffer())


pairs = [position(number) + position(number + 1) for number in range(1, 21, 2)]
few, kept = heard(pairs)
right = [round(parsed.lat % 1 * 60) for _, parsed in NMEAReader(io.BytesIO("".join(pairs).encode()))]
ship = sentence("AIVDM,1,1,,A,14eG;o@034o8sd<L9i:a;WF>062D,0", "!")
mixed, _ = heard([position(1) + ship, position(2)])
by_line, _ = heard("".join(pairs).splitlines())
print("told after ten reads of two:", *few, "- letters kept:", kept)
print("told of a position before a ship, and of another one:", *mixed)
assert right == by_line == list(range(1, 21)), right
sys.exit((few, mixed) != ([1, *range(2, 19, 2)], [2]) or kept < 40)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
