#!/usr/bin/env bash
# irc-toolkit 0.4.0: the tag value C:\new has a line break when it is read again, and of two blanks one is a parameter.
#
# It offers "IRC message parsing" with tags. In IRCv3's message tags a backslash is sent as two, a line break as "\n".
# What was seen: its own MessageTag("path", value="C:\new") is sent as path=C:\\new, which is right. Read again, that is
# "C:", a line break and "ew", since two backslashes become one before "\n" is looked for. The order of the steps is
# wrong also for "\r". RFC 1459 (2.3.1) lets several blanks stand between two parameters. Of "PRIVMSG  #lab12 :hello"
# the first parameter is then "", so a client has the channel's name where it looks for the text.
# Whoever reads tags with it should take message.tags from the raw line, or take py-irclib 0.8.2, which reads both.
# The kit's lines have no escapes: a message ends at its LF (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "irc-toolkit==0.4.0" "py-irclib==0.8.2"
cat > "$room/seen.py" <<'PYTHON'
import sys

from irclib.parser import Message as OtherMessage
from irctk.message import Message, MessageTag

PATH, BLANKS = r"C:\new", "PRIVMSG  #lab12 :hello"
sent = f"@{MessageTag(name='path', value=PATH)} TAGMSG #lab12"
print(sent)
told = Message.parse(sent).find_tag("path")
other = OtherMessage.parse(sent).tags["path"].value
print("irc-toolkit reads", ascii(told), "and py-irclib", ascii(other))
parameters = Message.parse(BLANKS).parameters
print(f"{BLANKS}:", parameters, "and", list(OtherMessage.parse(BLANKS).parameters))
assert (other, list(OtherMessage.parse(BLANKS).parameters)) == (PATH, ["#lab12", "hello"])
sys.exit((told, parameters) != ("C:\new", ["", "#lab12", "hello"]))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
