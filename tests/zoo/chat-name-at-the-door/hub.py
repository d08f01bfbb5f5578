import socket
from threading import Thread

links = {}


def greet(link):
    nick = link.recv(100).decode()
    links[nick] = link
    print("hello", nick)
    return nick


def attend(link, nick):
    while True:
        try:
            words = link.recv(4096)
        except ConnectionError:
            break
        if not words:
            break
        print(nick, words.decode())
        for other in list(links):
            if other != nick:
                links[other].sendall(f"{nick}: {words.decode()}".encode())
    links.pop(nick)


door = socket.create_server(("localhost", 4500))
while True:
    link, address = door.accept()
    nick = greet(link)
    Thread(target=attend, args=(link, nick), daemon=True).start()
