import socket
import threading

guests = []


def host(guest):
    while True:
        data = guest.recv(4000)
        if not data:
            break
        print(data.decode())
        for other in guests:
            if other is not guest:
                other.sendall(data)
    guests.remove(guest)


door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7244))
door.listen(5)
while True:
    guest, _ = door.accept()
    guests.append(guest)
    threading.Thread(target=host, args=(guest,), daemon=True).start()
