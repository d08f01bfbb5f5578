import socket
import threading

clients = {}


def run(c):
    name = c.recv(1024).decode().strip()
    clients[name] = c
    print(name, "joined")
    while True:
        try:
            m = c.recv(1024).decode()
        except OSError:
            break
        if not m:
            break
        to, _, text = m.strip().partition(" ")
        print(f"{name} -> {to}: {text}")
        if to == "@all":
            for n, o in list(clients.items()):
                if n != name:
                    o.send(f"{name}: {text}\n".encode())
        elif to.startswith("@") and to[1:] in clients:
            clients[to[1:]].send(f"{name} (to you): {text}\n".encode())
        else:
            c.send(b"Write @all TEXT or @NAME TEXT\n")
    clients.pop(name, None)
    c.close()


s = socket.create_server(("127.0.0.1", 5666))
while True:
    c, _ = s.accept()
    threading.Thread(target=run, args=(c,), daemon=True).start()
