#!/usr/bin/env bash
# ju2py 0.1.0: blank lines within a string are left out, so that a script says other things than its notebook.
#
# It makes "a clean Python script" of a notebook. What was seen: in the script that nbconvert makes, each run of blank
# lines becomes one, also within a string of several lines. A notebook whose message has two blank lines between a
# head and its text sends one less as a script. It has 20 bytes, where the notebook's has 21, so a length that stands
# beside it is wrong. The scripts that nbconvert itself and jupytext make have 21.
# Whoever makes scripts of notebooks should take "jupyter nbconvert --to script", or jupytext.
# The kit takes the text of the cells as it is, blank lines and all (lab12/finder).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ju2py==0.1.0" "jupytext==1.19.6"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys

import jupytext
import nbformat

CODE = 'message = """to: everybody\n\n\nhello"""\nlength = 21\nprint(len(message), length)'
PYTHON = {"language_info": {"name": "python", "file_extension": ".py"}}
nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)], metadata=PYTHON), "lab.ipynb")


def said(name):
    return subprocess.run([sys.executable, name], capture_output=True, text=True, check=True).stdout.split()


subprocess.run(["venv/bin/j2p", "lab.ipynb", "lab.py"], check=True, stdout=subprocess.DEVNULL)
subprocess.run(["venv/bin/jupyter", "nbconvert", "--to", "script", "--output", "by_nbconvert", "lab.ipynb"],
               check=True, stderr=subprocess.DEVNULL)
jupytext.write(jupytext.read("lab.ipynb"), "by_jupytext.py")
seen = {name: said(name) for name in ("lab.py", "by_nbconvert.py", "by_jupytext.py")}
for name, numbers in seen.items():
    print(f"{name}:", *numbers)
sys.exit(seen != {"lab.py": ["20", "21"], "by_nbconvert.py": ["21", "21"], "by_jupytext.py": ["21", "21"]})
PYTHON
cd "$room" && venv/bin/python seen.py
