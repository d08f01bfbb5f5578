import select
import socket

door = socket.create_server(("127.0.0.1", 9556))
links, rests = [door], {}
while True:
    for link in select.select(links, [], [])[0]:
        if link is door:
            guest, _ = door.accept()
            links.append(guest)
            rests[guest] = b""
            continue
        try:
            data = link.recv(4096)
        except ConnectionError:
            data = b""
        if not data:
            links.remove(link)
            link.close()
            continue
        *lines, rests[link] = (rests[link] + data).split(b"\n")
        for line in lines:
            print(line.decode())
            for other in links[1:]:
                if other is not link:
                    other.sendall(line + b"\n")
