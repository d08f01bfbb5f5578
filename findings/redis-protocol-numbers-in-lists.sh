#!/usr/bin/env bash
# redis-protocol 0.0.2: a number in a list is "", a list in a list is "$1", and "OK" keeps its CR LF.
#
# It follows the "redis protocol specification", and decodes requests and answers. There a list may hold any kind of
# value, and lists too; CR LF ends a line, and is no part of it. What was seen: the answer to SUBSCRIBE has the number
# of channels at its end, here 1, and it is "". A list with one list of "a" and "b" in it is ["$1"]. hiredis 3.2.1 has
# 1, and the inner list. "+OK" is [True, "OK\r\n"], which is not equal to "OK". "No list" (*-1) is [], as an empty one
# is. A list with a number before other values is a ValueError. parse_stream() puts a blank between the words of a
# command, so of SET, name and "Ann Lee" nobody can tell which words belong together.
# Whoever talks to Redis by hand should take hiredis.
# The kit has no lists in its messages, only lines (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "redis-protocol==0.0.2" "hiredis==3.2.1"
cat > "$room/seen.py" <<'PYTHON'
import sys

import hiredis
from redis_protocol import decode, encode, parse_stream

ANSWERS = ("*3\r\n$9\r\nsubscribe\r\n$3\r\nlab\r\n:1\r\n", "*1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n", "+OK\r\n", "*-1\r\n")


def right(answer):
    reader = hiredis.Reader(encoding="utf-8")
    reader.feed(answer.encode())
    return reader.gets()


told = [decode(answer) for answer in ANSWERS]
read = [right(answer) for answer in ANSWERS]
command = parse_stream(encode("SET", "name", "Ann Lee"))
print("redis-protocol:", told, "- hiredis:", read, "- command:", command)
sys.exit((told, read, command) != (
    [["subscribe", "lab", ""], ["$1"], [True, "OK\r\n"], []],
    [["subscribe", "lab", 1], [["a", "b"]], "OK", None], ["SET name Ann Lee"]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
