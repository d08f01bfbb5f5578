#!/usr/bin/env bash
# xunitparser 1.3.4: where a suite stands within a suite, its tests are not read, and the run is said to be successful.
#
# It says "Read JUnit/XUnit XML files and map them to Python objects". Suites may stand within suites, as PHPUnit writes
# them for each folder and class. What was seen: a report of two tests, one of which fails. In one suite they are two
# tests and a failure. With one more suite around it, there is no test at all, no error is raised, and wasSuccessful()
# is True. The outer suite's own attributes say tests="2" and failures="1". The page that junit-html-report-generator
# 1.2.0 makes has those two numbers, and the name of no test.
# Whoever gates on such a report should look for testcase everywhere, with iter() of xml.etree.
# The kit's own junit.xml has one level of suites (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "xunitparser==1.3.4" "junit-html-report-generator==1.2.0"
cat > "$room/seen.py" <<'PYTHON'
import io
import sys

import xunitparser
from junit_html_report_generator import parse_junit_xml_string

SUITE = """<testsuite name="Chat" tests="2" failures="1" errors="0" skipped="0" time="0.2">
  <testcase name="answers" classname="Chat" time="0.1"/>
  <testcase name="ends" classname="Chat" time="0.1"><failure type="AssertionError">it goes on</failure></testcase>
</testsuite>"""
AROUND = f'<testsuite name="tests" tests="2" failures="1" errors="0" skipped="0" time="0.2">{SUITE}</testsuite>'
seen = []
for name, suite in ("one suite", SUITE), ("one suite in another", AROUND):
    report = f"<testsuites>{suite}</testsuites>"
    tests, result = xunitparser.parse(io.StringIO(report))
    page = parse_junit_xml_string(report)
    seen.append((len(list(tests)), result.wasSuccessful(), page["summary"]["failed"], len(page["test_cases"])))
    print("{}: xunitparser {} tests, successful: {}; the page {} failed, {} named".format(name, *seen[-1]))
sys.exit(seen != [(2, False, 1, 2), (0, True, 1, 0)])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
