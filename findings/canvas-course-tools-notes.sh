#!/usr/bin/env bash
# canvas-course-tools 0.16.0: a year in a note becomes the student's number, and who has no number is left out.
#
# It makes groups in Canvas, and sheets, of a list with lines such as "Drew Ferrell (800057) [second year]". Its
# documentation says of each line "student name with optional student id and notes field". What was seen: of "Carl Dean
# (804407) [repeats it (2025)]" the number is 2025, and the name is "Carl Dean (804407) [repeats it". With that number a
# student is added to a group, so it may be somebody else, or nobody. "Bob Marsh", without a number, is in no group, and
# nothing tells of it. The name is matched as far as it goes, so that the last brackets of the line hold the number.
# Whoever groups with it should keep "(" out of notes, and give each line its number.
# The kit makes no groups; it knows students by whole names, or by the site's numbers (lab12/classroom/gradebooks.py).
# It needs Python 3.11 or later.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "canvas-course-tools==0.16.0"
cd "$room"
cat > class.txt <<'LIST'
# Practical 12
## Group A
Ann Reed (800057) [second year]
Bob Marsh
Carl Dean (804407) [repeats it (2025)]
## Group B
Dora Hill (312702)
LIST
cat > template.txt <<'TEMPLATE'
{% for group in groups %}{% for student in group.students -%}
{{ group.name }}: {{ student.id }}, {{ student.name }}, {{ student.notes }}
{% endfor %}{% endfor %}
TEMPLATE
HOME=$room venv/bin/canvas templates render ./template.txt class.txt | grep . | tee seen
[ "$(cat seen)" = "Group A: 800057, Ann Reed, second year
Group A: 2025, Carl Dean (804407) [repeats it, None
Group B: 312702, Dora Hill, None" ]
