import socket
import threading

ends = {}


def pass_on(name, other):
    try:
        while data := ends[name].recv(4096):
            print(name, "->", other, data.decode().strip())
            ends[other].sendall(data)
    except OSError:
        pass


door = socket.create_server(("127.0.0.1", 8823))
while len(ends) < 2:
    link, _ = door.accept()
    name = link.recv(64).decode().strip()
    if name not in ("north", "south") or name in ends:
        link.sendall(b"no\n")
        link.close()
        continue
    ends[name] = link
    link.sendall(b"yes\n")
for pair in ("north", "south"), ("south", "north"):
    threading.Thread(target=pass_on, args=pair).start()
