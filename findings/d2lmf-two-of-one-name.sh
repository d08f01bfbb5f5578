#!/usr/bin/env bash
# d2lmf 1.0.0: of two students who have one name it makes one folder, where the second one's files replace the first's.
#
# For downloads of Brightspace its documentation says of -m that it "merges all submitted files into a single directory
# for each student". A folder is called after the student's number, name and time. What was seen: 1001 and 1002 are both
# Jane Holloway. One folder is left, Jane_Holloway, with the client of the first and the server of the second. The first
# one's server is gone. The number is read, and not looked at. Exit status 0, and no message.
# A folder whose time has no colon, "9 15 AM" or "915 AM", is left as it is, with a line of why.
# Whoever marks with it should leave out -m and -R, which includes it, where two have one name.
# The kit knows a student by the site's number (lab12/classroom/sites.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "d2lmf==1.0.0"
cd "$room"
mkdir in
handed_in() { mkdir -p "in/$1"; echo "# $2" > "in/$1/$3"; }
handed_in "1001-2001 - Jane Holloway - Oct 12, 2026 9_15 AM" "of 1001" client.py
handed_in "1001-2001 - Jane Holloway - Oct 12, 2026 9_15 AM" "of 1001" server.py
handed_in "1002-2001 - Jane Holloway - Oct 12, 2026 9_40 AM" "of 1002" server.py
handed_in "1003-2001 - Ann Reed - Oct 12, 2026 9_50 AM" "of 1003" server.py
venv/bin/d2lmf extract --merge in out > told 2>&1
[ ! -s told ]
cd out
grep -r . | LC_ALL=C sort | tee ../seen
[ "$(cat ../seen)" = "Ann_Reed/server.py:# of 1003
Jane_Holloway/client.py:# of 1001
Jane_Holloway/server.py:# of 1002" ]
