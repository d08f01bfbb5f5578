import socketserver

peers = []

class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        peers.append(self.wfile)
        who = self.rfile.readline().decode().strip()
        print(who, "is here")
        for line in self.rfile:
            print(who + ":", line.decode().strip())
            for p in peers:
                if p is not self.wfile:
                    p.write(who.encode() + b": " + line)
        peers.remove(self.wfile)
        print(who, "is gone")

class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

Server(("127.0.0.1", 12346), Handler).serve_forever()
