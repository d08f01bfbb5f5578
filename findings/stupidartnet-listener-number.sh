#!/usr/bin/env bash
# stupidArtnet 1.6.0: two listeners may have one number, so that a lamp shows what was sent to another universe.
#
# Its documentation says that register_listener() returns the "id of listener, used to delete listener if required", and
# get_buffer(id) what it has heard. What was seen: listeners for the universes 1 and 2 have the numbers 0 and 1. The
# first is deleted, and one for universe 3 is added: it has the number 1 as well. What comes for universe 3 is kept, but
# get_buffer() gives universe 2 for that number. delete_listener() deletes both. Numbers are how many listeners there
# are. In Art-Net 4 a sender counts its packets from 1 to 255, or sends 0 for none. Its sender counts, and sends 0.
# Whoever changes listeners should give each a callback, which gets what it asked for.
# The kit's chat servers keep clients by their connection or address (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "stupidArtnet==1.6.0"
cat > "$room/seen.py" <<'PYTHON'
import os
import socket
import sys
import time

from stupidArtnet import StupidArtnet, StupidArtnetServer

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
    free.bind(("", 0))
    port = free.getsockname()[1]
server = StupidArtnetServer(port=port)
first, second = server.register_listener(universe=1), server.register_listener(universe=2)
server.delete_listener(first)
third = server.register_listener(universe=3)
senders = {universe: StupidArtnet("127.0.0.1", universe, packet_size=2, port=port) for universe in (2, 3)}
for universe, sender in senders.items():
    sender.set([universe * 10, universe * 10])
end = time.monotonic() + 20
while time.monotonic() < end and not all(listener["buffer"] for listener in server.listeners):
    for sender in senders.values():
        sender.show()
kept = [listener["buffer"] for listener in server.listeners]
told = server.get_buffer(third)
counts = senders[3].sequence > 0, senders[3].packet_header[12]
server.delete_listener(third)
left = len(server.listeners)
print("listeners:", first, second, third, "- kept:", kept, "- told of universe 3:", told, "- left:", left, counts)
sys.stdout.flush()
os._exit(((first, second, third), kept, told, counts, left) != (
    (0, 1, 1), [[20, 20], [30, 30]], [20, 20], (True, 0), 0))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
