import socket
import threading

from . import wire


class ChatServer:
    def __init__(self, port):
        self.port = port
        self.members = {}
        self.lock = threading.Lock()

    def run(self):
        with socket.create_server(("", self.port), reuse_port=False) as srv:
            print(f"serving on port {self.port}, Ctrl+C stops")
            try:
                while True:
                    sock, addr = srv.accept()
                    threading.Thread(target=self.serve_member, args=(sock, addr), daemon=True).start()
            except KeyboardInterrupt:
                print("\nserver stopped")

    def serve_member(self, sock, addr):
        name = None
        try:
            name = wire.recv(sock)
            with self.lock:
                self.members[sock] = name
            self.everyone(f"-- {name} is here --", sock)
            while True:
                self.everyone(f"{name} says: {wire.recv(sock)}", sock)
        except OSError:
            pass
        finally:
            with self.lock:
                self.members.pop(sock, None)
            sock.close()
            if name:
                self.everyone(f"-- {name} is gone --")

    def everyone(self, text, but=None):
        print(text)
        with self.lock:
            others = [m for m in self.members if m is not but]
        for m in others:
            try:
                wire.send(m, text)
            except OSError:
                pass
