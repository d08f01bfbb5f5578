import socket
s = socket.socket()
s.connect(("127.0.0.1", 8001))
while True:
    m = input("client -> ")
    s.send(m.encode())
    if m == "q": break
    print("server ->", s.recv(1024).decode())
s.close()
