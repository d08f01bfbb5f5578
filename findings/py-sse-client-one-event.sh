#!/usr/bin/env bash
# py-sse-client 1.0.1: there is one event for the whole stream, so a message has the name of those before it.
#
# It is for Server-Sent Events: a function "will be invoked whenever an event is received". In HTML's description
# (9.2.6) name and data begin anew with each block, and a block without data is no event. What was seen: a server sends
# "joined" with "ann", then "hello" without a name, a comment, and "bye" without a name. The function gets " joined"
# four times, with a blank before it. The comment is "hello" once more. Each time it is the same object: who has put
# them in a list has "bye" four times in the end.
# Whoever listens with it should copy name and data at once, strip the name, and have the server send a name each time.
# The kit's chats make each message anew (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "py-sse-client==1.0.1"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import sys

import pysse

STREAM = b'event: joined\ndata: "ann"\n\ndata: "hello"\n\n: nothing new\n\ndata: "bye"\n\n'
heard, kept = [], []


async def serve(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + STREAM)
    writer.close()


def listen(event):
    heard.append((event.name, event.data))
    kept.append(event)


async def listened():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        await pysse.Client(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", listen).connect()


asyncio.run(listened())
later = [event.data for event in kept]
print("heard:", heard, "- in a list, later:", later)
name = " joined"
sys.exit((heard, later) != ([(name, "ann"), (name, "hello"), (name, "hello"), (name, "bye")], ["bye"] * 4))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
