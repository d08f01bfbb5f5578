import socket

with socket.create_connection(("127.0.0.1", 6478)) as line:
    while (words := input("? ")) != "stop":
        line.sendall(words.encode())
        print("counter:", line.recv(999).decode())
