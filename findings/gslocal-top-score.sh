#!/usr/bin/env bash
# gslocal 0.1.1: the score that it prints is not the one that Gradescope gives, if the autograder gives a total.
#
# It is a "Local Gradescope autograder runner" that "prints a formatted score summary" of results.json. Gradescope's
# documentation says of the score on top "Overrides total of tests if specified", and that it is needed only if tests
# have none. What was seen: two tests have 40 of 50 and 50 of 50, and the score is 72, as the hand-in is late. It prints
# 90.00 / 100.00. A results.json of a score and an output, without tests, is a valid one: there it warns "No tests found
# in results", and shows no score. With 72 in the tests themselves it prints 72.00.
# Whoever tries out a penalty for lateness with it should read results.json. The kit writes both, the score and the
# tests, and they agree (lab12/classroom/elsewhere.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "gslocal==0.1.1"
cat > "$room/seen.py" <<'PYTHON'
import contextlib
import io
import json
import re
import sys
from pathlib import Path

from gslocal.results import format_results


def printed(results):
    """Return the score that is printed of these results, or the warning."""
    path, out = Path(sys.argv[1], "results.json"), io.StringIO()
    path.write_text(json.dumps(results))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        format_results(path)
    text = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue())
    [seen] = re.findall(r"Score: ([\d./ ]*\d)|(No tests found in results)", text)
    print(f"{json.dumps(results)}: {''.join(seen)}")
    return "".join(seen)


def tests(*scores):
    return [{"name": f"test {number}", "score": score, "max_score": 50} for number, score in enumerate(scores, 1)]


seen = [printed({"tests": tests(32, 40)}), printed({"tests": tests(40, 50)}),
        printed({"score": 72, "tests": tests(40, 50)}), printed({"score": 72, "output": "Two days late."})]
sys.exit(seen != ["72.00 / 100.00", "90.00 / 100.00", "90.00 / 100.00", "No tests found in results"])
PYTHON
"$room/venv/bin/python" "$room/seen.py" "$room"
