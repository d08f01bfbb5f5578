#!/usr/bin/env bash
# pyham-kiss 1.0.0: every frame is told to have come from port 0, so a station with two radios takes one for the other.
#
# Its documentation says that kiss_port is "the port number on which the frame was received". In KISS the upper half of
# a frame's first byte is the port, and the lower half the command, which is 0 for data. What was seen: a TNC sends
# "one" from port 0, "two" from port 1 and "three" from port 15. The callback gets all three with a kiss_port of 0. The
# mask is shifted in place of the byte, so what is told is the command. What is sent is right: of send_data(b"hi", 1)
# the first byte is 10. An answer to the port that was told leaves by the wrong radio, and no error is raised.
# Whoever has several ports should override _frame_received() of its Connection.
# The kit's UDP server answers the address that a datagram came from (udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pyham-kiss==1.0.0"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys
import threading

from kiss import Connection

SENT = {0: b"one", 1: b"two", 15: b"three"}
heard = []
enough = threading.Event()


def received(port, data):
    """Keep what the library tells of a frame."""
    heard.append((port, bytes(data)))
    if len(heard) == len(SENT):
        enough.set()


with socket.create_server(("127.0.0.1", 0)) as listener:
    station = Connection(received)
    station.connect_to_server(*listener.getsockname())
    tnc, _ = listener.accept()
    with tnc:
        for port, message in SENT.items():
            tnc.sendall(b"\xc0" + bytes([port << 4]) + message + b"\xc0")
        enough.wait(20)
        station.send_data(b"hi", port=1)
        frame = tnc.recv(100)
        station.disconnect_from_server()
print("sent:", *SENT.items(), "- told:", *heard, "- to port 1:", frame.hex(" "))
sys.exit((heard, frame) != ([(0, message) for message in SENT.values()], b"\xc0\x10hi\xc0"))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
