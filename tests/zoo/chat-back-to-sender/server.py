import socket
import threading

clients = []

def handle(conn, addr):
    while True:
        msg = conn.recv(1024).decode()
        if msg == "exit" or msg == "":
            break
        print(addr, msg)
        conn.send(("You said: " + msg).encode())
    clients.remove(conn)
    conn.close()

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 5555))
server.listen()
print("[LISTENING]")
while True:
    conn, addr = server.accept()
    clients.append(conn)
    threading.Thread(target=handle, args=(conn, addr)).start()
    print("[ACTIVE CONNECTIONS]", len(clients))
