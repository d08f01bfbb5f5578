import asyncio, socket
links = []
async def serve(loop, link):
    links.append(link)
    while True:
        data = await loop.sock_recv(link, 1000)
        if not data:
            break
        print("came", data.decode())
        for l in links:
            if l is not link:
                await loop.sock_sendall(l, data)
    links.remove(link)
    link.close()
async def main():
    loop = asyncio.get_running_loop()
    door = socket.socket()
    door.bind(("127.0.0.1", 5055))
    door.listen()
    door.setblocking(False)
    while True:
        link, where = await loop.sock_accept(door)
        loop.create_task(serve(loop, link))
asyncio.run(main())
