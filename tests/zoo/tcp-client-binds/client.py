import socket

link = socket.socket()
link.bind(("127.0.0.1", 7239))
link.connect(("127.0.0.1", 7239))
while True:
    line = input("you> ")
    if line == "stop":
        break
    link.sendall(line.encode())
    print("them>", link.recv(4000).decode())
link.close()
