#!/usr/bin/env bash
# html2gemtext 1.0.0: code in <pre> loses its indentation, and each line that is indented is joined to the one before.
#
# It is for "converting HTML to Gemtext". In HTML the blanks and line breaks of <pre> are shown as they are, and Gemtext
# has preformatted lines for that. What was seen: of a function of three lines in <pre><code> one line is left, "def
# chat(): while True: say()", between the lines that mean preformatted text. Where two blanks or more follow each other,
# or a line break and a blank, one blank is put. Lines that are not indented stay apart, so a script of such lines is
# right, and hides it. It needs Python 3.12.
# Whoever serves lab sheets with it should put in the text of each <pre> afterwards, from the HTML.
# The kit keeps the blanks and lines of <pre> in what a student typed (lab12/classroom/documents.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "html2gemtext==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

from html2gemtext import html_to_gemtext

CODE = "def chat():\n    while True:\n        say()"
FLAT = "import socket\nlistener = socket.create_server(ADDRESS)"
told = {name: [line for line in html_to_gemtext(f"<pre><code>{text}\n</code></pre>").splitlines() if line]
        for name, text in (("indented", CODE), ("flat", FLAT))}
print(told)
sys.exit(told != {"indented": ["```", "def chat(): while True: say()", "```"],
                  "flat": ["```", *FLAT.split("\n"), "```"]})
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
