#!/usr/bin/env bash
# gradescope-utils 0.5.0: a test in which a subTest fails is left out of results.json, and its points with it.
#
# A runner of unittest gives a result for each test. What was seen: two tests of 5 points, one of which fails in a
# subTest. results.json has one test and 5 points of 5, so the page shows full marks. Without subTest the failed test is
# there with 0 of 5. better-gradescope-utils 1.0.0 does the same. The project's issue 5 has asked for subTest since
# 2018; that points disappear is not said there.
# Whoever marks with it should compare the sum of max_score with the points of the assignment, or avoid subTest.
# The kit writes results.json itself (lab12/classroom).
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

from gradescope_utils.autograder_utils.decorators import weight

ANSWERS = {"hello": "hello", "exit": ""}  # what a student's server has answered


class Whole(unittest.TestCase):
    @weight(5)
    def test_answers(self):
        for message, answer in ANSWERS.items():
            self.assertEqual(answer, message)

    @weight(5)
    def test_starts(self):
        pass


class Parts(Whole):
    @weight(5)
    def test_answers(self):
        for message, answer in ANSWERS.items():
            with self.subTest(message=message):
                self.assertEqual(answer, message)


def results(package, case):
    runner, stream = import_module(f"{package}.autograder_utils.json_test_runner").JSONTestRunner, io.StringIO()
    runner(stream=stream).run(unittest.defaultTestLoader.loadTestsFromTestCase(case))
    told = json.loads(stream.getvalue())
    return told["score"], sum(test["max_score"] for test in told["tests"])


seen = []
for package in "gradescope_utils", "better_gradescope_utils":
    seen.append((results(package, Whole), results(package, Parts)))
    print(package, "- one of two tests fails: {} of {}; within subTest: {} of {}".format(*seen[-1][0], *seen[-1][1]))
sys.exit(seen != [((5, 10), (5, 5))] * 2)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
