#!/usr/bin/env bash
# sipmessage 0.7.1: a branch with "+" comes back with "%2B", and a quoted parameter with a semicolon becomes two.
#
# It is for "parsing and serialising SIP messages". A server sends the Via fields of a request back as they are (RFC
# 3261, 8.2.6.2), and the client finds its request by the branch (17.1.3). Only URIs have "%" escapes there: a parameter
# of a header is a token or a quoted string (25.1). What was seen: Via.parse() of "branch=z9hG4bK+a*b" is written again
# as "branch=z9hG4bK%2Ba%2Ab". An answer with it matches no request. The +sip.instance of a Contact (RFC 5626) is
# written as %2Bsip.instance, with %22 for its quotes. Of reason="busy; away" it makes reason, with the value '"busy',
# and a parameter 'away"'. No error is raised.
# Whoever answers with it should keep the text of the Via fields, and put it into the answer.
# The kit's UDP server answers the address that a datagram came from (udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "sipmessage==0.7.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

from sipmessage import Address, Via

PLAIN = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKab"
OWN = "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK+a*b"
CONTACT = '<sip:ann@192.0.2.1>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-000000000001>"'
REASON = '<sip:ann@192.0.2.1>;reason="busy; away"'
plain, own = str(Via.parse(PLAIN)), str(Via.parse(OWN))
contact = str(Address.parse(CONTACT)).split(";")[1]
reason = dict(Address.parse(REASON).parameters)
print(plain, own, contact, reason, sep="\n")
sys.exit((plain, own, contact, reason) != (
    PLAIN, "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK%2Ba%2Ab",
    "%2Bsip.instance=%22%3Curn%3Auuid%3A00000000-0000-1000-8000-000000000001%3E%22",
    {"reason": '"busy', 'away"': None}))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
