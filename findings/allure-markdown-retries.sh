#!/usr/bin/env bash
# allure-markdown 1.6.1: a test that passes at its second try is a failed test and a passed one, two in all.
#
# It makes a summary and a list of failures of Allure's results. In Allure's documentation several results of one test
# in a report are its retries, and it has the status of the latest. What was seen: pytest tries one test again with
# --reruns 1, and says "1 passed, 1 rerun", with status 0. The report counts 1 passed, 1 failed and 2 in all, and tells
# of the failure at length. The results have one historyId, which says that they are one test.
# Whoever repeats tests should keep, of the results with one historyId, that with the latest start before it runs.
# The kit tries a check again only of programs that lose messages on purpose (lab12/rubric/checks.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "allure-markdown==1.6.1" "allure-pytest==2.15.0" \
    "pytest==8.4.2" "pytest-rerunfailures==15.1"
cat > "$room/test_chat.py" <<'PYTHON'
from pathlib import Path


def test_answer():
    tried = Path("tried")
    first = not tried.exists()
    tried.touch()
    assert not first, "no answer"
PYTHON
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

run = subprocess.run([sys.executable, "-m", "pytest", "-q", "--reruns", "1", "--alluredir", "results", "test_chat.py"],
                     capture_output=True, text=True)
said = run.stdout.splitlines()[-1].split(" in ")[0]
subprocess.run(["venv/bin/allure-markdown", "-r", "results", "-o", "report.md"], check=True, capture_output=True)
report = Path("report.md").read_text().splitlines()
head = next(number for number, line in enumerate(report) if line.startswith("| Passed"))
counts = dict(zip(*([cell.strip() for cell in report[line].strip("| ").split("|")] for line in (head, head + 2))))
details = [line for line in report if line.startswith("**Status:**")]
tests = {json.loads(path.read_text())["historyId"] for path in Path("results").glob("*-result.json")}
print("pytest:", said, run.returncode, "- report:", counts, details, "- tests by historyId:", len(tests))
sys.exit((said, run.returncode, counts, details, len(tests)) != (
    "1 passed, 1 rerun", 0, {"Passed": "1", "Failed": "1", "Skipped": "0", "Broken": "0", "Total": "2"},
    ["**Status:** failed"], 1))
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
