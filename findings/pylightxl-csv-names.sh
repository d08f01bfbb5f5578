#!/usr/bin/env bash
# pylightxl 1.61: readcsv makes True of the student Trueman, and two cells of "Holloway, Jane".
#
# Its documentation says that it reads ".csv files"; in RFC 4180 (2.6) fields with commas are enclosed in quotes. What
# was seen, of a list that Python's csv has written: a cell in which "true" or "false" stands anywhere is True or False.
# So it is with Ann Trueman, and with the remark "false port". Lines are cut at each comma, so that Jane's mark is one
# column further on, and quotes are left in her name. Nothing is said.
# Whoever reads a gradebook should take Python's csv, as the kit does (lab12/classroom/tables.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pylightxl==1.61"
cat > "$room/seen.py" <<'PYTHON'
import csv
import sys

import pylightxl

GRADES = [["Name", "Mark", "Remark"], ["Ann Trueman", "87", "sound"], ["Bob", "60", "false port"],
          ["Holloway, Jane", "75", "late"]]
with open("grades.csv", "w", newline="") as file:
    csv.writer(file).writerows(GRADES)
with open("grades.csv", newline="") as file:
    assert list(csv.reader(file)) == GRADES
told = [row for row in pylightxl.readcsv("grades.csv").ws("Sheet1").rows]
for written, read in zip(GRADES, told):
    print(written, "is read as", read)
sys.exit(told != [["Name", "Mark", "Remark", ""], [True, 87, "sound", ""], ["Bob", 60, False, ""],
                  ['"Holloway', ' Jane"', 75, "late"]])
PYTHON
cd "$room" && venv/bin/python seen.py
