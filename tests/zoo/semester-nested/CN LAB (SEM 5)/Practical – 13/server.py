import socket
import random
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('localhost', 12346))
while True:
    msg, addr = s.recvfrom(1024)
    if random.randint(0, 10) < 3:
        continue
    s.sendto(msg, addr)
