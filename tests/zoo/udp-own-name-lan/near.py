import socket

me = socket.gethostbyname(socket.gethostname())
near = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
near.bind((me, 6006))
print("waiting at", me)
while True:
    heard, where = near.recvfrom(65535)
    print("far:", heard.decode())
    near.sendto(input("near: ").encode(), where)
