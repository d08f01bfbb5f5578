import asyncio
import socket

guests = {}


async def attend(loop, link, name):
    guests[link] = name
    rest = b""
    try:
        while data := await loop.sock_recv(link, 4096):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                print(name, line.decode())
                for other in [one for one in guests if one is not link]:
                    await loop.sock_sendall(other, f"{name}: {line.decode()}\n".encode())
    except ConnectionError:
        pass
    del guests[link]
    link.close()


async def main():
    loop, tasks = asyncio.get_running_loop(), set()
    door = socket.create_server(("127.0.0.1", 8778))
    door.setblocking(False)
    while True:
        link, _ = await loop.sock_accept(door)
        link.setblocking(False)
        tasks.add(asyncio.create_task(attend(loop, link, f"guest {len(tasks) + 1}")))


asyncio.run(main())
