"""
Mini project: chat with login and rooms.
protocol: one JSON object per line
"""
import json
import socketserver
import threading
from collections import defaultdict

USERS = {"anna": "1111", "bela": "2222", "carlo": "3333"}
rooms = defaultdict(dict)
mutex = threading.Lock()


class Session(socketserver.StreamRequestHandler):
    def reply(self, kind, **kw):
        kw["kind"] = kind
        self.wfile.write(json.dumps(kw).encode() + b"\n")

    def login(self):
        while True:
            raw = self.rfile.readline()
            if not raw:
                return False
            req = json.loads(raw)
            if req.get("user") and USERS.setdefault(req["user"], req["pass"]) == req["pass"]:
                self.user = req["user"]
                self.reply("ok")
                return True
            self.reply("denied")

    def enter(self, room):
        with mutex:
            if self.room:
                rooms[self.room].pop(self.user, None)
            self.room = room
            rooms[room][self.user] = self
        self.reply("info", text="you are in room " + room)

    def handle(self):
        self.room = None
        if not self.login():
            return
        print("login", self.user)
        self.enter("lobby")
        for raw in self.rfile:
            text = json.loads(raw)["text"]
            if text.startswith("/join "):
                self.enter(text.split()[1])
            elif text == "/who":
                self.reply("info", text=" ".join(sorted(rooms[self.room])))
            else:
                with mutex:
                    others = [s for s in rooms[self.room].values() if s is not self]
                for s in others:
                    s.reply("chat", user=self.user, text=text)

    def finish(self):
        if getattr(self, "room", None):
            rooms[self.room].pop(self.user, None)
            print("logout", self.user)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("", 8765), Session).serve_forever()
