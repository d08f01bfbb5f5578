import socket
s = socket.socket()
s.bind(('localhost', 12345))
s.listen(1)
print("waiting for connection...")
conn, addr = s.accept()
print("connected to", addr)
while True:
    data = conn.recv(1024).decode()
    if not data or data == "bye":
        break
    print("Client:", data)
    reply = input("Server: ")
    conn.send(reply.encode())
    if reply == "bye":
        break
conn.close()
s.close()
