import asyncio
import sys

async def show(reader):
    while line := await reader.readline():
        print(line.decode().rstrip())
    print("server closed")

async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    task = asyncio.create_task(show(reader))
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if not line or line.strip() == "exit":
            break
        writer.write(line.encode())
        await writer.drain()
    writer.close()
    task.cancel()

asyncio.run(main())
