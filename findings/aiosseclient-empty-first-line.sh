#!/usr/bin/env bash
# aiosseclient 0.1.8: a message loses its empty first line, and what follows U+2028; an id alone is a message.
#
# It is an "Asynchronous Server Side Events (SSE) Client". In HTML's description (9.2.5, 9.2.6) each data line adds its
# text and a newline. A line ends at CR, LF or both, and nothing else. A block without data is no event. What was seen:
# of an empty data line and "two" it makes "two", where it should be a newline and "two". JSON may hold U+2028 as it is:
# of such a text only what stands before it is left. A "data" without a colon is an empty line, and is left out.
# A block with only an id is given as an event with "". "retry: 5000" is True, and dump() writes "retry: True". assel
# 1.0.0 makes of the same stream what HTML says.
# Whoever reads messages with it should see that the server writes JSON in ASCII, and skip events whose data is "".
# assel needs Python 3.11.
# The kit's messages are lines, and an empty one is a message like others (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "aiosseclient==0.1.8" "assel==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import logging
import sys

import assel
from aiosseclient import aiosseclient

BLOCKS = ("data:\ndata: two", "data: a\u2028b", "data\ndata: two", "id: 7", "retry: 5000\ndata: last")
STREAM = "".join(block + "\n\n" for block in BLOCKS).encode()


async def serve(reader, writer):
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + STREAM)
    writer.close()


async def heard():
    """Return the events that it makes of the stream."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        return [event async for event in aiosseclient(f"http://127.0.0.1:{port}/", timeout_total=20)]


logging.disable()
events = asyncio.run(heard())
told = [event.data for event in events]
right = [event.data for event in assel.parse_bytes(STREAM)]
retry = events[-1].retry, events[-1].dump().splitlines()[0]
print("aiosseclient:", told, "- assel:", right, "- retry:", *retry)
sys.exit((told, right, retry) != (
    ["two", "a", "two", "", "last"], ["\ntwo", "a\u2028b", "\ntwo", "last"], (True, "retry: True")))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
