#!/usr/bin/env bash
# compsheet 2.0.0: of workbooks with several sheets it reports the two that are least alike, so that copies have 0.
#
# It looks for pairs of workbooks "with common features indicative of plagiarism", and --explain says of sim_exact and
# of sim_geo "Report the value for the two most similar sheets". What was seen: two workbooks of one sheet with the same
# eight numbers have a sim_exact of 1. If each has a second sheet with other words, it is 0, although the first sheets
# are as before. A workbook of two sheets and its copy have 0, too. With a row of 12 headings on all sheets, 52 of 52
# cells are the same on the first ones, and 0.2308 is told. The values are sorted from the smallest, and the first is
# taken, of those with more than ten equal cells if there are any.
# Whoever compares with it should keep one sheet in each. The kit's twins compare programs (lab12/classroom/twins.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "compsheet==2.0.0" "openpyxl==3.1.5" "numpy==1.26.4" \
  "tqdm==4.67.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

import openpyxl
from compsheet.comparer import comparer
from compsheet.multifile_comparer import explanation


def workbook(name, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(name)


def alike(what, one, other):
    compared = comparer(one, other)
    compared.compare(options="exact")
    print(f"{what}: {compared.results['sim_exact']}")
    return float(compared.results["sim_exact"])


assert explanation.count("Report the value for the two most similar sheets") == 2
def numbers(start, count):
    return [[start + row * 4 + place for place in range(4)] for row in range(count)]


SAME, HEADINGS = numbers(0, 2), [[f"heading {number}" for number in range(12)]]
mine, yours = ([[f"{who} {number}"] for number in range(4)] for who in ("Ann", "Bob"))
workbook("ann1.xlsx", SAME)
workbook("bob1.xlsx", SAME)
for name in ("ann2.xlsx", "copy2.xlsx"):
    workbook(name, SAME, mine)
workbook("bob2.xlsx", SAME, yours)
workbook("ann3.xlsx", HEADINGS + numbers(0, 10), HEADINGS + numbers(100, 10))
workbook("bob3.xlsx", HEADINGS + numbers(0, 10), HEADINGS + numbers(200, 10))
seen = [alike("one sheet each", "ann1.xlsx", "bob1.xlsx"), alike("and another", "ann2.xlsx", "bob2.xlsx"),
        alike("two sheets and their copy", "ann2.xlsx", "copy2.xlsx"), alike("headings", "ann3.xlsx", "bob3.xlsx")]
sys.exit(seen != [1, 0, 0, 0.2308])
PYTHON
cd "$room" && venv/bin/python seen.py
