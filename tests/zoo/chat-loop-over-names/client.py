import socket
import threading

link = socket.create_connection(("127.0.0.1", 9394))
link.sendall((input("Name: ") + "\n").encode())


def show():
    for line in link.makefile("r", encoding="utf-8"):
        print(line.rstrip("\n"))


threading.Thread(target=show, daemon=True).start()
while (text := input()) != "exit":
    link.sendall((text + "\n").encode())
link.close()
