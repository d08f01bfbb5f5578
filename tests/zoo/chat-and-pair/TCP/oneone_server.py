import socket
s = socket.socket()
s.bind(("127.0.0.1", 12345))
s.listen(1)
c, a = s.accept()
print("Client joined")
while True:
    m = c.recv(1024).decode()
    if not m:
        break
    print("Client:", m)
    c.send(input("Server: ").encode())
c.close()
