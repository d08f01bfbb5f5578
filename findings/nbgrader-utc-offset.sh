#!/usr/bin/env bash
# nbgrader 0.9.6: a due date with the UTC offset +0200 is 200 seconds from UTC, not two hours, so late work is in time.
#
# Its formgrader asks for the "Timezone as UTC offset", and fills in +0200 itself if NbGraderAPI.timezone is Berlin, in
# summer. It puts a blank and this behind the date. What was seen: 23:59 with +0200 is kept as 23:55:40 UTC, and should
# be 21:59. Work of 22:30 UTC, half an hour late, is 0 seconds late. With -0700 it is 00:10:40 UTC and should be 06:59,
# so work that is in time counts as late. The name of a zone is read right, and so is an offset without a blank.
# Whoever gives a due date should give it in UTC, or name the zone with "nbgrader db assignment add --duedate".
# The kit asks for no due date; of Canvas it tells who was LATE (lab12/classroom).
# It needs Python 3.11.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nbgrader==0.9.6"
cat > "$room/seen.py" <<'PYTHON'
import sys
from datetime import datetime

from nbgrader.api import Gradebook
from nbgrader.utils import to_numeric_tz

HANDED_IN = datetime(2026, 10, 12, 22, 30)  # UTC, as nbgrader keeps all times
TOLD = {  # what is given: when that is in UTC by nbgrader, and how many seconds late the work is
    "2026-10-12 23:59:00 Europe/Berlin": (datetime(2026, 10, 12, 21, 59), 1860),
    "2026-10-12 23:59:00+0200": (datetime(2026, 10, 12, 21, 59), 1860),
    "2026-10-12 23:59:00 +0200": (datetime(2026, 10, 12, 23, 55, 40), 0),
    "2026-10-12 23:59:00 -0700": (datetime(2026, 10, 13, 0, 10, 40), 0),
}
seen = {}
with Gradebook("sqlite:///:memory:") as book:
    book.add_student("ann")
    for number, given in enumerate(TOLD):
        name = f"lab{number}"
        due = book.add_assignment(name, duedate=given).duedate
        seen[given] = due, book.add_submission(name, "ann", timestamp=HANDED_IN).total_seconds_late
        print(f"{given}: due at {due} UTC; handed in at {HANDED_IN} UTC, late by {seen[given][1]:.0f} s")
print("what the formgrader fills in for Berlin:", to_numeric_tz("Europe/Berlin"))
assert to_numeric_tz("Europe/Berlin") in ("+0100", "+0200")
sys.exit(seen != TOLD)
PYTHON
PATH="$room/venv/bin:$PATH" python -W ignore "$room/seen.py"  # it calls alembic
