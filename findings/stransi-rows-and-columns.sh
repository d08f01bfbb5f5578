#!/usr/bin/env bash
# stransi 0.3.0: a move of the cursor to a row and a column is read as a move to a column and a row.
#
# It is "a lightweight parser for ANSI escape code sequences". In CSI row ; column H the row comes first (ECMA-48,
# 8.3.21). What was seen: for row 5, column 1 it tells SetCursor with x=4 and y=0, and for row 10, column 40 x=9 and
# y=39. The status line in row 24 of a screen of 80 columns is put in the first row. A move up by three rows is y=-3, so
# y is what counts the rows. pyte 0.8.2 puts the cursor in the right place.
# Whoever follows a program's screen with it should swap the two where relative is False.
# The kit has a screen of its own (lab12/stage/screen.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "stransi==0.3.0" "pyte==0.8.2"
cat > "$room/seen.py" <<'PYTHON'
import sys

import pyte
from stransi import Ansi

PLACES = [(5, 1), (10, 40), (24, 1)]  # rows and columns, from 1
told, right = [], []  # x, y
for row, column in PLACES:
    text = f"\x1b[{row};{column}H"
    (cursor,) = Ansi(text).instructions()
    told.append((cursor.move.x, cursor.move.y))
    screen = pyte.Screen(80, 24)
    pyte.Stream(screen).feed(text)
    right.append((screen.cursor.x, screen.cursor.y))
    print("row {}, column {}: stransi x={} y={}, pyte x={} y={}".format(row, column, *told[-1], *right[-1]))
(up,) = Ansi("\x1b[3A").instructions()
print(f"three rows up: stransi x={up.move.x} y={up.move.y}")
assert right == [(column - 1, row - 1) for row, column in PLACES]
sys.exit(told != [(row - 1, column - 1) for row, column in PLACES] or (up.move.x, up.move.y) != (0, -3))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
