#!/usr/bin/env bash
# python-pcapng 2.1.1: the timestamp that a packet is given is accepted, and written as 1970.
#
# A packet that was read has block.timestamp, in seconds. Assigned to a new packet it raises no error, reads back as
# 0.0, and the file has the time 0. What is written are the two halves, block.timestamp_high and block.timestamp_low,
# in units of the interface's resolution (microseconds, if nothing else is said).
# Whoever writes captures with it should set the halves; lab12/wire/pcapng.py writes the three blocks itself.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "python-pcapng==2.1.1"
cat > "$room/seen.py" <<'PYTHON'
import io
import sys

from pcapng import FileScanner, FileWriter, blocks

WHEN = 1_700_000_000.5  # seconds since 1970


def written(**fields):
    """Return the time of a packet with these fields, as it is read back from a file in memory."""
    file, section = io.BytesIO(), blocks.SectionHeader()
    section.new_member(blocks.InterfaceDescription, link_type=101)
    writer, packet = FileWriter(file, section), section.new_member(blocks.EnhancedPacket, packet_data=b"hello")
    for name, value in fields.items():
        setattr(packet, name, value)
    writer.write_block(packet)
    file.seek(0)
    [time] = [block.timestamp for block in FileScanner(file) if isinstance(block, blocks.EnhancedPacket)]
    return time


units = int(WHEN * 1_000_000)
told, halves = written(timestamp=WHEN), written(timestamp_high=units >> 32, timestamp_low=units & 0xFFFFFFFF)
print(f"packet.timestamp = {WHEN}: read back as {told}")
print(f"timestamp_high and timestamp_low: read back as {halves}")
sys.exit(told != 0.0 or abs(halves - WHEN) > 1e-3)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
