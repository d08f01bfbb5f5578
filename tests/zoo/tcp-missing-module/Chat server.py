import socket
from chatcolors import red, green
s = socket.socket()
s.bind(("127.0.0.1", 12345))
s.listen(1)
c, a = s.accept()
while True:
    print(red("Client: " + c.recv(1024).decode()))
    c.send(input(green("You: ")).encode())
