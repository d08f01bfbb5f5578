#!/usr/bin/env bash
# dpkt 1.9.8: in a pcapng file of several interfaces, every time is read in the units of the first one.
#
# An interface says in what units its times are (pcapng, if_tsresol); a file may have several, as dumpcap and mergecap
# write them. What was seen: two packets of one moment, the first in microseconds, the other in nanoseconds. Without an
# error dpkt.pcapng.Reader has the other in the year 55840. The other way round it is in January 1970. python-pcapng
# 2.1.1 tells both right. It is dpkt's issue 681, open since July 2026.
# Whoever reads with dpkt should let `editcap -F nsecpcap` write a pcap first. The captures of the kit have one unit
# (lab12/wire/pcapng.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "dpkt==1.9.8" "python-pcapng==2.1.1"
cat > "$room/seen.py" <<'PYTHON'
import io
import struct
import sys

import dpkt
import pcapng

WHEN = 1_700_000_000  # seconds since 1970


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def capture(*digits):
    """Return a file in which each interface, with that many digits after the point, has one packet at WHEN."""
    file = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    for digit in digits:
        file += block(1, struct.pack("<HHI", 101, 0, 0) + struct.pack("<HHB3xI", 9, 1, digit, 0))
    for number, digit in enumerate(digits):
        units = WHEN * 10**digit
        file += block(6, struct.pack("<5I", number, units >> 32, units & 0xFFFFFFFF, 4, 4) + b"data")
    return file


def times(*digits):
    file = capture(*digits)
    right = [each.timestamp for each in pcapng.FileScanner(io.BytesIO(file)) if hasattr(each, "timestamp")]
    return [float(time) for time, _ in dpkt.pcapng.Reader(io.BytesIO(file))], right


seen = [times(6, 9), times(9, 6)]
for units, (told, right) in zip(("microseconds, nanoseconds", "nanoseconds, microseconds"), seen):
    print(f"{units}: dpkt {told}, python-pcapng {right}")
assert all(right == [WHEN, WHEN] for _, right in seen)
sys.exit([told for told, _ in seen] != [[WHEN, WHEN * 1000], [WHEN, WHEN / 1000]])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
