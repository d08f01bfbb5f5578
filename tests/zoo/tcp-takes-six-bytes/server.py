import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("", 5757))
server.listen(1)
conn, addr = server.accept()
while True:
    got = conn.recv(4096)
    if not got:
        break
    print("from client:", got.decode())
    conn.send(input("to client: ").encode())
conn.close()
