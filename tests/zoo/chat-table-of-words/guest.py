import socket
import sys
import threading

s = socket.create_connection(("127.0.0.1", 7421))
def pump():
    for line in s.makefile():
        print(line, end="")
threading.Thread(target=pump, daemon=True).start()
print("Commands: NAME x / EVERYBODY text / TELL who text / QUIT")
for line in sys.stdin:
    s.sendall(line.encode())
    if line.strip().upper() == "QUIT":
        break
