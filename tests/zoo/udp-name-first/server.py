import socket
name = input("Enter your name : ")
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("localhost", 12345))
print(f"Hi {name}, waiting for someone to chat with...")
hello, addr = s.recvfrom(1024)
other = hello.decode()
s.sendto(name.encode(), addr)
print(other, "connected. [e] to exit")
while True:
    d, addr = s.recvfrom(1024)
    d = d.decode()
    if d == "[e]":
        print(other, "left")
        break
    print(other, ":", d)
    m = input(name + " : ")
    s.sendto(m.encode(), addr)
    if m == "[e]":
        break
s.close()
