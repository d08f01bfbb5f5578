import socket
import threading
import time

guests = []
door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("", 47474))
many = input("Most in the queue: ")
door.listen(int(many))


def welcome():
    while True:
        guest, _ = door.accept()
        guest.settimeout(0.01)
        guests.append(guest)


threading.Thread(target=welcome, daemon=True).start()
while True:
    time.sleep(0.01)
    for guest in list(guests):
        try:
            data = guest.recv(4096)
        except TimeoutError:
            continue
        except OSError:
            data = b""
        if not data:
            guests.remove(guest)
            guest.close()
            continue
        print("->", data.decode())
        for other in list(guests):
            if other is not guest:
                other.sendall(data)
