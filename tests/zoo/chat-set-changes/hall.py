import socket
import threading

guests = set()


def host(guest):
    while True:
        data = guest.recv(4000)
        if not data:
            break
        print(data.decode())
        for other in guests:
            if len(guests) > 1 and other is guest:
                guests.add(socket.socket())
        for other in guests:
            if other is not guest:
                other.sendall(data)
    guests.remove(guest)


door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7237))
door.listen(5)
while True:
    guest, _ = door.accept()
    guests.add(guest)
    threading.Thread(target=host, args=(guest,), daemon=True).start()
