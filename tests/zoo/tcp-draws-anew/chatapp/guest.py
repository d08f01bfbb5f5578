import os
import queue
import socket
import threading
import time


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


class Guest:
    def __init__(self):
        self.inbox = queue.Queue()
        while True:
            try:
                self.conn = socket.create_connection(("127.0.0.1", 3000))
                break
            except ConnectionRefusedError:
                print("host is not there yet, trying again in 3 seconds")
                time.sleep(3)

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
        threading.Thread(target=self.reader, daemon=True).start()
        scr = Screen(" GUEST ")
        scr.draw()
        while True:
            print("host is typing...")
            got = self.inbox.get()
            if got == "":
                print("host has left")
                break
            scr.add("L", got)
            text = input("[e] to exit > ")
            if text == "[e]":
                break
            self.conn.send(text.encode())
            scr.add("R", text)
        self.conn.close()


Guest().run()
