#!/usr/bin/env bash
# pytest-gradescope 0.1.6: set_score is ignored: partial credit is full credit. A test without its fixture is gone.
#
# Its documentation says "set_score is a function that can be called to set the score for the test". What was seen with
# pytest 9.2.0: a test with @partial_credit(5) calls set_score(1), and results.json says 5 of 5. @leaderboard is ignored
# likewise: "leaderboard" is empty. A test of 5 points whose fixture fails, because the server does not start, is not in
# results.json, so that its points are missing from the maximum.
# Whoever marks with it should give points with @weight only, and start servers within the test.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pytest-gradescope==0.1.6" "pytest==9.2.0"
cat > "$room/test_server.py" <<'PYTHON'
import pytest
from pytest_gradescope import leaderboard, partial_credit, weight


@pytest.fixture
def server():
    raise RuntimeError("server.py has ended")


@partial_credit(5)
def test_lines(set_score=None):
    set_score(1)


@weight(5)
def test_answers(server):
    pass


@leaderboard("seconds", "asc")
def test_speed(set_leaderboard_value=None):
    set_leaderboard_value(7)
PYTHON
cd "$room"
venv/bin/python -m pytest -q -p no:cacheprovider test_server.py | tail -1
venv/bin/python - <<'PYTHON'
import json
import sys

told = json.load(open("results.json"))
tests = {test["name"]: (test["score"], test["max_score"]) for test in told["tests"]}
print("results.json:", tests, "leaderboard:", told["leaderboard"])
sys.exit(tests != {"test_lines": (5, 5), "test_speed": (0, 0)} or told["leaderboard"] != [])
PYTHON
