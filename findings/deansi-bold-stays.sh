#!/usr/bin/env bash
# deansi 1.2.1: what is switched off by ESC [ 22 m stays bold, and one of 256 colours blinks instead.
#
# It "turns coloured console output into the equivalent html", and "Supports most 'm' codes (colors and attributes)". By
# ECMA-48 (8.3.117) the code 22 means neither bold nor faint. chalk ends bold text with it, and colorama's Style.NORMAL
# is it. What was seen: of "server" in bold, 22 and " listens" both are of the class ansi_bright. 22 takes off 2, which
# is faint, and nothing takes off 1. So all the rest of a log is bold, up to a full reset. Of 38;5;196, a red, the 38
# and the 196 are passed over, and 5 is blinking; its source has these colours on a list of things to do. ESC [ K, which
# grep --color writes next to each colour, stands as "[K" in the text. ansi2html 1.9.2 has the first text bold, the
# second plain, and the third red.
# Whoever shows logs with it should replace the code 22 by 0 before.
# The kit has a screen of its own (lab12/stage/screen.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "deansi==1.2.1" "ansi2html==1.9.2"
cat > "$room/seen.py" <<'PYTHON'
import re
import sys

from ansi2html import Ansi2HTMLConverter
from deansi import deansi

TEXT = "\33[1mserver\33[22m listens\33[0m \33[38;5;196mrefused\33[0m \33[01;31m\33[Kfound\33[m\33[K"


def classes(html):
    """Return the classes of each of the words."""
    return {word: re.findall(rf"<span class=['\"]([\w -]*)['\"]>[^<]*{word}", html) for word in WORDS}


WORDS = ("server", "listens", "refused", "found")
html = deansi(TEXT)
seen, other = classes(html), classes(Ansi2HTMLConverter(scheme="xterm").convert(TEXT, full=False))
print("deansi:", seen, re.findall(r"\S*\[K\w*", re.sub("<[^>]*>", "", html)))
print("ansi2html:", other)
assert other["server"] == ["ansi1"] and other["listens"] == [] and "38-196" in other["refused"][0], other
sys.exit(seen != {"server": ["ansi_bright"], "listens": ["ansi_bright"], "refused": ["ansi_blink"],
                  "found": ["ansi_bright ansi_red"]} or html.count("[K") != 2)
PYTHON
"$room/venv/bin/python" -W ignore "$room/seen.py"
