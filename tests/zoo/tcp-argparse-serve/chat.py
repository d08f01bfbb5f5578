#!/usr/bin/env python3
"""One-to-one chat.   chat.py serve [--udp]    chat.py connect [--udp]"""
import argparse
import os
import socket
import threading


class Link:
    """hides the difference between a stream and datagrams"""

    def __init__(self, sock, udp, peer=None):
        self.sock, self.udp, self.peer = sock, udp, peer
        self.file = None if udp else sock.makefile("r", encoding="utf-8", newline="\n")

    def send(self, text):
        if not self.udp:
            self.sock.sendall((text + "\n").encode())
        elif self.peer:
            self.sock.sendto(text.encode(), self.peer)
        else:
            print("(no one is there yet)")

    def receive(self):
        if not self.udp:
            line = self.file.readline()
            return line.rstrip("\n") if line else None
        data, self.peer = self.sock.recvfrom(60000)
        return data.decode()


def pump(link, name):
    try:
        while (text := link.receive()) is not None and text != "/quit":
            print(f"{name}: {text}")
    except OSError:
        pass
    print(f"({name} has left the chat)")
    os._exit(0)


def talk(link, name):
    threading.Thread(target=pump, args=(link, name), daemon=True).start()
    try:
        while True:
            text = input()
            link.send(text)
            if text == "/quit":
                break
    except (EOFError, KeyboardInterrupt):
        link.send("/quit")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("role", choices=["serve", "connect"])
    p.add_argument("--host", default="127.0.0.1")
    p.add_argument("--port", type=int, default=5555)
    p.add_argument("--udp", action="store_true", help="UDP instead of TCP")
    a = p.parse_args()
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if a.udp else socket.SOCK_STREAM)
    if a.role == "serve":
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((a.host, a.port))
        print(f"waiting on {a.host}:{a.port} ({'udp' if a.udp else 'tcp'})")
        if a.udp:
            talk(Link(s, True), "client")
        else:
            s.listen(1)
            talk(Link(s.accept()[0], False), "client")
    else:
        if not a.udp:
            s.connect((a.host, a.port))
        talk(Link(s, a.udp, (a.host, a.port)), "server")


if __name__ == "__main__":
    main()
