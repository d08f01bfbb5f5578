import socket
s = socket.socket()
s.connect(("127.0.0.1", 8000))
while True:
    s.send(input("text: ").encode())
    print("echo:", s.recv(1024).decode())
