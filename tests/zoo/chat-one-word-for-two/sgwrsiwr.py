import socket
import threading

link = socket.create_connection(("127.0.0.1", 5476))
link.sendall(input("Gair y sgwrs: ").encode() + b"\n")


def hear():
    with link.makefile("r", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            print("nhw:", line.rstrip("\n"))


threading.Thread(target=hear, daemon=True).start()
while (text := input()) != "hwyl":
    link.sendall(text.encode() + b"\n")
link.shutdown(socket.SHUT_RDWR)
