#!/usr/bin/env bash
# okgrade 0.4.3: a test of which one example fails and one passes is passed, with full marks.
#
# It is a "Simple alternative to okpy for grading only", and takes its tests: doctests, several examples in one. For
# doctest a test fails if any of its examples does. What was seen: a question has two examples, port("5000") and
# port("6000"). A function that always returns 5000 has the grade 1 and "All tests passed!". One that is wrong for both
# has 0. The grade of a test is the share of its examples that are right, here 0.5, and only a 0 is taken for a failure.
# grade_notebook() adds up such grades, so a notebook whose every test fails in one example has 100 %.
# Whoever marks with it should write each example as a case of its own in the suite.
# In the kit a check passes or does not (lab12/rubric).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "okgrade==0.4.3" "ipython==8.26.0"
cat > "$room/question.py" <<'PYTHON'
test = {"name": "question", "points": 1, "suites": [{"type": "doctest", "cases": [{"code": """
>>> port("5000")
5000
>>> port("6000")
6000
"""}]}]}
PYTHON
cat > "$room/seen.py" <<'PYTHON'
import doctest
import io
import sys
from contextlib import redirect_stdout

from okgrade import grade
from question import test

CODE = test["suites"][0]["cases"][0]["code"]


def told(port):
    """Return the grade of a function, what is said of it, and how many examples fail for doctest itself."""
    example = doctest.DocTestParser().get_doctest(CODE, {"port": port}, "question", None, None)
    with redirect_stdout(io.StringIO()):
        failed = doctest.DocTestRunner().run(example).failed
    result = grade("question.py", {"port": port})
    return float(result.grade), result.get_summary().splitlines()[0], failed


seen = {"right": told(int), "half": told(lambda text: 5000), "wrong": told(lambda text: 0)}
for name, (mark, said, failed) in seen.items():
    print(f"{name}: grade {mark}, {said!r}; {failed} of 2 examples fail")
passed = "question.py: All tests passed!"
sys.exit(seen != {"right": (1.0, passed, 0), "half": (1.0, passed, 1), "wrong": (0.0, "Test question 1 failed!", 2)})
PYTHON
cd "$room" && venv/bin/python seen.py
