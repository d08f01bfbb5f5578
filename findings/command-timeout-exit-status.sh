#!/usr/bin/env bash
# command-timeout 1.2: the exit status of the command is lost, so a script whose tests have failed goes on as if not.
#
# It is for "Timeout Commands": "command-timeout 60 command" ends a command after 60 seconds. coreutils' timeout exits
# with the status of the command, if that ends in time (timeout --help). What was seen: of a command that exits with 3,
# command-timeout's status is 0, and timeout's is 3. One that a signal has ended is 0 as well. So "command-timeout 60
# make test && make release" releases what has failed. One that takes too long is a traceback, with a status of 1. The
# status is waited for, and not returned. Its function command_timeout() returns None, too.
# Whoever limits a command in a script should take timeout, or subprocess.run(..., timeout=..., check=True).
# The kit says how a program ended, by a status or a signal (lab12/stage).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "command-timeout==1.2"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys

COMMANDS = {"exits with 3": "exit 3", "ended by a signal": "kill -TERM $$", "exits with 0": "exit 0"}
told = {name: [subprocess.run([tool, "20", "sh", "-c", command], stderr=subprocess.DEVNULL).returncode
               for tool in ("venv/bin/command-timeout", "timeout")] for name, command in COMMANDS.items()}
late = subprocess.run(["venv/bin/command-timeout", "1", "sleep", "8"], stderr=subprocess.PIPE, text=True)
print("command-timeout and timeout:", told, "- too late:", late.returncode)
sys.exit((told, late.returncode, "Traceback" in late.stderr) != (
    {"exits with 3": [0, 3], "ended by a signal": [0, -15], "exits with 0": [0, 0]}, 1, True))
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
