import socket
s = socket.create_connection(("127.0.0.1", 5122))
while True:
    s.sendall(input("B: ").encode())
    d = s.recv(1000)
    if not d:
        break
    print("A:", d.decode())
