#!/usr/bin/env bash
# md2gemtext 1.0.0: code that belongs to a step of a list is left out, and so is code within a quotation.
#
# It is "A library for converting Markdown to Gemtext". In CommonMark an item of a list may hold any blocks (5.2), code
# in fences (4.5) among them. What was seen: a lab sheet has three numbered steps, the first of them "Start the server:"
# with its command in fences below. All three steps are there, and no command is. In a list of dots, and in a quotation,
# it is the same. Code outside of them is right. Behind a list within a list the items of the outer one are paragraphs.
# Whoever writes steps with commands should put each command behind the list, or number the steps by hand.
# It needs Python 3.12.
# The kit finds programs in fences within a list, too (lab12/finder/prose.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "md2gemtext==1.0.0"
cat > "$room/steps.md" <<'TEXT'
1. Start the server:

   ```
   python recvr1.py
   ```

2. Start the client.

3. Say hello.
TEXT
cat > "$room/seen.py" <<'PYTHON'
import sys
from pathlib import Path

from md2gemtext import markdown_to_gemtext


def told(text):
    """Return the lines of the Gemtext that are not blank."""
    return [line for line in markdown_to_gemtext(text).splitlines() if line]


steps = told(Path("steps.md").read_text())
dots = told("* Start it:\n\n  ```\n  python recvr1.py\n  ```\n")
quotation = told("> He said:\n>\n> ```\n> python recvr1.py\n> ```\n")
alone = told("Start it:\n\n```\npython recvr1.py\n```\n")
nested = told("* pair\n  * server\n  * client\n* chat\n")
print(steps, dots, quotation, alone, nested, sep="\n")
sys.exit((steps, dots, quotation, alone, nested) != (
    ["1. Start the server:", "2. Start the client.", "3. Say hello."], ["* Start it:"], ["> He said:"],
    ["Start it:", "```", "python recvr1.py", "```"], ["* pair", "* server", "* client", "chat"]))
PYTHON
cd "$room" && timeout 60 venv/bin/python seen.py
