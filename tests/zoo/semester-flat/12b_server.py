import socket
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
s.bind(("localhost",12345))
while True:
    d,a=s.recvfrom(1024)
    d=d.decode()
    print("Client:",d)
    if d=="close":
        break
    r=input("Reply: ")
    s.sendto(r.encode(),a)
    if r=="close":
        break
