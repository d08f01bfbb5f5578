#!/usr/bin/env bash
# json2qti 1.3.0: answers such as list<int> and list<str> look the same in the quiz, since what is in brackets is a tag.
#
# Its documentation says "You can include code snippets", in backticks. In QTI 1.2 a mattext of the type text/html holds
# HTML, written as text in the XML. What was seen: the answers list<int> and list<str> are "<p>list<int></p>" and
# "<p>list<str></p>" once the XML is read, and a browser shows list for both. In backticks it is the same, although
# there it is code. The text is escaped once, for the XML, and not for the HTML in it.
# Whoever asks about code with it should write &lt; and &gt; in the JSON. The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "json2qti==1.3.0"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree


class Shown(HTMLParser):
    """What a page of HTML shows: the text, and not the tags."""

    def __init__(self, html):
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_data(self, data):
        self.text += data


def answers(*given):
    """Return what the quiz shows for each of these answers."""
    Path("quiz.json").write_text(json.dumps({"Types": {"What is x, after x = [1]?": given}}))
    subprocess.run(["venv/bin/json2qti", "quiz.json"], check=True, stdout=subprocess.DEVNULL)
    with zipfile.ZipFile("quiz.zip") as packed:
        name, = (name for name in packed.namelist() if "meta" not in name)
        found = [element for element in ElementTree.fromstring(packed.read(name)).iter()
                 if element.tag.rpartition("}")[2] == "mattext"][1:]
    shown = sorted(Shown("".join(element.itertext())).text for element in found)
    print(f"{', '.join(given)}: {shown}")
    return shown


seen = [answers("list<int>", "list<str>"), answers("`list<int>`", "`list<str>`"),
        answers("list&lt;int&gt;", "list&lt;str&gt;")]
sys.exit(seen != [["list", "list"], ["list", "list"], ["list<int>", "list<str>"]])
PYTHON
cd "$room" && venv/bin/python seen.py
