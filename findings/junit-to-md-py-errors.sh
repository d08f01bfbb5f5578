#!/usr/bin/env bash
# junit-to-md-py 2.1.1: of a report whose only test ended with an error it shows nothing, as if all had passed.
#
# Its documentation says that it "converts junit xml file/text into the markdown representation". In JUnit's format a
# test that did not hold has a failure, and one that raised has an error. What was seen: of a test with a failure it
# shows the name and the text. Of the same test with an error it shows an empty line, with exit status 0. Lines of a
# text are joined without a blank: "line 1" and "line 2" are "line 1line 2". A failed test in a suite within a suite is
# there twice. A failure that has a message and no text, which is valid, is a traceback.
# Whoever posts such a report should count the errors apart.
# The kit's report has an error where a check could not be made, and their number (lab12/classroom/marks.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "junit-to-md-py==2.1.1"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

SUITE = '<testsuite name="lab" tests="1">{}</testsuite>'
TEST = '<testcase classname="lab" name="answers"><{0} message="no reply">{1}</{0}></testcase>'


def shown(what, report):
    """Return how often the test is named, what stands in its block, and the exit status."""
    Path("report.xml").write_text(f"<testsuites>{report}</testsuites>")
    run = subprocess.run(["venv/bin/junit-to-md-py", "report.xml"], capture_output=True, text=True)
    _, _, block = run.stdout.partition("```\n")
    seen = run.stdout.count("lab/answers"), block.partition("\n")[0], run.returncode
    print(f"{what}: named {seen[0]} times, {seen[1]!r}, exit status {seen[2]}")
    return seen


seen = [shown("a failure", SUITE.format(TEST.format("failure", "line 1"))),
        shown("an error", SUITE.format(TEST.format("error", "line 1"))),
        shown("two lines", SUITE.format(TEST.format("failure", "line 1\nline 2"))),
        shown("a suite in a suite", SUITE.format(SUITE.format(TEST.format("failure", "line 1")))),
        shown("a message only", SUITE.format(TEST.format("failure", "")))]
sys.exit(seen != [(1, "line 1", 0), (0, "", 0), (1, "line 1line 2", 0), (2, "line 1", 0), (0, "", 1)])
PYTHON
cd "$room" && venv/bin/python seen.py
