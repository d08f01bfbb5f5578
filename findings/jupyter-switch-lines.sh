#!/usr/bin/env bash
# jupyter-switch 0.1.3: the lines of a text cell become one line, so that there and back a notebook has other texts.
#
# It converts notebooks to Markdown "for easier editing, then convert back", and "Preserves structure". In nbformat the
# source of a cell may be a list of strings, which are joined as they are; so each line but the last ends with "\n".
# What was seen: to a notebook it writes the lines of a text without their ends. "# Lab 12", an empty line and "Start
# recvr1.py first." are "# Lab 12Start recvr1.py first.", a heading. nbformat says that the file is valid. A list of
# two points is one. After the second time there and back, lab.ipynb.bak has the broken text, too. A raw cell is left
# out without a word.
# Whoever edits notebooks as text should take jupytext or pandoc.
# The kit joins the lines of a cell as nbformat says (lab12/finder).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "jupyter-switch==0.1.3" "nbformat==5.10.4"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys

import nbformat

TEXT = "# Lab 12\n\nStart recvr1.py first.\n\n- bind\n- accept"
CODE = "import socket\n\nprint(socket.AF_INET)"
notebook = nbformat.v4.new_notebook(cells=[
    nbformat.v4.new_markdown_cell(TEXT), nbformat.v4.new_code_cell(CODE), nbformat.v4.new_raw_cell("kept as it is")])
nbformat.write(notebook, "lab.ipynb")
for name in "lab.ipynb", "lab.md", "lab.ipynb", "lab.md":
    subprocess.run(["venv/bin/jupyter-switch", name], check=True, stdout=subprocess.DEVNULL)
back = nbformat.read("lab.ipynb", as_version=4)
nbformat.validate(back)
cells = [(cell.cell_type, cell.source) for cell in back.cells]
for cell in cells:
    print(*cell, sep=": ")
kept = nbformat.reads(open("lab.ipynb.bak").read(), as_version=4).cells[0].source
broken = "# Lab 12Start recvr1.py first.- bind- accept"
sys.exit((cells, kept) != ([("markdown", broken), ("code", CODE)], broken))
PYTHON
cd "$room" && venv/bin/python seen.py
