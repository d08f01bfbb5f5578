import socket

talk = socket.create_connection(("LAPTOP-7F3K2", 4711))
while (said := input("me: ")) != "end":
    talk.sendall(said.encode())
    print("other:", talk.recv(4096).decode())
talk.close()
