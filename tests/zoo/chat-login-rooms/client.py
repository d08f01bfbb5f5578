import json
import socket
import threading

sock = socket.create_connection(("127.0.0.1", 8765))
rd = sock.makefile("r")


def push(obj):
    sock.sendall((json.dumps(obj) + "\n").encode())


while True:
    push({"user": input("Login: "), "pass": input("Password: ")})
    if json.loads(rd.readline())["kind"] == "ok":
        break
    print("wrong password!")


def incoming():
    for line in rd:
        m = json.loads(line)
        if m["kind"] == "chat":
            print(f"\r<{m['user']}> {m['text']}")
        else:
            print("\r---", m["text"])


threading.Thread(target=incoming, daemon=True).start()
try:
    while True:
        t = input()
        if t == "/logout":
            break
        push({"text": t})
except (EOFError, KeyboardInterrupt):
    pass
sock.shutdown(socket.SHUT_RDWR)
