import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(1)
conn, addr = s.accept()
while True:
    data = conn.recv(1024).decode()
    print("Client", {data})
    if data == "close":
        break
    reply = input("Enter Reply ")
    conn.send(reply.encode())
conn.close()
