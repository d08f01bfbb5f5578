#!/usr/bin/env bash
# CoilMQ 1.1.0: a frame that comes in two pieces ends the connection, and its message is lost.
#
# It is a STOMP broker for versions 1.0 to 1.2, whose buffer takes data that "may or may not contain full stomp frames".
# What was seen: if the end of a frame is still to come, BodyNotTerminated is raised, the connection ends, and the
# message is lost. TCP cuts where it likes (RFC 9293, 3.8); here it is after "hel". With a content-length it is the
# same, if only the last byte is missing.
# Whoever runs it for more than a try should take another broker; RabbitMQ has a plug-in for STOMP.
# The kit's servers read lines, whatever pieces they come in (tcp/chat_server.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "coilmq==1.1.0"
cat > "$room/seen.py" <<'PYTHON'
import os
import socket
import sys
import threading

from coilmq.queue import QueueManager
from coilmq.server.socket_server import ThreadedStompServer
from coilmq.store.memory import MemoryQueue
from coilmq.topic import TopicManager

QUEUE = "/queue/lab12"
HELLO = f"SEND\ndestination:{QUEUE}\n\nhello\0".encode()
COUNTED = f"SEND\ndestination:{QUEUE}\ncontent-length:5\n\nhello\0".encode()
LAST = f"SEND\ndestination:{QUEUE}\nreceipt:last\n\nbye\0".encode()
CONNECT = b"CONNECT\naccept-version:1.1\nhost:lab\n\n\0"


class Broker(ThreadedStompServer):
    def handle_error(self, *connection):
        raised.append(sys.exc_info()[0].__name__)


def told(sent):
    """Return what a client hears last after it has sent this, what the broker raised, and how many messages it has."""
    raised.clear()
    store = MemoryQueue()
    broker = Broker(("127.0.0.1", 0), authenticator=None, queue_manager=QueueManager(store=store),
                    topic_manager=TopicManager())
    threading.Thread(target=broker.serve_forever, daemon=True).start()
    with socket.create_connection(broker.server_address[:2]) as client:
        client.settimeout(2)
        client.sendall(CONNECT)
        agreed = client.recv(4096)
        assert agreed.startswith(b"CONNECTED\n"), agreed
        client.sendall(sent)
        heard = client.recv(4096)[:7] or b"the end"
    broker.shutdown()
    broker.server_close()
    return heard.decode(), *raised, store.size(QUEUE)


raised = []
whole, cut, last_byte = told(HELLO + LAST), told(HELLO[:-3]), told(COUNTED[:-1])
for name, seen in {"whole frames": whole, "up to hel": cut, "all but the last byte": last_byte}.items():
    print(f"{name}:", *seen)
sys.stdout.flush()
os._exit((whole, cut, last_byte) != (
    ("RECEIPT", 2), ("the end", "BodyNotTerminated", 0), ("the end", "BodyNotTerminated", 0)))  # and wait for no thread
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
