import socket
from threading import Thread

link = socket.create_connection(("localhost", 4600))


def show():
    while words := link.recv(4096):
        print(words.decode())


Thread(target=show, daemon=True).start()
while (line := input("> ")) != "quit":
    link.sendall(line.encode())
