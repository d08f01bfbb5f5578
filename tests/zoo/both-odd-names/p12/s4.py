import socket
a=socket.socket(2,2)
while 1:
    a.sendto(input("Me:").encode(),("localhost",7000))
    print("Them:",a.recvfrom(1024)[0].decode())
