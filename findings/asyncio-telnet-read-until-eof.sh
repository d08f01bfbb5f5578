#!/usr/bin/env bash
# asyncio-telnet 0.1.21: read_until_eof stops in the middle of an answer, and is a NameError once the end has come.
#
# Its documentation says "Reads data from the Telnet connection until the end of the stream". The time-out is in
# seconds. What was seen: each read of up to 100 bytes counts as 0.1 seconds, however fast it was. With timeout=1 an
# answer of 5,000 bytes that is there at once comes in pieces of 1,100 bytes. With the default, 30, it is cut after
# some 30,000. A server that closes is a NameError, and what it said is lost. An option that a read of 100 bytes cuts in
# two stands in the text: RFC 854 has three bytes, IAC WILL x. Of IAC IAC, which stands for one byte, the letter
# behind it goes as well.
# Whoever reads from Telnet should take telnetlib3. The kit's peers for Telnet are plain sockets (tests/test_tcp.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "asyncio-telnet==0.1.21"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import sys

from asyncio_telnet import Telnet

LINES = b"".join(b"line %04d\n" % number for number in range(500))


async def read(sent, *, closes=False, timeout=1):
    """Let a server send this at once, and return what read_until_eof gives, or the name of its error."""
    async def serve(reader, writer):
        writer.write(sent)
        await writer.drain()
        if not closes:
            await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    client = Telnet(timeout=timeout)
    await client.open(*server.sockets[0].getsockname())
    try:
        return await client.read_until_eof()
    except NameError as error:
        return type(error).__name__
    finally:
        await client.close()
        server.close()


async def main():
    return [await read(LINES), await read(LINES, timeout=30), await read(b"hello\n", closes=True),
            await read(b"." * 99 + b"\xff\xfb\x01hello\n"), await read(b"a\xff\xffbc\n")]


some, whole, ended, option, doubled = asyncio.run(main())
print(f"of {len(LINES)} bytes: {len(some)} with timeout=1, {len(whole)} with timeout=30")
print("of a server that says hello and closes:", ended)
print("an option at byte 99:", option[95:])
print("a, IAC IAC, bc:", doubled)
sys.exit(LINES[:len(some)] != some or not 1000 <= len(some) <= 1100 or whole != LINES or ended != "NameError"
         or option != b"." * 99 + b"\xfb\x01hello\n" or doubled != b"ac\n")
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
