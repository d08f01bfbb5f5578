import socket
from threading import Thread

links = {}


def attend(link, address):
    while True:
        try:
            words = link.recv(4096)
        except ConnectionError:
            break
        if not words:
            break
        print(words.decode())
        for other in list(links):
            if other != address:
                links[other].sendall(words)
    links.pop(link)


door = socket.create_server(("localhost", 4600))
while True:
    link, address = door.accept()
    links[address] = link
    Thread(target=attend, args=(link, address), daemon=True).start()
