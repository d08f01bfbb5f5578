import socket
from threading import Thread

link = socket.create_connection(("localhost", 4800))


def show():
    while words := link.recv(4096):
        print("They: " + words)


Thread(target=show, daemon=True).start()
while (line := input("You: ")) != "quit":
    link.sendall(line.encode())
