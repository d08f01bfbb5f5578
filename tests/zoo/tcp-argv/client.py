import socket, sys
host = sys.argv[1]
port = int(sys.argv[2])
s = socket.socket()
s.connect((host, port))
while True:
    m = input("Say: ")
    if m == "q":
        break
    s.sendall(m.encode())
    print("Server said:", s.recv(2048).decode())
