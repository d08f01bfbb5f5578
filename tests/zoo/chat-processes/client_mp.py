import socket
import pickle
import threading
import sys

user = sys.argv[1] if len(sys.argv) > 1 else input("Your name? ")

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("127.0.0.1", 4444))
sock.send(pickle.dumps({"user": user, "text": ""}))

def reader():
    while True:
        try:
            raw = sock.recv(4096)
            if not raw:
                break
            packet = pickle.loads(raw)
            print("[%s] %s" % (packet["user"], packet["text"]))
        except OSError:
            break

threading.Thread(target=reader, daemon=True).start()

while True:
    text = input()
    sock.send(pickle.dumps({"user": user, "text": text}))
    if text == "bye":
        break
sock.close()
