#!/usr/bin/env bash
# docx2csv 0.1.4: a workbook that it makes begins with an empty sheet, so whoever reads the first one has no marks.
#
# Its documentation says that it "Extracts tables from .docx files and saves them as CSV, TSV, XLSX, or JSON". What was
# seen: of a document with one table the CSV has three rows. The XLSX has two sheets: Sheet, which is empty, and then 0,
# with the three rows. pandas.read_excel, which takes the first if nothing is said, gives a table of no rows. With
# --singlefile it is the same. openpyxl's new workbook has one sheet already, and another is added to it.
# Whoever reads marks from a Word file with it should take the CSV.
# The kit reads neither (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "docx2csv==0.1.4" "python-docx==1.2.0" \
  "openpyxl==3.1.5" "pandas==2.2.3"
cat > "$room/seen.py" <<'PYTHON'
import csv
import sys

import docx
import docx2csv
import openpyxl
import pandas

ROWS = [["name", "mark"], ["Ann Reed", "7"], ["Bob Hill", "9"]]
document = docx.Document()
table = document.add_table(rows=0, cols=2)
for row in ROWS:
    for cell, text in zip(table.add_row().cells, row):
        cell.text = text
document.save("marks.docx")
docx2csv.extract("marks.docx", format="csv", output="marks.csv")
docx2csv.extract("marks.docx", format="xlsx", output="marks.xlsx")
docx2csv.extract("marks.docx", format="xlsx", singlefile=True, output="single.xlsx")
with open("marks.csv", newline="") as file:
    print("CSV:", rows := list(csv.reader(file)))
assert rows == ROWS
seen = []
for name in ("marks.xlsx", "single.xlsx"):
    sheets = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
              for sheet in openpyxl.load_workbook(name)}
    first = pandas.read_excel(name, header=None)
    print(f"{name}: {sheets}; pandas reads {len(first)} rows")
    seen.append((list(sheets), [len(rows) for rows in sheets.values()], len(first)))
    assert list(sheets.values())[-1] == ROWS
sys.exit(seen != [(["Sheet", "0"], [0, 3], 0), (["Sheet", "1"], [0, 3], 0)])
PYTHON
cd "$room" && venv/bin/python seen.py
