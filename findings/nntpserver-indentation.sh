#!/usr/bin/env bash
# nntpserver 0.0.3: the lines of an article are sent without their indentation, so code that is posted is broken.
#
# It is for "rfc3977-compliant (bridge) NNTP servers". In RFC 3977 (3.1.1) the lines of an article are sent as they are,
# but for a dot in front of one that begins with a dot. LIST ACTIVE tells by "y", "n" or "m" whether one may post
# (7.6.3). What was seen: an article has a Python function in its body. BODY and ARTICLE give its lines without the
# blanks in front, "while True:" below "def chat():". Blanks at the end are gone, too, and with them "-- ", which begins
# a signature. Each line of an answer goes through strip(). LIST ACTIVE says "lab12.code 1 1 True", which no client
# knows.
# Whoever serves code with it should override send_lines() of its NNTPConnectionHandler.
# The kit compares what comes as it is, blanks and all (lab12/driver).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nntpserver==0.0.3"
cat > "$room/seen.py" <<'PYTHON'
import os
import socket
import sys
import threading
from datetime import datetime, timezone

from nntpserver import Article, ArticleInfo, NNTPConnectionHandler, NNTPGroup, NNTPServer

BODY = "def chat():\n    while True:\n        say()\n\n-- \nAnn"
INFO = ArticleInfo(1, "code", "ann@example.com", datetime(2026, 1, 1, tzinfo=timezone.utc), "<1@example.com>", "",
                   len(BODY), BODY.count("\n") + 1, {})


class Group(NNTPGroup):
    name, short_description, number, low, high = "lab12.code", "programs", 1, 1, 1
    articles, created, posting_permitted = {1: INFO}, INFO.date, True


class Server(NNTPServer):
    groups, articles = {Group.name: Group()}, {1: INFO}

    def refresh(self):
        """Nothing changes here."""

    def article(self, key):
        return Article(INFO, BODY)


server = Server(("127.0.0.1", 0), NNTPConnectionHandler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with socket.create_connection(server.server_address, 10) as client, client.makefile("rw", newline="") as lines:
    lines.readline()

    def asked(command):
        """Return the lines of an answer of several lines, without its first and last."""
        print(command, end="\r\n", file=lines, flush=True)
        lines.readline()
        return [line.removesuffix("\r\n") for line in iter(lines.readline, ".\r\n")]

    print("GROUP", Group.name, end="\r\n", file=lines, flush=True)
    lines.readline()
    body, active = asked("BODY 1"), asked("LIST ACTIVE")
print("the article has", BODY.split("\n"), "- BODY gives", body, "- LIST ACTIVE", active, file=sys.stderr)
sys.stderr.flush()
os._exit((body, active) != (["def chat():", "while True:", "say()", "", "--", "Ann"], ["lab12.code 1 1 True"]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py" > "$room/log"
