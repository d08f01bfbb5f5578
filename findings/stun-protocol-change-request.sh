#!/usr/bin/env bash
# stun-protocol 0.0.8: change_ip = True asks for nothing, and change_port = 0 takes nothing back.
#
# It is "for creating, parsing, and serializing STUN (RFC8489) packets". A CHANGE-REQUEST asks the server to answer from
# its other address, its other port, or both (RFC 5780, 7.2). They are the bits 4 and 2. What was seen: an attribute
# whose change_ip and change_port have been set to True has the value 00 00 00 00. Then a server answers from where it
# was asked, and the test for filtering (4.4) finds each NAT open. Only 4 and 2 themselves set the bits. Once set, they
# stay: change_port = 0 leaves 00 00 00 02. Both are set with "|=" and "& 4" or "& 2".
# Whoever asks with it should make the attribute anew, as ChangeRequestAttribute(6) for both, 4 or 2 for one.
# The kit's UDP server answers from the socket that was asked (udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "stun-protocol==0.0.8"
cat > "$room/seen.py" <<'PYTHON'
import sys

from stun_protocol.attribute import ChangeRequestAttribute
from stun_protocol.message import Message, MessageClass, MessageMethod


def sent(start, *settings):
    """Return the value of the attribute in a message, when it has been made of a number and these have been set."""
    attribute = ChangeRequestAttribute(start)
    for name, value in settings:
        setattr(attribute, name, value)
    return Message(MessageClass.REQUEST, MessageMethod.BINDING, attributes=[attribute]).pack()[24:].hex()


seen = {"both True": sent(0, ("change_ip", True), ("change_port", True)),
        "4 and 2": sent(0, ("change_ip", 4), ("change_port", 2)),
        "2, then 0": sent(0, ("change_port", 2), ("change_port", 0)),
        "6, then both False": sent(6, ("change_ip", False), ("change_port", False)),
        "made of 6": sent(6)}
print(seen)
sys.exit(list(seen.values()) != ["00000000", "00000006", "00000002", "00000006", "00000006"])
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
