import socket
s = socket.socket(socket.AF_INET, SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
while True:
    s.send(input("client:").encode())
    print("server:", s.recv(1024).decode())
