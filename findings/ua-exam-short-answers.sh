#!/usr/bin/env bash
# ua-exam 0.2.0: the answers of a short-answer question are printed on the paper, as choices that are all right.
#
# It makes paper exams of Moodle's GIFT files, and "Solutions generated as a CSV file". In GIFT, "{=5000 =port 5000}"
# is a short-answer question: it has right answers only, and the student writes one. "{=a -> b =c -> d}" is one to
# match, "{#4}" a number (Moodle docs, GIFT format). What was seen: of the first, students get the choices A. 5000 and
# B. port 5000, and the key says "A, B". Of one to match they get the pairs themselves. The key of a number, which the
# file has, is "--- (Open Answer)". A brace as &#123;, which GIFT leaves alone, opens an answer: the file is refused.
# Whoever prints from a bank that Moodle uses should take out all but multiple choice and true/false before.
# The kit makes no exams. What its checks type is random, and stands in no file that students see (tests/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ua-exam==0.2.0"
mkdir "$room/bank"
cat > "$room/bank/sockets.gift" <<'GIFT'
$CATEGORY: sockets

::Port:: Where does the server wait? {=5000 =port 5000}

::Match:: Who calls what? {=server -> accept =client -> connect =both -> recv}

::Number:: How many bytes does "hello" and its newline have? {#6}
GIFT
cat > "$room/config.json" <<'JSON'
{"lang": "en", "questions_folder": "bank",
 "parts": [{"part": "Sockets", "classification": 20, "questions": [{"topic": "sockets", "quantity": 3}]}]}
JSON
cat > "$room/seen.py" <<'PYTHON'
import csv
import re
import subprocess
import sys
from pathlib import Path

from ua_exam.gift_parser import parse_gift_content

subprocess.run(["venv/bin/ua-exam", "generate", "-c", "config.json", "-o", "exam.md"], check=True,
               stderr=subprocess.DEVNULL)
files = [path for path in Path().glob("exam*") if path.suffix == ".md"]
paper = files[0].read_text()
choices = sorted(re.findall(r"\\textbf\{[A-Z]\.\} (.*?) &", paper))
solutions, = Path().glob("*exam*.csv")
with open(solutions, newline="") as file:
    keys = sorted(cell for row in csv.reader(file) for cell in row if re.fullmatch("[A-Z](, [A-Z])*|---.*", cell))
try:
    braces = parse_gift_content("A dict ends with &#125; {T}")[0]["text"]
except ValueError as error:
    braces = str(error)
print("choices on the paper:", *choices, sep="\n    ")
print("keys:", *keys, sep="\n    ")
print("A dict ends with &#125; {T}:", braces)
sys.exit((choices, keys, "Unescaped" in braces) != (
    ["5000", "both -> recv", "client -> connect", "port 5000", "server -> accept"],
    ["--- (Open Answer)", "A, B", "A, B, C"], True))
PYTHON
cd "$room" && venv/bin/python seen.py
