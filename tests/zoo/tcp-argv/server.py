import socket, sys
port = int(sys.argv[1])
s = socket.socket()
s.bind(("", port))
s.listen(1)
conn, addr = s.accept()
while True:
    d = conn.recv(2048).decode()
    if not d:
        break
    print("Client said:", d)
    conn.sendall(input("Say: ").encode())
