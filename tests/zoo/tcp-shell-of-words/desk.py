import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 5464))
s.listen()
while True:
    c, a = s.accept()
    while True:
        d = c.recv(4096)
        if not d:
            break
        print("received:", d.decode())
        c.sendall(input("answer: ").encode())
    c.close()
