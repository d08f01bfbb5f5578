import socket
s = socket.socket()
s.connect(("127.0.0.1", 12345))
s.settimeout(0.5)
while True:
    msg = input("Client: ")
    if msg == "exit":
        break
    s.sendall(msg.encode())
    while True:
        try:
            data = s.recv(1024)
            break
        except socket.timeout:
            pass
    print("Server: " + data.decode())
s.close()
