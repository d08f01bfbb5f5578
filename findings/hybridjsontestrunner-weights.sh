#!/usr/bin/env bash
# hybridjsontestrunner 1.0.0: for PrairieLearn the weights of tests are ignored, and a test of weight 0 ends it.
#
# Its documentation says that it adds "support for other platforms (Like PrairieLearn)". PrairieLearn's own grader for
# Python gives the points that were earned, of those that could be (graders/python, pl_main.py). What was seen: a test
# of 1 point passes and one of 9 points fails. For Gradescope the score is 1 of 10. For PrairieLearn results.json has
# the same points, and the score 0.5, since each test's share counts alike. The other way round it is 0.5 as well. A
# test of weight 0, which only tells something, is a ZeroDivisionError, and no results.json is written.
# Whoever marks with it should hand JSONTestRunner a finalizer that divides the sum of points by that of max_points.
# The kit does not write for PrairieLearn (lab12/classroom/elsewhere.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "hybridjsontestrunner==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import io
import json
import sys
import unittest

from autograder_utils.Decorators import Weight
from autograder_utils.JSONTestRunner import JSONTestRunner
from autograder_utils.ResultBuilders import prairieLearnResultBuilder
from autograder_utils.ResultFinalizers import prairieLearnResultFinalizer

PRAIRIELEARN = {"result_builder": prairieLearnResultBuilder, "result_finalizer": prairieLearnResultFinalizer}


def score(passed, failed, **options):
    """Return the score of two tests of these weights, of which one passes."""
    class Server(unittest.TestCase):
        @Weight(passed)
        def test_starts(self):
            pass

        @Weight(failed)
        def test_answers(self):
            self.fail("it shows nothing")

    stream = io.StringIO()
    try:
        JSONTestRunner(stream=stream, **options).run(unittest.defaultTestLoader.loadTestsFromTestCase(Server))
    except ZeroDivisionError as error:
        found = type(error).__name__, stream.getvalue()
    else:
        found = json.loads(stream.getvalue())["score"]
    site = "PrairieLearn" if options else "Gradescope"
    print(f"{site}: {passed} passed, {failed} failed: {found}")
    return found


seen = [score(1, 9), score(1, 9, **PRAIRIELEARN), score(9, 1, **PRAIRIELEARN), score(0, 9, **PRAIRIELEARN)]
sys.exit(seen != [1, 0.5, 0.5, ("ZeroDivisionError", "")])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
