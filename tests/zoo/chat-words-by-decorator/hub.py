import socket
import threading

members = {}
lock = threading.Lock()


def tell_others(author, text):
    with lock:
        for link in members:
            if link is not author:
                link.sendall(f"{text}\n".encode())


def serve(link):
    name = ""
    with link, link.makefile("rb") as lines:
        try:
            for line in lines:
                word, _, rest = line.decode().strip().partition(" ")
                if word == "I":
                    name = rest
                    with lock:
                        members[link] = name
                elif word == "T" and name:
                    print(f"{name}: {rest}")
                    tell_others(link, f"{name}: {rest}")
        except ConnectionError:
            pass
        with lock:
            members.pop(link, None)


with socket.create_server(("127.0.0.1", 5470)) as door:
    while True:
        threading.Thread(target=serve, args=(door.accept()[0],), daemon=True).start()
