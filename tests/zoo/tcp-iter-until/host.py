from socketserver import StreamRequestHandler, TCPServer


class Desk(StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            print("visitor:", line.decode().rstrip("\n"))
            self.wfile.write((input("desk: ") + "\n").encode())


TCPServer.allow_reuse_address = True
TCPServer(("127.0.0.1", 7117), Desk).serve_forever()
