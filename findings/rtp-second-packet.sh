#!/usr/bin/env bash
# rtp 0.0.4: what it writes with padding loses its last bytes at the receiver, and a second packet has both's sources.
#
# It is "A library for decoding/encoding rtp packets", as defined by RFC 3550. There padding is no part of the payload,
# and its last byte says how many bytes there are to be left out (5.1). What was seen: of "hello" with three bytes of
# padding the payload is all eight bytes. With padding=True it sets the bit, and adds nothing: of b"hello\x01" aiortc
# 1.9.0 reads "hello". csrcList.extend() of a generator adds no source, as it is used up when they are counted. An RTP()
# that reads a second packet has the sources of both.
# Whoever reads with it should take packet.payload[-1] bytes off if packet.padding is set, and make an RTP() for each.
# The kit takes lengths from the headers (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "rtp==0.0.4" "aiortc==1.9.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

from aiortc.rtp import RtpPacket
from rtp import RTP, CSRCList

PADDED = RtpPacket(payload_type=96, sequence_number=1, timestamp=0, ssrc=5, payload=b"hello")
PADDED.padding_size = 3
packet = PADDED.serialize()
read = len(RTP().fromBytes(packet).payload), RtpPacket.parse(packet).payload
own = RTP(padding=True, payload=bytearray(b"hello\x01")).toBytes()
written = len(own) - 12, RtpPacket.parse(own).payload
sources = CSRCList()
sources.extend(number for number in (7, 8))
again, first, second = RTP(), RTP(csrcList=[7]).toBytes(), RTP(csrcList=[8]).toBytes()
both = list(again.fromBytes(first).fromBytes(second).csrcList)
print("read:", *read, "- written:", *written, "- sources:", list(sources), "- of the second packet:", both)
sys.exit((read, written, list(sources), both) != ((8, b"hello"), (6, b"hello"), [], [7, 8]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
