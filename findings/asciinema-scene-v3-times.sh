#!/usr/bin/env bash
# asciinema-scene 1.3.0: a recording that is converted to version 3 is shorter, since each pause is rounded by itself.
#
# Its documentation says of convert that it will "Convert between asciicast v2 and v3 formats". In version 2 an event
# has the time since the start; in version 3 it has the time since the event before (docs.asciinema.org). What was seen:
# a program shows a dot each 1.4 milliseconds, for 2.8 seconds. Converted, each pause is 0.001, and it all takes 2.0
# seconds. With 0.4 milliseconds each pause is 0.0, and nothing takes any time. Three digits are kept of each pause, and
# what is cut off is not added to the next one. The same happens with every command that has --format v3.
# Whoever converts a recording should compare what "sciine status" says of both, or keep version 2.
# The kit reads no recordings; lab12/demo plays its scenes itself.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "asciinema-scene==1.3.0"
cat > "$room/seen.py" <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

DOTS = 2000


def lengths(pause):
    """Return how many seconds a recording takes, dot by dot, and how many it takes once it is converted."""
    events = [[round(at * pause, 6), "o", "."] for at in range(DOTS + 1)]
    lines = [{"version": 2, "width": 80, "height": 24}, *events]
    Path("two.cast").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    subprocess.run(["venv/bin/sciine", "convert", "-f", "v3", "-i", "two.cast", "-o", "three.cast"], check=True)
    header, *converted = map(json.loads, Path("three.cast").read_text().splitlines())
    assert header["version"] == 3 and sum(event[2] == "." for event in converted) == DOTS + 1
    found = events[-1][0], round(sum(event[0] for event in converted), 3)
    print(f"{DOTS} pauses of {1000 * pause:.1f} ms: {found[0]} s, converted {found[1]} s")
    return found


sys.exit([lengths(pause) for pause in (0.0014, 0.0004, 0.002)] != [(2.8, 2.0), (0.8, 0.0), (4.0, 4.0)])
PYTHON
cd "$room" && venv/bin/python seen.py
