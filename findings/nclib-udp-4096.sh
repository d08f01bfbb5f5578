#!/usr/bin/env bash
# nclib 1.0.8: a UDP message is cut after 4,096 bytes, however many recv is asked for, and an empty one ends all.
#
# Its documentation says of recv(n) "Receive at most n bytes (default 4096) from the socket". What was seen: of a
# datagram of 5,000 bytes recv(10000) gives 4,096, and the next recv the next datagram. The 904 bytes are lost without
# an error, since 4,096 are read from the socket whatever n is. An empty datagram, which UDP allows (RFC 768), sets
# eof, and recv_all returns, although more comes. A plain socket's recv(10000) gives all 5,000.
# Whoever talks UDP with it should keep messages below 4,096 bytes. The kit's UDP scripts read 65,507.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "nclib==1.0.8"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys

import nclib

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 0))


def answers(client, *messages):
    """Let a client of either kind be answered with these datagrams."""
    client.send(b"hello")
    _, address = server.recvfrom(100)
    for message in messages:
        server.sendto(message, address)
    return client


long = b"x" * 5000
plain = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
plain.connect(server.getsockname())
right = [len(answers(plain, long, b"next").recv(10000)), plain.recv(10000)]
with nclib.Netcat(server.getsockname(), udp=True) as netcat:
    cut = [len(answers(netcat, long, b"next").recv(10000)), netcat.recv(10000)]
    answers(netcat, b"before", b"", b"after")
    ended = [netcat.recv_all(timeout=5), netcat.eof, netcat.recv(timeout=5)]
print("a plain socket:", *right)
print("nclib:", *cut)
print("nclib's recv_all, eof, and a recv after it:", *ended)
assert right == [5000, b"next"]
sys.exit(cut != [4096, b"next"] or ended != [b"before", True, b"after"])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
