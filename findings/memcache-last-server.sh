#!/usr/bin/env bash
# memcache 0.14.0: of a list of servers only the last one is ever asked.
#
# It is a "Memcached client for Python". Its documentation says that with a list of addresses the keys "will be hashed
# to one of those servers". What was seen: 60 values are set with two servers. The first is never connected to, and the
# second gets all 60. With the list turned round it is the other one. Each pool connects to the address that the loop
# over the list has come to in the end. So two servers hold no more than one, and flush_all() empties one only.
# Whoever has several servers should make a Memcache() for each, and choose one by the key.
# The kit's programs have one server each (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "memcache==0.14.0" "hashring==1.5.1"
cat > "$room/seen.py" <<'PYTHON'
import socketserver
import sys
import threading

from memcache import Memcache


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        self.heard = []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            command, key, length = line.split()[:3]
            self.rfile.read(int(length) + 2)
            self.server.heard.append(key)
            self.wfile.write(b"HD\r\n")


def heard(turned):
    """Return how many of 60 values each of two servers gets, in the order of the list that the client is given."""
    servers = [Server(), Server()]
    if turned:
        servers.reverse()
    client = Memcache([server.server_address for server in servers])
    for number in range(60):
        client.set(f"key{number}", b"value")
    return [len(server.heard) for server in servers]


counts = heard(False), heard(True)
print("values by server:", *counts)
sys.exit(counts != ([0, 60], [0, 60]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
