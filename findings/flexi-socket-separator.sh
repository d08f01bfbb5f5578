#!/usr/bin/env bash
# flexi-socket 0.0.10: the separator or the length of messages that one asks for is ignored, without a word.
#
# SeparatorStrategy takes a separator, a newline if nothing else is said, and FixedLengthStrategy a length, else 1,024.
# What was seen: each connection gets a copy of the strategy, and the copy is made without its argument. A server with
# SeparatorStrategy(";") gets "one;two;" and a newline as one message, and sends its answer with a newline. With
# FixedLengthStrategy(16) two messages of 16 bytes are one of 32, and the answer has 1,024 bytes, most of them blanks.
# Whoever needs another separator should give the strategy's class a method clone() of its own.
# The kit's scripts use sockets as they are (tcp/).
# It needs Python 3.11.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "flexi-socket==0.0.10"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import contextlib
import socket
import sys

from flexi_socket import FixedLengthStrategy, FlexiSocket, Mode, SeparatorStrategy


async def talk(strategy, said):
    """Return the first message that a server gets of what a client says, and how it answers "yes"."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server, got = FlexiSocket(mode=Mode.SERVER, host="127.0.0.1", port=port, message_strategy=strategy), []

    @server.on_message()
    async def on_message(connection, message):
        got.append(message)
        await connection.send("yes")

    running = asyncio.create_task(server.start_async())
    while True:
        with contextlib.suppress(ConnectionRefusedError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        await asyncio.sleep(0.01)
    writer.write(said)
    answer = await reader.read(2000)
    running.cancel()
    writer.close()
    with contextlib.suppress(asyncio.CancelledError, AttributeError):
        await running
    return got[0], answer.decode()


async def both():
    return (await talk(SeparatorStrategy(";"), b"one;two;\n"),
            await talk(FixedLengthStrategy(16), b"one".ljust(16) + b"two".ljust(16)))


separated, fixed = asyncio.run(both())
print('SeparatorStrategy(";"):', *map(repr, separated))
print(f"FixedLengthStrategy(16): {fixed[0]!r}, an answer of {len(fixed[1])} bytes")
sys.exit((separated, fixed) != (("one;two;\n", "yes\n"), ("one".ljust(16) + "two".ljust(16), "yes".ljust(1024))))
PYTHON
"$room/venv/bin/python" "$room/seen.py" 2> "$room/errors" || { cat "$room/errors"; exit 1; }
