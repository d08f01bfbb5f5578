#!/usr/bin/env bash
# ircpy 1.1.5: message_received is never called, since "!" is in every line; and plain words are taken for commands.
#
# Its documentation has two kinds of events: message_received, and a command by its name, after a prefix ("!" if none is
# given). What was seen: the prefix is looked for in the whole line from the server. That begins with who speaks, as
# nick!user@host (RFC 2812, 2.3.1), so "!" is in all of them, and no message is told. "roll" without a prefix runs the
# command roll; "roll 6!" runs it without the 6. With the prefix "." it is the same, since the host's name has one.
# Only with a prefix that is in no name, such as "%", are messages told.
# Whoever writes a bot with it should choose such a prefix, and look themselves whether the text begins with it.
# The kit's chats take a line for a command only if it is the whole line, "exit" (tcp/chat_client.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "ircpy==1.1.5" "telnetlib3==5.0.1"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import contextlib
import io
import socket
import sys
import threading

from ircpy import Bot

SAID = "hello", "roll", "roll 6!"
LINES = "".join(f":ann!~ann@lab.example.com PRIVMSG #lab12 :{text}\r\n" for text in SAID).encode()


def told(**prefix):
    """Return the events of a bot in whose channel Ann says three lines."""
    events = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def speak():
            connection = server.accept()[0]
            with connection, connection.makefile("rb") as lines:
                for line in lines:
                    if b"Logged in." in line:
                        connection.sendall(LINES)
                        connection.shutdown(socket.SHUT_WR)

        thread = threading.Thread(target=speak, daemon=True)
        thread.start()
        bot = Bot(nickname="bot", server="127.0.0.1", channel="#lab12", port=server.getsockname()[1], **prefix)

        @bot.event
        async def message_received(message, user, channel):
            events.append(f"message {message}")

        @bot.event
        async def roll(arguments, user, channel, message):
            events.append(f"command roll {arguments}")

        asyncio.run(bot._connect())
    return events


seen = {}
for prefix in {}, {"prefix": "."}, {"prefix": "%"}:
    with contextlib.redirect_stdout(io.StringIO()):  # it shows each line
        events = told(**prefix)
    seen[prefix.get("prefix", "!")] = events
    print(prefix or "no prefix given:", *events, sep="; ")
assert seen["%"] == [f"message {text}" for text in SAID], seen
sys.exit((seen["!"], seen["."]) != (["command roll ['roll']", "command roll ['roll']"],
                                    ["command roll ['roll']", "command roll ['roll', '6!']"]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
