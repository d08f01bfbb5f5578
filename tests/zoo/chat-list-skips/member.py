import os
import socket
import threading

name = input("Your name: ")
club = socket.create_connection(("127.0.0.1", 7744))


def listen():
    while True:
        words = club.recv(4096).decode()
        if words == "NAME?":
            club.send(name.encode())
        elif words in ("", "DENIED"):
            print("the door is shut")
            os._exit(1)
        else:
            print(words)


threading.Thread(target=listen, daemon=True).start()
while True:
    club.send(input().encode())
