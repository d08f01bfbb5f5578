import socket
s = socket.create_server(("127.0.0.1", 5122))
c, a = s.accept()
while True:
    c.sendall(input("A: ").encode())
    d = c.recv(1000)
    if not d:
        break
    print("B:", d.decode())
