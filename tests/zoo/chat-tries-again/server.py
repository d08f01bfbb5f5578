import socket
import threading

members, lock = [], threading.Lock()


def attend(link):
    with link, link.makefile("r", encoding="utf-8") as lines:
        try:
            for line in lines:
                print(line.rstrip("\n"))
                with lock:
                    for other in members:
                        if other is not link:
                            other.sendall(line.encode())
        except OSError:
            pass
    with lock:
        members.remove(link)


door = socket.create_server(("127.0.0.1", 26263))
while True:
    link, _ = door.accept()
    with lock:
        members.append(link)
    threading.Thread(target=attend, args=(link,), daemon=True).start()
