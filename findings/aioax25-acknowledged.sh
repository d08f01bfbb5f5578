#!/usr/bin/env bash
# aioax25 0.0.11.post0: the message "acknowledged" is taken for a receipt, and a long one is cut after 67 letters.
#
# It has an APRS handler with messages and their receipts. APRS 1.01 (chapter 14) has "ack" or "rej" and then a number
# of one to five letters or digits, and up to 67 letters of text. What was seen: the message "acknowledged" is read as a
# receipt for the message "nowledged", and "rejected" as one that refuses "ected". So neither is handed to whoever waits
# for messages. "ok" and "acknowledged, thanks" are messages. One of 80 letters is made without an error. Its message is
# all of that, and what is sent ends after 67, though the receipt for it means that it came.
# Whoever sends with it should count the letters, and end an answer of one word with a full stop.
# The kit's chat sends lines as they are, whatever they begin with (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "aioax25==0.0.11.post0"
cat > "$room/seen.py" <<'PYTHON'
import logging
import sys

from aioax25.aprs.frame import APRSFrame
from aioax25.aprs.message import APRSMessageFrame
from aioax25.frame import AX25UnnumberedInformationFrame

ENDS = {"destination": "APZLAB", "source": "N0CALL-1"}


def told(text):
    """Return as what a text is read that one station has sent to another, and its number."""
    frame = AX25UnnumberedInformationFrame(**ENDS, pid=0xF0, payload=f":N0CALL-2 :{text}".encode())
    read = APRSFrame.decode(frame, logging.getLogger())
    return type(read).__name__.removeprefix("APRSMessage").removesuffix("Frame"), read.msgid


words = {text: told(text) for text in ("acknowledged", "rejected", "acknowledged, thanks", "ok", "ack12")}
long = APRSMessageFrame(**ENDS, addressee="N0CALL-2", message="x" * 80, msgid="1")
sent = bytes(long.payload).decode()
print(words, "- sent of 80 letters:", sent.count("x"), "- its message:", len(long.message))
sys.exit((words, sent.count("x"), len(long.message)) != (
    {"acknowledged": ("Ack", "nowledged"), "rejected": ("Rej", "ected"), "acknowledged, thanks": ("", None),
     "ok": ("", None), "ack12": ("Ack", "12")}, 67, 80))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
