# Program: TCP Chat Server
# Roll No: 47
import socket

host = "localhost"
port = 7000
client_list = []

server_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server_socket.bind((host, port))
server_socket.listen(5)
print("Server started. Waiting for connections...")

while True:
    # accept the client and add to the list
    conn, addr = server_socket.accept()
    client_list.append(conn)
    print("Client connected:", addr)
    # receive message from client
    data = conn.recv(1024).decode()
    if not data:
        client_list.remove(conn)
        conn.close()
        continue
    print("Message from", addr, ":", data)
    # send to all other clients
    for c in client_list:
        if c != conn:
            try:
                c.send(data.encode())
            except:
                client_list.remove(c)
