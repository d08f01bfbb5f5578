import socket
s = socket.socket()
s.connect(("localhost", int(input("port? ") or 5066)))
while True:
    s.sendall(input("me: ").encode())
    print(s.recv(1000).decode())
