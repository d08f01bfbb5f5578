#!/usr/bin/env bash
# py-moodle-quiz-parser 0.0.6: of "Mark 10.00 out of 10.00" the maximum is 0.0, as the last four characters are read.
#
# It is for "parsing HTML documents with Moodle quizes", and gives a grade and a max_grade. Moodle writes both with two
# decimals, in the language's words: "Mark 10.00 out of 10.00". What was seen: 1.00 out of 2.00 is right. A maximum of
# 10.00 is 0.0, one of 12.50 is 2.5, and one of 100.00 is 0.0. The grade has the first four characters: 10.25 is 10.2,
# and 100.00 is 100.0. Nothing is told.
# Whoever reads marks with it should give questions nine marks at most.
# The kit reads no page of a quiz; its own marks are numbers in CSV (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "py-moodle-quiz-parser==0.0.6"
cat > "$room/seen.py" <<'PYTHON'
import sys

from MoodleQuizParser.QuizParser import QuizParser

PAGE = """<html><body><div class="que shortanswer"><div class="grade">Mark {} out of {}</div>
<div class="qtext">Which call waits for a client?</div>
<div class="ablock"><span class="answer"><input type="text" value="accept"></span></div></div></body></html>"""
MARKS = {("1.00", "2.00"): (1.0, 2.0), ("10.00", "10.00"): (10.0, 0.0), ("10.25", "12.50"): (10.2, 2.5),
         ("100.00", "100.00"): (100.0, 0.0)}
seen = {}
for grade, most in MARKS:
    question, = QuizParser().parse_html(PAGE.format(grade, most), as_dict=True)
    assert question["answer"]["content"] == {"text": "accept"}
    seen[grade, most] = question["grade"], question["max_grade"]
    print(f"{grade} out of {most} is read as {question['grade']} of {question['max_grade']}")
sys.exit(seen != MARKS)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
