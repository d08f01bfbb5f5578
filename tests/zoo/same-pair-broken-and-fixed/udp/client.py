import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    s.sendto(input("Client: ").encode(), ("127.0.0.1", 12345))
    print("Server:", s.recvfrom(1024)[0].decode())
