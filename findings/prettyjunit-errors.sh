#!/usr/bin/env bash
# prettyjunit 0.0.4: tests that ended with an error are among the passed ones, and 100 % pass where half of them raised.
#
# It is "to convert your Junit XML files to Pretty HTML Reports". In JUnit's format a suite's errors and failures are
# counted apart: a test that raised has an error, and has not passed. What was seen: of four tests, two of which have an
# error, the page says that four of four passed, 100.0 %. The same report with failures is two of four, 50.0 %. In the
# table such a test has no state at all: not passed, failed, or skipped. The attribute errors is not read.
# Whoever shows results with it should look for <error in the XML first.
# The kit's report counts failures, errors and skipped checks apart (lab12/classroom/marks.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "prettyjunit==0.0.4"
cat > "$room/seen.py" <<'PYTHON'
import json
import re
import subprocess
import sys
from pathlib import Path


def page(kind, key):
    """Return what the page says of four tests, two of which have an element of this kind."""
    Path(kind).mkdir()
    bad = "".join(f'<testcase name="bad {number}" time="1"><{kind}>no reply</{kind}></testcase>' for number in (1, 2))
    good = "".join(f'<testcase name="good {number}" time="1"/>' for number in (1, 2))
    Path(kind, "report.xml").write_text(
        f'<testsuite name="lab" tests="4" failures="0" errors="0" skipped="0" time="4">{bad}{good}</testsuite>'
        .replace(f'{key}="0"', f'{key}="2"'))
    subprocess.run(["venv/bin/prettyjunit", kind], check=True, stdout=subprocess.DEVNULL)
    table = json.loads(re.search(r"var tableData = (\[.*\]);", Path(kind, "summary.html").read_text())[1])
    suite, = table
    states = [one["pass"] or one.get("fail") or one.get("skipped") for one in suite["_children"]]
    print(f"{kind}: {suite['pass']} of {suite['tests']} passed, {suite['passPc']}; states {states}")
    return suite["pass"], suite["passPc"], states


failures, errors = page("failure", "failures"), page("error", "errors")
sys.exit((failures, errors) != (("2", "50.0 %", ["failed", "failed", "passed", "passed"]),
                                ("4", "100.0 %", [None, None, "passed", "passed"])))
PYTHON
cd "$room" && venv/bin/python seen.py
