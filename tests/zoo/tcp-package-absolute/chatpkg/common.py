import socket


class Helper:
    def __init__(self, link=None):
        self.link = link or socket.socket()

    def listen(self, port):
        self.link.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.link.bind(("", port))
        self.link.listen()

    def accept(self):
        return Helper(self.link.accept()[0])

    def connect(self, host, port):
        self.link.connect((host, port))

    def send(self, text):
        self.link.sendall(text.encode() + b"\n")

    def receive(self):
        return self.link.recv(4096).decode().strip()
