import socket
import threading

guests = []
lock = threading.Lock()
door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("", 47474))
many = input("Most in the queue: ")
door.listen(int(many))


def attend(guest):
    while True:
        try:
            data = guest.recv(4096)
        except OSError:
            data = b""
        if not data:
            break
        print("->", data.decode())
        with lock:
            for other in guests:
                if other is not guest:
                    other.sendall(data)
    with lock:
        guests.remove(guest)
    guest.close()


while True:
    guest, _ = door.accept()
    with lock:
        guests.append(guest)
    threading.Thread(target=attend, args=(guest,), daemon=True).start()
