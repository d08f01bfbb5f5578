import socket
import sys

class Client:
    def __init__(self):
        self.link = None
    def connect(self, _):
        self.link = socket.create_connection(("127.0.0.1", 6474))
        self.lines = self.link.makefile("r")
        print("connected")
    def message(self, text):
        self.link.sendall((text + "\n").encode())
        print("server:", self.lines.readline().strip())
    def leave(self, _):
        sys.exit()
me = Client()
commands = {"connect": me.connect, "message": me.message, "leave": me.leave}
while True:
    word, _, rest = input("? ").partition(" ")
    if word in commands:
        commands[word](rest)
    else:
        print("known:", ", ".join(commands))
