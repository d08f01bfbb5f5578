from socket import *

door = socket(AF_INET, SOCK_DGRAM)
door.bind(("127.0.0.1", 7402))
while True:
    line, who = door.recvfrom(4096)
    print("B:", line.decode())
    door.sendto(input("A: ").encode(), who)
