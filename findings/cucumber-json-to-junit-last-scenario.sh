#!/usr/bin/env bash
# cucumber-json-to-junit-xml 0.0.10: of each feature only the last scenario is in the report, so a failure may be gone.
#
# It is a "script to convert a Cucumber JSON report into JUnit XML format". In Cucumber's JSON a feature has its
# scenarios in a list, elements, and JUnit has one testcase for each test. What was seen: of three scenarios the second
# failed. The report has one testcase, the third, which passed. Its suite says tests="3" failures="1". A server that
# counts the testcase elements, as junitparser 5.0.3 does in its lists, shows one test, and none that failed.
# The suite is put together once for each feature, after the loop over its scenarios.
# Whoever converts with it should compare tests="..." with the number of testcase elements.
# The kit writes junit.xml itself (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "cucumber-json-to-junit-xml==0.0.10" "junitparser==5.0.3"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

from junitparser import TestSuite

RESULTS = {"The server answers": "passed", "A client leaves": "failed", "The server ends": "passed"}


def scenario(name, status):
    """Return a scenario of one step, as Cucumber writes it."""
    result = {"status": status, "duration": 1_000_000}
    if status == "failed":
        result["error_message"] = "the other client is gone, too"
    step = {"keyword": "Given ", "name": "a server", "line": 4, "match": {}, "result": result}
    return {"id": name, "keyword": "Scenario", "type": "scenario", "name": name, "line": 3, "tags": [], "steps": [step]}


feature = {"uri": "chat.feature", "id": "chat", "keyword": "Feature", "name": "Chat", "line": 1,
           "elements": [scenario(*item) for item in RESULTS.items()]}
Path("report.json").write_text(json.dumps([feature]))
subprocess.run(["venv/bin/json_to_junit", "report.json", "report.xml"], check=True, stdout=subprocess.DEVNULL)
suite = TestSuite.fromstring(Path("report.xml").read_text())
cases = {case.name: "passed" if case.is_passed else "failed" for case in suite}
print("in the JSON:", *(f"{name}: {status}," for name, status in RESULTS.items()))
print(f"in the report: tests={suite.tests}, failures={suite.failures}; its testcase elements:", cases)
sys.exit((suite.tests, suite.failures, cases) != (3, 1, {"The server ends": "passed"}))
PYTHON
cd "$room" && venv/bin/python seen.py
