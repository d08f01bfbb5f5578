import socket
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
while True:
    m=input("Enter: ")
    s.sendto(m.encode(),("localhost",12345))
    print("Echo:",s.recvfrom(1024)[0].decode())
