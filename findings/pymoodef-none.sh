#!/usr/bin/env bash
# pymoodef 0.1.0: the choices None and null are left out, 5000 becomes 5000.0, and the answer None makes an essay.
#
# It makes questions for Moodle, "including a row in a csv file or an Excel file": a right answer, and others. What was
# seen: "What does recv() return at the end?" has a right answer and the wrong ones None, null and "\r\n". Only the last
# is in the quiz, so students guess between two. "What does bind() return?" has the short answer None, and becomes an
# essay, which somebody must read and mark. Of the wrong answers 5000 and 6000, in columns whose other cells are blank,
# 5000.0 and 6000.0 are made; the right one is "any", and no port looks like that. No message tells of any of this.
# Whoever asks about Python should write 'None' in quotes, and "port 5000" for a number.
# The kit reads a gradebook's cells as text (lab12/classroom/tables.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pymoodef==0.1.0" "pandas==2.2.3" "openpyxl==3.1.5" pillow
cat > "$room/seen.py" <<'PYTHON'
import csv
import sys
import xml.etree.ElementTree as ElementTree

from pymoodef.pymoodef import moodef

HEAD = ["type", "question", "image", "image_alt", "answer", "a_1", "a_2", "a_3"]


def made(*rows):
    """Return the type and the answers of each question that these rows become."""
    with open("quiz.csv", "w", newline="") as file:
        csv.writer(file).writerows([HEAD, *(["", question, "", "", *answers] for question, *answers in rows)])
    root = ElementTree.parse(moodef("quiz.csv")).getroot()
    return [(one.get("type"), [answer.findtext("text").strip() for answer in one.findall("answer")])
            for one in root.findall("question")[1:]]


words = made(("What does recv() return at the end?", "an empty message", "None", "null", r"\r\n"))
short = made(("What does bind() return?", "None", "", "", ""), ("Which call waits for a client?", "accept", "", "", ""))
ports = made(("Which port may a server have?", "any", "5000", "6000", ""), ("Which call waits?", "accept", "", "", ""))
print(*words, *short, *ports, sep="\n")
sys.exit((words, short, ports[0]) != (
    [("multichoice", ["an empty message", r"\r\n"])], [("essay", []), ("shortanswer", ["accept"])],
    ("multichoice", ["any", "5000.0", "6000.0"])))
PYTHON
cd "$room" && timeout 60 venv/bin/python -W ignore seen.py
