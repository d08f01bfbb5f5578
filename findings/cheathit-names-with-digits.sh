#!/usr/bin/env bash
# cheathit 1.0.1: if one student's name begins with a digit and another's with a letter, there is no report of any pair.
#
# Its documentation says that the default is "suitable for cases when there is a single directory with many files, one
# file per student", and nothing of their names. What was seen: of anna.py, ben.py and carl.py two copies are reported.
# Once 7dora.py lies beside them it ends with a TypeError: '<' is not supported between a number and a text. Numbers in
# names are compared as numbers, to put chat2 before chat10, and the first part of 7dora is one. If all names begin with
# a digit, it reports.
# Whoever compares with it should put one letter before all names.
# The kit's twins are in the order of the names as text (lab12/classroom/twins.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "cheathit==1.0.1"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

COPY = "import socket\nlink = socket.create_connection(('127.0.0.1', 5000))\nlink.sendall(input().encode())\n"
OTHER = "for word in open('words'):\n    print(word[::-1], end='')\n"


def report(files):
    """Return what it says of these files, and the last line of what it complains of."""
    folder = Path("+".join(files))
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    run = subprocess.run(["venv/bin/cheathit", folder], capture_output=True, text=True)
    told = (run.stdout.splitlines()[1:2] or run.stderr.splitlines()[-1:])[0]
    print(f"{', '.join(files)}: {told}")
    return run.returncode, "TypeError: '<' not supported" in told, " found" in told


three = {"anna.py": COPY, "ben.py": COPY, "carl.py": OTHER}
letters, digit = report(three), report({**three, "7dora.py": OTHER})
numbers = report({"1anna.py": COPY, "2ben.py": COPY, "7dora.py": OTHER})
sys.exit([letters, numbers, digit] != [(0, False, True), (0, False, True), (1, True, False)])
PYTHON
cd "$room" && venv/bin/python seen.py
