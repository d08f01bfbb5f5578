#!/usr/bin/env bash
# larzws 0.1.0: a message that comes together with the server's answer to the handshake is lost.
#
# It is a "real RFC 6455 WebSocket server and client". After the answer 101, which ends with an empty line, the server
# may send at once (RFC 6455, 4.2.2). What was seen: connect() reads until the empty line is there, up to 1,024 bytes at
# a time, and throws away what follows it. A server that greets sends "welcome" and "hello" after its answer. If all
# comes in one piece, no message comes; if the answer comes alone, both do. If the piece ends within a frame, the rest
# of it is taken for a frame: the client waits, or raises ProtocolError. Its own server loses in the same way what a
# client sends together with its request.
# Whoever greets with it should let the client speak first, or take websockets or wsproto.
# The kit's clients keep what follows a line for the next one (tcp/chat_client.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "larzws==0.1.0"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys
import threading

import larzws
from larzws.protocol import OP_CLOSE, OP_TEXT, encode_frame, server_handshake_response


def request_of(connection):
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(1024)
    return request


def told(together):
    """Return the messages that a client has of a server that greets, with its answer or after a sign of the client."""
    greeting = [encode_frame(OP_TEXT, text, mask=False) for text in ("welcome", "hello")]
    end = encode_frame(OP_CLOSE, b"", mask=False)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet():
            with server.accept()[0] as connection:
                answer = server_handshake_response(request_of(connection))
                if together:
                    connection.sendall(b"".join([answer, *greeting]))
                    connection.recv(1)
                    connection.sendall(end)
                else:
                    connection.sendall(answer)
                    connection.recv(1)
                    connection.sendall(b"".join([*greeting, end]))
                while connection.recv(1024):
                    pass

        threading.Thread(target=greet, daemon=True).start()
        client = larzws.connect("ws://127.0.0.1:{}".format(server.getsockname()[1]))
        client.send("here")
        return list(client)


def heard():
    """Return what a handler of its own server has of a client that sends a message with its request."""
    messages, done = [], threading.Event()

    def handler(connection):
        messages.extend(connection)
        done.set()

    server = larzws.WebSocketServer("127.0.0.1", 0, handler)
    server.start_background()
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        request = larzws.protocol.client_handshake_request("127.0.0.1", "/")[0]
        client.sendall(request + encode_frame(OP_TEXT, "hello", mask=True))
        assert client.recv(1024).startswith(b"HTTP/1.1 101")
        client.sendall(encode_frame(OP_TEXT, "bye", mask=True) + encode_frame(OP_CLOSE, b"", mask=True))
        done.wait(10)
    server.shutdown()
    return messages


apart, together, its_server = told(together=False), told(together=True), heard()
print("after the answer:", *apart, "- with the answer:", *together, "- its server, of hello and bye:", *its_server)
sys.exit((apart, together, its_server) != (["welcome", "hello"], [], ["bye"]))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
