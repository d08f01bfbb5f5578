import json
import socket
import threading

link = socket.create_connection(("127.0.0.1", 7236))


def hear():
    while True:
        data = link.recv(4000)
        if not data:
            break
        print(json.loads(data)["text"])


threading.Thread(target=hear, daemon=True).start()
while True:
    line = input()
    if line == "stop":
        break
    link.sendall(json.dumps({"text": line}).encode())
link.close()
