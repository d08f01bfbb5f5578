import socket
a=socket.socket()
a.connect(("localhost",7000))
while 1:
    a.send(input("Me:").encode())
    print("Them:",a.recv(1024).decode())
