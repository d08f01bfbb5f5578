#!/usr/bin/env bash
# nbgrader 0.9.6: partial credit that a test computes with numpy 2 is full credit, and so are points below zero.
#
# A test cell gives partial credit by the number that it shows last, "a value between 0 and max_points". What else it
# shows is full credit, with a warning in the log. What was seen: where one of four is right, 4 * 1 / 4 gives 1 of 4
# points. The same number by 4 * np.mean([1, 0, 0, 0]) gives all 4: numpy 2 shows it as np.float64(1.0), which nbgrader
# does not read as a number. With numpy 1 it gave 1. Fraction and Decimal give all 4, too. So does 4 - 5, of a test that
# takes points off.
# Whoever gives partial credit should end the cell with float(max(0, ...)).
# In the kit a check passes or does not; no number that a program shows is a mark (lab12/rubric).
# It needs Python 3.11.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nbgrader==0.9.6" "numpy==2.2.6"
cat > "$room/seen.py" <<'PYTHON'
import sys

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

TOLD = {  # the cell of a test that is worth 4 points: how many it gives
    "4 * 1 / 4": 1,
    "import numpy as np\n4 * np.mean([1, 0, 0, 0])": 4,
    "float(4 * np.mean([1, 0, 0, 0]))": 1,
    "from fractions import Fraction\n4 * Fraction(1, 4)": 4,
    "from decimal import Decimal\n4 * Decimal('0.25')": 4,
    "4 - 5": 4,
}
cells = [new_code_cell(source, metadata={"nbgrader": {
    "grade": True, "solution": False, "locked": True, "task": False, "grade_id": f"test{number}", "points": 4,
    "schema_version": 3, "cell_type": "code"}}) for number, source in enumerate(TOLD)]
NotebookClient(new_notebook(cells=cells), kernel_name="python3").execute()
seen = {}
for cell in cells:
    seen[cell.source], most = determine_grade(cell)
    print(f"{cell.outputs[0].data['text/plain']} is shown: {seen[cell.source]} of {most} points")
sys.exit(seen != TOLD)
PYTHON
PATH="$room/venv/bin:$PATH" HOME="$room" python -W ignore "$room/seen.py"
