#!/usr/bin/env bash
# dns-messages 1.0.1: "no such name" and "refused" are read as "no error", and a query as dig sends it is refused.
#
# It parses and makes DNS messages, and has a server. RFC 1035 has the response code in the last four bits of byte 3.
# What was seen: it is read two bits too early. NXDOMAIN (3) and SERVFAIL (2) are RCODE.no_error, REFUSED (5) is
# RCODE.format_error, and to_bytes() writes these. Of a record of an unsupported type it says that the parser "will
# not break". A query with the record OPT (RFC 6891), as today's resolvers send it, raises "TYPE is not valid: 41".
# The root's own name, one zero byte, is written as two, so the type and the class that follow are others.
# Whoever asks names with it should take the code from the bytes, data[3] & 15; or take dnspython.
# The kit's scripts connect to numbers, and no name is looked up (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "dns-messages==1.0.1"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys

from dns_messages import DnsMessage, DnsPacketParsingException

NS, OPT, IN = 2, 41, 1
QUERY, ANSWER = 0x0100, 0x8180


def message(flags, name=b"\7example\0", more=b"", additional=0):
    """Return a DNS message with one question (RFC 1035, 4.1)."""
    return struct.pack("!6H", 7, flags, 1, 0, 0, additional) + name + struct.pack("!HH", NS, IN) + more


codes = {}
for code in 0, 2, 3, 5:
    answer = DnsMessage.from_bytes(message(ANSWER | code))
    codes[code] = answer.rcode.name, answer.to_bytes()[3] & 15
    print(f"response code {code}: {answer.rcode.name}, written as {codes[code][1]}")
try:
    told = str(DnsMessage.from_bytes(message(QUERY, more=b"\0" + struct.pack("!HHIH", OPT, 1232, 0, 0), additional=1)))
except DnsPacketParsingException as error:
    told = str(error)
print("a query with OPT:", told)
root = message(QUERY, name=b"\0")
written = DnsMessage.from_bytes(root).to_bytes()
print("the question of the root:", root[12:].hex(), "- written:", written[12:].hex())
sys.exit((codes, told, written[12:]) != (
    {0: ("no_error", 0), 2: ("no_error", 0), 3: ("no_error", 0), 5: ("format_error", 1)}, "TYPE is not valid: 41",
    b"\0" + root[12:]))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
