#!/usr/bin/env bash
# ncat 7.93 (Debian 12): in its chat a line may have no author, or two, and others' lines come into the middle of one.
#
# Its manual says of --chat, for "text between several users", that "Ncat prefixes each message received with an ID",
# which "helps distinguish who sent what". What was seen: a message is whatever one read from a connection gives. Of two
# lines that Ann's program sends at once, the second has no ID. A line that comes in two pieces has an ID in its middle:
# "hel", and a moment later "lo". If Bob says "hi" in between, "hel" and "hi" are one line on Carl's screen.
# Whoever shows a class a chat of many should take tcp/chat_server.py, which passes on whole lines.
# It needs Debian 12 and the libraries of its package ncat.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
apt-get download -q -q "ncat=7.93+dfsg1-1"
dpkg -x ncat_*.deb package
cat > seen.py <<'PYTHON'
import re
import socket
import subprocess
import sys
import time


def join():
    """Connect to the chat, which may still be starting."""
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.01)


def until(end):
    """Return what Carl reads up to these bytes."""
    read = b""
    while not read.endswith(end):
        read += carl.recv(1)
    return read


with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
ncat = subprocess.Popen(["package/usr/bin/ncat", "-l", "--chat", "127.0.0.1", str(port)])
carl, names, seen = join(), {}, b""
for name in b"Carl", b"Ann", b"Bob":
    if names:
        connection = join()
        ann, bob = (connection, None) if name == b"Ann" else (ann, connection)
    names[re.search(rb"<(user\d+)>\.\n$", until(b">.\n"))[1]] = name
    until(b"\n")  # who was there before
ann.sendall(b"one\ntwo\n")
seen += until(b"two\n")
for author, piece in (ann, b"hel"), (bob, b"hi\n"), (ann, b"lo\n"):
    author.sendall(piece)
    seen += until(piece)
ncat.terminate()
ncat.wait()
seen = re.sub(rb"user\d+", lambda found: names[found[0]], seen)
for line in seen.splitlines():
    print(line.decode())
sys.exit(seen != b"<Ann> one\ntwo\n<Ann> hel<Bob> hi\n<Ann> lo\n")
PYTHON
python3 seen.py
