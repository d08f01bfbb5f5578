import socketserver


class Talk(socketserver.BaseRequestHandler):
    def handle(self):
        lines = self.request.makefile("r")
        for line in lines:
            print("<", line.rstrip("\n"))
            self.request.sendall(f"{input('> ')}\n".encode())


socketserver.TCPServer.allow_reuse_address = True
with socketserver.TCPServer(("127.0.0.1", 9870), Talk) as server:
    server.serve_forever()
