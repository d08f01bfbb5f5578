import socket

link = socket.socket()
link.connect(("127.0.0.1", 8642))
text = input("Guest: ")
while text != "quit":
    link.sendall(text.encode())
    print("Host:", link.recv(2048).decode())
    text = input("Guest: ")
link.close()
