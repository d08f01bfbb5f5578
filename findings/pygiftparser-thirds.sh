#!/usr/bin/env bash
# pygiftparserrgmf 0.0.5: an answer that is worth a third of the marks is read as a wrong one, worth nothing.
#
# It is a "Moodle GIFT files parser". Moodle's documentation of GIFT says "if you wish to divide percentages in thirds,
# use %33.33333", as Moodle exports them. What was seen: of the three right answers to a question, which are worth
# 33.33333 % each, all have the percentage 0.0, and "%33.33333%" stands in their texts. Halves are right, and so is
# -100 for a wrong answer: whoever knows all of it has 0, and who adds the wrong one has less.
# Whoever reads GIFT with it should look for "%" in the texts of the answers. The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pygiftparserrgmf==0.0.5"
cat > "$room/seen.py" <<'PYTHON'
import sys

from pygiftparser import parser

GIFT = """::halves::Which of these does a UDP server call? {
    ~%50%bind
    ~%50%recvfrom
    ~%-100%listen
}

::thirds::Which of these does a TCP server call? {
    ~%33.33333%bind
    ~%33.33333%listen
    ~%33.33333%accept
    ~%-100%recvfrom
}
"""
seen = {}
for question in parser.parse(GIFT).questions:
    seen[question.name] = [(option.text, option.percentage) for option in question.answer.options]
    print(f"{question.name}:", *[f"{text} {share}," for text, share in seen[question.name]])
sys.exit(seen != {"halves": [("bind", 0.5), ("recvfrom", 0.5), ("listen", -1.0)],
                  "thirds": [("%33.33333%bind", 0.0), ("%33.33333%listen", 0.0), ("%33.33333%accept", 0.0),
                             ("recvfrom", -1.0)]})
PYTHON
cd "$room" && venv/bin/python seen.py 2>"$room/ply.log"  # which ply fills with remarks on the grammar
