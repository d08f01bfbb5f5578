#!/usr/bin/env bash
# syslogmp 0.4: a message of 31 December that is read on 1 January gets a time that is nearly a year ahead.
#
# It is "A parser for BSD syslog protocol (RFC 3164) messages". Their times have no year (4.1.2). What was seen: at two
# minutes past midnight a message of "Dec 31 23:59:58" is read. Its timestamp is a datetime of the coming 31 December,
# 364 days from now. The year is always that of the clock. A list that is sorted by it has that message behind all of
# the new year's, and "older than a week" never finds it. A log of last year that is read in January lies in the future.
# A message of 29 February, read in a year that has none, is a MessageFormatError.
# Whoever keeps logs over New Year should take a year off each time that is more than a day ahead.
# The kit measures with a clock that never goes back (lab12/driver).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "syslogmp==0.4" "freezegun==1.5.1"
cat > "$room/seen.py" <<'PYTHON'
import sys
from datetime import datetime

from freezegun import freeze_time

import syslogmp
from syslogmp.parser import MessageFormatError


def read(now, stamp):
    """Return the time of a message that is read now, or that it was refused."""
    with freeze_time(now):
        try:
            return syslogmp.parse(f"<13>{stamp} lab chat: hello".encode()).timestamp.isoformat()
        except MessageFormatError:
            return "refused"


lines = ("Dec 31 23:59:58", "Jan  1 00:00:01")
told = [read("2027-01-01 00:02", line) for line in lines]
newest = max(told)
leap = read("2028-12-31 12:00", "Feb 29 12:00:00"), read("2029-01-01 12:00", "Feb 29 12:00:00")
ahead = (datetime.fromisoformat(told[0]) - datetime(2027, 1, 1, 0, 2)).days
print(told, "- newest:", newest, "- days ahead:", ahead, "- leap:", *leap)
sys.exit((told, newest == told[0], ahead, leap) != (
    ["2027-12-31T23:59:58", "2027-01-01T00:00:01"], True, 364, ("2028-02-29T12:00:00", "refused")))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
