import socket

door = socket.create_server(("127.0.0.1", 1414))
link, _ = door.accept()
with link, link.makefile("r", encoding="utf-8") as lines:
    for line in lines:
        print("Client", {line.rstrip("\n")})
        link.sendall((input("Enter Reply ") + "\n").encode())
