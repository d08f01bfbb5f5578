"""Chats that several tests of the finder and of hints take for what a stranger wrote."""
from types import SimpleNamespace

TCP = SimpleNamespace(transport="tcp", kind="chat")
HALL = "import socket, threading\nhall = socket.create_server(('127.0.0.1', 7501))\nroom, names = [], []\n"
TALKS = """import socket, threading
s = socket.create_connection(('127.0.0.1', 7501))
threading.Thread(target=lambda: print(s.recv(999).decode()), daemon=True).start()
while True:
    s.send(input().encode())
"""
MEMBER = """import socket, threading
link = socket.create_connection(("127.0.0.1", {port}))
def hear():
    while data := link.recv(999):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "{stop}":
    link.sendall(text.encode())
"""
GREETS = f"""{HALL}
def serve(link):
    while text := link.recv(2000).decode():
        for one in room:
            one.send(text.encode())
while True:
    link, _ = hall.accept()
    name = link.recv(99).decode()
    for other in names:
        while name == other:
            name = link.recv(98).decode()
    room.append(link)
    threading.Thread(target=serve, args=(link,)).start()
"""
