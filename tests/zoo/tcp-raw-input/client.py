import socket

link = socket.socket()
link.connect(("127.0.0.1", 7216))
while True:
    line = raw_input("you> ")
    if line == "stop":
        break
    link.sendall(line.encode())
    print("them>", link.recv(4000).decode())
link.close()
