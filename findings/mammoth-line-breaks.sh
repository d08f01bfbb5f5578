#!/usr/bin/env bash
# mammoth 1.13.0: extract_raw_text joins lines that end in a line break of Word, so two statements become one word.
#
# Its documentation says "Extract the raw text of the document. This will ignore all formatting". What was seen: code
# whose lines end in a line break comes back as one line, without a blank or a message. Such a break is Shift-Enter, or
# what pasting from an editor leaves. Tabs and paragraphs are kept; convert_to_html keeps the breaks as <br />.
# Pull request 87 of python-mammoth would mend it, and has been open since 2020.
# Whoever reads code from .docx should take python-docx, whose paragraph.text has "\n" there. The kit reads w:br
# itself (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "mammoth==1.13.0" "python-docx==1.2.0"
cat > "$room/seen.py" <<'PYTHON'
import io
import sys

import docx
import mammoth

LINES = ["import socket", "s = socket.socket()", "while True:", "\ts.send(b'hello')"]
document, file = docx.Document(), io.BytesIO()
run = document.add_paragraph().add_run(LINES[0])
for line in LINES[1:]:
    run.add_break()
    run.add_text(line)
document.save(file)
raw = mammoth.extract_raw_text(file)
other = docx.Document(file).paragraphs[0].text
print("mammoth.extract_raw_text:", repr(raw.value), "messages:", raw.messages)
print("python-docx:", repr(other))
sys.exit(raw.value.rstrip("\n") != "".join(LINES) or raw.messages != [] or other != "\n".join(LINES))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
