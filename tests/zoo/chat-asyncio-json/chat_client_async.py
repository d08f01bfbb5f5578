"""Asyncio chat client (stdin is read through connect_read_pipe)."""
import argparse
import asyncio
import json
import sys

GREY, CYAN, PINK, RED, END = "\033[90m", "\033[36m", "\033[35m", "\033[31m", "\033[0m"


async def stdin_reader() -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def show(packet: dict) -> None:
    op = packet["op"]
    if op == "info":
        print(f"{GREY}* {packet['text']}{END}")
    elif op == "say":
        print(f"{CYAN}{packet['frm']}{END}: {packet['text']}")
    elif op == "dm":
        print(f"{PINK}[private] {packet['frm']}{END}: {packet['text']}")
    elif op == "error":
        print(f"{RED}error: {packet['text']}{END}")


async def from_server(reader):
    while line := await reader.readline():
        show(json.loads(line))
    print("server closed the connection")


async def from_keyboard(stdin, send):
    while line := await stdin.readline():
        text = line.decode().strip()
        if not text:
            continue
        if text == "!quit":
            return
        if text == "!who":
            await send(op="who")
        elif text.startswith("@") and " " in text:
            to, msg = text[1:].split(" ", 1)
            await send(op="dm", to=to, text=msg)
        else:
            await send(op="say", text=text)


async def keepalive(send):
    while True:
        await asyncio.sleep(10)
        await send(op="ping")


async def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("name", nargs="?")
    ap.add_argument("--host", default="127.0.0.1")
    ap.add_argument("--port", type=int, default=8888)
    args = ap.parse_args()
    name = args.name or input("Name: ").strip()

    reader, writer = await asyncio.open_connection(args.host, args.port)

    async def send(**packet):
        writer.write(json.dumps(packet).encode() + b"\n")
        await writer.drain()

    await send(op="login", name=name)
    stdin = await stdin_reader()
    tasks = [asyncio.create_task(c) for c in (from_server(reader), from_keyboard(stdin, send), keepalive(send))]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for t in tasks:
        t.cancel()
    writer.close()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
    except ConnectionRefusedError:
        print("server not running")
