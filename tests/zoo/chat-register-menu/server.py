"""
🗨️  TCP chat room with accounts
- users are stored in data/users.json (salted sha256)
- all public messages are stored in data/history.log
"""
import hashlib
import json
import os
import secrets
import socket
import threading
import time

BASE = os.path.dirname(os.path.abspath(__file__))
USERS = os.path.join(BASE, "data", "users.json")
HISTORY = os.path.join(BASE, "data", "history.log")
HOST, PORT = "127.0.0.1", 7777

online = {}
lock = threading.Lock()


def load_users():
    try:
        with open(USERS, encoding="utf-8") as f:
            return json.load(f)
    except (FileNotFoundError, json.JSONDecodeError):
        return {}


def save_users(users):
    with open(USERS, "w", encoding="utf-8") as f:
        json.dump(users, f, indent=2)


def digest(password, salt):
    return hashlib.sha256((salt + password).encode()).hexdigest()


def authenticate(req):
    users = load_users()
    name, pw = req["user"], req["password"]
    if req["action"] == "register":
        if name in users:
            return False, "username already exists"
        salt = secrets.token_hex(8)
        users[name] = {"salt": salt, "hash": digest(pw, salt)}
        save_users(users)
        return True, "registered and logged in"
    if name not in users or digest(pw, users[name]["salt"]) != users[name]["hash"]:
        return False, "wrong username or password"
    if name in online:
        return False, "already logged in from another terminal"
    return True, "login ok"


def send(sock, **obj):
    sock.sendall((json.dumps(obj) + "\n").encode())


def broadcast(skip=None, **obj):
    with lock:
        for name, s in list(online.items()):
            if name != skip:
                try:
                    send(s, **obj)
                except OSError:
                    online.pop(name, None)


def client_thread(sock, addr):
    user = None
    f = sock.makefile("r", encoding="utf-8")
    try:
        while user is None:
            line = f.readline()
            if not line:
                return
            req = json.loads(line)
            with lock:
                ok, why = authenticate(req)
            send(sock, ok=ok, text=why)
            if ok:
                user = req["user"]
                with lock:
                    online[user] = sock
        print(f"🟢 {user} is online {addr}")
        broadcast(skip=user, kind="system", text=f"{user} joined 🎉")
        for line in f:
            obj = json.loads(line)
            if obj["kind"] == "history":
                lines = open(HISTORY, encoding="utf-8").read().splitlines()[-10:] if os.path.exists(HISTORY) else []
                send(sock, kind="system", text="\n   ".join(["last messages:"] + lines))
                continue
            text = obj["text"]
            with open(HISTORY, "a", encoding="utf-8") as h:
                h.write(f"{time.strftime('%Y-%m-%d %H:%M')} {user}: {text}\n")
            print(f"💬 {user}: {text}")
            broadcast(skip=user, kind="chat", user=user, text=text)
    except (OSError, ValueError):
        pass
    finally:
        if user:
            with lock:
                online.pop(user, None)
            print(f"🔴 {user} went offline")
            broadcast(kind="system", text=f"{user} left 👋")
        sock.close()


def main():
    srv = socket.socket()
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind((HOST, PORT))
    srv.listen()
    print("┌────────────────────────────────────┐")
    print("│ 🚀 CHAT SERVER STARTED             │")
    print(f"│ 📡 {HOST}:{PORT}                  │")
    print("└────────────────────────────────────┘")
    while True:
        sock, addr = srv.accept()
        threading.Thread(target=client_thread, args=(sock, addr), daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\n🛑 server stopped")
