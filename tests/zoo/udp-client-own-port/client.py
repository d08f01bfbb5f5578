import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", int(input("port for me: "))))
while True:
    s.sendto(input("say: ").encode(), ("127.0.0.1", 5000))
    print("got", s.recvfrom(1024)[0].decode())
