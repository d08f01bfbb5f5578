import socket
name = input("Enter your name : ")
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
srv = ("localhost", 12345)
s.sendto(name.encode(), srv)
hello, _ = s.recvfrom(1024)
other = hello.decode()
print("Chatting with", other, "[e] to exit")
while True:
    m = input(name + " : ")
    s.sendto(m.encode(), srv)
    if m == "[e]":
        break
    d, _ = s.recvfrom(1024)
    d = d.decode()
    if d == "[e]":
        print(other, "left")
        break
    print(other, ":", d)
s.close()
