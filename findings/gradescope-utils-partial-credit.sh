#!/usr/bin/env bash
# gradescope-utils 0.5.0: the score that a test gave one class is the score of the next class that fails in it.
#
# Its documentation says "within the test, set the value by calling kwargs['set_score'] with a value". What was seen:
# one test with @partial_credit(5), inherited by a class for TCP and a class for UDP. TCP calls set_score(4). UDP fails
# before it could call it, and has 4 of 5 as well. Alone it has 0. better-gradescope-utils 1.0.0 does the same.
# Whoever shares tests between classes should begin each with set_score(0). The kit writes results.json itself.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "gradescope-utils==0.5.0" "better-gradescope-utils==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import io
import json
import sys
import unittest
from importlib import import_module


def scores(package, *names):
    """Return what the classes of these names have for the one test that they share."""
    credit = import_module(f"{package}.autograder_utils.decorators").partial_credit
    runner = import_module(f"{package}.autograder_utils.json_test_runner").JSONTestRunner

    class Shared:
        @credit(5)
        def test_lines(self, set_score=None):
            self.assertTrue(self.starts)
            set_score(4)

    cases = {"tcp": type("Tcp", (Shared, unittest.TestCase), {"starts": True}),
             "udp": type("Udp", (Shared, unittest.TestCase), {"starts": False})}
    load, stream = unittest.defaultTestLoader.loadTestsFromTestCase, io.StringIO()
    runner(stream=stream).run(unittest.TestSuite([load(cases[name]) for name in names]))
    return [test["score"] for test in json.loads(stream.getvalue())["tests"]]


seen = []
for package in "gradescope_utils", "better_gradescope_utils":
    seen.append([scores(package, "tcp", "udp"), scores(package, "udp")])
    print(f"{package}: TCP works and UDP does not: {seen[-1][0]}; UDP alone: {seen[-1][1]}")
sys.exit(seen != [[[4, 4], [0]]] * 2)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
