import socket
import sys
import threading

link = socket.create_connection(("127.0.0.1", 8823))
name = input("Which end are you, north or south? ")
link.sendall(name.encode())
lines = link.makefile("r", encoding="utf-8")
if lines.readline() != "yes\n":
    sys.exit("that end is taken, or there is none of that name")


def hear():
    for line in lines:
        print("other end:", line.rstrip())


threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "end":
    link.sendall((text + "\n").encode())
link.close()
