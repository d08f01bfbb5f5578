import asyncio

writers = set()

async def handle(reader, writer):
    addr = writer.get_extra_info("peername")
    writers.add(writer)
    print("joined", addr)
    while True:
        line = await reader.readline()
        if not line:
            break
        text = line.decode().strip()
        print(f"{addr}: {text}")
        for w in writers:
            if w is not writer:
                w.write(f"{addr[1]}: {text}\n".encode())
                await w.drain()
    writers.discard(writer)
    print("left", addr)
    writer.close()

async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 8888)
    async with server:
        await server.serve_forever()

asyncio.run(main())
