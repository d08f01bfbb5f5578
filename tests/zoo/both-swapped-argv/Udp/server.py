import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("localhost", 4001))
print("listening")
while True:
    m, a = s.recvfrom(1024)
    print(a[0] + " : " + m.decode())
    r = input("type answer : ")
    s.sendto(r, a)
