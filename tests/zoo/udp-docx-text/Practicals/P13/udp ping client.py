import time
from socket import *
for pings in range(10):
    clientSocket = socket(AF_INET, SOCK_DGRAM)
    clientSocket.settimeout(1.0)
    message = b'test'
    addr = ("127.0.0.1", 12000)
    start = time.time()
    clientSocket.sendto(message, addr)
    try:
        data, server = clientSocket.recvfrom(1024)
        end = time.time()
        print(f'{data} {pings} {end - start}')
    except timeout:
        print('REQUEST TIMED OUT')
