import socket
s = socket.socket()
s.bind(("127.0.0.1", 5000))
s.listen(1)
print("waiting for client")
conn, addr = s.accept()
while True:
    data = conn.recv(1024).decode()
    print("Client:", data)
    conn.send(input("Server: ").encode())
