#!/usr/bin/env bash
# pysyslogclient 0.1.1: messages by RFC 5424 lack a field, so that receivers refuse them, or lose the first word.
#
# It is a "Syslog client implementation (RFC 3164/RFC 5424)". In RFC 5424 (6) STRUCTURED-DATA comes before the message;
# it is "-" if there is none. What was seen: of "server started" the receiver gets "... chat - - server started", where
# "server" stands in the place of that field. syslog-rfc5424-parser 0.3.2 refuses it. "[5000] is the port" is taken,
# with 5000 as the name of structured data, and the text "is the port". A timestamp that is given has "+0100" or "+0000"
# behind it in Vienna's winter, by chance, where the RFC has "+01:00". With clientname= each log() is an AttributeError.
# By RFC 3164 (4.1.2) a day below 10 has a blank in front, and it sends "Jan 05".
# Whoever logs with it should begin each message with "- ", and leave timestamp out.
# The kit logs nothing by syslog.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pysyslogclient==0.1.1" "syslog-rfc5424-parser==0.3.2"
cat > "$room/seen.py" <<'PYTHON'
import re
import socket
import sys
from datetime import datetime

from pysyslogclient import SyslogClientRFC3164, SyslogClientRFC5424
from syslog_rfc5424_parser import ParseError, SyslogMessage

GIVEN = datetime(2026, 1, 5, 9)


def sent(kind, text, **options):
    """Return the line that a receiver gets."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(10)
        client = kind("127.0.0.1", receiver.getsockname()[1])
        client.log(text, hostname="lab12", program="chat", **options)
        line = receiver.recv(4096).decode().rstrip("\n")
        client.close()
    return line


def read(line):
    """Return the structured data and the text that another library reads."""
    try:
        message = SyslogMessage.parse(line)
    except ParseError:
        return "refused"
    return message.sd, message.msg


lines = [sent(SyslogClientRFC5424, text) for text in ("server started", "[5000] is the port", "- server started")]
told = [read(line) for line in lines]
for line, what in zip(lines, told):
    print(line, "- is read as", what)
dated = sent(SyslogClientRFC5424, "- hello", timestamp=GIVEN)
old = sent(SyslogClientRFC3164, "hello", timestamp=GIVEN)
print(dated, "-", old)
try:
    SyslogClientRFC5424("127.0.0.1", 9, clientname="lab12").log("hello")
    named = "accepted"
except AttributeError as error:
    named = type(error).__name__
sys.exit((told, named) != (["refused", ({"5000": {}}, "is the port"), ({}, "server started")], "AttributeError")
         or not re.search(r" 2026-01-05T09:00:00\.000000\+0[01]00 ", dated) or "Jan 05 09" not in old)
PYTHON
TZ=CET-1 timeout 60 "$room/venv/bin/python" -W ignore "$room/seen.py"
