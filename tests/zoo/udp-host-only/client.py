import socket

post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    line = input("you> ")
    if line == "stop":
        break
    post.sendto(line.encode(), ("127.0.0.1", 7214))
    print("them>", post.recvfrom(4000)[0].decode())
