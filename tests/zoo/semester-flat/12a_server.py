import socket
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
s.bind(("localhost",12345))
while True:
    d,a=s.recvfrom(1024)
    print("Received:",d.decode())
    s.sendto(d,a)
