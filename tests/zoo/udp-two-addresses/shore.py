import socket

with socket.socket(type=socket.SOCK_DGRAM) as shore:
    shore.bind(("127.0.0.1", 7611))
    while True:
        data, boat = shore.recvfrom(4096)
        print("boat:", data.decode())
        shore.sendto(input("shore: ").encode(), boat)
