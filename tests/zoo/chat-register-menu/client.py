import getpass
import json
import os
import socket
import sys
import threading

HOST, PORT = "127.0.0.1", 7777


def send(sock, **obj):
    sock.sendall((json.dumps(obj) + "\n").encode())


def login_screen(sock, f):
    while True:
        print("\n┌──────────── 💬 CHAT ROOM ────────────┐")
        print("│  1️⃣  Login                            │")
        print("│  2️⃣  Register                         │")
        print("│  3️⃣  Exit                             │")
        print("└──────────────────────────────────────┘")
        ch = input("👉 Choose an option: ").strip()
        if ch == "3":
            sys.exit(0)
        if ch not in ("1", "2"):
            print("❗ Please type 1, 2 or 3")
            continue
        user = input("👤 Username: ").strip()
        pw = getpass.getpass("🔑 Password: ")
        if ch == "2":
            if len(pw) < 6:
                print("❗ Password must have at least 6 characters")
                continue
            if getpass.getpass("🔑 Confirm password: ") != pw:
                print("❗ Passwords do not match")
                continue
        send(sock, action="login" if ch == "1" else "register", user=user, password=pw)
        answer = json.loads(f.readline())
        print(("✅ " if answer["ok"] else "❌ ") + answer["text"])
        if answer["ok"]:
            return user


def receiver(f, user):
    for line in f:
        obj = json.loads(line)
        if obj["kind"] == "chat":
            print(f"\r🗨️  {obj['user']}: {obj['text']}")
        else:
            print(f"\rℹ️  {obj['text']}")
        print(f"{user} » ", end="", flush=True)
    print("\n⚠️  connection lost")
    os._exit(1)


def main():
    sock = socket.create_connection((HOST, PORT))
    f = sock.makefile("r", encoding="utf-8")
    user = login_screen(sock, f)
    os.system("cls" if os.name == "nt" else "clear")
    print(f"Welcome {user} 🙏   (/history = last 10 messages, /logout = leave)")
    threading.Thread(target=receiver, args=(f, user), daemon=True).start()
    while True:
        text = input(f"{user} » ")
        if text == "/logout":
            break
        if text == "/history":
            send(sock, kind="history")
        elif text:
            send(sock, kind="msg", text=text)
    sock.close()


if __name__ == "__main__":
    main()
