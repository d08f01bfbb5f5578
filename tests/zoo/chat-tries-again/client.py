import socket
import threading
import time

link = None


def keep():
    global link
    while True:
        try:
            link = socket.create_connection(("127.0.0.1", 26263))
            for line in link.makefile("r", encoding="utf-8"):
                print(line.rstrip("\n"))
        except OSError:
            print("no server, trying again")
        link = None
        time.sleep(2)


threading.Thread(target=keep, daemon=True).start()
while (text := input()) != "exit":
    if link:
        link.sendall((text + "\n").encode())
    else:
        print("not sent")
