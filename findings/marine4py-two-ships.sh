#!/usr/bin/env bash
# marine4py 1.0.2: of two messages in parts, each of which lost a part, it makes one ship; and AIS text has an X in it.
#
# Its AisAssembler promises the whole of a message once all parts of it have come. A number from 0 to 9 tells which
# parts belong together (IEC 61162-1, VDM). Over UDP parts get lost, and after ten messages a number comes again.
# What was seen: of ANNA's message only the second part comes. Ten messages later comes the first part of BERTA's.
# That is given as complete: the name is BERTA, the destination BREMENG, whose G is from HAMBURG. BERTA's second part
# then waits for the next ship. Six bits of value 40 are written as "X", where IEC 61162-1 has the character "`".
# Whoever takes ships from it should drop the parts of a number when a part 1 of that number comes, or take pyais.
# To the kit each datagram is one message, and a lost one stays lost (udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "marine4py==1.0.2"
cat > "$room/seen.py" <<'PYTHON'
import sys
from functools import reduce

from marine4py import parse
from marine4py.dialects.ais.assembler import AisAssembler
from marine4py.dialects.ais.payload6bit import bitstring_to_armor, decode, encode_type_5


def sentence(part, payload, fill):
    """Return one of the two sentences of a message with the number 3."""
    body = f"AIVDM,2,{part},3,A,{payload},{fill}"
    return f"!{body}*{reduce(lambda all, one: all ^ ord(one), body, 0):02X}"


def parts(mmsi, name, destination):
    payload, fill = encode_type_5(mmsi=mmsi, name=name, destination=destination)
    return sentence(1, payload[:56], 0), sentence(2, payload[56:], fill)


def told(*sentences):
    """Return what is told of each ship whose message is said to be complete."""
    assembler = AisAssembler()
    complete = filter(None, [assembler.feed(parse(text, "ais")) for text in sentences])
    return [(ship["name"], ship["destination"]) for ship in map(decode, complete)], assembler.pending_count()


def armor(value):
    """Return the character of six bits (IEC 61162-1, six-bit field)."""
    return chr(value + (48 if value < 40 else 56))


anna, berta = parts(211000001, "ANNA", "HAMBURG"), parts(211000002, "BERTA", "BREMEN")
print("all parts come:", *told(*anna, *berta))
print("ANNA's first part is lost:", *told(anna[1], *berta))
written = [bitstring_to_armor(f"{value:06b}")[0] for value in (39, 40, 41)]
print("values 39, 40, 41:", *written, "- they are", *map(armor, (39, 40, 41)))
sys.exit((told(*anna, *berta), told(anna[1], *berta), written) != (
    ([("ANNA", "HAMBURG"), ("BERTA", "BREMEN")], 0), ([("BERTA", "BREMENG")], 1), ["W", "X", "a"]))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
