import socket
from threading import Thread

links = []


def tell(words, link):
    for other in list(links):
        if other is not link:
            other.sendall(words)


def attend(link):
    while words := link.recv(4096):
        print(words.decode())
        tell(words, link)
    links.remove(link)


door = socket.create_server(("localhost", 4800))
while True:
    link, address = door.accept()
    links.append(link)
    Thread(target=attend, args=(link,), daemon=True).start()
