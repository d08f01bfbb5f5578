import json
import socket
import threading

link = socket.create_connection(("127.0.0.1", 7891))
name = input("Your name: ")


def show():
    for line in link.makefile("r", encoding="utf-8"):
        told = json.loads(line)
        print(told["who"] + ":", told["message"])


threading.Thread(target=show, daemon=True).start()
while (what := input()) != "exit":
    link.sendall(json.dumps({"who": name, "what": what}).encode() + b"\n")
link.close()
