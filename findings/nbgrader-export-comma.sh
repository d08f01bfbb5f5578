#!/usr/bin/env bash
# nbgrader 0.9.6: the exported marks of a student whose name has a comma stand one column further on, and are others.
#
# Its documentation says "you will see the grades in a CSV file called `grades.csv`". In RFC 4180 (2.6) a field with a
# comma is enclosed in quotes. What was seen: Bob has the last name "Holloway, Jr.", and 9 of 10 points, less 3 for
# being late. Nothing is quoted. Who reads the column "score" has 3.0 for Bob, which is what he lost. His email is
# "Bob", and 6.0 is the maximum. Ann, whose name has no comma, is read right. There is no warning.
# Whoever exports should look for commas in names first, or take the marks from the Gradebook in Python.
# The kit quotes each cell that it writes (lab12/classroom/marks.py).
# It needs Python 3.11.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nbgrader==0.9.6"
cd "$room"
export PATH="$room/venv/bin:$PATH" HOME="$room"
cat > marks.py <<'PYTHON'
from nbgrader.api import Gradebook

with Gradebook("sqlite:///gradebook.db") as book:
    book.add_assignment("lab12")
    book.add_notebook("chat", "lab12")
    book.add_grade_cell("test", "chat", "lab12", max_score=10, cell_type="code")
    for name, first, last, late in (("ann", "Ann", "Reed", 0), ("bob", "Bob", "Holloway, Jr.", 3)):
        book.add_student(name, first_name=first, last_name=last, email=f"{name}@example.edu")
        book.add_submission("lab12", name)
        book.find_grade("test", "chat", "lab12", name).auto_score = 9
        book.find_submission_notebook("chat", "lab12", name).late_submission_penalty = late
    book.db.commit()
    for one in book.assignment_submissions("lab12"):
        print(f"in the gradebook: {one.student.last_name}: {one.score} - {one.late_submission_penalty}")
PYTHON
python -W ignore marks.py
nbgrader export 2> log
cat grades.csv
python - <<'PYTHON'
import csv
import sys

with open("grades.csv", newline="") as file:
    told = {row["student_id"]: (row["email"], row["score"], row["max_score"]) for row in csv.DictReader(file)}
print(told)
sys.exit(told != {"ann": ("ann@example.edu", "9.0", "10.0"), "bob": ("Bob", "3.0", "6.0")})
PYTHON
