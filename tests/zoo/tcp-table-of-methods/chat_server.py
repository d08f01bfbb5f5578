import socket
s = socket.create_server(("127.0.0.1", 6474))
while True:
    c, _ = s.accept()
    with c, c.makefile("r") as f:
        for line in f:
            print("client:", line.strip())
            c.sendall((input("> ") + "\n").encode())
