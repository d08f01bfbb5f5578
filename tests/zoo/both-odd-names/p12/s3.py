import socket
a=socket.socket(2,2)
a.bind(("",7000))
while 1:
    b,c=a.recvfrom(1024)
    print("Them:",b.decode())
    a.sendto(input("Me:").encode(),c)
