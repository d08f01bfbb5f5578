import socket
from threading import Thread

clients = []
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(5)
print("Server started on port 12345")

def listen_for_client(cs):
    while True:
        msg = cs.recv(1024).decode()
        print("Message:", msg)
        for c in clients:
            if c != cs:
                c.send(msg.encode())

while True:
    cs, ca = s.accept()
    print("New connection", ca)
    clients.append(cs)
    t = Thread(target=listen_for_client, args=(cs,))
    t.daemon = True
    t.start()
