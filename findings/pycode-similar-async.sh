#!/usr/bin/env bash
# pycode-similar 1.4: `async def` is not compared, so asyncio programs that are unlike each other are called copies.
#
# Its documentation says that it tells "how many referenced code is plagiarized by candidate code", function by
# function. What was seen: two programs that share nothing but `def main(): asyncio.run(...)` are "100.00 %". With the
# words async and await taken out the same two are at 77 %. A program of `async def` only is "can not find functions".
# Whoever looks for twins among asyncio programs should use another tool; the kit's twins compare async functions, too
# (lab12/classroom/twins.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pycode-similar==1.4"
cat > "$room/one.py" <<'PYTHON'
import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line)
    writer.close()


async def start():
    server = await asyncio.start_server(serve, "127.0.0.1", 12345)
    await server.serve_forever()


def main():
    asyncio.run(start())
PYTHON
cat > "$room/other.py" <<'PYTHON'
import asyncio


async def forward(queue, peers):
    for peer in list(peers):
        peer.send("all: " + await queue.get())
    return [peer for peer in peers if not peer.closed]


async def begin():
    return {name: await asyncio.sleep(1, name.upper()) for name in ("tcp", "udp")}


def main():
    asyncio.run(begin())
PYTHON
cd "$room"
for name in one other; do sed 's/async //; s/await //' "$name.py" > "plain_$name.py"; done
share() { PYTHONWARNINGS=ignore venv/bin/pycode_similar "$1" "$2" | sed -n 's/^\([0-9.]* %\).*/\1/p'; }
with=$(share one.py other.py)
without=$(share plain_one.py plain_other.py)
echo "two unlike programs: $with; without the words async and await: $without"
[ "$with" = "100.00 %" ] && [ "${without%%.*}" -lt 90 ]
