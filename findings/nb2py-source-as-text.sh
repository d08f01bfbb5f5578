#!/usr/bin/env bash
# nb2py 0.1.6: of a notebook whose cells are one text each, which the format allows, it writes an empty file.
#
# It says that it "export marked code cells with the comment #~". In the format of notebooks a cell's source is a list
# of lines or one text (nbformat's schema, multiline_string). What was seen: of two marked cells as lists, both are in
# the .py file. Of the same two as texts, which nbformat.validate accepts and JSON of nbformat's own cells has, the file
# is empty, without a message. The first letter of the text is compared with "#~".
# dump_indices writes both right. Whoever exports hand-ins with it should save them with nbformat.write first.
# The kit reads both kinds (lab12/finder/unpack.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nb2py==0.1.6" "nbformat==5.10.4"
cat > "$room/seen.py" <<'PYTHON'
import json
import sys
from pathlib import Path

import nb2py
import nbformat

CODE = ["import socket", "print(socket.gethostname())"]
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"#~\n{line}") for line in CODE])
Path("texts.ipynb").write_text(json.dumps(notebook))
nbformat.write(notebook, "lists.ipynb")
seen = []
for name in ("lists", "texts"):
    read = json.loads(Path(f"{name}.ipynb").read_text())
    nbformat.validate(read)
    nb2py.dump(f"{name}.ipynb", f"{name}.py")
    nb2py.dump_indices(f"{name}.ipynb", "indices.py", [0, 1])
    lines = [line for line in Path(f"{name}.py").read_text().splitlines() if line]
    print(f"{name}: source is a {type(read['cells'][0]['source']).__name__}, written are", lines)
    seen.append(lines)
    assert all(line in Path("indices.py").read_text() for line in CODE)
sys.exit(seen != [CODE, []])
PYTHON
cd "$room" && venv/bin/python seen.py
