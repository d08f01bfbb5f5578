import socket
port = int(input("Enter port: "))
s = socket.socket()
s.connect(("127.0.0.1", port))
while True:
    s.send(input("Client: ").encode())
    print("Server:", s.recv(1024).decode())
