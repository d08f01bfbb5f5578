"""Base class used by UDPServer.py and UDPClient.py"""
import socket
import sys
import threading


class Peer:
    label = "peer"

    def __init__(self, my_port, other_port):
        self.other = ("127.0.0.1", other_port)
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(("127.0.0.1", my_port))
        self.alive = True

    def reader(self):
        while self.alive:
            data, _ = self.sock.recvfrom(4096)
            text = data.decode().rstrip("\n")
            if text == "EXIT":
                print("<other side closed>")
                self.alive = False
            else:
                print(">> " + text, flush=True)

    def run(self):
        threading.Thread(target=self.reader, daemon=True).start()
        print(self.label, "ready on", self.sock.getsockname()[1])
        while self.alive:
            line = sys.stdin.readline()
            if not line:
                break
            self.sock.sendto(line.encode(), self.other)
            if line.strip() == "EXIT":
                self.alive = False
        self.sock.close()
