import socket
import threading

here, there = (int(word) for word in input("port here, port there: ").split(","))
letters = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
letters.bind(("127.0.0.1", here))


def read():
    while True:
        print("a letter:", letters.recv(65535).decode())


threading.Thread(target=read, daemon=True).start()
while (text := input()) != "farewell":
    letters.sendto(text.encode(), ("127.0.0.1", there))
