import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
while True:
    data = input("Enter Message ")
    s.send(data.encode())
    if data == "close":
        break
    reply = s.recv(1024).decode()
    print({reply})
s.close()
