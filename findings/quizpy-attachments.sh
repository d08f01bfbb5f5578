#!/usr/bin/env bash
# quizpy 0.0.4: an essay whose answer is to be files allows none, so that students cannot hand anything in.
#
# It is "to create Moodle exams using Python". Its documentation says that "noinline" requires attachements_required,
# and max_attachements above 0. In Moodle's XML (question/format/xml/format.php) the elements are attachments and
# attachmentsrequired; what is not there counts as 0. What was seen: it writes them as attachements and
# attachementsrequired, which Moodle does not know. With noinline there is no text field either. In Cloze three choices
# of 100/3 % are %33%, which makes 99 % together. "#" begins a feedback there unless a backslash is before it (Moodle
# docs, Embedded Answers), and none is written. So of the choice "#include" nothing is left but feedback.
# Whoever hands in by it should replace attachements by attachments in the XML. The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "quizpy==0.0.4"
cat > "$room/seen.py" <<'PYTHON'
import sys
from xml.etree import ElementTree

from quizpy import Essay, MultipleChoice, Quiz


def exported(question):
    """Return the question as Moodle would find it in the file."""
    quiz = Quiz()
    quiz.add_category("Lab 12").questions.append(question)
    quiz.export("quiz.xml")
    return ElementTree.parse("quiz.xml").findall("question")[1]


essay = exported(Essay("Hand-in", "Your server and client.", 5.0, response_format="noinline",
                       attachements_required=True, max_attachements=2))
files = [essay.findtext(name, "0") for name in ("attachments", "attachmentsrequired")]
others = {part.tag: part.text for part in essay if part.tag.startswith("att")}
choice = MultipleChoice("Calls", "Which does a server need?", 1.0)
for text in ("bind", "listen", "accept"):
    choice.add_choice(text, 100 / 3)
choice.add_choice("#include", 0.0)
cloze = choice.to_cloze(1)
print("files allowed and required for Moodle:", *files, "- written:", others)
print("Cloze:", cloze)
sys.exit((files, others, cloze) != (
    ["0", "0"], {"attachements": "2", "attachementsrequired": "1"},
    "{1:MC:%33%bind#~%33%listen#~%33%accept#~#include#}"))
PYTHON
cd "$room" && venv/bin/python seen.py
