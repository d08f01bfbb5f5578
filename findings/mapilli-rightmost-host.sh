#!/usr/bin/env bash
# mapilli 0.1.1: alice@a@b is asked of a, where Finger asks b, and "@host" has the host ask itself.
#
# Its documentation promises "Full RFC 1288 compliance including query forwarding", and the syntax user@host, @host. In
# RFC 1288 the right-most host is the one that is called, and it gets the rest (2.4). A user who types "user@host" has
# "user" sent to it (2.3), so of "@host" nothing but CR LF is left. What was seen: of "alice@127.0.0.1@example.com" it
# calls 127.0.0.1, and sends all of that line. "@127.0.0.1" sends "@127.0.0.1". That is a question to be forwarded,
# which a server may refuse, and not the list of users. "alice@127.0.0.1" is right.
# Whoever asks for a list should give the host apart: query("", host=...). With two hosts, query("alice@a", host="b")
# goes to a as well; finger(host="b", query="alice@a") is right.
# The kit's programs are asked with lines of their own (tests/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "mapilli==0.1.1"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import sys

from mapilli import FingerClient

HERE = "127.0.0.1"
heard = []


async def serve(reader, writer):
    heard.append((await reader.readline()).decode())
    writer.write(b"nobody is here\r\n")
    writer.close()


async def asked():
    """Return the line that a server on this computer gets for each of some questions."""
    server = await asyncio.start_server(serve, HERE, 0)
    port = server.sockets[0].getsockname()[1]
    async with server, FingerClient(timeout=5) as client:
        for question in (f"alice@{HERE}", f"@{HERE}", f"alice@{HERE}@example.com"):
            await client.query(question, port=port)
        await client.query("", host=HERE, port=port)
        await client.finger(HERE, query="alice@example.com", port=port)
    return heard


lines = asyncio.run(asked())
names = ("alice@here", "@here", "alice@here@example.com", "a list", "finger()")
print(*(f"{name}: {line!r}" for name, line in zip(names, lines)), sep="\n")
sys.exit(lines != ["alice\r\n", f"@{HERE}\r\n", f"alice@{HERE}@example.com\r\n", "\r\n", "alice@example.com\r\n"])
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
