import socket
a=socket.socket()
a.bind(("",7000))
a.listen(1)
b,c=a.accept()
while 1:
    print("Them:",b.recv(1024).decode())
    b.send(input("Me:").encode())
