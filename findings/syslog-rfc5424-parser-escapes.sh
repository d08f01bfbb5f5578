#!/usr/bin/env bash
# syslog-rfc5424-parser 0.3.2: a quoted word in a parameter keeps its backslashes, and is written back without any.
#
# It is a "Parser for RFC5424-compatible Syslog messages". There a ", \ or ] in a parameter's value has a backslash
# before it, which a receiver takes off (RFC 5424, 6.3.3). What was seen: of path="C:\\lab\\12" the value has both
# backslashes twice, and of said="a \"hi\"" it is a \"hi\". One SyslogMessage is made with the value a "hi", and str()
# writes said="a "hi"", which its own parse() refuses with a ParseError. A parameter that comes twice in an element, as
# the RFC allows, has its last value only.
# Whoever uses the values should take off each backslash before ", \ and ], and put it there before str().
# The kit shows what a program sent with escapes of its own, and takes none off (lab12/wire).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "syslog-rfc5424-parser==0.3.2"
cat > "$room/seen.py" <<'PYTHON'
import sys

from syslog_rfc5424_parser import ParseError, SyslogMessage

HEAD = "<13>1 2026-01-01T00:00:00Z lab "
LINE = HEAD + r'chat 1 - [x@32473 path="C:\\lab\\12" said="a \"hi\""] hello'
right = {"path": r"C:\lab\12", "said": 'a "hi"'}


def parsed(line):
    """Return the parameters of a line, or that it was refused."""
    try:
        return SyslogMessage.parse(line).sd["x@32473"]
    except ParseError:
        return "refused"


told = parsed(LINE)
message = SyslogMessage.parse(LINE)
message.sd = {"x@32473": {"said": right["said"]}}
written = str(message)
back = parsed(written)
twice = parsed(HEAD + 'chat 1 - [x@32473 ip="192.0.2.1" ip="192.0.2.2"] hello')
print("told:", told, "- right:", right, "- written:", written, "- read again:", back, "- twice:", twice)
sys.exit((told, written.split("] ")[0], back, twice) != (
    {"path": r"C:\\lab\\12", "said": r'a \"hi\"'}, HEAD + 'chat 1 - [x@32473 said="a "hi""', "refused",
    {"ip": "192.0.2.2"}))
PYTHON
timeout 60 "$room/venv/bin/python" -W ignore "$room/seen.py"
