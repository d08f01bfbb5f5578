import socket
from threading import Thread

link = socket.socket()
link.bind(("localhost", 4401))
link.connect(("localhost", 4400))


def show():
    while words := link.recv(4096):
        print(words.decode())


Thread(target=show, daemon=True).start()
while (line := input("> ")) != "quit":
    link.sendall(line.encode())
