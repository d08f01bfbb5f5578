import socket
from threading import Thread

link = socket.create_connection(("localhost", 4700))


def show():
    while words := link.recv(4096):
        print(words.decode(), end="", flush=True)


Thread(target=show, daemon=True).start()
while (line := input()) != "quit":
    link.sendall(line.encode())
