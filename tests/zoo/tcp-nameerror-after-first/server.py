import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(1)
print("Server listening...")
conn, addr = s.accept()
while True:
    data = conn.recv(1024).decode()
    print("Client says:", data)
    reply = input("Enter reply: ")
    con.send(reply.encode())
    if reply == "exit":
        break
