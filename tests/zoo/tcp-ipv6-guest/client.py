import socket

link = socket.socket(socket.AF_INET6)
link.connect(("::1", 7226))
while True:
    line = input("you> ")
    if line == "stop":
        break
    link.sendall(line.encode())
    print("them>", link.recv(4000).decode())
link.close()
