#!/usr/bin/env bash
# otr-ctrf-bridge 0.1.0: converted as its documentation shows it, a report has no tests; and a failed class is lost.
#
# It says that it is a "Bidirectional converter", and shows "otr-ctrf otr2ctrf events.xml -o ctrf-report.json". Open
# Test Reporting has two formats: events, as JUnit and its own ctrf2otr write them, and a hierarchy. What was seen: of
# two tests, one of which failed, ctrf2otr makes events.xml. Converted back, that has "tests": 0, with exit status 0 and
# no message. Only a hierarchy is read. There, a class whose test passed and whose tidying up failed is one test that
# passed: results of what has children are left out.
# Whoever converts with it should compare the number of tests. The kit writes neither format (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "otr-ctrf-bridge==0.1.0"
cat > "$room/report.json" <<'JSON'
{"reportFormat": "CTRF", "specVersion": "0.0.0", "results": {
  "tool": {"name": "pytest"},
  "summary": {"tests": 2, "passed": 1, "failed": 1, "pending": 0, "skipped": 0, "other": 0, "start": 0, "stop": 20},
  "tests": [{"name": "answers", "status": "passed", "duration": 10, "start": 0, "stop": 10, "suite": ["server"]},
            {"name": "ends", "status": "failed", "duration": 10, "start": 10, "stop": 20, "suite": ["server"]}]}}
JSON
cat > "$room/hierarchy.xml" <<'XML'
<h:execution xmlns="https://schemas.opentest4j.org/reporting/core/0.2.0"
    xmlns:h="https://schemas.opentest4j.org/reporting/hierarchy/0.2.0">
  <h:root name="tests" start="2026-10-12T09:00:00Z" duration="PT2S">
    <h:child name="server" start="2026-10-12T09:00:00Z" duration="PT2S">
      <result status="FAILED"><reason>the server has not ended</reason></result>
      <h:child name="answers" start="2026-10-12T09:00:00Z" duration="PT1S"><result status="SUCCESSFUL"/></h:child>
    </h:child>
  </h:root>
</h:execution>
XML
cd "$room"
venv/bin/otr-ctrf ctrf2otr report.json -o events.xml
venv/bin/otr-ctrf otr2ctrf events.xml -o back.json
venv/bin/otr-ctrf otr2ctrf hierarchy.xml -o class.json
venv/bin/python - <<'PYTHON'
import json
import re
import sys
from pathlib import Path


def counts(name):
    summary = json.loads(Path(name).read_text())["results"]["summary"]
    return tuple(summary[key] for key in ("tests", "passed", "failed"))


told = len(re.findall("<result ", Path("events.xml").read_text()))
print("report.json: {} tests, {} passed, {} failed".format(*counts("report.json")) + f"; events.xml: {told} results")
print("back from events.xml: {} tests, {} passed, {} failed".format(*counts("back.json")))
print("a class that failed after its test: {} tests, {} passed, {} failed".format(*counts("class.json")))
sys.exit((counts("report.json"), told, counts("back.json"), counts("class.json"))
         != ((2, 1, 1), 2, (0, 0, 0), (1, 1, 0)))
PYTHON
