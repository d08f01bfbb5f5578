import socket
import threading

print("------ CHAT SERVER ------")
port = int(input("Enter the port number: "))
n = int(input("Enter maximum number of clients: "))

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("", port))
sock.listen(n)
print("Server is waiting for clients...")

clients = {}

def serve(conn):
    name = conn.recv(1024).decode()
    clients[conn] = name
    print(name, "is connected. Total clients:", len(clients))
    while True:
        msg = conn.recv(1024).decode()
        print("Message from", name, ":", msg)
        for x in list(clients):
            if x != conn:
                try:
                    x.send(("Message from " + name + " : " + msg + "\n").encode())
                except:
                    pass

while True:
    conn, addr = sock.accept()
    if len(clients) >= n:
        conn.send(b"Server is full\n")
        conn.close()
        continue
    threading.Thread(target=serve, args=(conn,)).start()
