#!/usr/bin/env bash
# TAP-Consumer 0.0.8: a report that breaks off has PASSED, and so has one with a failure after a description with a "#".
#
# It is a "Simple API for parsing TAP version 12+ tests". In TAP the plan 1..4 says that there are four tests; if fewer
# come, the run has failed (TAP 14, "The Plan"). A "#" is part of a description unless TODO or SKIP follows it.
# What was seen: of a plan of four tests, two of which came, summary() says PASSED, and no list has the other two.
# A program that ended early is such a report. At "ok 2 - says #5" reading ends without an error. The "not ok 3" after
# it is in no list, and the report has PASSED. Three tests under a plan of two have PASSED, too.
# Whoever gates on such a report should compare the number of tests with the plan, or take prove.
# The kit's own report names all checks of all hand-ins, also those that were not tried (lab12/classroom).
# It needs Python 3.11 to 3.13.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "tap-consumer==0.0.8"
cat > "$room/seen.py" <<'PYTHON'
import sys

from tap_consumer import tap_document

REPORTS = {
    "all there": "1..2\nok 1 - binds\nnot ok 2 - listens\n",
    "two of four": "TAP version 14\n1..4\nok 1 - binds\nok 2 - listens\n",
    "three of two": "1..2\nok 1 - binds\nok 2 - listens\nok 3 - accepts\n",
    "a # in words": "ok 1 - binds\nok 2 - says #5\nnot ok 3 - accepts\n1..3\n",
}
seen = {}
for name, report in REPORTS.items():
    summary = tap_document.parse_string(report)[0]
    numbers = [[one.num for one in tests] for tests in (summary.passed_tests, summary.failed_tests)]
    seen[name] = summary.passed_suite, *numbers
    assert summary.summary().split()[-1] == ("PASSED" if summary.passed_suite else "FAILED")
    print(f"{name}: passed {numbers[0]}, failed {numbers[1]}: {summary.summary().split()[-1]}")
assert seen.pop("all there") == (False, [1], [2])
sys.exit(list(seen.values()) != [(True, [1, 2], []), (True, [1, 2, 3], []), (True, [1], [])])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
