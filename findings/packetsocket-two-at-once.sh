#!/usr/bin/env bash
# packetsocket 1.0.0: two messages that arrive together are both lost, and no error tells of it.
#
# It says that it is a "simple, high-level class interface for non-blocking sockets communicating in packet messages":
# each has a prefix, a length, and a body. TCP may part or join a stream anywhere (RFC 9293). What was seen: a client
# sends "one" and "two" by themselves, and the server reads both. If it reads only after both have come, it gets
# neither, and no error. The next message takes their place, and is read. A packet is looked for only where a recv
# begins.
# Whoever sends two messages in a row with it should wait for an answer to each.
# The kit's scripts split what has come at newlines (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "packetsocket==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys

from packetsocket import Client, Server


def come(server, messages):
    """Let the server read until it has what is expected, or has looked often enough."""
    got = []
    for _ in range(50):
        server.update()
        got += [bytes(message).decode() for _, found in server.read() for message in found]
        if len(got) == messages:
            break
    return got


def send(client, *messages):
    for message in messages:
        client.write(message)
    for _ in range(50):
        client.update()


with socket.create_server(("127.0.0.1", 0)) as free:
    address = free.getsockname()
with Server(address) as server, Client(address) as client:
    while not client.is_connected or not server.active_socket_count:
        client.update()
        server.update()
    apart = []
    for message in b"one", b"two":
        send(client, message)
        apart += come(server, 1)
    send(client, b"one", b"two")
    together = come(server, 2)
    send(client, b"three")
    later = come(server, 1)
print("one by one:", apart)
print("two at once:", together)
print("the next one:", later)
sys.exit((apart, together, later) != (["one", "two"], [], ["three"]))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
