#!/usr/bin/env bash
# behave-to-cucumber 0.1.9: it takes the quotes out of errors, so "'5000' is not 5000" becomes "5000 is not 5000".
#
# It makes of behave's JSON the JSON that Cucumber's reports read. What was seen: a step prints a line, and fails, since
# a port is the text '5000' and not the number 5000. behave's JSON says so, with quotes. Converted, the message is "its
# 5000, which is not 5000". An id tells a feature or scenario from others. Here the second feature has the id of a
# scenario of the first, and its own scenario has another's. A scenario that was skipped is not there at all, so the
# report has fewer scenarios than the run. A message of one line is a TypeError.
# Whoever makes such reports with it should read the message in behave's own JSON, and count there, too.
# The kit quotes what came as Python's repr() does (lab12/rubric).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "behave-to-cucumber==0.1.9" "behave==1.2.6"
mkdir -p "$room/features/steps"
cat > "$room/features/a.feature" <<'TEXT'
Feature: server
  Scenario: port
    Then the port is a number
  Scenario: again
    Then it answers
TEXT
cat > "$room/features/b.feature" <<'TEXT'
Feature: client
  Scenario: line
    Then it answers
  @later
  Scenario: file
    Then it answers
TEXT
cat > "$room/features/steps/steps.py" <<'PYTHON'
from behave import then


@then("the port is a number")
def number(context):
    port, wanted = "5000", 5000
    print("asked")
    assert port == wanted, f"it's {port!r}, which is not {wanted!r}"


@then("it answers")
def answers(context):
    pass
PYTHON
cat > "$room/seen.py" <<'PYTHON'
import copy
import json
import sys
from pathlib import Path

from behave_to_cucumber import convert


def message(features):
    """Return the line with which the step has failed."""
    said = features[0]["elements"][0]["steps"][0]["result"]["error_message"]
    lines = said if isinstance(said, list) else said.splitlines()
    return next(line for line in lines if "which is not" in line).split(": ")[-1].rstrip("]")


def scenarios(features):
    return [scenario["name"] for feature in features for scenario in feature["elements"]]


run = json.loads(Path("run.json").read_text())
made = convert(copy.deepcopy(run))
ids = [[feature["id"], [scenario["id"] for scenario in feature["elements"]]] for feature in made]
print("behave:", message(run), scenarios(run), "- converted:", message(made), scenarios(made), ids)
sys.exit((message(run), message(made), scenarios(run), scenarios(made), ids) != (
    "it's '5000', which is not 5000", "its 5000, which is not 5000", ["port", "again", "line", "file"],
    ["port", "again", "line"], [[0, [1, 2]], [1, [2]]]))
PYTHON
cd "$room"
timeout 60 venv/bin/behave --tags=-later --no-summary -f json -o run.json || test -s run.json
timeout 60 venv/bin/python seen.py
