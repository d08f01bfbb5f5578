import socketserver, threading
class H(socketserver.BaseRequestHandler):
    def handle(self):
        while True:
            d = self.request.recv(1000)
            if not d:
                break
            print("client", d.decode())
            self.request.sendall(input("you: ").encode())
HOST, PORT = "localhost", 5066
with socketserver.TCPServer((HOST, PORT), H) as server:
    server.serve_forever()
