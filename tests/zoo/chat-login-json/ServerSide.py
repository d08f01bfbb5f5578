# Chat Server with login  - Computer Networks Lab
import socketserver
import json
import threading
import time

# username : password
USERS = {"rahul": "r123", "priya": "p123", "amit": "a123", "sneha": "s123"}

online = {}
lock = threading.Lock()


def sendJson(wfile, obj):
    wfile.write((json.dumps(obj) + "\n").encode())
    wfile.flush()


class ChatHandler(socketserver.StreamRequestHandler):
    def handle(self):
        user = None
        try:
            # ---- login ----
            req = json.loads(self.rfile.readline())
            if USERS.get(req["user"]) != req["pass"]:
                sendJson(self.wfile, {"type": "error", "text": "Wrong username or password"})
                print("Failed login from", self.client_address)
                return
            user = req["user"]
            sendJson(self.wfile, {"type": "ok"})
            with lock:
                online[user] = self.wfile
            print(user, "logged in")
            self.sendToOthers(user, {"type": "info", "text": user + " has joined"})

            # ---- chat ----
            for line in self.rfile:
                m = json.loads(line)
                stamp = time.strftime("%H:%M")
                print("(" + stamp + ") " + user + " >> " + m["text"])
                self.sendToOthers(user, {"type": "chat", "from": user, "time": stamp, "text": m["text"]})
        except Exception as e:
            print("Problem with", self.client_address, e)
        finally:
            if user:
                with lock:
                    online.pop(user, None)
                print(user, "logged out")
                self.sendToOthers(user, {"type": "info", "text": user + " has left"})

    def sendToOthers(self, me, obj):
        with lock:
            for u in online:
                if u != me:
                    try:
                        sendJson(online[u], obj)
                    except OSError:
                        pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    with Server(("", 6060), ChatHandler) as s:
        print("Server running on port 6060. Press Ctrl+C to stop")
        s.serve_forever()
