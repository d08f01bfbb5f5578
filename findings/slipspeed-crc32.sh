#!/usr/bin/env bash
# slipspeed 1.0.1: a frame with the CRC-32 of Ethernet and ZIP is told to be damaged, as its own checksum is another.
#
# It decodes SLIP "with CRC32 validation", by "the polynomial used in standard Ethernet and ZIP archives", in four
# bytes, the lowest first. What was seen: a device sends a message with that CRC, as zlib.crc32 gives it. The monitor
# says that it is not valid, "CRC mismatch". For "123456789" the CRC is cbf43926, and it has e73d231e. Neither the order
# of the bits nor the last inversion are Ethernet's, and its table has the polynomial moved by one bit. So each of its
# checksums is even. It is not the CRC-32 of MPEG-2 either, 376e6e7, which has that order of bits. Two programs that
# both use it understand each other. One of them and anything else do not.
# Whoever reads frames with it should give check_crc=False, and compare with zlib.crc32.
# The kit's messages have no checksum of their own (udp/, tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "slipspeed==1.0.1"
cat > "$room/seen.py" <<'PYTHON'
import random
import sys
import zlib

from slipspeed import FrameMonitor, append_crc32, calculate_crc32, encode_packet

MESSAGE = b"123456789"


def told(frame):
    """Return the message that the monitor reads of a frame, whether it is valid, and what is said of it."""
    monitor = FrameMonitor(connection=None)
    monitor.process_chunk(encode_packet(frame))
    last = monitor.get_last_frame()
    return last["payload"], last["crc_valid"], last["crc_diagnostic"]


device = told(MESSAGE + zlib.crc32(MESSAGE).to_bytes(4, "little"))
own = told(append_crc32(MESSAGE))
numbers = random.Random(12)
odd = sum(calculate_crc32(numbers.randbytes(20)) & 1 for _ in range(1000))
print(f"zlib's CRC {zlib.crc32(MESSAGE):x}:", *device)
print(f"its own {calculate_crc32(MESSAGE):x}:", *own, "- odd ones of a thousand:", odd)
sys.exit((device, own, calculate_crc32(MESSAGE), odd) != (
    (MESSAGE, False, "CRC mismatch"), (MESSAGE, True, None), 0xE73D231E, 0))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
