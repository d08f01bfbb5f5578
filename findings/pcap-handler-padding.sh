#!/usr/bin/env bash
# pcap-handler 0.1.3: an ACK without data has a payload of 6 bytes, and "hi" one of 18, as the padding is counted in.
#
# It is to "Convert a pcap file into pandas DataFrame or CSV". Short Ethernet frames are padded, and the padding "is not
# part of the IP packet" (RFC 894). What was seen: the frames of an ACK and of a UDP message "hi", as a receiver
# captures them, have 60 bytes. The column payload says 6 and 18, where IP and UDP have 0 and 2. payload_raw of the ACK
# is six zero bytes, and of the message "hi". Whoever adds up a conversation has the acknowledgements in the sum. Longer
# messages are right. The columns flags, chksum and options are there twice, IP's and then TCP's. So in pandas
# df["flags"] is a table of two columns.
# Whoever counts with it should take len, less 4 times ihl and 8 for UDP, or less 4 times ihl and dataofs for TCP.
# The kit takes lengths from the headers (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pcap-handler==0.1.3" "scapy==2.6.1" "pandas==2.2.3"
cat > "$room/seen.py" <<'PYTHON'
import contextlib
import io
import sys

from pcap_handler import pcapHandler
from scapy.all import IP, TCP, UDP, Ether, wrpcap

ENDS = {"src": "192.0.2.1", "dst": "192.0.2.2"}
PORTS = {"sport": 5000, "dport": 6000}


def frame(packet):
    """Return a packet in an Ethernet frame of at least 60 bytes, the check sequence left out."""
    data = bytes(Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / packet)
    return Ether(data.ljust(60, b"\0"))


packets = [IP(**ENDS) / TCP(**PORTS, flags="A"), IP(**ENDS) / UDP(**PORTS) / b"hi",
           IP(**ENDS) / UDP(**PORTS) / b"a message that is longer than that"]
wrpcap("capture.pcap", [frame(packet) for packet in packets])
with contextlib.redirect_stdout(io.StringIO()):
    table = pcapHandler("capture.pcap").to_DF()
told = [int(value) for value in table["payload"]]
right = [int(length) - 4 * int(words) - (8 if protocol == 17 else 20)
         for length, words, protocol in zip(table["len"], table["ihl"], table["proto"])]
twice = sorted(set(table.columns[table.columns.duplicated()]))
print("payload:", *told, "- by the headers:", *right, "- raw:", *table["payload_raw"][:2], "- twice:", *twice)
assert right == [0, 2, 34], right
sys.exit((told, list(table["payload_raw"][:2]), twice) != (
    [6, 18, 34], [bytes(6), b"hi"], ["chksum", "flags", "options"]))
PYTHON
cd "$room" && venv/bin/python -W ignore seen.py
