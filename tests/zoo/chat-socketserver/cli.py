import socket
import threading

s = socket.create_connection(("127.0.0.1", 12346))
s.sendall((input("username: ") + "\n").encode())

def rx():
    for line in s.makefile("r"):
        print(line, end="")

threading.Thread(target=rx, daemon=True).start()
try:
    while True:
        m = input()
        if m == "quit":
            break
        s.sendall((m + "\n").encode())
except (EOFError, KeyboardInterrupt):
    pass
