#!/usr/bin/env bash
# LatePenalty 0.0.8: work that is six days late is "Submitted before deadline", with all its points and no late day.
#
# It takes the marks that nbgrader exports, and sends them to Canvas "with late penalty". late_submission_deadline is 5:
# "We don't accept late submission after 5 days". What was seen: late days are to be capped at 5, as a comment says, and
# what is more is made 0. Of two hand-ins with 8 of 10 points, one is a day late and has no slip days left. It gets 6.
# The other is six days late. It gets 8, is told that it was in time, and keeps all its slip days. So the line for
# what is too late to count is never reached. A day begins three hours after the due time. (It needs PyYAML, and does
# not say so.)
# Whoever posts with it should set late_days_by_assignment themselves, or look at the latest hand-ins by hand.
# The kit marks what was handed in, and leaves the date to the course site (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "LatePenalty==0.0.8" "pyyaml==6.0.3"
cat > "$room/grades.csv" <<'CSV'
assignment,duedate,timestamp,student_id,max_score,raw_score
lab12,2026-10-01 12:00:00,2026-10-01 11:00:00.000000,jane,10,8
lab12,2026-10-01 12:00:00,2026-10-02 11:00:00.000000,wei,10,8
lab12,2026-10-01 12:00:00,2026-10-06 12:00:00.000000,ivan,10,8
lab12,2026-10-01 12:00:00,2026-10-07 12:00:00.000000,deepika,10,8
CSV
cat > "$room/seen.py" <<'PYTHON'
import contextlib
import io
import re
import sys

from LatePenalty import nbgrader_grade

grades = nbgrader_grade(grades_fp="grades.csv")
days = {name: int(grades.get_late_days("lab12", name)) for name in ("jane", "wei", "ivan", "deepika")}
with contextlib.redirect_stdout(io.StringIO()) as said:
    grades.post_to_canvas("lab12", [], default_credit=0, post=False)
text = re.sub(r"\x1b\[\d*m", "", said.getvalue())
told = re.findall(r"message for (\w+) is: \nlab12: \n(.*)\n[^$]*?The score is ([\d.]+)", text)
for name, message, score in told:
    print(f"{name}: {days[name]} days late; {message}; {score}")
sys.exit((days, told) != ({"jane": 0, "wei": 1, "ivan": 5, "deepika": 0}, [
    ("jane", "Submitted before deadline", "8"), ("wei", "Late Submission: 1 Days Late", "6.0"),
    ("ivan", "Late Submission: 5 Days Late", "6.0"), ("deepika", "Submitted before deadline", "8")]))
PYTHON
cd "$room" && venv/bin/python seen.py
