"""A chat server as asyncio tutorials write it: one coroutine for each client, and drain after each write."""
import asyncio
import sys

writers = set()


async def serve(reader, writer):
    writers.add(writer)
    try:
        while line := await reader.readline():
            print(line.decode(errors="replace").rstrip())
            for other in list(writers):
                if other is not writer:
                    other.write(line)
                    await other.drain()
    except ConnectionError:
        pass  # it has gone
    finally:
        writers.discard(writer)
        writer.close()


async def main():
    async with await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), backlog=4096) as server:
        await server.serve_forever()


asyncio.run(main())
