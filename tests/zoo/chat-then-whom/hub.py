import json
import socket
import threading

boxes = {}


def serve(conn):
    name = None
    for line in conn.makefile("rb"):
        note = json.loads(line)
        if name is None:
            name = note["name"]
            boxes[name] = conn
            print("new:", name)
            continue
        print(name, "->", note["to"], note["text"])
        if note["to"] in boxes:
            boxes[note["to"]].sendall(json.dumps({"from": name, "text": note["text"]}).encode() + b"\n")
    boxes.pop(name, None)


hub = socket.socket()
hub.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
hub.bind(("localhost", 43434))
hub.listen()
while True:
    conn, _ = hub.accept()
    threading.Thread(target=serve, args=(conn,), daemon=True).start()
