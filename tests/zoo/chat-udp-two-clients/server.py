import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 5500))
clients = [("127.0.0.1", 5501), ("127.0.0.1", 5502)]
while True:
    data, sender = s.recvfrom(4096)
    print("from", sender[1], ":", data.decode())
    for client in clients:
        if client != sender:
            s.sendto(data, client)
