#!/usr/bin/env bash
# grader-helper 0.1.9: the hand-in of one student is put under another's name and number, if the letters are in it.
#
# Its documentation says of rename_folders "Renames folders in subs_folder based on a DataFrame mapping of names to
# student IDs", for downloads of Brightspace. What was seen: a folder is taken for the first student in the list whose
# two names occur anywhere in its name. Ann Li comes before Joanna Oliver, and "Ann" and "Li" are in "Joanna Oliver".
# Ann has handed in nothing. Joanna's folder is "LI, ANN (1001)" now, and the log says "Renamed".
# Feedback sheets and graders go by these names. It needs Python 3.11.
# Whoever renames with it should look through folder_rename_log.csv by hand.
# The kit knows students by whole names, or by the site's numbers (lab12/classroom/gradebooks.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "grader-helper==0.1.9"
cat > "$room/seen.py" <<'PYTHON'
import pathlib
import sys

import pandas
from grader_helper import rename_folders

ANN = {"Last Name": "Li", "First Name": "Ann", "Student ID": 1001}
JOANNA = {"Last Name": "Oliver", "First Name": "Joanna", "Student ID": 1002}
seen = []
for students in [ANN, JOANNA], [JOANNA]:
    folders = pathlib.Path(f"class of {len(students)}")
    (folders / "12345-678901 - Joanna Oliver - Oct 12, 2026 915 AM").mkdir(parents=True)
    rename_folders(pandas.DataFrame(students), folders)
    seen += [folder.name for folder in folders.iterdir() if folder.is_dir()]
    print((folders / "folder_rename_log.csv").read_text())
sys.exit(seen != ["LI, ANN (1001)", "OLIVER, JOANNA (1002)"])
PYTHON
cd "$room" && venv/bin/python seen.py
