import socket
import threading

members = []


def tell(text, author):
    for member in members:
        if member is author:
            continue
        try:
            member.send(text)
        except OSError:
            members.remove(member)
            member.close()


def look_after(member):
    member.send(b"NAME?")
    name = member.recv(100).decode()
    if name in ("", "root"):
        member.send(b"DENIED")
        member.close()
        return
    members.append(member)
    while True:
        try:
            words = member.recv(4096)
        except OSError:
            break
        if not words:
            break
        print(name, "says", words.decode())
        tell(f"{name}: ".encode() + words, member)


club = socket.socket()
club.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
club.bind(("127.0.0.1", 7744))
club.listen()
while True:
    member, _ = club.accept()
    threading.Thread(target=look_after, args=(member,), daemon=True).start()
