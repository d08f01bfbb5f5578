#!/usr/bin/env bash
# taptaptap3 3.1.0: a test that is marked as TODO makes the whole report fail, and so does a SKIP without a reason.
#
# TAP 13 says of failing TODO tests that "they are considered successes", and needs no reason behind them. Its
# documentation says that tapvalidate exits with 1 if a report "contains failed testcases". What was seen: with one
# "not ok ... # TODO" it exits with 255, as it does for a test that failed. "not ok ... # SKIP no IPv6" is fine, and
# "not ok ... # SKIP" is 255. For count_skip() neither that nor "ok ... # SKIP" is a skip. tap.py 3.2.1 reads all right.
# Whoever gates on TAP with it should count the failures: not field, not todo, and no SKIP in the line.
# The kit writes no TAP (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "taptaptap3==3.1.0" "tap.py[yaml]==3.2.1"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import taptaptap3
from tap.parser import Parser

TOLD = {  # the second line of a report: the status of tapvalidate, count_todo, count_skip
    "ok 2 - reads": (0, 0, 0),
    "not ok 2 - reads": (255, 0, 0),
    "not ok 2 - reads # TODO not written yet": (255, 1, 0),
    "not ok 2 - reads # SKIP no IPv6": (0, 0, 1),
    "not ok 2 - reads # SKIP": (255, 0, 0),
    "ok 2 - reads # SKIP": (0, 0, 0),
}
seen, right = {}, {}
for line in TOLD:
    Path("report.tap").write_text(f"TAP version 13\n1..2\nok 1 - answers\n{line}\n")
    status = subprocess.run(["venv/bin/tapvalidate", "report.tap"], capture_output=True).returncode
    document = taptaptap3.parse_file("report.tap")
    seen[line] = status, document.count_todo(), document.count_skip()
    right[line] = [(test.ok, test.todo, test.skip) for test in Parser().parse_file("report.tap")
                   if test.category == "test"][1]
    print(f"{line}: status {status}, {document.count_todo()} todo, {document.count_skip()} skipped")
assert [(todo, skip) for _, todo, skip in right.values()] == [
    (False, False), (False, False), (True, False), (False, True), (False, True), (False, True)]
sys.exit(seen != TOLD)
PYTHON
cd "$room" && venv/bin/python seen.py
