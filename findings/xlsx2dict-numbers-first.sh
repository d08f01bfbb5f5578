#!/usr/bin/env bash
# xlsx2dict 0.2.1: a sheet whose first column has numbers cannot be read, also one that its own write has made.
#
# It is "for reading and writing Excel files", and says that write takes a list of lists, and read gives one. What was
# seen: a sheet with names first, and then the students' numbers, is read. With the numbers first there is an
# AttributeError: 'float' object has no attribute 'startswith'. Of each row the first cell is asked whether it begins
# with "#", to leave out comments, without a look at its type. In read_dict the number 1001 is the text "1001.0", so
# that it equals no number of a list, although the code takes ".0" off, of texts.
# Whoever reads a class with it should put names first, or say remove_comment=False.
# The kit reads lists of a class as CSV, and each cell as text (lab12/classroom/tables.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "xlsx2dict==0.2.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

from xlsx2dict import read, read_dict, write


def outcome(what, function, table, **options):
    """Write a table, and return what is read, or the error."""
    write(table, "class.xlsx", sheet_name="class")
    try:
        told = function("class.xlsx", sheet_name="class", **options)
    except AttributeError as error:
        told = str(error)
    print(f"{what}: {told}")
    return told


NAMES, NUMBERS = [["name", "number"], ["Ann", 1001]], [["number", "name"], [1001, "Ann"]]
seen = [outcome("names first", read, NAMES), outcome("numbers first", read, NUMBERS),
        outcome("and with comments", read, NUMBERS, remove_comment=False),
        dict(outcome("as a dict", read_dict, NAMES))]
sys.exit(seen != [[["name", "number"], ["Ann", 1001]], "'float' object has no attribute 'startswith'",
                  [["number", "name"], [1001, "Ann"]], {2: {"name": "Ann", "number": "1001.0"}}])
PYTHON
cd "$room" && venv/bin/python seen.py
