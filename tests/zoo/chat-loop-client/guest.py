import asyncio
import socket
import sys


async def show(loop, link):
    while data := await loop.sock_recv(link, 4096):
        print(data.decode(), end="")


async def main():
    loop, link = asyncio.get_running_loop(), socket.socket()
    link.setblocking(False)
    await loop.sock_connect(link, ("127.0.0.1", 8778))
    shower = asyncio.create_task(show(loop, link))
    while (line := await loop.run_in_executor(None, sys.stdin.readline)) not in ("", "exit\n"):
        await loop.sock_sendall(link, line.encode())
    shower.cancel()


asyncio.run(main())
