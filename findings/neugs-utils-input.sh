#!/usr/bin/env bash
# neugs-utils 0.0.20: c_run does not pass its input on, so a program that reads it has an end of file, and no marks.
#
# It has tools for autograders of Gradescope. c_run(file, args, timeout, input) returns what a program shows. For one
# that takes too long its source has the words "Timeout Error, check to make sure you don't have any infinite loops".
# What was seen: a program that asks for a name gets "Ann" by input=, and sees the end of its input at once. Standard
# input is not made a pipe, and communicate() passes data on only if it is one (subprocess). If the autograder's own
# input has a line, the program takes that. A program that takes too long is a TimeoutExpired, which ends the test.
# TimeoutError is what is caught, another class, so the program goes on running.
# Whoever tests programs with it should call subprocess.run(..., input=..., timeout=...).
# The kit types into a terminal of the program's own (lab12/stage).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "neugs-utils==0.0.20"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys

from neugs_utils.language_support import c_run

ASKS = ["-c", "import sys; name = sys.stdin.readline().strip(); print('Hello', name or 'nobody')"]
LASTS = ["-c", "import time; time.sleep(8)"]
shown = c_run(sys.executable, ASKS, input="Ann\n")["stdout"].strip()
right = subprocess.run([sys.executable, *ASKS], input="Ann\n", capture_output=True, text=True).stdout.strip()
try:
    late = c_run(sys.executable, LASTS, timeout=1)["stderr"]
except Exception as error:
    late = type(error).__name__
print(f"with input=Ann: {shown}; by subprocess.run: {right}; too late: {late}")
assert right == "Hello Ann"
sys.exit((shown, late) not in {("Hello nobody", "TimeoutExpired"), ("Hello Bob", "TimeoutExpired")}
         or shown.split()[1] != sys.argv[1])
PYTHON
"$room/venv/bin/python" "$room/seen.py" nobody < /dev/null
echo Bob | "$room/venv/bin/python" "$room/seen.py" Bob
