import socket
s = socket.socket()
s.bind(("127.0.0.1", 8001)); s.listen()
c, a = s.accept()
while True:
    d = c.recv(1024).decode()
    print("client ->", d)
    if d == "q": break
    c.send(input("server -> ").encode())
c.close()
