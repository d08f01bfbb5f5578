import socket
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
while True:
    m=input("Message: ")
    s.sendto(m.encode(),("localhost",12345))
    if m=="close":
        break
    r=s.recvfrom(1024)[0].decode()
    print("Server:",r)
    if r=="close":
        break
