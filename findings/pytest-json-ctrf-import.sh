#!/usr/bin/env bash
# pytest-json-ctrf 0.6.1: a file of tests that cannot be imported is not in the report, which says that nothing failed.
#
# It is a "Pytest plugin to generate json report in CTRF". What was seen: one file has a test that passes. The other
# imports a program that has an error in it, as a hand-in may have. There pytest says "1 passed, 1 error", and its own
# JUnit XML has two tests, one of them an error, "collection failure". The CTRF report has one test that passed, and
# "failed" is 0; the other file is not named. If it is the only one, the report has no test at all, and "failed" is 0 as
# well. A page or a message that is made of the report shows a green run. The exit status of pytest tells of it.
# Whoever reports with it should look at that status too, or convert the JUnit XML. The kit marks programs, and one that
# cannot start has a sheet that says so (lab12/grader).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pytest-json-ctrf==0.6.1" "pytest==9.2.0"
cd "$room"
echo "if True print('hello')" > answer.py
printf 'def test_sum():\n    assert 1 + 1 == 2\n' > test_sum.py
printf 'import answer\n\n\ndef test_answer():\n    assert answer\n' > test_answer.py
cat > seen.py <<'PYTHON'
import json
import subprocess
import sys
from xml.etree import ElementTree


def reported(*files):
    """Return the exit status of pytest, and what the CTRF report and the JUnit XML say of these files."""
    status = subprocess.run([sys.executable, "-m", "pytest", "--continue-on-collection-errors", "--ctrf", "ctrf.json",
                             "--junitxml", "junit.xml", *files], stdout=subprocess.DEVNULL).returncode
    with open("ctrf.json") as file:
        results = json.load(file)["results"]
    junit = ElementTree.parse("junit.xml").getroot().find("testsuite")
    seen = (status, [(test["name"], test["status"]) for test in results["tests"]], results["summary"]["failed"],
            junit.get("tests"), junit.get("errors"))
    print("{}: exit status {}, CTRF {}, failed {}; JUnit XML: {} tests, {} errors".format(", ".join(files), *seen))
    return seen


passed = [("test_sum.py::test_sum", "passed")]
seen = [reported("test_sum.py"), reported("test_sum.py", "test_answer.py"), reported("test_answer.py")]
sys.exit(seen[:2] != [(0, passed, 0, "1", "0"), (1, passed, 0, "2", "1")] or seen[2][0] == 0
         or seen[2][1:] != ([], 0, "1", "1"))
PYTHON
venv/bin/python seen.py
