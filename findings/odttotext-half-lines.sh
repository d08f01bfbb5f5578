#!/usr/bin/env bash
# ODTtoText 0.0.1: the words of a paragraph after one in bold are lost, and lists and headings are not read.
#
# It is "ODT files to text", and odtToText returns the text of a file. In OpenDocument a paragraph holds text and spans,
# with more text after them, and headings, lists and tables stand beside paragraphs (part 3, 5.1). What was seen: of
# "call bind, then listen", with bind in bold, "call bind" is left. A heading and a list of two are not there, without a
# message. A tab between port and 5000 is gone, and of four blanks side by side one is left.
# Whoever reads answers with it should take odfdo, whose str(paragraph) has all of them.
# The kit reads no .odt; it says so, and asks for the programs themselves (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ODTtoText==0.0.1" "odfdo==3.27.3"
cat > "$room/seen.py" <<'PYTHON'
import sys

from odfdo import Document, Header, List, Paragraph
from ODTtoText import odtToText

written = Document("text")
written.body.clear()
bold = Paragraph("call bind, then listen")
bold.set_span("Strong", regex="bind")
for part in (Header(1, "My answers"), Paragraph("first, call socket"), bold, Paragraph("port\t5000"),
             Paragraph("s.listen(1)    # one client"), List(["accept", "recv"])):
    written.body.append(part)
written.save("answers.odt")
text = odtToText("answers.odt").split("\n")
print("is in the file:", [str(part).strip() for part in Document("answers.odt").body.children])
print("is read:", text)
sys.exit(text != ["first, call socket", "call bind", "port5000", "s.listen(1) # one client"])
PYTHON
cd "$room" && venv/bin/python seen.py
