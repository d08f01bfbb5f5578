#!/usr/bin/env bash
# pyte 0.8.2: what vim and fish ask of a terminal's keyboard underlines all that is shown after it.
#
# CSI > 4 ; 2 m sets how keys are sent (xterm, modifyOtherKeys); with ">" it is no colour. pyte's documentation says of
# sequences that it does not know that debug() gets them, which "by default is a noop". What was seen: it skips the ">"
# and takes the rest for CSI 4 ; 2 m, so "hello" is underlined. CSI > 4 ; 1 m, as fish sends it with each prompt, makes
# it bold, too. Of CSI 4 : 3 m, a wavy underline, all after the colon is text: "3m" is shown before it.
# Whoever looks at styles on a screen of pyte should take such sequences out of the stream first.
# The kit has a screen of its own, which leaves them out (lab12/stage/screen.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pyte==0.8.2"
cat > "$room/seen.py" <<'PYTHON'
import sys

import pyte

TOLD = {  # what comes before "hello": what the first row shows, and whether its last letter is underlined and bold
    "": ("hello", False, False),
    "\x1b[?25h": ("hello", False, False),
    "\x1b[>4;2m": ("hello", True, False),
    "\x1b[>4;1m": ("hello", True, True),
    "\x1b[4:3m": ("3mhello", False, False),
}
seen = {}
for before in TOLD:
    screen = pyte.Screen(20, 1)
    pyte.Stream(screen).feed(before + "hello")
    shown = screen.display[0].rstrip()
    last = screen.buffer[0][len(shown) - 1]
    seen[before] = shown, last.underscore, last.bold
    print(f"{before!r}: {shown!r}{', underlined' * last.underscore}{', bold' * last.bold}")
sys.exit(seen != TOLD)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
