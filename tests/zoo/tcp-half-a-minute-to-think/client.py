import socket

with socket.create_connection(("127.0.0.1", 8123)) as sock:
    while True:
        message = input("Message: ")
        sock.sendall(message.encode())
        if message == "exit":
            break
        print("Server says", sock.recv(4096).decode())
