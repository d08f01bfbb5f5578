#!/usr/bin/env bash
# moodle-questions 0.2.1: hints, penalty, numbering, shuffling and feedback are accepted, and none of them is written.
#
# It is a "Library for manipulating questions in Moodle XML format", whose own text says of fraction, a float, that it
# is the "Percentage of the grade". What was seen: two multiple choice questions, one with all of that and one without,
# give the same XML. Three right answers of 33.33333 each have the fraction 33, which is none that Moodle has. With
# "Error if grade not listed" it leaves the question out (lib/questionlib.php, match_grade_options). There is no element
# single, so that Moodle takes it for a question with one right answer (question/format/xml/format.php).
# Whoever writes questions with it should add the elements with xml.etree. The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "moodle-questions==0.2.1"
cat > "$room/seen.py" <<'PYTHON'
import sys
from pathlib import Path

from moodle_questions import MultipleChoiceQuestion, Quiz

ALL = {"hints": ["Which one waits?"], "penalty": 0.1, "answer_numbering": "123", "shuffle": True,
       "correct_feedback": "Well done", "incorrect_feedback": "Look at accept", "show_number_of_correct": True}


def xml(**options):
    question = MultipleChoiceQuestion(name="calls", question_text="Which does a TCP server call?", default_mark=3,
                                      **options)
    for right in "bind", "listen", "accept":
        question.add_answer(33.33333, right)
    question.add_answer(-100, "connect")
    quiz = Quiz()
    quiz.add_question(question)
    quiz.save("quiz.xml")
    return Path("quiz.xml").read_text()


plain, rich = xml(), xml(**ALL)
same, thirds, single = plain == rich, rich.count('fraction="33"'), "<single>" in rich
print(f"with {', '.join(ALL)}: {'the same file' if same else 'another file'}")
print(f'33.33333: fraction="33" {thirds} times; single: {single}')
sys.exit(not same or thirds != 3 or single)
PYTHON
cd "$room" && venv/bin/python seen.py
