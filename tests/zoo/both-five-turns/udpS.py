import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('localhost', 12345))
for i in range(5):
    d, a = s.recvfrom(1024)
    print(d.decode())
    s.sendto(input().encode(), a)
