import socket

post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
post.bind(("", 7238))
while True:
    data, where = post.recvfrom(4000)
    print("they>", data.decode())
    post.sendto(input("me> ").encode(), where)
