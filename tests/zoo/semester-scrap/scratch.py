import socket

box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box.bind(("127.0.0.1", 4001))
while True:
    data, who = box.recvfrom(100)
    print(data.decode())
    box.sendto(input("! ").encode(), who)
