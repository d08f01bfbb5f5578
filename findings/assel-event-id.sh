#!/usr/bin/env bash
# assel 1.0.0: an event without an id of its own has None, and half a letter of one stream spoils another's text.
#
# It parses Server-Sent Events, and "is trying to follow the spec", which is HTML's (9.2.6). There the last id stays
# until another comes, also when a block has an id and no data. What was seen: of four blocks the ids are "7", none, "8"
# with no data, and none. The three events have "7", None and None, where a browser has "7", "7" and "8". Who comes back
# with the id of the last event has none to send.
# All its parsers decode with one decoder. When a piece of one stream ends within a letter, the next piece of another
# stream is a UnicodeDecodeError. The parser which has got only ASCII raises it, and loses that piece.
# Whoever reads with it should keep the last id that is not None, and give each line_decoder a utf8dec of its own.
# It needs Python 3.11.
# The kit's scripts decode whole lines, and each connection has its own buffer (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "assel==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import codecs
import sys

import assel

STREAM = b"id: 7\ndata: one\n\ndata: two\n\nid: 8\n\ndata: three\n\n"
WORD = "data: caf\u00e9\n\n".encode()


def side_by_side(first, second):
    """Return what the second parser has of a whole event, when the first one has half a letter; or the error."""
    first.receive_bytes(WORD[:-3])
    try:
        return [event.data for event in second.receive_bytes(b"data: hello\n\n")]
    except UnicodeDecodeError as error:
        return error.reason


def apart():
    """Return a parser with a decoder of its own."""
    parser = assel.Parser()
    parser.line_decoder.utf8dec = codecs.getincrementaldecoder("utf-8")()
    return parser


ids = [(event.data, event.id) for event in assel.Parser().receive_bytes(STREAM)]
alone = side_by_side(apart(), apart())
shared = side_by_side(assel.Parser(), assel.Parser())
print("ids:", ids, "- hello beside half a letter:", shared, "- with a decoder each:", alone)
sys.exit((ids, shared, alone) != (
    [("one", "7"), ("two", None), ("three", None)], "invalid continuation byte", ["hello"]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
