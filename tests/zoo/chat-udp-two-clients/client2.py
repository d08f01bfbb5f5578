import socket
import threading

SERVER = ("127.0.0.1", 5500)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 5502))


def receive():
    while True:
        data, sender = s.recvfrom(4096)
        print("friend:", data.decode())


threading.Thread(target=receive, daemon=True).start()
while True:
    text = input()
    if text == "exit":
        break
    s.sendto(text.encode(), SERVER)
