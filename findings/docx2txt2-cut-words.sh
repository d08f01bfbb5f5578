#!/usr/bin/env bash
# docx2txt2 1.0.4: a word of which a part is bold, or was corrected, comes back in two: "re cvfrom" for "recvfrom".
#
# It is to "Extract text from .docx and .odt files", in place of docx2txt, and says that it "Doesn't preserve
# whitespace". In a .docx a paragraph is cut into runs, each with one look, and their texts follow without anything
# between (Office Open XML, w:r and w:t). What was seen: a blank is put between all runs. Of "recvfrom" in two runs "re
# cvfrom" is read, of "port 50007" in three "port 50 00 7". Blanks before full stops, commas and question marks are
# taken out: "socket . bind" is "socket. bind". docx2txt has all of it right.
# Whoever searches hand-ins for a word with it should leave blanks out of both.
# The kit reads no .docx; it says so, and asks for the programs themselves (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "docx2txt2==1.0.4" "docx2txt==0.9" "python-docx==1.2.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

import docx
import docx2txt
import docx2txt2

TOLD = {  # the runs of a paragraph: what docx2txt2 and docx2txt read
    ("recvfrom",): ("recvfrom", "recvfrom"),
    ("re", "cvfrom"): ("re cvfrom", "recvfrom"),
    ("port 50", "00", "7"): ("port 50 00 7", "port 50007"),
    ("socket . bind",): ("socket. bind", "socket . bind"),
}
seen = {}
for runs in TOLD:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for number, text in enumerate(runs):
        paragraph.add_run(text).bold = bool(number % 2)
    document.save("answer.docx")
    seen[runs] = docx2txt2.extract_text("answer.docx"), docx2txt.process("answer.docx").strip()
    print(f"{runs}: {seen[runs][0]!r}, docx2txt: {seen[runs][1]!r}")
sys.exit(seen != TOLD)
PYTHON
cd "$room" && venv/bin/python seen.py
