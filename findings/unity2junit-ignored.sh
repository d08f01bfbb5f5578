#!/usr/bin/env bash
# mlx.unity2junit 0.0.9: an ignored test is not in the report, and each other test and failure is counted twice.
#
# It is for "converting Unity test framework log file to xUnit/JUnit XML"; Unity is a framework for tests in C. There a
# test with TEST_IGNORE has the line "...:IGNORE: reason", and the summary counts it. What was seen: of four tests one
# failed, and one was ignored. IGNORE is not looked for (SKIP is, which Unity does not write), so the report has three
# testcases. Before their suites it has an empty one, with tests="3" failures="1". Each test is then in a suite of its
# own, tests="1". Whoever adds up what the suites tell has 6 tests and 2 failures.
# An exercise that a student has switched off looks as if it did not exist.
# Whoever converts with it should take Unity's own summary, "4 Tests 1 Failures 1 Ignored", for the numbers.
# The kit's own report names all checks of all hand-ins, also those that were not tried (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "mlx.unity2junit==0.0.9"
cat > "$room/unity.log" <<'LOG'
utest_server.c:12:test_answers:PASS
utest_server.c:20:test_leaves:FAIL: Expected 2 Was 1
utest_server.c:31:test_many_clients:IGNORE: not done yet
utest_server.c:40:test_ends:PASS

-----------------------
4 Tests 1 Failures 1 Ignored
FAIL
LOG
cat > "$room/seen.py" <<'PYTHON'
import sys
from xml.etree import ElementTree

suites = ElementTree.parse("report.xml").findall("testsuite")
names = [case.get("name").rpartition("-")[2].lower() for suite in suites for case in suite.iter("testcase")]
told = [(int(suite.get("tests")), int(suite.get("failures"))) for suite in suites]
added = tuple(map(sum, zip(*told)))
print("testcases:", *names, "- what the suites tell:", *told, "- added up:", *added)
sys.exit((names, added, len(suites[0])) != (["test_answers", "test_leaves", "test_ends"], (6, 2), 0))
PYTHON
cd "$room"
venv/bin/unity2junit unity.log report.xml
venv/bin/python seen.py
