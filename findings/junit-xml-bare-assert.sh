#!/usr/bin/env bash
# junit-xml 1.9: a failure without words is written as a test that passed.
#
# Its documentation says "add_failure_info(message=None, output=None, failure_type=None): Adds a failure message,
# output, or both". What was seen: for `assert answer == "hello"`, str(error) is "". add_failure_info("", failure_type=
# "AssertionError") is kept by the test case, but the report has no <failure>, and failures="0". add_error_info does the
# same. add_skipped_info without words is written.
# Whoever writes reports with it should give a text that cannot be empty, such as repr(error).
# The kit writes junit.xml itself (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "junit-xml==1.9"
cat > "$room/seen.py" <<'PYTHON'
import re
import sys

from junit_xml import TestCase, TestSuite, to_xml_report_string


def report(words):
    """Return how many failures a report tells of a test that has failed with these words, and its elements."""
    case = TestCase("the server answers")
    case.add_failure_info(words, failure_type="AssertionError")
    text = to_xml_report_string([TestSuite("practical", [case])])
    return re.search(r'<testsuite [^>]*failures="(\d+)"', text)[1], text.count("<failure")


try:
    assert "" == "hello"
except AssertionError as error:
    bare, told = report(str(error)), report(repr(error))
print('add_failure_info(str(error)): failures="{}", {} element'.format(*bare))
print('add_failure_info(repr(error)): failures="{}", {} element'.format(*told))
sys.exit(bare != ("0", 0) or told != ("1", 1))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
