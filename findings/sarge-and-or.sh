#!/usr/bin/env bash
# sarge 0.1.8: in "build && echo built || echo broken" nothing is shown if the build fails, where a shell shows broken.
#
# Its documentation says that conditions are told "by sarge and not the shell -- which means you can use the identical
# code on Windows", "with a Posix flavour". In a shell && and || bind alike, from the left (POSIX, shell, 2.9.3). What
# was seen: the first condition that is not met leaves out all that follows, up to the next semicolon. So it is with
# "false && echo built || echo broken", and with "true || echo made && echo ready". A shell shows broken, and ready. One
# condition by itself does what it does in a shell. sarge says nothing; returncode is 1 and 0.
# Whoever has two conditions should ask for returncode in Python.
# The kit starts programs by themselves, without a shell (lab12/stage).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "sarge==0.1.8"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys

from sarge import capture_stdout

TOLD = {  # what is run: what sarge and a shell show of it
    "false && echo built": ("", ""),
    "false || echo broken": ("broken\n", "broken\n"),
    "false && echo built || echo broken": ("", "broken\n"),
    "true || echo made && echo ready": ("", "ready\n"),
    "false && echo built || echo broken; echo end": ("end\n", "broken\nend\n"),
}
seen = {}
for line in TOLD:
    by_shell = subprocess.run(["sh", "-c", line], capture_output=True, text=True).stdout
    seen[line] = capture_stdout(line).stdout.text, by_shell
    print(f"{line}: {seen[line][0]!r} by sarge, {by_shell!r} by a shell")
sys.exit(seen != TOLD)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
