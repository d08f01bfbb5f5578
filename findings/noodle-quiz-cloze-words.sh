#!/usr/bin/env bash
# noodle-quiz 0.1.3: in a Cloze question a gap for a word has the answer "bind:0", so that "bind" is wrong.
#
# It is "a set of utilities to generate quizzes for Moodle", and ClozeAnswer takes cloze_type, NUMERICAL if nothing else
# is said. A colon and a tolerance follow the answer of a NUMERICAL gap only (Moodle's documentation, Embedded Answers
# (Cloze) question type). What was seen: they are written for each type. SHORTANSWER gives %100%bind:0#, and of a
# MULTICHOICE the student chooses between "bind:0" and "connect:0". Who types bind into the short answer has no mark.
# Whoever writes words with it should replace ":0#" in the text of the question by "#". The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "noodle-quiz==0.1.3"
cat > "$room/seen.py" <<'PYTHON'
import re
import sys

from noodle_quiz import Quiz
from noodle_quiz.answer_types import ClozeAnswer, ClozeItem
from noodle_quiz.question_types import Cloze

ANSWERS = {"NUMERICAL": [("5000", 100)], "SHORTANSWER": [("bind", 100)],
           "MULTICHOICE": [("bind", 100), ("connect", 0)]}
TOLD = {"NUMERICAL": ["5000:0"], "SHORTANSWER": ["bind:0"], "MULTICHOICE": ["bind:0", "connect:0"]}
seen = {}
for kind, answers in ANSWERS.items():
    items = [ClozeItem(fraction, text, is_first=not place) for place, (text, fraction) in enumerate(answers)]
    quiz = Quiz()
    quiz.add_questions([Cloze("calls", [ClozeAnswer(items, 1, cloze_type=kind, text_before="A server calls")])])
    gap = re.search(r"\{1:(\w+):(.*)\}", str(quiz))
    seen[gap[1]] = [re.fullmatch(r"%\d+%(.*)#", part)[1] for part in gap[2].split("~")]
    print(f"{gap[0]}: the answers are {', '.join(seen[kind])}")
sys.exit(seen != TOLD)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
