import socket
import sys

if len(sys.argv) != 4:
    print("usage: python udpchat.py server|client host port")
    sys.exit(1)

mode, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])

def server():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((host, port))
    while True:
        data, addr = s.recvfrom(1024)
        print("client:", data.decode())
        s.sendto(input("you: ").encode(), addr)

def client():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        msg = input("you: ")
        if msg == "exit":
            return
        s.sendto(msg.encode(), (host, port))
        data, addr = s.recvfrom(1024)
        print("server:", data.decode())

if mode == "server":
    server()
else:
    client()
