#!/usr/bin/env bash
# ansi-text 1.0.1: of the codes at the end of a text only the last is kept, so that red goes on over what is shown next.
#
# It is "for reading and manipulating text that has had formatting applied", and str() is to give "the ANSI formatted
# text in its entirity". What was seen: "Error" in bold and red ends with two codes, one that takes the colour back
# (39), and one for bold (22), as chalk writes it. What str() gives has the second one only. Nothing is edited, and yet
# all that a terminal shows after it is red. The code without a number, ESC [ m, means reset (ECMA-48, 8.3.117), and
# grep --color writes it. There it is taken for text: the plain text of "found" has eight letters.
# Whoever edits coloured text with it should write ESC [ 0 m behind what str() gives. The kit colours nothing with it.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ansi-text==1.0.1" "pyte==0.8.2"
cat > "$room/seen.py" <<'PYTHON'
import sys

import pyte
from ansi_text import AnsiText


def colour_after(text):
    """Return the colour of what a terminal shows after this text."""
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(text + "next")
    return screen.buffer[0][screen.cursor.x - 1].fg


raw = "\x1b[1m\x1b[31mError\x1b[39m\x1b[22m"
same = str(AnsiText(raw))
print(f"given {raw!r}, after it all is {colour_after(raw)}")
print(f"str() {same!r}, after it all is {colour_after(same)}")
plain = AnsiText("\x1b[1mfound\x1b[m here").text, AnsiText("\x1b[1mfound\x1b[0m here").text
print("plain text with ESC [ m: {!r}, with ESC [ 0 m: {!r}".format(*plain))
sys.exit(same != "\x1b[1m\x1b[31mError\x1b[22m" or (colour_after(raw), colour_after(same)) != ("default", "red")
         or plain != ("found\x1b[m here", "found here"))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
