import socket
import threading


class House:
    def __init__(self, address):
        self.listener = socket.create_server(address)
        self.people = []
    def serve(self):
        while True:
            c, _ = self.listener.accept()
            self.people.append(c)
            threading.Thread(target=self.one, args=(c,), daemon=True).start()
    def one(self, c):
        for line in c.makefile("rb"):
            print(line.decode().strip())
            for p in self.people:
                if p is not c:
                    p.sendall(line)
        self.people.remove(c)

class Guest:
    def __init__(self, address, nick):
        self.c = socket.create_connection(address)
        self.nick = nick
    def show(self):
        for line in self.c.makefile():
            print(line.rstrip())
    def run(self):
        threading.Thread(target=self.show, daemon=True).start()
        while True:
            t = input()
            if t == "leave":
                break
            self.c.sendall(f"<{self.nick}> {t}\n".encode())
