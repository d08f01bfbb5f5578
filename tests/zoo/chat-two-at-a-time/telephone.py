import os
import socket
import threading

link = socket.create_connection(("127.0.0.1", 5473))


def listen():
    for line in link.makefile("r", encoding="utf-8"):
        print("they:", line.strip())
    print("the line is dead")
    os._exit(0)


threading.Thread(target=listen, daemon=True).start()
while (text := input()) != "ring off":
    link.sendall((text + "\n").encode())
