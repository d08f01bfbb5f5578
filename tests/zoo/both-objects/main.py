from socket import *
from threading import Thread
import os


class TcpPeer:
    def __init__(self, host, port):
        self.host = host
        self.port = port

    def serve(self):
        listener = socket(AF_INET, SOCK_STREAM)
        listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        listener.bind((self.host, self.port))
        listener.listen(5)
        print("Server is up, waiting for a friend")
        self.sock, a = listener.accept()
        print("Friend is here:", a[0])
        self.talk()

    def join(self):
        self.sock = socket(AF_INET, SOCK_STREAM)
        self.sock.connect((self.host, self.port))
        print("Joined")
        self.talk()

    def listen_loop(self):
        while True:
            data = self.sock.recv(1024)
            if not data:
                print("Friend left")
                os._exit(0)
            print("Friend:", data.decode())

    def talk(self):
        Thread(target=self.listen_loop, daemon=True).start()
        while True:
            m = input()
            if m == "stop":
                self.sock.close()
                os._exit(0)
            self.sock.send(m.encode())


class UdpPeer:
    def __init__(self, host, port):
        self.addr = (host, port)
        self.sock = socket(AF_INET, SOCK_DGRAM)
        self.friend = None

    def serve(self):
        self.sock.bind(self.addr)
        print("Server is up, waiting for a friend")
        data, self.friend = self.sock.recvfrom(1024)
        print("Friend is here:", self.friend[0])
        self.talk()

    def join(self):
        self.friend = self.addr
        self.sock.sendto(b"hello", self.friend)
        print("Joined")
        self.talk()

    def listen_loop(self):
        while True:
            data, a = self.sock.recvfrom(1024)
            if data == b"stop":
                print("Friend left")
                os._exit(0)
            print("Friend:", data.decode())

    def talk(self):
        Thread(target=self.listen_loop, daemon=True).start()
        while True:
            m = input()
            self.sock.sendto(m.encode(), self.friend)
            if m == "stop":
                os._exit(0)


tcp = TcpPeer("127.0.0.1", 4444)
udp = UdpPeer("127.0.0.1", 4445)

actions = {
    "ts": tcp.serve,
    "tc": tcp.join,
    "us": udp.serve,
    "uc": udp.join,
}

print("ts - tcp server\ntc - tcp client\nus - udp server\nuc - udp client")
key = input("mode: ").strip().lower()
while key not in actions:
    key = input("no such mode, try again: ").strip().lower()
actions[key]()
