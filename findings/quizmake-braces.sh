#!/usr/bin/env bash
# quizmake 0.1.6: braces are escaped in multiple choice only, so that a short answer {} ends the question in its GIFT.
#
# It was made "for Moodle", and --export-gift is for "GIFT export". In GIFT a backslash must stand before ~ = # { and },
# where they are meant as such (Moodle's documentation, GIFT format, Special Characters). What was seen: the choice {}
# is written as \{\}. The short answer {} is "={}", and a pair of a matching question is "=empty dict {} -> dict". The
# first } ends the answers, so that the short answer is "{", and of the matching question one half of a pair is left.
# Of the five only = and # are escaped there.
# Whoever asks about code with it should write \{ and \} in short answers and pairs. The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "quizmake==0.1.6"
cat > "$room/seen.py" <<'PYTHON'
import re
import subprocess
import sys
from pathlib import Path

QUESTIONS = {
    "choice": "[multiple_choice]\nWhich is a dict?\n[answer]\n{}\n()\n[feedback]\nyes\nno\n",
    "short": "[short_answer]\nWhat is an empty dict?\n[answer]\n{}\n",
    "pairs": "[matching]\nWhat is it?\n[left_match]\nempty dict {}\nempty tuple ()\n[right_match]\ndict\ntuple\n",
}
TOLD = {"choice": r" =\{\} # yes ~() # no", "short": " ={", "pairs": " =empty dict {"}
Path("tokens").mkdir()
Path("tokens/port").write_text("5000\n")
seen = {}
for name, question in QUESTIONS.items():
    Path(name).mkdir()
    Path(name, "one.txt").write_text(question)
    subprocess.run([sys.executable, "-m", "quizmake", "tokens", name, "--export-gift", f"{name}.gift"],
                   check=True, stderr=subprocess.DEVNULL)
    gift = Path(f"{name}.gift").read_text()
    seen[name] = re.search(r"(?<!\\)\{((?:\\.|[^}\\])*)\}", gift)[1]  # from a { to the first } without a backslash
    print(f"{name}: {gift!r}: answers {seen[name]!r}")
sys.exit(seen != TOLD)
PYTHON
cd "$room" && venv/bin/python seen.py
