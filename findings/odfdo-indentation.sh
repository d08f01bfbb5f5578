#!/usr/bin/env bash
# odfdo 3.27.3: get_formatted_text leaves blanks out, so code that a student handed in as .odt has no indentation.
#
# It says that it will "Return a formatted string representation of the document's content". Blanks at the start of a
# paragraph, or side by side, are an element text:s (OpenDocument 1.3, part 3, 6.1.3). What was seen: blanks side by
# side become one, and those at the start go. Lines of Python come back at the left edge, and b"a  b" has one blank.
# Tabs are kept. odfdo-show does the same. str(paragraph) has all of it right.
# Whoever reads code from .odt should join str(paragraph) of all paragraphs.
# The kit reads no .odt; it says so, and asks for the programs themselves (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "odfdo==3.27.3"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys

from odfdo import Document, Paragraph

CODE = ["def answer(peer):", "    while True:", "        line = peer.recv(1024)", '\tpeer.send(b"a  b")']
written = Document("text")
written.body.clear()
for line in CODE:
    written.body.append(Paragraph(line))
written.save("code.odt")
read = Document("code.odt")
formatted = [line for line in read.get_formatted_text().split("\n") if line]
shown = subprocess.run([sys.argv[1], "code.odt"], capture_output=True, text=True, check=True).stdout.split("\n")
for line, told in zip(CODE, formatted):
    print(repr(line), "is read as", repr(told))
assert "".join(str(paragraph) for paragraph in read.body.paragraphs).split("\n")[:-1] == CODE
assert [line for line in shown if line] == formatted
sys.exit(formatted != ["def answer(peer):", "while True:", "line = peer.recv(1024)", '\tpeer.send(b"a b")'])
PYTHON
cd "$room" && venv/bin/python seen.py venv/bin/odfdo-show
