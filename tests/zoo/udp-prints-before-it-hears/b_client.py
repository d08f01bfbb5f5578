from socket import *

sock = socket(AF_INET, SOCK_DGRAM)
answer = b"-"
while True:
    line = input("B: ")
    if line == "stop":
        break
    sock.sendto(line.encode(), ("127.0.0.1", 7402))
    print("A:", answer.decode())
    answer, who = sock.recvfrom(4096)
sock.close()
