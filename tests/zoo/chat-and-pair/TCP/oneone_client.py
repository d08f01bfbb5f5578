import socket
s = socket.socket()
s.connect(("127.0.0.1", 12345))
while True:
    m = input("Client: ")
    if m == "bye":
        break
    s.send(m.encode())
    print("Server:", s.recv(1024).decode())
s.close()
