#!/usr/bin/env bash
# subprocrunner 2.0.1: a command that takes longer than its timeout goes on, and nothing is left to end it by.
#
# It is "A Python wrapper library for subprocess module", and run() takes a timeout. subprocess.run kills the child when
# its timeout expires, and communicate() leaves that to its caller (Python's documentation, subprocess). What was seen:
# after run(timeout=1) there is a TimeoutExpired, and the command runs on. The runner keeps no process and no number, so
# a server that was started so holds its port.
# A command as one text must begin with a program: "PORT=5000 env" is "command not found: PORT=5000", without a shell
# being asked. Whoever limits a command should take subprocess.run.
# The kit ends what it has started, and what that has started (lab12/stage/children.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "subprocrunner==2.0.1"
cat > "$room/seen.py" <<'PYTHON'
import os
import signal
import subprocess
import sys
from pathlib import Path

from subprocrunner import CommandError, SubprocessRunner

COMMAND = ["sh", "-c", "echo $$ > number; exec sleep 20"]


def goes_on(what, run):
    """Tell whether the command runs after its timeout; end it if so."""
    try:
        run()
    except subprocess.TimeoutExpired:
        try:
            os.kill(int(Path("number").read_text()), signal.SIGTERM)
            left = True
        except ProcessLookupError:
            left = False
    print(f"{what}: {'runs on' if left else 'ended'}")
    return left


seen = [goes_on("subprocess.run", lambda: subprocess.run(COMMAND, timeout=1)),
        goes_on("SubprocessRunner.run", lambda: SubprocessRunner(COMMAND).run(timeout=1))]
try:
    SubprocessRunner("PORT=5000 env").run()
    told = ""
except CommandError as error:
    told = str(error)
print("PORT=5000 env:", told, "- in a shell:", by_shell := subprocess.run(
    "PORT=5000 env", shell=True, capture_output=True, text=True).stdout.count("PORT=5000"))
sys.exit((seen, told, by_shell) != ([False, True], "command not found: PORT=5000", 1))
PYTHON
cd "$room" && venv/bin/python seen.py
