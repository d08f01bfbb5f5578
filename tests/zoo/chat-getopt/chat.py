#!/usr/bin/env python3
"""chat.py -s [PORT] | -c HOST [PORT]"""
import getopt
import socket
import sys
import threading

def server(port):
    socks = []
    def one(s):
        for line in s.makefile("rb"):
            print(line.decode().rstrip(), flush=True)
            for o in socks:
                if o is not s:
                    o.sendall(line)
        socks.remove(s)
    srv = socket.create_server(("", port))
    while True:
        s, _ = srv.accept()
        socks.append(s)
        threading.Thread(target=one, args=(s,), daemon=True).start()
def client(host, port):
    s = socket.create_connection((host, port))
    def show():
        for line in s.makefile("rb"):
            print(line.decode().rstrip(), flush=True)
    threading.Thread(target=show, daemon=True).start()
    for line in sys.stdin:
        if line == "/quit\n":
            break
        s.sendall(line.encode())
opts, rest = getopt.getopt(sys.argv[1:], "sc:")
opts = dict(opts)
port = int(rest[0]) if rest else 8898
if "-s" in opts:
    server(port)
elif "-c" in opts:
    client(opts["-c"], port)
else:
    print(__doc__)
