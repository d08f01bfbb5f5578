import socket
import sys
import threading

s = socket.socket()
s.connect(("127.0.0.1", 9090))

def listen():
    while True:
        d = s.recv(4096)
        if not d:
            print("Disconnected")
            break
        sys.stdout.write(d.decode())
        sys.stdout.flush()

threading.Thread(target=listen, daemon=True).start()
while True:
    line = input()
    s.sendall((line + "\n").encode())
    if line == "/quit":
        break
