#!/usr/bin/env bash
# codechu-ipc 0.1.0: of two messages that wait in a FIFO, the second is lost, and one of 100,000 bytes is cut off.
#
# Its FifoChannel carries "JSON-line messages" over a named pipe. What was seen: recv() reads through a buffer, which
# takes all that is in the pipe. It returns the first message, closes, and throws away what else was read. Of ten that
# were sent, one came. send() writes once, to a pipe that does not block, and does not look at how much was taken. Of a
# message of 100,000 bytes a pipe takes 65,536 (pipe(7)), no error is raised, and recv() raises JSONDecodeError.
# Whoever sends more than single short messages with it should read the pipe themselves, line by line, and keep it open.
# The kit's scripts read lines from one buffer that lasts as long as the connection, and send with sendall (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "codechu-ipc==0.1.0"
cat > "$room/seen.py" <<'PYTHON'
import os
import select
import sys

from codechu_ipc import FifoChannel


def told(*messages):
    """Send messages; return what is received until the pipe is empty."""
    sender, receiver = FifoChannel("pipe"), FifoChannel("pipe")
    kept = os.open("pipe", os.O_RDWR)  # so that it has a reader, and what it holds stays
    for message in messages:
        sender.send(message)
    received = []
    while select.select([kept], [], [], 0)[0] and len(received) < 20:
        try:
            received.append(receiver.recv())
        except ValueError as error:
            received.append(type(error).__name__)
            break
    os.close(kept)
    sender.unlink()
    return received


ten = told(*({"number": number} for number in range(10)))
os.mkfifo("plain")
reader = os.open("plain", os.O_RDWR)
FifoChannel("plain").send({"text": "x" * 100_000})
size = len(os.read(reader, 200_000))
print("of ten messages came:", *ten)
print("of a message of 100,000 bytes the pipe has:", size)
sys.exit((ten, size) != ([{"number": 0}], 65_536))
PYTHON
cd "$room" && timeout 30 venv/bin/python seen.py
