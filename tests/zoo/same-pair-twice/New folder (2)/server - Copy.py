import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(1)
print("Server is listening")
conn, addr = s.accept()
while True:
    msg = conn.recv(1024).decode()
    print("Client: " + msg)
    if msg == "exit":
        break
    conn.send(input("You: ").encode())
conn.close()
