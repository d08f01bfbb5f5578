import socket
import threading

mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
ear.bind(("", 7412))
name = input("ship: ")


def listen():
    while True:
        print(ear.recvfrom(65535)[0].decode())


threading.Thread(target=listen, daemon=True).start()
while (text := input()) != "sink":
    mouth.sendto(f"{name}: {text}".encode(), ("127.0.0.1", 7411))
