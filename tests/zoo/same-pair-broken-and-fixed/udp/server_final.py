import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))
while True:
    data, addr = s.recvfrom(1024)
    print("Client:", data.decode())
    s.sendto(input("Server: ").encode(), addr)
