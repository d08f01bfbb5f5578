import socket

box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    box.sendto(input("? ").encode(), ("127.0.0.1", 33334))
    print(box.recvfrom(100)[0].decode())
