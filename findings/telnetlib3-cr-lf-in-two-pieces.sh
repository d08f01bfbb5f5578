#!/usr/bin/env bash
# telnetlib3 5.0.1: a line whose CR and LF come in two pieces is two lines, the second of them empty.
#
# Its documentation of readline says that CR LF 'must be treated as a single "new line" character', and that a line ends
# at CR alone as well. TCP may part a stream anywhere (RFC 9293). What was seen: "one", CR LF and "two", CR LF, sent at
# once, are two lines. If the first CR comes by itself and the rest a moment later, they are three. A server answers an
# empty line that nobody has typed. After CR NUL in two pieces the next line begins with NUL.
# Whoever reads lines with it should use readuntil(b"\n"), or leave out empty lines.
# The kit's scripts split at LF, and take off a CR before it, so pieces make no difference (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "telnetlib3==5.0.1"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import sys

import telnetlib3

TOLD = {  # the pieces that come: the lines that readline gives
    (b"one\r\ntwo\r\n",): [b"one\r\n", b"two\r\n"],
    (b"one\r", b"\ntwo\r\n"): [b"one\r", b"\n", b"two\r\n"],
    (b"one\r\0two\r\0",): [b"one\r", b"two\r"],
    (b"one\r", b"\0two\r\0"): [b"one\r", b"\0two\r"],
}


async def lines_of(pieces):
    """Send these pieces to a server of telnetlib3, each once the one before was read; return its lines."""
    lines = asyncio.Queue()

    async def shell(reader, writer):
        lines.put_nowait("ready")
        while line := await reader.readline():
            lines.put_nowait(line)
        lines.put_nowait(None)
        writer.close()

    server = await telnetlib3.create_server("127.0.0.1", 0, shell=shell, encoding=False, connect_maxwait=0.1)
    _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    assert await lines.get() == "ready"
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0.2)  # so that they are two segments
    writer.write_eof()
    seen = []
    while (line := await lines.get()) is not None:
        seen.append(line)
    writer.close()
    server.close()
    return seen


async def main():
    return {pieces: await lines_of(pieces) for pieces in TOLD}


seen = asyncio.run(main())
for pieces, lines in seen.items():
    print(*pieces, "is read as", lines)
sys.exit(seen != TOLD)
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
