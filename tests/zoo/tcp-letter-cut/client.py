import socket

link = socket.socket()
link.connect(("127.0.0.1", 7221))
while True:
    line = input("you> ")
    if line == "stop":
        break
    link.sendall(line.encode())
    print("them>", link.recv(20).decode())
link.close()
