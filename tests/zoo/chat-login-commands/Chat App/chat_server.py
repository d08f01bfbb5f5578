import socket
import threading

USERS = {"admin": "admin", "user1": "1234", "user2": "1234"}
online = {}

def send_all(text, but=None):
    for name, sock in list(online.items()):
        if name != but:
            try:
                sock.sendall((text + "\n").encode())
            except OSError:
                pass

def client_thread(sock):
    f = sock.makefile("r")
    sock.sendall(b"Username: ")
    user = f.readline().strip()
    sock.sendall(b"Password: ")
    pw = f.readline().strip()
    if USERS.get(user) != pw:
        sock.sendall(b"Login failed\n")
        sock.close()
        return
    online[user] = sock
    sock.sendall(b"Welcome! commands: /list /quit\n")
    send_all(user + " joined", user)
    print(user, "logged in")
    for line in f:
        line = line.strip()
        if line == "/quit":
            break
        elif line == "/list":
            sock.sendall((", ".join(online) + "\n").encode())
        else:
            print(f"[{user}] {line}")
            send_all(f"[{user}] {line}", user)
    del online[user]
    send_all(user + " left")
    print(user, "left")
    sock.close()

s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("0.0.0.0", 9090))
s.listen()
print("Chat server on 9090")
while True:
    c, a = s.accept()
    threading.Thread(target=client_thread, args=(c,), daemon=True).start()
