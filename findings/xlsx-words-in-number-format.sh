#!/usr/bin/env bash
# pylightxl 1.61, xlsx2csv 0.8.6: the mark 87 in a cell with the number format 0" points" is read as a time or as words.
#
# One says "read type converted cell value (string, int, float)", the other "Converts xlsx files to csv format". What
# stands in quotes in a number format is shown as it is, and brackets hold a colour (ECMA-376, part 1, 18.8.31). Both
# look for the letters of a date in all of it. What was seen: pylightxl reads 87 points as "00:00:00", 87 days as
# "1900/03/27 00:00:00", and 87 in red as "1900/03/27". xlsx2csv writes the words for the mark: the cell is 0" points"
# or 0" 03arks". openpyxl 3.1.5 reads 87 everywhere.
# Whoever reads mark sheets with them should leave the cells without such a format. The kit's marks.csv has none
# (lab12/classroom/marks.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pylightxl==1.61" "xlsx2csv==0.8.6" "openpyxl==3.1.5" \
  "xlsxwriter==3.3.1"
cat > "$room/seen.py" <<'PYTHON'
import csv
import io
import sys

import openpyxl
import pylightxl
import xlsxwriter
from xlsx2csv import Xlsx2csv

TOLD = {  # number format: what pylightxl and xlsx2csv make of 87
    "0": (87, "87"),
    '0" points"': ("00:00:00", '0" points"'),
    '0" marks"': ("00:00:00", '0" 03arks"'),
    '0" days"': ("1900/03/27 00:00:00", '0" 27ays"'),
    "[Red]0": ("1900/03/27", "87"),
}
with xlsxwriter.Workbook("marks.xlsx") as book:
    sheet = book.add_worksheet()
    for at, form in enumerate(TOLD):
        sheet.write(at, 0, 87, book.add_format({"num_format": form}))
table = io.StringIO()
Xlsx2csv("marks.xlsx").convert(table)
texts = [row[0] for row in csv.reader(table.getvalue().splitlines())]
light = pylightxl.readxl("marks.xlsx").ws("Sheet1").col(1)
right = [cell.value for cell in openpyxl.load_workbook("marks.xlsx").active["A"]]
for form, *read in zip(TOLD, right, light, texts):
    print("87 as {}: openpyxl {}, pylightxl {!r}, xlsx2csv {}".format(form, *read))
assert right == [87] * len(TOLD)
sys.exit(list(zip(light, texts)) != list(TOLD.values()))
PYTHON
cd "$room" && venv/bin/python seen.py
