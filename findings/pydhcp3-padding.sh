#!/usr/bin/env bash
# pydhcp3 0.0.6: what follows a byte of padding is lost, and the text of a refusal is taken for a size.
#
# It is for "DHCP Packet-Parsing". In RFC 2132 a byte 0 is padding, "to cause subsequent fields to align on word
# boundaries" (3.1). Option 56 is the server's text with a refusal (9.9), and 57 the greatest size (9.10). What was
# seen: an offer with one byte of padding behind its type has no server_identifier() and no mask. Without it they are
# there. A refusal with "address in use" has MaxMessageSize(size=24932), the letters "ad". A size of 1,500 in option 57
# is "Unknown". MaxMessageSize(1500) is written as option 56, so a server reads it as text.
# The address of the next server (siaddr) is 0.0.0.0, whatever the packet has. dhcppython 0.1.4 finds it, and all
# options.
# Whoever reads packets with it should take the zeros out from between the options, and siaddr from bytes 20 to 23.
# The kit reads Ethernet, IP, TCP and UDP, and no DHCP (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pydhcp3==0.0.6" "dhcppython==0.1.4"
cat > "$room/seen.py" <<'PYTHON'
import struct
import sys
from ipaddress import ip_address

from dhcppython.packet import DHCPPacket
from pydhcp.v4 import Message
from pydhcp.v4.options import MaxMessageSize, pack_option

NEXT = ip_address("192.0.2.5").packed
SERVER, MASK = b"\x36\x04\xc0\x00\x02\x01", b"\x01\x04\xff\xff\xff\x00"
OFFER, REFUSAL, TEXT = b"\x35\x01\x02", b"\x35\x01\x06", b"address in use"


def packet(*options):
    """Return a server's DHCP packet with these options."""
    head = struct.pack("!4BI2H4s4s4s4s16s64s128s", 2, 1, 6, 0, 7, 0, 0, bytes(4), bytes(4), NEXT, bytes(4),
                       bytes.fromhex("020000000001"), b"", b"")
    return head + b"\x63\x82\x53\x63" + b"".join(options) + b"\xff"


def read(*options):
    """Return what pydhcp3 makes of the packet: server, mask, and the address of the next server."""
    message = Message.unpack(packet(*options))
    return [str(one) for one in (message.server_identifier(), message.subnet_mask(), message.server_addr)]


def other(*options):
    """Return the numbers of the options that dhcppython finds, and the address of the next server."""
    found = DHCPPacket.from_bytes(packet(*options))
    return [option.code for option in found.options if option.code not in (0, 255)], str(found.siaddr)


padded, plain = read(OFFER, b"\0", SERVER, MASK), read(OFFER, SERVER, MASK)
refused = [str(option) for option in Message.unpack(packet(REFUSAL, bytes([56, len(TEXT)]) + TEXT)).options][1]
size = [type(option).__name__ for option in Message.unpack(packet(OFFER, b"\x39\x02\x05\xdc")).options][1]
written, right = pack_option(MaxMessageSize(1500))[0], other(OFFER, b"\0", SERVER, MASK)
print("padded:", padded, "- plain:", plain, "- refusal:", refused, "- 57:", size, "- written:", written, "-", right)
sys.exit((padded, plain, refused, size, written, right) != (
    ["None", "None", "0.0.0.0"], ["192.0.2.1", "255.255.255.0", "0.0.0.0"], "MaxMessageSize(size=24932)", "Unknown",
    56, ([53, 54, 1], "192.0.2.5")))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
