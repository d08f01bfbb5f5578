#!/usr/bin/env python3
"""netcat-like chat:  netchat.py -l [-u] [-p PORT]   /   netchat.py [-u] [-p PORT] [host]"""
import argparse
import select
import socket
import sys


class Link:
    def fileno(self):
        return self.sock.fileno()


class TCPLink(Link):
    def __init__(self, listen, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if listen:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.sock.bind((host, port))
            self.sock.listen(1)
            print("listening on tcp", port, flush=True)
            srv = self.sock
            self.sock, peer = srv.accept()
            srv.close()
            print("connection from", peer, flush=True)
        else:
            try:
                self.sock.connect((host, port))
            except OSError as e:
                sys.exit(f"cannot connect: {e}")

    def send(self, line):
        self.sock.sendall(line.encode())

    def recv(self):
        return self.sock.recv(4096).decode()


class UDPLink(Link):
    def __init__(self, listen, host, port):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.peer = None
        if listen:
            self.sock.bind((host, port))
            print("listening on udp", port, flush=True)
        else:
            self.peer = (host, port)

    def send(self, line):
        if self.peer is None:
            print("(no peer yet)", flush=True)
            return
        self.sock.sendto(line.encode(), self.peer)

    def recv(self):
        data, self.peer = self.sock.recvfrom(4096)
        return data.decode()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("-l", "--listen", action="store_true", help="be the server")
    p.add_argument("-u", "--udp", action="store_true", help="use UDP instead of TCP")
    p.add_argument("host", nargs="?", default="127.0.0.1")
    p.add_argument("-p", "--port", type=int, default=3333)
    a = p.parse_args()

    cls = UDPLink if a.udp else TCPLink
    link = cls(a.listen, a.host, a.port)
    while True:
        ready, _, _ = select.select([link, sys.stdin], [], [])
        for r in ready:
            if r is link:
                text = link.recv()
                if text == "" or text.strip() == ".":
                    print("peer closed")
                    return
                print("<", text.rstrip("\n"), flush=True)
            else:
                line = sys.stdin.readline()
                if line == "":
                    return
                link.send(line)
                if line.strip() == ".":
                    return


if __name__ == "__main__":
    main()
