import socket
s = socket.socket()
s.connect(('localhost', 1234))
a = input('enter ip address : ')
s.send(bytes(a, "utf-8"))
print("MAC of", a, "is :", s.recv(1024).decode("utf-8"))
