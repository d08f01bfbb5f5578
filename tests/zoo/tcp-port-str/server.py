import socket
port = input("Enter port: ")
s = socket.socket()
s.bind(("127.0.0.1", port))
s.listen(1)
c, a = s.accept()
while True:
    print("Client:", c.recv(1024).decode())
    c.send(input("Server: ").encode())
