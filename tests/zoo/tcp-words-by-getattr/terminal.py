"""OPEN calls the station, TELL text tells it something, LEAVE leaves."""
import socket


class Terminal:
    def __init__(self):
        self.lines = None

    def on_open(self, rest):
        self.lines = socket.create_connection(("127.0.0.1", 4646)).makefile("rw", encoding="utf-8")
        print("open")

    def on_tell(self, rest):
        if not self.lines:
            print("OPEN comes first")
            return
        print(rest, file=self.lines, flush=True)
        print("answer:", self.lines.readline().rstrip("\n"))

    def on_leave(self, rest):
        raise SystemExit

    def run(self):
        while True:
            word, _, rest = input("? ").partition(" ")
            what = getattr(self, f"on_{word.lower()}", None)
            if what:
                what(rest)
            else:
                print("OPEN, TELL text or LEAVE, please")


Terminal().run()
