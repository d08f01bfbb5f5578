import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    m = input("type question : ")
    s.sendto(m, ("localhost", 4001))
    r, a = s.recvfrom(1024)
    print("answer : " + r.decode())
