import socket

post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    line = input("you> ")
    if line == "stop":
        break
    post.sendto(line.encode(), ("255.255.255.255", 7238))
    print("them>", post.recvfrom(4000)[0].decode())
