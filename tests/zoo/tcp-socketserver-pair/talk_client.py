import socket

with socket.create_connection(("127.0.0.1", 9870)) as link:
    lines = link.makefile("r")
    while True:
        text = input("> ")
        if text == "exit":
            break
        link.sendall(f"{text}\n".encode())
        print("<", lines.readline().rstrip("\n"))
