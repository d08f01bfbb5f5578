#!/usr/bin/env bash
# ircparse 0.1.0: a message of one word with blanks around it is written without its colon, so "    return" is "return".
#
# It has "IRC parsing utilities", parse() and unparse(). In IRC a parameter with a blank in it is the last one, behind a
# colon, and is then taken as it is (RFC 1459, 2.3.1). What was seen: of "    return" unparse() makes a line without a
# colon. Its own parse() gives "return", and so does irc 20.5.0. "hello " loses its blank in the same way. "    return
# reply", of two words, has its colon, and comes out right. A message of one blank is gone: there is one parameter less.
# How many words there are is what counts, and not whether there is a blank.
# Whoever sends code with it should put the colon before the last parameter, and join the line by hand.
# The kit's chat sends a line with the blanks that were typed (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ircparse==0.1.0" "pydantic<2" "irc==20.5.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

from irc.message import Arguments  # the parameters of a line, as the peer reads them
from ircparse import Message, parse, unparse

told = {}
for text in ("    return", "    return reply", "hello ", " "):
    line = unparse(Message(params=["PRIVMSG", "#lab12", text]))
    told[text] = line.removeprefix("PRIVMSG #lab12"), parse(line).params[2:], Arguments.from_group(line)[2:]
for text, read in told.items():
    print(f"{text!r}: {read}")
sys.exit(told != {"    return": ("     return", ["return"], ["return"]),
                  "    return reply": (" :    return reply", ["    return reply"], ["    return reply"]),
                  "hello ": (" hello ", ["hello"], ["hello"]), " ": ("  ", [], [])})
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
