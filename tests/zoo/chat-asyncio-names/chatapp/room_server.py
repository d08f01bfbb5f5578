"""Chat room server written with asyncio streams.

Commands a user may type:
    /list            who is here
    /msg NAME text   private message
    /quit            leave
"""
import asyncio
from datetime import datetime

HOST, PORT = "0.0.0.0", 9009
users: dict[str, asyncio.StreamWriter] = {}


def log(text):
    print(datetime.now().strftime("%H:%M:%S"), text, flush=True)


async def tell(writer, text):
    writer.write((text + "\n").encode())
    await writer.drain()


async def tell_everyone(text, but=None):
    for name, writer in list(users.items()):
        if name != but:
            await tell(writer, text)


async def ask_name(reader, writer):
    writer.write(b"Enter your name: ")
    while True:
        line = await reader.readline()
        if not line:
            return None
        name = line.decode().strip()
        if not name or " " in name:
            writer.write(b"One word please. Enter your name: ")
        elif name in users:
            writer.write(b"That name is taken. Enter your name: ")
        else:
            return name


async def serve(reader, writer):
    name = await ask_name(reader, writer)
    if name is None:
        writer.close()
        return
    users[name] = writer
    await tell(writer, f"*** Welcome {name}! There are {len(users)} people here. ***")
    await tell_everyone(f"*** {name} joined ***", but=name)
    log(f"{name} joined")
    try:
        while True:
            line = await reader.readline()
            if not line:
                break
            text = line.decode().strip()
            if not text:
                continue
            if text == "/quit":
                break
            if text == "/list":
                await tell(writer, "online: " + ", ".join(sorted(users)))
            elif text.startswith("/msg "):
                _, who, what = (text.split(" ", 2) + ["", ""])[:3]
                if who in users:
                    await tell(users[who], f"(private) {name}: {what}")
                else:
                    await tell(writer, f"no such user: {who}")
            else:
                log(f"{name}: {text}")
                await tell_everyone(f"{name}: {text}", but=name)
    except ConnectionError:
        pass
    finally:
        users.pop(name, None)
        writer.close()
        log(f"{name} left")
        await tell_everyone(f"*** {name} left ***")


async def main():
    server = await asyncio.start_server(serve, HOST, PORT)
    log(f"listening on {PORT}")
    async with server:
        await server.serve_forever()


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("bye")
