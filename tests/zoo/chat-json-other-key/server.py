import json
import socket
import threading

members = []


def attend(link):
    with link, link.makefile("r", encoding="utf-8") as lines:
        try:
            for line in lines:
                told = json.loads(line)
                print(told["who"], told["what"])
                for other in members:
                    if other is not link:
                        other.sendall(json.dumps({"who": told["who"], "text": told["what"]}).encode() + b"\n")
        except OSError:
            pass
        members.remove(link)


door = socket.create_server(("127.0.0.1", 7891))
while True:
    link, _ = door.accept()
    members.append(link)
    threading.Thread(target=attend, args=(link,), daemon=True).start()
