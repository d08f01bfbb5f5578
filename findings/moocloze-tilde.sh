#!/usr/bin/env bash
# moocloze 1.0.2: the right answer PROGRA~1 makes PROGRA right and 1 wrong, and the answer {} ends its gap too early.
#
# It reduces "the necessity of specific knowledge about the Moodle XML or Cloze formats", and takes answers as texts. In
# a Cloze question ~ stands between answers, # before a feedback, and } ends the gap, unless a backslash is before it
# (Moodle's documentation, Embedded Answers (Cloze) question type). What was seen: answers are written as they are. Of
# PROGRA~1 and TEMP a student chooses between PROGRA, which is right, 1 and TEMP. The answer C# is C, with an empty
# feedback. Of the short answer {} a single { is right, and a } stands behind the gap. A question called "bind & listen"
# is XML that no parser reads.
# Whoever asks about code with it should put a backslash before ~ # and }, and write &amp; in names.
# The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "moocloze==1.0.2"
cat > "$room/seen.py" <<'PYTHON'
import re
import sys
from xml.etree import ElementTree

from moocloze import Multichoice, Question, ShortAnswer, questions_to_xml_file


def answers(field):
    """Return the answers of the gap without their feedback, and what follows it, by Moodle's marks."""
    questions_to_xml_file([Question("a gap", f"Which? {field}")], "quiz.xml")
    text = ElementTree.parse("quiz.xml").find("question/questiontext/text").text
    gap, after = re.search(r"\{1:[A-Z]+:(.+?)(?<!\\)\}(.*)", text).groups()
    parts = [re.split(r"(?<!\\)#", part)[0] for part in re.split(r"(?<!\\)~", gap)]
    print(f"{field}: {parts}, then {after!r}")
    return parts, after


seen = [answers(Multichoice("accept", ["bind"])), answers(Multichoice("PROGRA~1", ["TEMP"])),
        answers(Multichoice("C#", ["C"])), answers(ShortAnswer("{}"))]
questions_to_xml_file([Question("bind & listen", "Which comes first?")], "quiz.xml")
try:
    ElementTree.parse("quiz.xml")
    readable = True
except ElementTree.ParseError as error:
    print("bind & listen:", error)
    readable = False
sys.exit(seen != [(["=accept", "bind"], ""), (["=PROGRA", "1", "TEMP"], ""), (["C", "=C"], ""),
                  (["={"], "}")] or readable)
PYTHON
cd "$room" && venv/bin/python seen.py
