import socket
import threading

link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
link.connect(("127.0.0.1", 7517))
link.send(b"hello")


def show():
    while True:
        print(link.recv(4096).decode())


threading.Thread(target=show, daemon=True).start()
while True:
    line = input()
    if line == "exit":
        break
    link.send(line.encode())
