import socket

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 12345))
server.listen(1)
print("Server waiting")
conn, addr = server.accept()

while True:
msg = conn.recv(1024).decode()
print("Client:", msg)
if msg == "exit":
    break
reply = input("Server: ")
conn.send(reply.encode())

conn.close()
