#!/usr/bin/env bash
# moodle-xml-parser 0.3.1: the right answer of a Cloze gap is read as a wrong one if the gap's type has an underscore.
#
# It says that it parses "multichoice and cloze types". Moodle has gaps of the types MULTICHOICE_V, MULTICHOICE_S,
# SHORTANSWER_C and others as well, and the weight before the type may be left out (embedded answers, question/type/
# multianswer). What was seen: {1:MULTICHOICE:=yes~no} is read right. Of {1:MULTICHOICE_V:=yes~no} the type is UNKNOWN,
# and the answer "1:MULTICHOICE_V:=yes" is worth 0. So it is with {:SHORTANSWER:=recv}. Of shares, only whole ones
# above zero are read: %-100% and %33.33333% are worth 0, and stand in the text.
# Whoever reads Cloze with it should refuse gaps of type UNKNOWN, and answers with "%" in them. The kit has no quiz.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "moodle-xml-parser==0.3.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

from moodle_xml_parser.parser import parse_string

TOLD = {
    "{1:MULTICHOICE:=yes~no}": ("MULTICHOICE", [("yes", 100), ("no", 0)]),
    "{1:MULTICHOICE_V:=yes~no}": ("UNKNOWN", [("1:MULTICHOICE_V:=yes", 0), ("no", 0)]),
    "{:SHORTANSWER:=recv}": ("UNKNOWN", [(":SHORTANSWER:=recv", 0)]),
    "{1:MULTIRESPONSE:%50%bind~%50%accept~%-100%sendto}": (
        "MULTIRESPONSE", [("bind", 50), ("accept", 50), ("%-100%sendto", 0)]),
    "{1:SHORTANSWER:=accept~%33.33333%listen}": ("SHORTANSWER", [("accept", 100), ("%33.33333%listen", 0)]),
}


def read(gap):
    """Return a gap's type, and (text, percentage) of each answer."""
    [question] = parse_string(
        '<quiz><question type="cloze"><name><text>sockets</text></name><questiontext format="html"><text>'
        f"<![CDATA[<p>{gap}</p>]]></text></questiontext></question></quiz>")["cloze"]
    return question.gaps[0].sub_type, [(option.answer, option.score) for option in question.gaps[0].options]


seen = {gap: read(gap) for gap in TOLD}
for gap, (kind, answers) in seen.items():
    print(f"{gap} is {kind}:", *answers)
sys.exit(seen != TOLD)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
