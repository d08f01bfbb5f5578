import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("192.168.1.5", 12345))
s.listen(5)
print("Server Started, waiting for client")
c, addr = s.accept()
print("Connected:", addr)
while True:
    msg = c.recv(1024).decode()
    if msg == "bye":
        break
    print("Client:", msg)
    rep = input("Server: ")
    c.send(rep.encode())
    if rep == "bye":
        break
c.close()
