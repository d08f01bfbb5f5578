#!/usr/bin/env python3
# usage: python3 udp_c.py <host> <port> <name>
from socket import *
from threading import Thread
from sys import argv, exit

if len(argv) != 4:
    print("usage: python3 udp_c.py <host> <port> <name>")
    exit(1)

server = (argv[1], int(argv[2]))
s = socket(AF_INET, SOCK_DGRAM)
s.sendto(("JOIN " + argv[3]).encode(), server)

def listener():
    while True:
        try:
            data, _ = s.recvfrom(2048)
        except OSError:
            return
        print("\r" + data.decode())
        print("> ", end="", flush=True)

Thread(target=listener, daemon=True).start()

try:
    while True:
        t = input("> ")
        if t == "":
            continue
        if t.lower() in ("exit", "quit"):
            break
        if t == "/who":
            s.sendto(b"WHO", server)
        else:
            s.sendto(("MSG " + t).encode(), server)
except (KeyboardInterrupt, EOFError):
    print()
s.sendto(b"LEAVE", server)
s.close()
print("bye bye")
