import socket
import threading

members = {}


def attend(link, name):
    while data := link.recv(4096):
        print(name, data.decode().strip())
        for other in members:
            if other != name:
                other.sendall(f"{name}: ".encode() + data)
    del members[name]


door = socket.create_server(("127.0.0.1", 9394))
while True:
    link, _ = door.accept()
    name = link.recv(100).decode().strip()
    members[name] = link
    threading.Thread(target=attend, args=(link, name), daemon=True).start()
