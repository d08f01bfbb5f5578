import socket
s = socket.socket()
s.connect(('localhost', 12345))
while True:
    m = input("Client: ")
    s.send(m.encode())
    if m == "bye":
        break
    r = s.recv(1024).decode()
    if r == "bye":
        break
    print("Server:", r)
s.close()
