#!/usr/bin/env bash
# moodlexport 0.0.32: the line breaks of code in a question are shown as \n, and a title with "&" makes no XML.
#
# It is "A package to export test questions into Moodle from python or latex". Moodle XML has the text of a question as
# HTML, where <pre> keeps line breaks. What was seen: a question has two lines of Python in <pre>. In the file they are
# one line, with a backslash and an n where the line ended, so students read "while True:\n\tsay()" in one line. A tab
# is \t in the same way. The name "TCP & UDP" stands there as it is, and so the file is refused by any XML parser. A
# dollar sign is half of a formula: of "costs $5 or $6" the part between them is shown as mathematics.
# Whoever asks about code should put <br/> for each line break, and &nbsp; for blanks, and no "&" into a name.
# The kit writes text of strangers escaped (lab12/classroom/report).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "moodlexport==0.0.32" "numpy==1.26.4" setuptools
cat > "$room/seen.py" <<'PYTHON'
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from moodlexport import Category, Question


def asked(name, text):
    """Return the text of a question as it is in the file, or that the file is no XML."""
    question = Question("essay")
    question.name(name)
    question.text(text)
    category = Category("lab")
    category.append(question)
    category.savexml("lab")
    try:
        root = ElementTree.parse("lab.xml").getroot()
    except ElementTree.ParseError:
        return "no XML"
    return root.findall("question")[1].find("questiontext/text").text


code = asked("loop", "What is shown? <pre>while True:\n\tsay()</pre>")
name = asked("TCP & UDP", "What is lost?")
money = asked("money", "It costs $5 or $6.")
print(repr(code), name, repr(money))
sys.exit((code, name, money) != (
    r"<p>What is shown? <pre>while True:\n\tsay()</pre></p>", "no XML", r"<p>\(\)It costs \(5 or \)6.</p>"))
PYTHON
cd "$room" && timeout 60 venv/bin/python -W ignore seen.py
