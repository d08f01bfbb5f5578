#!/usr/bin/env bash
# docx2txt 0.9, docx2python 3.7.1: a paragraph's tab stops are read as tabs, so that code has tabs nobody has typed.
#
# The documentation says "extracts text from docx files". In a run, Word's w:tab is a tab; in w:pPr/w:tabs it says where
# a tab would end (ECMA-376, part 1, 17.3.1.37). Code that was pasted from a web page often has such stops in each line.
# What was seen: lines with two tab stops come with two tabs more before them, so Python says "unexpected indent".
# docx2everything 1.1.0 does the same. All three leave out a hyphen that holds a line together, w:noBreakHyphen: 10-3
# is 103. python-docx 1.2.0 reads both right.
# Whoever reads code from .docx should take python-docx. The kit reads tabs in runs (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "docx2txt==0.9" "docx2python==3.7.1" \
  "docx2everything==1.1.0" "python-docx==1.2.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

import docx
import docx2everything
import docx2python
import docx2txt
from docx.oxml import OxmlElement
from docx.shared import Cm

LINES = ["import socket", "def size(data):", "\treturn len(data)", "left = 10-3"]


def write(name, stops, held):
    """Write the lines as a Word file, with that many tab stops in each; the hyphen is held or not."""
    document = docx.Document()
    for line in LINES:
        paragraph = document.add_paragraph()
        for stop in range(stops):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(stop + 1))
        before, *after = line.split("-") if held else [line]
        run = paragraph.add_run(before)
        for text in after:
            run._r.append(OxmlElement("w:noBreakHyphen"))
            run.add_text(text)
    document.save(name)


def by_docx2python(name):
    with docx2python.docx2python(name) as document:
        return document.text


def told(text):
    """Return what Python says of a program, and how many tabs are in it."""
    try:
        exec(text, given := {})
    except IndentationError as error:
        return error.msg, text.count("\t")
    return f"10-3 is {given['left']}", text.count("\t")


READERS = {"python-docx": lambda name: "\n".join(one.text for one in docx.Document(name).paragraphs),
           "docx2txt": docx2txt.process, "docx2everything": docx2everything.process, "docx2python": by_docx2python}
files = {"plain.docx": (0, False), "stops.docx": (2, False), "held.docx": (0, True)}
for name, way in files.items():
    write(name, *way)
seen = {reader: [told(read(name)) for name in files] for reader, read in READERS.items()}
for reader, (plain, stops, held) in seen.items():
    print(f"{reader}: {plain[0]}; with tab stops: {stops[0]}, {stops[1]} tabs; with a held hyphen: {held[0]}")
right, *wrong = seen.values()
sys.exit(right != [("10-3 is 7", 1)] * 3
         or any(one[0] != right[0] or one[1][0] != "unexpected indent" or one[2][0] != "10-3 is 103" for one in wrong))
PYTHON
cd "$room" && venv/bin/python seen.py
