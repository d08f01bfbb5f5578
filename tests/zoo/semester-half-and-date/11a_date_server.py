import datetime
import socket

door = socket.create_server(("127.0.0.1", 1313))
while True:
    link, _ = door.accept()
    link.sendall(f"{datetime.datetime.now():%H:%M}\n".encode())
    link.close()
