#!/usr/bin/env bash
# ipynb-py-convert 0.4.6: a script that begins with a docstring becomes a notebook without code, with all of it as text.
#
# Its documentation says "Convert .py files runnable in VSCode/Python or Atom/Hydrogen to jupyter .ipynb notebooks". A
# text cell is what stands between three quotes. What was seen: server.py begins with """Wait for a client.""", and has
# its imports and functions below that. It becomes one text cell, which nobody can run, and whose lines run together.
# Without the docstring it is a code cell. A cell that begins with "# %% Set up", as VS Code names cells, or that has no
# blank line before it, does not begin a cell. A text cell that ends with a word in double quotes loses the last quote.
# Whoever converts scripts should put a comment above the docstring, and name no cells.
# The kit reads cells of text where no cell of code holds a program (lab12/finder/prose.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ipynb-py-convert==0.4.6"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

CODE = "import socket\n\nlistener = socket.create_server(ADDRESS)\n"


def converted(name, text):
    """Return the type and text of each cell that a script becomes."""
    Path(f"{name}.py").write_text(text)
    subprocess.run(["venv/bin/ipynb-py-convert", f"{name}.py", f"{name}.ipynb"], check=True)
    cells = json.loads(Path(f"{name}.ipynb").read_text())["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def back(text):
    """Return what a text cell of a notebook is after it has been a script."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": [text]}
    Path("text.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    subprocess.run(["venv/bin/ipynb-py-convert", "text.ipynb", "text.py"], check=True)
    return converted("back", Path("text.py").read_text())


document = '"""Wait for a client."""\n\n' + CODE
named = "# %%\nA = 1\n\n# %% Set up\nB = 2\n# %%\nC = 3\n"
told = converted("document", document), converted("plain", CODE), converted("named", named)
quoted = back('Type "exit"')
print(*told, quoted, sep="\n")
sys.exit((told, quoted) != (
    ([("markdown", document.strip('"\n'))], [("code", CODE)], [("code", named.removeprefix("# %%\n"))]),
    [("markdown", 'Type "exit')]))
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
