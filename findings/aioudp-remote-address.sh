#!/usr/bin/env bash
# aioudp 2.0.0: at the server, the remote address of every client is None, so that a chat takes all of them for one.
#
# Its documentation says of remote_address "Returns the remote address of the connection. This is their IP", a tuple of
# host and port. What was seen: two clients say something to a server that keeps connections by remote_address, and
# passes each message on to the others. Both are kept under None, the second in place of the first, and neither hears
# of the other. It is the "peername" of the server's own socket, which has none. At the client it is right.
# Whoever keeps clients by it should keep the connections themselves in a set. The kit's UDP scripts use sockets.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "aioudp==2.0.0"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import contextlib
import socket
import sys

import aioudp


async def chat(key):
    """Let two clients talk through a server that keeps them by this key; return its keys, and what each was told."""
    kept = {}

    async def serve(connection):
        kept[key(connection)] = connection
        async for message in connection:
            for other in kept.values():
                if other is not connection:
                    await other.send(message)
            await connection.send(b"ok")

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    async with (aioudp.serve(*address, serve), aioudp.connect(*address) as ann, aioudp.connect(*address) as bob):
        assert ann.remote_address == address != bob.local_address
        told = {"Ann": [], "Bob": []}
        for author in ann, bob:
            await author.send(b"hello from Ann" if author is ann else b"hello from Bob")
            await author.recv()  # "ok": by now it was passed on
        for name, client in zip(told, (ann, bob)):
            with contextlib.suppress(asyncio.TimeoutError):
                while True:
                    told[name].append(await asyncio.wait_for(client.recv(), 0.3))
    return list(kept), told


keys, told = asyncio.run(chat(lambda connection: connection.remote_address))
_, right = asyncio.run(chat(id))
print("kept by remote_address:", keys, told)
print("kept by themselves:", right)
sys.exit(keys != [None] or told != {"Ann": [], "Bob": []} or right != {"Ann": [b"hello from Bob"], "Bob": []})
PYTHON
"$room/venv/bin/python" "$room/seen.py"
