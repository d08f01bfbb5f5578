"""Elsewhere: a hand-in's marks as two sites want them that mark by themselves, Gradescope and Classroom 50.

    python -m lab12.classroom.elsewhere zip AUTOGRADER.zip           what is uploaded to Gradescope: make gradescope
    python -m lab12.classroom.elsewhere gradescope FOLDER RESULTS    what runs there
    python -m lab12.classroom.elsewhere classroom50 FOLDER           result.json and release-body.md, in this folder

Formats: gradescope-autograders.readthedocs.io; the wiki of foundation50/classroom50, Advanced Autograding. Where a
hand-in cannot be marked nothing is written, and the status is 2: both sites then say so, and give no 0.
"""
import json
import math
import os
import sys
from datetime import datetime, timezone
from pathlib import Path

from lab12 import HOME
from lab12.classroom import marking
from lab12.classroom.feedback import zipped
from lab12.classroom.intake import alone
from lab12.classroom.marks import why_of
from lab12.classroom.rows import row_of
from lab12.rubric.checks import NOT_TRIED, PASSED

SETUP = """#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -e
apt-get update && apt-get install -y python3 python3-venv util-linux
python3 -m venv /opt/lab12
/opt/lab12/bin/pip install -q "pexpect>=4.8" "pytest>=8"
"""
RUN = """#!/usr/bin/env bash
# Gradescope runs this for each submission.
root="${AUTOGRADER:-/autograder}"
cd "$root/source" || exit 2
python=/opt/lab12/bin/python
[ -x "$python" ] || python="${PYTHON:-python3}"
exec "$python" -m lab12.classroom.elsewhere gradescope "$root/submission" "$root/results/results.json"
"""


def gradescope(row):
    """Return results.json of a Row: each check is a test, and what was not tried is told as well."""
    tests = [{"name": check["title"], "score": check["marks"], "max_score": check["out_of"],
              "status": "passed" if check["outcome"] == PASSED else "failed",
              "output": why_of(check), "visibility": "visible"} for _, check in row.checks]
    return {"score": row.total, "output": row.sheet, "output_format": "text", "visibility": "visible",
            "stdout_visibility": "hidden", "tests": tests}


def classroom50(row, given, now):
    """Return result.json of a Row for Classroom 50, which takes whole numbers alone; `given` is the environment."""
    times = whole([check["out_of"] for _, check in row.checks])
    tests = [{"test-name": check["title"], "passed": check["outcome"] == PASSED,
              "score": round(check["marks"] * times), "max-score": round(check["out_of"] * times),
              "not-tried": check["outcome"] == NOT_TRIED, "why": why_of(check), "hint": check["hint"] or ""}
             for _, check in row.checks]
    return {"schema": "classroom50/result/v1", "classroom": given.get("CLASSROOM", ""),
            "assignment": given.get("ASSIGNMENT", ""), "owner": given.get("OWNER") or given.get("USERNAME") or row.id,
            "submission": given.get("SUBMISSION_TAG", ""), "commit": given.get("COMMIT_URL", ""),
            "release": given.get("RELEASE_URL", ""),
            "review": given.get("REVIEW_URL") or given.get("COMMIT_URL", ""), "datetime": now, "graded_at": now,
            "score": sum(test["score"] for test in tests), "max-score": sum(test["max-score"] for test in tests),
            "tests": tests}


def whole(marks):
    """Return the least number that makes all of these marks whole, to hundredths."""
    return next((times for times in (1, 2, 4, 5, 10, 20, 50) if all(
        math.isclose(mark * times, round(mark * times), abs_tol=1e-6) for mark in marks)), 100)


def body(row):
    """Return release-body.md: the sheet, as it is."""
    fence = "`" * (max((len(run) for run in row.sheet.split() if set(run) == {"`"}), default=2) + 1)
    return f"{fence}text\n{row.sheet}\n{fence}\n"


def autograder():
    """Return the zip that Gradescope takes: how to set up, how to run, and the kit."""
    files = {"setup.sh": SETUP, "run_autograder": RUN}
    for path in sorted([*(HOME / "lab12").rglob("*"), *(HOME / "tests").glob("*.py")]):
        if path.is_file() and path.suffix in {".py", ".toml", ".html", ".css", ".js"}:
            files[path.relative_to(HOME).as_posix()] = path.read_bytes()
    return zipped(files)


def main(kind, path, target=None):
    if kind == "zip":
        Path(path).write_bytes(autograder())
        return 0
    name = os.environ.get("OWNER") or os.environ.get("USERNAME") or "this submission"
    with alone(path, name) as hand_in:
        row = row_of(hand_in, None if hand_in.trouble else marking.mark(hand_in.folder))
    if not row.marked:
        print(f"lab12: not marked: {row.why}", file=sys.stderr)
        return 2
    if kind == "gradescope":
        Path(target).write_text(json.dumps(gradescope(row), indent=1), "utf-8")
    else:
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        Path("result.json").write_text(json.dumps(classroom50(row, os.environ, now), indent=1), "utf-8")
        Path("release-body.md").write_text(body(row), "utf-8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python -m lab12.classroom.elsewhere zip FILE | gradescope FOLDER FILE | classroom50 FOLDER")
    sys.exit(main(*sys.argv[1:4]))
