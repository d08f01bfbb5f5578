#!/usr/bin/env bash
# TAP-Producer 1.5.22: one skipped test in a subtest with a plan takes all later tests into it; a run that passed fails.
#
# It is a "Test Anything Protocol producer", and a subtest has plan() and ok(..., skip=True) as the whole has. In TAP a
# subtest is indented, and a line that is not says how it ended (TAP 14, "Subtests"). What was seen: the subtest of two
# networks has a plan, and skips the second. The line for the subtest is missing, and so is the plan at the end. The
# tests after it are indented, as its third and fourth. prove 3.44 finds one test and "No plan", and fails; tap.py 3.2.1
# finds one as well. Which later test is "not ok" is told by neither. Without plan(), or without the skip, all four
# lines are there, and prove passes.
# Whoever skips tests in a subtest should not give it a plan.
# The kit writes JUnit reports, and no TAP (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "tap-producer==1.5.22" "tap.py==3.2.1"
cat > "$room/report.py" <<'PYTHON'
import sys

from tap_producer import TAP

with TAP(version=13) as tap:
    tap.ok("starts")
    with tap.subtest("networks"):
        if "plan" in sys.argv:
            tap.plan(2)
        tap.ok("IPv4")
        tap.ok("IPv6", skip="skip" in sys.argv)
    tap.ok("answers")
    tap.ok("ends")
PYTHON
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

from tap.parser import Parser


def told(*words):
    """Return how many tests tap.py sees in a report, the status of prove, and the lines that are not indented."""
    report = subprocess.run([sys.executable, "report.py", *words], capture_output=True, text=True, check=True).stdout
    Path("report.tap").write_text(report)
    proved = subprocess.run(["prove", "report.tap"], capture_output=True, text=True)
    tests = sum(line.category == "test" for line in Parser().parse_file("report.tap"))
    return tests, proved.returncode, [line.rstrip() for line in report.splitlines() if line[:1] in "on1"]


both, plan, skip = told("plan", "skip"), told("plan"), told("skip")
print("plan and skip:", both, "- plan:", plan, "- skip:", skip)
whole = 4, 0, ["ok 1 - starts", "ok 2 - networks", "ok 3 - answers", "ok 4 - ends", "1..4"]
sys.exit((both, plan, skip) != ((1, 1, ["ok 1 - starts"]), whole, whole))
PYTHON
cd "$room" && timeout 60 venv/bin/python -W ignore seen.py
