import socket
from threading import Thread

ROOM = ("localhost", 4200)
desk = socket.socket(type=socket.SOCK_DGRAM)
nick = input("Nickname: ")
desk.sendto(f"/enter {nick}".encode(), ROOM)


def show():
    while True:
        print(desk.recvfrom(65535)[0].decode())


Thread(target=show, daemon=True).start()
while (line := input()) != "quit":
    desk.sendto(line.encode(), ROOM)
