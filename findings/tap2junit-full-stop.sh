#!/usr/bin/env bash
# tap2junit 0.2.0: tests whose description ends in a full stop have no name, and numbers and addresses are cut in two.
#
# It is "A utility that converts TAP version 12 and 13 to JUnit"; for TAP a description is any text. What was seen: what
# comes before the last full stop is the name of a class, and what follows is that of the test. So "The server answers."
# and "The client ends." both have the name "". "It ends within 0.5 s" has the name "5 s", and "It binds 127.0.0.1" the
# name "1". Of a path the last part is the name. In a list by name, as many a CI server shows it, one test has no name,
# and it has both passed and failed.
# Whoever converts TAP with it should take full stops and slashes out of descriptions first. The kit writes no TAP.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "tap2junit==0.2.0" "tap.py[yaml]==3.2.1"
cat > "$room/seen.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from tap.parser import Parser

TOLD = {"The server answers.": "", "The client ends.": "", "It ends within 0.5 s": "5 s", "It binds 127.0.0.1": "1",
        "It waits": "It waits"}
lines = [f"{'not ' * (number == 2)}ok {number} {text}" for number, text in enumerate(TOLD, start=1)]
Path("report.tap").write_text("\n".join(["TAP version 13", f"1..{len(TOLD)}", *lines, ""]))
subprocess.run(["venv/bin/tap2junit", "-i", "report.tap", "-o", "report.xml"], check=True)
cases = ElementTree.parse("report.xml").iter("testcase")
seen = [(case.get("name"), case.find("failure") is None) for case in cases]
right = [line.description for line in Parser().parse_file("report.tap") if line.category == "test"]
for text, (name, passed) in zip(right, seen):
    print(f"{text!r}: {name!r} {'passed' if passed else 'failed'}")
assert right == list(TOLD)
sys.exit(seen != [(name, number != 2) for number, name in enumerate(TOLD.values(), start=1)])
PYTHON
cd "$room" && venv/bin/python seen.py
