#!/usr/bin/env bash
# moodlesg 0.3.1: in a grade formula "a or b" is 2 where both hold, so a bonus counts twice, or a test for 1 is missed.
#
# It generates formulas for Moodle's gradebook, with relational operators, & and |, of which its source says "input must
# be 0 or 1". What was seen: passed = (tcp >= 50) | (udp >= 50) is a sum. With 60 in both it is 2, so that 10 * passed
# adds 20 points. For somebody who has passed in one of them it adds 10, as it should. passed == 1 holds for them, and
# does not hold for whoever has passed in both.
# Whoever writes conditions with it should say mm.max(a, b) for "or", and give each operator 0 or 1.
# The kit makes no formulas: a scheme's marks are added (lab12/rubric/handin.toml).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "moodlesg==0.3.1"
cat > "$room/seen.py" <<'PYTHON'
import math
import sys

import moodlesg.math as mm


def value(formula, **marks):
    """Compute a formula of +, -, *, /, abs, ceil and max, which mean the same in Moodle and here."""
    text = str(formula).replace(mm.mmParams.list_sep, ",")
    for name, mark in marks.items():
        text = text.replace(f"[[{name}]]", str(mark))
    return eval(text, {"__builtins__": {}, "abs": abs, "ceil": math.ceil, "max": max})


tcp, udp = mm.grade_var("tcp"), mm.grade_var("udp")
passed = (tcp >= 50) | (udp >= 50)
best = mm.max(tcp >= 50, udp >= 50)
seen = {}
for marks in (40, 40), (60, 40), (40, 60), (60, 60):
    given = dict(zip(("tcp", "udp"), marks))
    seen[marks] = [value(formula, **given) for formula in (10 * passed, passed == 1, 10 * best)]
    print("tcp {}, udp {}:".format(*marks),
          "10 * (a | b) is {}, (a | b) == 1 is {}, 10 * max(a, b) is {}".format(*seen[marks]))
sys.exit(seen != {(40, 40): [0, 0, 0], (60, 40): [10, 1, 10], (40, 60): [10, 1, 10], (60, 60): [20, 0, 10]})
PYTHON
"$room/venv/bin/python" "$room/seen.py"
