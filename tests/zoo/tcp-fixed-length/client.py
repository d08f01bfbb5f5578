import socket
from mysocket import MySocket, MSGLEN

s = MySocket()
s.connect(socket.gethostname(), 8080)

while True:
    msg = input("client: ")
    s.mysend(msg.ljust(MSGLEN).encode())
    if msg == "over":
        break
    print("server:", s.myreceive().decode().rstrip())
