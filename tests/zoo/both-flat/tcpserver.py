import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(1)
print("TCP server waiting")
conn, addr = s.accept()
while True:
    msg = conn.recv(1024).decode()
    if msg == "exit" or not msg:
        break
    print("client:", msg)
    conn.send(input("reply: ").encode())
conn.close()
