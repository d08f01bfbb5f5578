import socket
import threading

line = socket.socket()
line.connect(("127.0.0.1", 45454))


def show():
    while data := line.recv(4096):
        print(data.decode())


threading.Thread(target=show, daemon=True).start()
while (text := input()) != "bye":
    line.sendall(text.encode())
line.close()
