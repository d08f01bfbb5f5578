#!/usr/bin/env bash
# ansiparser 1.3.2: letters such as é and the lines of a frame count as two columns, so others are overwritten.
#
# It "processes escape sequences like a terminal, allowing you to convert them into formatted text or HTML". A terminal
# gives two columns to wide letters, such as 字. Those of an ambiguous width, such as é and │, have one, if nothing else
# is known (Unicode, UAX #11). What was seen: a program shows "café? [ ]", and puts an X between the brackets, by
# column. In the text that comes out the bracket is gone, and the blank is still there. In a frame of │ what is put into
# the place of a mark stands beside it. pyte 0.8.2 shows both as they are. Without é and │ it is right here as well.
# Whoever reads screens with it should leave such letters out before. In the kit's screen each letter has one column
# (lab12/stage/screen.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ansiparser==1.3.2" "pyte==0.8.2"
cat > "$room/seen.py" <<'PYTHON'
import sys

import ansiparser
import pyte


def shown(text):
    """Return what ansiparser and pyte say that a terminal shows of this text in its first line."""
    screen = ansiparser.new_screen()
    screen.put(text)
    screen.parse()
    other = pyte.Screen(80, 24)
    pyte.Stream(other).feed(text)
    lines = screen.to_formatted_string()[0].rstrip(), other.display[0].rstrip()
    print(f"{text!r}: {lines[0]!r}, pyte {lines[1]!r}")
    return lines


seen = [shown(text + "\x1b[1;8HX") for text in ("cafe? [ ]", "café? [ ]", "|mark: _|", "│mark: _│", "字? [ ]")]
sys.exit(seen != [("cafe? [X]", "cafe? [X]"), ("café? X ]", "café? [X]"), ("|mark: X|", "|mark: X|"),
                  ("│mark:X_│", "│mark: X│"), ("字? [ ]X", "字? [ ]X")])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
