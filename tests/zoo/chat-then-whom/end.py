import json
import socket
import threading

conn = socket.socket()
conn.connect(("localhost", 43434))


def tell(**note):
    conn.sendall(json.dumps(note).encode() + b"\n")


def hear():
    for line in conn.makefile("rb"):
        note = json.loads(line)
        print(f"[{note['from']}] {note['text']}")


tell(name=input("Who are you? "))
threading.Thread(target=hear, daemon=True).start()
while True:
    text = input("Text: ")
    if text == "end":
        break
    tell(text=text, to=input("To: "))
