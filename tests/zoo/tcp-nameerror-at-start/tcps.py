import socket
s = scoket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(1)
c, addr = s.accept()
while True:
    print("client:", c.recv(1024).decode())
    c.send(input("server:").encode())
