import socket

from .common import Endpoint


class ChatServer(Endpoint):
    def start(self):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((self.host, self.port))
            sock.listen(1)
            print(f"tcpchat server on {self.host}:{self.port} (Ctrl-C to stop)")
            conn, peer = sock.accept()
            print(f"peer {peer[0]}:{peer[1]} connected, ':q' quits")
            return self.talk(conn)
