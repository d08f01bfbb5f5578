#!/usr/bin/env bash
# asyncudp 0.11.0: a message that has arrived is lost if the server leaves, and the open socket is said to be closed.
#
# Its documentation says of recvfrom "Receive a UDP packet. Raises ClosedError on connection error, often by calling the
# close() method". What was seen: the server sends "one" and "two", and ends. The client says one thing more, which is
# refused (ICMP), and reads. The error comes in place of "one", which is never seen. After "two" comes ClosedError,
# although nobody has closed the socket, and it goes on working. A plain socket gives the error, "one" and "two".
# Whoever chats over UDP should take a plain socket, as the scripts of the kit do.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "asyncudp==0.11.0"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import socket
import sys

import asyncudp


def leave(server):
    """Answer the message that has come with two, and leave."""
    _, client = server.recvfrom(100)
    for answer in b"one", b"two":
        server.sendto(answer, client)
    server.close()


def udp(address):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(address)
    return made


async def by_asyncudp():
    server = udp(("127.0.0.1", 0))
    address, seen = server.getsockname(), []
    client = await asyncudp.create_socket(remote_addr=address)
    client.sendto(b"hello")
    leave(server)
    await asyncio.sleep(0.1)  # both have arrived by now
    client.sendto(b"still there?")
    await asyncio.sleep(0.1)
    for _ in range(3):
        try:
            seen.append((await client.recvfrom())[0].decode())
        except (OSError, asyncudp.ClosedError) as error:
            seen.append(type(error).__name__)
    server = udp(address)  # it comes back, and answers what the "closed" socket sends
    client.sendto(b"hello again")
    server.sendto(*server.recvfrom(100))
    seen.append((await client.recvfrom())[0].decode())
    client.close()
    return seen


def by_socket():
    server, client, seen = udp(("127.0.0.1", 0)), socket.socket(socket.AF_INET, socket.SOCK_DGRAM), []
    client.connect(server.getsockname())
    client.send(b"hello")
    leave(server)
    client.send(b"still there?")
    for _ in range(3):
        try:
            seen.append(client.recv(100).decode())
        except OSError as error:
            seen.append(type(error).__name__)
    return seen


seen, right = asyncio.run(by_asyncudp()), by_socket()
print("asyncudp:", seen)
print("a plain socket:", right)
assert right == ["ConnectionRefusedError", "one", "two"]
sys.exit(seen != ["ConnectionRefusedError", "two", "ClosedError", "hello again"])
PYTHON
"$room/venv/bin/python" "$room/seen.py"
