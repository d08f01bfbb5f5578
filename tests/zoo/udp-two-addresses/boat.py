import socket

SHORE = "127.0.1.1", 7611

with socket.socket(type=socket.SOCK_DGRAM) as boat:
    while (text := input("boat: ")) != "exit":
        boat.sendto(text.encode(), SHORE)
        print("shore:", boat.recvfrom(4096)[0].decode())
