import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for i in range(5):
    s.sendto(input().encode(), ('localhost', 12345))
    d, a = s.recvfrom(1024)
    print(d.decode())
