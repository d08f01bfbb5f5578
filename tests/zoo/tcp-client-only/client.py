import socket
s = socket.socket()
s.connect(("127.0.0.1", 12345))
while True:
    m = input("You: ")
    s.send(m.encode())
    if m == "exit":
        break
    print("Server:", s.recv(1024).decode())
s.close()
