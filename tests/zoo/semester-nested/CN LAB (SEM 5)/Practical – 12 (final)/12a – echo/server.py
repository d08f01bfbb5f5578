import socket
s = socket.socket()
s.bind(('localhost', 12345))
s.listen(1)
conn, addr = s.accept()
print("connected to", addr)
while True:
    data = conn.recv(1024)
    if not data:
        break
    print("received", data.decode())
    conn.sendall(data)
conn.close()
