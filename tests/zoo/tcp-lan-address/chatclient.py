import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("192.168.1.5", 12345))
while True:
    msg = input("Client: ")
    s.send(msg.encode())
    if msg == "bye":
        break
    rep = s.recv(1024).decode()
    if rep == "bye":
        break
    print("Server:", rep)
s.close()
