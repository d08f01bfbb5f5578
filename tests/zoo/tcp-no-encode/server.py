import socket
s = socket.socket()
s.bind(("127.0.0.1", 12345))
s.listen(1)
conn, addr = s.accept()
print("connected")
while True:
    data = conn.recv(1024).decode()
    print("Client:", data)
    reply = input("Server: ")
    conn.send(reply)
