import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    s.sendto(input().encode(), ('localhost', 12345))
    print(s.recvfrom(1024)[0].decode())
