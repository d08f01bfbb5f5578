import socket
from threading import Thread

desk = socket.socket(type=socket.SOCK_DGRAM)
desk.sendto(b"here I am", ("localhost", 4900))


def show():
    while True:
        print(desk.recvfrom(65535)[0].decode())


Thread(target=show, daemon=True).start()
while (line := input()) != "quit":
    desk.sendto(line.encode(), ("localhost", 4900))
