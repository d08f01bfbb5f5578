#!/usr/bin/env bash
# cli-nb2py 0.7.5: an import of several lines is torn apart, and a setting that an import replaces is put back after it.
#
# It calls itself a "Reliable Notebook to Python converter", that "moves all import statements to the top". What was
# seen: of "from socket import (", whose names stand in the lines below, the first line is moved, and the names stay. It
# says "Converted", and the script is a SyntaxError. "PORT = 5000" and then "from settings import *" gives 6000 in the
# notebook. In the script the import is first, so PORT is 5000, without a word. A line of a text in three quotes that
# begins with "from " or "import " is moved to the top as well. jupytext 1.16.4 keeps all of it.
# Whoever converts notebooks should put imports into one line each, and settings below all of them.
# The kit takes the cells of a notebook in their order (lab12/finder/prose.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "cli-nb2py==0.7.5" "jupytext==1.16.4"
echo "PORT = 6000" > "$room/settings.py"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

CELLS = {"several": "from socket import (\n    AF_INET,\n    socket,\n)\nprint(AF_INET == 2)",
         "setting": "PORT = 5000\nfrom settings import *\nprint(PORT)",
         "text": 'HELP = """type a name\nfrom 1 to 8 letters"""\nprint(len(HELP))'}


def shown(name, *command):
    """Return what the script that a command makes of a notebook shows, or its error."""
    cell = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": [], "source": [CELLS[name]]}
    Path("lab.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    subprocess.run(command, check=True, capture_output=True)
    ran = subprocess.run([sys.executable, "lab.py"], capture_output=True, text=True)
    return ran.stdout.strip() or ran.stderr.splitlines()[-1].partition(":")[0]


told = {name: (shown(name, "venv/bin/nb2py", "lab.ipynb", "lab.py"),
               shown(name, "venv/bin/jupytext", "lab.ipynb", "-o", "lab.py")) for name in CELLS}
print(told)
sys.exit(told != {"several": ("SyntaxError", "True"), "setting": ("5000", "6000"), "text": ("SyntaxError", "31")})
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
