import socket
import sys

link = socket.socket()
link.connect(("127.0.0.1", 7225))
while True:
    line = sys.stdin.readline("you> ").strip()
    if line == "stop":
        break
    link.sendall(line.encode())
    print("them>", link.recv(4000).decode())
link.close()
