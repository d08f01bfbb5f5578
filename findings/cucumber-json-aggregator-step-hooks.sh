#!/usr/bin/env bash
# cucumber-json-aggregator 0.1.0: a scenario whose AfterStep hook failed has passed, and the failed run may be dropped.
#
# It is for reports of Cucumber-JVM and cucumber-js, and says that a scenario's status "comes from its before hooks,
# steps and after hooks". Cucumber-JVM writes hooks of a step into that step, under before and after, with results of
# their own (its JsonFormatter). What was seen: a step has passed, and the hook after it failed. The summary says
# "passed: 1, failed: 0". An After hook of the scenario that failed is "failed: 1". Of two runs of one scenario, the
# first failed in such a hook and the second was skipped: --dedupe-policy worst keeps the skipped one.
# Whoever gates on its summary should look for "failed" in the JSON. The kit has no scenarios.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "cucumber-json-aggregator==0.1.0"
cat > "$room/seen.py" <<'PYTHON'
import json
import re
import subprocess
import sys
from pathlib import Path


def hook(status):
    return [{"match": {"location": "lab.Hooks.quiet()"}, "result": {"status": status, "duration": 1000}}]


def report(status, of_step=None, of_scenario=None):
    """Return a report of one scenario of one step, with hooks after the step and the scenario."""
    step = {"keyword": "Given ", "name": "a server", "line": 3, "result": {"status": status, "duration": 1000},
            **({"after": hook(of_step)} if of_step else {})}
    scenario = {"id": "lab;ends", "line": 2, "type": "scenario", "keyword": "Scenario", "name": "ends",
                "steps": [step], **({"after": hook(of_scenario)} if of_scenario else {})}
    return [{"uri": "lab.feature", "id": "lab", "keyword": "Feature", "name": "lab", "elements": [scenario]}]


def told(what, *reports, options=()):
    """Return the summary's numbers of passed, failed and other scenarios, and whether a failure is in the output."""
    for number, one in enumerate(reports):
        Path(f"{number}.json").write_text(json.dumps(one))
    run = subprocess.run(["venv/bin/cja", *(f"{number}.json" for number in range(len(reports))), *options],
                         capture_output=True, text=True, check=True)
    numbers = [int(re.search(rf"{word}: (\d)", run.stderr)[1]) if f"{word}:" in run.stderr else 0
               for word in ("passed", "failed", "other")]
    print(f"{what}: passed {numbers[0]}, failed {numbers[1]}, other {numbers[2]}; a failure in the output:",
          '"failed"' in run.stdout)
    return numbers, '"failed"' in run.stdout


seen = [told("After failed", report("passed", of_scenario="failed")),
        told("AfterStep failed", report("passed", of_step="failed")),
        told("AfterStep failed, and skipped", report("passed", of_step="failed"), report("skipped"),
             options=["--strategy", "dedupe", "--dedupe-policy", "worst"])]
sys.exit(seen != [([0, 1, 0], True), ([1, 0, 0], True), ([0, 0, 1], False)])
PYTHON
cd "$room" && venv/bin/python seen.py
