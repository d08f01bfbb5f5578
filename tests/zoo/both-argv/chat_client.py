import socket
import sys

if len(sys.argv) != 2:
    print("Usage: python chat_client.py tcp|udp")
    sys.exit(1)

mode = sys.argv[1].lower()
SERVER = ("127.0.0.1", 6789)

if mode == "udp":
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        msg = input("> ")
        sock.sendto(msg.encode(), SERVER)
        data, _ = sock.recvfrom(2048)
        print("server:", data.decode())
        if data.decode() == "q":
            break
    sock.close()
    sys.exit(0)

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(SERVER)
while True:
    msg = input("> ")
    if msg == "q":
        break
    sock.sendall(msg.encode())
    data = sock.recv(2048)
    if not data:
        break
    print("server:", data.decode())
sock.close()
