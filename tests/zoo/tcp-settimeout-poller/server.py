import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 12345))
s.listen(1)
s.settimeout(0.5)
conn = None
while conn is None:
    try:
        conn, addr = s.accept()
    except socket.timeout:
        pass
conn.settimeout(0.5)
while True:
    try:
        data = conn.recv(1024)
    except socket.timeout:
        continue
    if not data:
        print("client closed")
        break
    print("Client: " + data.decode())
    conn.sendall(input("Server: ").encode())
