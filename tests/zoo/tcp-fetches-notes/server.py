import os
import socket

SHELF = os.path.join(os.path.dirname(os.path.abspath(__file__)), "notes")
door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 7350))
door.listen()
print("notes are lent here")
while True:
    reader, _ = door.accept()
    wish = reader.recv(1024).decode()
    while wish:
        path = os.path.join(SHELF, os.path.basename(wish))
        if os.path.exists(path):
            reader.send(str(os.path.getsize(path)).encode())
            reader.recv(2)
            with open(path, "rb") as note:
                while part := note.read(1024):
                    reader.sendall(part)
        else:
            reader.send(b"0")
        wish = reader.recv(1024).decode()
    reader.close()
