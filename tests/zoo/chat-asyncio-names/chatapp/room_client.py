import os
import socket
import sys
import threading

sock = socket.create_connection(("localhost", 9009))


def listen():
    while True:
        chunk = sock.recv(2048)
        if not chunk:
            print("connection closed")
            os._exit(0)
        sys.stdout.write(chunk.decode())
        sys.stdout.flush()


threading.Thread(target=listen, daemon=True).start()

for line in sys.stdin:
    sock.sendall(line.encode())
