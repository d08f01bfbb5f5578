#!/usr/bin/env bash
# report2junit 0.3.2: a test that ended in an error is written as one that passed, and a second run has all tests twice.
#
# It says that it "allows you to convert various reports into the JUnit format", JUnit among them, and joins several. By
# default it fails if a report does (--fail-on-failures). What was seen: a test whose fixture fails is an <error> for
# pytest 9.2.0, which exits with 1. report2junit exits with 0, and its report has errors="0" and a <testcase> without
# anything in it. Once more with the same destination, the report has four tests instead of two. It has read its own
# report of before as well.
# Whoever joins reports should take "junitparser merge", and look at errors and failures themselves.
# The kit writes junit.xml itself (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "report2junit==0.3.2" "pytest==9.2.0"
cat > "$room/test_server.py" <<'PYTHON'
import pytest


@pytest.fixture
def server():
    raise OSError("the port is taken")


def test_answers(server):
    pass


def test_reads():
    pass
PYTHON
cd "$room"
status() { "$@" >"$room/out" 2>&1 && echo 0 || echo $?; }
counts() { grep -o 'errors="[0-9]*" failures="[0-9]*"' "$1" | head -n 1; }
marked=$(status venv/bin/python -m pytest -q -p no:cacheprovider --junitxml=report.xml test_server.py)
joined=$(status venv/bin/report2junit --destination-file all.xml report.xml)
once=$(grep -c '<testcase' all.xml)
told="$(counts report.xml), now $(counts all.xml)"
again=$(status venv/bin/report2junit --destination-file all.xml report.xml)
twice=$(grep -c '<testcase' all.xml)
echo "pytest: status $marked; report2junit: status $joined, and again $again"
echo "$told; $once tests, and again $twice"
[ "$marked $joined $again $once $twice" = "1 0 0 2 4" ] &&
  [ "$told" = 'errors="1" failures="0", now errors="0" failures="0"' ]
