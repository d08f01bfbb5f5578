#!/usr/bin/env bash
# CoAPthon3 1.0.2: a response that may not be kept at all, with Max-Age 0, is read as one that may be kept for a minute.
#
# It is "a python library to the CoAP protocol". By RFC 7252 a response with Max-Age 0 is not to be cached, and 60 is
# meant if the option is missing (5.6.1, 5.10.5). The number 0 is sent as an empty value (3.2). What was seen: a server
# sends a reading with a Max-Age of 0. aiocoap 0.4.17 reads 0, and CoAPthon3 reads 60; of 1 it reads 1. An empty value
# is taken for a missing one. Its own cache leaves out what has a max_age of 0, and so keeps this one for a minute. A
# response of its own with max_age = 0 is sent right, and says 60 when it is asked.
# Whoever caches by it should look for an option of the number 14 with a length of 0.
# The kit caches no answers (lab12/driver).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "CoAPthon3==1.0.2" "aiocoap==0.4.17" cachetools
cat > "$room/seen.py" <<'PYTHON'
import sys

from aiocoap import ACK, CONTENT, Message
from coapthon.caching.cache import Cache
from coapthon.defines import FORWARD_PROXY
from coapthon.messages.request import Request
from coapthon.messages.response import Response
from coapthon.serializer import Serializer

FROM = ("192.0.2.1", 5683)


def told(seconds):
    """Return what each library reads of the Max-Age in one response."""
    message = Message(code=CONTENT, payload=b"21 C", _mtype=ACK, _mid=1)
    message.opt.max_age = seconds
    packet = message.encode()
    return Serializer.deserialize(packet, FROM).max_age, Message.decode(packet).opt.max_age


ages = {seconds: told(seconds) for seconds in (0, 1, 90)}
own = Response()
own.max_age = 0
own.code, own.type, own.mid = 69, ACK, 1
sent = Message.decode(bytes(Serializer.serialize(own))).opt.max_age
request = Request()
request.code, request.uri_path = 1, "reading"
cache = Cache(FORWARD_PROXY, 8)
cache.cache_add(request, own)
kept = not cache.cache.is_empty()
print("CoAPthon3 and aiocoap:", ages, "- of its own:", own.max_age, "- sent:", sent, "- kept:", kept)
sys.exit((ages, own.max_age, sent, kept) != ({0: (60, 0), 1: (1, 1), 90: (90, 90)}, 60, 0, True))
PYTHON
timeout 60 "$room/venv/bin/python" -W ignore "$room/seen.py"
