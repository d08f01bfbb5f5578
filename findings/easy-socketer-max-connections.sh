#!/usr/bin/env bash
# easy-socketer 0.1.0: once max_connections are in, all of them must leave before another one is let in.
#
# Its documentation says "serve_forever(handler, max_connections=...): Threaded accept loop". What was seen: with
# max_connections=2 a third client waits, as it should. One of the two leaves, and the third is not served: the server
# waits for each of its threads in turn. Only when the other has left as well does the third have its answer.
# The third is connected all the while, and believes that it is in. Each socket that is made also writes a readme.txt of
# three letters to the desktop, or else to the home folder, over one that is there.
# Whoever bounds a server should take a semaphore in a plain accept loop. The kit's servers have no such bound (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "easy-socketer==0.1.0"
cat > "$room/seen.py" <<'PYTHON'
import sys
import threading
from pathlib import Path

from easy_sock import EasySocket, SocketTimeout


def echo(client, address):
    for message in client:
        client.send(message)


def answered(client):
    try:
        return client.recv()
    except SocketTimeout:
        return "nothing"


notes = Path.home() / "readme.txt"
notes.write_text("my own notes\n")
server = EasySocket.server()
threading.Thread(target=server.serve_forever, args=(echo,), kwargs={"max_connections": 2}, daemon=True).start()
ann, bob = (EasySocket.connect_to("127.0.0.1", server.port, timeout=1) for _ in range(2))
for client in ann, bob:
    client.send("hello")
    assert answered(client) == b"hello"
carl = EasySocket.connect_to("127.0.0.1", server.port, timeout=1)
carl.send("hello")
seen = [answered(carl)]
bob.close()
seen.append(answered(carl))
ann.close()
seen.append(answered(carl))
for when, answer in zip(("while two are in", "once one has left", "once both have left"), seen):
    print(f"the third has, {when}: {answer}")
print("readme.txt:", notes.read_text())
sys.exit(seen != ["nothing", "nothing", b"hello"] or notes.read_text() == "my own notes\n")
PYTHON
HOME="$room" "$room/venv/bin/python" "$room/seen.py"
