import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 5000))
while True:
    d, a = s.recvfrom(1024)
    print("got", d.decode())
    s.sendto(input("answer: ").encode(), a)
