#!/usr/bin/env bash
# extract-moodle 0.1.1: the answer to question 10 is put with those to question 1, and a number before it counts first.
#
# It is "A tool to extract Moodle files and organize them based on questions". With --noofqs 12 it makes the folders q1
# to q12, and copies each file into one of them. What was seen: of q1.py, q2.py, q10.py and q12.py of one student, q1,
# q10 and q12 are in q1, and the folders q10 and q12 are empty. Whoever marks question 10 finds that nobody has answered
# it. "ann_1234_q2.py" is in q1, too, for its "_1". A name is searched for q1, Q1 or _1 anywhere, before q2, and what
# follows the digit is not looked at. No message tells of it.
# Whoever has more than nine questions should sort the files by hand.
# The kit finds programs by what is in them (lab12/finder).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "extract-moodle==0.1.1"
mkdir -p "$room/lab/Ann Archer_1234_assignsubmission_file"
for name in q1 q2 q10 q12 ann_1234_q2; do
  echo "print('$name')" > "$room/lab/Ann Archer_1234_assignsubmission_file/$name.py"
done
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

subprocess.run(["../venv/bin/extract_moodle", "--noofqs", "12"], cwd="lab", check=True, stdout=subprocess.DEVNULL)
told = {folder.name: sorted(path.name for path in folder.iterdir())
        for folder in Path("lab").iterdir() if folder.name in ("q1", "q2", "q10", "q12")}
print(told)
sys.exit(told != {"q1": ["ann_1234_q2.py", "q1.py", "q10.py", "q12.py"], "q2": ["q2.py"], "q10": [], "q12": []})
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
