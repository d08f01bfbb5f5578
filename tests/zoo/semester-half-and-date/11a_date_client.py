import socket

link = socket.create_connection(("127.0.0.1", 1313))
print("It is", link.makefile().readline().strip())
