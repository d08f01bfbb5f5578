import socket
import threading

hat = socket.create_connection(("127.0.0.1", 8086))
hat.sendall((input("Adınız: ") + "\n").encode())


def oku():
    for satir in hat.makefile("r", encoding="utf-8"):
        print(satir.rstrip())


threading.Thread(target=oku, daemon=True).start()
while (satir := input("> ")) != "cik":
    hat.sendall((satir + "\n").encode())
hat.close()
