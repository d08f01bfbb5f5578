#!/usr/bin/env bash
# copy-spotter 0.1.16: two unlike programs as .pdf are 100 % similar, since all from a "<" to the next ">" is left out.
#
# It compares "pdf, txt, docx, and odt files", to make "plagiarism detection easier". What was seen: text that came out
# of a PDF is treated as if it were HTML. From "while turn < limit" to "if turn > 0" all lines are taken for a tag. Two
# programs that differ there only, in twelve lines, are 100 % similar; as .txt they are 43 %. Of a .docx or an .odt
# nothing is put where a line ends, so "import socket" and "import sys" are "import socketimport sys". A copy as .docx
# of what another one has as .txt is 83 % similar.
# Whoever compares programs with it should make all of them .txt first, with pdftotext, pandoc or LibreOffice.
# The kit looks for twins in the programs that it has read, as Python (lab12/classroom).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "copy-spotter==0.1.16" "python-docx==1.2.0" "fpdf2==2.8.9"
cat > "$room/seen.py" <<'PYTHON'
import os
import re
import subprocess
import sys
from pathlib import Path

import docx
from fpdf import FPDF

START = """import socket
import sys
host = sys.argv[1]
port = 5000
limit = 4
turn = 0
while turn < limit:"""
JANE = """    message = lines.readline()
    if not message:
        break
    print(message)
    reply = input()
    if reply == "exit":
        break
    data = reply.encode() + b"."
    sent = peer.send(data)
    turn = turn + 1
    count = sent
    name = address[0]"""
BOB = """    for word in table:
        found.append(word.strip())
    best = sorted(found)
    store.write(str(best))
    total = total + len(best)
    if total == 7:
        continue
    window.refresh()
    colour = choose(palette)
    window.draw(colour, total)
    clock.tick()
    turn += step"""
END = """if turn > 0:
    print(turn)"""
PROGRAMS = {"jane": "\n".join([START, JANE, END]), "bob": "\n".join([START, BOB, END])}


def written(path, text):
    """Write a program to a file of the kind that its name says, line by line."""
    if path.suffix == ".txt":
        path.write_text(text + "\n")
    elif path.suffix == ".docx":
        document = docx.Document()
        for line in text.splitlines():
            document.add_paragraph(line)
        document.save(path)
    else:
        page = FPDF()
        page.add_page()
        page.set_font("Courier", size=10)
        for line in text.splitlines():
            page.cell(text=line, new_x="LMARGIN", new_y="NEXT")
        page.output(path)


def similarity(**kinds):
    """Return how similar the hand-ins of two students are, in percent, in the table that the tool makes."""
    folder = Path("-".join(kinds.values()) + "-".join(kinds))
    folder.mkdir()
    out = Path(f"out-{folder}")
    out.mkdir()
    for name, kind in kinds.items():
        written(folder / f"{name}.{kind}", PROGRAMS[name.rstrip("2")])
    subprocess.run(["venv/bin/copy-spotter", folder, "-o", out, "-s", "2"], check=True, capture_output=True,
                   env=os.environ | {"BROWSER": "true"})
    percent, = {float(number) for number in re.findall(r">\s*(\d+\.\d+)\s*<", (out / "_results.html").read_text())}
    return round(percent)


unlike = [similarity(jane=kind, bob=kind) for kind in ("txt", "pdf")]
alike = [similarity(jane="txt", jane2=kind) for kind in ("txt", "docx", "pdf")]
print("two programs, as .txt and as .pdf:", *unlike)
print("one program as .txt, and a copy as .txt, .docx, .pdf:", *alike)
sys.exit((unlike, alike) != ([43, 100], [100, 83, 53]))
PYTHON
cd "$room" && venv/bin/python seen.py
