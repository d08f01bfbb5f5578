import socket

server = socket.create_connection(("127.0.0.1", 6420))
while (text := input("you: ")) != "done":
    server.sendall(text.encode())
    print("server:", server.recv(4096).decode())
