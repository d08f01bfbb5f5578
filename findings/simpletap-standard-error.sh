#!/usr/bin/env bash
# simpletap 2.0.0: prove finds no test in what it writes; a subTest that fails has no line, and a known failure is "ok".
#
# It is a test runner of unittest with "TAP (Test Anything Protocol) compatible output". TAP is read from a program's
# standard output only, and a TODO test is one that is "not ok" (TAP 13). What was seen: used as its documentation
# shows, it writes to standard error, and prove says "No plan found". In its lines, the plan says 1..3, and there are
# two, for the test in which a subTest fails has none. A failure that is expected is "ok 1 # TODO": prove tells of a
# TODO that passed, so that nobody looks for the reason.
# Whoever wants TAP of unittest should take tap.py; with this runner, give it stream=sys.stdout, and use no subTest.
# The kit writes no TAP: what a class has is told as CSV, JSON and JUnit XML (lab12/classroom).
# It needs prove, of Debian's package perl.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "simpletap==2.0.0"
cat > "$room/test_lines.py" <<'PYTHON'
import unittest


class Lines(unittest.TestCase):
    @unittest.expectedFailure
    def test_1(self):
        self.fail("known")

    def test_2(self):
        with self.subTest("empty"):
            self.fail("it is gone")

    def test_3(self):
        pass


if __name__ == "__main__":
    from simpletap import TAPTestRunner
    unittest.main(testRunner=TAPTestRunner(buffer=True))
PYTHON
cat > "$room/seen.py" <<'PYTHON'
import re
import subprocess
import sys

PROGRAM = ["venv/bin/python", "test_lines.py"]


def told(*command):
    """Return prove's own words."""
    run = subprocess.run(["prove", *command], capture_output=True, text=True)
    return run.stdout + run.stderr


found = re.findall("No plan found.*", told("-e", *PROGRAM))
run = subprocess.run(PROGRAM, capture_output=True, text=True)
lines = [line for line in run.stderr.splitlines() if re.match(r"1\.\.|(not )?ok", line)]
with open("known.tap", "w") as file:
    file.write("\n".join(["1..1", lines[1]]) + "\n")
todo = re.findall("TODO passed: +1|Result: .*", told("-e", "cat", "known.tap"))
print("prove:", *found)
print("its lines on standard error:", *lines, sep="\n    ")
print("prove, of the first test:", *todo)
sys.exit((run.stdout, found, lines, todo) != (
    "", ["No plan found in TAP output"],
    ["1..3", "ok 1 - test_lines.py: test_1 (Lines) # TODO", "ok 3 - test_lines.py: test_3 (Lines)"],
    ["TODO passed:   1", "Result: PASS"]))
PYTHON
cd "$room" && venv/bin/python seen.py
