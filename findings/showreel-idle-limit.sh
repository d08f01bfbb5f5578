#!/usr/bin/env bash
# showreel 0.3.1: after one long pause, --idle-limit makes all pauses as long as the limit, short ones too.
#
# Its documentation says of --idle-limit 3 "compress pauses longer than 3s". What was seen: a recording has a pause of
# 30 seconds, and then an answer each second. With a limit of 2 the long pause is 2 seconds, and so is each other one.
# An event's old time is compared with the new time of the one before, which the long pause has moved. With --speed 2
# as well the pauses are 0.75, 0.375 and 0.1875 seconds, each half of the one before. What was quick cannot be told.
# Whoever shortens pauses should let "asciinema play -i 2" do it, or set idle_time_limit in the header.
# The kit reads no recordings; lab12/demo plays its scenes itself.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "showreel==0.3.1"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys

TIMES = [1, 31, 32, 33, 34]
with open("long.cast", "w") as file:
    print(json.dumps({"version": 2, "width": 80, "height": 24}), file=file)
    for time in TIMES:
        print(json.dumps([time, "o", f"{time}\r\n"]), file=file)


def pauses(*options):
    subprocess.run([sys.argv[1], "convert", "long.cast", *options, "--to", "v2", "-q", "-o", "short.cast"], check=True,
                   stdout=subprocess.DEVNULL)
    times = [json.loads(line)[0] for line in open("short.cast").readlines()[1:]]
    return [later - time for time, later in zip(times, times[1:])]


seen = []
for options in [], ["--idle-limit", "2"], ["--idle-limit", "2", "--speed", "2"]:
    seen.append(pauses(*options))
    print(*options or ["as it is"], "- pauses of", *seen[-1], "seconds")
sys.exit(seen != [[30, 1, 1, 1], [2, 2, 2, 2], [0.75, 0.375, 0.1875, 0.09375]])
PYTHON
cd "$room" && venv/bin/python seen.py venv/bin/showreel
