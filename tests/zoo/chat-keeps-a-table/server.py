import socket
import sqlite3
import threading

said = sqlite3.connect("said.db", check_same_thread=False)
said.execute("CREATE TABLE IF NOT EXISTS said (number INTEGER, text TEXT)")
guests = []
lock = threading.Lock()


def attend(guest, number):
    while True:
        try:
            data = guest.recv(4096)
        except OSError:
            data = b""
        if not data:
            break
        with lock:
            said.execute("INSERT INTO said VALUES (?, ?)", (number, data.decode()))
            said.commit()
            print(number, data.decode())
            for other in guests:
                if other is not guest:
                    other.sendall(f"{number}: {data.decode()}".encode())
    with lock:
        guests.remove(guest)
    guest.close()


door = socket.socket()
door.bind(("127.0.0.1", 45454))
door.listen()
number = 0
while True:
    guest, _ = door.accept()
    number += 1
    with lock:
        guests.append(guest)
    threading.Thread(target=attend, args=(guest, number), daemon=True).start()
