#!/usr/bin/env bash
# iotest-grader 0.0.10: a program that prints exactly what is in expected.txt fails, if there is an empty line in it.
#
# It is "A pytest harness for input/output tests": main.py gets input.txt, and what it prints is compared with
# expected.txt. What was seen: with "Name:", an empty line and "Hello Ann" in expected.txt, a program that prints these
# three lines fails. One that leaves the empty line out fails as well, so that nothing can pass. Empty lines are taken
# out of what was printed, and not out of what is expected. The other way round, a program with empty lines too many
# passes. Of a program that prints "é" there is a UnicodeDecodeError, as it is read as ASCII.
# Whoever writes such tests should leave empty lines out of expected.txt.
# The kit looks for a text in a window, and not for whole outputs (lab12/stage).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "iotest-grader==0.0.10"
cat > "$room/seen.py" <<'PYTHON'
import os
import subprocess
import sys
from pathlib import Path

TEST = """from iotest.harness import execute

def test_it():
    execute("one")
"""


def outcome(printed, expected):
    """Return passed, or the error, of a program that prints these lines."""
    case = Path(f"lab{len(list(Path().glob('lab*')))}")
    (case / "testcases/one").mkdir(parents=True)
    Path(case, "main.py").write_text(f"name = input()\nfor line in {printed!r}:\n    print(line)\n", encoding="utf-8")
    Path(case, "test_main.py").write_text(TEST)
    Path(case, "testcases/one/input.txt").write_text("Ann\n")
    Path(case, "testcases/one/expected.txt").write_text("".join(f"{line}\n" for line in expected), encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", case], capture_output=True, text=True,
                         env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"})
    told = "passed" if run.returncode == 0 else next(
        name for name in ("UnicodeDecodeError", "AssertionError") if name in run.stdout)
    print(f"prints {printed}, expected is {expected}: {told}")
    return told


full, short = ["Name:", "", "Hello Ann"], ["Name:", "Hello Ann"]
seen = [outcome(short, short), outcome(full, full), outcome(short, full), outcome(full, short), outcome(["é"], ["é"])]
sys.exit(seen != ["passed", "AssertionError", "AssertionError", "passed", "UnicodeDecodeError"])
PYTHON
cd "$room" && venv/bin/python seen.py
