import socket
import sys
import threading


def show(link):
    with link.makefile(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            print(line.rstrip("\n"))


try:
    link = socket.create_connection(("127.0.0.1", 7520))
except ConnectionRefusedError:
    sys.exit("the house is closed")
threading.Thread(target=show, args=(link,), daemon=True).start()
while (line := input()) != "/quit":
    link.sendall((line + "\n").encode())
link.close()
