import os
import queue
import socket
import threading


class Screen:
    def __init__(self, title):
        self.title = title
        self.lines = []

    def add(self, side, text):
        if side == "L":
            self.lines.append(text)
        else:
            self.lines.append(text.rjust(60))
        self.draw()

    def draw(self):
        os.system("cls" if os.name == "nt" else "clear")
        print(self.title.center(60, "="))
        for l in self.lines[-15:]:
            print(l)
        print("=" * 60)


class Host:
    def __init__(self):
        self.inbox = queue.Queue()
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(("127.0.0.1", 3000))
        self.sock.listen(1)

    def reader(self):
        while True:
            try:
                b = self.conn.recv(1024)
            except OSError:
                b = b""
            self.inbox.put(b.decode())
            if not b:
                break

    def run(self):
        print("waiting for guest on port 3000")
        self.conn, _ = self.sock.accept()
        threading.Thread(target=self.reader, daemon=True).start()
        scr = Screen(" HOST ")
        scr.draw()
        while True:
            text = input("[e] to exit > ")
            if text == "[e]":
                break
            self.conn.send(text.encode())
            scr.add("R", text)
            print("guest is typing...")
            got = self.inbox.get()
            if got == "":
                print("guest has left")
                break
            scr.add("L", got)
        self.conn.close()
        self.sock.close()


Host().run()
