import socket
import threading

guests = {}
lock = threading.Lock()


def look_after(guest, seat):
    guest.send("Welcome to the lounge".encode())
    guest.send(str(seat).encode())
    try:
        while True:
            words = guest.recv(2048)
            if not words:
                break
            line = f"seat {seat}: {words.decode()}"
            print(line)
            with lock:
                for other, number in guests.items():
                    if number != seat:
                        other.send(line.encode())
    finally:
        with lock:
            del guests[guest]
        guest.close()


door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("localhost", 6420))
door.listen()
seats = 0
while True:
    guest, _ = door.accept()
    seats += 1
    with lock:
        guests[guest] = seats
    threading.Thread(target=look_after, args=(guest, seats), daemon=True).start()
